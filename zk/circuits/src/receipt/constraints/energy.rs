//! What the readings of the hours in the mask amount to.

use super::{
	group,
	meter::ReadingVar,
	subject::{RulesVar, SubjectVar},
	value_or_zero, Cs, Var,
};
use crate::{
	integer::{packed, IntegerVar},
	receipt::{native::SHARE_DENOMINATOR, Receipt},
};
use ark_bn254::Fr;
use ark_r1cs_std::{eq::EqGadget, fields::fp::FpVar};
use ark_relations::{gr1cs::SynthesisError, ns};
use greenhour_types::receipt::HourFacts;

/// Energy of one hour, or zero outside the mask; or the sum over all hours.
pub(super) struct EnergyVar {
	total: Var,
	green: Var,
}

/// Readings inside the mask, zero outside.
pub(super) fn counted_energy(
	cs: &Cs,
	subject: &SubjectVar,
	readings: &[ReadingVar],
) -> Result<Vec<EnergyVar>, SynthesisError> {
	let _group = ns!(cs, group::COUNTED_ENERGY);
	let count = |(hour, reading): (&_, &ReadingVar)| {
		let hour = FpVar::from(Clone::clone(hour));
		Ok(EnergyVar {
			total: &hour * &reading.total,
			green: &hour * reading.green.value(),
		})
	};
	subject.hours.iter().zip(readings).map(count).collect()
}

pub(super) fn energy_cap(
	cs: &Cs,
	rules: &RulesVar,
	counted: &[EnergyVar],
) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::ENERGY_CAP);
	for energy in counted {
		let room = rules.max_wh_per_hour.value() - &energy.total;
		IntegerVar::<32>::enforce(cs, &room, value_or_zero(&room))?;
	}
	Ok(())
}

impl Receipt {
	pub(super) fn max_units(
		&self,
		cs: &Cs,
		rules: &RulesVar,
		counted: &[EnergyVar],
	) -> Result<Vec<IntegerVar<32>>, SynthesisError> {
		let _group = ns!(cs, group::MAX_UNITS);
		let per_gpu = rules.wh_per_gpu_hour.value();
		let divide = |(energy, facts): (&EnergyVar, &HourFacts)| {
			let units = IntegerVar::<32>::new_witness(cs, facts.max_units.0)?;
			let remainder = &energy.total * Fr::from(1_000u64) - units.value() * per_gpu;
			IntegerVar::<32>::enforce(cs, &remainder, value_or_zero(&remainder))?;
			let above_remainder = per_gpu - remainder - Fr::from(1u64);
			IntegerVar::<32>::enforce(cs, &above_remainder, value_or_zero(&above_remainder))?;
			Ok(units)
		};
		counted.iter().zip(&self.inputs.facts).map(divide).collect()
	}
}

pub(super) fn facts(
	cs: &Cs,
	units: &[IntegerVar<32>],
	counted: &[EnergyVar],
	words: &[Var],
) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::FACTS);
	let hours: Vec<_> = units.iter().zip(counted).collect();
	for (three_hours, word) in hours.chunks(3).zip(words) {
		let parts: Vec<(&Var, usize)> = three_hours
			.iter()
			.enumerate()
			.flat_map(|(place, (units, energy))| {
				[
					(units.value(), 64 * place),
					(&energy.green, 64 * place + 32),
				]
			})
			.collect();
		packed(&parts)?.enforce_equal(word)?;
	}
	Ok(())
}

pub(super) fn totals(
	cs: &Cs,
	counted: &[EnergyVar],
	word: &Var,
) -> Result<EnergyVar, SynthesisError> {
	let _group = ns!(cs, group::TOTALS);
	let sum = EnergyVar {
		total: counted.iter().map(|energy| &energy.total).sum(),
		green: counted.iter().map(|energy| &energy.green).sum(),
	};
	packed(&[(&sum.total, 0), (&sum.green, 64)])?.enforce_equal(word)?;
	Ok(sum)
}

pub(super) fn green_share(
	cs: &Cs,
	rules: &RulesVar,
	totals: &EnergyVar,
) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::GREEN_SHARE);
	let needed = rules.min_green_share.value() * &totals.total;
	let above = &totals.green * Fr::from(SHARE_DENOMINATOR) - needed;
	// Green is below 24 * 2^32, so the left side is below 2^50; a negative difference is at
	// least -2^53 and does not fit 50 bits of the field.
	IntegerVar::<50>::enforce(cs, &above, value_or_zero(&above)).map(drop)
}
