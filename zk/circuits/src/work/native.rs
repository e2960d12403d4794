//! `work-v1` in plain Rust: the same verdict as the circuit.

use super::{
	block::{PartialProduct, SIDE},
	job::job_commitment,
	products::{result_commitment, OpenedTile},
	sample::sample,
	tree::climb,
	WorkWitness,
};
use crate::{field_bytes, receipt};
use greenhour_types::{
	receipt::{is_canonical, RECEIPT_V1_INPUTS},
	work::{WorkInputs, WORK_V1},
};

/// One of the three trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
	/// Over the blocks of A.
	A,
	/// Over the blocks of B.
	B,
	/// Over the partial products.
	Products,
}

/// Why a statement of work does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
	/// Its receipt does not hold.
	#[error("the receipt does not hold: {0}")]
	Receipt(#[from] receipt::Violation),
	/// A public input is not below the modulus.
	#[error("public input {0} is not a canonical field element")]
	NotCanonical(usize),
	/// The path of a tree does not lead up from the opened block at the sampled tile.
	#[error("the path in the tree {0:?} does not start at the sampled tile")]
	PathMismatch(Tree),
	/// Roots and shape are not those of the job.
	#[error("the roots of A and B and the shape do not open the job commitment")]
	JobMismatch,
	/// The root of the partial products is not the committed one.
	#[error("the root of the partial products does not open the result commitment")]
	ResultMismatch,
	/// The opened product is not the product of the opened blocks.
	#[error("row {row}, column {column} of the opened product is wrong")]
	ProductMismatch {
		/// Row in the block.
		row: usize,
		/// Column in the block.
		column: usize,
	},
}

/// Does the witness show what the inputs say?
///
/// The product is compared integer by integer; the circuit misses a difference with probability
/// `30 / p`, below `2^-248`. As for the rest, see [`receipt::check`].
///
/// **Errors**: the first [`Violation`] in the order of the constraint groups.
pub fn check(inputs: &WorkInputs, witness: &WorkWitness) -> Result<(), Violation> {
	ensure(
		is_canonical(&inputs.job),
		Violation::NotCanonical(RECEIPT_V1_INPUTS),
	)?;
	receipt::check_as(WORK_V1, &inputs.receipt, &witness.receipt)?;
	check_tile(inputs, &witness.opened)
}

fn check_tile(inputs: &WorkInputs, opened: &OpenedTile) -> Result<(), Violation> {
	let (challenge, result) = (&inputs.receipt.challenge, &inputs.receipt.result_commitment);
	let sample = sample(challenge, result, &inputs.job, &opened.shape);
	// The receipt has been checked, so only the job could be meant.
	let not_canonical = Violation::NotCanonical(RECEIPT_V1_INPUTS);
	let tile = sample.ok_or(not_canonical)?.tile;
	let root = |tree, leaf, indices: &[u8], path: &[_]| {
		climb(leaf, indices, path).ok_or(Violation::PathMismatch(tree))
	};
	let (in_a, in_b) = ([tile.inner, tile.row], [tile.inner, tile.column]);
	let a = root(Tree::A, opened.a.a_leaf(), &in_a, &opened.a_path)?;
	let b = root(Tree::B, opened.b.b_leaf(), &in_b, &opened.b_path)?;
	let products = root(
		Tree::Products,
		opened.product.leaf(),
		&[tile.inner, tile.column, tile.row],
		&opened.product_path,
	)?;
	ensure(
		field_bytes(&job_commitment([a, b], &opened.shape)) == inputs.job,
		Violation::JobMismatch,
	)?;
	ensure(
		field_bytes(&result_commitment(products)) == *result,
		Violation::ResultMismatch,
	)?;
	let expected = PartialProduct::of(&opened.a, &opened.b);
	for (row, column) in (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (row, column))) {
		ensure(
			opened.product.rows()[row][column] == expected.rows()[row][column],
			Violation::ProductMismatch { row, column },
		)?;
	}
	Ok(())
}

fn ensure(holds: bool, violation: Violation) -> Result<(), Violation> {
	holds.then_some(()).ok_or(violation)
}
