//! What the verifier asks of a curve, with an answer that holds for every curve.

use alloc::vec::Vec;
use ark_ec::{pairing::Pairing, AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{PrimeField, Zero};
use ark_serialize::{CanonicalDeserialize, Valid};

/// A point that was taken for one of G2 lies elsewhere on its curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideSubgroup(
	/// Its place among the pairs.
	pub usize,
);

/// A pairing-friendly curve, as the batch verifier uses it.
///
/// Every method has a body that is right for all curves of `arkworks`; a curve overrides what it can
/// do faster, with the same result.
pub trait Engine: Pairing {
	/// The next compressed point of G1; `None` if it is malformed, outside G1, or at infinity.
	fn decode_g1(rest: &mut &[u8]) -> Option<Self::G1Affine> {
		Self::G1Affine::deserialize_compressed(&mut *rest)
			.ok()
			.filter(|point| !point.is_zero())
	}

	/// The next compressed point of the curve that holds G2; `None` if it is malformed or at infinity.
	///
	/// It may lie outside G2: [`Engine::product_is_one`] finds out.
	fn decode_g2(rest: &mut &[u8]) -> Option<Self::G2Affine> {
		// A decompressed point is on its curve.
		Self::G2Affine::deserialize_compressed_unchecked(&mut *rest)
			.ok()
			.filter(|point| !point.is_zero())
	}

	/// The coefficient made of two random halves. Different halves make different coefficients.
	fn coefficient(halves: [u64; 2]) -> Self::ScalarField {
		let [low, high] = halves.map(u128::from);
		Self::ScalarField::from(low | high << u64::BITS)
	}

	/// Each point times the coefficient of its halves.
	fn multiples(points: &[Self::G1Affine], halves: &[[u64; 2]]) -> Vec<Self::G1Affine> {
		let multiples: Vec<Self::G1> = points
			.iter()
			.zip(halves)
			.map(|(point, halves)| point.mul_bigint(Self::coefficient(*halves).into_bigint()))
			.collect();
		Self::G1::normalize_batch(&multiples)
	}

	/// The sum of all points, each times the coefficient of its halves.
	fn weighted_sum(points: &[Self::G1Affine], halves: &[[u64; 2]]) -> Self::G1 {
		let coefficients: Vec<_> = halves
			.iter()
			.map(|halves| Self::coefficient(*halves))
			.collect();
		// The shorter of both lists counts; they have one length.
		Self::G1::msm_unchecked(points, &coefficients)
	}

	/// Is the product of the pairings of these pairs one?
	///
	/// First points are in G1, second points come from [`Engine::decode_g2`] or are in G2.
	///
	/// **Errors** [`OutsideSubgroup`]: a second point that is not in G2.
	fn product_is_one(pairs: &[(Self::G1Affine, Self::G2Affine)]) -> Result<bool, OutsideSubgroup> {
		product_is_one::<Self>(pairs)
	}
}

/// [`Engine::product_is_one`] for every curve.
pub(crate) fn product_is_one<E: Pairing>(
	pairs: &[(E::G1Affine, E::G2Affine)],
) -> Result<bool, OutsideSubgroup> {
	if let Some(outside) = pairs.iter().position(|(_, q)| q.check().is_err()) {
		return Err(OutsideSubgroup(outside));
	}
	let (g1, g2): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
	let product = E::multi_miller_loop(g1, g2);
	Ok(E::final_exponentiation(product).is_some_and(|product| product.is_zero()))
}
