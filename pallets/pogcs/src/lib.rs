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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking; // cost of calls, hooks and what others call
mod errors; // why calls are refused
mod events; // what happened
mod incentives; // the budget, its shares, and what owners claim
pub mod invariants; // what holds after every block
mod listening; // what settlement and the registry tell
mod round; // which devices are refreshed, a few a block
pub mod types; // stored types
mod weighing; // what a device weighs, and the sums
pub mod weights; // what calls and hooks cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{Bond, Budget, Expiring, Grade, Stake, Totals};
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
	use super::{Budget, Expiring, Stake, Totals, WeightInfo};
	use frame_support::{pallet_prelude::*, traits::fungible, PalletId};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{HourClock, PogcsRates, WeightListener};
	use greenhour_types::{Balance, ContractId, DeviceId, Hour};
	use sp_runtime::Permill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Proof of green compute stake.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the weights ask of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// GHR.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// Market time.
		type Clock: HourClock;

		/// What capacity and GCD are worth.
		type Rates: PogcsRates;

		/// Who hears when the weight of an owner changes.
		type Listener: WeightListener<Self::AccountId>;

		/// Who sets the budget.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What calls and hooks cost.
		type WeightInfo: WeightInfo;

		/// Makes other pallets ready for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper;

		/// The pot from which incentives are paid. Whoever funds them transfers GHR to its account.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The share of each delivered hour's price that is burned: the same as where it is burned.
		#[pallet::constant]
		type ProtocolFee: Get<Permill>;

		/// The part of a burned fee that incentives may pay back. Below one.
		#[pallet::constant]
		type IncentiveCap: Get<Permill>;

		/// Planck of GHR of bond that one GCD of counted value stands for: 1 / kappa.
		#[pallet::constant]
		type BondPerGcd: Get<Balance>;

		/// Hours after which half of what was delivered still counts.
		#[pallet::constant]
		type HalfLife: Get<u32>;

		/// Whole hours before a bond counts.
		#[pallet::constant]
		type Maturity: Get<u32>;

		/// The smallest weight, in planck of GHR; less counts as nothing.
		#[pallet::constant]
		type MinWeight: Get<Balance>;

		/// Most devices that are refreshed at the end of a block.
		#[pallet::constant]
		type RefreshPerBlock: Get<u32>;

		/// Most weight that the end of a block may take; fewer devices are refreshed where it is less.
		#[pallet::constant]
		type ServiceWeight: Get<Weight>;
	}

	/// Device -> its stake. Written from its first bond until bond and attestation result are gone.
	#[pallet::storage]
	// Twox64Concat: ids are counted by the chain, nobody chooses them.
	pub type Stakes<T: Config> = StorageMap<_, Twox64Concat, DeviceId, Stake<T::AccountId>>;

	/// Place -> device: those that weigh something or soon may, without gaps.
	#[pallet::storage]
	// Twox64Concat: places are counted by the chain, nobody chooses them.
	pub type Listed<T> = StorageMap<_, Twox64Concat, u32, DeviceId>;

	/// How many devices are listed.
	#[pallet::storage]
	pub type ListedCount<T> = StorageValue<_, u32, ValueQuery>;

	/// Places below this one have not been refreshed in the present round.
	#[pallet::storage]
	pub type Cursor<T> = StorageValue<_, u32, ValueQuery>;

	/// Owner -> what all his devices weigh, in planck of GHR. No entry for nothing.
	#[pallet::storage]
	// Blake2_128Concat: owners choose their account.
	pub type OwnerWeights<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// Sums over all devices.
	#[pallet::storage]
	pub type AllTotals<T> = StorageValue<_, Totals, ValueQuery>;

	/// Hour -> the devices whose results expire in it. Each weighing device is in one entry; no empty ones.
	#[pallet::storage]
	// Twox64Concat: few choose an hour, none of them freely.
	pub type ExpiryHours<T> = StorageMap<_, Twox64Concat, Hour, Expiring>;

	/// What the pot pays for each hour.
	#[pallet::storage]
	pub type HourlyBudget<T> = StorageValue<_, Budget>;

	/// Owner -> planck of GHR that he can claim. No entry for nothing.
	#[pallet::storage]
	// Blake2_128Concat: owners choose their account.
	pub type Claimable<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// What governance starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What the pot pays for each hour. The pot is funded like any account.
		pub budget: Option<Budget>,
		/// Ties the genesis to the runtime; holds nothing.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			HourlyBudget::<T>::set(self.budget);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Pays for `on_finalize`: as many refreshes as a block may have, however many devices there are.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::on_finalize(Self::devices_per_block())
		}

		/// Closes hours that are over, then refreshes a few devices. Here, because the timestamp of a block
		/// is not known at its start.
		fn on_finalize(_: BlockNumberFor<T>) {
			Self::close_hours();
			Self::refresh_round(Self::devices_per_block());
		}

		fn integrity_test() {
			assert!(
				!T::ProtocolFee::get().is_zero(),
				"without a fee no hour could count"
			);
			assert!(
				T::IncentiveCap::get() < Permill::one(),
				"who deals with himself would get his whole fee back"
			);
			assert!(T::HalfLife::get() > 0, "a half-life of nothing");
			assert!(
				T::MinWeight::get() > 0,
				"weights of nothing would be listed"
			);
			assert!(
				Self::devices_per_block() > 0,
				"no block could refresh a device"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What the device would weigh if it were refreshed now, in planck of GHR; `None` for a device
		/// without a bond.
		pub fn weight_if_refreshed(device: DeviceId) -> Option<Balance> {
			Stakes::<T>::get(device).map(|stake| Self::weight_now(&stake))
		}

		/// Planck of GHR that a refresh of the device would credit to its owner now; `None` for a device
		/// without a bond.
		pub fn incentive_if_refreshed(device: DeviceId) -> Option<Balance> {
			Stakes::<T>::get(device)
				.map(|stake| Self::share_of(&stake, &AllTotals::<T>::get()).min(stake.credit))
		}

		/// The account to which incentives are funded.
		pub fn pot() -> T::AccountId {
			Self::pot_account()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Brings a device up to date: its decay, what has matured, the expiry of its attestation result, and
		/// the share it has earned. **Origin**: anyone.
		///
		/// Emits `WeightChanged` and `IncentiveCredited` where something changed. **Errors** `NotFound`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::refresh())]
		pub fn refresh(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			ensure_signed(origin)?;
			let stake = Stakes::<T>::get(device).ok_or(Error::<T>::NotFound)?;
			Self::bring_up_to_date(device, stake);
			Ok(())
		}

		/// Pays out what the signer is owed. What his devices earned since their last refresh is not in it.
		///
		/// Emits `IncentiveClaimed`. **Errors** `NothingToClaim`, and those of the transfer, for example to an
		/// account that would stay below the existential deposit: he is still owed then.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(origin: OriginFor<T>) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_claim(owner)
		}

		/// Shares `per_hour` planck of GHR of the pot by weight, for each hour before `until`. Zero pays
		/// nothing. Governance only.
		///
		/// Emits `BudgetSet`. **Errors** `Expired`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_budget())]
		pub fn set_budget(origin: OriginFor<T>, per_hour: Balance, until: Hour) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let current = T::Clock::current_hour().unwrap_or_default();
			ensure!(until > current, Error::<T>::Expired);
			HourlyBudget::<T>::put(Budget { per_hour, until });
			Self::deposit_event(Event::BudgetSet { per_hour, until });
			Ok(())
		}
	}
}
