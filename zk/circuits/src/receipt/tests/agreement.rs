//! Native check and circuit agree.

use super::*;
use crate::curve::{Scalar, BASE8};
use ark_ff::{AdditiveGroup, BigInteger, One, PrimeField};
use greenhour_types::{receipt::FIELD_MODULUS, CircuitVersion};
use proptest::sample::Index;

/// Seed of the meter of the example.
const EXAMPLE_SEED: [u8; 32] = [7; 32];

fn assert_agree(receipt: &Receipt) -> Result<(), TestCaseError> {
	let native = receipt.check();
	prop_assert_eq!(
		native.is_ok(),
		circuit_holds(receipt),
		"native says {:?}",
		native
	);
	Ok(())
}

pub(crate) type Tamper = fn(&mut Receipt, usize, u64);

fn low(value: u64) -> u32 {
	u32::try_from(value & u64::from(u32::MAX)).expect("masked")
}

fn byte(value: u64) -> u8 {
	value.to_le_bytes()[0]
}

/// Every field, each changed by a random difference; `usize` picks the hour or byte.
pub(crate) const TAMPERS: [Tamper; 38] = [
	|r, h, d| r.inputs.genesis_hash[h] ^= byte(d),
	|r, h, d| r.inputs.genesis_hash[31 - h / 3] ^= byte(d),
	|r, _, d| r.inputs.version = CircuitVersion(RECEIPT_V1.0 ^ u16::from(byte(d))),
	|r, h, _| r.inputs.hours = HourMask::new(r.inputs.hours.bits() ^ (1 << h)).expect("24 bits"),
	|r, _, d| r.inputs.day.0 ^= low(d),
	|r, _, d| r.inputs.contract.0 ^= d,
	|r, _, d| r.inputs.position.0 ^= low(d),
	|r, _, d| r.inputs.device.0 ^= low(d),
	|r, h, d| r.inputs.challenge[h] ^= byte(d),
	|r, h, d| r.inputs.result_commitment[h] ^= byte(d),
	|r, _, _| r.inputs.result_commitment = FIELD_MODULUS,
	|r, h, d| r.inputs.device_commitment[h] ^= byte(d),
	|r, h, d| r.inputs.meter_key[h] ^= byte(d),
	|r, _, _| r.inputs.meter_key[31] ^= 0x80,
	|r, _, d| r.inputs.rules.wh_per_gpu_hour ^= low(d),
	|r, _, d| r.inputs.rules.wh_per_gpu_hour &= low(d) & 1,
	|r, _, d| r.inputs.rules.min_green_share ^= u16::from(byte(d)),
	|r, _, d| r.inputs.rules.min_green_share = u16::MAX - u16::from(byte(d)),
	|r, _, d| r.inputs.rules.max_wh_per_hour ^= low(d),
	|r, _, d| r.inputs.total_wh ^= d,
	|r, _, d| r.inputs.green_wh ^= d,
	|r, h, d| r.inputs.facts[h].reading_commitment[1] ^= byte(d),
	|r, h, d| r.inputs.facts[h].max_units.0 ^= low(d),
	|r, h, d| r.inputs.facts[h].green_wh ^= low(d),
	|r, _, d| r.witness.keys.secret += Fr::from(d),
	|r, _, d| r.witness.keys.meter_key.x += Fr::from(d),
	|r, _, d| r.witness.keys.meter_key.y += Fr::from(d),
	|r, _, d| r.witness.keys.salt ^= u128::from(d),
	|r, _, d| r.witness.metered.start.previous += Fr::from(d),
	|r, _, d| r.witness.metered.start.registers.total_wh ^= d >> 1,
	|r, _, d| r.witness.metered.start.registers.green_wh ^= d >> 1,
	|r, _, d| r.witness.metered.salt ^= u128::from(d) << 60,
	|r, h, d| r.witness.metered.readings[h].total_wh ^= low(d),
	|r, h, d| r.witness.metered.readings[h].green_wh ^= low(d),
	|r, h, d| r.witness.metered.readings[h].salt ^= u128::from(d) << 60,
	|r, _, d| r.witness.signature.r.x += Fr::from(d),
	|r, _, d| r.witness.signature.r.y += Fr::from(d),
	|r, h, d| r.witness.signature.s[h] ^= byte(d),
];

proptest! {
	#![proptest_config(ProptestConfig::with_cases(4))]

	#[test]
	fn valid_receipts_hold_in_both((receipt, _) in valid_receipt()) {
		prop_assert_eq!(receipt.check(), Ok(()));
		prop_assert!(circuit_holds(&receipt));
	}

	#[test]
	fn both_agree_on_every_single_tampering(
		(receipt, _) in valid_receipt(), hour in 0usize..24, random: u64, small in 0u32..64,
	) {
		for tamper in TAMPERS {
			let mut tampered = receipt.clone();
			tamper(&mut tampered, hour, random >> small);
			assert_agree(&tampered)?;
		}
	}

	/// An hour whose reading grows, signed by the meter, along with everything derived from it.
	#[test]
	fn both_agree_when_derived_values_follow(
		(receipt, seed) in valid_receipt(), hour in any::<Index>(), total: u32, green: u32, share: u16,
	) {
		let mut tampered = receipt;
		let hours: Vec<_> = tampered.inputs.hours.hours().collect();
		let reading = &mut tampered.witness.metered.readings[hour.index(hours.len())];
		(reading.total_wh, reading.green_wh) = (total, green);
		tampered.inputs.rules.min_green_share = share;
		derive(&mut tampered, &seed);
		assert_agree(&tampered)?;
	}
}

