//! Random linear combinations, of points and of the powers of tau themselves.

use super::same_ratio;
use crate::{points::Point, ptau::PowersOfTau, Refusal};
use ark_bn254::{Fr, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{FftField, Zero};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use rand::{CryptoRng, RngCore};

/// Coefficients of 128 random bits.
pub(super) fn coefficients(count: usize, rng: &mut (impl RngCore + CryptoRng)) -> Vec<Fr> {
	let mut draw = || u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
	(0..count).map(|_| Fr::from(draw())).collect()
}

/// The sum of points times coefficients; of as many as there are of both.
pub(super) fn sum<P: Point>(points: &[P], coefficients: &[Fr]) -> P
where
	P::Group: VariableBaseMSM<MulBase = P, ScalarField = Fr>,
{
	P::Group::msm_unchecked(points, coefficients).into_affine()
}

/// Coefficients of the polynomial with these values on the domain of so many points.
pub(super) fn interpolate(mut values: Vec<Fr>) -> Vec<Fr> {
	let domain = Radix2EvaluationDomain::<Fr>::new(values.len());
	debug_assert!((values.len() as u64) < 1 << Fr::TWO_ADICITY);
	if let Some(domain) = domain {
		domain.ifft_in_place(&mut values);
	}
	values
}

/// Is every list the powers of one number, and are the points in Lagrange form made of them?
pub(super) fn check_powers(
	ptau: &PowersOfTau,
	rng: &mut (impl RngCore + CryptoRng),
) -> Result<(), Refusal> {
	let size = ptau.size();
	let (one_g1, one_g2) = (G1Affine::generator(), G2Affine::generator());
	let starts = ptau.tau_g1[0] == one_g1 && ptau.tau_g2[0] == one_g2;
	ensure(starts, "they do not start with the generators")?;
	let tau_g1 = [one_g1, ptau.tau_g1[1]];
	let tau_g2 = [one_g2, ptau.tau_g2[1]];
	ensure(same_ratio(tau_g1, tau_g2), "tau differs between the groups")?;
	let beta = same_ratio([one_g1, ptau.beta_tau_g1[0]], [one_g2, ptau.beta_g2]);
	ensure(beta, "beta differs between the groups")?;
	let lists = [
		(&ptau.tau_g1, "tau in G1"),
		(&ptau.alpha_tau_g1, "alpha tau in G1"),
		(&ptau.beta_tau_g1, "beta tau in G1"),
	];
	for (list, name) in lists {
		let random = coefficients(list.len() - 1, rng);
		let ratio = [sum(list, &random), sum(&list[1..], &random)];
		ensure(same_ratio(ratio, tau_g2), name)?;
	}
	let random = coefficients(size - 1, rng);
	let ratio = [sum(&ptau.tau_g2, &random), sum(&ptau.tau_g2[1..], &random)];
	ensure(same_ratio(tau_g1, ratio), "tau in G2")?;

	let random = coefficients(size, rng);
	let polynomial = interpolate(random.clone());
	let names = [
		"tau, Lagrange form",
		"alpha tau, Lagrange form",
		"beta tau, Lagrange form",
	];
	let lists = [&ptau.tau_g1, &ptau.alpha_tau_g1, &ptau.beta_tau_g1];
	for ((lagrange, powers), name) in ptau.lagrange.iter().zip(lists).zip(names) {
		let same = sum(lagrange, &random) == sum(&powers[..size], &polynomial);
		ensure(same, name)?;
	}
	Ok(())
}

fn ensure(holds: bool, what: &'static str) -> Result<(), Refusal> {
	holds.then_some(()).ok_or(Refusal::Phase1(what))
}

/// The polynomials `sum over s of r_s A_s(X)` of the three matrices, for coefficients `r_s` of variables.
///
/// **Source**: Groth 2016, section 3.1; rows after the constraints bind the public variables in A.
pub(super) fn matrices(r1cs: &crate::r1cs::R1cs, size: usize, random: &[Fr]) -> [Vec<Fr>; 3] {
	let rows = r1cs.constraints.len();
	let mut columns = [(); 3].map(|()| vec![Fr::zero(); size]);
	for (matrix, values) in columns.iter_mut().enumerate() {
		for (value, constraint) in values.iter_mut().zip(&r1cs.constraints) {
			let terms = constraint[matrix].iter();
			*value = terms
				.map(|(variable, coefficient)| random[*variable as usize] * coefficient)
				.sum();
		}
	}
	for (value, random) in columns[0][rows..].iter_mut().zip(&random[..=r1cs.public]) {
		*value = *random;
	}
	columns.map(interpolate)
}
