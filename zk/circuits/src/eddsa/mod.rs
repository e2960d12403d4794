//! EdDSA over Baby Jubjub with Poseidon, as circomlib writes it.
//!
//! A signature of a field element `m` under the key `A` is a point `R` and an integer `S < l` with
//! `S Base8 = R + 8 h A`, where `h = Poseidon(R.x, R.y, A.x, A.y, m)`. Keys and signatures of
//! circomlibjs are keys and signatures here, and the other way round.
//!
//! **Source**: iden3/circomlib `eddsaposeidon.circom`; circomlibjs 0.1.7 `eddsa.js`.

mod blake512;
mod constraints;
#[cfg(test)]
mod tests;

pub use constraints::group;
pub(crate) use constraints::SignatureVar;

use crate::{
	curve::{Point, Scalar, BASE8},
	field_bytes,
	poseidon::hash,
};
use ark_bn254::Fr;
use ark_ff::{BigInt, PrimeField};
use blake512::blake512;
use greenhour_types::receipt::FieldBytes;

/// A signature; not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
	/// The commitment `R`, which circomlib calls `R8`.
	pub r: Point,
	/// The response `S`: an integer, little-endian.
	pub s: FieldBytes,
}

impl Signature {
	/// The response as an integer.
	pub(crate) fn response(&self) -> BigInt<4> {
		let mut limbs = [0; 4];
		for (limb, bytes) in limbs.iter_mut().zip(self.s.chunks(8)) {
			*limb = bytes
				.iter()
				.rev()
				.fold(0, |limb, byte| limb << 8 | u64::from(*byte));
		}
		BigInt::new(limbs)
	}

	/// `R` compressed, then `S`, as circomlibjs' `packSignature`.
	pub fn packed(&self) -> [u8; 64] {
		let mut bytes = [0; 64];
		bytes[..32].copy_from_slice(&self.r.compressed());
		bytes[32..].copy_from_slice(&self.s);
		bytes
	}

	/// The signature with this packed form; `None` when `R` is no point of the curve.
	pub fn from_packed(bytes: &[u8; 64]) -> Option<Self> {
		let (mut r, mut s) = ([0; 32], [0; 32]);
		r.copy_from_slice(&bytes[..32]);
		s.copy_from_slice(&bytes[32..]);
		Some(Self {
			r: Point::from_compressed(&r)?,
			s,
		})
	}
}

/// A secret key.
#[derive(Clone)]
pub struct SigningKey {
	scalar: Scalar,
	nonce_seed: [u8; 32],
	public: Point,
}

impl core::fmt::Debug for SigningKey {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "SigningKey of {:?}", self.public)
	}
}

impl SigningKey {
	/// The key that circomlibjs makes of this private key.
	pub fn from_seed(seed: &[u8; 32]) -> Self {
		let mut expanded = blake512(seed);
		// A multiple of eight with bit 254 set; circomlib multiplies Base8 by an eighth of it.
		expanded[0] &= 0xf8;
		expanded[31] = expanded[31] & 0x7f | 0x40;
		let (low, high) = expanded.split_at(32);
		let scalar = Scalar::from_le_bytes_mod_order(low);
		let mut eighth = Signature {
			r: BASE8,
			s: [0; 32],
		};
		eighth.s.copy_from_slice(low);
		let mut nonce_seed = [0; 32];
		nonce_seed.copy_from_slice(high);
		Self {
			scalar,
			nonce_seed,
			public: BASE8.times(eighth.response() >> 3),
		}
	}

	/// The public key.
	pub fn public(&self) -> Point {
		self.public
	}

	/// The signature of a message; always the same.
	pub fn sign(&self, message: Fr) -> Signature {
		let mut nonce_input = [0; 64];
		nonce_input[..32].copy_from_slice(&self.nonce_seed);
		nonce_input[32..].copy_from_slice(&field_bytes(&message));
		let nonce = Scalar::from_le_bytes_mod_order(&blake512(&nonce_input));
		let r = BASE8.times(nonce.into_bigint());
		let challenge =
			Scalar::from_le_bytes_mod_order(&field_bytes(&challenge(&r, &self.public, message)));
		let s = nonce + challenge * self.scalar;
		let mut signature = Signature { r, s: [0; 32] };
		for (slot, limb) in signature.s.chunks_mut(8).zip(s.into_bigint().0) {
			slot.copy_from_slice(&limb.to_le_bytes());
		}
		signature
	}
}

/// Is it a signature of `message` under `key`?
///
/// As circomlib's circuit: the key is on the curve and not of small order, `R` is on the curve, `S` is
/// below `l`, and the equation holds with the factor eight.
pub fn verify(key: &Point, message: Fr, signature: &Signature) -> bool {
	let response = signature.response();
	if !is_public_key(key) || !signature.r.is_on_curve() || response >= Scalar::MODULUS {
		return false;
	}
	let challenge = challenge(&signature.r, key, message).into_bigint();
	let eightfold = key.times(BigInt::from(8u64));
	BASE8.times(response) == signature.r.add(&eightfold.times(challenge))
}

/// Can it be a public key: on the curve and not of small order?
pub fn is_public_key(key: &Point) -> bool {
	key.is_on_curve() && !key.is_of_small_order()
}

/// `h = Poseidon(R.x, R.y, A.x, A.y, m)`
fn challenge(r: &Point, key: &Point, message: Fr) -> Fr {
	hash([r.x, r.y, key.x, key.y, message])
}
