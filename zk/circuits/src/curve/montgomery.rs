//! The Montgomery form of the curve, `v^2 = u^3 + 168698 u^2 + u`: cheap, but incomplete.
//!
//! `u = (1 + y) / (1 - y)`, `v = u / x`. The chord law divides by the difference of the first
//! coordinates. If that is zero it proves nothing, so **whoever adds must show that the two points
//! are neither equal nor opposite**; each use says why.

use super::{
	constraints::{quotient, PointVar},
	Point,
};
use ark_bn254::Fr;
use ark_ff::{Field, MontFp, One, Zero};
use ark_r1cs_std::fields::{fp::FpVar, FieldVar};
use ark_relations::gr1cs::{ConstraintSystemRef, SynthesisError};

type Cs = ConstraintSystemRef<Fr>;
type Var = FpVar<Fr>;

/// `2 (a + d) / (a - d)`; the coefficient of `v^2`, `4 / (a - d)`, is one.
const COEFFICIENT: Fr = MontFp!("168698");

/// A point other than the neutral one and the one of order two.
#[derive(Clone, Debug)]
pub(super) struct MontgomeryVar {
	pub(super) u: Var,
	pub(super) v: Var,
}

impl MontgomeryVar {
	/// The same point in Montgomery form. Unsatisfiable for the neutral point and the one of order
	/// two, which have no `x` to divide by: three constraints.
	pub(super) fn from_edwards(cs: &Cs, point: &PointVar) -> Result<Self, SynthesisError> {
		let inverse_x = quotient(cs, &FpVar::one(), &point.x)?;
		let one = Fr::one();
		// With x not zero, y is not one.
		let u = quotient(cs, &(&point.y + one), &(FpVar::one() - &point.y))?;
		let v = &u * inverse_x;
		Ok(Self { u, v })
	}

	/// The same point in Edwards form: two constraints.
	///
	/// No point has `u = -1`, and only the one of order two has `v = 0`.
	pub(super) fn to_edwards(&self, cs: &Cs) -> Result<PointVar, SynthesisError> {
		let one = Fr::one();
		Ok(PointVar {
			x: quotient(cs, &self.u, &self.v)?,
			y: quotient(cs, &(&self.u - one), &(&self.u + one))?,
		})
	}

	/// Twice the point: four constraints.
	pub(super) fn double(&self, cs: &Cs) -> Result<Self, SynthesisError> {
		let two = Fr::from(2u64);
		let u2 = self.u.square()?;
		// slope = (3 u^2 + 2 A u + 1) / 2 v; v is not zero.
		let tangent = u2 * Fr::from(3u64) + &self.u * (COEFFICIENT * two) + Fr::one();
		let slope = quotient(cs, &tangent, &(&self.v * two))?;
		let u = slope.square()? - COEFFICIENT - &self.u * two;
		let v = slope * (&self.u - &u) - &self.v;
		Ok(Self { u, v })
	}

	/// The sum of two points that are neither equal nor opposite: three constraints.
	pub(super) fn add(&self, cs: &Cs, other: &Self) -> Result<Self, SynthesisError> {
		let slope = quotient(cs, &(&self.v - &other.v), &(&self.u - &other.u))?;
		let u = slope.square()? - COEFFICIENT - &self.u - &other.u;
		let v = slope * (&self.u - &u) - &self.v;
		Ok(Self { u, v })
	}

	/// `2 self + other = (self + other) + self`, without the `v` of the first sum: five constraints.
	///
	/// `self` and `other` are neither equal nor opposite, and the result is not neutral.
	pub(super) fn double_add(&self, cs: &Cs, other: &Self) -> Result<Self, SynthesisError> {
		let first = quotient(cs, &(&self.v - &other.v), &(&self.u - &other.u))?;
		let between = first.square()? - COEFFICIENT - &self.u - &other.u;
		// slope of the second chord: (v_between - v) / (u_between - u), where
		// v_between = first * (u - u_between) - v; so slope = 2 v / (u - u_between) - first.
		let twice = &self.v * Fr::from(2u64);
		let second = quotient(cs, &twice, &(&self.u - &between))? - first;
		let u = second.square()? - COEFFICIENT - between - &self.u;
		let v = second * (&self.u - &u) - &self.v;
		Ok(Self { u, v })
	}
}

/// The Montgomery coordinates of a constant point, which is not of order one or two.
pub(super) fn coordinates(point: &Point) -> (Fr, Fr) {
	let inverse = |denominator: Fr| denominator.inverse().unwrap_or(Fr::zero());
	let u = (Fr::one() + point.y) * inverse(Fr::one() - point.y);
	(u, u * inverse(point.x))
}
