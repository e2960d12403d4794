//! Groth16 over `substrate-bn`, whose arithmetic shares no code with arkworks or with the project.
//!
//! It is slow and only tells whether one proof holds. arkworks decompresses the points, without any
//! check of the subgroup.

use ark_bn254::{Bn254, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_groth16::{Proof, VerifyingKey};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use substrate_bn as bn;

/// Does the proof with these bytes hold for these inputs?
pub fn holds(key: &VerifyingKey<Bn254>, proof: &[u8], inputs: &[[u8; 32]]) -> bool {
	inputs.len() + 1 == key.gamma_abc_g1.len() && equation(key, proof, inputs).unwrap_or(false)
}

/// `None` if something is malformed.
fn equation(key: &VerifyingKey<Bn254>, mut proof: &[u8], inputs: &[[u8; 32]]) -> Option<bool> {
	let points = Proof::<Bn254>::deserialize_compressed_unchecked(&mut proof).ok()?;
	let mut sum = g1(key.gamma_abc_g1.first()?)?;
	for (point, input) in key.gamma_abc_g1.iter().skip(1).zip(inputs) {
		// Theirs reduces what is not canonical.
		Fr::deserialize_compressed(&input[..]).ok()?;
		let mut bytes = *input;
		bytes.reverse();
		sum = sum + g1(point)? * bn::Fr::from_slice(&bytes).ok()?;
	}
	let product = bn::pairing_batch(&[
		(g1(&points.a)?, g2(&points.b)?),
		(-g1(&key.alpha_g1)?, g2(&key.beta_g2)?),
		(-sum, g2(&key.gamma_g2)?),
		(-g1(&points.c)?, g2(&key.delta_g2)?),
	]);
	Some(proof.is_empty() && product == bn::Gt::one())
}

fn g1(point: &G1Affine) -> Option<bn::G1> {
	let (x, y) = point.xy()?;
	bn::AffineG1::new(fq(&x)?, fq(&y)?).ok().map(bn::G1::from)
}

/// Checks the curve and the subgroup.
fn g2(point: &G2Affine) -> Option<bn::G2> {
	let (x, y) = point.xy()?;
	let x = bn::Fq2::new(fq(&x.c0)?, fq(&x.c1)?);
	let y = bn::Fq2::new(fq(&y.c0)?, fq(&y.c1)?);
	bn::AffineG2::new(x, y).ok().map(bn::G2::from)
}

fn fq(element: &impl CanonicalSerialize) -> Option<bn::Fq> {
	let mut bytes = Vec::new();
	element.serialize_compressed(&mut bytes).ok()?;
	bytes.reverse();
	bn::Fq::from_slice(&bytes).ok()
}
