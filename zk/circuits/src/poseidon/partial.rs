//! The partial rounds with `2 width - 1` instead of `width^2` multiplications each.
//!
//! A partial round is `z <- M S(z + c)`, where `S` touches element 0 only. Write M as
//!
//! ```text
//! M = | corner  row |      D_i = | 1  0   |
//!     | column  H   |            | 0  H^i |
//! ```
//!
//! and keep `u` with `z = D_i u` after round i. `D` leaves element 0 alone, so it commutes with `S`, and
//!
//! ```text
//! z_i = M S(D_(i-1) u + c) = M D_(i-1) S(u + D_(i-1)^-1 c) = D_i | corner         row H^(i-1) | S(u + D_(i-1)^-1 c)
//!                                                                | H^-i column    identity    |
//! ```
//!
//! The factor on the right is the new `u`. After the last round `D` is multiplied in once. H is a part of an
//! MDS matrix, and so has an inverse.
//!
//! **Source**: eprint 2019/458, appendix B, on equivalent partial rounds.

use super::s_box;
use ark_bn254::Fr;
use ark_ff::{Field, One, Zero};

type Matrix = Vec<Vec<Fr>>;

/// One round over `u`.
#[derive(Debug)]
struct Round {
	/// `D_(i-1)^-1 c`.
	constants: Vec<Fr>,
	/// `row H^(i-1)`.
	row: Vec<Fr>,
	/// `H^-i column`.
	column: Vec<Fr>,
}

/// All partial rounds of one width.
#[derive(Debug)]
pub(super) struct PartialRounds {
	corner: Fr,
	rounds: Vec<Round>,
	/// `H^i` after the last round.
	last: Matrix,
}

impl PartialRounds {
	/// The rounds with this mixing matrix and these constants of each round.
	pub(super) fn new<'a>(mds: &[&[Fr]], constants: impl Iterator<Item = &'a [Fr]>) -> Self {
		let corner = mds[0][0];
		let mut row = mds[0][1..].to_vec();
		let rest: Matrix = mds[1..].iter().map(|row| row[1..].to_vec()).collect();
		let inverse = inverse_of(rest.clone());
		let mut column: Vec<Fr> = mds[1..].iter().map(|row| row[0]).collect();
		let [mut last, mut last_inverse] = [identity(rest.len()), identity(rest.len())];
		let rounds = constants.map(|constants| {
			column = times(&inverse, &column);
			let first = core::iter::once(constants[0]);
			let round = Round {
				constants: first.chain(times(&last_inverse, &constants[1..])).collect(),
				row: row.clone(),
				column: column.clone(),
			};
			row = combined(&row, &rest);
			last = last.iter().map(|line| combined(line, &rest)).collect();
			last_inverse = last_inverse
				.iter()
				.map(|line| combined(line, &inverse))
				.collect();
			round
		});
		let rounds = rounds.collect();
		Self {
			corner,
			rounds,
			last,
		}
	}

	/// Passes a state through all partial rounds.
	pub(super) fn apply(&self, state: &mut [Fr]) {
		let Some((first, rest)) = state.split_first_mut() else {
			return;
		};
		for round in &self.rounds {
			let substituted = s_box(*first + round.constants[0]);
			let mut sum = self.corner * substituted;
			let factors = round.row.iter().zip(&round.column);
			for ((element, constant), (row, column)) in
				rest.iter_mut().zip(&round.constants[1..]).zip(factors)
			{
				*element += constant;
				sum += *row * *element;
				*element += *column * substituted;
			}
			*first = sum;
		}
		let mixed = times(&self.last, rest);
		rest.copy_from_slice(&mixed);
	}
}

fn identity(size: usize) -> Matrix {
	let line = |at: usize| (0..size).map(|place| Fr::from(place == at)).collect();
	(0..size).map(line).collect()
}

/// Matrix times column.
fn times(matrix: &[Vec<Fr>], column: &[Fr]) -> Vec<Fr> {
	let dot = |row: &Vec<Fr>| row.iter().zip(column).map(|(a, b)| *a * b).sum();
	matrix.iter().map(dot).collect()
}

/// Row times matrix.
fn combined(row: &[Fr], matrix: &[Vec<Fr>]) -> Vec<Fr> {
	let mut sum = vec![Fr::zero(); matrix.len()];
	for (factor, line) in row.iter().zip(matrix) {
		for (slot, element) in sum.iter_mut().zip(line) {
			*slot += *factor * element;
		}
	}
	sum
}

/// The inverse, by elimination in the matrix beside the identity.
fn inverse_of(matrix: Matrix) -> Matrix {
	let size = matrix.len();
	let mut lines: Matrix = matrix
		.into_iter()
		.zip(identity(size))
		.map(|(left, right)| [left, right].concat())
		.collect();
	for pivot in 0..size {
		let found = (pivot..size).find(|at| !lines[*at][pivot].is_zero());
		lines.swap(pivot, found.expect("part of an MDS matrix"));
		let factor = lines[pivot][pivot].inverse().unwrap_or(Fr::one());
		let chosen: Vec<Fr> = lines[pivot]
			.iter()
			.map(|element| factor * element)
			.collect();
		for line in &mut lines {
			let factor = line[pivot];
			for (slot, element) in line.iter_mut().zip(&chosen) {
				*slot -= factor * element;
			}
		}
		lines[pivot] = chosen;
	}
	lines.iter().map(|line| line[size..].to_vec()).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::poseidon::parameters;

	#[test]
	fn an_inverse_times_its_matrix_is_the_identity() {
		// A zero as the first pivot, too.
		let entries = [[0u64, 3, 1], [5, 7, 2], [1, 1, 9]];
		let small = entries.map(|line| line.map(Fr::from).to_vec()).to_vec();
		let mds: Matrix = parameters::<12>().mds().map(<[Fr]>::to_vec).collect();
		for matrix in [small, mds] {
			let inverse = inverse_of(matrix.clone());
			let product: Matrix = inverse.iter().map(|line| combined(line, &matrix)).collect();
			assert_eq!(product, identity(matrix.len()));
		}
	}

	#[test]
	fn sparse_rounds_equal_dense_ones() {
		let parameters = parameters::<4>();
		let partial = (0..parameters.rounds()).filter(|round| !parameters.is_full(*round));
		let start: Vec<Fr> = (1..=5u64).map(|element| -Fr::from(element)).collect();
		let mut dense = start.clone();
		for round in partial {
			for (element, constant) in dense.iter_mut().zip(parameters.round_constants(round)) {
				*element += constant;
			}
			dense[0] = s_box(dense[0]);
			let mds: Matrix = parameters.mds().map(<[Fr]>::to_vec).collect();
			dense = times(&mds, &dense);
		}
		let mut sparse = start;
		parameters.partial().apply(&mut sparse);
		assert_eq!(sparse, dense);
	}
}
