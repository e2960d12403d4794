//! Subject word, last hour, rules word.

use super::{group, Cs, Var};
use crate::{
	integer::{packed, IntegerVar},
	receipt::Receipt,
};
use ark_bn254::Fr;
use ark_ff::One;
use ark_r1cs_std::{
	boolean::Boolean,
	eq::EqGadget,
	fields::{fp::FpVar, FieldVar},
};
use ark_relations::{gr1cs::SynthesisError, ns};
use greenhour_types::CircuitVersion;

/// The parts of the subject word that other groups use.
pub(super) struct SubjectVar {
	pub(super) hours: Vec<Boolean<Fr>>,
	pub(super) day: IntegerVar<32>,
	pub(super) device: IntegerVar<32>,
	/// Is the coordinate x of the meter key above half the modulus?
	pub(super) key_is_negative: IntegerVar<1>,
}

pub(super) struct RulesVar {
	pub(super) wh_per_gpu_hour: IntegerVar<32>,
	pub(super) min_green_share: IntegerVar<16>,
	pub(super) max_wh_per_hour: IntegerVar<32>,
}

impl Receipt {
	pub(super) fn subject_word(
		&self,
		cs: &Cs,
		word: &Var,
		version: CircuitVersion,
	) -> Result<SubjectVar, SynthesisError> {
		let _group = ns!(cs, group::SUBJECT_WORD);
		let inputs = &self.inputs;
		let hours = IntegerVar::<24>::new_witness(cs, inputs.hours.bits())?;
		let day = IntegerVar::<32>::new_witness(cs, inputs.day.0)?;
		let contract = IntegerVar::<64>::new_witness(cs, inputs.contract.0)?;
		let position = IntegerVar::<32>::new_witness(cs, inputs.position.0)?;
		let device = IntegerVar::<32>::new_witness(cs, inputs.device.0)?;
		let sign = u64::from(inputs.meter_key_is_negative());
		let key_is_negative = IntegerVar::<1>::new_witness(cs, sign)?;
		let unversioned = packed(&[
			(hours.value(), 16),
			(day.value(), 40),
			(contract.value(), 72),
			(position.value(), 136),
			(device.value(), 168),
			(key_is_negative.value(), 200),
		])?;
		(unversioned + Fr::from(version.0)).enforce_equal(word)?;
		Ok(SubjectVar {
			hours: hours.bits().to_vec(),
			day,
			device,
			key_is_negative,
		})
	}

	pub(super) fn rules_word(&self, cs: &Cs, word: &Var) -> Result<RulesVar, SynthesisError> {
		let _group = ns!(cs, group::RULES_WORD);
		let rules = &self.inputs.rules;
		let wh_per_gpu_hour = IntegerVar::<32>::new_witness(cs, rules.wh_per_gpu_hour)?;
		let min_green_share = IntegerVar::<16>::new_witness(cs, rules.min_green_share)?;
		let max_wh_per_hour = IntegerVar::<32>::new_witness(cs, rules.max_wh_per_hour)?;
		packed(&[
			(wh_per_gpu_hour.value(), 0),
			(min_green_share.value(), 32),
			(max_wh_per_hour.value(), 48),
		])?
		.enforce_equal(word)?;
		Ok(RulesVar {
			wh_per_gpu_hour,
			min_green_share,
			max_wh_per_hour,
		})
	}
}

/// For each hour, one if it is the last of the mask, else zero.
///
/// From the last hour back, `any` is one as soon as an hour is in the mask. In the end it must be.
pub(super) fn last_hour(cs: &Cs, subject: &SubjectVar) -> Result<Vec<Var>, SynthesisError> {
	let _group = ns!(cs, group::LAST_HOUR);
	let mut is_last = Vec::new();
	let mut any: Var = FpVar::zero();
	for hour in subject.hours.iter().rev() {
		let hour = FpVar::from(hour.clone());
		let first_seen = &hour - &hour * &any;
		any += &first_seen;
		is_last.push(first_seen);
	}
	any.enforce_equal(&FpVar::Constant(Fr::one()))?;
	is_last.reverse();
	Ok(is_last)
}
