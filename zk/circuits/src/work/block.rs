//! Blocks of the matrices, their partial products, and how both become leaves of a tree.
//!
//! A leaf is the hash of the integers of a block. Their bits, lowest first, are cut into words of
//! [`WORD_BITS`] bits, the last one filled with zeros; eleven words at a time are hashed after the
//! hash so far, which starts as the tag of the use. A use has one length, so two blocks with one leaf are a
//! collision of Poseidon.

use crate::poseidon::{domain_tag, hash};
use ark_bn254::Fr;
use ark_ff::{BigInt, BigInteger, PrimeField};

/// Rows of a block of A, columns of a block of B.
pub const SIDE: usize = 16;
/// Columns of a block of A, rows of a block of B.
pub const INNER: usize = 64;
/// Bits of an integer of a block, and what is added before they are taken: it makes -128 zero.
pub(super) const ENTRY_BITS: usize = 8;
pub(super) const ENTRY_OFFSET: i32 = 1 << (ENTRY_BITS - 1);
/// Bits of an integer of a partial product, and what is added before they are taken.
///
/// The greatest is `64 * 128 * 128 = 2^20`, the least `-64 * 128 * 127`, so 21 bits are enough.
pub(super) const PRODUCT_BITS: usize = 21;
pub(super) const PRODUCT_OFFSET: i32 = (1 << (PRODUCT_BITS - 1)) - 1;
/// Bits of a word of a leaf.
pub const WORD_BITS: usize = 252;
/// Words that one hash takes.
pub(super) const WORDS_PER_HASH: usize = 11;

/// Domains of the leaves.
pub(super) const A_TAG: &str = "greenhour/work-a";
pub(super) const B_TAG: &str = "greenhour/work-b";
pub(super) const PRODUCT_TAG: &str = "greenhour/work-product";

/// A block of A by rows, or a block of B by columns: 16 lines of 64 integers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block(pub [[i8; INNER]; SIDE]);

/// A block of A times a block of B, by rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialProduct([[i32; SIDE]; SIDE]);

impl Block {
	/// The integers without sign, as they are hashed.
	pub(super) fn unsigned(&self) -> impl Iterator<Item = u32> + '_ {
		let unsigned = |entry: &i8| (i32::from(*entry) + ENTRY_OFFSET).unsigned_abs();
		self.0.iter().flatten().map(unsigned)
	}

	/// The leaf of a block of A.
	pub fn a_leaf(&self) -> Fr {
		leaf(A_TAG, ENTRY_BITS, self.unsigned())
	}

	/// The leaf of a block of B.
	pub fn b_leaf(&self) -> Fr {
		leaf(B_TAG, ENTRY_BITS, self.unsigned())
	}
}

impl PartialProduct {
	/// These integers by rows; `None` when one is not in `-(2^20 - 1)..=2^20`, where all products are.
	pub fn new(rows: [[i32; SIDE]; SIDE]) -> Option<Self> {
		let range = -PRODUCT_OFFSET..=PRODUCT_OFFSET + 1;
		let fits = rows.iter().flatten().all(|entry| range.contains(entry));
		fits.then_some(Self(rows))
	}

	/// The product of a block of A and a block of B.
	pub fn of(a: &Block, b: &Block) -> Self {
		let dot = |row: &[i8; INNER], column: &[i8; INNER]| {
			let pairs = row.iter().zip(column);
			pairs.map(|(x, y)| i32::from(*x) * i32::from(*y)).sum()
		};
		Self(a.0.map(|row| b.0.map(|column| dot(&row, &column))))
	}

	/// The integers by rows.
	pub fn rows(&self) -> &[[i32; SIDE]; SIDE] {
		&self.0
	}

	/// The integers without sign, as they are hashed.
	pub(super) fn unsigned(&self) -> impl Iterator<Item = u32> + '_ {
		let unsigned = |entry: &i32| (entry + PRODUCT_OFFSET).unsigned_abs();
		self.0.iter().flatten().map(unsigned)
	}

	/// The leaf of a partial product.
	pub fn leaf(&self) -> Fr {
		leaf(PRODUCT_TAG, PRODUCT_BITS, self.unsigned())
	}
}

fn leaf(tag: &str, bits_each: usize, integers: impl Iterator<Item = u32>) -> Fr {
	let bits: Vec<bool> = integers
		.flat_map(|integer| (0..bits_each).map(move |position| integer >> position & 1 == 1))
		.collect();
	let words: Vec<Fr> = bits.chunks(WORD_BITS).map(word).collect();
	words
		.chunks(WORDS_PER_HASH)
		.fold(domain_tag(tag), |state, words| {
			let mut inputs = [Fr::default(); WORDS_PER_HASH + 1];
			inputs[0] = state;
			inputs[1..=words.len()].copy_from_slice(words);
			hash(inputs)
		})
}

fn word(bits: &[bool]) -> Fr {
	// 252 bits are below the modulus.
	Fr::from_bigint(BigInt::from_bits_le(bits)).unwrap_or_default()
}
