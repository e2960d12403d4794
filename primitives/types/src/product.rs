//! The seeded matrix product of a benchmark challenge, and the check of a sample of it.
//!
//! A seed stands for two matrices of 8-bit integers with sign: rows of A and columns of B, each of [`INNER`]
//! integers that follow from the seed and their index alone. The product is cut into **leaves** of
//! [`LEAF_ENTRIES`] neighbouring entries of one row, [`LEAVES_PER_ROW`] to a row. Whoever answers computes all
//! leaves, commits to them by the root of a Merkle tree, and later opens those that a second seed names. A
//! check regenerates one row and [`ENTRIES_CHECKED`] columns for each opened leaf: constant work, whatever the size
//! of the product.
//!
//! **What a sample proves.** Who has computed the part `p` of the leaves before the second seed was known opens
//! `n` samples with the chance `p^n`. It says nothing about which machine computed them, and a leaf costs
//! 65,536 multiplications and two hashes, so that a machine without fast 8-bit products pays with time only.

use crate::DeviceId;
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_crypto_hashing::{blake2_256, blake2_512};

/// Integers in a row of A and a column of B. Sums of that many products of 8 bits fit 27 bits.
pub const INNER: usize = 4_096;
/// Entries of the product in one leaf.
pub const LEAF_ENTRIES: usize = 16;
/// Leaves in one row of the product: 65,536 columns.
pub const LEAVES_PER_ROW: u64 = 4_096;
/// Entries that are recomputed of each opened leaf.
pub const ENTRIES_CHECKED: u8 = 2;
/// Most levels of the tree.
pub const MAX_DEPTH: u32 = 40;
/// Most leaves of a product.
pub const MAX_LEAVES: u64 = 1 << MAX_DEPTH;

/// Bytes of one block of generated integers.
const BLOCK: usize = 64;
/// Stands for a leaf beyond the last one, where the tree is filled up.
const NO_LEAF: [u8; 32] = [0; 32];

/// Entries of one leaf.
pub type Leaf = [i32; LEAF_ENTRIES];

/// One opened leaf with the hashes beside its way to the root, from the leaf up.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Opening {
	/// The entries.
	pub entries: Leaf,
	/// The hashes.
	pub path: BoundedVec<[u8; 32], ConstU32<MAX_DEPTH>>,
}

/// What was asked for and committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommittedProduct {
	/// Seed of both matrices, see [`product_seed`].
	pub seed: [u8; 32],
	/// Leaves of the product.
	pub leaves: u64,
	/// Root of the tree over them.
	pub root: [u8; 32],
}

/// A place that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
	/// The leaf to open.
	pub leaf: u64,
	/// The first entry of it that is recomputed; the others follow, from the start again after the last.
	pub entry: usize,
}

/// Why openings are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpeningFault {
	/// There are more or fewer openings than samples.
	CountMismatch,
	/// An opened leaf is not the one in the committed tree.
	RootMismatch,
	/// An entry is not that of the product.
	EntryMismatch,
}

/// The seed of the matrices of one device, from the seed of the round in which it was challenged.
///
/// Each device has its own, so no product answers for two.
pub fn product_seed(round_seed: &[u8; 32], device: DeviceId) -> [u8; 32] {
	blake2_256(&(b"greenhour/product", round_seed, device).encode())
}

/// Row `index` of A.
pub fn row(seed: &[u8; 32], index: u64) -> Vec<i8> {
	vector(b"row", seed, index)
}

/// Column `index` of B.
pub fn column(seed: &[u8; 32], index: u64) -> Vec<i8> {
	vector(b"col", seed, index)
}

/// `INNER` integers: block `n` of 64 bytes is `blake2_512(tag ++ seed ++ index ++ n)`, numbers little-endian.
fn vector(tag: &[u8; 3], seed: &[u8; 32], index: u64) -> Vec<i8> {
	let blocks = 0u32..u32::try_from(INNER / BLOCK).unwrap_or(u32::MAX);
	blocks
		.flat_map(|block| blake2_512(&(tag, seed, index, block).encode()))
		.map(|byte| i8::from_le_bytes([byte]))
		.collect()
}

