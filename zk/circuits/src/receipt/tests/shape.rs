//! Number of constraints, independence of the values, and nothing free.

use super::*;
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

/// One constraint fewer in any group would be seen here first.
#[test]
fn every_group_has_its_pinned_number_of_constraints() {
	let pinned = [
		0, 2, 186, 24, 81, 411, 319, 1_560, 258, 6_525, 24, 48, 792, 2_376, 8, 1, 52, 285, 424,
		765, 2_075,
	];
	let cs = ConstraintSystem::<Fr>::new_ref();
	cs.set_optimization_goal(OptimizationGoal::Constraints);
	let mut starts = Vec::new();
	let mut enter = |name| starts.push((name, cs.num_constraints()));
	Receipt::example()
		.constrain(&cs, &mut enter)
		.expect("canonical");
	starts.push(("", cs.num_constraints()));
	let counted: Vec<_> = starts
		.windows(2)
		.map(|pair| (pair[0].0, pair[1].1 - pair[0].1))
		.collect();
	let expected: Vec<_> = GROUPS.into_iter().zip(pinned).collect();
	assert_eq!(counted, expected);
}
