//! What `ark-bn254` and `ark-groth16` say, each check spelled out.

use ark_bn254::{Bn254, Fr, G1Affine, G2Affine};
use ark_ec::{
	short_weierstrass::{Affine, SWCurveConfig},
	AffineRepr, CurveGroup,
};
use ark_ff::{Field, PrimeField, Zero};
use ark_groth16::{Groth16, PreparedVerifyingKey, Proof, VerifyingKey};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize, SerializationError};
use greenhour_types::receipt::PROOF_BYTES;
use greenhour_verifier::{Entry, Rejection, MAX_BATCH, MAX_INPUTS};

/// A proof with its public inputs.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
	pub(crate) proof: Vec<u8>,
	pub(crate) inputs: Vec<[u8; 32]>,
}

impl Claim {
	pub(crate) fn entry(&self) -> Entry<'_> {
		Entry {
			proof: &self.proof,
			inputs: &self.inputs,
		}
	}
}

/// On its curve, in the subgroup of prime order, and not at infinity.
pub(crate) fn is_sound<P: SWCurveConfig<ScalarField = Fr>>(point: &Affine<P>) -> bool {
	!point.is_zero() && point.is_on_curve() && point.mul_bigint(Fr::MODULUS).is_zero()
}

/// The next uncompressed point, if it is sound.
fn point<P: SWCurveConfig<ScalarField = Fr>>(rest: &mut &[u8]) -> Option<Affine<P>> {
	Affine::deserialize_uncompressed_unchecked(&mut *rest)
		.ok()
		.filter(is_sound)
}

/// The key with these bytes, if every point is sound, nobody can forge for it, and there is no other
/// encoding of it.
pub(crate) fn key(bytes: &[u8]) -> Option<VerifyingKey<Bn254>> {
	let points = bytes.len().checked_sub(64 + 3 * 128)?;
	let count = points / 64;
	if !points.is_multiple_of(64) || !(2..=MAX_INPUTS + 1).contains(&count) {
		return None;
	}
	let mut rest = bytes;
	let key = VerifyingKey::<Bn254> {
		alpha_g1: point(&mut rest)?,
		beta_g2: point(&mut rest)?,
		gamma_g2: point(&mut rest)?,
		delta_g2: point(&mut rest)?,
		gamma_abc_g1: (0..count)
			.map(|_| point(&mut rest))
			.collect::<Option<_>>()?,
	};
	let forgeable = key.delta_g2 == key.gamma_g2 || key.delta_g2 == G2Affine::generator();
	(!forgeable && encoded(&key) == bytes).then_some(key)
}

/// A key in the project's encoding.
pub(crate) fn encoded(key: &VerifyingKey<Bn254>) -> Vec<u8> {
	let mut bytes = Vec::new();
	let mut write = || -> Result<(), SerializationError> {
		key.alpha_g1.serialize_uncompressed(&mut bytes)?;
		for point in [key.beta_g2, key.gamma_g2, key.delta_g2] {
			point.serialize_uncompressed(&mut bytes)?;
		}
		for point in &key.gamma_abc_g1 {
			point.serialize_uncompressed(&mut bytes)?;
		}
		Ok(())
	};
	write().expect("memory");
	bytes
}

/// A proof whose points are on their curves and not at infinity; B may be outside its subgroup.
pub(crate) fn proof(mut bytes: &[u8]) -> Option<Proof<Bn254>> {
	if bytes.len() != PROOF_BYTES {
		return None;
	}
	let g1 = |rest: &mut &[u8]| {
		G1Affine::deserialize_compressed_unchecked(rest)
			.ok()
			.filter(is_sound)
	};
	let a = g1(&mut bytes)?;
	let b = G2Affine::deserialize_compressed_unchecked(&mut bytes)
		.ok()
		.filter(|point| !point.is_zero() && point.is_on_curve())?;
	let c = g1(&mut bytes)?;
	Some(Proof { a, b, c })
}

/// The compressed bytes of a proof.
pub(crate) fn compressed(proof: &Proof<Bn254>) -> Vec<u8> {
	let mut bytes = Vec::new();
	proof.serialize_compressed(&mut bytes).expect("memory");
	bytes
}

/// The same statement proved with other points: `(a A, B / a, C)`.
pub(crate) fn randomised(proof: &Proof<Bn254>, factor: Fr) -> Proof<Bn254> {
	let inverse = factor.inverse().unwrap_or(Fr::from(1u64));
	let factor = inverse.inverse().expect("an inverse is not zero");
	Proof {
		a: (proof.a * factor).into_affine(),
		b: (proof.b * inverse).into_affine(),
		c: proof.c,
	}
}

/// What the batch verifier must say of these claims, found one by one.
pub(crate) fn verdict(
	key: &PreparedVerifyingKey<Bn254>,
	claims: &[Claim],
) -> Result<(), Rejection> {
	if claims.is_empty() {
		return Err(Rejection::EmptyBatch);
	}
	if claims.len() > MAX_BATCH {
		return Err(Rejection::MaxBatchExceeded);
	}
	for (index, claim) in claims.iter().enumerate() {
		if claim.inputs.len() + 1 != key.vk.gamma_abc_g1.len() {
			return Err(Rejection::ArityMismatch(index));
		}
		if claim.proof.len() != PROOF_BYTES {
			return Err(Rejection::MalformedProof(index));
		}
	}
	let proofs = each(claims, |index, claim| {
		proof(&claim.proof).ok_or(Rejection::MalformedProof(index))
	})?;
	let inputs = each(claims, |index, claim| {
		let inputs = claim
			.inputs
			.iter()
			.map(|input| Fr::deserialize_compressed(&input[..]).ok());
		let inputs: Option<Vec<Fr>> = inputs.collect();
		inputs.ok_or(Rejection::InputNotCanonical(index))
	})?;
	if let Some(index) = proofs.iter().position(|proof| !is_sound(&proof.b)) {
		return Err(Rejection::MalformedProof(index));
	}
	let holds = proofs.iter().zip(&inputs).all(|(proof, inputs)| {
		Groth16::<Bn254>::verify_proof(key, proof, inputs).expect("the arity was compared")
	});
	holds.then_some(()).ok_or(Rejection::InvalidProof)
}

fn each<T>(
	claims: &[Claim],
	one: impl Fn(usize, &Claim) -> Result<T, Rejection>,
) -> Result<Vec<T>, Rejection> {
	claims
		.iter()
		.enumerate()
		.map(|(index, claim)| one(index, claim))
		.collect()
}
