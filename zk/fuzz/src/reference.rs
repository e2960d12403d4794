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
use greenhour_verifier::{Entry, Rejection, MAX_INPUTS};

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

/// What is wrong with a claim, in the order in which a batch is looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
	/// The number of inputs.
	Arity,
	/// The number of bytes.
	Length,
	/// A point.
	Malformed,
	/// An input.
	NotCanonical,
	/// B is on its curve, but outside the subgroup.
	OutsideSubgroup,
	/// It proves nothing.
	Invalid,
}

/// What is wrong with each claim, by arkworks.
pub(crate) fn faults(key: &PreparedVerifyingKey<Bn254>, claims: &[Claim]) -> Vec<Option<Fault>> {
	claims.iter().map(|claim| fault(key, claim).err()).collect()
}

fn fault(key: &PreparedVerifyingKey<Bn254>, claim: &Claim) -> Result<(), Fault> {
	let demand = |holds: bool, fault| holds.then_some(()).ok_or(fault);
	demand(
		claim.inputs.len() + 1 == key.vk.gamma_abc_g1.len(),
		Fault::Arity,
	)?;
	demand(claim.proof.len() == PROOF_BYTES, Fault::Length)?;
	let proof = proof(&claim.proof).ok_or(Fault::Malformed)?;
	let inputs = claim.inputs.iter();
	let inputs = inputs.map(|input| Fr::deserialize_compressed(&input[..]).ok());
	let inputs: Option<Vec<Fr>> = inputs.collect();
	let inputs = inputs.ok_or(Fault::NotCanonical)?;
	demand(is_sound(&proof.b), Fault::OutsideSubgroup)?;
	let holds = Groth16::<Bn254>::verify_proof(key, &proof, &inputs);
	demand(holds.expect("the arity was compared"), Fault::Invalid)
}

/// What the batch verifier must say of claims with these faults.
pub(crate) fn verdict(faults: &[Option<Fault>]) -> Result<(), Rejection> {
	if faults.is_empty() {
		return Err(Rejection::EmptyBatch);
	}
	let first = |phase: &[Fault]| {
		let in_phase = |fault: &Option<Fault>| fault.is_some_and(|fault| phase.contains(&fault));
		faults.iter().position(in_phase)
	};
	if let Some(index) = first(&[Fault::Arity, Fault::Length]) {
		return Err(match faults[index] {
			Some(Fault::Arity) => Rejection::ArityMismatch(index),
			_ => Rejection::MalformedProof(index),
		});
	}
	if let Some(index) = first(&[Fault::Malformed]) {
		return Err(Rejection::MalformedProof(index));
	}
	if let Some(index) = first(&[Fault::NotCanonical]) {
		return Err(Rejection::InputNotCanonical(index));
	}
	if let Some(index) = first(&[Fault::OutsideSubgroup]) {
		return Err(Rejection::MalformedProof(index));
	}
	match first(&[Fault::Invalid]) {
		Some(_) => Err(Rejection::InvalidProof),
		None => Ok(()),
	}
}
