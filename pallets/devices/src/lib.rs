#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss,
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

mod attestation; // results of attestation, suspension, the endorser
mod batch; // devices of a manufacturer, and who claims one
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // cost of the calls
mod binding; // energy and compute of one site
mod bonds; // holds, releases, what is enough
mod calls; // what can be called
mod classes; // what governance says about classes
mod errors; // why a call was refused
mod events; // what happened
pub mod invariants; // what holds after every block
mod keys; // operator and commitment
mod obligations; // what keeps a bond from being released
mod registration; // how a device enters and leaves
mod registry; // what other pallets ask
mod returns; // what a standard station returns, as a function of values
mod rules; // keys, facts, bonds and slashes as functions of values
mod slashing; // what a bond pays
mod transfer; // how a device is sold
pub mod types; // stored types and arguments of calls
pub mod weights; // what the calls cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{
	BatchEntry, BoundedBatch, DeviceState, GovernedRate, OperatorConsent, TransferOffer, Unbonding,
	MAX_BATCH,
};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[import_section(calls::calls)]
#[frame_support::pallet]
pub mod pallet {
	use super::{
		BoundedBatch, DeviceState, GovernedRate, OperatorConsent, TransferOffer, Unbonding,
		WeightInfo,
	};
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{DeviceListener, HourClock};
	use greenhour_types::{
		AttestationResult, AttestationTier, Balance, ClassTerms, Device, DeviceClass, DeviceFacts,
		DeviceId, ExpectedReturn, GpuClass, GpuClassId, MilliGpu, Moment, PoolId, SuspensionCause,
	};
	use sp_runtime::{
		traits::{IdentifyAccount, Verify},
		Permill,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(2);

	/// The registry of devices.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the registry asks of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// GHR.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The reasons of all holds of the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// Market time.
		type Clock: HourClock;

		/// Hears of bonds, owners and results that change.
		type Listener: DeviceListener<Self::AccountId>;

		/// What operators and claim keys sign with.
		type Signature: Verify<Signer: IdentifyAccount<AccountId = Self::AccountId>> + Parameter;

		/// Who sets the endorser, the classes and the rates.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// Smallest bond that governance may ask of a class, in planck of GHR.
		#[pallet::constant]
		type MinBond: Get<Balance>;

		/// How long a bond answers after its owner has asked for it back, in ms.
		#[pallet::constant]
		type BondRelease: Get<Moment>;

		/// Longest validity of an attestation result, in ms.
		#[pallet::constant]
		type MaxAttestation: Get<Moment>;

		/// Longest validity of the consent of an operator, in ms.
		#[pallet::constant]
		type MaxConsent: Get<Moment>;

		/// Longest validity of a governed rate, in ms.
		#[pallet::constant]
		type MaxRateLife: Get<Moment>;

		/// Signs for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId, Self::Signature>;
	}

	/// Device -> its record. Written by the owner and by attestation; never removed.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Devices<T: Config> = StorageMap<_, Twox64Concat, DeviceId, Device<T::AccountId>>;

	/// The id of the next device, and so how many there have been.
	#[pallet::storage]
	pub type NextDeviceId<T> = StorageValue<_, DeviceId, ValueQuery>;

	/// Device -> planck of GHR held on its owner's account. No entry once it is withdrawn.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Bonds<T> = StorageMap<_, Twox64Concat, DeviceId, Balance>;

	/// Device -> what its owner asked back of its bond, still held and still answering.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Unbondings<T> = StorageMap<_, Twox64Concat, DeviceId, Unbonding>;

	/// Meter key -> the attested device that it serves for ever.
	#[pallet::storage]
	// Blake2_128Concat: owners choose the key.
	pub type MeterKeys<T> = StorageMap<_, Blake2_128Concat, [u8; 32], DeviceId>;

	/// Operator -> the device it speaks for. Removed when it is replaced or the device is withdrawn.
	#[pallet::storage]
	// Blake2_128Concat: owners choose the account.
	pub type Operators<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, DeviceId>;

	/// Device -> open offers and unsettled assignments; no entry for none.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type ObligationCounts<T> = StorageMap<_, Twox64Concat, DeviceId, u32>;

	/// Device -> the other half of its site. Both halves have an entry.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Bindings<T> = StorageMap<_, Twox64Concat, DeviceId, DeviceId>;

	/// Device -> the device that its owner wants to bind it to, and whose it was then, until that owner agrees.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type BindingProposals<T: Config> =
		StorageMap<_, Twox64Concat, DeviceId, (DeviceId, T::AccountId)>;

	/// Device -> to whom its owner offers it.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Transfers<T: Config> =
		StorageMap<_, Twox64Concat, DeviceId, TransferOffer<T::AccountId>>;

