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

mod batch; // checks of a batch before anything is written
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // cost of the calls
pub mod invariants; // what holds after every call
mod meter; // the ledger of metered hours
mod registry; // circuits and their keys
pub mod rules; // pure rules of energy
			   // Deriving `Encode` for an enum with fields expands to a cast.
#[allow(clippy::cast_possible_truncation)]
pub mod types; // stored and shown types
pub mod weights; // what the calls cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{
	Circuit, CircuitStatus, GenesisCircuit, MeterHour, ReceiptOf, ReceiptTerms, MAX_KEY_BYTES,
};
pub use weights::WeightInfo;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{
		Circuit, GenesisCircuit, MeterHour, ReceiptOf, ReceiptTerms, WeightInfo, MAX_KEY_BYTES,
	};
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{Deliveries, DeviceRegistry, HourClock, SeedSource};
	use greenhour_types::{
		Balance, CircuitId, CircuitVersion, ContractId, Day, DeviceId, GpuClassId, Hour, HourMask,
		WattHours,
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

		/// Who registers, activates and retires circuits and sets the energy of a GPU class.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Blocks between the registration of a circuit and its activation, at least.
		#[pallet::constant]
		type ActivationDelay: Get<BlockNumberFor<Self>>;

		/// Most receipts of one batch, at most 1,024.
		#[pallet::constant]
		type MaxBatch: Get<u32>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// Makes what benchmarks need in the other pallets.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// (Circuit, version) -> key and status. Written by governance; a key never changes; at most
	/// 4,608 bytes each.
	#[pallet::storage]
	// Twox64Concat: governance chooses the keys.
	pub type Circuits<T: Config> =
		StorageMap<_, Twox64Concat, (CircuitId, CircuitVersion), Circuit<BlockNumberFor<T>>>;

	/// May keys whose secrets are public be registered? Written at genesis only.
	#[pallet::storage]
	pub type DevelopmentKeysAllowed<T> = StorageValue<_, bool, ValueQuery>;

	/// GPU class -> watt-hours that one reference GPU needs in one hour; not zero. Written by
	/// governance.
	#[pallet::storage]
	// Twox64Concat: governance chooses the keys.
	pub type ClassEnergy<T> = StorageMap<_, Twox64Concat, GpuClassId, u32>;

	/// Device and hour -> what its meter showed and how much of it is used. Written by the first
	/// receipt of the hour and drawn down by later ones; one entry for each paid device-hour.
	#[pallet::storage]
	// Twox64Concat: devices and hours are counted by the chain, nobody chooses them.
	pub type MeterHours<T> =
		StorageDoubleMap<_, Twox64Concat, DeviceId, Twox64Concat, Hour, MeterHour>;

	/// What happened to circuits and receipts.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A circuit waits for its activation.
		CircuitRegistered {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
			/// Digest of the verifying key.
			key_digest: [u8; 32],
			/// First block in which it can be activated.
			activates_at: BlockNumberFor<T>,
		},
		/// Proofs of a circuit are accepted from now on.
		CircuitActivated {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
		},
		/// Proofs of a circuit are refused from now on.
		CircuitRetired {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
		},
		/// The energy of a GPU class is set.
		ClassEnergySet {
			/// GPU class.
			gpu_class: GpuClassId,
			/// Watt-hours that one reference GPU needs in one hour.
			watt_hours: u32,
		},
		/// A proof held, and its hours are paid.
		ReceiptSettled {
			/// Contract.
			contract: ContractId,
			/// Device.
			device: DeviceId,
			/// Day.
			day: Day,
			/// Hours.
			hours: HourMask,
			/// Metered energy of the hours.
			total: WattHours,
			/// Green energy that the contract used.
			green_used: WattHours,
			/// What the position earned, in planck of GCD.
			earned: Balance,
		},
		/// All hours of a receipt were delivered before; it changed nothing.
		ReceiptSkipped {
			/// Contract.
			contract: ContractId,
			/// Device.
			device: DeviceId,
			/// Day.
			day: Day,
			/// Hours.
			hours: HourMask,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such circuit and version.
		CircuitNotFound,
		/// The circuit and version are registered; register another version.
		CircuitAlreadyExists,
		/// The circuit is not in the state that this needs: active for receipts, pending for
		/// activation, not retired for retiring.
		CircuitStatusMismatch,
		/// Receipts of this circuit do not pay.
		CircuitMismatch,
		/// The bytes are not a canonical, sound verifying key.
		MalformedKey,
		/// The secrets of this key are public and the genesis does not allow such keys.
		DevelopmentKeyRefused,
		/// The activation delay has not passed.
		ActivationTooEarly,
		/// A reference GPU that needs no energy would allow any number of units.
		EnergyZero,
		/// No energy is set for the GPU class of the device.
		ClassEnergyNotFound,
		/// A batch or a receipt without hours.
		NothingToSettle,
		/// Two receipts of the batch share an hour of a contract and device.
		DuplicateReceipt,
		/// There are more or fewer facts than hours.
		FactsMismatch,
		/// The device is not registered.
		DeviceNotFound,
		/// The device serves no units of this contract in one of the hours.
		NotAssigned,
		/// One of the hours is delivered; a receipt counts once.
		AlreadyDelivered,
		/// One of the hours is settled as missed or void.
		AlreadyMissed,
		/// One of the hours is not over yet.
		HourNotOver,
		/// The money window of one of the hours has closed.
		WindowClosed,
		/// Too few blocks of one of the hours reached the chain; it is refunded, not paid.
		HourVoid,
		/// The seed of the challenge is not drawn yet or pruned.
		SeedNotFound,
		/// An earlier receipt of the hour committed to another reading.
		ReadingMismatch,
		/// The energy of the hour does not allow as many units.
		InsufficientEnergy,
		/// The green energy of the hours is used up.
		InsufficientGreen,
		/// More green energy than the solar array can give in an hour.
		GreenAboveNameplate,
		/// A commitment is not a canonical field element.
		NotCanonical,
		/// A proof is not three sound points.
		MalformedProof,
		/// At least one proof of the batch does not prove its receipt.
		InvalidProof,
	}

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
				ClassEnergy::<T>::insert(gpu_class, watt_hours);
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let most = greenhour_verifier::MAX_BATCH;
			let batch = usize::try_from(T::MaxBatch::get()).unwrap_or(usize::MAX);
			assert!(batch > 0 && batch <= most, "MaxBatch must be 1 to {most}");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers the verifying key of a circuit version; it waits for its activation.
		///
		/// **Origin**: governance. **Events**: `CircuitRegistered`. **Errors**:
		/// `CircuitAlreadyExists`, `DevelopmentKeyRefused`, `MalformedKey`, `ActivationTooEarly`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::register_circuit())]
		pub fn register_circuit(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
			key: BoundedVec<u8, ConstU32<MAX_KEY_BYTES>>,
			activates_at: BlockNumberFor<T>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_register(circuit, version, key, activates_at)
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

		/// Sets the watt-hours that one reference GPU of a class needs in one hour.
		///
		/// Receipts proved under the old value no longer hold; devices prove again.
		///
		/// **Origin**: governance. **Events**: `ClassEnergySet`. **Errors**: `EnergyZero`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_class_energy())]
		pub fn set_class_energy(
			origin: OriginFor<T>,
			gpu_class: GpuClassId,
			watt_hours: u32,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ensure!(watt_hours != 0, Error::<T>::EnergyZero);
			ClassEnergy::<T>::insert(gpu_class, watt_hours);
			Self::deposit_event(Event::ClassEnergySet {
				gpu_class,
				watt_hours,
			});
			Ok(())
		}

		/// Pays the hours that a batch of receipts proves, all or none of them.
		///
		/// Receipts whose hours are all delivered are skipped before any proof is looked at. Free
		/// for the operating key of every device of the batch, when every receipt paid.
		///
		/// **Origin**: signed by anyone. **Events**: `ReceiptSettled` or `ReceiptSkipped` for each
		/// receipt. **Errors**: any but those of the registry. The weight depends on the number of
		/// receipts and of their hours.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::weight_of(receipts))]
		pub fn submit_receipts(
			origin: OriginFor<T>,
			circuit: CircuitId,
			version: CircuitVersion,
			receipts: BoundedVec<ReceiptOf, T::MaxBatch>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let key = Self::receipt_key(circuit, version)?;
			let batch = Self::check_batch(&who, version, &receipts)?;
			Self::verify(&key, circuit, version, &batch)?;
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
	}
}