/// A spoiled example is refused by both, natively for the expected reason.
#[track_caller]
fn assert_refused(expected: Violation, spoil: impl FnOnce(&mut Receipt)) {
	let mut receipt = Receipt::example();
	spoil(&mut receipt);
	assert_eq!(receipt.check(), Err(expected));
	assert!(!circuit_holds(&receipt), "the circuit accepts {expected}");
}

#[test]
fn every_violation_of_the_subject_is_found_by_both() {
	use Violation as V;
	assert_refused(V::NotCanonical(4), |r| {
		r.inputs.result_commitment = FIELD_MODULUS
	});
	assert_refused(V::NotCanonical(1), |r| r.inputs.meter_key = [0xff; 32]);
	assert_refused(V::VersionMismatch, |r| r.inputs.version = CircuitVersion(2));
	assert_refused(V::EmptyMask, |r| {
		r.inputs.hours = HourMask::EMPTY;
		r.inputs.facts = [HourFacts::NONE; HOURS];
		(r.inputs.total_wh, r.inputs.green_wh) = (0, 0);
	});
	assert_refused(V::EnergyPerGpuZero, |r| r.inputs.rules.wh_per_gpu_hour = 0);
	assert_refused(V::DeviceCommitmentMismatch, |r| r.witness.keys.salt += 1);
}

#[test]
fn every_violation_of_the_energy_is_found_by_both() {
	use Violation as V;
	assert_refused(V::GreenAboveTotal(4), |r| {
		r.witness.metered.readings[4].green_wh = 9_000
	});
	assert_refused(V::GreenAboveTotal(4), |r| {
		r.witness.metered.readings[4].green_wh = 900;
		derive(r, &EXAMPLE_SEED);
	});
	assert_refused(V::TotalAboveCap(9), |r| {
		r.inputs.rules.max_wh_per_hour = 978
	});
	assert_refused(V::MaxUnitsMismatch(4), |r| {
		r.inputs.facts[4].max_units.0 += 1
	});
	assert_refused(V::MaxUnitsMismatch(4), |r| {
		r.inputs.facts[4].max_units.0 -= 1
	});
	assert_refused(V::MaxUnitsMismatch(1), |r| {
		r.inputs.facts[1].max_units.0 = 1
	});
	assert_refused(V::GreenMismatch(4), |r| r.inputs.facts[4].green_wh += 1);
	assert_refused(V::GreenMismatch(1), |r| r.inputs.facts[1].green_wh = 1);
	assert_refused(V::TotalsMismatch, |r| r.inputs.total_wh += 1);
	assert_refused(V::TotalsMismatch, |r| r.inputs.green_wh -= 1);
	assert_refused(V::GreenShareTooLow, |r| {
		r.inputs.rules.min_green_share = 9_999
	});
}

#[test]
fn every_violation_of_the_chain_is_found_by_both() {
	use Violation as V;
	assert_refused(V::RegisterRollsOver, |r| {
		r.witness.metered.start.registers.total_wh = u64::MAX
	});
	assert_refused(V::RegisterRollsOver, |r| {
		r.witness.metered.start.registers.green_wh = u64::MAX
	});
	// Hour 1 is not in the mask, but in the chain.
	assert_refused(V::ReadingCommitmentMismatch(4), |r| {
		r.witness.metered.readings[1].total_wh += 1
	});
	assert_refused(V::ReadingCommitmentMismatch(0), |r| {
		r.witness.metered.start.registers.green_wh -= 1
	});
	assert_refused(V::ReadingCommitmentMismatch(4), |r| {
		r.witness.metered.readings[4].salt += 1
	});
	assert_refused(V::ReadingCommitmentMismatch(1), |r| {
		r.inputs.facts[1].reading_commitment = r.inputs.facts[4].reading_commitment;
	});
	assert_refused(V::ReadingCommitmentMismatch(0), |r| r.inputs.day.0 += 1);
}

