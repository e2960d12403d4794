//! Every group of constraints is needed: for each there is a false statement, with an assignment of all
//! variables, that satisfies the constraints of all other groups. Leaving the group out would accept
//! it.

use super::*;
use crate::{assigned::Assigned, curve::Scalar};
use ark_ff::{BigInteger, Field, PrimeField};
use greenhour_types::CircuitVersion;
use std::collections::BTreeSet;

const SEED: [u8; 32] = [7; 32];
/// Constraints, and so variables, of the hash at the start of `signature challenge`.
const CHALLENGE_HASH: usize = 321;

/// The example after a change, with nothing else made to follow.
fn changed(change: impl FnOnce(&mut Receipt)) -> Assigned {
	let mut receipt = Receipt::example();
	change(&mut receipt);
	assert!(receipt.check().is_err(), "the statement is false");
	Assigned::new(&receipt)
}

/// A receipt that holds, like the example, but for a change that everything follows.
fn valid(change: impl FnOnce(&mut Receipt)) -> Assigned {
	let mut receipt = Receipt::example();
	change(&mut receipt);
	derive(&mut receipt, &SEED);
	assert_eq!(receipt.check(), Ok(()));
	Assigned::new(&receipt)
}

/// The example, but public input `input` says what another receipt says.
fn claims(input: usize, change: impl FnOnce(&mut Receipt)) -> Assigned {
	let mut assigned = Assigned::new(&Receipt::example());
	assigned.take_input(&valid(change), input);
	assigned
}

fn mask(bits: u32) -> HourMask {
	HourMask::new(bits).expect("24 bits")
}

#[test]
fn the_example_is_noticed_by_nobody() {
	let example = Assigned::new(&Receipt::example());
	assert_eq!(example.noticed_by(), BTreeSet::new());
	assert!(example.rows_of(group::PUBLIC_INPUTS).is_empty());
}

/// The circuit does not restrict challenge and result; the group only makes them part of it.
#[test]
fn bound_inputs_is_needed() {
	let example = Assigned::new(&Receipt::example());
	let bound = example.rows_of(group::BOUND_INPUTS);
	let mentioned = |input: usize, inside: bool| {
		example.matrices.iter().any(|matrix| {
			let rows = matrix.iter().enumerate();
			let rows = rows.filter(|(row, _)| bound.contains(row) == inside);
			rows.flat_map(|(_, terms)| terms)
				.any(|(_, variable)| *variable == input + 1)
		})
	};
	for input in [3, 4] {
		assert!(mentioned(input, true) && !mentioned(input, false));
	}
	for input in (0..40).filter(|input| ![3, 4].contains(input)) {
		assert!(mentioned(input, false), "input {input}");
	}
}

#[test]
fn subject_word_is_needed() {
	claims(2, |r| r.inputs.contract.0 += 1).assert_noticed_only_by(group::SUBJECT_WORD);
	claims(2, |r| r.inputs.position.0 += 1).assert_noticed_only_by(group::SUBJECT_WORD);
	changed(|r| r.inputs.version = CircuitVersion(2)).assert_noticed_only_by(group::SUBJECT_WORD);
}

/// Hours after 3:00 are made up; the signature is of the link at the end of 3:00.
#[test]
fn last_hour_is_needed() {
	let signed = valid(|r| {
		r.inputs.hours = mask(0b1000);
		r.inputs.rules.min_green_share = 0;
	});
	let mut made_up = changed(|r| {
		r.inputs.hours = mask(0x7f_0008);
		r.inputs.rules.min_green_share = 0;
		r.witness.metered.readings[20].total_wh = 8_000;
		derive(r, &[8; 32]);
	});
	let later = [
		group::SIGNED_HEAD,
		group::RESPONSE,
		group::CHALLENGE,
		group::EQUATION,
	];
	made_up.take_groups(&signed, &later);
	// One variable for each hour but the last of the day, from 22:00 back: zero if the hour is the last
	// of the mask, else the bit of the mask.
	let variables = made_up.variables_of(group::LAST_HOUR);
	for (variable, hour) in variables.zip((0..23u32).rev()) {
		let bit = 0x7f_0008 >> hour & 1;
		let claimed_last = u32::from(hour == 3);
		made_up.values[variable] = Fr::from(bit) - Fr::from(claimed_last);
	}
	made_up.assert_noticed_only_by(group::LAST_HOUR);
}

