//! Which points of the twist are in G2.
//!
//! The twist `E'(Fq2)` has `h r` points, `r` prime. With the Frobenius map of the curve carried over
//! to the twist, `psi`, a point `Q` is in the subgroup of order `r` exactly when
//!
//! ```text
//! [6x + 2] Q + psi(Q) - psi^2(Q) + psi^3(Q) = 0        x = 4965661367192848881
//! ```
//!
//! On the subgroup `psi` is multiplication by `p`, and `6x + 2 + p - p^2 + p^3` is a multiple of `r`:
//! this is the vector of the optimal ate pairing. The other way round, on all of the twist `psi` is a
//! root of `z^2 - t z + p`, `t = 6x^2 + 1`. Let `N` be the resultant of that polynomial and
//! `b(z) = 6x + 2 + z - z^2 + z^3`. It is a combination of both with integer coefficients, so
//! `b(psi) Q = 0` gives `[N] Q = 0`. As `[h r] Q = 0` too, `[gcd(N, h r)] Q = 0`, and that gcd is `r`:
//! `N` shares no factor with `h`. A test computes this gcd; no step needs `h` to be without small
//! factors, and it has one, 10069.
//!
//! **Source**: El Housni, Guillevic, Piellard, "Co-factor clearing and subgroup membership testing on
//! pairing-friendly curves", eprint 2022/348, section 3; the vector: Vercauteren, "Optimal pairings".

use super::curve::{Config, Fq2, G2Affine};
use ark_ec::{bn::BnConfig, AffineRepr};

/// `6x + 2`, lowest word first.
pub(super) const LOOP_COUNT: [u64; 2] = [0x9d79_7039_be76_3ba8, 1];

/// The Frobenius map of the curve, carried over to the twist.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
pub(super) fn psi(x: Fq2, y: Fq2) -> (Fq2, Fq2) {
	let (mut x, mut y) = (x, y);
	x.conjugate_in_place();
	y.conjugate_in_place();
	(x * Config::TWIST_MUL_BY_Q_X, y * Config::TWIST_MUL_BY_Q_Y)
}

/// Is this point of the twist in the subgroup of order `r`?
#[allow(clippy::arithmetic_side_effects, reason = "group arithmetic is total")]
pub(super) fn contains(point: &G2Affine) -> bool {
	if point.is_zero() {
		return true;
	}
	let image = |(x, y)| {
		let (x, y) = psi(x, y);
		((x, y), G2Affine::new_unchecked(x, y))
	};
	let (coordinates, first) = image((point.x, point.y));
	let (coordinates, second) = image(coordinates);
	let (_, third) = image(coordinates);
	// The multiplication is plain double-and-add: it must not assume the subgroup.
	point.mul_bigint(LOOP_COUNT) + first - second == -third.into_group()
}
