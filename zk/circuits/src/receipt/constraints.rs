//! `receipt-v1` as constraints. One function and one namespace for each group of `zk/README.md`.

use super::{native::SHARE_DENOMINATOR, Receipt, DEVICE_TAG, HOURS, METER_TAG, READING_TAG};
use crate::{
	field_from_bytes,
	integer::{packed, power_of_two, IntegerVar},
	poseidon::{domain_tag, hash_var},
};
use ark_bn254::Fr;
use ark_ff::{Field, Zero};
use ark_r1cs_std::{
	alloc::AllocVar,
	boolean::Boolean,
	eq::EqGadget,
	fields::{fp::FpVar, FieldVar},
	GR1CSVar,
};
use ark_relations::{
	gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError},
	ns,
};
use greenhour_types::receipt::{RECEIPT_V1, RECEIPT_V1_INPUTS};

/// Constraints of the circuit; a change of this number is a change of the circuit.
pub const CONSTRAINTS: usize = 11_925;

/// Names of the constraint groups: the headings of `zk/README.md`.
pub mod group {
	/// Allocation of the forty inputs.
	pub const PUBLIC_INPUTS: &str = "public inputs";
	/// Inputs that no other group mentions.
	pub const BOUND_INPUTS: &str = "bound inputs";
	/// Version, hour mask, day, contract, position, device.
	pub const SUBJECT_WORD: &str = "subject word";
	/// Limits.
	pub const RULES_WORD: &str = "rules word";
	/// Secret, meter key and salt open the device commitment.
	pub const DEVICE_COMMITMENT: &str = "device commitment";
	/// Widths and bounds of the readings.
	pub const READINGS: &str = "readings";
	/// Nothing outside the mask.
	pub const HOUR_MASK: &str = "hour mask";
	/// Readings open the public commitments.
	pub const READING_COMMITMENTS: &str = "reading commitments";
	/// Units follow from energy.
	pub const MAX_UNITS: &str = "max units";
	/// Units and green energy are published.
	pub const FACTS: &str = "facts";
	/// Sums are published.
	pub const TOTALS: &str = "totals";
	/// The smallest green share is kept.
	pub const GREEN_SHARE: &str = "green share";
}

type Cs = ConstraintSystemRef<Fr>;
type Var = FpVar<Fr>;

/// The parts of the subject word that other groups use.
struct SubjectVar {
	hours: Vec<Boolean<Fr>>,
	day: IntegerVar<32>,
}

struct RulesVar {
	wh_per_gpu_hour: IntegerVar<32>,
	min_green_share: IntegerVar<16>,
	max_wh_per_hour: IntegerVar<32>,
}

struct MeterKeyVar {
	x: Var,
	y: Var,
}

struct ReadingVar {
	green: IntegerVar<32>,
	/// Green and grid energy together: the sum of two range-checked integers.
	total: Var,
	salt: Var,
}

impl ConstraintSynthesizer<Fr> for Receipt {
	fn generate_constraints(self, cs: Cs) -> Result<(), SynthesisError> {
		let inputs = self.public_inputs_var(&cs)?;
		bound_inputs(&cs, &[&inputs[0], &inputs[1], &inputs[3], &inputs[4]])?;
		let subject = self.subject_word(&cs, &inputs[2])?;
		let rules = self.rules_word(&cs, &inputs[6])?;
		let meter_key = self.device_commitment(&cs, &inputs[5])?;
		let readings = self.readings(&cs, &rules)?;
		hour_mask(&cs, &subject, &readings)?;
		reading_commitments(&cs, &subject, &meter_key, &readings, &inputs[8..8 + HOURS])?;
		let units = self.max_units(&cs, &rules, &readings)?;
		facts(
			&cs,
			&units,
			&readings,
			&inputs[8 + HOURS..RECEIPT_V1_INPUTS],
		)?;
		let (total, green) = totals(&cs, &readings, &inputs[7])?;
		self.green_share(&cs, &rules, &total, &green)
	}
}

/// Inputs that no other group uses still take part in a constraint of their own, so that no
/// proof system detail decides whether they are bound.
fn bound_inputs(cs: &Cs, inputs: &[&Var]) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::BOUND_INPUTS);
	inputs.iter().try_for_each(|input| input.square().map(drop))
}

