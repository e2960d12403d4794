//! Trees of four children to a node, over blocks with two or three indices.
//!
//! An index is below 256 and takes four levels, the lowest index first. A place without a block, and
//! a node without a block below, is zero; such a place is never opened.

use crate::poseidon::{domain_tag, hash};
use ark_bn254::Fr;
use ark_ff::Zero;

/// Children of a node.
pub const CHILDREN: usize = 4;
/// Bits of an index that choose a child.
const DIGIT_BITS: usize = 2;
/// Levels of an index.
pub const INDEX_LEVELS: usize = 4;
/// Domain of the nodes.
pub(super) const NODE_TAG: &str = "greenhour/work-node";

/// The children of one node on the way from a leaf to the root; one of them is on the way itself.
pub type Level = [Fr; CHILDREN];

/// A tree over the blocks with one index, up to 256.
#[derive(Clone, Debug)]
struct Branch {
	/// From the leaves up; each is filled with zeros to whole nodes.
	levels: [Vec<Fr>; INDEX_LEVELS],
	root: Fr,
}

/// A tree over blocks with two indices.
#[derive(Clone, Debug)]
pub(super) struct Grid {
	rows: Vec<Branch>,
	top: Branch,
}

impl Branch {
	fn new(leaves: impl Iterator<Item = Fr>) -> Self {
		let mut below: Vec<Fr> = leaves.collect();
		let levels = [(); INDEX_LEVELS].map(|()| {
			below.resize(below.len().next_multiple_of(CHILDREN), Fr::zero());
			let above = below.chunks_exact(CHILDREN).map(|children| {
				let children = core::array::from_fn(|at| children[at]);
				if children.iter().all(Fr::is_zero) {
					Fr::zero()
				} else {
					node(&children)
				}
			});
			let above = above.collect();
			core::mem::replace(&mut below, above)
		});
		// 256 leaves become one node in four levels.
		let root = below.first().copied().unwrap_or_default();
		Self { levels, root }
	}

	/// The four nodes over a leaf.
	fn path(&self, index: u8) -> [Level; INDEX_LEVELS] {
		core::array::from_fn(|height| {
			let first = usize::from(index) >> (DIGIT_BITS * (height + 1)) << DIGIT_BITS;
			let child = |at| self.levels[height].get(first + at).copied();
			core::array::from_fn(|at| child(at).unwrap_or_default())
		})
	}
}

impl Grid {
	/// The tree with these leaves: `leaf(high, low)`, asked for in order, `low` fastest.
	pub(super) fn new(highs: u16, lows: u16, mut leaf: impl FnMut(u8, u8) -> Fr) -> Self {
		let indices = |count: u16| (0..=u8::MAX).take(count.into());
		let rows: Vec<_> = indices(highs)
			.map(|high| Branch::new(indices(lows).map(|low| leaf(high, low))))
			.collect();
		let top = Branch::new(rows.iter().map(|row| row.root));
		Self { rows, top }
	}

	pub(super) fn root(&self) -> Fr {
		self.top.root
	}

	/// The nodes over a leaf, from the lowest; all zeros when there is no such row.
	pub(super) fn path(&self, high: u8, low: u8) -> [Level; 2 * INDEX_LEVELS] {
		let in_row = self.rows.get(usize::from(high)).map(|row| row.path(low));
		joined(in_row.unwrap_or_default(), self.top.path(high))
	}
}

/// The root over these leaves, up to 256, and the nodes over one of them.
pub(super) fn branch(leaves: impl Iterator<Item = Fr>, index: u8) -> (Fr, [Level; INDEX_LEVELS]) {
	let branch = Branch::new(leaves);
	(branch.root, branch.path(index))
}

/// The levels of `low`, then those of `high`.
pub(super) fn joined<const LOW: usize, const HIGH: usize, const ALL: usize>(
	low: [Level; LOW],
	high: [Level; HIGH],
) -> [Level; ALL] {
	const { assert!(LOW + HIGH == ALL) };
	let mut levels = low.into_iter().chain(high);
	[(); ALL].map(|()| levels.next().unwrap_or_default())
}

/// A node with these children.
fn node(children: &Level) -> Fr {
	let [first, second, third, fourth] = *children;
	hash([domain_tag(NODE_TAG), first, second, third, fourth])
}

/// The root to which a path leads from a leaf at these indices, the lowest first.
///
/// `None` when a level does not hold what is on the way, or the path has another length.
pub(super) fn climb(leaf: Fr, indices: &[u8], path: &[Level]) -> Option<Fr> {
	if path.len() != indices.len() * INDEX_LEVELS {
		return None;
	}
	let digits = indices
		.iter()
		.flat_map(|index| (0..INDEX_LEVELS).map(move |level| index >> (DIGIT_BITS * level) & 3));
	digits.zip(path).try_fold(leaf, |below, (digit, level)| {
		(level[usize::from(digit)] == below).then(|| node(level))
	})
}
