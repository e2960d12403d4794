//! All partial products of a job, committed to before the challenge is drawn.

use super::{
	block::{Block, PartialProduct},
	job::Job,
	sample::{Shape, Tile},
	tree::{branch, joined, Grid, Level, INDEX_LEVELS},
};
use crate::{
	field_bytes,
	poseidon::{domain_tag, hash},
};
use ark_bn254::Fr;
use greenhour_types::receipt::FieldBytes;

/// Domain of the result commitment.
pub(super) const RESULT_TAG: &str = "greenhour/work-result";

/// The tree over the partial products of a job.
///
/// Built from one partial product after the other. It keeps a node for each block of the result, at most
/// 3 MB, and none of the products; to open one, those of its block of the result are wanted again.
#[derive(Clone, Debug)]
pub struct Products {
	shape: Shape,
	tree: Grid,
}

impl Products {
	/// The tree over what `product` gives, asked for in order: `inner` fastest, then `column`, then `row`.
	pub fn new(shape: Shape, mut product: impl FnMut(Tile) -> PartialProduct) -> Self {
		Self::from_roots(shape, |row, column| {
			block_root(shape, row, column, &mut product)
		})
	}

	/// The tree over what [`block_root`] gives for each row and column: for whoever computes blocks of the
	/// result side by side.
	pub fn from_roots(shape: Shape, root: impl FnMut(u8, u8) -> Fr) -> Self {
		let tree = Grid::new(shape.rows(), shape.columns(), root);
		Self { shape, tree }
	}

	/// The tree over the partial products of a job, computed here.
	pub fn of(job: &Job) -> Self {
		Self::new(job.shape(), |tile| job.product(tile))
	}

	/// The result commitment of the receipt. Not salted: it hides nothing.
	pub fn commitment(&self) -> FieldBytes {
		field_bytes(&result_commitment(self.tree.root()))
	}

	/// The nodes over one partial product; `product` gives those of its block of the result again.
	fn path(
		&self,
		tile: Tile,
		product: impl FnMut(Tile) -> PartialProduct,
	) -> [Level; 3 * INDEX_LEVELS] {
		let (_, in_block) = branch(leaves(self.shape, tile, product), tile.inner);
		joined(in_block, self.tree.path(tile.row, tile.column))
	}
}

/// The root over the partial products of one block of the result, asked for in order.
pub fn block_root(
	shape: Shape,
	row: u8,
	column: u8,
	product: impl FnMut(Tile) -> PartialProduct,
) -> Fr {
	let inner = 0;
	branch(leaves(shape, Tile { row, column, inner }, product), 0).0
}

/// The commitment to the root of the partial products.
pub(super) fn result_commitment(root: Fr) -> Fr {
	hash([domain_tag(RESULT_TAG), root])
}

/// The leaves of one block of the result.
fn leaves(
	shape: Shape,
	at: Tile,
	mut product: impl FnMut(Tile) -> PartialProduct,
) -> impl Iterator<Item = Fr> {
	let inner = (0..=u8::MAX).take(shape.inner().into());
	inner.map(move |inner| product(Tile { inner, ..at }).leaf())
}

/// A partial product with its two blocks, and the way from each to its root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedTile {
	/// Number of blocks in each direction.
	pub shape: Shape,
	/// The block of A.
	pub a: Block,
	/// The block of B.
	pub b: Block,
	/// Their product.
	pub product: PartialProduct,
	/// From the block of A: inner, row.
	pub a_path: [Level; 2 * INDEX_LEVELS],
	/// From the block of B: inner, column.
	pub b_path: [Level; 2 * INDEX_LEVELS],
	/// From the product: inner, column, row.
	pub product_path: [Level; 3 * INDEX_LEVELS],
}

impl OpenedTile {
	/// Opens a tile of a job.
	///
	/// `product` gives what [`Products`] was built from, for the block of the result that has the tile;
	/// anything else makes a statement that does not hold.
	pub fn new(
		job: &Job,
		products: &Products,
		tile: Tile,
		mut product: impl FnMut(Tile) -> PartialProduct,
	) -> Self {
		let opened = product(tile);
		Self {
			shape: job.shape(),
			a: job.a_block(tile.row, tile.inner),
			b: job.b_block(tile.column, tile.inner),
			product: opened,
			a_path: job.a_path(tile),
			b_path: job.b_path(tile),
			product_path: products.path(tile, product),
		}
	}
}
