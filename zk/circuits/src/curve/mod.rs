//! Baby Jubjub as circomlib writes it: `168700 x^2 + y^2 = 1 + 168696 x^2 y^2`.
//!
//! The curve lies over the scalar field of BN254. It has `8 * l` points, `l` a prime of 251 bits;
//! circomlib's `Base8` generates the subgroup of order `l`. `ark-ed-on-bn254` writes the same group
//! with a = 1 and another generator; points of one are not points of the other.
//!
//! **Source**: EIP-2494; iden3/circomlib `babyjub.circom`.

mod compare;
mod constraints;
mod montgomery;
mod scalar_mul;

pub(crate) use compare::{enforce_at_least, enforce_at_most};
pub(crate) use constraints::PointVar;
pub(crate) use scalar_mul::{times_base, times_odd, LOW_BITS};

use crate::{field_bytes, field_from_bytes};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, BigInt, BitIteratorBE, Field, MontFp, One, PrimeField, Zero};
use greenhour_types::receipt::FieldBytes;

/// Coefficient of `x^2`; a square.
pub const A: Fr = MontFp!("168700");
/// Coefficient of `x^2 y^2`; not a square.
pub const D: Fr = MontFp!("168696");
/// circomlib's generator of the subgroup of order `l`.
pub const BASE8: Point = Point {
	x: MontFp!("5299619240641551281634865583518297030282874472190772894086521144482721001553"),
	y: MontFp!("16950150798460657717958625567821834550301663161624707787222815936182638968203"),
};
/// The sign of `x` stands in the highest bit of a compressed point.
const SIGN: u8 = 0x80;

mod scalar {
	#![allow(
		unexpected_cfgs,
		reason = "the derive asks for a feature of its own crate"
	)]

	use ark_ff::{Fp256, MontBackend, MontConfig};

	/// The integers modulo `l`.
	#[derive(MontConfig)]
	#[modulus = "2736030358979909402780800718157159386076813972158567259200215660948447373041"]
	#[generator = "31"]
	pub struct ScalarConfig;

	/// An integer modulo `l`, the order of the subgroup.
	pub type Scalar = Fp256<MontBackend<ScalarConfig, 4>>;
}
pub use scalar::Scalar;

/// A point; on the curve if [`Self::is_on_curve`] says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
	/// First coordinate.
	pub x: Fr,
	/// Second coordinate.
	pub y: Fr,
}

impl Point {
	/// The neutral element.
	pub const IDENTITY: Self = Self {
		x: Fr::ZERO,
		y: Fr::ONE,
	};

	/// Does it satisfy the equation of the curve?
	pub fn is_on_curve(&self) -> bool {
		let (x2, y2) = (self.x.square(), self.y.square());
		A * x2 + y2 == Fr::one() + D * x2 * y2
	}

	/// Is its order one of 1, 2, 4, 8?
	///
	/// As circomlib, which looks at the first coordinate of eight times the point.
	pub fn is_of_small_order(&self) -> bool {
		self.times(BigInt::from(8u64)).x.is_zero()
	}

	/// The group law. Complete, because `A` is a square and `D` is not.
	#[must_use]
	pub fn add(&self, other: &Self) -> Self {
		let cross = D * self.x * other.x * self.y * other.y;
		let x = (self.x * other.y + self.y * other.x) * inverse_or_zero(Fr::one() + cross);
		let y = (self.y * other.y - A * self.x * other.x) * inverse_or_zero(Fr::one() - cross);
		Self { x, y }
	}

	/// The point that adds to the neutral element.
	#[must_use]
	pub fn negated(&self) -> Self {
		Self {
			x: -self.x,
			y: self.y,
		}
	}

	/// `factor` times the point. Not in constant time.
	#[must_use]
	pub fn times(&self, factor: BigInt<4>) -> Self {
		BitIteratorBE::without_leading_zeros(factor).fold(Self::IDENTITY, |sum, bit| {
			let double = sum.add(&sum);
			if bit {
				double.add(self)
			} else {
				double
			}
		})
	}

	/// `y` little-endian, with the sign of `x` in the highest bit, as circomlib's `packPoint`.
	pub fn compressed(&self) -> FieldBytes {
		let mut bytes = field_bytes(&self.y);
		if is_negative(&self.x) {
			bytes[31] |= SIGN;
		}
		bytes
	}

	/// The point with this compressed form; `None` when there is no such point.
	pub fn from_compressed(bytes: &FieldBytes) -> Option<Self> {
		let mut y_bytes = *bytes;
		y_bytes[31] &= !SIGN;
		let y = field_from_bytes(&y_bytes)?;
		let y2 = y.square();
		let x = ((Fr::one() - y2) * (A - D * y2).inverse()?).sqrt()?;
		let negative = bytes[31] & SIGN != 0;
		let x = if is_negative(&x) == negative { x } else { -x };
		// Zero has one sign only.
		(is_negative(&x) == negative).then_some(Self { x, y })
	}
}

/// Denominators of the group law are never zero on the curve.
fn inverse_or_zero(denominator: Fr) -> Fr {
	denominator.inverse().unwrap_or(Fr::zero())
}

/// Above half the modulus, as circomlib says of coordinates.
pub(crate) fn is_negative(element: &Fr) -> bool {
	element.into_bigint() > Fr::MODULUS_MINUS_ONE_DIV_TWO
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn the_generator_is_on_the_curve_and_has_prime_order() {
		assert!(BASE8.is_on_curve());
		assert_eq!(BASE8.times(Scalar::MODULUS), Point::IDENTITY);
		assert!(!BASE8.is_of_small_order());
	}

	#[test]
	fn the_group_law_is_complete() {
		assert!(ark_ff::LegendreSymbol::QuadraticResidue == A.legendre());
		assert!(ark_ff::LegendreSymbol::QuadraticNonResidue == D.legendre());
	}

	#[test]
	fn the_group_law_equals_circomlibjs() {
		// Vectors of circomlibjs' `babyjub.js` tests.
		let p = Point {
			x: MontFp!(
				"17777552123799933955779906779655732241715742912184938656739573121738514868268"
			),
			y: MontFp!(
				"2626589144620713026669568689430873010625803728049924121243784502389097019475"
			),
		};
		let q = Point {
			x: MontFp!(
				"16540640123574156134436876038791482806971768689494387082833631921987005038935"
			),
			y: MontFp!(
				"20819045374670962167435360035096875258406992893633759881276124905556507972311"
			),
		};
		let sum = Point {
			x: MontFp!(
				"7916061937171219682591368294088513039687205273691143098332585753343424131937"
			),
			y: MontFp!(
				"14035240266687799601661095864649209771790948434046947201833777492504781204499"
			),
		};
		assert!(p.is_on_curve() && q.is_on_curve());
		assert_eq!(p.add(&q), sum);
	}

	#[test]
	fn zero_has_one_sign() {
		let mut bytes = Point::IDENTITY.compressed();
		assert_eq!(Point::from_compressed(&bytes), Some(Point::IDENTITY));
		bytes[31] |= SIGN;
		assert_eq!(Point::from_compressed(&bytes), None);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(16))]
		#[test]
		fn a_point_survives_compression(factor: u64) {
			let point = BASE8.times(BigInt::from(factor));
			prop_assert!(point.is_on_curve());
			prop_assert_eq!(Point::from_compressed(&point.compressed()), Some(point));
			prop_assert_eq!(Point::from_compressed(&point.negated().compressed()), Some(point.negated()));
		}
	}
}
