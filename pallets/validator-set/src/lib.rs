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

mod backing; // owners of devices back a candidate
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // set-ups that the cost is measured on
mod candidacy; // standing for election, bonds
mod constants; // what the constants of the runtime must be
mod displacing; // who makes room when the list is full
mod election; // who is in the next set
mod errors; // why calls are refused
mod events; // what happened
mod genesis; // the first set and its bonds
mod governing; // what governance decides
mod history; // how long offences can be proved
pub mod invariants; // what holds after every block
mod offences; // what an equivocation costs
mod rewards; // what a block earns
pub mod rules; // pure rules of who goes and who comes
mod sessions; // what sessions ask
pub mod types; // stored types, and what views answer
mod views; // what wallets ask
pub mod weights; // cost of the calls and hooks

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use history::MAX_DAYS;
pub use pallet::*;
pub use sessions::{ExposureOf, SessionFacts, SessionsOf, ValidatorCount};
pub use types::{Exposure, Mode, Seats};
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
	use crate::{
		history::MAX_DAYS,
		sessions::SessionFacts,
		types::{
			AccountView, Backing, Bond, Candidacy, CandidacyId, CandidateView, ElectionView,
			EndCause, Member, Mode, Seats,
		},
		WeightInfo,
	};
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Inspect, Mutate, MutateHold},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{HourClock, PogcsWeights};
	use greenhour_types::{Balance, Day};
	use sp_runtime::Perbill;
	use sp_staking::SessionIndex;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The validators of the chain.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the set asks of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The hold reasons of the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// GHR, on hold and paid.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Session keys, disabling and the roots that prove who held a key.
		type Sessions: SessionFacts<Self::AccountId>;

		/// What the devices of an owner weigh. Tells this pallet of every change, as `WeightListener`.
		type Weights: PogcsWeights<Self::AccountId>;

		/// Market time: an election once a day, bonds for days.
		type Clock: HourClock;

		/// Who sets mode, list, seats and rewards, and pardons.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Most validators; traffic of light clients grows with it.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// The least minimum that governance can set.
		#[pallet::constant]
		type MinValidators: Get<u32>;

		/// Most candidates.
		#[pallet::constant]
		type MaxCandidates: Get<u32>;

		/// Least bond of a candidate and of an eligible validator, in planck of GHR.
		#[pallet::constant]
		type MinBond: Get<Balance>;

		/// Days for which a bond stays slashable after its account left the active set, and for which
		/// offences can be proved. At most [`MAX_DAYS`] less two.
		#[pallet::constant]
		type UnbondingDays: Get<u32>;

		/// Days for which a light client may trust a checkpoint; less than `UnbondingDays`, or those who
		/// signed for the set of the checkpoint could have taken their bonds away.
		#[pallet::constant]
		type CheckpointDays: Get<u32>;

		/// Days for which an offender isn't elected.
		#[pallet::constant]
		type CoolOffDays: Get<u32>;

		/// Least part of the exposure that an offence takes.
		#[pallet::constant]
		type MinSlash: Get<Perbill>;

		/// Names the account from which authors are paid.
		#[pallet::constant]
		type PotId: Get<PalletId>;

		/// Weights of calls and hooks.
		type WeightInfo: WeightInfo;

		/// Sets up other pallets for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: super::BenchmarkHelper<Self::AccountId>;
	}

	/// Account -> its bond. Written by candidacy, slashes and the end of service; removed when the bond is
	/// released. The account pays: the bond is on hold.
	#[pallet::storage]
	pub type Bonds<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Bond>;

	/// Account -> its candidacy. At most `MaxCandidates`; removed when it leaves or is displaced.
	#[pallet::storage]
	pub type Candidates<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, Candidacy<T::AccountId>>;

	/// The id of the next candidacy; ids are never reused.
	#[pallet::storage]
	pub type NextCandidacyId<T> = StorageValue<_, CandidacyId, ValueQuery>;

	/// Owner -> whom its devices back. Only owners whose devices weigh something have one; written by the
	/// owner and by changes of the weight, read by nothing that grows with the number of owners.
	#[pallet::storage]
	pub type Backings<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Backing<T::AccountId>>;

	/// Who decides. Written by governance.
	#[pallet::storage]
	pub type CurrentMode<T> = StorageValue<_, Mode, ValueQuery>;

	/// The list that governance approved, in its order.
	#[pallet::storage]
	pub type Approved<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// How many seats there are. Written by governance.
	#[pallet::storage]
	pub type SeatNumbers<T> = StorageValue<_, Seats, ValueQuery>;

	/// The day of the last election.
	#[pallet::storage]
	pub type LastElection<T> = StorageValue<_, Day, OptionQuery>;

	/// Did governance call an election for the next session?
	#[pallet::storage]
	pub type Called<T> = StorageValue<_, bool, ValueQuery>;

	/// The set of the running session, in order of accounts.
	#[pallet::storage]
	pub type Active<T: Config> =
		StorageValue<_, BoundedVec<Member<T::AccountId>, T::MaxValidators>, ValueQuery>;

	/// The set of the next session, if it or its keys differ from those of the running one.
	#[pallet::storage]
	pub type Planned<T: Config> =
		StorageValue<_, BoundedVec<Member<T::AccountId>, T::MaxValidators>, OptionQuery>;

	/// Hash over the session keys of the last set that was announced.
	#[pallet::storage]
	pub type AnnouncedKeys<T> = StorageValue<_, [u8; 32], OptionQuery>;

	/// Session, account -> part of the exposure that its offences of that session have taken so far. At
	/// most as many as the session had validators; removed when the session can't be proved any more.
	#[pallet::storage]
	pub type SlashedParts<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		SessionIndex,
		Blake2_128Concat,
		T::AccountId,
		Perbill,
		ValueQuery,
	>;

	/// The first session of each of the last days, the oldest first.
	#[pallet::storage]
	pub type FirstSessions<T> =
		StorageValue<_, BoundedVec<(Day, SessionIndex), ConstU32<MAX_DAYS>>, ValueQuery>;

	/// The oldest session whose offences can be proved.
	#[pallet::storage]
	pub type OldestSession<T> = StorageValue<_, SessionIndex, ValueQuery>;

	/// Account -> blocks that it authored in the running session. Emptied with the session.
	#[pallet::storage]
	pub type AuthoredBlocks<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, u32, ValueQuery>;

	/// Planck of GHR that a block earns. Written by governance.
	#[pallet::storage]
	pub type RewardPerBlock<T> = StorageValue<_, Balance, ValueQuery>;

	/// Why GHR is on hold.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of a candidate or validator, until it is released.
		ValidatorBond,
	}

	/// The first set.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Accounts, each once, at most `MaxValidators`. They are the approved list, the first set and
		/// candidates. Their session keys are those of the session pallet's genesis.
		pub validators: Vec<T::AccountId>,
		/// Planck of GHR of each of them that is held as its bond: `MinBond` or more, and less than the
		/// account owns.
		pub bond: Balance,
		/// Who decides.
		pub mode: Mode,
		/// Most members that an election gives the set; zero for `MaxValidators`.
		pub seats: u32,
		/// Members that it keeps; zero for `MinValidators`.
		pub minimum: u32,
		/// Planck of GHR that a block earns.
		pub reward_per_block: Balance,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(Pallet::<T>::build_genesis(self).is_ok(), "invalid genesis");
			assert!(
				crate::invariants::check::<T>().is_ok(),
				"the genesis breaks an invariant"
			);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			Self::assert_constants();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Makes the signer a candidate and holds `bond` planck of GHR more for it.
		///
		/// A bond that is on hold from a former candidacy counts too, and can't be released while the
		/// candidacy lasts. `next` gets what the candidate can't use. If the list is full, `bond` and
		/// what is on hold must exceed bond and backing of the weakest candidate outside of the set,
		/// which is displaced. Backers of a former candidacy must back again. The weight depends on
		/// whether the list is full.
		///
		/// **Origin**: an account with session keys. Emits `CandidacyStarted`, and `CandidacyEnded` for
		/// who is displaced. **Errors** `AlreadyCandidate`, `KeysNotRegistered`, `InsufficientBond`,
		/// `InvalidNext`, `MaxCandidatesExceeded`, and those of the hold.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::become_candidate()
			.max(T::WeightInfo::become_candidate_displacing(T::MaxCandidates::get())))]
		pub fn become_candidate(
			origin: OriginFor<T>,
			bond: Balance,
			next: Option<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let full = Self::do_become_candidate(who, bond, next)?;
			let weight = match full {
				true => T::WeightInfo::become_candidate_displacing(T::MaxCandidates::get()),
				false => T::WeightInfo::become_candidate(),
			};
			Ok(Some(weight).into())
		}

		/// Holds `amount` planck of GHR more for the signer. Counts as exposure from the next time on that
		/// a set is announced.
		///
		/// **Origin**: a candidate. Emits `BondAdded`. **Errors** `ZeroAmount`, `NotCandidate`, and those
		/// of the hold.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::add_bond())]
		pub fn add_bond(origin: OriginFor<T>, amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_add_bond(who, amount)
		}

		/// Declares who gets the backing that the signer can't use, from the election of the day after
		/// tomorrow on.
		///
		/// **Origin**: a candidate. Emits `NextSet`. **Errors** `NotCandidate`, `InvalidNext`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_next())]
		pub fn set_next(origin: OriginFor<T>, next: Option<T::AccountId>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_next(who, next)
		}

		/// Ends the candidacy of the signer. A member of the set stays one until an election or the
		/// approved list replaces it or lets it go.
		///
		/// **Origin**: a candidate. Emits `CandidacyEnded`. **Errors** `NotCandidate`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::leave())]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_leave(who)
		}

		/// Gives the signer its bond back: `UnbondingDays` after it left, or left the active set if that
		/// was later, and not before an offender may be elected again.
		///
		/// **Origin**: an account with a bond. Emits `BondReleased`. **Errors** `NotFound`,
		/// `StillCandidate`, `StillMember`, `StillBonded`, and those of the hold.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::release_bond())]
		pub fn release_bond(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_release_bond(who)
		}

		/// Gives the weight of all devices of the signer to a candidate, and takes it from whom it backed
		/// before.
		///
		/// **Origin**: an owner whose devices weigh something. Emits `Backed`. **Errors** `NotCandidate`,
		/// `NoWeight`, `AlreadyBacking`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::back())]
		pub fn back(origin: OriginFor<T>, candidate: T::AccountId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_back(owner, candidate)
		}

		/// Takes the weight of the signer's devices from whom it backs.
		///
		/// **Origin**: a backer. Emits `BackingEnded`. **Errors** `NotBacking`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::stop_backing())]
		pub fn stop_backing(origin: OriginFor<T>) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_stop_backing(owner)
		}

		// 7 to 9 are free.

		/// Chooses who decides who validates, from the next session on.
		///
		/// **Origin**: governance. Emits `ModeSet`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::set_mode())]
		pub fn set_mode(origin: OriginFor<T>, mode: Mode) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_mode(mode);
			Ok(())
		}

		/// Replaces the approved list. Those of it that are eligible candidates are the set from the next
		/// session on that is planned in mode `Governed`. The weight depends on the length.
		///
		/// **Origin**: governance. Emits `ValidatorsApproved`. **Errors** `Duplicate`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::approve(u32::try_from(validators.len()).unwrap_or(u32::MAX)))]
		pub fn approve(
			origin: OriginFor<T>,
			validators: BoundedVec<T::AccountId, T::MaxValidators>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_approve(validators)
		}

		/// Sets the number of seats, and how many members the set keeps whoever leaves.
		///
		/// **Origin**: governance. Emits `SeatsSet`. **Errors** `InvalidSeats`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::set_seats())]
		pub fn set_seats(origin: OriginFor<T>, seats: u32, minimum: u32) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_seats(Seats { seats, minimum })
		}

		/// Sets what a block earns, from the running session on, in planck of GHR, as far as the pot
		/// reaches.
		///
		/// **Origin**: governance. Emits `RewardSet`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::set_reward())]
		pub fn set_reward(origin: OriginFor<T>, per_block: Balance) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			RewardPerBlock::<T>::put(per_block);
			Self::deposit_event(Event::RewardSet { per_block });
			Ok(())
		}

		/// Lets an offender be elected again before its time.
		///
		/// **Origin**: governance. Emits `OffenderPardoned`. **Errors** `NotFound`, `NotBarred`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::pardon())]
		pub fn pardon(origin: OriginFor<T>, offender: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_pardon(offender)
		}

		/// Holds an election at the start of the next session, beside that of the day; it may change a
		/// third of the seats as well.
		///
		/// **Origin**: governance. Emits `ElectionCalled`. **Errors** `NotOpen`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::call_election())]
		pub fn call_election(origin: OriginFor<T>) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_call_election()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// All candidates, those with the most backing first.
		pub fn candidates() -> Vec<CandidateView<T::AccountId>> {
			Self::view_candidates()
		}

		/// What an election now would do; `None` if all backing together does not fit.
		pub fn next_election() -> Option<ElectionView<T::AccountId>> {
			Self::view_next_election()
		}

		/// What an account is to the set.
		pub fn status_of(account: T::AccountId) -> AccountView<T::AccountId> {
			Self::view_status_of(account)
		}
	}
}
