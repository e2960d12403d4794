//! RISC Zero: receipts of execution, wrapped in Groth16.

use crate::{
	encoding::{compressed_proof, is_canonical, Reader, POINTS_BYTES},
	Adapted, Adapter, AdapterError, MAX_STATEMENT_BYTES,
};
use alloc::vec::Vec;
use greenhour_types::receipt::FieldBytes;
use greenhour_verifier::ReceiptKey;
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_crypto_hashing::sha2_256;

/// Public inputs of a wrapped receipt.
pub const RISC_ZERO_INPUTS: usize = 5;
/// Bytes of a seal: selector, points.
pub const SEAL_BYTES: usize = 4 + POINTS_BYTES;

/// A digest that commits to nothing: no input, no assumptions, no memory after the end.
const NOTHING: [u8; 32] = [0; 32];
/// The program halted by itself (0), with exit code 0; both little-endian.
const HALTED_WITH_ZERO: [[u8; 4]; 2] = [[0; 4]; 2];
/// Highest bits of a canonical coordinate that carry flags, not the number.
const FLAGS: u8 = 0b1100_0000;

/// One program of RISC Zero under one release of its circuits.
///
/// Digests are in the byte order in which RISC Zero prints them.
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
pub struct RiscZero {
	/// First bytes of every seal: hash of key, control root and control id.
	pub selector: [u8; 4],
	/// Root over the recursion programs that the release accepts.
	pub control_root: [u8; 32],
	/// Id of the last recursion program, which hashes over the scalar field of BN254.
	pub bn254_control_id: [u8; 32],
	/// Image of the program.
	pub image_id: [u8; 32],
}

impl RiscZero {
	/// The adapter of `image_id` under a key and its roots; computes the selector.
	///
	/// **Errors**: as [`Adapter::check_key`].
	pub fn new(
		key: &ReceiptKey,
		control_root: [u8; 32],
		bn254_control_id: [u8; 32],
		image_id: [u8; 32],
	) -> Result<Self, AdapterError> {
		let selector = selector(key, control_root, bn254_control_id)?;
		let adapter = Self {
			selector,
			control_root,
			bn254_control_id,
			image_id,
		};
		adapter.check_key(key)?;
		Ok(adapter)
	}

	/// The public inputs of a seal for a claim with this digest.
	pub(crate) fn inputs(&self, claim: [u8; 32]) -> Vec<FieldBytes> {
		let [root_low, root_high] = halves(self.control_root);
		let [claim_low, claim_high] = halves(claim);
		[
			root_low,
			root_high,
			claim_low,
			claim_high,
			self.bn254_control_id,
		]
		.to_vec()
	}
}

impl Adapter for RiscZero {
	fn check_key(&self, key: &ReceiptKey) -> Result<(), AdapterError> {
		if key.arity() != RISC_ZERO_INPUTS {
			return Err(AdapterError::ArityMismatch);
		}
		if !is_canonical(&self.bn254_control_id) {
			return Err(AdapterError::PinnedNotCanonical);
		}
		let expected = selector(key, self.control_root, self.bn254_control_id)?;
		(self.selector == expected)
			.then_some(())
			.ok_or(AdapterError::SelectorNotOfKey)
	}

	/// `statement` is the journal.
	fn adapt(&self, statement: &[u8], proof: &[u8]) -> Result<Adapted, AdapterError> {
		if statement.len() > MAX_STATEMENT_BYTES {
			return Err(AdapterError::StatementLength);
		}
		let (selector, points) = decode_seal(proof).ok_or(AdapterError::ProofLength)?;
		if selector != self.selector {
			return Err(AdapterError::SelectorMismatch);
		}
		let claim = claim_digest(self.image_id, sha2_256(statement), HALTED_WITH_ZERO);
		Ok(Adapted {
			proof: compressed_proof(&points)?,
			inputs: self.inputs(claim),
		})
	}
}

