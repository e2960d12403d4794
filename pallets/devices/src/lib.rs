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

mod attestation; // endorser and attestation results
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking; // cost of the calls
mod bonds; // holds, releases, slashes, governed rates
pub mod invariants; // what holds after every block
mod obligations; // what keeps a bond from being released
mod registration; // how a device enters and leaves
mod registry; // what other pallets ask
mod rules; // keys, bonds and slashes as functions of values
pub mod types; // governed rates
pub mod weights; // what the calls cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::GovernedRate;
pub use weights::WeightInfo;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{GovernedRate, WeightInfo};
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::HourClock;
	use greenhour_types::{
		AttestationTier, Balance, Device, DeviceClass, DeviceId, DeviceStatus, GpuClassId,
		MilliGpu, Moment, PoolId, WattHours, ZoneId,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

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

		/// Who sets the endorser and the rates.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// Smallest bond of a new device, in planck of GHR.
		#[pallet::constant]
		type MinBond: Get<Balance>;

		/// Longest validity of an attestation result, in ms.
		#[pallet::constant]
		type MaxAttestation: Get<Moment>;

		/// Longest validity of a governed rate, in ms.
		#[pallet::constant]
		type MaxRateLife: Get<Moment>;
	}

	/// Device -> its record. Written by the owner and the endorser; never removed.
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

	/// Meter key -> the activated device that it serves for ever.
	#[pallet::storage]
	// Blake2_128Concat: owners choose the key.
	pub type MeterKeys<T> = StorageMap<_, Blake2_128Concat, [u8; 32], DeviceId>;

	/// Place nullifier -> the activated device at that place, for ever.
	#[pallet::storage]
	// Blake2_128Concat: owners choose the nullifier.
	pub type PlaceNullifiers<T> = StorageMap<_, Blake2_128Concat, [u8; 32], DeviceId>;

	/// Device -> the place nullifier that it claims, until it is activated or withdrawn.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type PlaceClaims<T> = StorageMap<_, Twox64Concat, DeviceId, [u8; 32]>;

	/// Operator, present or past -> the device it speaks or spoke for.
	#[pallet::storage]
	// Blake2_128Concat: owners choose the account.
	pub type Operators<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, DeviceId>;

	/// Device -> open offers and unsettled assignments; no entry for none.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type ObligationCounts<T> = StorageMap<_, Twox64Concat, DeviceId, u32>;

	/// The account whose attestation results count.
	#[pallet::storage]
	pub type Endorser<T: Config> = StorageValue<_, T::AccountId>;

	/// Planck of GCD for one GHR. Kept when it expires: settlement uses the last one.
	#[pallet::storage]
	pub type GhrRate<T> = StorageValue<_, GovernedRate>;

	/// Planck of GCD that one GPU-hour is worth when bonds are sized.
	#[pallet::storage]
	pub type UnitValue<T> = StorageValue<_, GovernedRate>;

	/// Why GHR is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of a device.
		Bond,
	}

	/// What happened to a device or a governed value.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A device is registered.
		DeviceRegistered {
			/// The device.
			device: DeviceId,
			/// Who owns it.
			owner: T::AccountId,
			/// Who speaks for it.
			operator: T::AccountId,
			/// Where it will offer.
			pool: PoolId,
			/// Planck of GHR held.
			bond: Balance,
		},
		/// A device has an attestation result.
		DeviceActivated {
			/// The device.
			device: DeviceId,
			/// Tier of the result.
			tier: AttestationTier,
			/// When the result expires, ms since the Unix epoch.
			expires_at: Moment,
			/// Capacity that was shown.
			benchmark: MilliGpu,
		},
		/// A bond has grown.
		BondAdded {
			/// The device.
			device: DeviceId,
			/// Planck of GHR more.
			amount: Balance,
			/// Planck of GHR now.
			bond: Balance,
		},
		/// A device is withdrawn.
		DeviceWithdrawn {
			/// The device.
			device: DeviceId,
			/// Who owned it.
			owner: T::AccountId,
			/// Planck of GHR released.
			released: Balance,
		},
		/// A bond has paid for a miss.
		BondSlashed {
			/// The device.
			device: DeviceId,
			/// Who is compensated.
			beneficiary: T::AccountId,
			/// Planck of GHR paid to the beneficiary.
			compensation: Balance,
			/// Planck of GHR burned.
			burned: Balance,
		},
		/// Another account attests devices from now on.
		EndorserSet {
			/// The account.
			endorser: T::AccountId,
		},
		/// Another account speaks for a device from now on.
		OperatorSet {
			/// The device.
			device: DeviceId,
			/// The account.
			operator: T::AccountId,
		},
		/// GHR has a new rate.
		GhrRateSet {
			/// Planck of GCD for one GHR.
			planck_gcd_per_ghr: Balance,
			/// When it expires, ms since the Unix epoch.
			expires_at: Moment,
		},
		/// Bonds are sized by a new value.
		UnitValueSet {
			/// Planck of GCD for one GPU-hour.
			planck_gcd_per_gpu_hour: Balance,
			/// When it expires, ms since the Unix epoch.
			expires_at: Moment,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// No device has this id.
		NotFound,
		/// The caller is not the owner of the device, or not the endorser.
		NotAuthorized,
		/// The device is withdrawn; register a new one.
		AlreadyWithdrawn,
		/// The meter key serves or served an activated device; a meter serves one for ever.
		MeterKeyUsed,
		/// The place has or had an activated device.
		PlaceUsed,
		/// The operator speaks or spoke for a device; take an account that never did.
		OperatorUsed,
		/// The meter key is empty or a second spelling of another key; compress the point again.
		MeterKeyNotCanonical,
		/// The commitment is empty or not below the field modulus; give it little-endian and reduced.
		CommitmentNotCanonical,
		/// The place nullifier is empty.
		PlaceMissing,
		/// The device has neither GPUs nor a solar array.
		NameplateMissing,
		/// The energy cap does not fit the 32 bits that a receipt has for it.
		MaxEnergyCapExceeded,
		/// The benchmark is above the nameplate of the device.
		MaxBenchmarkExceeded,
		/// The expiry is further away than allowed; choose a nearer one and renew.
		MaxLifetimeExceeded,
		/// All ids are used.
		MaxDevicesExceeded,
		/// The expiry has passed.
		Expired,
		/// The bond is below `MinBond`.
		InsufficientBond,
		/// The amount is zero.
		ZeroAmount,
		/// The device has an open offer or an unsettled assignment; wait until it is settled.
		ObligationsOpen,
		/// The device has no obligation that could end.
		ObligationMissing,
		/// Governance has never set a GHR rate.
		RateMissing,
		/// A sum does not fit.
		Overflow,
	}

	/// What governance starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The account that attests devices.
		pub endorser: Option<T::AccountId>,
		/// Planck of GCD for one GHR.
		pub ghr_rate: Option<GovernedRate>,
		/// Planck of GCD for one GPU-hour.
		pub unit_value: Option<GovernedRate>,
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
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MinBond::get() > 0,
				"a device without a bond costs nothing to register"
			);
			assert!(
				T::MaxAttestation::get() > 0,
				"no attestation result could be valid"
			);
			assert!(T::MaxRateLife::get() > 0, "no governed rate could be valid");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Planck of GHR that must be bonded now to offer a peak of `units`, rounded up; `None` while a
		/// rate is missing or expired.
		pub fn required_bond(units: MilliGpu) -> Option<Balance> {
			Self::bond_for(units)
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a device of the signer and holds `bond` planck of GHR for it.
		///
		/// `operator` must be new, `place_nullifier` and `meter_key` not those of an activated device.
		/// `commitment` is a field element of BN254, little-endian and reduced. The energy cap is in
		/// Wh per hour, at most 2^32 - 1.
		///
		/// Emits `DeviceRegistered`. **Errors** `MeterKeyNotCanonical`, `CommitmentNotCanonical`,
		/// `PlaceMissing`, `NameplateMissing`, `MaxEnergyCapExceeded`, `InsufficientBond`,
		/// `MeterKeyUsed`, `PlaceUsed`, `OperatorUsed`, `MaxDevicesExceeded`, and those of the hold.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register())]
		#[allow(
			clippy::too_many_arguments,
			reason = "wallets show each argument of a call under its own name"
		)]
		pub fn register(
			origin: OriginFor<T>,
			operator: T::AccountId,
			class: DeviceClass,
			gpu_class: GpuClassId,
			zone: ZoneId,
			place_nullifier: [u8; 32],
			meter_key: [u8; 32],
			commitment: [u8; 32],
			gpu_nameplate: MilliGpu,
			solar_nameplate_w: u32,
			energy_cap: WattHours,
			bond: Balance,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let device = Device {
				owner,
				operator,
				class,
				gpu_class,
				zone,
				meter_key,
				commitment,
				gpu_nameplate,
				solar_nameplate_w,
				energy_cap,
				status: DeviceStatus::Registered,
			};
			Self::do_register(device, place_nullifier, bond)
		}

		/// Records an attestation result: the endorser vouches for `tier` and `benchmark` until
		/// `expires_at`. The first takes meter key and place for ever, a later one replaces it.
		///
		/// Emits `DeviceActivated`. **Errors** `NotAuthorized`, `NotFound`, `AlreadyWithdrawn`,
		/// `Expired`, `MaxLifetimeExceeded`, `MaxBenchmarkExceeded`, `MeterKeyUsed`, `PlaceUsed`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::activate())]
		pub fn activate(
			origin: OriginFor<T>,
			device: DeviceId,
			tier: AttestationTier,
			expires_at: Moment,
			benchmark: MilliGpu,
		) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_activate(signer, device, tier, expires_at, benchmark)
		}

		/// Holds `amount` planck of GHR more for a device of the signer.
		///
		/// Emits `BondAdded`. **Errors** `ZeroAmount`, `NotFound`, `NotAuthorized`,
		/// `AlreadyWithdrawn`, `Overflow`, and those of the hold.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::add_bond())]
		pub fn add_bond(origin: OriginFor<T>, device: DeviceId, amount: Balance) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_add_bond(owner, device, amount)
		}

		/// Ends a device of the signer and releases what is left of its bond. Its operator never serves
		/// again, nor do its meter key and place if it was ever activated.
		///
		/// Emits `DeviceWithdrawn`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `ObligationsOpen`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_withdraw(owner, device)
		}

		/// Names the account whose attestation results count. Governance only.
		///
		/// Emits `EndorserSet`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_endorser())]
		pub fn set_endorser(origin: OriginFor<T>, endorser: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Endorser::<T>::put(&endorser);
			Self::deposit_event(Event::EndorserSet { endorser });
			Ok(())
		}

		/// Lets another account, which never served a device, speak for a device of the signer.
		///
		/// Emits `OperatorSet`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `OperatorUsed`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_operator())]
		pub fn set_operator(
			origin: OriginFor<T>,
			device: DeviceId,
			operator: T::AccountId,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_set_operator(owner, device, operator)
		}

		/// Sets how many planck of GCD one GHR is worth, until `expires_at`. Governance only.
		///
		/// Emits `GhrRateSet`. **Errors** `ZeroAmount`, `Expired`, `MaxLifetimeExceeded`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_ghr_rate())]
		pub fn set_ghr_rate(
			origin: OriginFor<T>,
			planck_gcd_per_ghr: Balance,
			expires_at: Moment,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			GhrRate::<T>::put(Self::governed(planck_gcd_per_ghr, expires_at)?);
			Self::deposit_event(Event::GhrRateSet {
				planck_gcd_per_ghr,
				expires_at,
			});
			Ok(())
		}

		/// Sets how many planck of GCD one GPU-hour is worth when bonds are sized, until
		/// `expires_at`. Governance only.
		///
		/// Emits `UnitValueSet`. **Errors** `ZeroAmount`, `Expired`, `MaxLifetimeExceeded`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_unit_value())]
		pub fn set_unit_value(
			origin: OriginFor<T>,
			planck_gcd_per_gpu_hour: Balance,
			expires_at: Moment,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			UnitValue::<T>::put(Self::governed(planck_gcd_per_gpu_hour, expires_at)?);
			Self::deposit_event(Event::UnitValueSet {
				planck_gcd_per_gpu_hour,
				expires_at,
			});
			Ok(())
		}
	}
}
