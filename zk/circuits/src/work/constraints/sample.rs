//! Shape, seed, tile and points.

use super::{group, Cs, Var};
use crate::{
	curve::enforce_at_most,
	integer::{bits_of, packed, sum_of_bits, value_or_zero, IntegerVar},
	poseidon::{domain_tag, hash_var},
	work::{
		block::SIDE,
		products::OpenedTile,
		sample::{CHOICE_BITS, COLUMN_POINT_TAG, ROW_POINT_TAG, SEED_TAG},
		tree::INDEX_LEVELS,
	},
};
use ark_bn254::Fr;
use ark_ff::{BigInt, BigInteger, PrimeField};
use ark_r1cs_std::{
	boolean::Boolean,
	eq::EqGadget,
	fields::{fp::FpVar, FieldVar},
};
use ark_relations::{gr1cs::SynthesisError, ns};

/// Bits of an index or of a number of blocks less one.
const INDEX_BITS: usize = 2 * INDEX_LEVELS;

/// Numbers of blocks less one: rows, columns, inner.
pub(super) struct ShapeVar([IntegerVar<INDEX_BITS>; 3]);

impl ShapeVar {
	/// The word in the job commitment.
	pub(super) fn word(&self) -> Result<Var, SynthesisError> {
		let [rows, columns, inner] = &self.0;
		packed(&[
			(rows.value(), 0),
			(columns.value(), INDEX_BITS),
			(inner.value(), 2 * INDEX_BITS),
		])
	}
}

pub(super) fn shape(cs: &Cs, opened: &OpenedTile) -> Result<ShapeVar, SynthesisError> {
	let _group = ns!(cs, group::SHAPE);
	let [rows, columns, inner] = opened.shape.last();
	Ok(ShapeVar([
		IntegerVar::new_witness(cs, rows)?,
		IntegerVar::new_witness(cs, columns)?,
		IntegerVar::new_witness(cs, inner)?,
	]))
}

/// The hash that the challenge makes of result and job.
pub(super) struct SeedVar(Var);

impl SeedVar {
	pub(super) fn new(
		cs: &Cs,
		challenge: &Var,
		result: &Var,
		job: &Var,
	) -> Result<Self, SynthesisError> {
		let _group = ns!(cs, group::SAMPLE_SEED);
		let tag = FpVar::Constant(domain_tag(SEED_TAG));
		let inputs = [tag, challenge.clone(), result.clone(), job.clone()];
		hash_var(&inputs).map(Self)
	}

	/// Its bits. Those of the seed plus the modulus, which may fit, would choose another tile.
	pub(super) fn bits(&self, cs: &Cs) -> Result<Vec<Boolean<Fr>>, SynthesisError> {
		let _group = ns!(cs, group::SAMPLE_BITS);
		let count = Fr::MODULUS_BIT_SIZE as usize;
		let bits = bits_of(cs, value_or_zero(&self.0).into_bigint(), count)?;
		sum_of_bits(&bits)?.enforce_equal(&self.0)?;
		let mut greatest = Fr::MODULUS;
		greatest.sub_with_borrow(&BigInt::one());
		enforce_at_most(&bits, greatest)?;
		Ok(bits)
	}

	/// The powers 0 to 15 of the row point, and those of the column point.
	pub(super) fn points(&self, cs: &Cs) -> Result<[Vec<Var>; 2], SynthesisError> {
		let _group = ns!(cs, group::POINTS);
		let powers = |tag: &str| {
			let tag = FpVar::Constant(domain_tag(tag));
			let point = hash_var(&[tag, self.0.clone()])?;
			let mut powers = vec![Var::one(), point];
			while powers.len() < SIDE {
				let next = &powers[powers.len() - 1] * &powers[1];
				powers.push(next);
			}
			Ok::<_, SynthesisError>(powers)
		};
		Ok([powers(ROW_POINT_TAG)?, powers(COLUMN_POINT_TAG)?])
	}
}

/// The bits of the sampled indices.
pub(super) struct TileVar {
	pub(super) row: Vec<Boolean<Fr>>,
	pub(super) column: Vec<Boolean<Fr>>,
	pub(super) inner: Vec<Boolean<Fr>>,
}

/// `64 bits of the seed * number of blocks = index * 2^64 + rest`.
///
/// Both sides are below `2^72`, and the 72 bits of the right side are index and rest in the only way.
pub(super) fn tile(
	cs: &Cs,
	bits: &[Boolean<Fr>],
	shape: &ShapeVar,
) -> Result<TileVar, SynthesisError> {
	let _group = ns!(cs, group::TILE);
	let choices = bits.chunks(CHOICE_BITS);
	let choose = |(choice, last): (&[Boolean<Fr>], &IntegerVar<INDEX_BITS>)| {
		let (choice, count) = (sum_of_bits(choice)?, last.value() + Fr::from(1u64));
		let scaled = value_or_zero(&choice) * value_or_zero(&count);
		let mut scaled_bits = bits_of(cs, scaled.into_bigint(), CHOICE_BITS + INDEX_BITS)?;
		choice.mul_equals(&count, &sum_of_bits(&scaled_bits)?)?;
		Ok(scaled_bits.split_off(CHOICE_BITS))
	};
	let [row, column, inner] = &shape.0;
	let mut indices = choices.zip([row, column, inner]).map(choose);
	let mut next = || {
		indices
			.next()
			.unwrap_or(Err(SynthesisError::AssignmentMissing))
	};
	Ok(TileVar {
		row: next()?,
		column: next()?,
		inner: next()?,
	})
}
