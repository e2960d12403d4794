//! SP1: proofs of programs, wrapped in Groth16 by gnark.

use crate::{
	encoding::{compressed_proof, gnark_point, is_canonical, reversed, Reader, POINTS_BYTES},
	Adapted, Adapter, AdapterError, MAX_STATEMENT_BYTES,
};
use alloc::vec::Vec;
use greenhour_verifier::{ReceiptKey, MAX_INPUTS};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_crypto_hashing::sha2_256;

/// Public inputs of a wrapped proof since version 6.
pub const SP1_INPUTS: usize = 5;
/// Bytes of a proof: selector, exit code, root, nonce, points.
pub const SP1_PROOF_BYTES: usize = 4 + 3 * 32 + POINTS_BYTES;

/// The exit code of a program that ended well.
const SUCCESS: [u8; 32] = [0; 32];
/// The digest of the public values loses three bits, so that it is below the modulus.
const DIGEST_MASK: u8 = 0x1f;

/// One program of SP1 under one release of its circuits.
///
/// All values are big-endian, as SP1 prints them.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Sp1 {
	/// SHA-256 of the verifying key in gnark's encoding. The first four bytes begin every proof.
	pub verifier_hash: [u8; 32],
	/// Root over the recursion keys that the release accepts.
	pub vk_root: [u8; 32],
	/// Hash of the program's verifying key.
	pub program: [u8; 32],
}

impl Sp1 {
	/// The key in gnark's encoding as the verifier's key, with the adapter of `program` under it.
	///
	/// **Shape** of the key: alpha (G1), beta (G1, G2), gamma (G2), delta (G1, G2), all compressed,
	/// the number of input points and the points, then two counts of gnark's commitment extension,
	/// which must be zero.
	///
	/// **Errors**: `MalformedKey`: another shape, a point off its curve or outside its subgroup,
	/// commitments. `KeyRefused`: by the verifier. `ArityMismatch`, `PinnedNotCanonical`: as
	/// [`Adapter::check_key`].
	pub fn from_gnark_key(
		key: &[u8],
		vk_root: [u8; 32],
		program: [u8; 32],
	) -> Result<(ReceiptKey, Self), AdapterError> {
		let adapter = Self {
			verifier_hash: sha2_256(key),
			vk_root,
			program,
		};
		let key = gnark_key(key)?;
		adapter.check_key(&key)?;
		Ok((key, adapter))
	}
}

impl Adapter for Sp1 {
	fn check_key(&self, key: &ReceiptKey) -> Result<(), AdapterError> {
		if key.arity() != SP1_INPUTS {
			return Err(AdapterError::ArityMismatch);
		}
		let canonical =
			is_canonical(&reversed(self.vk_root)) && is_canonical(&reversed(self.program));
		canonical
			.then_some(())
			.ok_or(AdapterError::PinnedNotCanonical)
	}

	/// `statement` is the public values as the program committed them.
	fn adapt(&self, statement: &[u8], proof: &[u8]) -> Result<Adapted, AdapterError> {
		if statement.len() > MAX_STATEMENT_BYTES {
			return Err(AdapterError::StatementLength);
		}
		let envelope = Envelope::decode(proof).ok_or(AdapterError::ProofLength)?;
		if !self.verifier_hash.starts_with(&envelope.selector) {
			return Err(AdapterError::SelectorMismatch);
		}
		if envelope.exit_code != SUCCESS {
			return Err(AdapterError::ExitCode);
		}
		if envelope.vk_root != self.vk_root {
			return Err(AdapterError::VkRootMismatch);
		}
		let values = [
			self.program,
			public_values_digest(statement),
			SUCCESS,
			self.vk_root,
			envelope.nonce,
		];
		Ok(Adapted {
			proof: compressed_proof(&envelope.points)?,
			inputs: values.map(reversed).to_vec(),
		})
	}
}

/// A proof as SP1 hands it out for verification on a chain.
struct Envelope {
	selector: [u8; 4],
	exit_code: [u8; 32],
	vk_root: [u8; 32],
	nonce: [u8; 32],
	points: [u8; POINTS_BYTES],
}

impl Envelope {
	fn decode(bytes: &[u8]) -> Option<Self> {
		let mut reader = Reader::new(bytes);
		let envelope = Self {
			selector: reader.take()?,
			exit_code: reader.take()?,
			vk_root: reader.take()?,
			nonce: reader.take()?,
			points: reader.take()?,
		};
		reader.is_empty().then_some(envelope)
	}
}

fn public_values_digest(values: &[u8]) -> [u8; 32] {
	let mut digest = sha2_256(values);
	if let Some(first) = digest.first_mut() {
		*first &= DIGEST_MASK;
	}
	digest
}

fn gnark_key(bytes: &[u8]) -> Result<ReceiptKey, AdapterError> {
	let (alpha, others, inputs) = gnark_points(bytes).ok_or(AdapterError::MalformedKey)?;
	Ok(ReceiptKey::from_parts(alpha, others, inputs)?)
}

type KeyPoints = (
	ark_bn254::G1Affine,
	[ark_bn254::G2Affine; 3],
	Vec<ark_bn254::G1Affine>,
);

fn gnark_points(bytes: &[u8]) -> Option<KeyPoints> {
	let mut reader = Reader::new(bytes);
	let alpha = gnark_point(reader.take::<32>()?)?;
	// Beta and delta in G1 are for provers only.
	let _beta: ark_bn254::G1Affine = gnark_point(reader.take::<32>()?)?;
	let beta = gnark_point(reader.take::<64>()?)?;
	let gamma = gnark_point(reader.take::<64>()?)?;
	let _delta: ark_bn254::G1Affine = gnark_point(reader.take::<32>()?)?;
	let delta = gnark_point(reader.take::<64>()?)?;
	let count = usize::try_from(u32::from_be_bytes(reader.take()?)).ok()?;
	if count > MAX_INPUTS.saturating_add(1) {
		return None;
	}
	let inputs = (0..count)
		.map(|_| gnark_point(reader.take::<32>()?))
		.collect::<Option<Vec<_>>>()?;
	let commitments: [u8; 8] = reader.take()?;
	let plain = commitments == [0; 8] && reader.is_empty();
	plain.then_some((alpha, [beta, gamma, delta], inputs))
}
