//! What the calls cost. The runtime's generated file implements the trait.

use frame_support::weights::Weight;

/// Costs of this pallet.
pub trait WeightInfo {
	/// Registering a key of the greatest length.
	fn register_circuit() -> Weight;
	/// Activating a circuit.
	fn activate_circuit() -> Weight;
	/// Retiring a circuit.
	fn retire_circuit() -> Weight;
	/// Setting the energy of a GPU class.
	fn set_class_energy() -> Weight;
	/// Pausing a circuit.
	fn pause_circuit() -> Weight;
	/// Resuming a circuit.
	fn resume_circuit() -> Weight;
	/// Verifying `n` proofs of a foreign circuit as one batch, the decoding of the key included.
	fn verify_foreign(n: u32) -> Weight;
	/// Hashing the longest statement of a foreign proof, twice.
	fn hash_statement() -> Weight;
	/// Committing to a result, beside 63 others.
	fn commit_result() -> Weight;
	/// Looking up and forgetting a result, beside 63 others.
	fn take_result() -> Weight;
	/// Verifying `n` proofs of `receipt-v1` or `work-v1` as one batch, the decoding of the key included.
	fn verify_proofs(n: u32) -> Weight;
	/// Checking and paying one receipt of `h` hours, its proof left out.
	fn settle_receipt(h: u32) -> Weight;
}

/// Stands in for the generated costs in mock runtimes; not for production.
impl WeightInfo for () {
	fn register_circuit() -> Weight {
		Weight::from_parts(20_000_000_000, 8_192)
	}
	fn activate_circuit() -> Weight {
		Weight::from_parts(100_000_000, 8_192)
	}
	fn retire_circuit() -> Weight {
		Weight::from_parts(100_000_000, 8_192)
	}
	fn set_class_energy() -> Weight {
		Weight::from_parts(100_000_000, 4_096)
	}
	fn pause_circuit() -> Weight {
		Weight::from_parts(100_000_000, 8_192)
	}
	fn resume_circuit() -> Weight {
		Weight::from_parts(100_000_000, 8_192)
	}
	fn verify_foreign(n: u32) -> Weight {
		let each = Weight::from_parts(3_000_000_000, 0).saturating_mul(n.into());
		Weight::from_parts(20_000_000_000, 8_192).saturating_add(each)
	}
	fn hash_statement() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn commit_result() -> Weight {
		Weight::from_parts(200_000_000, 16_384)
	}
	fn take_result() -> Weight {
		Weight::from_parts(100_000_000, 8_192)
	}
	fn verify_proofs(n: u32) -> Weight {
		let each = Weight::from_parts(3_000_000_000, 0).saturating_mul(n.into());
		Weight::from_parts(20_000_000_000, 8_192).saturating_add(each)
	}
	fn settle_receipt(h: u32) -> Weight {
		let each = Weight::from_parts(100_000_000, 2_048).saturating_mul(h.into());
		Weight::from_parts(500_000_000, 32_768).saturating_add(each)
	}
}
