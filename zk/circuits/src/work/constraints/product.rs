//! Blocks, partial product, and Freivalds' check that one is the product of the others.

use super::{group, Cs, Var};
use crate::{
	integer::IntegerVar,
	work::{
		block::{ENTRY_BITS, ENTRY_OFFSET, INNER, PRODUCT_BITS, PRODUCT_OFFSET, SIDE},
		products::OpenedTile,
	},
};
use ark_bn254::Fr;
use ark_r1cs_std::{boolean::Boolean, eq::EqGadget};
use ark_relations::{gr1cs::SynthesisError, ns};

/// Integers with sign, each below `2^BITS` after `offset` is added.
struct SignedVar<const BITS: usize> {
	/// The bits that are hashed.
	bits: Vec<Boolean<Fr>>,
	values: Vec<Var>,
}

impl<const BITS: usize> SignedVar<BITS> {
	fn new_witness(
		cs: &Cs,
		unsigned: impl Iterator<Item = u32>,
		offset: i32,
	) -> Result<Self, SynthesisError> {
		let mut signed = Self {
			bits: Vec::new(),
			values: Vec::new(),
		};
		for integer in unsigned {
			let integer = IntegerVar::<BITS>::new_witness(cs, integer)?;
			signed.bits.extend_from_slice(integer.bits());
			signed.values.push(integer.value() - Fr::from(offset));
		}
		Ok(signed)
	}
}

/// A block: 16 lines of 64 integers, rows of A or columns of B.
pub(super) struct BlockVar(SignedVar<ENTRY_BITS>);

impl BlockVar {
	/// The opened blocks of A and B.
	pub(super) fn new_pair(cs: &Cs, opened: &OpenedTile) -> Result<(Self, Self), SynthesisError> {
		let _group = ns!(cs, group::BLOCKS);
		let a = SignedVar::new_witness(cs, opened.a.unsigned(), ENTRY_OFFSET)?;
		let b = SignedVar::new_witness(cs, opened.b.unsigned(), ENTRY_OFFSET)?;
		Ok((Self(a), Self(b)))
	}

	pub(super) fn bits(&self) -> &[Boolean<Fr>] {
		&self.0.bits
	}

	/// The sum of the lines, each times its weight.
	fn combined(&self, weights: &[Var]) -> Vec<Var> {
		let at = |place: usize| {
			let column = self.0.values.iter().skip(place).step_by(INNER);
			weighted_sum(weights, column)
		};
		(0..INNER).map(at).collect()
	}
}

/// A partial product by rows.
pub(super) struct ProductVar(SignedVar<PRODUCT_BITS>);

impl ProductVar {
	pub(super) fn new(cs: &Cs, opened: &OpenedTile) -> Result<Self, SynthesisError> {
		let _group = ns!(cs, group::PARTIAL_PRODUCT);
		SignedVar::new_witness(cs, opened.product.unsigned(), PRODUCT_OFFSET).map(Self)
	}

	pub(super) fn bits(&self) -> &[Boolean<Fr>] {
		&self.0.bits
	}

	/// `y^T A (B x) = y^T P x`, where `y` and `x` are the powers of the points.
	///
	/// The difference of both sides is a polynomial in the two points with the integers of `A B - P` as
	/// coefficients, of degree 15 in each: if it is not zero, random points are a root of it with probability
	/// at most `30 / p`. The integers are below `2^22`, so those that are zero in the field are zero.
	pub(super) fn enforce_product_of(
		&self,
		cs: &Cs,
		[a, b]: [&BlockVar; 2],
		row_powers: &[Var],
		column_powers: &[Var],
	) -> Result<(), SynthesisError> {
		let _group = ns!(cs, group::MATRIX_PRODUCT);
		let (left, right) = (a.combined(row_powers), b.combined(column_powers));
		let rows = self.0.values.chunks(SIDE);
		let rows: Vec<Var> = rows
			.map(|row| weighted_sum(column_powers, row.iter()))
			.collect();
		weighted_sum(&left, right.iter()).enforce_equal(&weighted_sum(row_powers, rows.iter()))
	}
}

/// One constraint for each product of which no factor is a constant.
fn weighted_sum<'a>(weights: &[Var], values: impl Iterator<Item = &'a Var>) -> Var {
	let products = weights.iter().zip(values);
	products.map(|(weight, value)| weight * value).sum()
}
