//! Number of constraints, independence of the values, nothing free, and the commitments of the example.

use super::*;
use ark_relations::gr1cs::R1CS_PREDICATE_LABEL;
use greenhour_types::{work::WORK_V1_INPUTS, HourMask};

#[test]
fn the_example_holds_with_the_pinned_number_of_constraints() {
	let work = Work::example();
	assert_eq!(work.check(), Ok(()));
	let cs = synthesized(&work).expect("canonical");
	assert!(
		cs.is_satisfied().expect("assigned"),
		"{:?}",
		cs.which_is_unsatisfied()
	);
	assert_eq!(cs.num_instance_variables(), WORK_V1_INPUTS + 1);
	assert_eq!(cs.num_constraints(), CONSTRAINTS);
	// The evaluation domain, which counts the inputs and the constant one, is 2^16.
	const { assert!(CONSTRAINTS + WORK_V1_INPUTS < 1 << 16) };
}

#[test]
fn the_circuit_does_not_depend_on_the_values() {
	let matrices = |work: &Work| {
		let cs = synthesized(work).expect("canonical");
		cs.to_matrices().expect("constructed")[R1CS_PREDICATE_LABEL].clone()
	};
	let example = Work::example();
	let mut other = example.clone();
	other.inputs.job = [0; 32];
	other.inputs.receipt.hours = HourMask::EMPTY;
	other.witness.opened.shape = Shape::new(256, 1, 256).expect("1 to 256");
	other.witness.opened.a = Block([[0; INNER]; SIDE]);
	other.witness.opened.product = PartialProduct::new([[-1; SIDE]; SIDE]).expect("in range");
	other.witness.opened.b_path = Default::default();
	assert_eq!(matrices(&example), matrices(&other));
}

#[test]
fn no_witness_variable_is_free() {
	Assigned::new(&Work::example()).assert_nothing_free();
}

/// One constraint fewer in any group would be seen here first.
#[test]
fn every_group_has_its_pinned_number_of_constraints() {
	let pinned = [
		0, 186, 24, 81, 411, 319, 1_560, 258, 6_525, 24, 48, 792, 2_376, 8, 1, 52, 285, 424, 765,
		2_075, 24, 294, 407, 219, 16_384, 5_376, 4_023, 8_988, 295, 238, 502, 2_240,
	];
	let expected: Vec<_> = GROUPS.into_iter().zip(pinned).collect();
	assert_eq!(Assigned::new(&Work::example()).counts(), expected);
}

/// Whoever writes a tenant or a device elsewhere finds the same ones.
#[test]
fn the_commitments_of_the_example_are_the_pinned_ones() {
	let work = Work::example();
	let pinned = [
		"bd58f963cb3da250f600ef22ccf5ef73c394fdcd5d45d2524990ea1f344b311c",
		"528fcbebcb5c294364f673f35b47115c9705573f6d419cf963704a08205d4826",
	];
	let found = [work.inputs.job, work.inputs.receipt.result_commitment].map(hex::encode);
	assert_eq!(found, pinned);
	let expected = Tile {
		row: 1,
		column: 3,
		inner: 1,
	};
	assert_eq!(sampled(&work).tile, expected);
}