/// The scalar product of a row and a column.
pub fn entry(row: &[i8], column: &[i8]) -> i32 {
	let products = row.iter().zip(column);
	// At most 4,096 times 2^14: nothing wraps.
	products.fold(0i32, |sum, (a, b)| {
		sum.wrapping_add(i32::from(*a).wrapping_mul(i32::from(*b)))
	})
}

/// The row of a leaf, and the column of its first entry.
pub fn place(leaf: u64) -> (u64, u64) {
	let row = leaf.checked_div(LEAVES_PER_ROW).unwrap_or_default();
	let first = leaf.checked_rem(LEAVES_PER_ROW).unwrap_or_default();
	(
		row,
		first.saturating_mul(u64::try_from(LEAF_ENTRIES).unwrap_or(u64::MAX)),
	)
}

/// The hash of a leaf.
pub fn leaf_hash(entries: &Leaf) -> [u8; 32] {
	blake2_256(&(0u8, entries).encode())
}

/// The hash of two neighbours.
pub fn node_hash(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
	blake2_256(&(1u8, left, right).encode())
}

/// Levels of the tree over `leaves` leaves; zero for one leaf or none.
pub fn depth(leaves: u64) -> u32 {
	match leaves.checked_sub(1) {
		None | Some(0) => 0,
		Some(last) => u64::BITS.saturating_sub(last.leading_zeros()),
	}
}

/// The places that `seed` names in a committed product, `count` of them; none in an empty one.
///
/// The bias of the modulus is below 2^-24.
pub fn samples(
	product: &CommittedProduct,
	seed: &[u8; 32],
	count: u32,
) -> impl Iterator<Item = Sample> {
	let (root, leaves, seed) = (product.root, product.leaves, *seed);
	(0..count).filter_map(move |number| {
		let hash = blake2_256(&(b"greenhour/sample", seed, root, number).encode());
		let [a, b, c, d, e, f, g, h, entry, ..] = hash;
		let leaf = u64::from_le_bytes([a, b, c, d, e, f, g, h]).checked_rem(leaves)?;
		let entry = usize::from(entry).checked_rem(LEAF_ENTRIES)?;
		Some(Sample { leaf, entry })
	})
}

/// Are `openings` the leaves that `seed` names, in their order, and right where they are looked at?
///
/// Regenerates one row and [`ENTRIES_CHECKED`] columns for each of `count` samples.
///
/// **Errors**: the first fault.
pub fn check_openings(
	product: &CommittedProduct,
	seed: &[u8; 32],
	count: u32,
	openings: &[Opening],
) -> Result<(), OpeningFault> {
	let wanted: Vec<Sample> = samples(product, seed, count).collect();
	if wanted.is_empty() || wanted.len() != openings.len() {
		return Err(OpeningFault::CountMismatch);
	}
	for (sample, opening) in wanted.iter().zip(openings) {
		check_root(product, sample.leaf, opening)?;
	}
	for (sample, opening) in wanted.iter().zip(openings) {
		check_entries(&product.seed, sample, &opening.entries)?;
	}
	Ok(())
}

fn check_root(
	product: &CommittedProduct,
	leaf: u64,
	opening: &Opening,
) -> Result<(), OpeningFault> {
	let has_depth = u32::try_from(opening.path.len()) == Ok(depth(product.leaves));
	let folded = opening.path.iter().zip(0u32..).fold(
		leaf_hash(&opening.entries),
		|hash, (beside, level)| match leaf.checked_shr(level).unwrap_or_default() & 1 {
			0 => node_hash(&hash, beside),
			_ => node_hash(beside, &hash),
		},
	);
	match has_depth && folded == product.root {
		true => Ok(()),
		false => Err(OpeningFault::RootMismatch),
	}
}

fn check_entries(seed: &[u8; 32], sample: &Sample, entries: &Leaf) -> Result<(), OpeningFault> {
	let (row_index, first_column) = place(sample.leaf);
	let row = row(seed, row_index);
	for step in 0..usize::from(ENTRIES_CHECKED) {
		let place = sample.entry.saturating_add(step);
		let place = place.checked_rem(LEAF_ENTRIES).unwrap_or_default();
		let index = first_column.saturating_add(u64::try_from(place).unwrap_or(u64::MAX));
		if entries.get(place) != Some(&entry(&row, &column(seed, index))) {
			return Err(OpeningFault::EntryMismatch);
		}
	}
	Ok(())
}

