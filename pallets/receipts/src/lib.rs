#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss,
		clippy::cast_precision_loss,
		clippy::cast_possible_wrap,
		clippy::indexing_slicing,
		clippy::expect_used,
		clippy::panic,
		clippy::unreachable,
		clippy::float_arithmetic,
		clippy::todo,
		clippy::unimplemented
	)
)]

extern crate alloc;

use frame_support::pallet_macros::import_section;

mod batch; // a batch: checked, verified, settled
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // cost of the calls
mod checks; // everything about one receipt but its proof
mod class_energy; // what a GPU needs
mod errors; // why calls are refused
mod events; // what happened
mod faults; // which receipts of a batch are to blame
mod foreign; // proofs of other people's circuits
mod intake; // when proofs could not be brought
pub mod invariants; // what holds after every call
mod meter; // the ledger of metered hours
mod paid_proof; // which circuits pay
mod registry; // circuits and their keys
mod results; // results that devices commit to
pub mod rules; // pure rules of energy
			   // Deriving `Encode` for an enum with fields expands to a cast.
#[allow(clippy::cast_possible_truncation)]
pub mod types; // stored and shown types
pub mod weights; // what the calls cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use foreign::statement_hash;
pub use pallet::*;
pub use types::{
	Circuit, CircuitRegistration, CircuitStatus, CommittedResult, ForeignProof, GenesisCircuit,
	Intake, MeterHour, ReceiptOf, ReceiptTerms, ResultsOf, MAX_CLOSURES, MAX_FOREIGN_PROOF,
	MAX_KEY_BYTES, MAX_RESULTS, MAX_STATEMENT,
};
pub use weights::WeightInfo;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::{
		Circuit, CircuitRegistration, CommittedResult, ForeignProof, GenesisCircuit, Intake,
		MeterHour, ReceiptOf, ReceiptTerms, ResultsOf, WeightInfo,
	};
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use greenhour_adapters::AdapterKind;
	use greenhour_traits::{Deliveries, DeviceRegistry, HourClock, SeedSource};
	use greenhour_types::{
		receipt::FieldBytes, Balance, CircuitId, CircuitVersion, ClassEnergy, ContractId, Day,
		DeviceId, GpuClassId, Hour, HourMask, WattHours,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Circuits, receipts and the meter ledger.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What receipts ask of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Assignments, and the payment of delivered hours.
		type Deliveries: Deliveries;

		/// Who a device is.
		type Devices: DeviceRegistry<Self::AccountId>;

		/// Market time.
		type Clock: HourClock;

		/// Seeds of challenges.
		type Seeds: SeedSource;

		/// Who registers, activates, resumes and retires circuits and sets the energy of a GPU class.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who pauses circuits: may be more than may start them.
		type PauseOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Blocks between the registration of a circuit and its activation, at least.
		#[pallet::constant]
		type ActivationDelay: Get<BlockNumberFor<Self>>;

		/// Most receipts of one batch, at most 1,024.
		#[pallet::constant]
		type MaxBatch: Get<u32>;

		/// Most proofs of a foreign circuit in one call, at most 1,024.
		#[pallet::constant]
		type MaxForeignBatch: Get<u32>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// Makes what benchmarks need in the other pallets.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// (Circuit, version) -> key, adapter, schema, setup and status. Written by governance; only the
	/// status ever changes; at most 6.9 KB each.
	#[pallet::storage]
	// Twox64Concat: governance chooses the keys.
	pub type Circuits<T: Config> =
		StorageMap<_, Twox64Concat, (CircuitId, CircuitVersion), Circuit<BlockNumberFor<T>>>;

	/// May keys whose secrets are public be registered? Written at genesis only.
	#[pallet::storage]
	pub type DevelopmentKeysAllowed<T> = StorageValue<_, bool, ValueQuery>;

	/// GPU class -> watt-hours that one reference GPU needs in one hour, by day. Written by
	/// governance.
	#[pallet::storage]
	// Twox64Concat: governance chooses the keys.
	pub type ClassEnergies<T> = StorageMap<_, Twox64Concat, GpuClassId, ClassEnergy>;

	/// Circuit that pays -> when it took no proofs. Written with the status of its versions.
	#[pallet::storage]
	// Twox64Concat: there are as many as verification modes.
	pub type Intakes<T> = StorageMap<_, Twox64Concat, CircuitId, Intake, ValueQuery>;

	/// Device -> results that wait for their receipts, at most 64. Written by its operator; a result
	/// goes when it is paid, or when the device commits to another after its money window.
	#[pallet::storage]
	// Twox64Concat: devices are counted by the chain.
	pub type Results<T> = StorageMap<_, Twox64Concat, DeviceId, ResultsOf, ValueQuery>;

	/// Device and hour -> what its meter showed and how much of it is used. Written by the first
	/// receipt of the hour and drawn down by later ones; one entry for each paid device-hour.
	#[pallet::storage]
	// Twox64Concat: devices and hours are counted by the chain, nobody chooses them.
	pub type MeterHours<T> =
		StorageDoubleMap<_, Twox64Concat, DeviceId, Twox64Concat, Hour, MeterHour>;

	/// Circuits and class energies of a new chain.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// May keys whose secrets are public be used on this chain?
		pub allow_development_keys: bool,
		/// Circuits that are active from the start.
		pub circuits: Vec<GenesisCircuit>,
		/// GPU class and the watt-hours that one reference GPU needs in one hour.
		pub class_energy: Vec<(GpuClassId, u32)>,
		/// Ties the genesis to the runtime; holds nothing.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			DevelopmentKeysAllowed::<T>::put(self.allow_development_keys);
			for circuit in &self.circuits {
				let added = Pallet::<T>::add_genesis_circuit(circuit);
				assert!(added.is_ok(), "a circuit of the genesis is refused");
			}
			for (gpu_class, watt_hours) in &self.class_energy {
				assert!(
					*watt_hours != 0,
					"a GPU class of the genesis needs no energy"
				);
				ClassEnergies::<T>::insert(gpu_class, ClassEnergy::constant(*watt_hours));
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let most = greenhour_verifier::MAX_BATCH;
			let batch = usize::try_from(T::MaxBatch::get()).unwrap_or(usize::MAX);
			assert!(batch > 0 && batch <= most, "MaxBatch must be 1 to {most}");
			let foreign = usize::try_from(T::MaxForeignBatch::get()).unwrap_or(usize::MAX);
			assert!(
				foreign > 0 && foreign <= most,
				"MaxForeignBatch must be 1 to {most}"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a circuit version; it waits for its activation.
		///
		/// Foreign circuits can be registered under every id but those of the circuits that pay.
		///
		/// **Origin**: governance. **Events**: `CircuitRegistered`. **Errors**:
		/// `ActivationTooEarly`, `SchemaMissing`, `SetupMissing`, `CircuitAlreadyExists`,
		/// `DevelopmentKeyRefused`, `MalformedKey`, `AdapterMismatch`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::register_circuit())]
		pub fn register_circuit(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
			registration: CircuitRegistration,
			activates_at: BlockNumberFor<T>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_register(circuit, version, registration, activates_at)
		}

		/// Accepts proofs of a circuit version from now on.
		///
		/// **Origin**: governance. **Events**: `CircuitActivated`. **Errors**: `CircuitNotFound`,
		/// `CircuitStatusMismatch`, `ActivationTooEarly`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::activate_circuit())]
		pub fn activate_circuit(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_activate(circuit, version)
		}

		/// Refuses proofs of a circuit version from now on, for ever.
		///
		/// Finished hours need a proof of another version then; without one they are refunded, and
		/// nobody is slashed.
		///
		/// **Origin**: governance. **Events**: `CircuitRetired`. **Errors**: `CircuitNotFound`,
		/// `CircuitStatusMismatch`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::retire_circuit())]
		pub fn retire_circuit(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_retire(circuit, version)
		}

		/// Sets the watt-hours that one reference GPU of a class needs in one hour, from a day
		/// on of which no hour is on sale yet. Earlier days keep theirs.
		///
		/// The first value of a class holds for all days.
		///
		/// **Origin**: governance. **Events**: `ClassEnergySet`. **Errors**: `EnergyZero`,
		/// `EnergyTooEarly`, `EnergyChangedRecently`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_class_energy())]
		pub fn set_class_energy(
			origin: OriginFor<T>,
			gpu_class: GpuClassId,
			watt_hours: u32,
			from: Day,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_class_energy(gpu_class, watt_hours, from)
		}

		/// Refuses proofs of an active circuit version until it is resumed.
		///
		/// Hours that could not be proved meanwhile are refunded, and nobody is slashed.
		///
		/// **Origin**: whoever may pause. **Events**: `CircuitPaused`. **Errors**:
		/// `CircuitNotFound`, `CircuitStatusMismatch`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::pause_circuit())]
		pub fn pause_circuit(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
		) -> DispatchResult {
			T::PauseOrigin::ensure_origin(origin)?;
			Self::do_pause(circuit, version)
		}

		/// Accepts proofs of a paused circuit version again.
		///
		/// **Origin**: governance. **Events**: `CircuitResumed`. **Errors**: `CircuitNotFound`,
		/// `CircuitStatusMismatch`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::resume_circuit())]
		pub fn resume_circuit(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_resume(circuit, version)
		}

		/// Verifies proofs of a foreign circuit, all or none, and announces what they prove. Pays
		/// nobody and writes nothing but events.
		///
		/// **Origin**: signed by anyone. **Events**: `StatementVerified` for each. **Errors**:
		/// `CircuitNotFound`, `CircuitStatusMismatch`, `CircuitNotForeign`, `NothingToSettle`,
		/// `MalformedStatement`, `MalformedProof`, `WrapperRefused`, `NotCanonical`, `InvalidProof`.
		#[pallet::call_index(7)]
		#[pallet::weight(Pallet::<T>::weight_of_foreign(proofs))]
		pub fn verify_foreign(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
			proofs: BoundedVec<ForeignProof, T::MaxForeignBatch>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_verify_foreign(circuit, version, &proofs)
		}

		/// Commits to the result of the work of some hours, before the challenge is drawn that
		/// chooses the sample which `work-v1` proves.
		///
		/// `hours` are those of the receipt to come. Until that draw opens, a commitment for all of them
		/// takes the place of the first; afterwards only when one of them turned out void. Free once for
		/// hours with the smallest purchase.
		///
		/// **Origin**: the operating key of the device. **Events**: `ResultCommitted`. **Errors**:
		/// `NothingToSettle`, `NotCanonical`, `DeviceNotFound`, `NotOperator`, `NotAssigned`,
		/// `CircuitMismatch`, `HourVoid`, `WindowClosed`, `ResultCommitted`, `ResultNotCovered`,
		/// `TooManyResults`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::commit_result())]
		pub fn commit_result(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
			hours: HourMask,
			commitment: FieldBytes,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let free = Self::do_commit_result(&who, contract, device, day, hours, commitment)?;
			Ok(if free { Pays::No } else { Pays::Yes }.into())
		}

		/// Pays the hours that a batch of receipts proves, all or none of them.
		///
		/// Receipts of which no hour is open are skipped before any proof is looked at. Free
		/// for the operating key of every device of the batch, when every receipt paid.
		///
		/// **Origin**: signed by anyone. **Events**: `ReceiptSettled` or `ReceiptSkipped` for each
		/// receipt. **Errors**: any but those of the registry. The weight depends on the number of
		/// receipts and of their hours.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::weight_of(*circuit, receipts))]
		pub fn submit_receipts(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
			receipts: BoundedVec<ReceiptOf, T::MaxBatch>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let (paying, key) = Self::receipt_key(circuit, version)?;
			let batch = Self::check_batch(&who, paying, &receipts)?;
			Self::verify(&key, paying, &batch)?;
			let free = batch.is_free();
			Self::settle(batch)?;
			Ok(if free { Pays::No } else { Pays::Yes }.into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What a receipt of these hours must be made of; `None` while something of it is missing.
		pub fn receipt_terms(
			contract: ContractId,
			device: DeviceId,
			day: Day,
			hours: HourMask,
		) -> Option<ReceiptTerms> {
			Self::terms_of(contract, device, day, hours)
		}

		/// Which receipts of a batch would be refused, by their place, and why.
		///
		/// An error says why there can be no such batch at all.
		pub fn receipt_faults(
			circuit: CircuitId,
			version: CircuitVersion,
			receipts: Vec<ReceiptOf>,
		) -> Result<Vec<(u32, DispatchError)>, DispatchError> {
			Self::faults_of(circuit, version, &receipts)
		}
	}
}
