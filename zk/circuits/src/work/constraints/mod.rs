//! `work-v1` as constraints. One function and one namespace for each group of `zk/README.md`; those of
//! the receipt are the functions of `receipt-v1`.

mod commitment; // leaves, paths and the two commitments
mod product; // blocks, partial product and Freivalds' check
mod sample; // shape, tile and points

use super::Work;
use crate::{
	receipt::{self, input},
	statement::Enter,
};
use ark_bn254::Fr;
use ark_r1cs_std::fields::fp::FpVar;
use ark_relations::gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError};
use commitment::Leaves;
use greenhour_types::work::{WORK_V1, WORK_V1_INPUTS};
use product::{BlockVar, ProductVar};
use sample::SeedVar;

/// Constraints of the circuit; a change of this number is a change of the circuit.
pub const CONSTRAINTS: usize = 55_204;

/// Names of the constraint groups: the headings of `zk/README.md`.
pub mod group {
	pub use crate::receipt::group::*;

	/// Width of the three numbers of blocks.
	pub const SHAPE: &str = "shape";
	/// The hash from which tile and points follow.
	pub const SAMPLE_SEED: &str = "sample seed";
	/// Its bits, in the one way below the modulus.
	pub const SAMPLE_BITS: &str = "sample bits";
	/// The sampled indices.
	pub const TILE: &str = "tile";
	/// Width of the integers of the two blocks.
	pub const BLOCKS: &str = "blocks";
	/// Width of the integers of the partial product.
	pub const PARTIAL_PRODUCT: &str = "partial product";
	/// Hashes of the blocks and of the partial product.
	pub const LEAVES: &str = "leaves";
	/// Ways from the leaves to the roots.
	pub const PATHS: &str = "paths";
	/// Roots of A and B and shape are those of the job.
	pub const JOB_COMMITMENT: &str = "job commitment";
	/// The root of the partial products is the committed one.
	pub const RESULT_COMMITMENT: &str = "result commitment";
	/// Powers of the two points.
	pub const POINTS: &str = "points";
	/// The partial product is the product of the blocks.
	pub const MATRIX_PRODUCT: &str = "matrix product";
}

/// All groups, in the order in which their constraints are made.
///
/// There is no `bound inputs`: challenge and result commitment take part in groups of their own.
pub const GROUPS: [&str; 32] = [
	group::PUBLIC_INPUTS,
	group::SUBJECT_WORD,
	group::LAST_HOUR,
	group::RULES_WORD,
	group::METER_KEY,
	group::DEVICE_COMMITMENT,
	group::READINGS,
	group::REGISTERS,
	group::CHAIN,
	group::READING_COMMITMENTS,
	group::COUNTED_ENERGY,
	group::ENERGY_CAP,
	group::MAX_UNITS,
	group::FACTS,
	group::TOTALS,
	group::GREEN_SHARE,
	group::SIGNED_HEAD,
	group::RESPONSE,
	group::CHALLENGE,
	group::EQUATION,
	group::SHAPE,
	group::SAMPLE_SEED,
	group::SAMPLE_BITS,
	group::TILE,
	group::BLOCKS,
	group::PARTIAL_PRODUCT,
	group::LEAVES,
	group::PATHS,
	group::JOB_COMMITMENT,
	group::RESULT_COMMITMENT,
	group::POINTS,
	group::MATRIX_PRODUCT,
];

/// The public input after those of the receipt.
const JOB: usize = WORK_V1_INPUTS - 1;

type Cs = ConstraintSystemRef<Fr>;
type Var = FpVar<Fr>;

impl ConstraintSynthesizer<Fr> for Work {
	fn generate_constraints(self, cs: Cs) -> Result<(), SynthesisError> {
		self.constrain(&cs, &mut |_| ())
	}
}

impl Work {
	/// Makes the constraints of each group in turn, and names it before.
	pub(super) fn constrain(&self, cs: &Cs, enter: Enter<'_>) -> Result<(), SynthesisError> {
		enter(group::PUBLIC_INPUTS);
		let inputs = receipt::public_inputs(cs, &self.inputs.public_inputs())?;
		self.receipt()
			.constrain_inputs(cs, &inputs, WORK_V1, enter)?;
		let (challenge, result) = (&inputs[input::CHALLENGE], &inputs[input::RESULT_COMMITMENT]);
		let (job, opened) = (&inputs[JOB], &self.witness.opened);

		enter(group::SHAPE);
		let shape = sample::shape(cs, opened)?;
		enter(group::SAMPLE_SEED);
		let seed = SeedVar::new(cs, challenge, result, job)?;
		enter(group::SAMPLE_BITS);
		let bits = seed.bits(cs)?;
		enter(group::TILE);
		let tile = sample::tile(cs, &bits, &shape)?;

		enter(group::BLOCKS);
		let (a, b) = BlockVar::new_pair(cs, opened)?;
		enter(group::PARTIAL_PRODUCT);
		let product = ProductVar::new(cs, opened)?;
		enter(group::LEAVES);
		let leaves = Leaves::new(cs, [&a, &b], &product)?;
		enter(group::PATHS);
		let roots = leaves.roots(cs, opened, &tile)?;
		enter(group::JOB_COMMITMENT);
		roots.enforce_job(cs, &shape, job)?;
		enter(group::RESULT_COMMITMENT);
		roots.enforce_result(cs, result)?;

		enter(group::POINTS);
		let [row_powers, column_powers] = seed.points(cs)?;
		enter(group::MATRIX_PRODUCT);
		product.enforce_product_of(cs, [&a, &b], &row_powers, &column_powers)
	}
}
