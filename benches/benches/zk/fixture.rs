//! Claims to verify, and what verifies them natively.

use ark_bn254::{Bn254, Fr};
use ark_ff::{One, UniformRand};
use ark_groth16::{prepare_verifying_key, Groth16, Proof, VerifyingKey};
use ark_relations::{
	gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError},
	lc,
};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use ark_snark::SNARK;
use ark_std::rand::SeedableRng;
use greenhour_types::receipt::RECEIPT_V1_INPUTS;
use greenhour_verifier::{verify_batch, BatchContext, Entry, ReceiptKey};
use rand_chacha::ChaCha20Rng;

/// As many public inputs as a receipt has; what they say has no influence on the time.
#[derive(Clone)]
struct Squares {
	roots: Vec<Fr>,
}

impl Squares {
	fn inputs(&self) -> Vec<Fr> {
		self.roots.iter().map(|root| root * root).collect()
	}
}

impl ConstraintSynthesizer<Fr> for Squares {
	fn generate_constraints(self, cs: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
		for (root, square) in self.roots.iter().zip(self.inputs()) {
			let square = cs.new_input_variable(|| Ok(square))?;
			let root = cs.new_witness_variable(|| Ok(*root))?;
			cs.enforce_r1cs_constraint(|| lc!() + root, || lc!() + root, || lc!() + square)?;
		}
		Ok(())
	}
}

/// A key and claims that hold for it.
pub(crate) struct Fixture {
	key: Vec<u8>,
	arkworks_key: Vec<u8>,
	claims: Vec<(Vec<u8>, Vec<[u8; 32]>)>,
}

impl Fixture {
	/// A key and `count` claims.
	pub(crate) fn new(count: usize) -> Self {
		let mut rng = ChaCha20Rng::seed_from_u64(1);
		let example = Squares {
			roots: vec![Fr::one(); RECEIPT_V1_INPUTS],
		};
		let (proving, vk) =
			Groth16::<Bn254>::circuit_specific_setup(example, &mut rng).expect("small circuit");
		let key = ReceiptKey::from_parts(
			vk.alpha_g1,
			[vk.beta_g2, vk.gamma_g2, vk.delta_g2],
			vk.gamma_abc_g1.clone(),
		);
		let claims = (0..count)
			.map(|_| {
				let roots = (0..RECEIPT_V1_INPUTS).map(|_| Fr::rand(&mut rng)).collect();
				let statement = Squares { roots };
				let proof = Groth16::<Bn254>::prove(&proving, statement.clone(), &mut rng);
				let mut bytes = Vec::new();
				proof
					.expect("it holds")
					.serialize_compressed(&mut bytes)
					.expect("memory");
				(bytes, statement.inputs().iter().map(bytes_of).collect())
			})
			.collect();
		let mut arkworks_key = Vec::new();
		vk.serialize_uncompressed(&mut arkworks_key)
			.expect("memory");
		Self {
			key: key.expect("an honest setup").encode().expect("memory"),
			arkworks_key,
			claims,
		}
	}

	/// One call of the batch verifier, the key decoded with every check.
	pub(crate) fn batch(&self, count: usize) -> bool {
		let key = ReceiptKey::decode_checked(&self.key).expect("just made");
		let context = BatchContext {
			circuit: 1,
			version: 1,
			context: [0; 32],
		};
		let entries: Vec<_> = self
			.claims
			.iter()
			.take(count)
			.map(|(proof, inputs)| Entry { proof, inputs })
			.collect();
		verify_batch(&key, &context, &entries).is_ok()
	}

	/// arkworks' verifier for each claim, the key not prepared, the proof decoded with every check.
	pub(crate) fn one_by_one(&self, count: usize) -> bool {
		let key = VerifyingKey::<Bn254>::deserialize_uncompressed(&self.arkworks_key[..]);
		let key = key.expect("just made");
		self.claims.iter().take(count).all(|(proof, inputs)| {
			let inputs: Vec<Fr> = inputs
				.iter()
				.map(|input| Fr::deserialize_compressed(&input[..]).expect("canonical"))
				.collect();
			let proof = Proof::deserialize_compressed(&proof[..]).expect("well formed");
			Groth16::<Bn254>::verify_proof(&prepare_verifying_key(&key), &proof, &inputs)
				.expect("as many inputs as the key has")
		})
	}

	/// What the exports of the Wasm module take.
	pub(crate) fn encode(&self, count: usize) -> Vec<u8> {
		let mut bytes = Vec::new();
		for length in [self.key.len(), self.arkworks_key.len(), RECEIPT_V1_INPUTS] {
			bytes.extend_from_slice(&u32::try_from(length).expect("short").to_le_bytes());
		}
		bytes.extend_from_slice(&self.key);
		bytes.extend_from_slice(&self.arkworks_key);
		for (proof, inputs) in self.claims.iter().take(count) {
			bytes.extend_from_slice(proof);
			bytes.extend(inputs.iter().flatten());
		}
		bytes
	}
}

fn bytes_of(element: &Fr) -> [u8; 32] {
	let mut bytes = Vec::new();
	element.serialize_compressed(&mut bytes).expect("memory");
	bytes.try_into().expect("32 bytes")
}
