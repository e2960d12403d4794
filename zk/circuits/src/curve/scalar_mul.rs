//! Multiples of a constant and of a variable point.
//!
//! Scalars are written with digits 1 and -1 instead of 1 and 0: no step adds nothing, so the cheap
//! incomplete law can be used where the multiples in question are shown to differ, and the complete
//! law where they may meet.

use super::{
	constraints::PointVar,
	montgomery::{coordinates, MontgomeryVar},
	Point, Scalar, BASE8,
};
use ark_bn254::Fr;
use ark_ff::{Field, One, PrimeField};
use ark_r1cs_std::{boolean::Boolean, fields::fp::FpVar};
use ark_relations::gr1cs::{ConstraintSystemRef, SynthesisError};
use std::sync::OnceLock;

type Cs = ConstraintSystemRef<Fr>;

/// Bits of a scalar below `l`.
const SCALAR_BITS: usize = 251;
/// Windows of two bits that [`times_base`] adds with the incomplete law.
const WINDOWS: usize = 125;
/// Bits given to [`times_odd`].
pub(crate) const LOW_BITS: usize = 252;
/// Lowest bits that [`times_odd`] treats with the complete law.
const COMPLETE_BITS: usize = 4;

/// `scalar * Base8`, where `scalar` has these 251 bits, lowest first: 505 constraints.
///
/// With `s_i = 2 b_i - 1`, the lower 250 bits are `sum(s_i 2^i) / 2 + (2^250 - 1) / 2`. The sum is
/// taken in windows of two bits: window `i` is `d 4^i` times `Base8 / 2`, with `d` one of -3, -1, 1, 3.
/// The windows before it add to less than `4^i` in absolute value, and to an odd number, so the two are
/// neither equal nor opposite as integers; both stay below `4^125 < l`, so neither modulo `l`. The
/// constant and the highest bit are added with the complete law.
pub(crate) fn times_base(cs: &Cs, bits: &[Boolean<Fr>]) -> Result<PointVar, SynthesisError> {
	let BaseTables { windows, tops } = base_tables();
	let mut sum: Option<MontgomeryVar> = None;
	for (window, table) in bits[..2 * WINDOWS].chunks(2).zip(windows) {
		let entry = lookup(&window[0], &window[1], table);
		sum = Some(match sum {
			Some(sum) => sum.add(cs, &entry)?,
			None => entry,
		});
	}
	let sum = sum.ok_or(SynthesisError::Unsatisfiable)?.to_edwards(cs)?;
	let top = FpVar::from(bits[SCALAR_BITS - 1].clone());
	let top = PointVar {
		x: &top * (tops[1].x - tops[0].x) + tops[0].x,
		y: &top * (tops[1].y - tops[0].y) + tops[0].y,
	};
	sum.add(cs, &top)
}

/// `(2 t + 1) * point`, where `t = 2^252 +` the integer of these 252 bits, lowest first: 1,548
/// constraints. Unsatisfiable when four times the point is neutral.
///
/// `2 t + 1 = 3 * 2^252 + sum(s_i 2^i)`, with `s_i = 2 b_i - 1`: start at three times the point, then
/// double and add or subtract for each bit. After `j` bits the multiple is an odd number from `2^(j+1) + 1`
/// to `2^(j+2) - 1`. It is never 1 or -1 modulo `l`, and the next is not 0, as long as the next is below `l`:
/// for all but the last four bits, which use the complete law. The point may have a part of order
/// two; multiples that differ modulo `l` differ all the same.
pub(crate) fn times_odd(
	cs: &Cs,
	point: &PointVar,
	bits: &[Boolean<Fr>],
) -> Result<PointVar, SynthesisError> {
	let (low, high) = bits.split_at(COMPLETE_BITS);
	let step = MontgomeryVar::from_edwards(cs, point)?;
	let mut sum = step.double(cs)?.add(cs, &step)?;
	for bit in high.iter().rev() {
		let signed = MontgomeryVar {
			u: step.u.clone(),
			v: &step.v * sign(bit),
		};
		sum = sum.double_add(cs, &signed)?;
	}
	let mut sum = sum.to_edwards(cs)?;
	for bit in low.iter().rev() {
		let signed = PointVar {
			x: &point.x * sign(bit),
			y: point.y.clone(),
		};
		sum = sum.double(cs)?.add(cs, &signed)?;
	}
	Ok(sum)
}