fn hour_mask(cs: &Cs, subject: &SubjectVar, readings: &[ReadingVar]) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::HOUR_MASK);
	for (hour, reading) in subject.hours.iter().zip(readings) {
		let outside = FpVar::from(!hour.clone());
		outside.mul_equals(&reading.total, &FpVar::zero())?;
	}
	Ok(())
}

fn reading_commitments(
	cs: &Cs,
	subject: &SubjectVar,
	meter_key: &MeterKeyVar,
	readings: &[ReadingVar],
	commitments: &[Var],
) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::READING_COMMITMENTS);
	let tag = FpVar::Constant(domain_tag(METER_TAG));
	let meter = hash_var(&[tag, meter_key.x.clone(), meter_key.y.clone()])?;
	let first_hour = subject.day.value() * Fr::from(24u64);
	let tag = domain_tag(READING_TAG) * power_of_two(128);
	for (index, (reading, commitment)) in readings.iter().zip(commitments).enumerate() {
		let hour = &first_hour + Fr::from(u64::try_from(index).unwrap_or(u64::MAX));
		let word = packed(&[
			(&reading.total, 0),
			(reading.green.value(), 32),
			(&hour, 64),
		])? + tag;
		let opened = hash_var(&[meter.clone(), word, reading.salt.clone()])?;
		opened.mul_equals(&FpVar::from(subject.hours[index].clone()), commitment)?;
	}
	Ok(())
}

fn facts(
	cs: &Cs,
	units: &[IntegerVar<32>],
	readings: &[ReadingVar],
	words: &[Var],
) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::FACTS);
	let hours: Vec<_> = units.iter().zip(readings).collect();
	for (three_hours, word) in hours.chunks(3).zip(words) {
		let parts: Vec<(&Var, usize)> = three_hours
			.iter()
			.enumerate()
			.flat_map(|(place, (units, reading))| {
				[
					(units.value(), 64 * place),
					(reading.green.value(), 64 * place + 32),
				]
			})
			.collect();
		packed(&parts)?.enforce_equal(word)?;
	}
	Ok(())
}

fn totals(cs: &Cs, readings: &[ReadingVar], word: &Var) -> Result<(Var, Var), SynthesisError> {
	let _group = ns!(cs, group::TOTALS);
	let total: Var = readings.iter().map(|reading| &reading.total).sum();
	let green: Var = readings.iter().map(|reading| reading.green.value()).sum();
	packed(&[(&total, 0), (&green, 64)])?.enforce_equal(word)?;
	Ok((total, green))
}

impl Receipt {
	fn public_inputs_var(&self, cs: &Cs) -> Result<Vec<Var>, SynthesisError> {
		let _group = ns!(cs, group::PUBLIC_INPUTS);
		let allocate = |bytes: [u8; 32]| {
			let element = field_from_bytes(&bytes).ok_or(SynthesisError::Unsatisfiable)?;
			FpVar::new_input(cs.clone(), || Ok(element))
		};
		self.inputs
			.public_inputs()
			.into_iter()
			.map(allocate)
			.collect()
	}

	fn subject_word(&self, cs: &Cs, word: &Var) -> Result<SubjectVar, SynthesisError> {
		let _group = ns!(cs, group::SUBJECT_WORD);
		let inputs = &self.inputs;
		let hours = IntegerVar::<24>::new_witness(cs, inputs.hours.bits())?;
		let day = IntegerVar::<32>::new_witness(cs, inputs.day.0)?;
		let contract = IntegerVar::<64>::new_witness(cs, inputs.contract.0)?;
		let position = IntegerVar::<32>::new_witness(cs, inputs.position.0)?;
		let device = IntegerVar::<32>::new_witness(cs, inputs.device.0)?;
		let unversioned = packed(&[
			(hours.value(), 16),
			(day.value(), 40),
			(contract.value(), 72),
			(position.value(), 136),
			(device.value(), 168),
		])?;
		(unversioned + Fr::from(RECEIPT_V1.0)).enforce_equal(word)?;
		// At least one hour: the number of hours has an inverse.
		let count: Var = hours.bits().iter().cloned().map(FpVar::from).sum();
		let inverse = inverse_or_zero(&count);
		let inverse = FpVar::new_witness(cs.clone(), || inverse)?;
		count.mul_equals(&inverse, &FpVar::one())?;
		Ok(SubjectVar {
			hours: hours.bits().to_vec(),
			day,
		})
	}

