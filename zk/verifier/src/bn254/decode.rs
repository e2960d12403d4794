//! Compressed points: square roots without inversions and without separate tests of quadratic
//! character.
//!
//! `p = 3` modulo 4. For `a` in Fq let `w = a^((p - 3) / 4)`. Then `(a w)^2 = c a` with the
//! character `c = a w^2` of `a`: `a w` is a root if `c = 1`, else a root of `-a`; and `1 / (a w) = c w`.

use super::{
	curve::{Fq2, G1Affine, G1Config, G2Affine, G2Config},
	field::Fq,
};
use ark_ec::short_weierstrass::{Affine, SWCurveConfig, SWFlags};
use ark_ff::{Field, MontFp, Zero};
use ark_serialize::CanonicalDeserializeWithFlags;

/// `(p - 3) / 4` in hexadecimal digits, highest first.
const EXPONENT: [u64; 4] = [
	0x0c19_139c_b84c_680a,
	0x6e14_116d_a060_5617,
	0x65e0_5aa4_5a1c_72a3,
	0x4f08_2305_b61f_3f51,
];

/// The next point of G1; `None` if it is not one, or at infinity.
pub(super) fn g1(rest: &mut &[u8]) -> Option<G1Affine> {
	point::<G1Config>(rest, root)
}

/// The next point of the twist, maybe outside the subgroup; `None` if it is not one, or at infinity.
pub(super) fn twist(rest: &mut &[u8]) -> Option<G2Affine> {
	point::<G2Config>(rest, root_of_pair)
}

/// The encoding of arkworks: `x`, whose highest bits say which `y`.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
fn point<C: SWCurveConfig>(
	rest: &mut &[u8],
	root: fn(&C::BaseField) -> Option<C::BaseField>,
) -> Option<Affine<C>> {
	let (x, flags) = C::BaseField::deserialize_with_flags::<_, SWFlags>(&mut *rest).ok()?;
	let smaller = flags.is_positive()?;
	let y = root(&(x.square() * x + C::COEFF_B))?;
	let is_smaller = y <= -y;
	let y = if is_smaller == smaller { y } else { -y };
	Some(Affine::new_unchecked(x, y))
}

/// A square root in Fq.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
fn root(a: &Fq) -> Option<Fq> {
	let root = *a * power(a);
	(root.square() == *a).then_some(root)
}

/// A square root of `a + b u` in Fq2.
///
/// With `n` a root of `a^2 + b^2` and `d = (a + n) / 2`: if `d` is the square of `s`, the root is
/// `s + b / (2 s) u`; else `-d` is the square of some `s`, `(a - n) / 2 = -b^2 / (4 d)` is the square
/// of `b / (2 s)`, and the root is `b / (2 s) + s u`.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
pub(super) fn root_of_pair(element: &Fq2) -> Option<Fq2> {
	const HALF: Fq =
		MontFp!("10944121435919637611123202872628637544348155578648911831344518947322613104292");
	let Fq2 { c0: a, c1: b } = *element;
	let norm = root(&(a.square() + b.square()))?;
	let mut d = (a + norm) * HALF;
	if d.is_zero() {
		// Then b is zero and n = -a: the other n serves.
		d = a;
	}
	let w = power(&d);
	let s = d * w;
	// The character of d, times w.
	let inverse = s * w * w;
	let other = b * HALF * inverse;
	let candidate = if s.square() == d {
		Fq2::new(s, other)
	} else {
		Fq2::new(other, s)
	};
	(candidate.square() == *element).then_some(candidate)
}

/// `a^((p - 3) / 4)`, four bits at a time.
#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
fn power(a: &Fq) -> Fq {
	let mut powers = [Fq::ONE; 16];
	let mut next = Fq::ONE;
	for power in powers.iter_mut().skip(1) {
		next *= a;
		*power = next;
	}
	let mut result = Fq::ONE;
	for word in EXPONENT {
		for shift in (0..u64::BITS).step_by(4).rev() {
			for _ in 0..4 {
				result.square_in_place();
			}
			let digit = usize::try_from((word >> shift) & 15).unwrap_or_default();
			if let Some(power) = powers.get(digit).filter(|_| digit != 0) {
				result *= power;
			}
		}
	}
	result
}
