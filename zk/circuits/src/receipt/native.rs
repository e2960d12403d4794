//! `receipt-v1` in plain Rust: the same verdict as the circuit.

use super::{ReceiptWitness, HOURS};
use crate::{curve::Point, eddsa, field_bytes, meter::head_message};
use ark_bn254::Fr;
use greenhour_types::{
	receipt::{is_canonical, HourFacts, ReceiptInputs, RECEIPT_V1},
	CircuitVersion, HourOfDay, HOURS_PER_DAY,
};

/// Denominator of the green share: shares are ten-thousandths.
pub(super) const SHARE_DENOMINATOR: u64 = 10_000;

/// Why a receipt does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
	/// A public input is not below the modulus.
	#[error("public input {0} is not a canonical field element")]
	NotCanonical(usize),
	/// The inputs name another version of the circuit.
	#[error("the inputs are for another version of the circuit")]
	VersionMismatch,
	/// The receipt covers no hour.
	#[error("the hour mask is empty")]
	EmptyMask,
	/// The rules say that a GPU-hour needs no energy.
	#[error("watt-hours per GPU-hour are zero")]
	EnergyPerGpuZero,
	/// The meter key of the witness is not the registered one, or one that nobody can sign with.
	#[error("the meter key is not the registered one, beside the curve or of small order")]
	MeterKeyMismatch,
	/// Secret, meter key and salt do not open the device commitment.
	#[error("the keys do not open the device commitment")]
	DeviceCommitmentMismatch,
	/// An hour has more green energy than energy.
	#[error("green exceeds total at {0}:00")]
	GreenAboveTotal(u8),
	/// An hour has more energy than the device can have fed to compute.
	#[error("total exceeds the energy cap at {0}:00")]
	TotalAboveCap(u8),
	/// A register of the meter does not hold the readings.
	#[error("a register of the meter rolls over")]
	RegisterRollsOver,
	/// The reading commitment is not the meter's link at the end of the hour, or there is one outside
	/// the mask.
	#[error("the reading commitment is not the meter's link at {0}:00")]
	ReadingCommitmentMismatch(u8),
	/// The units are not what the energy of the hour allows, rounded down.
	#[error("max units do not follow from the energy at {0}:00")]
	MaxUnitsMismatch(u8),
	/// The public green energy is not that of the reading.
	#[error("green energy differs from the reading at {0}:00")]
	GreenMismatch(u8),
	/// The totals are not the sums of the readings.
	#[error("the totals are not the sums of the readings")]
	TotalsMismatch,
	/// The green share is below the smallest share of the rules.
	#[error("the green share is below the smallest share")]
	GreenShareTooLow,
	/// The meter did not sign the link at the end of the last hour, for this chain and device.
	#[error("the meter did not sign the last reading for this chain and device")]
	SignatureInvalid,
}

/// Does the witness show what the inputs say?
///
/// Differs from the circuit in one thing: the circuit refuses one signature in `2^124`, by its hash (see
/// `signature challenge` in `zk/README.md`).
///
/// **Errors**: the first [`Violation`] in the order of the constraint groups.
pub fn check(inputs: &ReceiptInputs, witness: &ReceiptWitness) -> Result<(), Violation> {
	check_as(RECEIPT_V1, inputs, witness)
}

/// As [`check`], for a statement that begins with a receipt and has this version.
pub(crate) fn check_as(
	version: CircuitVersion,
	inputs: &ReceiptInputs,
	witness: &ReceiptWitness,
) -> Result<(), Violation> {
	for (index, input) in inputs.public_inputs().iter().enumerate() {
		ensure(is_canonical(input), Violation::NotCanonical(index))?;
	}
	ensure(inputs.version == version, Violation::VersionMismatch)?;
	ensure(
		inputs.rules.wh_per_gpu_hour != 0,
		Violation::EnergyPerGpuZero,
	)?;
	let key = &witness.keys.meter_key;
	ensure(
		key.compressed() == inputs.meter_key && eddsa::is_public_key(key),
		Violation::MeterKeyMismatch,
	)?;
	ensure(
		witness.keys.commitment() == inputs.device_commitment,
		Violation::DeviceCommitmentMismatch,
	)?;
	for (at, reading) in (0u8..).zip(&witness.metered.readings) {
		ensure(
			reading.green_wh <= reading.total_wh,
			Violation::GreenAboveTotal(at),
		)?;
	}
	let links = witness.metered.links(inputs.day);
	let links = links.ok_or(Violation::RegisterRollsOver)?;
	for hour in (0..HOURS_PER_DAY).filter_map(HourOfDay::new) {
		check_hour(inputs, witness, &links, hour)?;
	}
	check_totals(inputs, witness)?;
	let last = inputs.hours.last().ok_or(Violation::EmptyMask)?;
	check_signature(inputs, key, links[last.index() + 1], witness)
}

fn check_hour(
	inputs: &ReceiptInputs,
	witness: &ReceiptWitness,
	links: &[Fr; HOURS + 1],
	hour: HourOfDay,
) -> Result<(), Violation> {
	let at = hour.get();
	let facts = inputs.facts_at(hour);
	if !inputs.hours.contains(hour) {
		let none = HourFacts::NONE;
		ensure(
			facts.reading_commitment == none.reading_commitment,
			Violation::ReadingCommitmentMismatch(at),
		)?;
		ensure(
			facts.max_units == none.max_units,
			Violation::MaxUnitsMismatch(at),
		)?;
		return ensure(
			facts.green_wh == none.green_wh,
			Violation::GreenMismatch(at),
		);
	}
	let reading = &witness.metered.readings[hour.index()];
	ensure(
		reading.total_wh <= inputs.rules.max_wh_per_hour,
		Violation::TotalAboveCap(at),
	)?;
	ensure(
		facts.reading_commitment == field_bytes(&links[hour.index() + 1]),
		Violation::ReadingCommitmentMismatch(at),
	)?;
	ensure(
		reading.max_units_down(inputs.rules.wh_per_gpu_hour) == Some(facts.max_units),
		Violation::MaxUnitsMismatch(at),
	)?;
	ensure(
		facts.green_wh == reading.green_wh,
		Violation::GreenMismatch(at),
	)
}

fn check_totals(inputs: &ReceiptInputs, witness: &ReceiptWitness) -> Result<(), Violation> {
	let (mut total, mut green) = (0u64, 0u64);
	for hour in inputs.hours.hours() {
		let reading = &witness.metered.readings[hour.index()];
		total += u64::from(reading.total_wh);
		green += u64::from(reading.green_wh);
	}
	ensure(
		(inputs.total_wh, inputs.green_wh) == (total, green),
		Violation::TotalsMismatch,
	)?;
	// Both sides stay below 2^53: 24 hours of 32 bits times at most 16 bits.
	let share = u64::from(inputs.rules.min_green_share);
	ensure(
		green * SHARE_DENOMINATOR >= share * total,
		Violation::GreenShareTooLow,
	)
}

fn check_signature(
	inputs: &ReceiptInputs,
	key: &Point,
	head: Fr,
	witness: &ReceiptWitness,
) -> Result<(), Violation> {
	let message = head_message(&inputs.genesis_hash, inputs.device, head);
	ensure(
		eddsa::verify(key, message, &witness.signature),
		Violation::SignatureInvalid,
	)
}

fn ensure(holds: bool, violation: Violation) -> Result<(), Violation> {
	holds.then_some(()).ok_or(violation)
}
