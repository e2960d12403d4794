//! A verified zkey as the keys of the prover and of the chain.

use crate::{files, verify::Link, zkey::Zkey, Error};
use ark_bn254::Bn254;
use ark_groth16::{ProvingKey, VerifyingKey};
use ark_serialize::CanonicalSerialize;
use greenhour_prover::Keys;
use serde::Serialize;
use sp_crypto_hashing::blake2_256;

/// Domain of the setup transcript hash.
const TRANSCRIPT_TAG: &[u8] = b"greenhour/setup-transcript";

/// The keys of a zkey, which must have been verified.
///
/// **Errors**: `Prover`: the verifier refuses the verifying key, as when delta is the generator.
pub fn keys(zkey: &Zkey) -> Result<Keys, Error> {
	let header = &zkey.header;
	let vk = VerifyingKey::<Bn254> {
		alpha_g1: header.alpha_g1,
		beta_g2: header.beta_g2,
		gamma_g2: header.gamma_g2,
		delta_g2: header.delta_g2,
		gamma_abc_g1: zkey.inputs.clone(),
	};
	let proving = ProvingKey {
		vk,
		beta_g1: header.beta_g1,
		delta_g1: header.delta_g1,
		a_query: zkey.a.clone(),
		b_g1_query: zkey.b_g1.clone(),
		b_g2_query: zkey.b_g2.clone(),
		h_query: zkey.h.clone(),
		l_query: zkey.c.clone(),
	};
	Ok(Keys::from_proving(proving)?)
}

/// The bytes of the proving key, whose blake2-256 is its digest.
///
/// **Errors**: `Encoding`.
pub fn proving_bytes(keys: &Keys) -> Result<Vec<u8>, Error> {
	let mut bytes = Vec::with_capacity(keys.proving().uncompressed_size());
	keys.proving().serialize_uncompressed(&mut bytes)?;
	Ok(bytes)
}

/// Digests of everything that went into the keys of a circuit; hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Digests {
	/// Name of the circuit.
	pub circuit: String,
	/// blake2-256 of the r1cs file.
	pub r1cs: String,
	/// blake2-256 of the powers-of-tau file.
	pub ptau: String,
	/// blake2-256 of the zkey file.
	pub zkey: String,
	/// blake2-256 of the proving key.
	pub proving_key: String,
	/// Digest of the verifying key, as the chain knows it.
	pub verifying_key: String,
	/// What the registry of the chain stores with the circuit: see [`transcript_hash`].
	pub setup_transcript: String,
	/// The contributions in order.
	pub contributions: Vec<Link>,
}

/// The setup transcript hash.
///
/// **Shape**: blake2-256 over `"greenhour/setup-transcript"`, digest of the r1cs file (32 bytes), digest of
/// the powers-of-tau file (32), number of contributions (32 bits, little-endian); for each its hash (64), and
/// 0 (one byte), or 1 (one byte), exponent (one byte), length of the beacon's value (one byte) and the value;
/// at last the digest of the verifying key (32).
pub fn transcript_hash(
	r1cs: &[u8; 32],
	ptau: &[u8; 32],
	zkey: &Zkey,
	verifying_key: &[u8; 32],
) -> [u8; 32] {
	let mut bytes = TRANSCRIPT_TAG.to_vec();
	bytes.extend(r1cs);
	bytes.extend(ptau);
	bytes.extend(files::count(zkey.contributions.len()).to_le_bytes());
	for contribution in &zkey.contributions {
		bytes.extend(crate::transcript::contribution_hash(contribution));
		match &contribution.beacon {
			None => bytes.push(0),
			Some(beacon) => {
				let length = u8::try_from(beacon.value.len()).unwrap_or(u8::MAX);
				bytes.extend([1, beacon.exponent, length]);
				bytes.extend(&beacon.value);
			}
		}
	}
	bytes.extend(verifying_key);
	blake2_256(&bytes)
}
