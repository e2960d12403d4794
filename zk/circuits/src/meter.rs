//! Meter keys: points of circomlib's Baby Jubjub curve.
//!
//! The curve is `168700 x^2 + y^2 = 1 + 168696 x^2 y^2` over the scalar field of BN254, with
//! circomlib's `Base8` as generator of the subgroup of prime order. `ark-ed-on-bn254` writes the
//! same group with a = 1 and another generator; keys of one are not keys of the other.
//!
//! **Source**: EIP-2494; iden3/circomlib `babyjub.circom`.

use crate::{field_bytes, field_from_bytes};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field, MontFp, One, PrimeField, Zero};
use greenhour_types::receipt::FieldBytes;

const A: Fr = MontFp!("168700");
const D: Fr = MontFp!("168696");
const BASE8: MeterKey = MeterKey {
	x: MontFp!("5299619240641551281634865583518297030282874472190772894086521144482721001553"),
	y: MontFp!("16950150798460657717958625567821834550301663161624707787222815936182638968203"),
};
/// Bits of a secret scalar: one less than those of the subgroup order, so that it never wraps.
const SECRET_BITS: usize = 250;
/// The sign of `x` stands in the highest bit of a compressed key.
const SIGN: u8 = 0x80;

/// The public key of a meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeterKey {
	/// First coordinate.
	pub x: Fr,
	/// Second coordinate.
	pub y: Fr,
}

impl MeterKey {
	const IDENTITY: Self = Self {
		x: Fr::ZERO,
		y: Fr::ONE,
	};

	/// The key that belongs to a 32-byte secret seed. Highest six bits of the seed are not used.
	pub fn from_seed(seed: &[u8; 32]) -> Self {
		let bit = |position: usize| seed[position / 8] >> (position % 8) & 1 == 1;
		let mut key = Self::IDENTITY;
		for position in (0..SECRET_BITS).rev() {
			key = key.add(&key);
			if bit(position) {
				key = key.add(&BASE8);
			}
		}
		key
	}

	/// Is it a point of the curve?
	pub fn is_on_curve(&self) -> bool {
		let (x2, y2) = (self.x.square(), self.y.square());
		A * x2 + y2 == Fr::one() + D * x2 * y2
	}

	/// `y` little-endian, with the sign of `x` in the highest bit, as circomlib's `packPoint`.
	pub fn compressed(&self) -> FieldBytes {
		let mut bytes = field_bytes(&self.y);
		if is_negative(&self.x) {
			bytes[31] |= SIGN;
		}
		bytes
	}

	/// The key with this compressed form; `None` when there is no such point.
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

	/// The group law. Complete, because `A` is a square and `D` is not.
	fn add(&self, other: &Self) -> Self {
		let cross = D * self.x * other.x * self.y * other.y;
		let x = (self.x * other.y + self.y * other.x) * invert(Fr::one() + cross);
		let y = (self.y * other.y - A * self.x * other.x) * invert(Fr::one() - cross);
		Self { x, y }
	}
}

/// Denominators of the group law are never zero on the curve.
fn invert(denominator: Fr) -> Fr {
	denominator.inverse().unwrap_or(Fr::zero())
}

/// Above half the modulus.
fn is_negative(element: &Fr) -> bool {
	element.into_bigint() > Fr::MODULUS_MINUS_ONE_DIV_TWO
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_ff::BitIteratorBE;
	use proptest::prelude::*;

	/// Order of the subgroup that `Base8` generates.
	const ORDER: Fr =
		MontFp!("2736030358979909402780800718157159386076813972158567259200215660948447373041");

	fn times(scalar: Fr, point: MeterKey) -> MeterKey {
		BitIteratorBE::without_leading_zeros(scalar.into_bigint()).fold(
			MeterKey::IDENTITY,
			|sum, bit| {
				let double = sum.add(&sum);
				if bit {
					double.add(&point)
				} else {
					double
				}
			},
		)
	}

	#[test]
	fn the_generator_is_on_the_curve_and_has_prime_order() {
		assert!(BASE8.is_on_curve());
		assert_eq!(times(ORDER, BASE8), MeterKey::IDENTITY);
	}

	#[test]
	fn the_group_law_equals_circomlibjs() {
		// Vectors of circomlibjs' `babyjub.js` tests.
		let p = MeterKey {
			x: MontFp!(
				"17777552123799933955779906779655732241715742912184938656739573121738514868268"
			),
			y: MontFp!(
				"2626589144620713026669568689430873010625803728049924121243784502389097019475"
			),
		};
		let q = MeterKey {
			x: MontFp!(
				"16540640123574156134436876038791482806971768689494387082833631921987005038935"
			),
			y: MontFp!(
				"20819045374670962167435360035096875258406992893633759881276124905556507972311"
			),
		};
		let sum = MeterKey {
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

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(16))]
		#[test]
		fn a_key_survives_compression(seed: [u8; 32]) {
			let key = MeterKey::from_seed(&seed);
			prop_assert!(key.is_on_curve());
			prop_assert_eq!(MeterKey::from_compressed(&key.compressed()), Some(key));
		}
	}
}
