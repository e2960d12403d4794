//! For tests: all variables of a circuit with their values, which can be changed one by one.

use crate::statement::Enter;
use ark_bn254::Fr;
use ark_ff::{Field, One};
use ark_relations::gr1cs::{
	ConstraintSynthesizer, ConstraintSystem, ConstraintSystemRef, OptimizationGoal, SynthesisError,
	R1CS_PREDICATE_LABEL,
};
use std::{collections::BTreeSet, ops::Range};

pub(crate) type Synthesis = Result<(), SynthesisError>;

/// A circuit whose constraints are made group by group.
pub(crate) trait Grouped: ConstraintSynthesizer<Fr> + Clone {
	const GROUPS: &'static [&'static str];

	fn constrain(&self, cs: &ConstraintSystemRef<Fr>, enter: Enter<'_>) -> Synthesis;
}

/// The finished constraints; `None` when a public input is not canonical.
pub(crate) fn synthesized(circuit: &impl Grouped) -> Option<ConstraintSystemRef<Fr>> {
	let cs = ConstraintSystem::<Fr>::new_ref();
	cs.set_optimization_goal(OptimizationGoal::Constraints);
	circuit.clone().generate_constraints(cs.clone()).ok()?;
	cs.finalize();
	Some(cs)
}

pub(crate) fn circuit_holds(circuit: &impl Grouped) -> bool {
	synthesized(circuit).is_some_and(|cs| cs.is_satisfied().expect("assigned"))
}

/// All variables with their values, and which constraints and variables are of which group.
pub(crate) struct Assigned {
	groups: &'static [&'static str],
	pub(crate) matrices: Vec<Vec<Vec<(Fr, usize)>>>,
	/// The constant one, the public inputs, the witness.
	pub(crate) values: Vec<Fr>,
	rows: Vec<Range<usize>>,
	variables: Vec<Range<usize>>,
}

impl Assigned {
	pub(crate) fn new<C: Grouped>(circuit: &C) -> Self {
		let cs = ConstraintSystem::<Fr>::new_ref();
		cs.set_optimization_goal(OptimizationGoal::Constraints);
		let mut starts = Vec::new();
		let count = || (cs.num_constraints(), cs.num_witness_variables());
		circuit
			.constrain(&cs, &mut |name| starts.push((name, count())))
			.expect("canonical");
		assert!(starts.iter().map(|(name, _)| name).eq(C::GROUPS));
		starts.push(("", count()));
		cs.finalize();
		let mut values = cs.instance_assignment().expect("assigned");
		let public = values.len();
		values.extend(cs.witness_assignment().expect("assigned"));
		let ranges = |of: fn((usize, usize)) -> usize, offset: usize| -> Vec<Range<usize>> {
			starts
				.windows(2)
				.map(|pair| of(pair[0].1) + offset..of(pair[1].1) + offset)
				.collect()
		};
		Self {
			groups: C::GROUPS,
			matrices: cs.to_matrices().expect("constructed")[R1CS_PREDICATE_LABEL].clone(),
			rows: ranges(|at| at.0, 0),
			variables: ranges(|at| at.1, public),
			values,
		}
	}

	fn index_of(&self, group: &str) -> usize {
		let index = self.groups.iter().position(|name| *name == group);
		index.expect("a group")
	}

	pub(crate) fn rows_of(&self, group: &str) -> Range<usize> {
		self.rows[self.index_of(group)].clone()
	}

	pub(crate) fn variables_of(&self, group: &str) -> Range<usize> {
		self.variables[self.index_of(group)].clone()
	}

	/// Number of constraints of each group.
	pub(crate) fn counts(&self) -> Vec<(&'static str, usize)> {
		let counts = self.rows.iter().map(ExactSizeIterator::len);
		self.groups.iter().copied().zip(counts).collect()
	}

	/// Values of these variables as in another assignment.
	pub(crate) fn take(&mut self, from: &Self, variables: Range<usize>) {
		self.values[variables.clone()].copy_from_slice(&from.values[variables]);
	}

	pub(crate) fn take_groups(&mut self, from: &Self, groups: &[&str]) {
		for group in groups {
			self.take(from, self.variables_of(group));
		}
	}

	/// The public input with this number; variable 0 is the constant one.
	pub(crate) fn take_input(&mut self, from: &Self, input: usize) {
		self.take(from, input + 1..input + 2);
	}

	pub(crate) fn evaluate(&self, matrix: usize, row: usize) -> Fr {
		self.matrices[matrix][row]
			.iter()
			.map(|(factor, variable)| *factor * self.values[*variable])
			.sum()
	}

	/// What is missing for the constraint to hold.
	pub(crate) fn residual(&self, row: usize) -> Fr {
		self.evaluate(0, row) * self.evaluate(1, row) - self.evaluate(2, row)
	}

	/// Makes every product in these constraints right again that is a variable by itself.
	pub(crate) fn recompute(&mut self, rows: Range<usize>) {
		for row in rows {
			if let [(factor, variable)] = self.matrices[2][row][..] {
				let product = self.evaluate(0, row) * self.evaluate(1, row);
				self.values[variable] = product * factor.inverse().expect("no zero factors");
			}
		}
	}

	pub(crate) fn recompute_group(&mut self, group: &str) {
		self.recompute(self.rows_of(group));
	}

	/// The groups that notice something.
	pub(crate) fn noticed_by(&self) -> BTreeSet<&'static str> {
		self.groups
			.iter()
			.zip(&self.rows)
			.filter(|(_, rows)| (*rows).clone().any(|row| self.residual(row) != Fr::from(0)))
			.map(|(name, _)| *name)
			.collect()
	}

	#[track_caller]
	pub(crate) fn assert_noticed_only_by(&self, group: &'static str) {
		assert_eq!(self.noticed_by(), BTreeSet::from([group]));
	}

	/// Changes each witness variable alone and looks for a constraint that notices.
	pub(crate) fn assert_nothing_free(&mut self) {
		let mut constraints_of = vec![Vec::new(); self.values.len()];
		for matrix in &self.matrices {
			for (row, terms) in matrix.iter().enumerate() {
				terms
					.iter()
					.for_each(|(_, variable)| constraints_of[*variable].push(row));
			}
		}
		let public = self.variables[0].start;
		for (variable, rows) in constraints_of.iter().enumerate().skip(public) {
			self.values[variable] += Fr::one();
			let noticed = rows.iter().any(|row| self.residual(*row) != Fr::from(0));
			self.values[variable] -= Fr::one();
			assert!(noticed, "witness variable {} is free", variable - public);
		}
	}
}
