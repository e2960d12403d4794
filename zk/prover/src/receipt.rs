//! The prover of a device.

use crate::{prove, verify, Error, Keys};
use ark_std::rand::{CryptoRng, RngCore};
use greenhour_circuits::{Receipt, ReceiptWitness};
use greenhour_types::receipt::{ReceiptInputs, PROOF_BYTES};
use rand::rngs::OsRng;
use std::{
	path::Path,
	sync::{Arc, Mutex, PoisonError},
};

/// Proves `receipt-v1`.
///
/// Cheap to clone; all clones share the keys.
#[derive(Clone, Debug)]
pub struct ReceiptProver {
	keys: Arc<Keys>,
}

impl ReceiptProver {
	/// A prover with the development keys, loaded or made once for the process.
	///
	/// `cache` is the folder in which the proving key (about 5 MB) is kept.
	///
	/// **Errors**: those of [`Keys::development`].
	pub fn development(cache: &Path) -> Result<Self, Error> {
		static KEYS: Mutex<Option<Arc<Keys>>> = Mutex::new(None);
		let mut loaded = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
		if let Some(keys) = loaded.as_ref() {
			return Ok(Self { keys: keys.clone() });
		}
		let keys = Arc::new(Keys::development::<Receipt>(cache)?);
		*loaded = Some(keys.clone());
		Ok(Self { keys })
	}

	/// A proof that the witness shows what the inputs say; verified before it is handed out.
	///
	/// **Errors**: those of [`prove`].
	pub fn prove_receipt(
		&self,
		inputs: &ReceiptInputs,
		witness: &ReceiptWitness,
	) -> Result<[u8; PROOF_BYTES], Error> {
		self.prove_receipt_with(inputs, witness, &mut OsRng)
	}

	/// As [`Self::prove_receipt`], with the randomness of the caller.
	///
	/// **Errors**: those of [`prove`].
	pub fn prove_receipt_with(
		&self,
		inputs: &ReceiptInputs,
		witness: &ReceiptWitness,
		rng: &mut (impl RngCore + CryptoRng),
	) -> Result<[u8; PROOF_BYTES], Error> {
		let statement = Receipt {
			inputs: inputs.clone(),
			witness: witness.clone(),
		};
		prove(&self.keys, &statement, rng)
	}

	/// Does the proof hold for these inputs?
	///
	/// **Errors**: `Proof`.
	pub fn verify_receipt(
		&self,
		inputs: &ReceiptInputs,
		proof: &[u8; PROOF_BYTES],
	) -> Result<(), Error> {
		verify(&self.keys, proof, &inputs.public_inputs())
	}

	/// The keys.
	pub fn keys(&self) -> &Keys {
		&self.keys
	}
}
