//! `receipt-v1` as constraints. One function and one namespace for each group of `zk/README.md`.

mod energy; // what the readings amount to
mod meter; // key, readings, registers, chain and signature
mod subject; // what the receipt is for

use super::Receipt;
use crate::{
	eddsa::{group as signature, SignatureVar},
	field_from_bytes,
	integer::value_or_zero,
	statement::Enter,
};
use ark_bn254::Fr;
use ark_r1cs_std::{
	alloc::AllocVar,
	fields::{fp::FpVar, FieldVar},
};
use ark_relations::{
	gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError},
	ns,
};
use greenhour_types::{
	receipt::{FieldBytes, RECEIPT_V1, RECEIPT_V1_INPUTS},
	CircuitVersion,
};

/// Constraints of the circuit; a change of this number is a change of the circuit.
pub const CONSTRAINTS: usize = 16_216;

/// Names of the constraint groups: the headings of `zk/README.md`.
pub mod group {
	pub use crate::eddsa::group::{CHALLENGE, EQUATION, RESPONSE};

	/// Allocation of the inputs.
	pub const PUBLIC_INPUTS: &str = "public inputs";
	/// Inputs that no other group mentions.
	pub const BOUND_INPUTS: &str = "bound inputs";
	/// Version, hour mask, day, contract, position, device, sign of the meter key.
	pub const SUBJECT_WORD: &str = "subject word";
	/// There is a last hour, and which one it is.
	pub const LAST_HOUR: &str = "last hour";
	/// Limits.
	pub const RULES_WORD: &str = "rules word";
	/// The meter key is on the curve and has the registered form.
	pub const METER_KEY: &str = "meter key";
	/// Secret, meter key and salt open the device commitment.
	pub const DEVICE_COMMITMENT: &str = "device commitment";
	/// Widths of the readings; green energy is part of the energy.
	pub const READINGS: &str = "readings";
	/// Widths of the registers.
	pub const REGISTERS: &str = "registers";
	/// Links of the meter's chain.
	pub const CHAIN: &str = "chain";
	/// The public commitments are links.
	pub const READING_COMMITMENTS: &str = "reading commitments";
	/// Hours outside the mask count nothing.
	pub const COUNTED_ENERGY: &str = "counted energy";
	/// No hour counts more than the cap.
	pub const ENERGY_CAP: &str = "energy cap";
	/// Units follow from energy.
	pub const MAX_UNITS: &str = "max units";
	/// Units and green energy are published.
	pub const FACTS: &str = "facts";
	/// Sums are published.
	pub const TOTALS: &str = "totals";
	/// The smallest green share is kept.
	pub const GREEN_SHARE: &str = "green share";
	/// What the meter signs.
	pub const SIGNED_HEAD: &str = "signed head";
}

/// All groups, in the order in which their constraints are made.
pub const GROUPS: [&str; 21] = [
	group::PUBLIC_INPUTS,
	group::BOUND_INPUTS,
	group::SUBJECT_WORD,
	group::LAST_HOUR,
	group::RULES_WORD,
	group::METER_KEY,
	group::DEVICE_COMMITMENT,
	group::READINGS,
	group::REGISTERS,
	group::CHAIN,
	group::READING_COMMITMENTS,
	group::COUNTED_ENERGY,
	group::ENERGY_CAP,
	group::MAX_UNITS,
	group::FACTS,
	group::TOTALS,
	group::GREEN_SHARE,
	group::SIGNED_HEAD,
	group::RESPONSE,
	group::CHALLENGE,
	group::EQUATION,
];

/// The public inputs by name; the numbers are those of the table in `zk/README.md`.
pub(crate) mod input {
	use core::ops::Range;

	pub(super) const GENESIS: usize = 0;
	pub(super) const METER_KEY: usize = 1;
	pub(super) const SUBJECT: usize = 2;
	pub(crate) const CHALLENGE: usize = 3;
	pub(crate) const RESULT_COMMITMENT: usize = 4;
	pub(super) const DEVICE_COMMITMENT: usize = 5;
	pub(super) const RULES: usize = 6;
	pub(super) const TOTALS: usize = 7;
	pub(super) const READING_COMMITMENTS: Range<usize> = 8..32;
	pub(super) const FACTS: Range<usize> = 32..40;
}

type Cs = ConstraintSystemRef<Fr>;
type Var = FpVar<Fr>;

