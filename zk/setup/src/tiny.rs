//! A circuit of four constraints on which the whole path runs in seconds.

use ark_bn254::Fr;
use ark_relations::{
	gr1cs::{
		ConstraintSynthesizer, ConstraintSystemRef, LinearCombination, SynthesisError, Variable,
	},
	lc,
};
use greenhour_circuits::{field_bytes, Statement};
use greenhour_types::receipt::FieldBytes;

/// "I know two numbers with this sum and this product", and something about multiples of them.
#[derive(Clone, Debug)]
pub struct Tiny {
	/// The sum.
	pub sum: Fr,
	/// The product.
	pub product: Fr,
	/// The numbers.
	pub numbers: [Fr; 2],
}

/// The numbers have another sum or product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the numbers have another sum or product")]
pub struct Mismatch;

impl Statement for Tiny {
	const NAME: &'static str = "tiny";
	type Violation = Mismatch;

	fn example() -> Self {
		let [a, b] = [11u64, 31].map(Fr::from);
		Self {
			sum: a + b,
			product: a * b,
			numbers: [a, b],
		}
	}

	fn public_inputs(&self) -> Vec<FieldBytes> {
		[self.sum, self.product].iter().map(field_bytes).collect()
	}

	fn check(&self) -> Result<(), Mismatch> {
		let [a, b] = self.numbers;
		let holds = a + b == self.sum && a * b == self.product;
		holds.then_some(()).ok_or(Mismatch)
	}
}

impl ConstraintSynthesizer<Fr> for Tiny {
	fn generate_constraints(self, cs: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
		let sum = cs.new_input_variable(|| Ok(self.sum))?;
		let product = cs.new_input_variable(|| Ok(self.product))?;
		let [a, b] = self.numbers;
		let mixed = (a + a + Fr::from(5u64)) * (b - a);
		let a_var = cs.new_witness_variable(|| Ok(a))?;
		let b_var = cs.new_witness_variable(|| Ok(b))?;
		let mixed_var = cs.new_witness_variable(|| Ok(mixed))?;
		let of = |variable: Variable| -> LinearCombination<Fr> { variable.into() };
		let one = Variable::One;
		cs.enforce_r1cs_constraint(|| of(a_var) + b_var, || of(one), || of(sum))?;
		cs.enforce_r1cs_constraint(|| of(a_var), || of(b_var), || of(product))?;
		let doubled = || lc!() + (Fr::from(2u64), a_var) + (Fr::from(5u64), one);
		cs.enforce_r1cs_constraint(doubled, || of(b_var) - a_var, || of(mixed_var))?;
		// The same once more, with larger coefficients.
		let scale = Fr::from(1u64 << 40);
		let scaled = || lc!() + (scale, b_var) - (scale, a_var);
		cs.enforce_r1cs_constraint(doubled, scaled, || lc!() + (scale, mixed_var))
	}
}
