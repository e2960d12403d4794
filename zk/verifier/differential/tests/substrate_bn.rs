//! Random batches, whole and spoiled, get the verdict of the second implementation.

use ark_bn254::{Bn254, Fr, G2Affine};
use ark_ec::CurveGroup;
use ark_ff::UniformRand;
use ark_groth16::{Groth16, Proof, ProvingKey};
use ark_relations::{
	gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError},
	lc,
};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use ark_snark::SNARK;
use greenhour_verifier::{verify_batch, BatchContext, Entry, ReceiptKey};
use greenhour_verifier_differential::holds;
use proptest::prelude::*;
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use std::sync::OnceLock;

/// Public squares of secret roots.
#[derive(Clone, Copy)]
struct Squares([Fr; 2]);

impl ConstraintSynthesizer<Fr> for Squares {
	fn generate_constraints(self, cs: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
		for root in self.0 {
			let square = cs.new_input_variable(|| Ok(root * root))?;
			let root = cs.new_witness_variable(|| Ok(root))?;
			cs.enforce_r1cs_constraint(|| lc!() + root, || lc!() + root, || lc!() + square)?;
		}
		Ok(())
	}
}

#[derive(Clone, Debug)]
struct Claim {
	proof: Vec<u8>,
	inputs: Vec<[u8; 32]>,
}

fn proving_key() -> &'static ProvingKey<Bn254> {
	static KEY: OnceLock<ProvingKey<Bn254>> = OnceLock::new();
	KEY.get_or_init(|| {
		let example = Squares([Fr::from(2u64); 2]);
		let mut rng = ChaCha20Rng::seed_from_u64(1);
		Groth16::<Bn254>::circuit_specific_setup(example, &mut rng)
			.expect("small circuit")
			.0
	})
}

fn key() -> ReceiptKey {
	let vk = &proving_key().vk;
	ReceiptKey::from_parts(
		vk.alpha_g1,
		[vk.beta_g2, vk.gamma_g2, vk.delta_g2],
		vk.gamma_abc_g1.clone(),
	)
	.expect("an honest setup")
}

fn claim(seed: u64) -> Claim {
	let mut rng = ChaCha20Rng::seed_from_u64(seed);
	let squares = Squares([Fr::rand(&mut rng), Fr::rand(&mut rng)]);
	let made = Groth16::<Bn254>::prove(proving_key(), squares, &mut rng).expect("it holds");
	let mut proof = Vec::new();
	made.serialize_compressed(&mut proof).expect("memory");
	let inputs = squares.0.map(|root| {
		let mut bytes = Vec::new();
		(root * root)
			.serialize_compressed(&mut bytes)
			.expect("memory");
		bytes.try_into().expect("32 bytes")
	});
	Claim {
		proof,
		inputs: inputs.to_vec(),
	}
}

/// Changes a claim; what `way` above 4 leaves as it is.
fn spoil(claim: &mut Claim, way: u8, bit: usize) {
	match way {
		0 => claim.proof[bit / 8 % 128] ^= 1 << (bit % 8),
		1 => claim.inputs[bit % 2][bit / 8 % 32] ^= 1 << (bit % 8),
		2 => claim.inputs.swap(0, 1),
		3 => claim.inputs.truncate(1),
		4 => {
			// B moved by a point outside the subgroup.
			let mut proof = Proof::<Bn254>::deserialize_compressed(&claim.proof[..]).expect("made");
			let x = (bit as u64..).map(|x| ark_bn254::Fq2::new(x.into(), 1u64.into()));
			let outside = x
				.filter_map(|x| G2Affine::get_point_from_x_unchecked(x, true))
				.next();
			proof.b = (proof.b + outside.expect("half of all")).into_affine();
			claim.proof.clear();
			proof
				.serialize_compressed(&mut claim.proof)
				.expect("memory");
		}
		_ => (),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn batches_get_the_verdict_of_the_second_implementation(
		seed: u32, ways in prop::collection::vec((0u8..40, 0usize..1_024), 1..9),
	) {
		let mut claims: Vec<Claim> = (0..ways.len() as u64).map(|n| claim(u64::from(seed) + n)).collect();
		for (claim, (way, bit)) in claims.iter_mut().zip(&ways) {
			spoil(claim, *way, *bit);
		}
		let context = BatchContext { circuit: 1, version: 1, context: [0; 32] };
		let entries: Vec<_> = claims.iter()
			.map(|Claim { proof, inputs }| Entry { proof, inputs })
			.collect();
		let vk = &proving_key().vk;
		let theirs: Vec<bool> = claims.iter().map(|c| holds(vk, &c.proof, &c.inputs)).collect();
		let batch = verify_batch(&key(), &context, &entries).is_ok();
		prop_assert_eq!(batch, theirs.iter().all(|holds| *holds));
		let invalid: Vec<usize> = (0..ways.len()).filter(|place| !theirs[*place]).collect();
		prop_assert_eq!(greenhour_verifier::invalid_entries(&key(), &context, &entries), invalid);
	}
}
