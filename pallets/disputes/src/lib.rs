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

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // set-ups that the cost is measured on
mod claiming; // claims of devices, and what tenants say of them
mod errors; // why calls are refused
mod events; // what happened
pub mod invariants; // what always holds
mod judging; // verdicts
#[cfg(test)]
mod mock;
mod payments; // the only code that moves money
pub mod rules; // pure rules: windows, stakes, what is due
mod settling; // what timeouts decide
mod starting; // jobs that can't be fetched
#[cfg(test)]
mod tests;
// Deriving `Encode` for an enum with fields expands to a cast.
#[allow(clippy::cast_possible_truncation)]
pub mod types; // stored and shown types
pub mod weights; // cost of the calls

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{
	ClaimEnd, ClaimOf, ClaimState, ClaimedHour, Declaration, DeclarationEnd, DeclarationsOf,
	Publication, Spec, MAX_SPEC,
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
	use super::{ClaimEnd, ClaimOf, DeclarationEnd, DeclarationsOf, Publication, Spec, WeightInfo};
	use frame_support::{pallet_prelude::*, traits::fungibles::hold};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{ContractBook, Deliveries, DeviceRegistry, HourClock, MAX_COUNTED};
	use greenhour_types::{
		Balance, ContractId, Day, DeviceId, Hour, HourMask, Moment, OfferId, HOURS_PER_DAY,
	};
	use sp_runtime::Permill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Claims, declarations and published specifications.
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

		/// Contracts, their assignments, and the payment of hours.
		type Contracts: ContractBook<Self::AccountId> + Deliveries;

		/// Devices and their bonds.
		type Devices: DeviceRegistry<Self::AccountId>;

		/// Market time.
		type Clock: HourClock;

		/// Who judges, and says whether anybody does, as an account.
		type AuditOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Self::AccountId>;

		/// Stake of an objection or a declaration, as a part of the share.
		#[pallet::constant]
		type StakeRate: Get<Permill>;

		/// Penalty of a claim that is refused, as a part of the share.
		#[pallet::constant]
		type PenaltyRate: Get<Permill>;

		/// Smallest stake for one hour, planck of GCD.
		#[pallet::constant]
		type MinStake: Get<Balance>;

		/// Deposit for one claimed hour, planck of GCD.
		#[pallet::constant]
		type ClaimDeposit: Get<Balance>;

		/// Deposit for a published specification, planck of GCD.
		#[pallet::constant]
		type SpecDeposit: Get<Balance>;

		/// What a third party gets for settling one hour or removing one specification, planck of GCD;
		/// at least the smallest balance of GCD, or accounts without GCD get nothing.
		#[pallet::constant]
		type SettleReward: Get<Balance>;

		/// Market hours in which a tenant can object; at most half of the money window counts.
		#[pallet::constant]
		type ObjectionHours: Get<u32>;

		/// Market hours in which auditors can judge.
		#[pallet::constant]
		type VerdictHours: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up other pallets for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: super::BenchmarkHelper<Self::AccountId>;
	}

	/// Contract, (device, day) -> claimed hours. A deposit for each hour; removed with the last one.
	// Ids come from counters, days from the calendar, and only those of an assignment are stored.
	#[pallet::storage]
	pub type Claims<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ContractId,
		Twox64Concat,
		(DeviceId, Day),
		ClaimOf<T::AccountId>,
	>;

	/// Contract, (device, day) -> hours whose job can't be fetched, their device says. A stake for each
	/// hour; removed with the last one.
	// As above.
	#[pallet::storage]
	pub type Declarations<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ContractId,
		Twox64Concat,
		(DeviceId, Day),
		DeclarationsOf<T::AccountId>,
	>;

	/// Contract -> who put its specification on the chain. Removed by `remove_spec`.
	// Contracts are counted by the chain.
	#[pallet::storage]
	pub type Publications<T: Config> =
		StorageMap<_, Twox64Concat, ContractId, Publication<T::AccountId>>;

	/// Contract -> its specification, beside `Publications`, so that settling never reads it.
	// As above.
	#[pallet::storage]
	pub type Specs<T> = StorageMap<_, Twox64Concat, ContractId, Spec>;

	/// Offer -> hours of its assignments that are claimed and open, or declared. Goes with the last one,
	/// and so is bounded by `Claims` and `Declarations`.
	// Offers are counted by the chain.
	#[pallet::storage]
	pub type OpenHours<T> = StorageMap<_, Twox64Concat, OfferId, u32, ValueQuery>;

	/// Are there auditors, so that contracts may be opened whose delivery is somebody's word? Written at
	/// genesis and by `set_auditing`.
	#[pallet::storage]
	pub type Auditing<T> = StorageValue<_, bool, ValueQuery>;

	/// Account, reason -> planck of GCD that the account could not receive. Removed by
	/// `release_postponed`.
	#[pallet::storage]
	pub type Postponed<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		HoldReason,
		Balance,
		ValueQuery,
	>;

	/// Why GCD is on hold.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposits of claimed hours.
		ClaimDeposit,
		/// The stake of a tenant on his objections.
		Objection,
		/// The stake of an operator on his declarations, which always returns.
		CannotStart,
		/// The deposits of published specifications.
		SpecDeposit,
	}

	/// Whether auditors are there from the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// May contracts be opened whose delivery is somebody's word?
		pub auditing: bool,
		/// Ties the genesis to the runtime; holds nothing.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Auditing::<T>::put(self.auditing);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::StakeRate::get() <= Permill::one() && T::MinStake::get() > 0,
				"objections and declarations must cost something"
			);
			let reward = T::SettleReward::get();
			let least = T::ClaimDeposit::get()
				.min(T::SpecDeposit::get())
				.min(T::MinStake::get());
			assert!(
				reward <= least,
				"a reward is more than what it is taken from"
			);
			assert!(
				T::ObjectionHours::get() > 0 && T::VerdictHours::get() > 0,
				"nobody could object or judge"
			);
			assert!(
				T::ObjectionHours::get() <= MAX_COUNTED,
				"an objection window is longer than the hours that the clock counts at once"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Claimed hours of an assignment; `None` without any.
		pub fn claim_of(
			contract: ContractId,
			device: DeviceId,
			day: Day,
		) -> Option<ClaimOf<T::AccountId>> {
			Claims::<T>::get(contract, (device, day))
		}

		/// Declared hours of an assignment; `None` without any.
		pub fn declaration_of(
			contract: ContractId,
			device: DeviceId,
			day: Day,
		) -> Option<DeclarationsOf<T::AccountId>> {
			Declarations::<T>::get(contract, (device, day))
		}

		/// The published specification of a contract; `None` without one.
		pub fn spec_of(contract: ContractId) -> Option<Spec> {
			Specs::<T>::get(contract)
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Claims hours of an assignment whose delivery no circuit shows.
		///
		/// **Origin**: the operator of the device, who holds `ClaimDeposit` for each hour. Each hour is
		/// over, unsettled, not void, and at most half of its money window is gone. `result_hash` is for
		/// tenant and auditors. Emits `HoursClaimed`. The weight depends on the hours.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::claim_hours().saturating_mul(hours.count().max(1).into()))]
		pub fn claim_hours(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
			hours: HourMask,
			result_hash: [u8; 32],
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_hours(who, contract, device, day, hours, result_hash)
		}

		/// Pays claimed hours at once.
		///
		/// **Origin**: the tenant, in mode `TenantConfirmed`, for hours that he did not object to. Emits
		/// `ClaimsEnded`. The weight depends on the hours.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::confirm(hours.count()))]
		pub fn confirm(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
			hours: HourMask,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_confirm(&who, contract, device, day, hours)
		}

		/// Objects to claimed hours and asks the auditors.
		///
		/// **Origin**: the tenant, in mode `TenantConfirmed`, within the objection window of each hour. He
		/// holds a stake on each, which he loses if the hour is judged delivered. Emits `HoursObjected`.
		/// The weight depends on the hours.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::object(hours.count()))]
		pub fn object(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
			hours: HourMask,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_object(who, contract, device, day, hours)
		}

		/// Judges claimed hours: those objected to, or any in mode `Audited`.
		///
		/// **Origin**: `AuditOrigin`, within the verdict window of each hour. Delivered hours are paid and
		/// the stakes on them lost. Hours that were not are refused for good, their stakes return, and the
		/// bond of the device pays the penalty. Emits `ClaimsEnded` or `HoursRefused`. The weight depends
		/// on the hours.
		#[pallet::call_index(3)]
		#[pallet::weight(if *delivered {
			T::WeightInfo::judge_delivered(hours.count())
		} else {
			T::WeightInfo::judge_undelivered(hours.count())
		})]
		pub fn judge(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
			hours: HourMask,
			delivered: bool,
		) -> DispatchResult {
			let auditor = T::AuditOrigin::ensure_origin(origin)?;
			Self::do_judge(auditor, contract, device, day, hours, delivered)
		}

		/// Does to claimed hours what their timeouts say: pays, excuses, or frees those refused. Hours that
		/// nobody objected to are excused when the chain stood still for most of the objection window.
		///
		/// **Origin**: any signed account. Emits `ClaimsEnded`. The weight depends on the hours that are
		/// due.
		///
		/// **Errors**: `NothingDue`: no timeout has passed.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::settle_weight(HOURS_PER_DAY.into()))]
		pub fn settle_claim(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			day: Day,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let settled = Self::do_settle_claim(&who, contract, device, day)?;
			Ok(Some(Self::settle_weight(settled)).into())
		}

		/// Declares that the job of an hour can't be fetched.
		///
		/// **Origin**: the operator of the device, in the first part of the hour, unless the
		/// specification is published. He holds a stake until the declaration ends. Emits
		/// `CannotStartDeclared`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::cannot_start())]
		pub fn cannot_start(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			hour: Hour,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cannot_start(who, contract, device, hour)
		}

		/// Puts the specification of an open contract on the chain, where every device can read it.
		///
		/// **Origin**: any signed account, who holds `SpecDeposit`. `spec` has the hash of the contract
		/// (blake2-256). It answers every declaration of the contract that can still be answered, and
		/// there are no more after it. Emits `SpecPublished`. The weight depends on the length.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::publish_spec(u32::try_from(spec.len()).unwrap_or(u32::MAX)))]
		pub fn publish_spec(
			origin: OriginFor<T>,
			contract: ContractId,
			spec: Spec,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_publish_spec(who, contract, spec)
		}

		/// Ends a declaration, and its stake returns: the hour goes on if the specification was published
		/// in time; else it is excused, if it is still unsettled.
		///
		/// **Origin**: any signed account. Emits `DeclarationEnded`.
		///
		/// **Errors**: `NothingDue`: it can still be answered.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::settle_answered().max(T::WeightInfo::settle_unanswered()))]
		pub fn settle_cannot_start(
			origin: OriginFor<T>,
			contract: ContractId,
			device: DeviceId,
			hour: Hour,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_settle_cannot_start(&who, contract, device, hour)
		}

		/// Removes the specification of a contract that is closed.
		///
		/// **Origin**: any signed account; the deposit returns to the publisher. Emits `SpecRemoved`.
		///
		/// **Errors**: `SpecNeeded`: the contract is open or has declarations.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::remove_spec())]
		pub fn remove_spec(origin: OriginFor<T>, contract: ContractId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_remove_spec(&who, contract)
		}

		/// Returns to `who` what its account could not receive before.
		///
		/// **Origin**: any signed account. Emits `PostponedReleased`.
		///
		/// **Errors**: `NothingPostponed`; those of the asset pallet while the account is blocked.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::release_postponed())]
		pub fn release_postponed(
			origin: OriginFor<T>,
			who: T::AccountId,
			reason: HoldReason,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_release_postponed(who, reason)
		}

		/// Says whether contracts may be opened whose delivery is somebody's word; those that are open go
		/// on.
		///
		/// **Origin**: `AuditOrigin`. Emits `AuditingSet`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::set_auditing())]
		pub fn set_auditing(origin: OriginFor<T>, open: bool) -> DispatchResult {
			T::AuditOrigin::ensure_origin(origin)?;
			Self::do_set_auditing(open);
			Ok(())
		}
	}
}