fn decode_seal(bytes: &[u8]) -> Option<([u8; 4], [u8; POINTS_BYTES])> {
	let mut reader = Reader::new(bytes);
	let selector = reader.take()?;
	let points = reader.take()?;
	reader.is_empty().then_some((selector, points))
}

/// The digest of "`image_id` ran, ended with `exit` and committed this journal".
pub(crate) fn claim_digest(
	image_id: [u8; 32],
	journal: [u8; 32],
	[system, user]: [[u8; 4]; 2],
) -> [u8; 32] {
	let output = tagged("risc0.Output", &[journal, NOTHING], &[]);
	let after = tagged("risc0.SystemState", &[NOTHING], &[[0; 4]]);
	tagged(
		"risc0.ReceiptClaim",
		&[NOTHING, image_id, after, output],
		&[system, user],
	)
}

/// The two lower and upper 128-bit halves of a digest, as field elements.
fn halves(digest: [u8; 32]) -> [FieldBytes; 2] {
	let mut low = [0; 32];
	let mut high = [0; 32];
	for (to, from) in low.iter_mut().zip(digest.iter().take(16)) {
		*to = *from;
	}
	for (to, from) in high.iter_mut().zip(digest.iter().skip(16)) {
		*to = *from;
	}
	[low, high]
}

/// RISC Zero's hash of a structure: tag, fields, words, number of fields.
fn tagged(tag: &str, fields: &[[u8; 32]], words: &[[u8; 4]]) -> [u8; 32] {
	let mut absorbed = sha2_256(tag.as_bytes()).to_vec();
	for field in fields {
		absorbed.extend_from_slice(field);
	}
	for word in words {
		absorbed.extend_from_slice(word);
	}
	// No structure here has more than four fields.
	let count = u16::try_from(fields.len()).unwrap_or(u16::MAX);
	absorbed.extend_from_slice(&count.to_le_bytes());
	sha2_256(&absorbed)
}

/// RISC Zero's hash of a list: from the last element on, each with the hash of the rest.
fn tagged_list(tag: &str, elements: &[[u8; 32]]) -> [u8; 32] {
	elements
		.iter()
		.rev()
		.fold(NOTHING, |rest, element| tagged(tag, &[*element, rest], &[]))
}

/// First four bytes of the hash over all that verification of a release depends on.
fn selector(
	key: &ReceiptKey,
	control_root: [u8; 32],
	bn254_control_id: [u8; 32],
) -> Result<[u8; 4], AdapterError> {
	let key = key_digest(key).ok_or(AdapterError::MalformedKey)?;
	let parameters = tagged(
		"risc0.Groth16ReceiptVerifierParameters",
		&[control_root, bn254_control_id, key],
		&[],
	);
	let [a, b, c, d, ..] = parameters;
	Ok([a, b, c, d])
}

/// RISC Zero's digest of a verifying key.
fn key_digest(key: &ReceiptKey) -> Option<[u8; 32]> {
	let bytes = key.encode()?;
	let mut reader = Reader::new(&bytes);
	let alpha = point_digest(reader.take::<64>()?)?;
	let beta = point_digest(reader.take::<128>()?)?;
	let gamma = point_digest(reader.take::<128>()?)?;
	let delta = point_digest(reader.take::<128>()?)?;
	let mut inputs = Vec::new();
	while !reader.is_empty() {
		inputs.push(point_digest(reader.take::<64>()?)?);
	}
	let inputs = tagged_list("risc0_groth16.VerifyingKey.IC", &inputs);
	let fields = [alpha, beta, gamma, delta, inputs];
	Some(tagged("risc0_groth16.VerifyingKey", &fields, &[]))
}

/// Hash of the big-endian coordinates, x first, of a point in our canonical encoding.
fn point_digest<const N: usize>(mut bytes: [u8; N]) -> Option<[u8; 32]> {
	*bytes.last_mut()? &= !FLAGS;
	let (x, y) = bytes.split_at_checked(N.checked_div(2)?)?;
	let absorbed: Vec<u8> = x.iter().rev().chain(y.iter().rev()).copied().collect();
	Some(sha2_256(&absorbed))
}
