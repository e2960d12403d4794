//! Cost of the calls. Verification and payment of a batch are measured apart and added.

use crate::{
	Call, CircuitStatus, Circuits, ClassEnergy, Config, DevelopmentKeysAllowed, MeterHours, Pallet,
	ReceiptOf,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use greenhour_types::{
	receipt::{HourFacts, Receipt, PROOF_BYTES, RECEIPT_CIRCUIT, RECEIPT_V1, RECEIPT_V1_INPUTS},
	ContractId, Day, DeviceId, GpuClassId, HourMask, MilliGpu,
};
use greenhour_verifier::{verify_batch, BatchContext, Entry, ReceiptKey};

/// Makes what receipts refer to in the other pallets.
pub trait BenchmarkHelper<AccountId> {
	/// A registered device of [`Self::gpu_class`] with a large solar array, and an assignment of
	/// these hours, all over, unsettled, with a seed, and inside their money window.
	///
	/// At most 3,000 units an hour.
	fn assign(hours: HourMask) -> (ContractId, DeviceId, Day);

	/// The GPU class of the device.
	fn gpu_class() -> GpuClassId;
}

/// The development key of `receipt-v1`.
const KEY: &[u8] = include_bytes!("../../../zk/prover/keys/receipt-v1.development.vk");
/// A proof of `receipt-v1`, then its public inputs.
const EXAMPLE: &[u8] = include_bytes!("../../../zk/prover/keys/receipt-v1.example");

fn example() -> ([u8; PROOF_BYTES], Vec<[u8; 32]>) {
	let (proof, inputs) = EXAMPLE.split_at(PROOF_BYTES);
	let inputs: Vec<[u8; 32]> = inputs
		.chunks(32)
		.filter_map(|input| input.try_into().ok())
		.collect();
	assert_eq!(inputs.len(), RECEIPT_V1_INPUTS);
	(proof.try_into().unwrap_or([0; PROOF_BYTES]), inputs)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	fn governance<T: Config>() -> T::RuntimeOrigin {
		T::GovernanceOrigin::try_successful_origin()
			.unwrap_or_else(|()| frame_system::RawOrigin::Root.into())
	}

	fn register<T: Config>() {
		DevelopmentKeysAllowed::<T>::put(true);
		Circuits::<T>::remove((RECEIPT_CIRCUIT, RECEIPT_V1));
		let key = KEY.to_vec().try_into().expect("the key fits");
		let at = frame_system::Pallet::<T>::block_number() + T::ActivationDelay::get();
		Pallet::<T>::do_register(RECEIPT_CIRCUIT, RECEIPT_V1, key, at).expect("a new circuit");
		frame_system::Pallet::<T>::set_block_number(at);
	}

	/// A key of `receipt-v1`: 40 inputs. Each input more costs one point to check.
	#[benchmark]
	fn register_circuit() {
		DevelopmentKeysAllowed::<T>::put(true);
		Circuits::<T>::remove((RECEIPT_CIRCUIT, RECEIPT_V1));
		let key = KEY.to_vec().try_into().expect("the key fits");
		frame_system::Pallet::<T>::set_block_number(1u32.into());
		let at = frame_system::Pallet::<T>::block_number() + T::ActivationDelay::get();
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			RECEIPT_CIRCUIT,
			RECEIPT_V1,
			key,
			at,
		);
		assert!(Circuits::<T>::contains_key((RECEIPT_CIRCUIT, RECEIPT_V1)));
	}

	#[benchmark]
	fn activate_circuit() {
		register::<T>();
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			RECEIPT_CIRCUIT,
			RECEIPT_V1,
		);
		let entry = Circuits::<T>::get((RECEIPT_CIRCUIT, RECEIPT_V1)).expect("registered");
		assert_eq!(entry.status, CircuitStatus::Active);
	}

	#[benchmark]
	fn retire_circuit() {
		register::<T>();
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			RECEIPT_CIRCUIT,
			RECEIPT_V1,
		);
		let entry = Circuits::<T>::get((RECEIPT_CIRCUIT, RECEIPT_V1)).expect("registered");
		assert_eq!(entry.status, CircuitStatus::Retired);
	}

	#[benchmark]
	fn set_class_energy() {
		#[extrinsic_call]
		_(governance::<T>() as T::RuntimeOrigin, GpuClassId(1), 300);
		assert_eq!(ClassEnergy::<T>::get(GpuClassId(1)), Some(300));
	}

	/// `n` proofs with 40 inputs each, and the decoding of the key.
	#[benchmark]
	fn verify_proofs(n: Linear<1, { T::MaxBatch::get() }>) {
		register::<T>();
		Pallet::<T>::do_activate(RECEIPT_CIRCUIT, RECEIPT_V1).expect("delay has passed");
		let (proof, inputs) = example();
		let entries: Vec<Entry<'_>> = (0..n)
			.map(|_| Entry {
				proof: &proof,
				inputs: &inputs,
			})
			.collect();
		let context = BatchContext {
			circuit: 1,
			version: 1,
			context: [0; 32],
		};
		let verdict;
		#[block]
		{
			let key: ReceiptKey =
				Pallet::<T>::receipt_key(RECEIPT_CIRCUIT, RECEIPT_V1).expect("active");
			verdict = verify_batch(&key, &context, &entries);
		}
		assert_eq!(verdict, Ok(()));
	}

	/// One receipt of `h` hours: every check but that of the proof, and the payment.
	#[benchmark]
	fn settle_receipt(h: Linear<1, 24>) {
		let bits = 0x00ff_ffff_u32
			.checked_shr(24u32.saturating_sub(h))
			.unwrap_or(1);
		let hours = HourMask::new(bits).expect("24 bits");
		let (contract, device, day) = T::BenchmarkHelper::assign(hours);
		ClassEnergy::<T>::insert(T::BenchmarkHelper::gpu_class(), 300);
		let facts = HourFacts {
			reading_commitment: [1; 32],
			max_units: MilliGpu(3_000),
			green_wh: 900,
		};
		let facts: Vec<HourFacts> = (0..h).map(|_| facts).collect();
		let receipt: ReceiptOf = Receipt {
			contract,
			device,
			day,
			hours,
			facts: facts.try_into().expect("at most 24"),
			total_wh: 900,
			result_commitment: [0; 32],
			proof: [0; PROOF_BYTES],
		};
		let who: T::AccountId = whitelisted_caller();
		let receipts = [receipt];
		#[block]
		{
			let batch = Pallet::<T>::check_batch(&who, RECEIPT_V1, &receipts);
			let settled = batch.map_err(Into::into).and_then(Pallet::<T>::settle);
			settled.expect("the helper assigned the hours");
		}
		let metered = u32::try_from(MeterHours::<T>::iter_prefix(device).count());
		assert_eq!(metered, Ok(h));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().build(),
		crate::mock::Test
	);
}
