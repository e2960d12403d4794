//! Verifying keys: one canonical form, checked point by point.

use alloc::vec::Vec;
use ark_ec::{pairing::Pairing, AffineRepr};
use ark_serialize::CanonicalSerialize;

/// Most public inputs of a key.
pub const MAX_INPUTS: usize = 64;

/// A verifying key whose every point was checked.
///
/// **Shape** of the bytes: alpha (G1), beta, gamma, delta (G2), then one G1 point for the constant
/// and one for each public input; all uncompressed, in the encoding of arkworks. For BN254 with 40
/// inputs that are 3,072 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey<E: Pairing> {
	pub(crate) alpha: E::G1Affine,
	pub(crate) beta: E::G2Affine,
	pub(crate) gamma: E::G2Affine,
	pub(crate) delta: E::G2Affine,
	/// The point of the constant, then one for each public input.
	pub(crate) inputs: Vec<E::G1Affine>,
	digest: [u8; 32],
}

/// Why bytes are not a verifying key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyRejection {
	/// The length is not that of a key, or of one with more than [`MAX_INPUTS`] inputs.
	Length,
	/// A point is not on its curve or outside the subgroup of prime order.
	InvalidPoint,
	/// A point is at infinity.
	Infinity,
	/// The same key has another, canonical encoding.
	NotCanonical,
	/// Gamma equals delta: phase 2 of the setup was skipped and anyone can forge.
	GammaEqualsDelta,
	/// Delta is the generator of G2: nobody contributed to phase 2 and anyone can forge.
	DeltaIsGenerator,
}

impl<E: Pairing> VerifyingKey<E> {
	/// The key with these bytes.
	///
	/// The length is checked before anything is decoded.
	///
	/// **Errors**: see [`KeyRejection`].
	pub fn decode_checked(bytes: &[u8]) -> Result<Self, KeyRejection> {
		let count = Self::input_points(bytes.len()).ok_or(KeyRejection::Length)?;
		let mut rest = bytes;
		let alpha = point(&mut rest)?;
		let beta = point(&mut rest)?;
		let gamma = point(&mut rest)?;
		let delta: E::G2Affine = point(&mut rest)?;
		let inputs = (0..count)
			.map(|_| point(&mut rest))
			.collect::<Result<Vec<_>, _>>()?;
		if delta == gamma {
			return Err(KeyRejection::GammaEqualsDelta);
		}
		if delta == E::G2Affine::generator() {
			return Err(KeyRejection::DeltaIsGenerator);
		}
		let key = Self {
			alpha,
			beta,
			gamma,
			delta,
			inputs,
			digest: key_digest(bytes),
		};
		if key.encode().as_deref() != Some(bytes) {
			return Err(KeyRejection::NotCanonical);
		}
		Ok(key)
	}

	/// The key from its parts, in the order of the encoding; checked like bytes.
	///
	/// `inputs` holds the point of the constant first. The points may be those of another
	/// implementation of the curve with the encoding of arkworks.
	///
	/// **Errors**: see [`KeyRejection`].
	pub fn from_parts<G1: AffineRepr, G2: AffineRepr>(
		alpha: G1,
		[beta, gamma, delta]: [G2; 3],
		inputs: Vec<G1>,
	) -> Result<Self, KeyRejection> {
		let bytes = encode(&alpha, [&beta, &gamma, &delta], &inputs);
		Self::decode_checked(&bytes.ok_or(KeyRejection::Length)?)
	}

	/// The canonical bytes; `None` only if memory for them could not be written.
	pub fn encode(&self) -> Option<Vec<u8>> {
		encode(
			&self.alpha,
			[&self.beta, &self.gamma, &self.delta],
			&self.inputs,
		)
	}

	/// How many public inputs a proof for this key has.
	pub fn arity(&self) -> usize {
		self.inputs.len().saturating_sub(1)
	}

	/// The digest of the canonical bytes, as [`key_digest`].
	pub fn digest(&self) -> [u8; 32] {
		self.digest
	}

	/// Bytes of the longest key.
	pub fn max_encoded_len() -> usize {
		let (fixed, each) = Self::sizes();
		each.saturating_mul(MAX_INPUTS.saturating_add(1))
			.saturating_add(fixed)
	}

	/// Bytes of the four first points, and of each input point.
	fn sizes() -> (usize, usize) {
		let g1 = E::G1Affine::generator().uncompressed_size();
		let g2 = E::G2Affine::generator().uncompressed_size();
		(g2.saturating_mul(3).saturating_add(g1), g1)
	}

	/// How many input points a key of this length holds.
	fn input_points(length: usize) -> Option<usize> {
		let (fixed, each) = Self::sizes();
		let points = length.checked_sub(fixed)?;
		let count = points.checked_div(each)?;
		let exact = count.checked_mul(each)? == points;
		(exact && count > 1 && count <= MAX_INPUTS.saturating_add(1)).then_some(count)
	}
}

fn encode<G1: AffineRepr, G2: AffineRepr>(
	alpha: &G1,
	fixed: [&G2; 3],
	inputs: &[G1],
) -> Option<Vec<u8>> {
	let mut bytes = Vec::new();
	alpha.serialize_uncompressed(&mut bytes).ok()?;
	for point in fixed {
		point.serialize_uncompressed(&mut bytes).ok()?;
	}
	for point in inputs {
		point.serialize_uncompressed(&mut bytes).ok()?;
	}
	Some(bytes)
}

/// The digest under which a key is known: blake2-256 over a tag and the canonical bytes.
pub fn key_digest(bytes: &[u8]) -> [u8; 32] {
	let mut tagged = b"greenhour/verifying-key".to_vec();
	tagged.extend_from_slice(bytes);
	sp_crypto_hashing::blake2_256(&tagged)
}

/// The next uncompressed point: on the curve, in the subgroup, not at infinity.
fn point<P: AffineRepr>(rest: &mut &[u8]) -> Result<P, KeyRejection> {
	let point = P::deserialize_uncompressed(&mut *rest).map_err(|_| KeyRejection::InvalidPoint)?;
	if point.is_zero() {
		return Err(KeyRejection::Infinity);
	}
	Ok(point)
}
