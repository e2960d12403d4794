//! Multiples of points of G1 by coefficients of the random linear combination.
//!
//! The coefficient with halves `(a, b)` is `a + b lambda`, where `lambda` is a cube root of unity
//! modulo `r` and `lambda (x, y) = (beta x, y)`: 64 doublings instead of 128.
//!
//! # Different halves are different coefficients
//! If `(a, b)` and `(c, d)` gave the same, then with `u = a - c`, `v = b - d` the number
//! `u^2 - u v + v^2` would be a multiple of `r`, as `u = -v lambda` and `lambda^2 + lambda + 1 = 0`.
//! It is positive unless `u = v = 0`, and below `3 * 2^128 < r`. So there are `2^128` coefficients,
//! and for a false batch at most one value of the coefficient of a false entry, the others fixed,
//! makes the sum vanish: the error is `2^-128`, as with 128-bit integers.
//!
//! **Source**: Gallant, Lambert, Vanstone, "Faster point multiplication on elliptic curves with
//! efficient endomorphisms".

use super::{
	curve::{G1Affine, G1},
	field::Fq,
};
use alloc::vec::Vec;
use ark_bn254::Fr;
use ark_ec::{CurveGroup, VariableBaseMSM};
use ark_ff::{AdditiveGroup, MontFp, Zero};

const BETA: Fq =
	MontFp!("21888242871839275220042445260109153167277707414472061641714758635765020556616");
const LAMBDA: Fr =
	MontFp!("21888242871839275217838484774961031246154997185409878258781734729429964517155");

/// The coefficient with these halves.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
pub(super) fn coefficient([a, b]: [u64; 2]) -> Fr {
	Fr::from(a) + Fr::from(b) * LAMBDA
}

/// Each point times its coefficient.
pub(super) fn multiples(points: &[G1Affine], halves: &[[u64; 2]]) -> Vec<G1Affine> {
	let multiples: Vec<G1> = points
		.iter()
		.zip(halves)
		.map(|(point, halves)| multiple(point, *halves))
		.collect();
	G1::normalize_batch(&multiples)
}

/// The sum of all points, each times its coefficient.
pub(super) fn sum(points: &[G1Affine], halves: &[[u64; 2]]) -> G1 {
	let both: Vec<G1Affine> = points
		.iter()
		.flat_map(|point| [*point, lambda_times(point)])
		.collect();
	G1::msm_u64(&both, halves.as_flattened())
}

/// `P`, `lambda P` and `P + lambda P = -lambda^2 P` have one `y` up to sign: no table to compute.
#[allow(clippy::arithmetic_side_effects, reason = "group arithmetic is total")]
fn multiple(point: &G1Affine, [a, b]: [u64; 2]) -> G1 {
	let second = lambda_times(point);
	let both = -lambda_times(&second);
	let mut multiple = G1::zero();
	for bit in (0..u64::BITS).rev() {
		multiple.double_in_place();
		match ((a >> bit) & 1, (b >> bit) & 1) {
			(0, 0) => (),
			(1, 0) => multiple += point,
			(0, _) => multiple += second,
			_ => multiple += both,
		}
	}
	multiple
}

#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
fn lambda_times(point: &G1Affine) -> G1Affine {
	// Infinity is (0, 0) on this curve and stays.
	G1Affine::new_unchecked(point.x * BETA, point.y)
}
