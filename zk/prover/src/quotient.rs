//! The quotient of Groth16 as circom and snarkjs write it: by values on a coset, not by coefficients.
//!
//! With A, B, C the polynomials of the three sums of every constraint on the domain of the circuit (size
//! `m`, Z its vanishing polynomial), a witness is good when `A B - C` is a multiple `h Z`. The key of
//! arkworks holds `x^i Z(x) / delta`, and the prover has to find the coefficients of `h`. Here the key holds
//! `L_i(x) / delta`, where `L_i` are the Lagrange polynomials of the domain of size `2 m` at its odd points.
//! `A B - C` vanishes at the even ones, so its values at the odd points make the same point of the proof,
//! with one transform and all divisions less.
//!
//! C needs no matrix: on the domain its values are the products of those of A and B. So C has its right
//! meaning only for witnesses that satisfy the constraints; others fail when the proof is verified.
//!
//! **Source**: snarkjs, `groth16_prove` and the sections 4 and 9 of its zkey; the statement is the one of
//! Groth 2016, section 3.2.

use ark_ff::{FftField, PrimeField};
use ark_groth16::r1cs_to_qap::{LibsnarkReduction, R1CSToQAP};
use ark_poly::EvaluationDomain;
use ark_relations::gr1cs::{
	ConstraintSystemRef, Matrix, Result as SynthesisResult, SynthesisError, R1CS_PREDICATE_LABEL,
};
use rayon::prelude::*;
use std::iter;

/// Rows that one task evaluates at once.
const ROWS_PER_TASK: usize = 1 << 10;

/// Turns constraints into polynomials as snarkjs does, for the generic functions of `ark_groth16`.
///
/// Keys made with it differ from those of arkworks only in `h_query`, which has one point more.
#[derive(Clone, Copy, Debug)]
pub struct CosetReduction;

impl R1CSToQAP for CosetReduction {
	/// The same polynomials as those of libsnark.
	fn instance_map_with_evaluation<F: PrimeField, D: EvaluationDomain<F>>(
		cs: ConstraintSystemRef<F>,
		point: &F,
	) -> SynthesisResult<(Vec<F>, Vec<F>, Vec<F>, F, usize, usize)> {
		LibsnarkReduction::instance_map_with_evaluation::<F, D>(cs, point)
	}

	fn witness_map_from_matrices<F: PrimeField, D: EvaluationDomain<F>>(
		matrices: &[Matrix<F>],
		inputs: usize,
		constraints: usize,
		assignment: &[F],
	) -> SynthesisResult<Vec<F>> {
		let [a, b, ..] = matrices else {
			return Err(SynthesisError::PolynomialDegreeTooLarge);
		};
		let rows = |matrix: &Matrix<F>| -> Vec<F> {
			let row = |row: &Vec<(F, usize)>| {
				let term = |(coefficient, index): &(F, usize)| assignment[*index] * coefficient;
				row.iter().map(term).sum()
			};
			matrix.iter().take(constraints).map(row).collect()
		};
		quotient::<F, D>(rows(a), rows(b), &assignment[..inputs])
	}

	/// `L_i(x) / delta` at the odd points, without the highest power of `x`, which a phase 1 does not
	/// have and `A B - C` does not reach.
	fn h_query_scalars<F: PrimeField, D: EvaluationDomain<F>>(
		max_power: usize,
		point: F,
		_: F,
		delta_inverse: F,
	) -> SynthesisResult<Vec<F>> {
		let powers = 2 * max_power + 1;
		let domain = D::new(powers + 1).ok_or(SynthesisError::PolynomialDegreeTooLarge)?;
		let next = |power: &F| Some(*power * point);
		let mut values: Vec<F> = iter::successors(Some(delta_inverse), next)
			.take(powers)
			.collect();
		domain.ifft_in_place(&mut values);
		Ok(values.into_iter().skip(1).step_by(2).collect())
	}
}

/// The matrices A and B of a circuit, in the form in which rows are summed fastest.
///
/// They are the same for every witness. Coefficients are few and repeat, so each is kept once.
#[derive(Clone, Debug)]
pub(crate) struct Matrices<F> {
	a: Rows,
	b: Rows,
	coefficients: Vec<F>,
}

/// One matrix by rows.
#[derive(Clone, Debug)]
struct Rows {
	/// Where each row ends in `terms`.
	ends: Vec<u32>,
	/// Coefficient, then variable; the sign is that of the coefficient one.
	terms: Vec<(Coefficient, u32)>,
}

#[derive(Clone, Copy, Debug)]
enum Coefficient {
	One,
	MinusOne,
	Other(u32),
}

impl<F: PrimeField> Matrices<F> {
	/// The matrices of a circuit that was built with them.
	///
	/// **Errors**: `MissingCS`, `PolynomialDegreeTooLarge`: there are none, or they are too large.
	pub(crate) fn new(cs: &ConstraintSystemRef<F>) -> SynthesisResult<Self> {
		let matrices = cs.to_matrices()?;
		let Some([a, b, _]) = matrices.get(R1CS_PREDICATE_LABEL).map(Vec::as_slice) else {
			return Err(SynthesisError::PolynomialDegreeTooLarge);
		};
		let mut coefficients = Coefficients::default();
		let (a, b) = (coefficients.rows(a)?, coefficients.rows(b)?);
		let coefficients = coefficients.values;
		Ok(Self { a, b, coefficients })
	}

