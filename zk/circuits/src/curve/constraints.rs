//! Points in a circuit, with the complete law of the Edwards form.

use super::{A, D};
use ark_bn254::Fr;
use ark_ff::{Field, One, Zero};
use ark_r1cs_std::{
	alloc::AllocVar,
	fields::{fp::FpVar, FieldVar},
	GR1CSVar,
};
use ark_relations::gr1cs::{ConstraintSystemRef, SynthesisError};

type Cs = ConstraintSystemRef<Fr>;
type Var = FpVar<Fr>;

/// A point; every operation expects points of the curve and returns one.
#[derive(Clone, Debug)]
pub(crate) struct PointVar {
	pub(crate) x: Var,
	pub(crate) y: Var,
}

/// `beta = x1 y2`, `gamma = y1 x2`, and both denominators of a sum: three constraints.
struct Sum {
	numerators: [Var; 2],
	denominators: [Var; 2],
}

impl PointVar {
	/// Shows that the coordinates satisfy the equation of the curve: three constraints.
	pub(crate) fn enforce_on_curve(&self) -> Result<(), SynthesisError> {
		let (x2, y2) = (self.x.square()?, self.y.square()?);
		// a x^2 + y^2 - 1 = d x^2 y^2
		let left = &x2 * A + &y2 - Fr::one();
		(x2 * D).mul_equals(&y2, &left)
	}

	/// Twice the point: five constraints.
	///
	/// `x = 2 x y / (a x^2 + y^2)`, `y = (y^2 - a x^2) / (2 - a x^2 - y^2)`; on the curve neither
	/// denominator is zero.
	pub(crate) fn double(&self, cs: &Cs) -> Result<Self, SynthesisError> {
		let product = &self.x * &self.y;
		let (ax2, y2) = (self.x.square()? * A, self.y.square()?);
		let sum = &ax2 + &y2;
		let x = quotient(cs, &(product * Fr::from(2u64)), &sum)?;
		let y = quotient(cs, &(y2 - ax2), &(FpVar::Constant(Fr::from(2u64)) - sum))?;
		Ok(Self { x, y })
	}

	/// The sum of two points, equal or not: six constraints.
	pub(crate) fn add(&self, cs: &Cs, other: &Self) -> Result<Self, SynthesisError> {
		let Sum {
			numerators,
			denominators,
		} = self.sum(other);
		Ok(Self {
			x: quotient(cs, &numerators[0], &denominators[0])?,
			y: quotient(cs, &numerators[1], &denominators[1])?,
		})
	}

	/// Shows that two points add to `total`: six constraints.
	pub(crate) fn enforce_sum(&self, other: &Self, total: &Self) -> Result<(), SynthesisError> {
		let Sum {
			numerators,
			denominators,
		} = self.sum(other);
		total.x.mul_equals(&denominators[0], &numerators[0])?;
		total.y.mul_equals(&denominators[1], &numerators[1])
	}

	/// circomlib's `BabyAdd`: four products, one of which is spared by reusing two of them.
	fn sum(&self, other: &Self) -> Sum {
		let beta = &self.x * &other.y;
		let gamma = &self.y * &other.x;
		// delta = y1 y2 - a x1 x2 + gamma - a beta
		let delta = (&self.y - &self.x * A) * (&other.x + &other.y);
		let cross = &beta * &gamma * D;
		Sum {
			numerators: [&beta + &gamma, delta + beta * A - gamma],
			denominators: [&cross + Fr::one(), FpVar::one() - cross],
		}
	}

	/// The point that adds to the neutral element.
	pub(crate) fn negated(&self) -> Self {
		Self {
			x: FpVar::zero() - &self.x,
			y: self.y.clone(),
		}
	}
}

/// `numerator / denominator`, which is the only solution unless both are zero: one constraint.
pub(super) fn quotient(cs: &Cs, numerator: &Var, denominator: &Var) -> Result<Var, SynthesisError> {
	let quotient = FpVar::new_witness(cs.clone(), || {
		let inverse = denominator.value()?.inverse().unwrap_or(Fr::zero());
		Ok(numerator.value()? * inverse)
	})?;
	quotient.mul_equals(denominator, numerator)?;
	Ok(quotient)
}
