//! `work-v1`: a receipt, and one sampled block of a matrix product behind its result commitment.
//!
//! A job is `A * B`, both of 8-bit integers. A is cut into blocks of 16 x 64, B into blocks of 64 x 16;
//! the device commits to every partial product `P(row, column, inner)` of a block of A and one of B.
//! A challenge that is drawn after the commitment chooses one; the statement shows that it is right.
//!
//! | input | field | width and check |
//! |---|---|---|
//! | public 0..=40 | as packed by [`WorkInputs`] | see the table in `zk/README.md` |
//! | witness | that of `receipt-v1` | see [`ReceiptWitness`] |
//! | witness | shape: rows, columns, inner, each less one | 8 bits each |
//! | witness | blocks of A and B | 1,024 integers of 8 bits each |
//! | witness | partial product | 256 integers of 21 bits |
//! | witness | paths | 8, 8 and 12 levels of 4 field elements; hashed |
//!
//! It does not prove that the other partial products are right, nor that their sum is.

mod block; // blocks, products, leaves
mod constraints;
mod job; // matrices and their trees
mod native;
mod products; // the committed partial products, and one of them opened
mod sample; // shape, tile, points
#[cfg(test)]
mod tests;
mod tree; // trees and paths

pub use block::{Block, PartialProduct, INNER, SIDE, WORD_BITS};
pub use constraints::{group, CONSTRAINTS, GROUPS};
pub use job::{Job, JobError, Matrix};
pub use native::{check, Tree, Violation};
pub use products::{block_root, OpenedTile, Products};
pub use sample::{sample, Sample, Shape, Tile, MAX_BLOCKS};
pub use tree::{Level, CHILDREN, INDEX_LEVELS};

use crate::{receipt::ReceiptWitness, Receipt, Statement};
use greenhour_types::{
	receipt::FieldBytes,
	work::{WorkInputs, WORK_V1},
};

/// The private part of a statement of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkWitness {
	/// That of the receipt.
	pub receipt: ReceiptWitness,
	/// The sampled tile.
	pub opened: OpenedTile,
}

/// The statement: public inputs with a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
	/// Public inputs.
	pub inputs: WorkInputs,
	/// Witness.
	pub witness: WorkWitness,
}

impl Work {
	/// The statement that this receipt is for this job, whose partial products were committed to.
	///
	/// The receipt keeps its challenge, and takes version and result commitment from here. `product`
	/// gives the products of one block of the result again; see [`OpenedTile::new`].
	/// `None` when the challenge is not a canonical field element.
	pub fn new(
		receipt: Receipt,
		job: &Job,
		products: &Products,
		product: impl FnMut(Tile) -> PartialProduct,
	) -> Option<Self> {
		let Receipt {
			mut inputs,
			witness,
		} = receipt;
		inputs.version = WORK_V1;
		inputs.result_commitment = products.commitment();
		let commitment = job.commitment();
		let result = &inputs.result_commitment;
		let sample = sample(&inputs.challenge, result, &commitment, &job.shape())?;
		Some(Self {
			inputs: WorkInputs {
				receipt: inputs,
				job: commitment,
			},
			witness: WorkWitness {
				receipt: witness,
				opened: OpenedTile::new(job, products, sample.tile, product),
			},
		})
	}

	/// The receipt in it.
	fn receipt(&self) -> Receipt {
		Receipt {
			inputs: self.inputs.receipt.clone(),
			witness: self.witness.receipt.clone(),
		}
	}
}

/// A job of 64 x 128 by 128 x 64 with every 8-bit integer in it.
fn example_job() -> Result<Job, JobError> {
	let matrix = |rows, columns, step: usize| {
		let entry = |place: usize| (place * step / 7).to_le_bytes()[0].cast_signed();
		Matrix::new(rows, columns, (0..rows * columns).map(entry).collect())
	};
	Job::new(matrix(64, 128, 31)?, matrix(128, 64, 53)?)
}

impl Statement for Work {
	const NAME: &'static str = "work-v1";
	type Violation = Violation;

	fn example() -> Self {
		let work = example_job().ok().and_then(|job| {
			let products = Products::of(&job);
			Self::new(Receipt::example(), &job, &products, |at| job.product(at))
		});
		let Some(work) = work else {
			unreachable!("the sizes fit and the challenge is canonical")
		};
		work
	}

	fn public_inputs(&self) -> Vec<FieldBytes> {
		self.inputs.public_inputs().to_vec()
	}

	fn check(&self) -> Result<(), Violation> {
		check(&self.inputs, &self.witness)
	}
}
