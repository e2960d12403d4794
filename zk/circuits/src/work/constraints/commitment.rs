//! Leaves, paths, and the commitments to the roots.

use super::{
	group,
	product::{BlockVar, ProductVar},
	sample::{ShapeVar, TileVar},
	Cs, Var,
};
use crate::{
	integer::sum_of_bits,
	poseidon::{domain_tag, hash_var},
	work::{
		block::{A_TAG, B_TAG, PRODUCT_TAG, WORDS_PER_HASH, WORD_BITS},
		job::JOB_TAG,
		products::{OpenedTile, RESULT_TAG},
		tree::{Level, NODE_TAG},
	},
};
use ark_bn254::Fr;
use ark_r1cs_std::{
	alloc::AllocVar,
	boolean::Boolean,
	eq::EqGadget,
	fields::{fp::FpVar, FieldVar},
};
use ark_relations::{gr1cs::SynthesisError, ns};

/// The leaves of the opened blocks and their product.
pub(super) struct Leaves {
	a: Var,
	b: Var,
	product: Var,
}

/// The roots of the three trees.
pub(super) struct Roots {
	a: Var,
	b: Var,
	products: Var,
}

impl Leaves {
	pub(super) fn new(
		cs: &Cs,
		[a, b]: [&BlockVar; 2],
		product: &ProductVar,
	) -> Result<Self, SynthesisError> {
		let _group = ns!(cs, group::LEAVES);
		Ok(Self {
			a: leaf(A_TAG, a.bits())?,
			b: leaf(B_TAG, b.bits())?,
			product: leaf(PRODUCT_TAG, product.bits())?,
		})
	}

	pub(super) fn roots(
		&self,
		cs: &Cs,
		opened: &OpenedTile,
		tile: &TileVar,
	) -> Result<Roots, SynthesisError> {
		let _group = ns!(cs, group::PATHS);
		let TileVar { row, column, inner } = tile;
		Ok(Roots {
			a: climb(cs, &self.a, &[inner, row], &opened.a_path)?,
			b: climb(cs, &self.b, &[inner, column], &opened.b_path)?,
			products: climb(
				cs,
				&self.product,
				&[inner, column, row],
				&opened.product_path,
			)?,
		})
	}
}

impl Roots {
	pub(super) fn enforce_job(
		&self,
		cs: &Cs,
		shape: &ShapeVar,
		job: &Var,
	) -> Result<(), SynthesisError> {
		let _group = ns!(cs, group::JOB_COMMITMENT);
		let tag = FpVar::Constant(domain_tag(JOB_TAG));
		hash_var(&[tag, self.a.clone(), self.b.clone(), shape.word()?])?.enforce_equal(job)
	}

	pub(super) fn enforce_result(&self, cs: &Cs, result: &Var) -> Result<(), SynthesisError> {
		let _group = ns!(cs, group::RESULT_COMMITMENT);
		let tag = FpVar::Constant(domain_tag(RESULT_TAG));
		hash_var(&[tag, self.products.clone()])?.enforce_equal(result)
	}
}

/// As `work::block` makes a leaf of bits.
fn leaf(tag: &str, bits: &[Boolean<Fr>]) -> Result<Var, SynthesisError> {
	let words: Vec<Var> = bits
		.chunks(WORD_BITS)
		.map(sum_of_bits)
		.collect::<Result<_, _>>()?;
	let mut state = FpVar::Constant(domain_tag(tag));
	for words in words.chunks(WORDS_PER_HASH) {
		let mut inputs = [(); WORDS_PER_HASH + 1].map(|()| Var::zero());
		inputs[0] = state;
		inputs[1..=words.len()].clone_from_slice(words);
		state = hash_var(&inputs)?;
	}
	Ok(state)
}

/// The root over a leaf at these indices, the lowest first.
///
/// At each level two bits of an index choose the child that must be what is below. The other children
/// may be anything: the hash binds them.
fn climb(
	cs: &Cs,
	leaf: &Var,
	indices: &[&Vec<Boolean<Fr>>],
	path: &[Level],
) -> Result<Var, SynthesisError> {
	let bits: Vec<Var> = indices
		.iter()
		.flat_map(|index| index.iter().cloned().map(FpVar::from))
		.collect();
	let mut below = leaf.clone();
	for (digit, level) in bits.chunks_exact(2).zip(path) {
		let child = |value: &Fr| FpVar::new_witness(cs.clone(), || Ok(*value));
		let children: Vec<Var> = level.iter().map(child).collect::<Result<_, _>>()?;
		let (low, high) = (&digit[0], &digit[1]);
		let first = &children[0] + low * (&children[1] - &children[0]);
		let second = &children[2] + low * (&children[3] - &children[2]);
		high.mul_equals(&(second - &first), &(&below - &first))?;
		let mut inputs = [(); 5].map(|()| FpVar::Constant(domain_tag(NODE_TAG)));
		inputs[1..].clone_from_slice(&children);
		below = hash_var(&inputs)?;
	}
	Ok(below)
}
