//! The circuit and the native check agree, on work that was done and on every way to spoil it.

mod agreement; // native and circuit
mod depth; // tiles far from the first
mod groups; // every group of constraints is needed
mod leaves; // packing of blocks
mod shape; // number of constraints, nothing free, pinned commitments
mod trees; // jobs, products, paths

use super::*;
use crate::{
	assigned::{circuit_holds, synthesized, Assigned, Grouped, Synthesis},
	receipt::{
		self,
		tests::{agreement as receipt_agreement, valid_receipt},
	},
	statement::Enter,
};
use ark_bn254::Fr;
use ark_relations::gr1cs::ConstraintSystemRef;
use proptest::prelude::*;

impl Grouped for Work {
	const GROUPS: &'static [&'static str] = &GROUPS;

	fn constrain(&self, cs: &ConstraintSystemRef<Fr>, enter: Enter<'_>) -> Synthesis {
		Self::constrain(self, cs, enter)
	}
}

fn example() -> Job {
	example_job().expect("the sizes fit")
}

/// A job of these sizes (M, K, N), whose integers follow from their places.
fn job_of(sizes: [usize; 3], a: impl Fn(usize) -> i8, b: impl Fn(usize) -> i8) -> Job {
	let [rows, inner, columns] = sizes;
	let a = Matrix::new(rows, inner, (0..rows * inner).map(a).collect());
	let b = Matrix::new(inner, columns, (0..inner * columns).map(b).collect());
	Job::new(
		a.expect("as many as they say"),
		b.expect("as many as they say"),
	)
	.expect("the sizes fit")
}

/// The statement of whoever says that these are the partial products.
fn claimed(receipt: Receipt, job: &Job, product: impl Fn(Tile) -> PartialProduct) -> Work {
	let products = Products::new(job.shape(), &product);
	Work::new(receipt, job, &products, &product).expect("canonical")
}

/// The statement, with another tile opened than the one that was sampled.
fn opened_at(work: &Work, job: &Job, tile: Tile, product: impl Fn(Tile) -> PartialProduct) -> Work {
	let mut work = work.clone();
	let products = Products::new(job.shape(), &product);
	work.witness.opened = OpenedTile::new(job, &products, tile, &product);
	work
}

/// What the challenge of a statement chooses.
fn sampled(work: &Work) -> Sample {
	let (receipt, shape) = (&work.inputs.receipt, &work.witness.opened.shape);
	sample(
		&receipt.challenge,
		&receipt.result_commitment,
		&work.inputs.job,
		shape,
	)
	.expect("canonical")
}

/// A partial product with some integers changed.
fn spoiled(product: &PartialProduct, changes: &[(usize, usize, i32)]) -> PartialProduct {
	let mut rows = *product.rows();
	for (row, column, change) in changes {
		rows[*row][*column] += change;
	}
	PartialProduct::new(rows).expect("in range")
}

/// The example with another challenge.
fn with_challenge(number: u64) -> Receipt {
	let mut receipt = Receipt::example();
	receipt.inputs.challenge[..8].copy_from_slice(&number.to_le_bytes());
	receipt
}
