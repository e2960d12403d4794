//! From a statement to the bytes of its proof.

use crate::{Error, Keys};
use ark_bn254::Bn254;
use ark_groth16::Groth16;
use ark_serialize::CanonicalSerialize;
use ark_std::rand::{CryptoRng, RngCore};
use greenhour_circuits::Statement;
use greenhour_types::receipt::{FieldBytes, PROOF_BYTES};
use greenhour_verifier::{verify_batch, BatchContext, Entry};

/// A proof of the statement, verified before it is handed out.
///
/// The native check comes first, so a statement that does not hold costs nothing and is named.
/// Uses all cores.
///
/// **Shape**: A, B, C as compressed points, 128 bytes.
///
/// **Errors**: `Violation`: the statement does not hold; `Synthesis`, `Encoding`; `Proof`: the keys
/// belong to another circuit.
pub fn prove<S: Statement>(
	keys: &Keys,
	statement: &S,
	rng: &mut (impl RngCore + CryptoRng),
) -> Result<[u8; PROOF_BYTES], Error> {
	statement
		.check()
		.map_err(|violation| Error::Violation(Box::new(violation)))?;
	let made = Groth16::<Bn254>::create_random_proof_with_reduction(
		statement.clone(),
		keys.proving(),
		rng,
	)?;
	let mut proof = [0; PROOF_BYTES];
	made.serialize_compressed(&mut proof[..])?;
	verify(keys, &proof, &statement.public_inputs())?;
	Ok(proof)
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
