//! The files of snarkjs, converted off chain. The chain only takes what comes out.
//!
//! Strict: numbers are decimal and below their modulus, points affine, on their curves and in their
//! subgroups. The field `vk_alphabeta_12` of a key is derived and ignored.

use crate::{encoding::compress, Signal, Snarkjs, FIELD_BITS};
use alloc::{string::String, vec::Vec};
use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::{
	short_weierstrass::{Affine, SWCurveConfig},
	AffineRepr,
};
use ark_ff::{BigInt, PrimeField};
use ark_serialize::CanonicalSerialize;
use bounded_collections::BoundedVec;
use core::str::FromStr;
use greenhour_types::receipt::{FieldBytes, PROOF_BYTES};
use greenhour_verifier::{KeyRejection, ReceiptKey};
use serde::Deserialize;

/// Why a file of snarkjs is refused.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
	/// The file has another structure.
	#[error("the file is not what snarkjs writes")]
	Structure(#[from] serde_json::Error),
	/// Another proof system than Groth16, or another curve than BN254.
	#[error("only groth16 on bn128 is read, not {0}")]
	Unsupported(String),
	/// A number is not decimal or not below its modulus.
	#[error("not a canonical number: {0}")]
	Number(String),
	/// A point is not affine, off its curve, outside its subgroup, or at infinity.
	#[error("a point is invalid")]
	InvalidPoint,
	/// `nPublic` differs from the number of input points.
	#[error("the number of public signals differs from the number of points")]
	ArityMismatch,
	/// The verifier refuses the key.
	#[error("the verifier refuses the key: {0:?}")]
	KeyRefused(KeyRejection),
}

type G1Json = [String; 3];
type G2Json = [[String; 2]; 3];

#[derive(Deserialize)]
struct KeyFile {
	protocol: String,
	curve: String,
	#[serde(rename = "nPublic")]
	signals: usize,
	#[serde(rename = "vk_alpha_1")]
	alpha: G1Json,
	#[serde(rename = "vk_beta_2")]
	beta: G2Json,
	#[serde(rename = "vk_gamma_2")]
	gamma: G2Json,
	#[serde(rename = "vk_delta_2")]
	delta: G2Json,
	#[serde(rename = "IC")]
	inputs: Vec<G1Json>,
}

#[derive(Deserialize)]
struct ProofFile {
	protocol: String,
	curve: String,
	#[serde(rename = "pi_a")]
	a: G1Json,
	#[serde(rename = "pi_b")]
	b: G2Json,
	#[serde(rename = "pi_c")]
	c: G1Json,
}

/// The key of a `verification_key.json`.
///
/// **Errors**: see [`JsonError`].
pub fn verifying_key(file: &str) -> Result<ReceiptKey, JsonError> {
	let file: KeyFile = serde_json::from_str(file)?;
	supported(&file.protocol, &file.curve)?;
	if file.inputs.len() != file.signals.saturating_add(1) {
		return Err(JsonError::ArityMismatch);
	}
	let others = [g2(&file.beta)?, g2(&file.gamma)?, g2(&file.delta)?];
	let inputs = file.inputs.iter().map(g1).collect::<Result<Vec<_>, _>>()?;
	ReceiptKey::from_parts(g1(&file.alpha)?, others, inputs).map_err(JsonError::KeyRefused)
}

/// The compressed proof of a `proof.json`.
///
/// **Errors**: see [`JsonError`].
pub fn proof(file: &str) -> Result<[u8; PROOF_BYTES], JsonError> {
	let file: ProofFile = serde_json::from_str(file)?;
	supported(&file.protocol, &file.curve)?;
	compress(g1(&file.a)?, g2(&file.b)?, g1(&file.c)?).ok_or(JsonError::InvalidPoint)
}

/// The statement of a `public.json`: its signals, 32 bytes each, little-endian.
///
/// **Errors**: see [`JsonError`].
pub fn statement(file: &str) -> Result<Vec<u8>, JsonError> {
	let signals: Vec<String> = serde_json::from_str(file)?;
	let signals = signals
		.iter()
		.map(|signal| canonical(signal))
		.collect::<Result<Vec<_>, _>>()?;
	Ok(signals.concat())
}

/// A schema that allows every field element for every signal of `key`.
pub fn open_schema(key: &ReceiptKey) -> Snarkjs {
	let signals = alloc::vec![Signal::Bits(FIELD_BITS); key.arity()];
	Snarkjs {
		signals: BoundedVec::truncate_from(signals),
	}
}

fn supported(protocol: &str, curve: &str) -> Result<(), JsonError> {
	if (protocol, curve) == ("groth16", "bn128") {
		return Ok(());
	}
	Err(JsonError::Unsupported(alloc::format!(
		"{protocol} on {curve}"
	)))
}

/// The bytes of a public signal.
fn canonical(number: &str) -> Result<FieldBytes, JsonError> {
	let mut bytes = [0; 32];
	let element: Fr = field(number)?;
	element
		.serialize_compressed(bytes.as_mut_slice())
		.map_err(|_| JsonError::Number(number.into()))?;
	Ok(bytes)
}

fn g1([x, y, z]: &G1Json) -> Result<G1Affine, JsonError> {
	let point = G1Affine::new_unchecked(field(x)?, field(y)?);
	checked(point, z == "1")
}

fn g2([x, y, z]: &G2Json) -> Result<G2Affine, JsonError> {
	let point = G2Affine::new_unchecked(quadratic(x)?, quadratic(y)?);
	checked(point, *z == ["1", "0"])
}

fn checked<P: SWCurveConfig>(point: Affine<P>, affine: bool) -> Result<Affine<P>, JsonError> {
	let valid = affine
		&& !point.is_zero()
		&& point.is_on_curve()
		&& point.is_in_correct_subgroup_assuming_on_curve();
	valid.then_some(point).ok_or(JsonError::InvalidPoint)
}

fn quadratic([c0, c1]: &[String; 2]) -> Result<Fq2, JsonError> {
	Ok(Fq2::new(field::<Fq>(c0)?, field(c1)?))
}

/// The element with this decimal number, if it is below the modulus.
fn field<F: PrimeField<BigInt = BigInt<4>>>(number: &str) -> Result<F, JsonError> {
	let decimal = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
	let value = decimal.then(|| BigInt::<4>::from_str(number).ok());
	value
		.flatten()
		.and_then(F::from_bigint)
		.ok_or_else(|| JsonError::Number(number.into()))
}
