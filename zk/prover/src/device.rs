//! The provers of a device.

use crate::{Error, OnStage, Prover};
use ark_std::rand::{CryptoRng, RngCore};
use greenhour_circuits::{Receipt, ReceiptWitness, Work, WorkWitness};
use greenhour_types::{
	receipt::{ReceiptInputs, PROOF_BYTES},
	work::WorkInputs,
};

/// Proves `receipt-v1`.
pub type ReceiptProver = Prover<Receipt>;

/// Proves `work-v1`.
pub type WorkProver = Prover<Work>;

impl ReceiptProver {
	/// A proof that the witness shows what the inputs say; verified before it is handed out.
	///
	/// **Errors**: those of [`prove`](crate::prove).
	pub fn prove_receipt(
		&self,
		inputs: &ReceiptInputs,
		witness: &ReceiptWitness,
	) -> Result<[u8; PROOF_BYTES], Error> {
		self.prove(&receipt(inputs, witness))
	}

	/// As [`Self::prove_receipt`], telling how far it is; the caller may end it before each stage.
	///
	/// **Errors**: those of [`prove`](crate::prove).
	pub fn prove_receipt_watched(
		&self,
		inputs: &ReceiptInputs,
		witness: &ReceiptWitness,
		on_stage: OnStage<'_>,
	) -> Result<[u8; PROOF_BYTES], Error> {
		self.prove_watched(&receipt(inputs, witness), on_stage)
	}

	/// As [`Self::prove_receipt`], with the randomness of the caller: for tests, which want the same
	/// proof again.
	///
	/// **Errors**: those of [`prove`](crate::prove).
	pub fn prove_receipt_with(
		&self,
		inputs: &ReceiptInputs,
		witness: &ReceiptWitness,
		rng: &mut (impl RngCore + CryptoRng),
	) -> Result<[u8; PROOF_BYTES], Error> {
		self.prove_with(&receipt(inputs, witness), rng)
	}

	/// Does the proof hold for these inputs?
	///
	/// **Errors**: `Proof`.
	pub fn verify_receipt(
		&self,
		inputs: &ReceiptInputs,
		proof: &[u8; PROOF_BYTES],
	) -> Result<(), Error> {
		self.verify(&inputs.public_inputs(), proof)
	}
}

impl WorkProver {
	/// A proof that the witness shows what the inputs say; verified before it is handed out.
	///
	/// **Errors**: those of [`prove`](crate::prove).
	pub fn prove_work(
		&self,
		inputs: &WorkInputs,
		witness: &WorkWitness,
	) -> Result<[u8; PROOF_BYTES], Error> {
		self.prove(&work(inputs, witness))
	}

	/// As [`Self::prove_work`], telling how far it is; the caller may end it before each stage.
	///
	/// **Errors**: those of [`prove`](crate::prove).
	pub fn prove_work_watched(
		&self,
		inputs: &WorkInputs,
		witness: &WorkWitness,
		on_stage: OnStage<'_>,
	) -> Result<[u8; PROOF_BYTES], Error> {
		self.prove_watched(&work(inputs, witness), on_stage)
	}

	/// Does the proof hold for these inputs?
	///
	/// **Errors**: `Proof`.
	pub fn verify_work(&self, inputs: &WorkInputs, proof: &[u8; PROOF_BYTES]) -> Result<(), Error> {
		self.verify(&inputs.public_inputs(), proof)
	}
}

fn receipt(inputs: &ReceiptInputs, witness: &ReceiptWitness) -> Receipt {
	Receipt {
		inputs: inputs.clone(),
		witness: witness.clone(),
	}
}

fn work(inputs: &WorkInputs, witness: &WorkWitness) -> Work {
	Work {
		inputs: inputs.clone(),
		witness: witness.clone(),
	}
}
