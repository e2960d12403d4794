//! Header, coefficients and points of a zkey against circuit and powers of tau.

use super::{
	combination::{coefficients, interpolate, matrices, sum},
	same_ratio,
};
use crate::{
	ptau::PowersOfTau,
	r1cs::R1cs,
	zkey::{Coefficient, Zkey},
	Refusal,
};
use ark_bn254::{Fr, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{One, Zero};
use rand::{CryptoRng, RngCore};

pub(super) fn check_header(r1cs: &R1cs, ptau: &PowersOfTau, zkey: &Zkey) -> Result<(), Refusal> {
	let header = &zkey.header;
	let sizes = (header.variables, header.public, header.domain);
	if sizes != (r1cs.variables, r1cs.public, 1 << r1cs.power()) || ptau.size() != header.domain {
		return Err(Refusal::SizeMismatch);
	}
	let points = [
		(header.alpha_g1 == ptau.alpha_tau_g1[0], "alpha"),
		(header.beta_g1 == ptau.beta_tau_g1[0], "beta in G1"),
		(header.beta_g2 == ptau.beta_g2, "beta in G2"),
		(header.gamma_g2 == G2Affine::generator(), "gamma"),
	];
	match points.iter().find(|(same, _)| !same) {
		Some((_, name)) => Err(Refusal::HeaderMismatch(name)),
		None => Ok(()),
	}
}

/// Matrices A and B, constraint by constraint, then one row for each public variable.
pub(super) fn check_coefficients(r1cs: &R1cs, zkey: &Zkey) -> Result<(), Refusal> {
	let constraints = r1cs.constraints.iter().zip(0u32..);
	let entries = constraints.flat_map(|([a, b, _], row)| {
		let entry = move |matrix| {
			move |(variable, value): &(u32, Fr)| Coefficient {
				matrix,
				row,
				variable: *variable,
				value: *value,
			}
		};
		a.iter().map(entry(0)).chain(b.iter().map(entry(1)))
	});
	let first = u32::try_from(r1cs.constraints.len()).map_err(|_| Refusal::SizeMismatch)?;
	let public = u32::try_from(r1cs.public).map_err(|_| Refusal::SizeMismatch)?;
	let public = (0..=public).map(|variable| Coefficient {
		matrix: 0,
		row: first + variable,
		variable,
		value: Fr::one(),
	});
	let same = entries.chain(public).eq(zkey.coefficients.iter().copied());
	same.then_some(()).ok_or(Refusal::CoefficientMismatch)
}

/// The points A, B, IC and C.
pub(super) fn check_queries(
	r1cs: &R1cs,
	ptau: &PowersOfTau,
	zkey: &Zkey,
	rng: &mut (impl RngCore + CryptoRng),
) -> Result<(), Refusal> {
	let (size, public) = (ptau.size(), r1cs.public + 1);
	let random = coefficients(r1cs.variables, rng);
	let [a, b, _] = matrices(r1cs, size, &random);
	ensure(sum(&zkey.a, &random) == sum(&ptau.tau_g1, &a), "A")?;
	ensure(sum(&zkey.b_g1, &random) == sum(&ptau.tau_g1, &b), "B in G1")?;
	ensure(sum(&zkey.b_g2, &random) == sum(&ptau.tau_g2, &b), "B in G2")?;

	// beta A + alpha B + C of some of the variables.
	let combined = |random: &[Fr]| {
		let [a, b, c] = matrices(r1cs, size, random);
		let sum = sum(&ptau.beta_tau_g1, &a).into_group()
			+ sum(&ptau.alpha_tau_g1, &b)
			+ sum(&ptau.tau_g1, &c);
		sum.into_affine()
	};
	let mut of_public = coefficients(public, rng);
	let inputs = sum(&zkey.inputs, &of_public);
	of_public.resize(r1cs.variables, Fr::zero());
	ensure(inputs == combined(&of_public), "IC")?;

	let of_private = coefficients(r1cs.variables - public, rng);
	let private = sum(&zkey.c, &of_private);
	let mut random = vec![Fr::zero(); public];
	random.extend(of_private);
	let holds = is_divided_by_delta(private, combined(&random), zkey);
	ensure(holds, "C")
}

/// The points H: `L_i(tau) / delta` at the odd points of the doubled domain.
///
/// A phase 1 for exactly this domain lacks the highest power of tau, which then counts as zero in `L_i`. Both
/// forms make the same proofs, because `A B - C` has no such power; which one it is follows from the file.
pub(super) fn check_quotient(
	ptau: &PowersOfTau,
	zkey: &Zkey,
	rng: &mut (impl RngCore + CryptoRng),
) -> Result<(), Refusal> {
	let size = ptau.size();
	let random = coefficients(size, rng);
	let left = sum(&zkey.h, &random);
	let values = random.into_iter().flat_map(|value| [Fr::zero(), value]);
	let right = sum(&ptau.tau_g1, &interpolate(values.collect()));
	ensure(is_divided_by_delta(left, right, zkey), "H")
}

/// Is `left * delta = right`? Both may be at infinity only together.
fn is_divided_by_delta(left: G1Affine, right: G1Affine, zkey: &Zkey) -> bool {
	if left.is_zero() && right.is_zero() {
		return true;
	}
	let delta = [G2Affine::generator(), zkey.header.delta_g2];
	same_ratio([left, right], delta)
}

fn ensure(holds: bool, points: &'static str) -> Result<(), Refusal> {
	holds.then_some(()).ok_or(Refusal::PointMismatch(points))
}
