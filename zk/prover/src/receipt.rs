//! The prover of a device.

use crate::{prove, verify, Error, Keys, OnStage};
use ark_std::rand::{CryptoRng, RngCore};
use core::ops::ControlFlow;
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
	/// `cache` is the folder in which the proving key (about 6 MB) is kept.
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

	/// A prover with the key of this digest, from a folder of keys.
	///
	/// **Errors**: those of [`Keys::by_digest`].
	pub fn by_digest(folder: &Path, digest: &[u8; 32]) -> Result<Self, Error> {
		let keys = Arc::new(Keys::by_digest::<Receipt>(folder, digest)?);
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
		self.prove_receipt_watched(inputs, witness, &mut |_| ControlFlow::Continue(()))
	}

	/// As [`Self::prove_receipt`], telling how far it is; the caller may end it before each stage.
	///
	/// **Errors**: those of [`prove`].
	pub fn prove_receipt_watched(
		&self,
		inputs: &ReceiptInputs,
		witness: &ReceiptWitness,
		on_stage: OnStage<'_>,
	) -> Result<[u8; PROOF_BYTES], Error> {
		prove(
			&self.keys,
			&statement(inputs, witness),
			&mut OsRng,
			on_stage,
		)
	}

	/// As [`Self::prove_receipt`], with the randomness of the caller: for tests, which want the same
	/// proof again.
	///
	/// **Errors**: those of [`prove`].
	pub fn prove_receipt_with(
		&self,
		inputs: &ReceiptInputs,
		witness: &ReceiptWitness,
		rng: &mut (impl RngCore + CryptoRng),
	) -> Result<[u8; PROOF_BYTES], Error> {
		let on_stage = &mut |_| ControlFlow::Continue(());
		prove(&self.keys, &statement(inputs, witness), rng, on_stage)
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

fn statement(inputs: &ReceiptInputs, witness: &ReceiptWitness) -> Receipt {
	Receipt {
		inputs: inputs.clone(),
		witness: witness.clone(),
	}
}
