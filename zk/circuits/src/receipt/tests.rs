//! The circuit and the native check agree, on receipts that hold and on every way to spoil one.

use super::*;
use ark_ff::One;
use ark_relations::gr1cs::{
	ConstraintSynthesizer, ConstraintSystem, ConstraintSystemRef, OptimizationGoal,
	R1CS_PREDICATE_LABEL,
};
use greenhour_types::receipt::{FIELD_MODULUS, RECEIPT_V1_INPUTS};
use greenhour_types::CircuitVersion;
use proptest::{prelude::*, sample::Index};

fn synthesized(receipt: &Receipt) -> Option<ConstraintSystemRef<Fr>> {
	let cs = ConstraintSystem::<Fr>::new_ref();
	cs.set_optimization_goal(OptimizationGoal::Constraints);
	receipt.clone().generate_constraints(cs.clone()).ok()?;
	cs.finalize();
	Some(cs)
}

fn circuit_holds(receipt: &Receipt) -> bool {
	synthesized(receipt).is_some_and(|cs| cs.is_satisfied().expect("assigned"))
}

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

fn reading(total_max: u32) -> impl Strategy<Value = HourReading> {
	(0..=total_max, 0u32..=10_000, any::<u128>()).prop_map(|(total_wh, share, salt)| {
		let green = u64::from(total_wh) * u64::from(share) / 10_000;
		HourReading {
			total_wh,
			green_wh: u32::try_from(green).expect("at most total"),
			salt,
		}
	})
}

/// Receipts that hold, over the full range of every field.
fn valid_receipt() -> impl Strategy<Value = Receipt> {
	let subject = (
		1u32..1 << 24,
		any::<u32>(),
		any::<u64>(),
		any::<u32>(),
		any::<u32>(),
	);
	let energy = (0u32..=32).prop_flat_map(|bits| {
		let cap = u32::try_from((1u64 << bits) - 1).expect("at most 32 bits");
		(
			Just(cap),
			proptest::array::uniform24(reading(cap)),
			1_000u32..,
			0u16..=10_000,
		)
	});
	let secrets = (
		any::<u64>(),
		any::<u128>(),
		any::<[u8; 32]>(),
		any::<[u8; 32]>(),
	);
	(subject, energy, secrets).prop_map(|(subject, energy, secrets)| {
		let (mask, day, contract, position, device) = subject;
		let (max_wh_per_hour, mut readings, wh_per_gpu_hour, share) = energy;
		let (secret, salt, seed, genesis_hash) = secrets;
		let (hours, day) = (HourMask::new(mask).expect("24 bits"), Day(day));
		for hour in HourMask::FULL.difference(hours).hours() {
			readings[hour.index()].total_wh = 0;
			readings[hour.index()].green_wh = 0;
		}
		let total_wh: u64 = readings.iter().map(|r| u64::from(r.total_wh)).sum();
		let green_wh: u64 = readings.iter().map(|r| u64::from(r.green_wh)).sum();
		let most = (green_wh * 10_000)
			.checked_div(total_wh)
			.unwrap_or(u64::MAX);
		let min_green_share = share.min(u16::try_from(most).unwrap_or(u16::MAX));
		let rules = ReceiptRules {
			wh_per_gpu_hour,
			min_green_share,
			max_wh_per_hour,
		};
		let keys = DeviceKeys {
			secret: -Fr::from(secret),
			meter_key: MeterKey::from_seed(&seed),
			salt,
		};
		let witness = ReceiptWitness { keys, readings };
		let (contract, device) = (ContractId(contract), DeviceId(device));
		let inputs = ReceiptInputs {
			genesis_hash,
			version: RECEIPT_V1,
			hours,
			day,
			contract,
			position: OfferId(position),
			device,
			challenge: challenge_for(&seed, contract, device, day, hours),
			result_commitment: field_bytes(&-Fr::from(salt)),
			device_commitment: witness.keys.commitment(),
			rules,
			total_wh,
			green_wh,
			facts: witness
				.facts(day, hours, &rules)
				.expect("a GPU-hour needs 1 kWh or more"),
		};
		Receipt { inputs, witness }
	})
}

type Tamper = fn(&mut Receipt, usize, u64);

fn low(value: u64) -> u32 {
	u32::try_from(value & u64::from(u32::MAX)).expect("masked")
}

