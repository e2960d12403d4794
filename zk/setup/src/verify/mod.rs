//! The second verifier: is a zkey what this circuit, these powers of tau, and its contributions give?
//!
//! Written from the definition of Groth16, without code of snarkjs. Points are compared in random linear
//! combinations: with coefficients of 128 random bits, a wrong set passes with probability 2^-128. Most
//! combinations are computed from the powers of tau themselves; the points in Lagrange form that snarkjs
//! reads are only used for the circuit hash, and checked against the powers.
//!
//! Not checked: the transcript of phase 1. That the powers are powers of one number is.

mod chain; // the contributions
mod circuit_hash; // what the transcript starts from
mod combination; // random linear combinations
mod sections; // points and coefficients

pub use chain::{BeaconReport, Link, MAX_BEACON_EXPONENT, MAX_CONTRIBUTIONS};

use crate::{ptau::PowersOfTau, r1cs::R1cs, zkey::Zkey, Refusal};
use ark_bn254::{Bn254, G1Affine, G2Affine};
use ark_ec::{pairing::Pairing, AffineRepr};
use rand::{CryptoRng, RngCore};

/// Told what is verified next.
pub type OnStep<'a> = &'a mut dyn FnMut(&str);

/// Verifies the zkey of a finished phase 2; says who contributed.
///
/// `ptau` must have been read for the domain of `r1cs`. `rng` must be unknown to whoever made the files.
///
/// **Errors**: see [`Refusal`].
pub fn verify(
	r1cs: &R1cs,
	ptau: &PowersOfTau,
	zkey: &Zkey,
	rng: &mut (impl RngCore + CryptoRng),
	on_step: OnStep<'_>,
) -> Result<Vec<Link>, Refusal> {
	let links = verify_unfinished(r1cs, ptau, zkey, rng, on_step)?;
	// The secret of a beacon is public.
	if links.iter().all(|link| link.beacon.is_some()) {
		return Err(Refusal::NoContributions);
	}
	// Two secrets may cancel out.
	if zkey.header.delta_g2 == G2Affine::generator() {
		return Err(Refusal::DeltaIsGenerator);
	}
	Ok(links)
}

/// Verifies a zkey that others may still contribute to, or nobody has yet.
///
/// Every participant must do this before contributing: a contribution divides all points of the sections C and
/// H, so whoever slips in points of his own learns their quotients, and can forge with them.
///
/// **Errors**: as [`verify`], but for those of a phase 2 without participants.
pub fn verify_unfinished(
	r1cs: &R1cs,
	ptau: &PowersOfTau,
	zkey: &Zkey,
	rng: &mut (impl RngCore + CryptoRng),
	on_step: OnStep<'_>,
) -> Result<Vec<Link>, Refusal> {
	on_step("sizes, header and coefficients");
	sections::check_header(r1cs, ptau, zkey)?;
	sections::check_coefficients(r1cs, zkey)?;
	let contributions = zkey.contributions.len();
	if contributions > MAX_CONTRIBUTIONS {
		return Err(Refusal::TooManyContributions(contributions));
	}
	on_step("powers of tau");
	combination::check_powers(ptau, rng)?;
	on_step("points A, B, C, IC");
	sections::check_queries(r1cs, ptau, zkey, rng)?;
	on_step("points H");
	sections::check_quotient(ptau, zkey, rng)?;
	on_step("circuit hash");
	circuit_hash::check(r1cs, ptau, zkey)?;
	on_step("contributions");
	chain::check(zkey)
}

/// Is `right / left` the same number in both groups? Never with a point at infinity.
fn same_ratio(g1: [G1Affine; 2], g2: [G2Affine; 2]) -> bool {
	let [left_g1, right_g1] = g1;
	let [left_g2, right_g2] = g2;
	if g1.iter().any(AffineRepr::is_zero) || g2.iter().any(AffineRepr::is_zero) {
		return false;
	}
	let product = Bn254::multi_pairing([left_g1, -right_g1], [right_g2, left_g2]);
	ark_ff::Zero::is_zero(&product)
}
