//! A job: two matrices and their commitment.

use super::{
	block::{Block, PartialProduct, INNER, SIDE},
	sample::{Shape, Tile, MAX_BLOCKS},
	tree::{Grid, Level, INDEX_LEVELS},
};
use crate::{
	field_bytes,
	poseidon::{domain_tag, hash},
};
use ark_bn254::Fr;
use greenhour_types::receipt::FieldBytes;

/// Domain of the job commitment.
pub(super) const JOB_TAG: &str = "greenhour/work-job";

/// Why matrices are no job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
	/// A matrix without rows or columns, or with another number of integers than they say.
	#[error("{rows} rows of {columns} columns are not {integers} integers")]
	SizeMismatch {
		/// Rows.
		rows: usize,
		/// Columns.
		columns: usize,
		/// Integers that were given.
		integers: usize,
	},
	/// A has another number of columns than B has rows.
	#[error("A has {columns} columns and B has {rows} rows")]
	InnerMismatch {
		/// Columns of A.
		columns: usize,
		/// Rows of B.
		rows: usize,
	},
	/// More than 256 blocks in one direction.
	#[error("a matrix has more than {MAX_BLOCKS} blocks in one direction")]
	MaxBlocksExceeded,
}

/// A matrix of 8-bit integers with sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
	rows: usize,
	columns: usize,
	integers: Vec<i8>,
}

impl Matrix {
	/// The matrix with these integers, row by row.
	///
	/// **Errors**: `SizeMismatch`.
	pub fn new(rows: usize, columns: usize, integers: Vec<i8>) -> Result<Self, JobError> {
		if integers.is_empty() || rows.checked_mul(columns) != Some(integers.len()) {
			let integers = integers.len();
			return Err(JobError::SizeMismatch {
				rows,
				columns,
				integers,
			});
		}
		Ok(Self {
			rows,
			columns,
			integers,
		})
	}

	/// One integer; zero outside, where blocks are filled.
	fn at(&self, row: usize, column: usize) -> i8 {
		if column >= self.columns {
			return 0;
		}
		let place = row.saturating_mul(self.columns).saturating_add(column);
		self.integers.get(place).copied().unwrap_or(0)
	}
}

/// The product of two matrices as a job, with the trees over their blocks.
///
/// A is M x K and B is K x N, up to 4,096 x 16,384 and 16,384 x 4,096; blocks at the edges are filled
/// with zeros. The trees take one hash chain for each block (see `zk/README.md` for what that costs) and at
/// most 6 MB.
#[derive(Clone, Debug)]
pub struct Job {
	a: Matrix,
	b: Matrix,
	shape: Shape,
	a_tree: Grid,
	b_tree: Grid,
}

impl Job {
	/// The job of computing `a * b`.
	///
	/// **Errors**: `InnerMismatch`, `MaxBlocksExceeded`.
	pub fn new(a: Matrix, b: Matrix) -> Result<Self, JobError> {
		if a.columns != b.rows {
			let (columns, rows) = (a.columns, b.rows);
			return Err(JobError::InnerMismatch { columns, rows });
		}
		let blocks = |length: usize, side| u16::try_from(length.div_ceil(side)).ok();
		let shape = || {
			Shape::new(
				blocks(a.rows, SIDE)?,
				blocks(b.columns, SIDE)?,
				blocks(a.columns, INNER)?,
			)
		};
		let shape = shape().ok_or(JobError::MaxBlocksExceeded)?;
		let a_tree = Grid::new(shape.rows(), shape.inner(), |row, inner| {
			a_block(&a, row, inner).a_leaf()
		});
		let b_tree = Grid::new(shape.columns(), shape.inner(), |column, inner| {
			b_block(&b, column, inner).b_leaf()
		});
		Ok(Self {
			a,
			b,
			shape,
			a_tree,
			b_tree,
		})
	}

	/// What the tenant publishes: the specification hash of the contract.
	pub fn commitment(&self) -> FieldBytes {
		let roots = [self.a_tree.root(), self.b_tree.root()];
		field_bytes(&job_commitment(roots, &self.shape))
	}

	/// Number of blocks in each direction.
	pub fn shape(&self) -> Shape {
		self.shape
	}

	/// The block of A in this row and column of blocks.
	pub fn a_block(&self, row: u8, inner: u8) -> Block {
		a_block(&self.a, row, inner)
	}

	/// The block of B in this column and row of blocks.
	pub fn b_block(&self, column: u8, inner: u8) -> Block {
		b_block(&self.b, column, inner)
	}

	/// The partial product of this tile, computed here.
	pub fn product(&self, tile: Tile) -> PartialProduct {
		let a = self.a_block(tile.row, tile.inner);
		PartialProduct::of(&a, &self.b_block(tile.column, tile.inner))
	}

	pub(super) fn a_path(&self, tile: Tile) -> [Level; 2 * INDEX_LEVELS] {
		self.a_tree.path(tile.row, tile.inner)
	}

	pub(super) fn b_path(&self, tile: Tile) -> [Level; 2 * INDEX_LEVELS] {
		self.b_tree.path(tile.column, tile.inner)
	}
}

/// The commitment to the roots of A and B and the shape.
pub(super) fn job_commitment([a, b]: [Fr; 2], shape: &Shape) -> Fr {
	hash([domain_tag(JOB_TAG), a, b, shape.word()])
}

fn a_block(a: &Matrix, row: u8, inner: u8) -> Block {
	let (top, left) = (usize::from(row) * SIDE, usize::from(inner) * INNER);
	block(|line, place| a.at(top + line, left + place))
}

fn b_block(b: &Matrix, column: u8, inner: u8) -> Block {
	let (left, top) = (usize::from(column) * SIDE, usize::from(inner) * INNER);
	block(|line, place| b.at(top + place, left + line))
}

fn block(entry: impl Fn(usize, usize) -> i8) -> Block {
	Block(core::array::from_fn(|line| {
		core::array::from_fn(|place| entry(line, place))
	}))
}