/// Every field, each changed by a random difference; `usize` picks the hour.
const TAMPERS: [Tamper; 27] = [
	|r, h, d| r.inputs.genesis_hash[h] ^= d.to_le_bytes()[0],
	|r, _, d| r.inputs.version = CircuitVersion(RECEIPT_V1.0 ^ d.to_le_bytes()[0] as u16),
	|r, h, _| r.inputs.hours = HourMask::new(r.inputs.hours.bits() ^ (1 << h)).expect("24 bits"),
	|r, _, d| r.inputs.day.0 ^= low(d),
	|r, _, d| r.inputs.contract.0 ^= d,
	|r, _, d| r.inputs.position.0 ^= low(d),
	|r, _, d| r.inputs.device.0 ^= low(d),
	|r, h, d| r.inputs.challenge[h] ^= d.to_le_bytes()[0],
	|r, h, d| r.inputs.result_commitment[h] ^= d.to_le_bytes()[0],
	|r, _, _| r.inputs.result_commitment = FIELD_MODULUS,
	|r, h, d| r.inputs.device_commitment[h] ^= d.to_le_bytes()[0],
	|r, _, d| r.inputs.rules.wh_per_gpu_hour ^= low(d),
	|r, _, d| r.inputs.rules.wh_per_gpu_hour &= low(d) & 1,
	|r, _, d| r.inputs.rules.min_green_share ^= low(d).to_le_bytes()[0] as u16,
	|r, _, d| r.inputs.rules.min_green_share = u16::MAX - d.to_le_bytes()[0] as u16,
	|r, _, d| r.inputs.rules.max_wh_per_hour ^= low(d),
	|r, _, d| r.inputs.total_wh ^= d,
	|r, _, d| r.inputs.green_wh ^= d,
	|r, h, d| r.inputs.facts[h].reading_commitment[1] ^= d.to_le_bytes()[0],
	|r, h, d| r.inputs.facts[h].max_units.0 ^= low(d),
	|r, h, d| r.inputs.facts[h].green_wh ^= low(d),
	|r, _, d| r.witness.keys.secret += Fr::from(d),
	|r, _, d| r.witness.keys.meter_key.x += Fr::from(d),
	|r, _, d| r.witness.keys.meter_key.y += Fr::from(d),
	|r, h, d| r.witness.readings[h].total_wh ^= low(d),
	|r, h, d| r.witness.readings[h].green_wh ^= low(d),
	|r, h, d| r.witness.readings[h].salt ^= u128::from(d) << 60,
];

proptest! {
	#![proptest_config(ProptestConfig::with_cases(12))]

	#[test]
	fn valid_receipts_hold_in_both(receipt in valid_receipt()) {
		prop_assert_eq!(receipt.check(), Ok(()));
		prop_assert!(circuit_holds(&receipt));
	}

	#[test]
	fn both_agree_on_every_single_tampering(
		receipt in valid_receipt(), hour in 0usize..24, random: u64, small in 0u32..64,
	) {
		for tamper in TAMPERS {
			let mut tampered = receipt.clone();
			tamper(&mut tampered, hour, random >> small);
			assert_agree(&tampered)?;
		}
	}

	/// An hour whose reading grows along with everything derived from it, except one thing.
	#[test]
	fn both_agree_when_derived_values_follow(
		receipt in valid_receipt(), hour in any::<Index>(), total: u32, green: u32, share: u16,
	) {
		let hours: Vec<_> = receipt.inputs.hours.hours().collect();
		let at = hours[hour.index(hours.len())].index();
		let mut tampered = receipt;
		let Receipt { inputs, witness } = &mut tampered;
		witness.readings[at].total_wh = total;
		witness.readings[at].green_wh = green;
		inputs.rules.min_green_share = share;
		inputs.total_wh = witness.readings.iter().map(|r| u64::from(r.total_wh)).sum();
		inputs.green_wh = witness.readings.iter().map(|r| u64::from(r.green_wh)).sum();
		inputs.facts = witness
			.facts(inputs.day, inputs.hours, &inputs.rules)
			.expect("a GPU-hour needs 1 kWh or more");
		assert_agree(&tampered)?;
	}
}

#[test]
fn the_example_holds_with_the_pinned_number_of_constraints() {
	let receipt = Receipt::example();
	assert_eq!(receipt.check(), Ok(()));
	let cs = synthesized(&receipt).expect("canonical");
	assert!(
		cs.is_satisfied().expect("assigned"),
		"{:?}",
		cs.which_is_unsatisfied()
	);
	assert_eq!(cs.num_instance_variables(), RECEIPT_V1_INPUTS + 1);
	assert_eq!(cs.num_constraints(), CONSTRAINTS);
	// The evaluation domain is 2^14.
	const { assert!(CONSTRAINTS + RECEIPT_V1_INPUTS < 1 << 14) };
}

