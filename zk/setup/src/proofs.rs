//! Proofs that snarkjs made, and proofs for it.

use crate::{files, Error};
use ark_bn254::{Bn254, Fq, Fr};
use ark_ec::AffineRepr;
use ark_groth16::Proof;
use ark_serialize::CanonicalDeserialize;
use greenhour_adapters::json;
use greenhour_circuits::field_from_bytes;
use greenhour_types::receipt::{FieldBytes, PROOF_BYTES};
use greenhour_verifier::ReceiptKey;
use serde_json::{json, Value};
use std::path::Path;

/// Most bytes of a JSON file.
const MAX_JSON_BYTES: u64 = 1 << 20;

/// The verifying key in a file.
///
/// **Errors**: `File`, `Key`.
pub fn read_key(path: &Path) -> Result<ReceiptKey, Error> {
	let limit = ReceiptKey::max_encoded_len() as u64;
	ReceiptKey::decode_checked(&files::read(path, limit)?).map_err(Error::Key)
}

/// The proof in a `proof.json`, compressed, and the public inputs in a `public.json`.
///
/// **Errors**: `File`, `Snarkjs`.
pub fn read(proof: &Path, public: &Path) -> Result<([u8; PROOF_BYTES], Vec<FieldBytes>), Error> {
	let of = |path: &Path| {
		let path = path.to_path_buf();
		|source| Error::Snarkjs { path, source }
	};
	let inputs = json::statement(&text(public)?).map_err(of(public))?;
	let proof = json::proof(&text(proof)?).map_err(of(proof))?;
	Ok((proof, inputs.as_chunks::<32>().0.to_vec()))
}

/// Writes `proof.json` and `public.json`.
///
/// **Errors**: `File`, `Encoding`: these are no proof or no inputs.
pub fn write(
	proof: &[u8; PROOF_BYTES],
	inputs: &[FieldBytes],
	proof_path: &Path,
	public_path: &Path,
) -> Result<(), Error> {
	let proof = Proof::<Bn254>::deserialize_compressed(&proof[..])?;
	let number = |coordinate: Fq| coordinate.to_string();
	let g1 = |point: ark_bn254::G1Affine| {
		let (x, y) = point.xy().unwrap_or_default();
		json!([number(x), number(y), "1"])
	};
	let (x, y) = proof.b.xy().unwrap_or_default();
	let pair = |element: ark_bn254::Fq2| json!([number(element.c0), number(element.c1)]);
	let file = json!({
		"pi_a": g1(proof.a),
		"pi_b": [pair(x), pair(y), ["1", "0"]],
		"pi_c": g1(proof.c),
		"protocol": "groth16",
		"curve": "bn128",
	});
	let invalid = ark_serialize::SerializationError::InvalidData;
	let inputs: Option<Vec<Fr>> = inputs.iter().map(field_from_bytes).collect();
	let inputs = inputs.ok_or(invalid)?;
	let signals: Vec<Value> = inputs
		.iter()
		.map(|input| json!(input.to_string()))
		.collect();
	files::write(proof_path, format!("{file:#}\n").as_bytes())?;
	files::write(
		public_path,
		format!("{:#}\n", Value::from(signals)).as_bytes(),
	)
}

fn text(path: &Path) -> Result<String, Error> {
	let bytes = files::read(path, MAX_JSON_BYTES)?;
	String::from_utf8(bytes).map_err(|cause| {
		let source = std::io::Error::new(std::io::ErrorKind::InvalidData, cause);
		Error::file(path)(source)
	})
}
