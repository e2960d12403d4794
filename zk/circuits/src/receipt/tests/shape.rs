//! Number of constraints, independence of the values, and nothing free.

use super::*;
use crate::assigned::Assigned;
use ark_ff::One;
use ark_relations::gr1cs::R1CS_PREDICATE_LABEL;
use greenhour_types::receipt::RECEIPT_V1_INPUTS;

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
	// The evaluation domain, which counts the inputs and the constant one, is 2^14.
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
	other.inputs.meter_key[31] ^= 0x80;
	other.witness.keys.secret = Fr::one();
	other.witness.metered.start.registers.total_wh = u64::MAX;
	other.witness.signature.s = [0; 32];
	other.witness.signature.r = Point::IDENTITY;
	assert_eq!(matrices(&example), matrices(&other));
}

/// Changes each witness variable alone and looks for a constraint that notices.
#[test]
fn no_witness_variable_is_free() {
	Assigned::new(&Receipt::example()).assert_nothing_free();
}

/// One constraint fewer in any group would be seen here first.
#[test]
fn every_group_has_its_pinned_number_of_constraints() {
	let pinned = [
		0, 2, 186, 24, 81, 411, 319, 1_560, 258, 6_525, 24, 48, 792, 2_376, 8, 1, 52, 285, 424,
		765, 2_075,
	];
	let counted = Assigned::new(&Receipt::example()).counts();
	let expected: Vec<_> = GROUPS.into_iter().zip(pinned).collect();
	assert_eq!(counted, expected);
}
