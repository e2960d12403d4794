//! From a statement to the bytes of its proof.

use crate::{quotient::Matrices, Error, Keys};
use ark_bn254::{Bn254, Fr, G1Projective, G2Projective};
use ark_ec::{AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{BigInteger, PrimeField, UniformRand};
use ark_groth16::{Proof, ProvingKey};
use ark_poly::GeneralEvaluationDomain;
use ark_relations::gr1cs::{ConstraintSystem, OptimizationGoal, SynthesisError, SynthesisMode};
use ark_serialize::CanonicalSerialize;
use ark_std::rand::{CryptoRng, RngCore};
use core::ops::ControlFlow;
use greenhour_circuits::Statement;
use greenhour_types::receipt::{FieldBytes, PROOF_BYTES};
use greenhour_verifier::{verify_batch, BatchContext, Entry};
use std::sync::Arc;

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
	let known = keys.matrices(S::NAME);
	let (made, matrices) = create(keys.proving(), known, statement, blinding, on_stage)?;
	let mut proof = [0; PROOF_BYTES];
	made.serialize_compressed(&mut proof[..])?;
	enter(on_stage, Stage::Verify)?;
	verify(keys, &proof, &statement.public_inputs())?;
	keys.keep_matrices(S::NAME, matrices);
	Ok(proof)
}

fn enter(on_stage: OnStage<'_>, stage: Stage) -> Result<(), Error> {
	match on_stage(stage) {
		ControlFlow::Continue(()) => Ok(()),
		ControlFlow::Break(()) => Err(Error::Cancelled(stage)),
	}
}

/// As `ark_groth16` makes a proof, one sum at a time; also the matrices of the circuit.
///
/// Without `known` matrices they are built along with the values.
///
/// **Source**: Groth 2016, section 3.2.
fn create<S: Statement>(
	key: &ProvingKey<Bn254>,
	known: Option<Arc<Matrices<Fr>>>,
	statement: &S,
	[r, s]: [Fr; 2],
	on_stage: OnStage<'_>,
) -> Result<(Proof<Bn254>, Arc<Matrices<Fr>>), Error> {
	enter(on_stage, Stage::Constraints)?;
	let cs = ConstraintSystem::<Fr>::new_ref();
	cs.set_optimization_goal(OptimizationGoal::Constraints);
	cs.set_mode(SynthesisMode::Prove {
		construct_matrices: known.is_none(),
		generate_lc_assignments: false,
	});
	statement.clone().generate_constraints(cs.clone())?;
	let matrices = match known {
		Some(known) => known,
		None => {
			cs.finalize();
			Arc::new(Matrices::new(&cs)?)
		}
	};
	let inputs = cs.num_instance_variables();
	let mut assignment = cs.instance_assignment()?;
	assignment.extend(cs.witness_assignment()?);
	drop(cs);

	enter(on_stage, Stage::Quotient)?;
	let quotient = matrices.quotient::<GeneralEvaluationDomain<Fr>>(&assignment, inputs)?;
	let quotient = integers(quotient);
	let variables = integers(assignment);
	let witness = variables.get(inputs..);
	let witness = witness.ok_or(SynthesisError::AssignmentMissing)?;

	enter(on_stage, Stage::QuotientSum)?;
	let mut c: G1Projective = sum(&key.h_query, &quotient);
	enter(on_stage, Stage::WitnessSum)?;
	c += sum::<G1Projective>(&key.l_query, witness);

	enter(on_stage, Stage::SumForA)?;
	let a = sum::<G1Projective>(&key.a_query, &variables) + key.vk.alpha_g1 + key.delta_g1 * r;
	enter(on_stage, Stage::SumForBInG1)?;
	let b_in_g1 = sum::<G1Projective>(&key.b_g1_query, &variables) + key.beta_g1 + key.delta_g1 * s;
	enter(on_stage, Stage::SumForBInG2)?;
	let b = sum::<G2Projective>(&key.b_g2_query, &variables) + key.vk.beta_g2 + key.vk.delta_g2 * s;

	c += a * s + b_in_g1 * r - key.delta_g1 * (r * s);
	let proof = Proof {
		a: a.into_affine(),
		b: b.into_affine(),
		c: c.into_affine(),
	};
	Ok((proof, matrices))
}

/// The sum of the points times the integers.
///
/// A variable that does not stand in a matrix has its point at infinity: of `receipt-v1` a fifth of those for
/// B. Leaving them out saves about 4% of the processor time of a proof.
fn sum<G: VariableBaseMSM>(
	points: &[G::MulBase],
	integers: &[<G::ScalarField as PrimeField>::BigInt],
) -> G
where
	G::MulBase: AffineRepr,
{
	let (points, integers): (Vec<_>, Vec<_>) = points
		.iter()
		.zip(integers)
		.filter(|(point, integer)| !point.is_zero() && !integer.is_zero())
		.map(|(point, integer)| (*point, *integer))
		.unzip();
	G::msm_bigint(&points, &integers)
}

fn integers(elements: Vec<Fr>) -> Vec<<Fr as PrimeField>::BigInt> {
	elements.into_iter().map(Fr::into_bigint).collect()
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
