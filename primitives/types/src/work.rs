//! Public inputs of `work-v1`: those of a receipt, and the job.

use crate::{
	receipt::{FieldBytes, ReceiptInputs, RECEIPT_V1_INPUTS},
	CircuitId, CircuitVersion,
};

/// Public inputs of `work-v1`.
pub const WORK_V1_INPUTS: usize = RECEIPT_V1_INPUTS + 1;
/// The circuit id under which `work-v1` is registered.
pub const WORK_CIRCUIT: CircuitId = CircuitId(2);
/// The circuit version that `work-v1` itself enforces in the subject word.
pub const WORK_V1: CircuitVersion = CircuitVersion(1);

/// Everything that a `work-v1` proof binds in public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkInputs {
	/// What a receipt binds.
	pub receipt: ReceiptInputs,
	/// Commitment to the job.
	pub job: FieldBytes,
}

impl WorkInputs {
	/// The public inputs in order.
	pub fn public_inputs(&self) -> [FieldBytes; WORK_V1_INPUTS] {
		let mut inputs = [[0; 32]; WORK_V1_INPUTS];
		let all = self.receipt.public_inputs().into_iter().chain([self.job]);
		for (slot, input) in inputs.iter_mut().zip(all) {
			*slot = input;
		}
		inputs
	}
}