impl ConstraintSynthesizer<Fr> for Receipt {
	fn generate_constraints(self, cs: Cs) -> Result<(), SynthesisError> {
		self.constrain(&cs, &mut |_| ())
	}
}

impl Receipt {
	/// Makes the constraints of each group in turn, and names it before.
	pub(super) fn constrain(&self, cs: &Cs, enter: Enter<'_>) -> Result<(), SynthesisError> {
		enter(group::PUBLIC_INPUTS);
		let inputs = public_inputs(cs, &self.inputs.public_inputs())?;
		enter(group::BOUND_INPUTS);
		bound_inputs(
			cs,
			&[&inputs[input::CHALLENGE], &inputs[input::RESULT_COMMITMENT]],
		)?;
		self.constrain_inputs(cs, &inputs, RECEIPT_V1, enter)
	}

	/// All groups after the inputs and their binding: what a statement shares that begins with the forty
	/// inputs of a receipt and has this version.
	pub(crate) fn constrain_inputs(
		&self,
		cs: &Cs,
		inputs: &[Var],
		version: CircuitVersion,
		enter: Enter<'_>,
	) -> Result<(), SynthesisError> {
		enter(group::SUBJECT_WORD);
		let subject = self.subject_word(cs, &inputs[input::SUBJECT], version)?;
		enter(group::LAST_HOUR);
		let is_last = subject::last_hour(cs, &subject)?;
		enter(group::RULES_WORD);
		let rules = self.rules_word(cs, &inputs[input::RULES])?;
		enter(group::METER_KEY);
		let meter_key = self.meter_key(cs, &subject, &inputs[input::METER_KEY])?;
		enter(group::DEVICE_COMMITMENT);
		self.device_commitment(cs, &meter_key, &inputs[input::DEVICE_COMMITMENT])?;

		enter(group::READINGS);
		let readings = self.readings(cs)?;
		enter(group::REGISTERS);
		let registers = self.registers(cs, &readings)?;
		enter(group::CHAIN);
		let links = self.chain(cs, &subject, &registers)?;
		enter(group::READING_COMMITMENTS);
		meter::reading_commitments(cs, &subject, &links, &inputs[input::READING_COMMITMENTS])?;

		enter(group::COUNTED_ENERGY);
		let counted = energy::counted_energy(cs, &subject, &readings)?;
		enter(group::ENERGY_CAP);
		energy::energy_cap(cs, &rules, &counted)?;
		enter(group::MAX_UNITS);
		let units = self.max_units(cs, &rules, &counted)?;
		enter(group::FACTS);
		energy::facts(cs, &units, &counted, &inputs[input::FACTS])?;
		enter(group::TOTALS);
		let totals = energy::totals(cs, &counted, &inputs[input::TOTALS])?;
		enter(group::GREEN_SHARE);
		energy::green_share(cs, &rules, &totals)?;

		enter(group::SIGNED_HEAD);
		let message = meter::signed_head(cs, &inputs[input::GENESIS], &subject, &is_last, &links)?;
		enter(group::RESPONSE);
		let signature = {
			let _group = ns!(cs, signature::RESPONSE);
			SignatureVar::new_witness(cs, &self.witness.signature)?
		};
		enter(group::CHALLENGE);
		let challenge = {
			let _group = ns!(cs, signature::CHALLENGE);
			signature.challenge(cs, &meter_key, &message)?
		};
		enter(group::EQUATION);
		let _group = ns!(cs, signature::EQUATION);
		signature.equation(cs, &meter_key, &challenge)
	}
}

/// Allocates public inputs in their order.
pub(crate) fn public_inputs(cs: &Cs, inputs: &[FieldBytes]) -> Result<Vec<Var>, SynthesisError> {
	let _group = ns!(cs, group::PUBLIC_INPUTS);
	let allocate = |bytes: &FieldBytes| {
		let element = field_from_bytes(bytes).ok_or(SynthesisError::Unsatisfiable)?;
		FpVar::new_input(cs.clone(), || Ok(element))
	};
	inputs.iter().map(allocate).collect()
}

const _: () = assert!(input::FACTS.end == RECEIPT_V1_INPUTS);

/// Inputs that no other group uses still take part in a constraint of their own, so that no
/// proof system detail decides whether they are bound.
fn bound_inputs(cs: &Cs, inputs: &[&Var]) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::BOUND_INPUTS);
	inputs.iter().try_for_each(|input| input.square().map(drop))
}