	/// Device of a batch -> the key whose signature gives it away, until somebody has it.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type ClaimKeys<T: Config> = StorageMap<_, Twox64Concat, DeviceId, T::AccountId>;

	/// Class of devices -> its terms; without an entry, the default ones. At most three.
	#[pallet::storage]
	// Twox64Concat: there are three classes.
	pub type DeviceClasses<T> = StorageMap<_, Twox64Concat, DeviceClass, ClassTerms>;

	/// GPU class -> what it weighs. Set by governance, never removed.
	#[pallet::storage]
	// Twox64Concat: governance numbers the classes.
	pub type GpuClasses<T> = StorageMap<_, Twox64Concat, GpuClassId, GpuClass>;

	/// The account whose word gives devices the lowest tiers.
	#[pallet::storage]
	pub type Endorser<T: Config> = StorageValue<_, T::AccountId>;

	/// Planck of GCD for one GHR. Kept when it expires: settlement uses the last one.
	#[pallet::storage]
	pub type GhrRate<T> = StorageValue<_, GovernedRate>;

	/// Planck of GCD that one GPU-hour of class index 1,000 is worth when bonds are sized.
	#[pallet::storage]
	pub type UnitValue<T> = StorageValue<_, GovernedRate>;

	/// Why GHR is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of a device, or what was asked back of one and still answers.
		Bond,
	}

	/// What governance starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The account that attests devices with the lowest tiers.
		pub endorser: Option<T::AccountId>,
		/// Planck of GCD for one GHR.
		pub ghr_rate: Option<GovernedRate>,
		/// Planck of GCD for one GPU-hour.
		pub unit_value: Option<GovernedRate>,
		/// Classes of GPUs. A device with GPUs needs one of them.
		pub gpu_classes: alloc::vec::Vec<(GpuClassId, GpuClass)>,
		/// Terms of classes of devices that are not the default ones.
		pub device_classes: alloc::vec::Vec<(DeviceClass, ClassTerms)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let rates = [self.ghr_rate, self.unit_value];
			assert!(
				rates.iter().flatten().all(|rate| rate.value > 0),
				"a rate is zero"
			);
			Endorser::<T>::set(self.endorser.clone());
			GhrRate::<T>::set(self.ghr_rate);
			UnitValue::<T>::set(self.unit_value);
			for (id, class) in &self.gpu_classes {
				assert!(class.class_index > 0, "a class index is zero");
				GpuClasses::<T>::insert(id, class);
			}
			for (class, terms) in &self.device_classes {
				assert!(
					Pallet::<T>::ensure_terms(terms).is_ok(),
					"the terms of a class are out of range"
				);
				DeviceClasses::<T>::insert(class, terms);
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MinBond::get() > 0,
				"a device without a bond costs nothing to register"
			);
			let classes = [
				DeviceClass::HomeHub,
				DeviceClass::ChargingPile,
				DeviceClass::EnergyStation,
			];
			assert!(
				classes
					.map(ClassTerms::default_of)
					.iter()
					.all(|terms| Self::ensure_terms(terms).is_ok()),
				"the default terms of a class are out of range"
			);
			assert!(
				T::MaxAttestation::get() > 0,
				"no attestation result could be valid"
			);
			assert!(T::MaxConsent::get() > 0, "no operator could consent");
			assert!(T::MaxRateLife::get() > 0, "no governed rate could be valid");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Planck of GHR that must be bonded now to offer a peak of `units` of a GPU class, rounded up;
		/// `None` while a rate is missing or expired, or for a class that is not in the table.
		pub fn required_bond(gpu_class: GpuClassId, units: MilliGpu) -> Option<Balance> {
			Self::bond_for(gpu_class, units)
		}

		/// What a class of devices must fulfil.
		pub fn class_terms(class: DeviceClass) -> ClassTerms {
			Self::terms_of(class)
		}

		/// What a standard station of a class returns when a GPU-hour brings its owner `price` planck of
		/// GCD and `utilisation` of all hours are sold; `None` when a number does not fit.
		pub fn expected_return(
			class: DeviceClass,
			price: Balance,
			utilisation: Permill,
		) -> Option<ExpectedReturn> {
			crate::returns::expected_return(&Self::terms_of(class), price, utilisation).ok()
		}

		/// What can change about a device, as `accept_transfer` compares it.
		pub fn device_state(device: DeviceId) -> Option<DeviceState<T::AccountId>> {
			Self::state_of(device)
		}

		/// The device as it serves: a compute-only one with the energy that it is bound to; `None` for one
		/// that can't serve.
		pub fn site(device: DeviceId) -> Option<Device<T::AccountId>> {
			<Self as greenhour_traits::DeviceRegistry<T::AccountId>>::site_of(device)
		}
	}
}