#[test]
fn rules_word_is_needed() {
	let mut assigned = Assigned::new(&Receipt::example());
	let stricter = changed(|r| r.inputs.rules.min_green_share = 9_999);
	assigned.take_input(&stricter, 6);
	assigned.assert_noticed_only_by(group::RULES_WORD);
}

#[test]
fn meter_key_is_needed() {
	changed(|r| r.inputs.meter_key[31] ^= 0x80).assert_noticed_only_by(group::METER_KEY);
	let mut assigned = Assigned::new(&Receipt::example());
	let other =
		changed(|r| r.inputs.meter_key = SoftwareMeter::from_seed(&[8; 32]).key().compressed());
	assigned.take_input(&other, 1);
	assigned.assert_noticed_only_by(group::METER_KEY);
}

#[test]
fn device_commitment_is_needed() {
	changed(|r| r.inputs.device_commitment[0] ^= 1)
		.assert_noticed_only_by(group::DEVICE_COMMITMENT);
	changed(|r| r.witness.keys.secret += Fr::from(1u64))
		.assert_noticed_only_by(group::DEVICE_COMMITMENT);
}

/// A meter signs more green energy than energy.
#[test]
fn readings_is_needed() {
	let greener = changed(|r| {
		r.witness.metered.readings[4].green_wh = 900;
		derive(r, &SEED);
	});
	greener.assert_noticed_only_by(group::READINGS);
}

/// An hour after the last one of the mask makes a register roll over.
#[test]
fn registers_is_needed() {
	for spoil in [
		|r: &mut Receipt| r.witness.metered.start.registers.total_wh = u64::MAX - 10_000,
		|r: &mut Receipt| r.witness.metered.start.registers.green_wh = u64::MAX - 10_000,
	] {
		let full = changed(|r| {
			spoil(r);
			r.inputs.hours = mask(0b1111);
			let readings = &mut r.witness.metered.readings;
			readings[4..].fill(HourReading::default());
			derive(r, &SEED);
			let last = &mut r.witness.metered.readings[23];
			(last.total_wh, last.green_wh) = (20_000, 20_000);
		});
		full.assert_noticed_only_by(group::REGISTERS);
	}
}

/// Another commitment is public, and the last S-box of its hash makes up for it.
#[test]
fn chain_is_needed() {
	let mut assigned = changed(|r| r.inputs.facts[4].reading_commitment[0] ^= 1);
	assigned.assert_noticed_only_by(group::READING_COMMITMENTS);
	let row = assigned.rows_of(group::READING_COMMITMENTS).start + 4;
	let chain = assigned.variables_of(group::CHAIN);
	let difference = assigned.evaluate(2, row) - assigned.evaluate(0, row);
	let mut link = assigned.matrices[0][row].clone();
	link.retain(|(_, variable)| chain.contains(variable));
	let (factor, variable) = *link
		.last()
		.expect("the link is made of variables of the chain");
	assigned.values[variable] += difference * factor.inverse().expect("no zero factors");
	assigned.assert_noticed_only_by(group::CHAIN);
}

#[test]
fn reading_commitments_is_needed() {
	changed(|r| r.inputs.facts[4].reading_commitment[0] ^= 1)
		.assert_noticed_only_by(group::READING_COMMITMENTS);
	changed(|r| r.inputs.facts[1].reading_commitment[0] = 1)
		.assert_noticed_only_by(group::READING_COMMITMENTS);
}

