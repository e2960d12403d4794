//! The circuits whose proofs are paid: one for each verification mode by receipt.

use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1_INPUTS},
	work::{WORK_CIRCUIT, WORK_V1_INPUTS},
	CircuitId, VerificationMode,
};

/// What a paid proof shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaidProof {
	/// Signed metering.
	Receipt,
	/// Signed metering and a sample of the committed result.
	Work,
}

impl PaidProof {
	const ALL: [Self; 2] = [Self::Receipt, Self::Work];

	/// The circuit that shows it.
	pub(crate) fn circuit(self) -> CircuitId {
		match self {
			Self::Receipt => RECEIPT_CIRCUIT,
			Self::Work => WORK_CIRCUIT,
		}
	}

	/// Public inputs of that circuit.
	pub(crate) fn arity(self) -> usize {
		match self {
			Self::Receipt => RECEIPT_V1_INPUTS,
			Self::Work => WORK_V1_INPUTS,
		}
	}

	/// The contracts that ask for it.
	pub(crate) fn mode(self) -> VerificationMode {
		match self {
			Self::Receipt => VerificationMode::Receipt,
			Self::Work => VerificationMode::Work,
		}
	}

	/// What `circuit` shows, if it pays.
	pub(crate) fn of_circuit(circuit: CircuitId) -> Option<Self> {
		Self::ALL.into_iter().find(|paid| paid.circuit() == circuit)
	}

	/// What a contract of this mode asks for, if that is a proof.
	pub(crate) fn of_mode(mode: VerificationMode) -> Option<Self> {
		Self::ALL.into_iter().find(|paid| paid.mode() == mode)
	}
}
