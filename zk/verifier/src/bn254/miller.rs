//! Product of many pairings, each with a point of the twist that is tested on the way.
//!
//! The Miller loops of all pairs run side by side. Points stay affine: the inversions of one step are
//! shared by all pairs, and a line through a point of slope `m`, divided by `y_P`, is
//!
//! ```text
//! 1 + m X w + (m x - y) Y w^3        X = -x_P / y_P,  Y = 1 / y_P,  w^6 = 9 + u
//! ```
//!
//! What lies in Fq does not survive the final exponentiation, so the division is free. Two lines are
//! multiplied with each other before they meet the accumulator, of which there is only one.
//!
//! # Membership
//! After the two Frobenius steps the running point is `[6x + 2] Q + psi(Q) - psi^2(Q)`. That is
//! `-psi^3(Q)` exactly if `Q` is in the subgroup ([`super::subgroup`]), so the test costs next to
//! nothing. Affine addition has no slope when both points have the same `x`. For `Q` of order `r` that
//! never happens: partial sums below `6x + 2` are neither `Q` nor `-Q`, `6x + 2` is not `p` or `-p`
//! modulo `r`, and `6x + 2 + p = p^2 - p^3` not `p^2` or `-p^2`. There is no vertical tangent either, as
//! `h r` is odd. Where it happens, `Q` is refused.

use super::{
	curve::{Bn254, Config, Fq12, Fq12Config, Fq2, Fq6, Fq6Config, G1Affine, G2Affine},
	field::Fq,
	subgroup::psi,
};
use crate::engine::OutsideSubgroup;
use alloc::vec::Vec;
use ark_ec::{
	bn::BnConfig,
	pairing::{MillerLoopOutput, Pairing},
};
use ark_ff::{batch_inversion, AdditiveGroup, Field, Fp12Config, Fp6Config, One, Zero};

/// A pair on its way through the loop.
struct Runner {
	q: G2Affine,
	/// The running point.
	x: Fq2,
	y: Fq2,
	/// `-x_P / y_P`.
	slope_factor: Fq,
	/// `1 / y_P`.
	constant_factor: Fq,
}

/// What is left of a line besides its constant term 1: the coefficients of `w` and `w^3`.
type Line = (Fq2, Fq2);

/// Is the product of the pairings of these pairs one?
///
/// First points are in G1, second points on the twist, none at infinity.
///
/// **Errors** [`OutsideSubgroup`]: a second point that is found outside G2.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
pub(super) fn product_is_one(pairs: &[(G1Affine, G2Affine)]) -> Result<bool, OutsideSubgroup> {
	let mut runners = runners(pairs);
	let mut product = Fq12::one();
	for digit in Config::ATE_LOOP_COUNT.iter().rev().skip(1) {
		product.square_in_place();
		step(&mut runners, &mut product, |_| None)?;
		match digit {
			1 => step(&mut runners, &mut product, |q| Some((q.x, q.y)))?,
			-1 => step(&mut runners, &mut product, |q| Some((q.x, -q.y)))?,
			_ => (),
		}
	}
	step(&mut runners, &mut product, |q| Some(psi(q.x, q.y)))?;
	step(&mut runners, &mut product, |q| {
		let (x, y) = psi(q.x, q.y);
		let (x, y) = psi(x, y);
		Some((x, -y))
	})?;
	for (index, Runner { q, x, y, .. }) in runners.iter().enumerate() {
		let (x1, y1) = psi(q.x, q.y);
		let (x2, y2) = psi(x1, y1);
		let (x3, y3) = psi(x2, y2);
		if (*x, *y) != (x3, -y3) {
			return Err(OutsideSubgroup(index));
		}
	}
	Ok(Bn254::final_exponentiation(MillerLoopOutput(product))
		.is_some_and(|product| product.is_zero()))
}

#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
fn runners(pairs: &[(G1Affine, G2Affine)]) -> Vec<Runner> {
	let mut inverses: Vec<Fq> = pairs.iter().map(|(p, _)| p.y).collect();
	batch_inversion(&mut inverses);
	pairs
		.iter()
		.zip(inverses)
		.map(|((p, q), inverse)| Runner {
			q: *q,
			x: q.x,
			y: q.y,
			slope_factor: -p.x * inverse,
			constant_factor: inverse,
		})
		.collect()
}

/// Adds the summand, or the running point itself if there is none, and multiplies the product by
/// the lines of all pairs.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
fn step(
	runners: &mut [Runner],
	product: &mut Fq12,
	summand: impl Fn(&G2Affine) -> Option<(Fq2, Fq2)>,
) -> Result<(), OutsideSubgroup> {
	// Rise and run of each slope, and the x of the summand.
	let (rises, mut runs): (Vec<_>, Vec<_>) = runners
		.iter()
		.map(|Runner { q, x, y, .. }| match summand(q) {
			Some((other_x, other_y)) => ((*y - other_y, other_x), *x - other_x),
			None => {
				let square = x.square();
				((square.double() + square, *x), y.double())
			}
		})
		.unzip();
	batch_inversion(&mut runs);
	let mut waiting: Option<Line> = None;
	for (index, (runner, ((rise, other_x), inverse))) in runners
		.iter_mut()
		.zip(rises.into_iter().zip(runs))
		.enumerate()
	{
		// Zero has no inverse and is left as it is.
		if inverse.is_zero() {
			return Err(OutsideSubgroup(index));
		}
		let line = runner.advance(rise * inverse, other_x);
		match waiting.take() {
			None => waiting = Some(line),
			Some(first) => multiply_by_lines(product, first, line),
		}
	}
	if let Some((a, b)) = waiting {
		product.mul_by_034(&Fq2::ONE, &a, &b);
	}
	Ok(())
}

impl Runner {
	/// Moves the point along a line of this slope through itself and a point with `other_x`.
	#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
	fn advance(&mut self, slope: Fq2, other_x: Fq2) -> Line {
		let Self { x, y, .. } = *self;
		let mut linear = slope;
		linear.mul_assign_by_fp(&self.slope_factor);
		let mut cubic = slope * x - y;
		cubic.mul_assign_by_fp(&self.constant_factor);
		self.x = slope.square() - x - other_x;
		self.y = slope * (x - self.x) - y;
		(linear, cubic)
	}
}

/// Multiplies by `(1 + a w + b w^3)(1 + c w + d w^3)`.
///
/// With `v = w^2`, `v^3 = 9 + u` the two lines make
/// `1 + (9 + u) b d + a c v + (a d + b c) v^2 + ((a + c) + (b + d) v) w`.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
fn multiply_by_lines(product: &mut Fq12, (a, b): Line, (c, d): Line) {
	let (ac, mut bd) = (a * c, b * d);
	let cross = (a + b) * (c + d) - ac - bd;
	Fq6Config::mul_fp2_by_nonresidue_in_place(&mut bd);
	let even = Fq6::new(bd + Fq2::ONE, ac, cross);
	let (linear, cubic) = (a + c, b + d);
	let all = Fq6::new(even.c0 + linear, even.c1 + cubic, even.c2);
	let evens = product.c0 * even;
	let mut odds = product.c1;
	odds.mul_by_01(&linear, &cubic);
	product.c1 = (product.c0 + product.c1) * all - evens - odds;
	product.c0 = evens + *Fq12Config::mul_fp6_by_nonresidue_in_place(&mut odds);
}