	fn rules_word(&self, cs: &Cs, word: &Var) -> Result<RulesVar, SynthesisError> {
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

	fn device_commitment(&self, cs: &Cs, commitment: &Var) -> Result<MeterKeyVar, SynthesisError> {
		let _group = ns!(cs, group::DEVICE_COMMITMENT);
		let keys = &self.witness.keys;
		let secret = FpVar::new_witness(cs.clone(), || Ok(keys.secret))?;
		let x = FpVar::new_witness(cs.clone(), || Ok(keys.meter_key.x))?;
		let y = FpVar::new_witness(cs.clone(), || Ok(keys.meter_key.y))?;
		let salt = FpVar::new_witness(cs.clone(), || Ok(Fr::from(keys.salt)))?;
		let tag = FpVar::Constant(domain_tag(DEVICE_TAG));
		hash_var(&[tag, secret, x.clone(), y.clone(), salt])?.enforce_equal(commitment)?;
		Ok(MeterKeyVar { x, y })
	}

	fn readings(&self, cs: &Cs, rules: &RulesVar) -> Result<Vec<ReadingVar>, SynthesisError> {
		let _group = ns!(cs, group::READINGS);
		let allocate = |reading: &super::HourReading| {
			let green = IntegerVar::<32>::new_witness(cs, reading.green_wh)?;
			let grid = reading.total_wh.wrapping_sub(reading.green_wh);
			let grid = IntegerVar::<32>::new_witness(cs, grid)?;
			let total = green.value() + grid.value();
			let below_cap = rules.max_wh_per_hour.value() - &total;
			let assigned = value_or_zero(&below_cap);
			IntegerVar::<32>::enforce(cs, &below_cap, assigned)?;
			let salt = FpVar::new_witness(cs.clone(), || Ok(Fr::from(reading.salt)))?;
			Ok(ReadingVar { green, total, salt })
		};
		self.witness.readings.iter().map(allocate).collect()
	}

	fn max_units(
		&self,
		cs: &Cs,
		rules: &RulesVar,
		readings: &[ReadingVar],
	) -> Result<Vec<IntegerVar<32>>, SynthesisError> {
		let _group = ns!(cs, group::MAX_UNITS);
		let per_gpu = rules.wh_per_gpu_hour.value();
		let divide = |(reading, facts): (&ReadingVar, &greenhour_types::receipt::HourFacts)| {
			let units = IntegerVar::<32>::new_witness(cs, facts.max_units.0)?;
			let remainder = &reading.total * Fr::from(1_000u64) - units.value() * per_gpu;
			let assigned = value_or_zero(&remainder);
			IntegerVar::<32>::enforce(cs, &remainder, assigned)?;
			let above_remainder = per_gpu - remainder - Fr::from(1u64);
			let assigned = value_or_zero(&above_remainder);
			IntegerVar::<32>::enforce(cs, &above_remainder, assigned)?;
			Ok(units)
		};
		readings
			.iter()
			.zip(&self.inputs.facts)
			.map(divide)
			.collect()
	}

	fn green_share(
		&self,
		cs: &Cs,
		rules: &RulesVar,
		total: &Var,
		green: &Var,
	) -> Result<(), SynthesisError> {
		let _group = ns!(cs, group::GREEN_SHARE);
		let needed = rules.min_green_share.value() * total;
		let above = green * Fr::from(SHARE_DENOMINATOR) - needed;
		let assigned = value_or_zero(&above);
		// Green is below 24 * 2^32, so the left side is below 2^50; a negative difference is at
		// least -2^53 and does not fit 50 bits of the field.
		IntegerVar::<50>::enforce(cs, &above, assigned).map(drop)
	}
}

/// The value under the witness; zero while keys are generated, when there is none.
fn value_or_zero(var: &Var) -> Fr {
	var.value().unwrap_or_else(|_| Fr::zero())
}

fn inverse_or_zero(var: &Var) -> Result<Fr, SynthesisError> {
	Ok(value_or_zero(var).inverse().unwrap_or_default())
}