	/// The values of `A B - C` at the odd points: the scalars of `h_query`.
	///
	/// `assignment` holds the constant one, the public inputs, and the private variables.
	///
	/// **Errors**: `AssignmentMissing`: it is too short; `PolynomialDegreeTooLarge`.
	pub(crate) fn quotient<D: EvaluationDomain<F>>(
		&self,
		assignment: &[F],
		inputs: usize,
	) -> SynthesisResult<Vec<F>> {
		let public = assignment
			.get(..inputs)
			.ok_or(SynthesisError::AssignmentMissing)?;
		let (a, b) = rayon::join(
			|| self.evaluate(&self.a, assignment),
			|| self.evaluate(&self.b, assignment),
		);
		quotient::<F, D>(a?, b?, public)
	}

	fn evaluate(&self, rows: &Rows, assignment: &[F]) -> SynthesisResult<Vec<F>> {
		let term = |(coefficient, index): &(Coefficient, u32)| {
			let value = *assignment.get(*index as usize)?;
			Some(match coefficient {
				Coefficient::One => value,
				Coefficient::MinusOne => -value,
				Coefficient::Other(at) => value * self.coefficients.get(*at as usize)?,
			})
		};
		let row = |index: usize| {
			let start = index.checked_sub(1).map_or(0, |before| rows.ends[before]);
			let terms = rows.terms.get(start as usize..rows.ends[index] as usize)?;
			terms.iter().map(term).sum::<Option<F>>()
		};
		(0..rows.ends.len())
			.into_par_iter()
			.with_min_len(ROWS_PER_TASK)
			.map(row)
			.collect::<Option<_>>()
			.ok_or(SynthesisError::AssignmentMissing)
	}
}

/// Coefficients by their number.
struct Coefficients<F> {
	values: Vec<F>,
	numbers: std::collections::BTreeMap<F, u32>,
}

impl<F> Default for Coefficients<F> {
	fn default() -> Self {
		let (values, numbers) = Default::default();
		Self { values, numbers }
	}
}

impl<F: PrimeField> Coefficients<F> {
	fn rows(&mut self, matrix: &Matrix<F>) -> SynthesisResult<Rows> {
		let small =
			|number| u32::try_from(number).map_err(|_| SynthesisError::PolynomialDegreeTooLarge);
		let mut rows = Rows {
			ends: Vec::with_capacity(matrix.len()),
			terms: Vec::with_capacity(matrix.iter().map(Vec::len).sum()),
		};
		for row in matrix {
			for (coefficient, index) in row {
				let term = (self.number(*coefficient)?, small(*index)?);
				rows.terms.push(term);
			}
			rows.ends.push(small(rows.terms.len())?);
		}
		Ok(rows)
	}

	fn number(&mut self, coefficient: F) -> SynthesisResult<Coefficient> {
		if coefficient.is_one() {
			return Ok(Coefficient::One);
		}
		if (-coefficient).is_one() {
			return Ok(Coefficient::MinusOne);
		}
		let next = self.values.len();
		let next = u32::try_from(next).map_err(|_| SynthesisError::PolynomialDegreeTooLarge)?;
		let number = *self.numbers.entry(coefficient).or_insert(next);
		if number == next {
			self.values.push(coefficient);
		}
		Ok(Coefficient::Other(number))
	}
}

/// `A B - C` at the odd points, from the sums of A and B of each constraint and the public variables.
///
/// After the constraints, one row for each public variable binds it: A is the variable, B and C are zero.
fn quotient<F: PrimeField, D: EvaluationDomain<F>>(
	mut a: Vec<F>,
	mut b: Vec<F>,
	public: &[F],
) -> SynthesisResult<Vec<F>> {
	a.extend_from_slice(public);
	let too_large = || SynthesisError::PolynomialDegreeTooLarge;
	let domain = D::new(a.len()).ok_or_else(too_large)?;
	a.resize(domain.size(), F::zero());
	b.resize(domain.size(), F::zero());
	let mut c: Vec<F> = a.iter().zip(&b).map(|(a, b)| *a * b).collect();
	let double = u64::try_from(2 * domain.size()).map_err(|_| too_large())?;
	let shift = <F as FftField>::get_root_of_unity(double).ok_or_else(too_large)?;
	let odd = domain.get_coset(shift).ok_or_else(too_large)?;
	// Three transforms side by side make better use of few cores than each of them spread over all.
	[&mut a, &mut b, &mut c].into_par_iter().for_each(|values| {
		domain.ifft_in_place(values);
		odd.fft_in_place(values);
	});
	for ((a, b), c) in a.iter_mut().zip(b).zip(c) {
		*a = *a * b - c;
	}
	Ok(a)
}
