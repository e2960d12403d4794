//! Fixtures: a small circuit with its key and proofs.

mod accept;
mod differential;
mod invalid;
mod reject;
mod second_curve;

use crate::{BatchContext, Entry, ReceiptKey};
use alloc::vec::Vec;
use ark_bn254::{Bn254, Fr};
use ark_ff::UniformRand;
use ark_groth16::{Groth16, ProvingKey};
use ark_relations::{
	gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError},
	lc,
};
use ark_serialize::CanonicalSerialize;
use ark_snark::SNARK;
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use std::sync::OnceLock;

/// Public a, b, c; witness w; `a * b = c` and `w * w = a`.
#[derive(Clone, Copy)]
struct Product {
	root: Fr,
	factor: Fr,
}

impl Product {
	fn inputs(&self) -> [Fr; 3] {
		let a = self.root * self.root;
		[a, self.factor, a * self.factor]
	}
}

impl ConstraintSynthesizer<Fr> for Product {
	fn generate_constraints(self, cs: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
		let [a, b, c] = self.inputs();
		let a = cs.new_input_variable(|| Ok(a))?;
		let b = cs.new_input_variable(|| Ok(b))?;
		let c = cs.new_input_variable(|| Ok(c))?;
		let root = cs.new_witness_variable(|| Ok(self.root))?;
		cs.enforce_r1cs_constraint(|| lc!() + a, || lc!() + b, || lc!() + c)?;
		cs.enforce_r1cs_constraint(|| lc!() + root, || lc!() + root, || lc!() + a)
	}
}

/// A proof with its inputs, as bytes.
#[derive(Clone, Debug)]
struct Claim {
	proof: Vec<u8>,
	inputs: Vec<[u8; 32]>,
}

impl Claim {
	fn entry(&self) -> Entry<'_> {
		Entry {
			proof: &self.proof,
			inputs: &self.inputs,
		}
	}
}

const CONTEXT: BatchContext = BatchContext {
	circuit: 1,
	version: 1,
	context: [7; 32],
};

fn rng(seed: u64) -> ChaCha20Rng {
	ChaCha20Rng::seed_from_u64(seed)
}

fn setup(seed: u64) -> ProvingKey<Bn254> {
	let example = Product {
		root: Fr::from(3u64),
		factor: Fr::from(5u64),
	};
	Groth16::<Bn254>::circuit_specific_setup(example, &mut rng(seed))
		.expect("small circuit")
		.0
}

/// The key that most tests use.
fn proving_key() -> &'static ProvingKey<Bn254> {
	static KEY: OnceLock<ProvingKey<Bn254>> = OnceLock::new();
	KEY.get_or_init(|| setup(1))
}

fn key_of(key: &ProvingKey<Bn254>) -> ReceiptKey {
	let vk = &key.vk;
	ReceiptKey::from_parts(
		vk.alpha_g1,
		[vk.beta_g2, vk.gamma_g2, vk.delta_g2],
		vk.gamma_abc_g1.clone(),
	)
	.expect("an honest setup")
}

fn key() -> ReceiptKey {
	key_of(proving_key())
}

fn bytes(element: Fr) -> [u8; 32] {
	let mut bytes = Vec::new();
	element.serialize_compressed(&mut bytes).expect("memory");
	bytes.try_into().expect("32 bytes")
}

fn claim_with(key: &ProvingKey<Bn254>, seed: u64) -> Claim {
	let mut rng = rng(seed);
	let product = Product {
		root: Fr::rand(&mut rng),
		factor: Fr::rand(&mut rng),
	};
	let made = Groth16::<Bn254>::prove(key, product, &mut rng).expect("the statement holds");
	let mut proof = Vec::new();
	made.serialize_compressed(&mut proof).expect("memory");
	Claim {
		proof,
		inputs: product.inputs().map(bytes).to_vec(),
	}
}

fn claim(seed: u64) -> Claim {
	claim_with(proving_key(), seed)
}

fn claims(count: u64) -> Vec<Claim> {
	(0..count).map(|seed| claim(100 + seed)).collect()
}

fn entries(claims: &[Claim]) -> Vec<Entry<'_>> {
	claims.iter().map(Claim::entry).collect()
}