#[test]
fn the_circuit_does_not_depend_on_the_values() {
	let matrices = |receipt: &Receipt| {
		let cs = synthesized(receipt).expect("canonical");
		cs.to_matrices().expect("constructed")[R1CS_PREDICATE_LABEL].clone()
	};
	let example = Receipt::example();
	let mut other = example.clone();
	other.inputs.hours = HourMask::EMPTY;
	other.inputs.rules.wh_per_gpu_hour = 0;
	other.witness.keys.secret = Fr::one();
	assert_eq!(matrices(&example), matrices(&other));
}

/// Changes each witness variable alone and looks for a constraint that notices.
#[test]
fn no_witness_variable_is_free() {
	let cs = synthesized(&Receipt::example()).expect("canonical");
	let matrices = cs.to_matrices().expect("constructed")[R1CS_PREDICATE_LABEL].clone();
	let mut assignment = cs.instance_assignment().expect("assigned");
	let public = assignment.len();
	assignment.extend(cs.witness_assignment().expect("assigned"));
	let mut constraints_of = vec![Vec::new(); assignment.len()];
	for matrix in &matrices {
		for (row, terms) in matrix.iter().enumerate() {
			terms
				.iter()
				.for_each(|(_, variable)| constraints_of[*variable].push(row));
		}
	}
	let evaluate = |matrix: usize, row: usize, assignment: &[Fr]| -> Fr {
		matrices[matrix][row]
			.iter()
			.map(|(factor, variable)| *factor * assignment[*variable])
			.sum()
	};
	for variable in public..assignment.len() {
		assignment[variable] += Fr::one();
		let noticed = constraints_of[variable].iter().any(|row| {
			evaluate(0, *row, &assignment) * evaluate(1, *row, &assignment)
				!= evaluate(2, *row, &assignment)
		});
		assignment[variable] -= Fr::one();
		assert!(noticed, "witness variable {} is free", variable - public);
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
fn every_violation_is_found_by_both() {
	use Violation as V;
	assert_refused(V::NotCanonical(4), |r| {
		r.inputs.result_commitment = FIELD_MODULUS
	});
	assert_refused(V::VersionMismatch, |r| r.inputs.version = CircuitVersion(2));
	assert_refused(V::EmptyMask, |r| r.inputs.hours = HourMask::EMPTY);
	assert_refused(V::EnergyPerGpuZero, |r| r.inputs.rules.wh_per_gpu_hour = 0);
	assert_refused(V::DeviceCommitmentMismatch, |r| r.witness.keys.salt += 1);
	assert_refused(V::GreenAboveTotal(4), |r| {
		r.witness.readings[4].green_wh = 9_000
	});
	assert_refused(V::TotalAboveCap(9), |r| {
		r.inputs.rules.max_wh_per_hour = 978
	});
	assert_refused(V::ReadingOutsideMask(1), |r| {
		r.witness.readings[1].total_wh = 1
	});
	assert_refused(V::ReadingCommitmentMismatch(4), |r| {
		r.witness.readings[4].salt += 1
	});
	assert_refused(V::ReadingCommitmentMismatch(1), |r| {
		r.inputs.facts[1].reading_commitment = r.inputs.facts[4].reading_commitment;
	});
	assert_refused(V::MaxUnitsMismatch(4), |r| {
		r.inputs.facts[4].max_units.0 += 1
	});
	assert_refused(V::MaxUnitsMismatch(4), |r| {
		r.inputs.facts[4].max_units.0 -= 1
	});
	assert_refused(V::GreenMismatch(4), |r| r.inputs.facts[4].green_wh += 1);
	assert_refused(V::TotalsMismatch, |r| r.inputs.total_wh += 1);
	assert_refused(V::TotalsMismatch, |r| r.inputs.green_wh -= 1);
	assert_refused(V::GreenShareTooLow, |r| {
		r.inputs.rules.min_green_share = 9_999
	});
}

#[test]
fn another_day_does_not_open_the_same_readings() {
	assert_refused(Violation::ReadingCommitmentMismatch(0), |r| {
		r.inputs.day.0 += 1
	});
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
