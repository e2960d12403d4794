//! The shape of a job, and the tile and points that the challenge chooses.

use crate::{
	field_from_bytes,
	poseidon::{domain_tag, hash},
};
use ark_bn254::Fr;
use ark_ff::PrimeField;
use greenhour_types::receipt::FieldBytes;

/// Most blocks in one direction.
pub const MAX_BLOCKS: u16 = 256;
/// Bits of the seed that choose one index.
pub(super) const CHOICE_BITS: usize = 64;
/// Domains of the seed and of the points.
pub(super) const SEED_TAG: &str = "greenhour/work-seed";
pub(super) const ROW_POINT_TAG: &str = "greenhour/work-row-point";
pub(super) const COLUMN_POINT_TAG: &str = "greenhour/work-column-point";

/// Number of blocks in each direction, 1 to 256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
	/// The last block in each direction.
	last: Tile,
}

/// Where a partial product is, in blocks from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
	/// Row of the block of A.
	pub row: u8,
	/// Column of the block of B.
	pub column: u8,
	/// Column of the block of A, row of the block of B.
	pub inner: u8,
}

impl Shape {
	/// The shape of this many blocks; `None` unless each number is 1 to 256.
	pub fn new(rows: u16, columns: u16, inner: u16) -> Option<Self> {
		let last = |count: u16| u8::try_from(count.checked_sub(1)?).ok();
		let last = Tile {
			row: last(rows)?,
			column: last(columns)?,
			inner: last(inner)?,
		};
		Some(Self { last })
	}

	/// Rows of blocks in A and in the result.
	pub fn rows(&self) -> u16 {
		u16::from(self.last.row) + 1
	}

	/// Columns of blocks in B and in the result.
	pub fn columns(&self) -> u16 {
		u16::from(self.last.column) + 1
	}

	/// Columns of blocks in A and rows of blocks in B: partial products of each block of the result.
	pub fn inner(&self) -> u16 {
		u16::from(self.last.inner) + 1
	}

	/// The word in the job commitment: rows 8, columns 8, inner 8, each less one.
	pub fn word(&self) -> Fr {
		let Tile { row, column, inner } = self.last;
		Fr::from(u32::from_le_bytes([row, column, inner, 0]))
	}

	/// Numbers of blocks less one: rows, columns, inner.
	pub(super) fn last(&self) -> [u8; 3] {
		[self.last.row, self.last.column, self.last.inner]
	}
}

/// What the challenge chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
	/// The partial product to open.
	pub tile: Tile,
	/// Powers of it weigh the rows.
	pub row_point: Fr,
	/// Powers of it weigh the columns.
	pub column_point: Fr,
}

/// The choice of a challenge for this result of this job.
///
/// Each index is `64 bits of the seed * number of blocks / 2^64`, rounded down: every number of blocks
/// works, and no tile is more likely than another by more than `2^-54` of its share.
///
/// `None` when an argument is not a canonical field element.
pub fn sample(
	challenge: &FieldBytes,
	result_commitment: &FieldBytes,
	job: &FieldBytes,
	shape: &Shape,
) -> Option<Sample> {
	let seed = hash([
		domain_tag(SEED_TAG),
		field_from_bytes(challenge)?,
		field_from_bytes(result_commitment)?,
		field_from_bytes(job)?,
	]);
	let [row, column, inner, _] = seed.into_bigint().0;
	let index = |choice: u64, count: u16| {
		let scaled = u128::from(choice) * u128::from(count);
		// Below the count, so at most 255.
		u8::try_from(scaled >> CHOICE_BITS).ok()
	};
	Some(Sample {
		tile: Tile {
			row: index(row, shape.rows())?,
			column: index(column, shape.columns())?,
			inner: index(inner, shape.inner())?,
		},
		row_point: hash([domain_tag(ROW_POINT_TAG), seed]),
		column_point: hash([domain_tag(COLUMN_POINT_TAG), seed]),
	})
}
