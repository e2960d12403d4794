//! The public inputs of `work-v1`: those of `receipt-v1`, and the job that the work was done for.
//!
//! | index | input | packing |
//! |---|---|---|
//! | 0..=39 | as in `receipt-v1` | see [`receipt`](crate::receipt); result commitment and version are those of `work-v1` |
//! | 40 | job | field element that the tenant publishes: the specification hash of the contract |
//!
//! The result commitment, input 4, is no longer opaque: it commits to the partial products of the job.
//! The challenge, input 3, must be drawn after the chain has recorded the result commitment.

use crate::{
	receipt::{FieldBytes, ReceiptInputs, RECEIPT_V1_INPUTS},
	CircuitId, CircuitVersion,
};
use parity_scale_codec::{Decode, Encode};
use scale_info::TypeInfo;

/// Public inputs of `work-v1`.
pub const WORK_V1_INPUTS: usize = 41;
/// The circuit id under which `work-v1` is registered.
pub const WORK_CIRCUIT: CircuitId = CircuitId(2);
/// The circuit version that `work-v1` itself enforces in the subject word.
///
/// Versions count for each circuit. A proof of `receipt-v1` with the same version is no proof of
/// `work-v1`: the circuits have different keys and numbers of inputs.
pub const WORK_V1: CircuitVersion = CircuitVersion(1);

/// Everything that a `work-v1` proof binds in public.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct WorkInputs {
	/// The receipt, with [`WORK_V1`] as its version.
	pub receipt: ReceiptInputs,
	/// Commitment to both matrices: the specification hash of the contract.
	pub job: FieldBytes,
}

impl WorkInputs {
	/// The public inputs in the order of the table above.
	///
	/// **Shape**: 41 integers, 32 bytes each, little-endian; see [`ReceiptInputs::public_inputs`].
	/// The job is passed on as it is, and whoever verifies refuses it if it is not below the modulus.
	pub fn public_inputs(&self) -> [FieldBytes; WORK_V1_INPUTS] {
		let mut inputs = [[0; 32]; WORK_V1_INPUTS];
		let receipt = self.receipt.public_inputs();
		for (slot, input) in inputs.iter_mut().zip(receipt.into_iter().chain([self.job])) {
			*slot = input;
		}
		inputs
	}
}

const _: () = assert!(RECEIPT_V1_INPUTS + 1 == WORK_V1_INPUTS);
