//! From a statement to the bytes of its proof.

use crate::{Error, Keys};
use ark_bn254::{Bn254, Fr, G1Projective, G2Projective};
use ark_ec::{CurveGroup, VariableBaseMSM};
use ark_ff::{PrimeField, UniformRand};
use ark_groth16::{
	r1cs_to_qap::{LibsnarkReduction, R1CSToQAP},
	Proof, ProvingKey,
};
use ark_poly::GeneralEvaluationDomain;
use ark_relations::gr1cs::{ConstraintSystem, OptimizationGoal, SynthesisError, SynthesisMode};
use ark_serialize::CanonicalSerialize;
use ark_std::rand::{CryptoRng, RngCore};
use core::ops::ControlFlow;
use greenhour_circuits::Statement;
use greenhour_types::receipt::{FieldBytes, PROOF_BYTES};
use greenhour_verifier::{verify_batch, BatchContext, Entry};

/// What a prover does next, in this order.
///
/// The five sums take most of the time, the last of them about a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
	/// The native check of the statement.
	Check,
	/// The constraints and the values of all variables.
	Constraints,
	/// The quotient polynomial.
	Quotient,
	/// The sum over the quotient.
	QuotientSum,
	/// The sum over the private variables.
	WitnessSum,
	/// The sum for A.
	SumForA,
	/// The sum for B in G1.
	SumForBInG1,
	/// The sum for B in G2.
	SumForBInG2,
	/// The verification of what was made.
	Verify,
}

impl Stage {
	/// All of them.
	pub const ALL: [Self; 9] = [
		Self::Check,
		Self::Constraints,
		Self::Quotient,
		Self::QuotientSum,
		Self::WitnessSum,
		Self::SumForA,
		Self::SumForBInG1,
		Self::SumForBInG2,
		Self::Verify,
	];
}

/// Called before each stage; `Break` ends the proof with [`Error::Cancelled`].
pub type OnStage<'a> = &'a mut dyn FnMut(Stage) -> ControlFlow<()>;

/// A proof of the statement, verified before it is handed out.
///
/// The native check comes first, so a statement that does not hold costs nothing and is named.
/// Uses all cores. The same randomness makes the same proof.
///
/// **Shape**: A, B, C as compressed points, 128 bytes.
///
/// **Errors**: `Violation`: the statement does not hold; `Synthesis`, `Encoding`; `Cancelled`: by
/// `on_stage`; `Proof`: the keys belong to another circuit.
pub fn prove<S: Statement>(
	keys: &Keys,
	statement: &S,
	rng: &mut (impl RngCore + CryptoRng),
	on_stage: OnStage<'_>,
) -> Result<[u8; PROOF_BYTES], Error> {
	enter(on_stage, Stage::Check)?;
	statement
		.check()
		.map_err(|violation| Error::Violation(Box::new(violation)))?;
	let blinding = [Fr::rand(rng), Fr::rand(rng)];
	let made = create(keys.proving(), statement, blinding, on_stage)?;
	let mut proof = [0; PROOF_BYTES];
	made.serialize_compressed(&mut proof[..])?;
	enter(on_stage, Stage::Verify)?;
	verify(keys, &proof, &statement.public_inputs())?;
	Ok(proof)
}

fn enter(on_stage: OnStage<'_>, stage: Stage) -> Result<(), Error> {
	match on_stage(stage) {
		ControlFlow::Continue(()) => Ok(()),
		ControlFlow::Break(()) => Err(Error::Cancelled(stage)),
	}
}

/// As `ark_groth16` makes a proof, one sum at a time.
///
/// **Source**: Groth 2016, section 3.2.
fn create<S: Statement>(
	key: &ProvingKey<Bn254>,
	statement: &S,
	[r, s]: [Fr; 2],
	on_stage: OnStage<'_>,
) -> Result<Proof<Bn254>, Error> {
	enter(on_stage, Stage::Constraints)?;
	let cs = ConstraintSystem::<Fr>::new_ref();
	cs.set_optimization_goal(OptimizationGoal::Constraints);
	cs.set_mode(SynthesisMode::Prove {
		construct_matrices: true,
		generate_lc_assignments: false,
	});
	statement.clone().generate_constraints(cs.clone())?;
	cs.finalize();

	enter(on_stage, Stage::Quotient)?;
	let quotient = LibsnarkReduction::witness_map::<Fr, GeneralEvaluationDomain<Fr>>(cs.clone())?;
	let quotient = integers(&quotient);
	let witness = integers(&cs.witness_assignment()?);
	let mut variables = integers(&cs.instance_assignment()?);
	drop(cs);
	variables.extend_from_slice(&witness);
	// The first of each query belongs to the constant one.
	let values = variables
		.get(1..)
		.ok_or(SynthesisError::AssignmentMissing)?;

	enter(on_stage, Stage::QuotientSum)?;
	let mut c = G1Projective::msm_bigint(&key.h_query, &quotient);
	enter(on_stage, Stage::WitnessSum)?;
	c += G1Projective::msm_bigint(&key.l_query, &witness);

	let in_g1 = |query: &[ark_bn254::G1Affine], start: ark_bn254::G1Affine, blinding: Fr| {
		let (one, rest) = query
			.split_first()
			.ok_or(SynthesisError::AssignmentMissing)?;
		let sum = G1Projective::msm_bigint(rest, values) + one + start;
		Ok::<_, SynthesisError>(sum + key.delta_g1 * blinding)
	};
	enter(on_stage, Stage::SumForA)?;
	let a = in_g1(&key.a_query, key.vk.alpha_g1, r)?;
	enter(on_stage, Stage::SumForBInG1)?;
	let b_in_g1 = in_g1(&key.b_g1_query, key.beta_g1, s)?;
	enter(on_stage, Stage::SumForBInG2)?;
	let (one, rest) = key
		.b_g2_query
		.split_first()
		.ok_or(SynthesisError::AssignmentMissing)?;
	let b = G2Projective::msm_bigint(rest, values) + one + key.vk.beta_g2 + key.vk.delta_g2 * s;

	c += a * s + b_in_g1 * r - key.delta_g1 * (r * s);
	Ok(Proof {
		a: a.into_affine(),
		b: b.into_affine(),
		c: c.into_affine(),
	})
}

fn integers(elements: &[Fr]) -> Vec<<Fr as PrimeField>::BigInt> {
	elements
		.iter()
		.map(|element| element.into_bigint())
		.collect()
}

/// Does the proof hold for these public inputs?
///
/// **Errors**: `Proof`.
pub fn verify(keys: &Keys, proof: &[u8; PROOF_BYTES], inputs: &[FieldBytes]) -> Result<(), Error> {
	// One entry alone: its coefficient protects nothing, so the context may be empty.
	let context = BatchContext {
		circuit: 0,
		version: 0,
		context: [0; 32],
	};
	verify_batch(keys.verifying(), &context, &[Entry { proof, inputs }]).map_err(Error::Proof)
}
