//! BN254 for speed: the same curve, encodings and verdicts as `ark-bn254`.

mod combine; // multiples by coefficients
mod curve; // constants
mod decode; // compressed points
mod field; // the base field
#[cfg_attr(
	not(target_arch = "wasm32"),
	allow(dead_code, reason = "natively only tested")
)]
mod limbs; // its multiplication in Wasm
mod miller; // products of pairings
mod subgroup; // membership in G2
#[cfg(test)]
mod tests;

use crate::engine::{product_is_one, Engine, OutsideSubgroup};
use alloc::vec::Vec;
use ark_bn254::Fr;
use ark_ec::AffineRepr;
use curve::{G1Affine, G2Affine, G1};

pub use curve::Bn254;

impl Engine for Bn254 {
	fn decode_g1(rest: &mut &[u8]) -> Option<G1Affine> {
		decode::g1(rest)
	}

	fn decode_g2(rest: &mut &[u8]) -> Option<G2Affine> {
		decode::twist(rest)
	}

	fn coefficient(halves: [u64; 2]) -> Fr {
		combine::coefficient(halves)
	}

	fn multiples(points: &[G1Affine], halves: &[[u64; 2]]) -> Vec<G1Affine> {
		combine::multiples(points, halves)
	}

	fn weighted_sum(points: &[G1Affine], halves: &[[u64; 2]]) -> G1 {
		combine::sum(points, halves)
	}

	fn product_is_one(pairs: &[(G1Affine, G2Affine)]) -> Result<bool, OutsideSubgroup> {
		// Infinity has no slope; it enters only by a coefficient or sum that happens to be zero.
		if pairs.iter().any(|(p, q)| p.is_zero() || q.is_zero()) {
			product_is_one::<Self>(pairs)
		} else {
			miller::product_is_one(pairs)
		}
	}
}
