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
mod assignment; // assign: units given by hash
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // set-ups that the cost is measured on
mod binding; // units of a contract bound to a device
mod closing; // refund of unserved units, close, removal
mod delivery; // hours that a receipt proved
mod errors; // why calls are refused
mod events; // what happened
pub mod invariants; // what always holds
mod miss; // hours that nobody proved in time
#[cfg(test)]
mod mock;
mod opening; // purchases
mod payments; // the only code that moves money
mod phases; // where hours stand
pub mod split; // pure rules of who gets what
#[cfg(test)]
mod tests;
mod unsettled; // which offers have open income
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
	use crate::{assignment::MAX_PICKS, split::HOURS, WeightInfo};
	use frame_support::{pallet_prelude::*, traits::fungibles::hold};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{
		CapacityPools, ClosingPrices, DeviceRegistry, HourClock, IncomeRouter, Obligations,
		ProofIntake, SeedSource,
	};
	use greenhour_types::{
		Assignment, Balance, Contract, ContractDay, ContractId, Day, DeviceId, Hour, HourMask,
		MilliGpu, OfferId, PoolId, HOURS_PER_DAY, MAX_CONTRACT_DAYS,
	};
	use sp_runtime::Permill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

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

		/// Part that is burned of each delivered share and of units nobody served that needed consent; rounded up.
		#[pallet::constant]
		type ProtocolFee: Get<Permill>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up other pallets for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: super::BenchmarkHelper<Self::AccountId>;
	}

	/// Contract -> who pays, for what, what is still held. Written by open, settlement and close.
	// Ids come from a counter, so nobody can choose them.
	#[pallet::storage]
	pub type Contracts<T: Config> = StorageMap<_, Twox64Concat, ContractId, Contract<T::AccountId>>;

	/// The id of the next contract; ids are never reused.
	#[pallet::storage]
	pub type NextContractId<T> = StorageValue<_, ContractId, ValueQuery>;

	/// Contract, day -> hours, prices and unserved units. At most 8 a contract; removed by close.
	// Ids come from a counter, days from the calendar.
	#[pallet::storage]
	pub type ContractDays<T> =
		StorageDoubleMap<_, Twox64Concat, ContractId, Twox64Concat, Day, ContractDay>;

	/// Pool, day, contract -> (): open demand that the devices of a pool list. Removed by close.
	#[pallet::storage]
	pub type PoolContracts<T> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, PoolId>,
			NMapKey<Blake2_128Concat, Day>,
			NMapKey<Blake2_128Concat, ContractId>,
		),
		(),
	>;

	/// Device, day, contract -> units bound and how their money went. Written by bind and
	/// settlement; removed by `remove_assignment`.
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

	/// Contract, day -> offers that `assign` has picked so far for each hour. Removed by close.
	#[pallet::storage]
	pub type AssignAttempts<T> =
		StorageDoubleMap<_, Twox64Concat, ContractId, Twox64Concat, Day, [u32; HOURS], ValueQuery>;

	/// Offer, day -> assignments of each hour whose money is not settled. Removed at zero.
	#[pallet::storage]
	pub type UnsettledHours<T> =
		StorageDoubleMap<_, Twox64Concat, OfferId, Twox64Concat, Day, [u32; HOURS], ValueQuery>;

	/// Why GCD is on hold.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The payment of a contract, until its hours settle.
		ContractPayment,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let rate = T::ProtocolFee::get();
			assert!(rate < Permill::one(), "the fee leaves nothing to earn");
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

		/// Settles every hour of an assignment whose money window has passed without a proof.
		///
		/// **Origin**: any signed account. Refunds the share to the tenant and slashes the bond of
		/// the device, unless the hour is void. Emits `HourMissed` or `HourVoided` for each hour.
		/// The weight depends on the hours settled.
		///
		/// **Errors**: `NothingDue`: no unsettled hour has passed its money window.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::settle_missed(HOURS_PER_DAY.into()))]
		pub fn settle_missed(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let settled = Self::do_settle_missed(contract, device, day)?;
			Ok(Some(T::WeightInfo::settle_missed(settled.count())).into())
		}

		/// Refunds the units of a contract day that no device serves, in hours that have started.
		///
		/// **Origin**: any signed account; the money goes to the tenant. Emits `UnservedRefunded`.
		///
		/// **Errors**: `NothingDue`: no such units, or they are refunded.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::refund_unserved())]
		pub fn refund_unserved(
			origin: OriginFor<T>,
			contract: ContractId,
			day: Day,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_refund_unserved(contract, day)
		}

		/// Ends a contract and releases what is still held for it to the tenant.
		///
		/// **Origin**: any signed account. Every assigned hour must be settled and every hour with
		/// unserved units must have started. Emits `ContractClosed`.
		///
		/// **Errors**: `Unresolved`: money or units are open.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::close(MAX_CONTRACT_DAYS))]
		pub fn close(origin: OriginFor<T>, contract: ContractId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let days = Self::do_close(contract)?;
			Ok(Some(T::WeightInfo::close(days)).into())
		}

		/// Frees the record of an assignment with nothing unsettled.
		///
		/// **Origin**: any signed account, once the contract is closed or every hour of the
		/// assignment has passed its money window. Emits `AssignmentRemoved`.
		///
		/// **Errors**: `Unresolved`: an hour is unsettled; `AssignmentNeeded`: neither holds.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::remove_assignment())]
		pub fn remove_assignment(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_remove_assignment(contract, device, day)
		}
	}
}