/// A product that is kept as a whole, with the tree over it.
///
/// For small products: memory grows with their size. A device streams large ones.
#[derive(Clone, Debug)]
pub struct ProductTree {
	leaves: Vec<Leaf>,
	levels: Vec<Vec<[u8; 32]>>,
}

impl ProductTree {
	/// Computes a product.
	pub fn compute(seed: &[u8; 32], leaves: u64) -> Self {
		let mut rows: (u64, Vec<i8>) = (u64::MAX, Vec::new());
		let computed = (0..leaves).map(|index| {
			let (row_index, first) = place(index);
			if rows.0 != row_index {
				rows = (row_index, row(seed, row_index));
			}
			let mut leaf: Leaf = [0; LEAF_ENTRIES];
			for (number, slot) in (first..).zip(leaf.iter_mut()) {
				*slot = entry(&rows.1, &column(seed, number));
			}
			leaf
		});
		Self::of_leaves(computed.collect())
	}

	/// The tree over any leaves, also wrong ones.
	pub fn of_leaves(leaves: Vec<Leaf>) -> Self {
		let mut level: Vec<[u8; 32]> = leaves.iter().map(leaf_hash).collect();
		level.resize(leaves.len().next_power_of_two(), NO_LEAF);
		let mut levels = alloc::vec![level];
		while let Some(below) = levels.last().filter(|below| below.len() > 1) {
			let above = below
				.chunks(2)
				.map(|pair| match pair {
					[left, right] => node_hash(left, right),
					_ => NO_LEAF,
				})
				.collect();
			levels.push(above);
		}
		Self { leaves, levels }
	}

	/// The commitment.
	pub fn root(&self) -> [u8; 32] {
		let top = self.levels.last().and_then(|level| level.first());
		top.copied().unwrap_or(NO_LEAF)
	}

