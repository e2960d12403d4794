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

use frame_support::pallet_macros::import_section;

mod acceptance; // accept: who may take which hours
mod amending; // what a tenant changes later
mod assignment; // assign: units given by hash
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // set-ups that the cost is measured on
mod binding; // units of a contract bound to a device
mod closing; // the end of days and contracts
mod delivery; // hours that were shown to be delivered, or that are excused
mod dropping; // hours that a device gives up before they start
mod errors; // why calls are refused
mod events; // what happened
pub mod invariants; // what always holds
mod miss; // hours that nobody proved in time
#[cfg(test)]
mod mock;
mod open_day; // a contract and one of its days
mod opening; // purchases
mod payments; // the only code that moves money
mod phases; // where hours stand
mod returning; // hours that a tenant gives back
pub mod share; // what of an hour falls to some units
pub mod split; // pure rules of who gets what
#[cfg(test)]
mod tests;
mod unserved; // units that nobody served
mod unsettled; // which offers have open income
pub mod views; // what wallets ask
pub mod weights; // cost of the calls

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
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
	use crate::{assignment::MAX_PICKS, split::HOURS, views::ContractHour, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::fungibles::hold};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{
		CapacityPools, ClosingPrices, DeviceRegistry, HourClock, IncomeRouter, Obligations,
		OpenClaims, ProofIntake, SeedSource, SettlementListener,
	};
	use greenhour_types::{
		Assignment, Balance, Contract, ContractDay, ContractId, Day, DeviceId, Hour, HourMask,
		MilliGpu, OfferId, PoolId, SpecUri, HOURS_PER_DAY,
	};
	use sp_runtime::Permill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Devices that may drop hours of one contract day.
	pub const MAX_DROPS: u32 = 64;

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The hold reasons of the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// GCD on hold.
		type Assets: hold::Mutate<
			Self::AccountId,
			AssetId = u32,
			Balance = Balance,
			Reason = Self::RuntimeHoldReason,
		>;

		/// Offers and what of them is bound.
		type Capacity: CapacityPools;

		/// Devices, their bonds and what they still owe.
		type Devices: DeviceRegistry<Self::AccountId> + Obligations;

		/// Where the income of a position goes.
		type Income: IncomeRouter<Self::AccountId>;

		/// Prices at which sales closed.
		type Prices: ClosingPrices;

		/// Market time.
		type Clock: HourClock;

		/// Seeds of the draws.
		type Seeds: SeedSource;

		/// Whether proofs could be brought to the chain.
		type Proofs: ProofIntake;

		/// Which hours are claimed or in dispute, where no receipt shows delivery.
		type Claims: OpenClaims;

		/// Who hears of hours that were paid.
		type Listener: SettlementListener;

		/// Part that is burned of each delivered share, of excused hours, and of units nobody served that
		/// needed consent; rounded up.
		#[pallet::constant]
		type ProtocolFee: Get<Permill>;

		/// Planck of GCD that are held for each day of a contract beside its price, to reward those who
		/// settle for others.
		#[pallet::constant]
		type SettlementDeposit: Get<Balance>;

		/// Planck of GCD that such a call earns at most, while the deposit lasts.
		#[pallet::constant]
		type SettlementReward: Get<Balance>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up other pallets for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: super::BenchmarkHelper<Self::AccountId>;
	}

	/// Contract -> who pays, for what, what is still held. Written by open, settlement and close.
	// Twox64Concat: ids are block and event numbers, nobody chooses them.
	#[pallet::storage]
	pub type Contracts<T: Config> = StorageMap<_, Twox64Concat, ContractId, Contract<T::AccountId>>;

	/// Pool, day, contract -> hours, units, prices and what nobody serves yet: also the list of open
	/// demand of a pool. At most 8 a contract; removed when everything of the day is settled.
	// Pools are governed, days from the calendar, ids from blocks.
	#[pallet::storage]
	pub type ContractDays<T> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, PoolId>,
			NMapKey<Twox64Concat, Day>,
			NMapKey<Twox64Concat, ContractId>,
		),
		ContractDay,
	>;

	/// Device, day, contract -> units bound and how their money went. Written by bind, drop
	/// and settlement; removed when none of its hours is unsettled.
	#[pallet::storage]
	pub type Assignments<T> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, DeviceId>,
			NMapKey<Blake2_128Concat, Day>,
			NMapKey<Blake2_128Concat, ContractId>,
		),
		Assignment,
	>;

	/// Contract, day -> offers that `assign` has picked so far for each hour. Removed with the day.
	#[pallet::storage]
	pub type AssignAttempts<T> =
		StorageDoubleMap<_, Twox64Concat, ContractId, Twox64Concat, Day, [u32; HOURS], ValueQuery>;

	/// Contract, day -> devices that dropped hours, and which. Removed with the day.
	#[pallet::storage]
	pub type DroppedHours<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		ContractId,
		Twox64Concat,
		Day,
		BoundedVec<(DeviceId, HourMask), ConstU32<MAX_DROPS>>,
		ValueQuery,
	>;

	/// Offer, day -> assignments of each hour whose money is not settled. Removed at zero.
	#[pallet::storage]
	pub type UnsettledHours<T> =
		StorageDoubleMap<_, Twox64Concat, OfferId, Twox64Concat, Day, [u32; HOURS], ValueQuery>;

	/// Why GCD is on hold.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The payment and the settlement deposit of a contract, until its hours settle.
		ContractPayment,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let rate = T::ProtocolFee::get();
			assert!(rate < Permill::one(), "the fee leaves nothing to earn");
			let (deposit, reward) = (T::SettlementDeposit::get(), T::SettlementReward::get());
			assert!(
				reward <= deposit,
				"the deposit of a day pays no whole reward"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Binds `units` of the open offer of `device` to each of `hours` of a contract day.
		///
		/// **Origin**: the operator of the device. In first refusal the offer must be drawn for each
		/// hour and older than the draw; in the assignment phase any offer of the pool may take what
		/// is left. Emits `HoursAccepted`. Free when it succeeds. The weight depends on the hours.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::accept().saturating_mul(hours.count().max(1).into()))]
		pub fn accept(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
			hours: HourMask,
			units: MilliGpu,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_accept(&who, contract, device, day, hours, units)?;
			Ok(Pays::No.into())
		}

		/// Gives units of one hour that nobody accepted to offers picked by hash from the pool.
		///
		/// **Origin**: any signed account, in the assignment phase of the hour. Picks at most 8
		/// offers; an offer without free units, or whose bond a miss would exceed, is passed over.
		/// The picks continue where the last call stopped, so a call again is not a re-roll. Emits
		/// `HoursAssigned` for each device and `AssignTried`. The weight depends on the picks made.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::assign(MAX_PICKS))]
		pub fn assign(
			origin: OriginFor<T>,
			contract: ContractId,
			day: Day,
			hour: u8,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let picks = Self::do_assign(contract, day, hour)?;
			Ok(Some(T::WeightInfo::assign(picks)).into())
		}

		/// Settles every hour of an assignment whose money window has passed without a proof or claim.
		///
		/// **Origin**: any signed account. Refunds the share to the tenant and slashes the bond of
		/// the device, unless the hour is void. The call that settles the last hour of the assignment
		/// is rewarded from the settlement deposit. Emits `HourMissed` or `HourVoided` for each hour,
		/// perhaps `SettlementRewarded`, `DayResolved` and `ContractClosed`. The weight depends on
		/// the hours settled and on whether the day ends.
		///
		/// **Errors**: `NothingDue`: no unsettled hour has passed its money window unclaimed.
		#[pallet::call_index(2)]
		#[pallet::weight(
			T::WeightInfo::settle_missed(HOURS_PER_DAY.into()).saturating_add(T::WeightInfo::resolve())
		)]
		pub fn settle_missed(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let settled = Self::do_settle_missed(&who, contract, device, day)?;
			let weight = T::WeightInfo::settle_missed(settled.hours.count());
			Ok(Some(Self::with_resolution(weight, settled.resolved)).into())
		}

		/// Refunds the units of a contract day that no device serves, in hours that have started.
		///
		/// **Origin**: any signed account; the money goes to the tenant. The call after which no hour of
		/// the day has such units is rewarded from the settlement deposit. Emits `UnservedRefunded`,
		/// perhaps `SettlementRewarded`, `DayResolved` and `ContractClosed`. The weight depends on
		/// whether the day ends.
		///
		/// **Errors**: `NothingDue`: no such units, or they are refunded.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::refund_unserved().saturating_add(T::WeightInfo::resolve()))]
		pub fn refund_unserved(
			origin: OriginFor<T>,
			contract: ContractId,
			day: Day,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let resolved = Self::do_refund_unserved(&who, contract, day)?;
			let weight = T::WeightInfo::refund_unserved();
			Ok(Some(Self::with_resolution(weight, resolved)).into())
		}

		/// Releases the rest of the hold of a contract whose tenant could not receive it when it ended.
		///
		/// **Origin**: any signed account. Contracts end by themselves otherwise. Emits
		/// `ContractClosed`.
		///
		/// **Errors**: `Unresolved`: the contract has open days; those of the asset pallet.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::close())]
		pub fn close(origin: OriginFor<T>, contract: ContractId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close(contract)
		}

		// Index 5 was `remove_assignment`; assignments go by themselves now.

		/// Gives up all units of a device in `hours` of a contract day, before they start.
		///
		/// **Origin**: the operator of the device. Half of their price is slashed from the bond; the
		/// units can be accepted or assigned again, but never by this device; its offer keeps them
		/// locked. Emits `HoursDropped`. The weight depends on the hours.
		///
		/// **Errors**: `AlreadySettled`: an hour is not bound to the device; `WrongPhase`: one has
		/// started; `TooManyDrops`: 64 devices dropped hours of this day before.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::drop_hours().saturating_mul(hours.count().max(1).into()))]
		pub fn drop_hours(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
			hours: HourMask,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_drop_hours(&who, contract, device, day, hours)
		}

		/// Adds `amount` (planck of GCD) to the incentive of each of `hours`, on hold at once.
		///
		/// **Origin**: the tenant, before the hours start. What is delivered earns its part of it, the
		/// rest comes back. Emits `IncentiveAdded`.
		///
		/// **Errors**: `NotTenant`, `WrongPhase`, `HoursNotBought`, `NothingToAdd`; those of the asset
		/// pallet when he can't pay.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::top_up())]
		pub fn top_up(
			origin: OriginFor<T>,
			contract: ContractId,
			day: Day,
			hours: HourMask,
			amount: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_top_up(&who, contract, day, hours, amount)
		}

		/// Changes where the job specification can be fetched; its hash stays.
		///
		/// **Origin**: the tenant, before the first hour of the first open day starts. Emits `SpecSet`.
		///
		/// **Errors**: `NotTenant`, `WrongPhase`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_spec())]
		pub fn set_spec(
			origin: OriginFor<T>,
			contract: ContractId,
			spec_uri: SpecUri,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_spec(&who, contract, spec_uri)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Where each hour of the open days of a contract stands, ascending, at most 192; nothing for a
		/// contract that is not open.
		pub fn contract_hours(contract: ContractId) -> Option<Vec<ContractHour>> {
			Self::hours_of(contract)
		}

		/// Contracts that a device serves on a day, while one of its hours there is unsettled.
		///
		/// Every one binds a unit of the device in some hour, so that there are never more than it
		/// offers units in all hours of the day; in practice one for each 100, the smallest order.
		pub fn assignments_of(device: DeviceId, day: Day) -> Vec<(ContractId, Assignment)> {
			Self::open_assignments(device, day)
		}
	}

	impl<T: Config> Pallet<T> {
		/// `weight`, and what ending the day and the contract costs if that happened.
		fn with_resolution(weight: Weight, resolved: bool) -> Weight {
			if resolved {
				weight.saturating_add(T::WeightInfo::resolve())
			} else {
				weight
			}
		}
	}
}