#[test]
fn every_violation_of_the_meter_is_found_by_both() {
	use Violation as V;
	let other = SoftwareMeter::from_seed(&[8; 32]);
	assert_refused(V::MeterKeyMismatch, |r| r.inputs.meter_key[31] ^= 0x80);
	assert_refused(V::MeterKeyMismatch, |r| {
		r.inputs.meter_key = other.key().compressed()
	});
	assert_refused(V::MeterKeyMismatch, |r| {
		r.witness.keys.meter_key = other.key()
	});
	assert_refused(V::MeterKeyMismatch, |r| {
		r.witness.keys.meter_key.y += Fr::one()
	});
	// The registered key itself is replaced, commitment and all.
	let replaced = |key: Point| {
		move |r: &mut Receipt| {
			r.witness.keys.meter_key = key;
			r.inputs.meter_key = key.compressed();
			r.inputs.device_commitment = r.witness.keys.commitment();
		}
	};
	assert_refused(V::SignatureInvalid, replaced(other.key()));
	assert_refused(V::SignatureInvalid, replaced(r_key().negated()));
	assert_refused(V::MeterKeyMismatch, replaced(Point::IDENTITY));
	let beside = Point {
		x: Fr::one(),
		y: Fr::one(),
	};
	assert_refused(V::MeterKeyMismatch, replaced(beside));
	assert_refused(V::SignatureInvalid, |r| r.witness.signature.r = BASE8);
	assert_refused(V::SignatureInvalid, |r| r.witness.signature.s[3] ^= 1);
	assert_refused(V::SignatureInvalid, |r| r.witness.signature.s = [0xff; 32]);
	assert_refused(V::SignatureInvalid, |r| {
		let mut response = r.witness.signature.response();
		response.add_with_carry(&Scalar::MODULUS);
		for (slot, limb) in r.witness.signature.s.chunks_mut(8).zip(response.0) {
			slot.copy_from_slice(&limb.to_le_bytes());
		}
	});
}

fn r_key() -> Point {
	Receipt::example().witness.keys.meter_key
}

#[test]
fn a_signature_is_for_one_chain_one_device_and_one_last_hour() {
	let meter = SoftwareMeter::from_seed(&EXAMPLE_SEED);
	let resigned = |genesis: [u8; 32], device, hours: HourMask| {
		move |r: &mut Receipt| {
			let day = r.inputs.day;
			let signed = meter.sign(&genesis, device, day, hours, &r.witness.metered);
			r.witness.signature = signed.expect("an hour");
		}
	};
	let Receipt { inputs, .. } = Receipt::example();
	let (genesis, device, hours) = (inputs.genesis_hash, inputs.device, inputs.hours);
	let mut holds = Receipt::example();
	resigned.clone()(genesis, device, HourMask::single(hour(23)))(&mut holds);
	assert!(circuit_holds(&holds), "the same last hour");
	let invalid = Violation::SignatureInvalid;
	assert_refused(invalid, resigned.clone()([0xa6; 32], device, hours));
	assert_refused(invalid, resigned.clone()(genesis, DeviceId(6), hours));
	assert_refused(
		invalid,
		resigned(genesis, device, HourMask::single(hour(22))),
	);
}

/// What is not counted does not matter: hours after the last one of the mask.
#[test]
fn hours_after_the_last_one_may_read_anything() {
	let mut receipt = Receipt::example();
	receipt.inputs.hours = HourMask::new(0b1011).expect("24 bits");
	derive(&mut receipt, &EXAMPLE_SEED);
	assert_eq!(receipt.check(), Ok(()));
	for later in &mut receipt.witness.metered.readings[4..] {
		*later = HourReading::default();
	}
	assert_eq!(receipt.check(), Ok(()));
	assert!(circuit_holds(&receipt));
}

#[test]
fn the_smallest_share_is_met_exactly() {
	let mut receipt = Receipt::example();
	let exact = receipt.inputs.green_wh * 10_000 / receipt.inputs.total_wh;
	receipt.inputs.rules.min_green_share = u16::try_from(exact).expect("a share");
	assert!(circuit_holds(&receipt));
	receipt.inputs.rules.min_green_share += 1;
	assert!(!circuit_holds(&receipt));
}

/// An hour and a key at the ends of what they can be.
#[test]
fn full_registers_and_full_hours_hold() {
	let mut receipt = Receipt::example();
	let Receipt { inputs, witness } = &mut receipt;
	inputs.hours = HourMask::FULL;
	inputs.rules.max_wh_per_hour = u32::MAX;
	inputs.rules.wh_per_gpu_hour = 1_000;
	for reading in &mut witness.metered.readings {
		(reading.total_wh, reading.green_wh) = (u32::MAX, u32::MAX);
	}
	let day = u64::from(u32::MAX) * 24;
	witness.metered.start.registers = crate::meter::Registers {
		total_wh: u64::MAX - day,
		green_wh: u64::MAX - day,
	};
	witness.metered.start.previous = Fr::ZERO;
	derive(&mut receipt, &EXAMPLE_SEED);
	assert_eq!(receipt.check(), Ok(()));
	assert!(circuit_holds(&receipt));
	receipt.witness.metered.start.registers.green_wh += 1;
	assert_eq!(receipt.check(), Err(Violation::RegisterRollsOver));
	assert!(!circuit_holds(&receipt));
}