	/// Opens one leaf; `None` if there is no such leaf.
	pub fn open(&self, leaf: u64) -> Option<Opening> {
		let index = usize::try_from(leaf).ok()?;
		let entries = *self.leaves.get(index)?;
		let below_root = self.levels.iter().take(self.levels.len().saturating_sub(1));
		let path: Option<Vec<[u8; 32]>> = below_root
			.zip(0u32..)
			.map(|(hashes, level)| hashes.get(index.checked_shr(level)? ^ 1).copied())
			.collect();
		Some(Opening {
			entries,
			path: BoundedVec::try_from(path?).ok()?,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const SEED: [u8; 32] = [3; 32];
	const OPENING: [u8; 32] = [4; 32];

	fn committed(tree: &ProductTree, leaves: u64) -> CommittedProduct {
		CommittedProduct {
			seed: SEED,
			leaves,
			root: tree.root(),
		}
	}

	fn opened(tree: &ProductTree, product: &CommittedProduct, count: u32) -> Vec<Opening> {
		samples(product, &OPENING, count)
			.map(|sample| tree.open(sample.leaf).expect("the leaf is there"))
			.collect()
	}

	#[test]
	fn a_whole_product_opens_at_every_sample() {
		for leaves in [1, 2, 3, 5] {
			let tree = ProductTree::compute(&SEED, leaves);
			let product = committed(&tree, leaves);
			let openings = opened(&tree, &product, 4);
			assert_eq!(openings.len(), 4);
			assert_eq!(check_openings(&product, &OPENING, 4, &openings), Ok(()));
		}
	}

	#[test]
	fn a_leaf_is_a_piece_of_the_product() {
		let leaf = LEAVES_PER_ROW + 1;
		assert_eq!(place(leaf), (1, 16));
		let row: Vec<i64> = row(&SEED, 1).into_iter().map(i64::from).collect();
		let column: Vec<i64> = column(&SEED, 17).into_iter().map(i64::from).collect();
		assert_eq!((row.len(), column.len()), (INNER, INNER));
		let expected: i64 = row.iter().zip(&column).map(|(a, b)| a * b).sum();
		let computed = entry(&super::row(&SEED, 1), &super::column(&SEED, 17));
		assert_eq!(i64::from(computed), expected);
	}

	#[test]
	fn the_largest_sum_fits() {
		assert_eq!(entry(&[-128; INNER], &[-128; INNER]), 1 << 26);
		assert_eq!(entry(&[-128; INNER], &[127; INNER]), -128 * 127 * 4_096);
	}

	#[test]
	fn depths_are_those_of_full_trees() {
		let depths = [0, 1, 2, 3, 4, 5, 8, 9, MAX_LEAVES].map(depth);
		assert_eq!(depths, [0, 0, 1, 2, 2, 3, 3, 4, MAX_DEPTH]);
	}

	#[test]
	fn another_seed_is_another_product() {
		let seeds = [
			product_seed(&SEED, DeviceId(1)),
			product_seed(&SEED, DeviceId(2)),
		];
		assert_ne!(row(&seeds[0], 0), row(&seeds[1], 0));
		assert_ne!(row(&seeds[0], 0), column(&seeds[0], 0));
		assert_ne!(row(&seeds[0], 0), row(&seeds[0], 1));
	}

	#[test]
	fn every_fault_is_found() {
		let tree = ProductTree::compute(&SEED, 4);
		let product = committed(&tree, 4);
		let openings = opened(&tree, &product, 4);
		let check = |openings: &[Opening]| check_openings(&product, &OPENING, 4, openings);
		assert_eq!(check(&openings[..3]), Err(OpeningFault::CountMismatch));
		assert_eq!(check(&[]), Err(OpeningFault::CountMismatch));
		let mut shorter = openings.clone();
		shorter[0].path.pop();
		assert_eq!(check(&shorter), Err(OpeningFault::RootMismatch));
		let mut changed = openings.clone();
		changed[3].entries[0] ^= 1;
		assert_eq!(check(&changed), Err(OpeningFault::RootMismatch));
		let mut swapped = openings;
		let other = samples(&product, &OPENING, 4).map(|sample| sample.leaf ^ 1);
		for (opening, leaf) in swapped.iter_mut().zip(other) {
			*opening = tree.open(leaf).expect("the leaf is there");
		}
		assert_eq!(check(&swapped), Err(OpeningFault::RootMismatch));
	}

	#[test]
	fn a_product_that_was_made_up_is_found() {
		let tree = ProductTree::of_leaves(alloc::vec![[7; LEAF_ENTRIES]; 4]);
		let product = committed(&tree, 4);
		let openings = opened(&tree, &product, 4);
		let checked = check_openings(&product, &OPENING, 4, &openings);
		assert_eq!(checked, Err(OpeningFault::EntryMismatch));
	}

	#[test]
	fn an_empty_product_never_passes() {
		let product = CommittedProduct {
			seed: SEED,
			leaves: 0,
			root: NO_LEAF,
		};
		let checked = check_openings(&product, &OPENING, 4, &[]);
		assert_eq!(checked, Err(OpeningFault::CountMismatch));
	}

	proptest! {
		#[test]
		fn samples_lie_inside_and_depend_on_root_and_seed(
			leaves in 1..MAX_LEAVES, root: [u8; 32], seed: [u8; 32],
		) {
			let product = CommittedProduct { seed: SEED, leaves, root };
			let places: Vec<Sample> = samples(&product, &seed, 4).collect();
			prop_assert_eq!(places.len(), 4);
			prop_assert!(places.iter().all(|place| place.leaf < leaves && place.entry < LEAF_ENTRIES));
			let mut other = product;
			other.root[0] ^= 1;
			let moved: Vec<Sample> = samples(&other, &seed, 4).collect();
			prop_assert!(leaves < 1 << 20 || moved != places);
		}

		#[test]
		fn every_leaf_of_a_tree_opens(count in 1..40usize, leaf in 0..40u64) {
			let leaves: Vec<Leaf> = (0..count).map(|n| [i32::try_from(n).unwrap(); 16]).collect();
			let tree = ProductTree::of_leaves(leaves);
			let product = committed(&tree, u64::try_from(count).unwrap());
			match tree.open(leaf) {
				Some(opening) => prop_assert_eq!(check_root(&product, leaf, &opening), Ok(())),
				None => prop_assert!(leaf >= product.leaves),
			}
		}
	}
}
