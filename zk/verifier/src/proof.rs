//! Proofs: three compressed points.

use ark_ec::{pairing::Pairing, AffineRepr};
use ark_serialize::CanonicalSerialize;

/// A proof whose points are on their curves, in the subgroup of prime order, not at infinity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Proof<E: Pairing> {
	pub(crate) a: E::G1Affine,
	pub(crate) b: E::G2Affine,
	pub(crate) c: E::G1Affine,
}

impl<E: Pairing> Proof<E> {
	/// The proof with these bytes: A, B, C compressed, nothing before, between or after.
	pub(crate) fn decode_checked(bytes: &[u8]) -> Option<Self> {
		if bytes.len() != Self::encoded_len() {
			return None;
		}
		let mut rest = bytes;
		let a = point(&mut rest)?;
		let b = point(&mut rest)?;
		let c = point(&mut rest)?;
		Some(Self { a, b, c })
	}

	/// Bytes of a proof: 128 for BN254.
	pub(crate) fn encoded_len() -> usize {
		let g1 = E::G1Affine::generator().compressed_size();
		let g2 = E::G2Affine::generator().compressed_size();
		g1.saturating_mul(2).saturating_add(g2)
	}
}

fn point<P: AffineRepr>(rest: &mut &[u8]) -> Option<P> {
	P::deserialize_compressed(&mut *rest)
		.ok()
		.filter(|point| !point.is_zero())
}
