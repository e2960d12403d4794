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
/// blake2-256 of `zk/schemas/work-v1.json`, which describes the public inputs to machines.
pub const WORK_V1_SCHEMA: [u8; 32] = [
	0x26, 0x86, 0xa5, 0x85, 0x2a, 0xb4, 0xa8, 0x04, 0x75, 0x34, 0x8b, 0x33, 0x85, 0x52, 0xe1, 0x67,
	0x37, 0xd8, 0xec, 0x45, 0x8b, 0xd1, 0x28, 0xdb, 0xbe, 0x7a, 0xa2, 0x90, 0x29, 0x6f, 0xd2, 0xf4,
];

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

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		receipt::{HourFacts, ReceiptRules},
		ContractId, Day, DeviceId, HourMask, OfferId,
	};

	#[test]
	fn the_job_follows_the_inputs_of_the_receipt() {
		let receipt = ReceiptInputs {
			genesis_hash: [1; 32],
			version: WORK_V1,
			hours: HourMask::FULL,
			day: Day(2),
			contract: ContractId(3),
			position: OfferId(4),
			device: DeviceId(5),
			challenge: [6; 32],
			result_commitment: [7; 32],
			device_commitment: [8; 32],
			meter_key: [9; 32],
			rules: ReceiptRules {
				wh_per_gpu_hour: 10,
				min_green_share: 11,
				max_wh_per_hour: 12,
			},
			total_wh: 13,
			green_wh: 14,
			facts: [HourFacts::NONE; 24],
		};
		let job = [15; 32];
		let inputs = WorkInputs {
			receipt: receipt.clone(),
			job,
		}
		.public_inputs();
		assert_eq!(inputs[..RECEIPT_V1_INPUTS], receipt.public_inputs());
		assert_eq!(inputs[RECEIPT_V1_INPUTS..], [job]);
		// Circuit versions count for each circuit; the ids keep the circuits apart.
		assert_eq!(inputs[2][..2], WORK_V1.0.to_le_bytes());
		assert_ne!(WORK_CIRCUIT, crate::receipt::RECEIPT_CIRCUIT);
	}
}
