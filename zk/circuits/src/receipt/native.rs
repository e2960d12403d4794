//! `receipt-v1` in plain Rust: the same verdict as the circuit.

use super::{hour_number, ReceiptWitness};
use greenhour_types::{
	receipt::{is_canonical, HourFacts, ReceiptInputs, RECEIPT_V1},
	HourOfDay, HOURS_PER_DAY,
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
	/// Secret, meter key and salt do not open the device commitment.
	#[error("the keys do not open the device commitment")]
	DeviceCommitmentMismatch,
	/// An hour has more green energy than energy.
	#[error("green exceeds total at {0}:00")]
	GreenAboveTotal(u8),
	/// An hour has more energy than the device can have fed to compute.
	#[error("total exceeds the energy cap at {0}:00")]
	TotalAboveCap(u8),
	/// An hour outside the mask has a reading.
	#[error("a reading outside the hour mask at {0}:00")]
	ReadingOutsideMask(u8),
	/// The reading does not open the reading commitment, or there is one outside the mask.
	#[error("the reading does not open its commitment at {0}:00")]
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
}

/// Does the witness show what the inputs say?
///
/// **Errors**: the first [`Violation`] in the order of the constraint groups.
pub fn check(inputs: &ReceiptInputs, witness: &ReceiptWitness) -> Result<(), Violation> {
	for (index, input) in inputs.public_inputs().iter().enumerate() {
		ensure(is_canonical(input), Violation::NotCanonical(index))?;
	}
	ensure(inputs.version == RECEIPT_V1, Violation::VersionMismatch)?;
	ensure(!inputs.hours.is_empty(), Violation::EmptyMask)?;
	ensure(
		inputs.rules.wh_per_gpu_hour != 0,
		Violation::EnergyPerGpuZero,
	)?;
	ensure(
		witness.keys.commitment() == inputs.device_commitment,
		Violation::DeviceCommitmentMismatch,
	)?;
	for hour in (0..HOURS_PER_DAY).filter_map(HourOfDay::new) {
		check_hour(inputs, witness, hour)?;
	}
	check_totals(inputs, witness)
}

fn check_hour(
	inputs: &ReceiptInputs,
	witness: &ReceiptWitness,
	hour: HourOfDay,
) -> Result<(), Violation> {
	let (at, reading) = (hour.get(), &witness.readings[hour.index()]);
	let facts = inputs.facts_at(hour);
	ensure(
		reading.green_wh <= reading.total_wh,
		Violation::GreenAboveTotal(at),
	)?;
	ensure(
		reading.total_wh <= inputs.rules.max_wh_per_hour,
		Violation::TotalAboveCap(at),
	)?;
	let commitment = if inputs.hours.contains(hour) {
		witness
			.keys
			.reading_commitment(hour_number(inputs.day, hour), reading)
	} else {
		ensure(reading.total_wh == 0, Violation::ReadingOutsideMask(at))?;
		HourFacts::NONE.reading_commitment
	};
	ensure(
		facts.reading_commitment == commitment,
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
	let total: u64 = witness
		.readings
		.iter()
		.map(|reading| u64::from(reading.total_wh))
		.sum();
	let green: u64 = witness
		.readings
		.iter()
		.map(|reading| u64::from(reading.green_wh))
		.sum();
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

fn ensure(holds: bool, violation: Violation) -> Result<(), Violation> {
	holds.then_some(()).ok_or(violation)
}