/// The energy of 1:00, which is not in the mask, is counted.
#[test]
fn counted_energy_is_needed() {
	let example = Assigned::new(&Receipt::example());
	let mut more = valid(|r| r.inputs.hours = mask(r.inputs.hours.bits() | 2));
	let input_of_hour_1 = 9;
	for input in [2, input_of_hour_1] {
		more.take_input(&example, input);
	}
	let selecting = [group::SUBJECT_WORD, group::LAST_HOUR, group::SIGNED_HEAD];
	more.take_groups(&example, &selecting);
	let signature = [group::RESPONSE, group::CHALLENGE, group::EQUATION];
	more.take_groups(&example, &signature);
	more.assert_noticed_only_by(group::COUNTED_ENERGY);
}

#[test]
fn energy_cap_is_needed() {
	changed(|r| r.inputs.rules.max_wh_per_hour = 978).assert_noticed_only_by(group::ENERGY_CAP);
}

#[test]
fn max_units_is_needed() {
	changed(|r| r.inputs.facts[4].max_units.0 += 1).assert_noticed_only_by(group::MAX_UNITS);
	changed(|r| r.inputs.facts[4].max_units.0 -= 1).assert_noticed_only_by(group::MAX_UNITS);
	changed(|r| r.inputs.facts[1].max_units.0 = 1).assert_noticed_only_by(group::MAX_UNITS);
}

#[test]
fn facts_is_needed() {
	changed(|r| r.inputs.facts[4].green_wh += 1).assert_noticed_only_by(group::FACTS);
}

#[test]
fn totals_is_needed() {
	changed(|r| r.inputs.total_wh += 1).assert_noticed_only_by(group::TOTALS);
	changed(|r| r.inputs.green_wh += 1).assert_noticed_only_by(group::TOTALS);
}

#[test]
fn green_share_is_needed() {
	changed(|r| r.inputs.rules.min_green_share = 9_999).assert_noticed_only_by(group::GREEN_SHARE);
}

/// The signature of the same link for another device.
#[test]
fn signed_head_is_needed() {
	let example = Assigned::new(&Receipt::example());
	let mut other = valid(|r| r.inputs.device.0 += 1);
	other.take_input(&example, 2);
	other.take_groups(&example, &[group::SUBJECT_WORD]);
	other.assert_noticed_only_by(group::SIGNED_HEAD);
}

/// `S + l` in place of `S`.
#[test]
fn signature_response_is_needed() {
	let moved = (0..64u64).find_map(|salt| {
		let mut receipt = Receipt::example();
		receipt.witness.metered.start.previous = Fr::from(salt);
		derive(&mut receipt, &SEED);
		let mut response = receipt.witness.signature.response();
		response.add_with_carry(&Scalar::MODULUS);
		for (slot, limb) in receipt.witness.signature.s.chunks_mut(8).zip(response.0) {
			slot.copy_from_slice(&limb.to_le_bytes());
		}
		assert_eq!(receipt.check(), Err(Violation::SignatureInvalid));
		(response.num_bits() <= 251).then(|| Assigned::new(&receipt))
	});
	let moved = moved.expect("one in three has room");
	moved.assert_noticed_only_by(group::RESPONSE);
}

/// The hash is of this receipt, but the challenge that is multiplied is that of another one.
#[test]
fn signature_challenge_is_needed() {
	let other = valid(|r| r.inputs.device.0 += 1);
	let mut forged = changed(|r| {
		let mut signed = Receipt::example();
		signed.inputs.device.0 += 1;
		derive(&mut signed, &SEED);
		r.witness.signature = signed.witness.signature;
	});
	let challenge = forged.variables_of(group::CHALLENGE);
	forged.take(&other, challenge.start + CHALLENGE_HASH..challenge.end);
	forged.take_groups(&other, &[group::EQUATION]);
	forged.assert_noticed_only_by(group::CHALLENGE);
}

#[test]
fn signature_equation_is_needed() {
	changed(|r| r.witness.signature.s[3] ^= 1).assert_noticed_only_by(group::EQUATION);
	changed(|r| derive(r, &[8; 32])).assert_noticed_only_by(group::EQUATION);
}
