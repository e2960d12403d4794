//! Cost of the calls. Verification and payment of a batch are measured apart and added.

use crate::{
	batch::PayingCircuit, paid_proof::PaidProof, statement_hash, Call, CircuitRegistration,
	CircuitStatus, Circuits, ClassEnergies, CommittedResult, Config, DevelopmentKeysAllowed,
	ForeignProof, MeterHours, Pallet, ReceiptOf, Results, ResultsOf, MAX_KEY_BYTES, MAX_RESULTS,
	MAX_STATEMENT,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use frame_system::pallet_prelude::BlockNumberFor;
use greenhour_adapters::{CircuitAdapter, Signal, Snarkjs, FIELD_BITS};
use greenhour_types::{
	receipt::{
		HourFacts, Receipt, PROOF_BYTES, RECEIPT_CIRCUIT, RECEIPT_V1, RECEIPT_V1_INPUTS,
		RECEIPT_V1_SCHEMA,
	},
	work::{WORK_CIRCUIT, WORK_V1, WORK_V1_INPUTS},
	CircuitId, CircuitVersion, ClassEnergy, ContractId, Day, DeviceId, GpuClassId, Hour, HourMask,
	HourOfDay, MilliGpu, VerificationMode,
};
use greenhour_verifier::{verify_batch, BatchContext, Entry};

/// Makes what receipts refer to in the other pallets.
pub trait BenchmarkHelper<AccountId> {
	/// A registered device of [`Self::gpu_class`] with a large solar array, and an assignment of
	/// these hours, all over, unsettled, with a seed, and inside their money window.
	///
	/// At most 3,000 units an hour.
	fn assign(hours: HourMask, mode: VerificationMode) -> Assigned<AccountId>;

	/// The GPU class of the device.
	fn gpu_class() -> GpuClassId;
}

/// What [`BenchmarkHelper::assign`] made.
pub struct Assigned<AccountId> {
	/// Contract.
	pub contract: ContractId,
	/// Device.
	pub device: DeviceId,
	/// Its operating key.
	pub operator: AccountId,
	/// Day of the hours.
	pub day: Day,
}

/// Any circuit that pays nobody.
const FOREIGN: CircuitId = CircuitId(900);
/// `receipt-v1` as a circuit that pays.
const PAYING: PayingCircuit = PayingCircuit {
	circuit: RECEIPT_CIRCUIT,
	version: RECEIPT_V1,
	paid: PaidProof::Receipt,
};

/// The development key of `receipt-v1`.
const KEY: &[u8] = include_bytes!("../../../zk/prover/keys/receipt-v1.development.vk");
/// A proof of `receipt-v1`, then its public inputs.
const EXAMPLE: &[u8] = include_bytes!("../../../zk/prover/keys/receipt-v1.example");

/// The development key of `work-v1`.
const WORK_KEY: &[u8] = include_bytes!("../../../zk/prover/keys/work-v1.development.vk");
/// A proof of `work-v1`, then its public inputs.
const WORK_EXAMPLE: &[u8] = include_bytes!("../../../zk/prover/keys/work-v1.example");

fn example(file: &[u8], count: usize) -> ([u8; PROOF_BYTES], Vec<[u8; 32]>) {
	let (proof, inputs) = file.split_at(PROOF_BYTES);
	let inputs: Vec<[u8; 32]> = inputs
		.chunks(32)
		.filter_map(|input| input.try_into().ok())
		.collect();
	assert_eq!(inputs.len(), count);
	(proof.try_into().unwrap_or([0; PROOF_BYTES]), inputs)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	fn governance<T: Config>() -> T::RuntimeOrigin {
		T::GovernanceOrigin::try_successful_origin()
			.unwrap_or_else(|()| frame_system::RawOrigin::Root.into())
	}

	fn registration(key: &[u8], adapter: CircuitAdapter) -> CircuitRegistration {
		CircuitRegistration {
			key: key.to_vec().try_into().expect("the key fits"),
			adapter,
			schema: RECEIPT_V1_SCHEMA,
			setup: [1; 32],
		}
	}

	/// An active circuit with the development key of `receipt-v1`.
	fn register<T: Config>(circuit: CircuitId, adapter: CircuitAdapter) {
		register_key::<T>(circuit, KEY, adapter);
	}

	fn register_key<T: Config>(circuit: CircuitId, key: &[u8], adapter: CircuitAdapter) {
		DevelopmentKeysAllowed::<T>::put(true);
		if Circuits::<T>::contains_key((circuit, RECEIPT_V1)) {
			return;
		}
		let at = frame_system::Pallet::<T>::block_number() + T::ActivationDelay::get();
		let registration = registration(key, adapter);
		Pallet::<T>::do_register(circuit, RECEIPT_V1, registration, at).expect("a new circuit");
		frame_system::Pallet::<T>::set_block_number(at);
		Pallet::<T>::do_activate(circuit, RECEIPT_V1).expect("delay has passed");
	}

	fn schema_of(signals: usize, each: Signal) -> CircuitAdapter {
		let signals: Vec<Signal> = (0..signals).map(|_| each).collect();
		CircuitAdapter::Snarkjs(Snarkjs {
			signals: signals.try_into().expect("at most 64"),
		})
	}

	/// The longest key, of 64 inputs, with the longest schema.
	#[benchmark]
	fn register_circuit() {
		let mut key = KEY.to_vec();
		let longest = usize::try_from(MAX_KEY_BYTES).expect("small");
		while key.len() < longest {
			// Any points will do.
			key.extend_from_within(key.len() - 64..);
		}
		frame_system::Pallet::<T>::set_block_number(1u32.into());
		let at = frame_system::Pallet::<T>::block_number() + T::ActivationDelay::get();
		let registration = registration(&key, schema_of(64, Signal::Pinned([0; 32])));
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			FOREIGN,
			RECEIPT_V1,
			registration,
			at,
		);
		assert!(Circuits::<T>::contains_key((FOREIGN, RECEIPT_V1)));
	}

	fn status<T: Config>(version: CircuitVersion) -> CircuitStatus<BlockNumberFor<T>> {
		Circuits::<T>::get((RECEIPT_CIRCUIT, version))
			.expect("registered")
			.status
	}

	/// Another version of a circuit that pays, so that the intake is written too.
	#[benchmark]
	fn activate_circuit() {
		DevelopmentKeysAllowed::<T>::put(true);
		let version = CircuitVersion(9);
		let at = frame_system::Pallet::<T>::block_number() + T::ActivationDelay::get();
		let registration = registration(KEY, CircuitAdapter::Native);
		Pallet::<T>::do_register(RECEIPT_CIRCUIT, version, registration, at).expect("new");
		frame_system::Pallet::<T>::set_block_number(at);
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			RECEIPT_CIRCUIT,
			version,
		);
		assert_eq!(status::<T>(version), CircuitStatus::Active);
	}

	#[benchmark]
	fn pause_circuit() {
		register::<T>(RECEIPT_CIRCUIT, CircuitAdapter::Native);
		let origin = T::PauseOrigin::try_successful_origin()
			.unwrap_or_else(|()| frame_system::RawOrigin::Root.into());
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, RECEIPT_CIRCUIT, RECEIPT_V1);
		assert_eq!(status::<T>(RECEIPT_V1), CircuitStatus::Paused);
	}

	#[benchmark]
	fn resume_circuit() {
		register::<T>(RECEIPT_CIRCUIT, CircuitAdapter::Native);
		Pallet::<T>::do_pause(RECEIPT_CIRCUIT, RECEIPT_V1).expect("active");
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			RECEIPT_CIRCUIT,
			RECEIPT_V1,
		);
		assert_eq!(status::<T>(RECEIPT_V1), CircuitStatus::Active);
	}

	#[benchmark]
	fn retire_circuit() {
		register::<T>(RECEIPT_CIRCUIT, CircuitAdapter::Native);
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			RECEIPT_CIRCUIT,
			RECEIPT_V1,
		);
		assert_eq!(status::<T>(RECEIPT_V1), CircuitStatus::Retired);
	}

	/// `n` proofs of 40 inputs as a circom circuit, whose adapter converts most. An input more, up to
	/// 64, costs less than a microsecond.
	#[benchmark]
	fn verify_foreign(n: Linear<1, { T::MaxForeignBatch::get() }>) {
		let any = Signal::Bits(FIELD_BITS);
		register::<T>(FOREIGN, schema_of(RECEIPT_V1_INPUTS, any));
		let (proof, inputs) = example(EXAMPLE, RECEIPT_V1_INPUTS);
		let one = ForeignProof {
			statement: inputs.concat().try_into().expect("40 x 32 bytes"),
			proof: proof.to_vec().try_into().expect("128 bytes"),
		};
		let proofs: Vec<ForeignProof> = (0..n).map(|_| one.clone()).collect();
		let proofs = proofs.try_into().expect("at most MaxForeignBatch");
		let who: T::AccountId = whitelisted_caller();
		#[extrinsic_call]
		_(
			frame_system::RawOrigin::Signed(who),
			FOREIGN,
			RECEIPT_V1,
			proofs,
		);
		assert!(frame_system::Pallet::<T>::read_events_no_consensus().count() > 0);
	}

	/// What an adapter and the event hash of the longest statement.
	#[benchmark]
	fn hash_statement() {
		let statement = vec![7; usize::try_from(MAX_STATEMENT).expect("small")];
		let hashed;
		#[block]
		{
			let digest = sp_crypto_hashing::sha2_256(&statement);
			hashed = (digest, statement_hash(FOREIGN, RECEIPT_V1, &statement));
		}
		assert_ne!(hashed.0, hashed.1);
	}

	/// 64 results of a device, one of which is for these hours.
	fn results(contract: ContractId, day: Day, hours: HourMask) -> ResultsOf {
		let mut results = ResultsOf::default();
		for other in 1..MAX_RESULTS {
			let result = CommittedResult {
				contract: ContractId(contract.0 + u64::from(other)),
				day,
				hours,
				commitment: [1; 32],
				drawn_in: Hour(u32::MAX),
			};
			results.try_push(result).expect("63 of 64");
		}
		let mine = CommittedResult {
			contract,
			day,
			hours,
			commitment: [2; 32],
			drawn_in: Hour(u32::MAX),
		};
		results.try_push(mine).expect("64 of 64");
		results
	}

	/// Replaces 24 of 64 results, one of each hour, whose draws were dropped.
	#[benchmark]
	fn commit_result() {
		let assigned = T::BenchmarkHelper::assign(HourMask::FULL, VerificationMode::Work);
		let Assigned {
			contract,
			device,
			operator,
			day,
		} = assigned;
		let mut known = results(contract, day, HourMask::FULL);
		for (result, hour) in known.iter_mut().rev().zip(HourMask::FULL.hours()) {
			result.contract = contract;
			result.hours = HourMask::single(hour);
			result.drawn_in = Hour(0);
		}
		Results::<T>::insert(device, known);
		#[extrinsic_call]
		_(
			frame_system::RawOrigin::Signed(operator),
			contract,
			device,
			day,
			HourMask::FULL,
			[3; 32],
		);
		let commitment = Pallet::<T>::committed(contract, device, day, HourMask::FULL);
		assert_eq!(commitment.map(|result| result.commitment), Some([3; 32]));
	}

	/// Looks up and forgets one of 64 results.
	#[benchmark]
	fn take_result() {
		let hours = HourMask::single(HourOfDay::new(3).expect("0 to 23"));
		let (contract, device, day) = (ContractId(1), DeviceId(1), Day(1));
		Results::<T>::insert(device, results(contract, day, hours));
		let found;
		#[block]
		{
			found = Pallet::<T>::committed(contract, device, day, hours);
			Pallet::<T>::forget_result(contract, device, day, hours);
		}
		assert!(found.is_some());
		let left = Results::<T>::get(device).len();
		assert_eq!(u32::try_from(left), Ok(MAX_RESULTS - 1));
	}

	#[benchmark]
	fn set_class_energy() {
		#[extrinsic_call]
		_(
			governance::<T>() as T::RuntimeOrigin,
			GpuClassId(900),
			300,
			Day(0),
		);
		let energy = ClassEnergies::<T>::get(GpuClassId(900));
		assert_eq!(energy, Some(ClassEnergy::constant(300)));
	}

	/// `n` proofs of `work-v1`, with 41 inputs each, and the decoding of the key.
	#[benchmark]
	fn verify_proofs(n: Linear<1, { T::MaxBatch::get() }>) {
		register_key::<T>(WORK_CIRCUIT, WORK_KEY, CircuitAdapter::Native);
		let (proof, inputs) = example(WORK_EXAMPLE, WORK_V1_INPUTS);
		let entries: Vec<Entry<'_>> = (0..n)
			.map(|_| Entry {
				proof: &proof,
				inputs: &inputs,
			})
			.collect();
		let context = BatchContext {
			circuit: WORK_CIRCUIT.0,
			version: WORK_V1.0,
			context: [0; 32],
		};
		let verdict;
		#[block]
		{
			let (_, key) = Pallet::<T>::receipt_key(WORK_CIRCUIT, WORK_V1).expect("active");
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
		let assigned = T::BenchmarkHelper::assign(hours, VerificationMode::Receipt);
		let Assigned {
			contract,
			device,
			day,
			..
		} = assigned;
		ClassEnergies::<T>::insert(T::BenchmarkHelper::gpu_class(), ClassEnergy::constant(300));
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
			let batch = Pallet::<T>::check_batch(&who, PAYING, &receipts);
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