/// One for a set bit, minus one for the other.
fn sign(bit: &Boolean<Fr>) -> FpVar<Fr> {
	FpVar::from(bit.clone()) * Fr::from(2u64) - Fr::one()
}

/// The entry of the table at `low + 2 * high`: one constraint.
fn lookup(low: &Boolean<Fr>, high: &Boolean<Fr>, table: &Window) -> MontgomeryVar {
	let (low, high) = (FpVar::from(low.clone()), FpVar::from(high.clone()));
	let both = &low * &high;
	let select = |of: fn(&(Fr, Fr)) -> Fr| {
		let [none, first, second, all] = [0, 1, 2, 3].map(|index| of(&table[index]));
		&low * (first - none)
			+ &high * (second - none)
			+ &both * (all - first - second + none)
			+ none
	};
	MontgomeryVar {
		u: select(|entry| entry.0),
		v: select(|entry| entry.1),
	}
}

/// Montgomery coordinates of the four entries of a window.
type Window = [(Fr, Fr); 4];

struct BaseTables {
	windows: [Window; WINDOWS],
	/// What is added for a clear and for a set highest bit.
	tops: [Point; 2],
}

fn base_tables() -> &'static BaseTables {
	static TABLES: OnceLock<BaseTables> = OnceLock::new();
	TABLES.get_or_init(|| {
		let two = Scalar::from(2u64);
		let half = two.inverse().unwrap_or_default();
		let times = |factor: Scalar| BASE8.times(factor.into_bigint());
		let mut unit = times(half);
		let windows = [(); WINDOWS].map(|()| {
			let three = unit.add(&unit).add(&unit);
			let entries = [three.negated(), unit.negated(), unit, three];
			unit = three.add(&unit);
			entries.map(|entry| coordinates(&entry))
		});
		let top = two.pow([2 * WINDOWS as u64]);
		let rest = (top - Scalar::one()) * half;
		BaseTables {
			windows,
			tops: [times(rest), times(rest + top)],
		}
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::integer::bits_of;
	use ark_ff::{BigInt, BigInteger, UniformRand};
	use ark_r1cs_std::{alloc::AllocVar, GR1CSVar};
	use ark_relations::gr1cs::ConstraintSystem;
	use ark_std::rand::SeedableRng;
	use rand_chacha::ChaCha20Rng;

	fn point_var(cs: &Cs, point: &Point) -> PointVar {
		PointVar {
			x: FpVar::new_witness(cs.clone(), || Ok(point.x)).expect("assigned"),
			y: FpVar::new_witness(cs.clone(), || Ok(point.y)).expect("assigned"),
		}
	}

	fn assigned(var: &PointVar) -> Point {
		let value = |var: &FpVar<Fr>| var.value().expect("assigned");
		Point {
			x: value(&var.x),
			y: value(&var.y),
		}
	}

	/// The multiple, if satisfied, and the constraints without those of the bits.
	fn odd_multiple(point: &Point, low: BigInt<4>) -> (Option<Point>, usize) {
		let cs = ConstraintSystem::<Fr>::new_ref();
		let bits = bits_of(&cs, low, LOW_BITS).expect("assigned");
		let var = point_var(&cs, point);
		let multiple = times_odd(&cs, &var, &bits).expect("assigned");
		let multiple = assigned(&multiple);
		let holds = cs.is_satisfied().expect("assigned");
		(holds.then_some(multiple), cs.num_constraints() - LOW_BITS)
	}

	/// `2 (2^252 + low) + 1`
	fn odd(low: BigInt<4>) -> BigInt<4> {
		let mut factor = low;
		factor.0[3] |= 1 << 60;
		factor <<= 1;
		factor.0[0] |= 1;
		factor
	}

	/// A point with a part of each order 1, 2, 4, 8 beside its part in the subgroup.
	fn with_torsion(rng: &mut ChaCha20Rng) -> [Point; 8] {
		let mut parts = Vec::new();
		while parts.len() < 8 {
			let mut bytes = crate::field_bytes(&Fr::rand(rng));
			bytes[31] &= 0x7f;
			let Some(point) = Point::from_compressed(&bytes) else {
				continue;
			};
			let part = point.times(Scalar::MODULUS);
			let eighth = (0..8u64)
				.map(|i| part.times(BigInt::from(i)))
				.collect::<Vec<_>>();
			let distinct = (1..8).all(|i| eighth[i] != Point::IDENTITY);
			if distinct {
				parts = eighth;
			}
		}
		let main = BASE8.times(Scalar::rand(rng).into_bigint());
		core::array::from_fn(|i| parts[i].add(&main))
	}

	#[test]
	fn multiples_of_the_base_equal_the_native_ones() {
		let mut rng = ChaCha20Rng::seed_from_u64(3);
		let mut scalars: Vec<Scalar> = (0..6).map(|_| Scalar::rand(&mut rng)).collect();
		scalars.extend([Scalar::from(0u64), Scalar::one(), -Scalar::one()]);
		for scalar in scalars {
			let cs = ConstraintSystem::<Fr>::new_ref();
			let bits = bits_of(&cs, scalar.into_bigint(), SCALAR_BITS).expect("assigned");
			let multiple = times_base(&cs, &bits).expect("assigned");
			let multiple = assigned(&multiple);
			assert!(cs.is_satisfied().expect("assigned"), "{scalar}");
			assert_eq!(multiple, BASE8.times(scalar.into_bigint()), "{scalar}");
			assert_eq!(cs.num_constraints() - SCALAR_BITS, 505);
		}
	}

	#[test]
	fn odd_multiples_equal_the_native_ones() {
		let mut rng = ChaCha20Rng::seed_from_u64(4);
		let points = with_torsion(&mut rng);
		let mut lows: Vec<BigInt<4>> = (0..4)
			.map(|_| Scalar::rand(&mut rng).into_bigint())
			.collect();
		lows.push(BigInt::zero());
		lows.push(BigInt::from_bits_le(&[true; LOW_BITS]));
		for (point, low) in points
			.iter()
			.flat_map(|p| lows.iter().map(move |low| (p, *low)))
		{
			// The gadget takes four times a point, which has no part of order four or eight.
			let point = point.times(BigInt::from(4u64));
			let (multiple, constraints) = odd_multiple(&point, low);
			assert_eq!(multiple, Some(point.times(odd(low))));
			assert_eq!(constraints, 1_548);
		}
	}

	#[test]
	fn multiples_that_meet_the_point_again_are_right() {
		// 2 t + 1 = k l + offset for offsets from -12 to 12: where the point, its opposite or the
		// neutral point turn up on the way.
		let point = BASE8.times(BigInt::from(77u64));
		let mut factor = BigInt::<4>::zero();
		let mut tried = 0;
		for _ in 0..8 {
			factor.add_with_carry(&Scalar::MODULUS);
			let mut near = factor;
			near.sub_with_borrow(&BigInt::from(12u64));
			for _ in 0..25 {
				// 2^253 + 1 <= 2 t + 1 < 2^253 + 2^253
				if near.is_odd() && near.num_bits() == 254 {
					let mut low = near;
					low.0[3] ^= 1 << 61;
					low >>= 1;
					assert_eq!(odd_multiple(&point, low).0, Some(point.times(near)));
					tried += 1;
				}
				near.add_with_carry(&BigInt::from(1u64));
			}
		}
		assert!(tried > 20, "{tried}");
	}

	#[test]
	fn points_of_order_one_and_two_have_no_multiples() {
		let order_two = Point {
			x: Fr::from(0u64),
			y: -Fr::one(),
		};
		for point in [Point::IDENTITY, order_two] {
			assert_eq!(odd_multiple(&point, BigInt::from(5u64)).0, None);
		}
	}
}
