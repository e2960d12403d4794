//! Proofs: three compressed points.

use crate::engine::Engine;
use ark_ec::AffineRepr;
use ark_serialize::CanonicalSerialize;

/// A proof whose points are on their curves and not at infinity. A and C are in G1; whether B is in
/// G2 shows when it is paired.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proof<E: Engine> {
	pub(crate) a: E::G1Affine,
	pub(crate) b: E::G2Affine,
	pub(crate) c: E::G1Affine,
}

impl<E: Engine> Proof<E> {
	/// The proof with these bytes: A, B, C compressed, nothing before, between or after.
	pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
		if bytes.len() != Self::encoded_len() {
			return None;
		}
		let mut rest = bytes;
		let a = E::decode_g1(&mut rest)?;
		let b = E::decode_g2(&mut rest)?;
		let c = E::decode_g1(&mut rest)?;
		Some(Self { a, b, c })
	}

	/// Bytes of a proof: 128 for BN254.
	pub(crate) fn encoded_len() -> usize {
		let g1 = E::G1Affine::generator().compressed_size();
		let g2 = E::G2Affine::generator().compressed_size();
		g1.saturating_mul(2).saturating_add(g2)
	}
}
