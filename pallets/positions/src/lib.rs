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

mod consent; // may an offer shrink
mod facts; // what an item shows
pub mod invariants; // what always holds
mod issue; // genesis, items, lock
mod ledger; // credit and claim
pub mod weights; // cost of the calls

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use weights::WeightInfo;

// FRAME's macros expand to code with `expect` and `unreachable`; the code written here has none but
// the genesis build, which has to stop a chain that can't work.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[frame_support::pallet]
pub mod pallet {
	use super::WeightInfo;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungibles, tokens::nonfungibles_v2},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{HourClock, PositionCollection, Unsettled};
	use greenhour_types::{Balance, OfferId};

	/// The storage layout of this pallet.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// GCD on free balances.
		type Assets: fungibles::Mutate<Self::AccountId, AssetId = u32, Balance = Balance>;

		/// The items of the stock collection.
		type Items: nonfungibles_v2::Mutate<
			Self::AccountId,
			Self::ItemConfig,
			CollectionId = u32,
			ItemId = u32,
		>;

		/// Settings of an item; its default allows transfers.
		type ItemConfig: Default;

		/// Opens the collection and writes facts of items.
		type Collections: PositionCollection<Self::AccountId>;

		/// Market time.
		type Clock: HourClock;

		/// Tells whether income of the past is still open.
		type Contracts: Unsettled;

		/// Makes the account of the pot.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// The stock collection of positions; set by the genesis.
	#[pallet::storage]
	pub type Collection<T> = StorageValue<_, u32>;

	/// Account -> planck of GCD that the pot owes it. Written by credit and claim; no zero entries.
	// Anybody can be credited by holding a position, so the key is hashed.
	#[pallet::storage]
	pub type Claimable<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// Planck of GCD that the pot owes all accounts together.
	#[pallet::storage]
	pub type TotalClaimable<T> = StorageValue<_, Balance, ValueQuery>;

	/// Offer -> planck of GCD that its position has earned so far, whoever held it.
	// Ids come from a counter, so nobody can choose them.
	#[pallet::storage]
	pub type Earned<T> = StorageMap<_, Twox64Concat, OfferId, Balance, ValueQuery>;

	/// Offer -> holder who allowed it to shrink. Written by the holder, removed when the offer has
	/// shrunk; void while somebody else holds the position. At most one per position.
	// Ids come from a counter, so nobody can choose them.
	#[pallet::storage]
	pub type ShrinkAllowed<T: Config> = StorageMap<_, Twox64Concat, OfferId, T::AccountId>;

	/// What happened to positions and their income.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The position of an offer was issued.
		PositionIssued {
			/// Offer, and number of the item.
			offer: OfferId,
			/// First holder.
			owner: T::AccountId,
		},
		/// Income of a position was credited to its holder.
		IncomeCredited {
			/// Offer whose position earned.
			offer: OfferId,
			/// Holder at this moment.
			holder: T::AccountId,
			/// Planck of GCD.
			amount: Balance,
		},
		/// Income of a burned position was burned.
		IncomeBurned {
			/// Offer whose position earned.
			offer: OfferId,
			/// Planck of GCD.
			amount: Balance,
		},
		/// An account was paid what it could claim.
		IncomeClaimed {
			/// Account that was paid.
			account: T::AccountId,
			/// Planck of GCD.
			amount: Balance,
		},
		/// The holder of a position said whether its offer may shrink once.
		ShrinkConsentSet {
			/// Offer whose position it is.
			offer: OfferId,
			/// Holder at this moment.
			holder: T::AccountId,
			/// What he said.
			allowed: bool,
		},
		/// The position of an offer that never started was burned.
		PositionWithdrawn {
			/// Offer, and number of the item.
			offer: OfferId,
			/// Owner of its device, who held it.
			owner: T::AccountId,
		},
	}

	/// Why nothing happened.
	#[pallet::error]
	pub enum Error<T> {
		/// The ledger owes this account nothing; income is credited when an hour settles.
		NothingToClaim,
		/// The collection of positions does not exist; the genesis must build this pallet.
		CollectionMissing,
		/// The pot does not hold the GCD that was to be credited.
		PotTooSmall,
		/// A sum does not fit 128 bits.
		Overflow,
		/// Only the holder of the position may do this.
		NotHolder,
	}

	/// Builds the collection and the pot; has no fields.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Names the runtime.
		#[serde(skip)]
		pub _runtime: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis().expect("GCD exists and the collection can be created");
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Pays `account` everything that it can claim.
		///
		/// **Origin**: any signed account, for any account; the money goes to `account` only.
		/// Emits `IncomeClaimed`. Costs the same whatever the ledger holds.
		///
		/// **Errors**: `NothingToClaim`: nothing is owed; errors of the asset pallet: the account
		/// can't receive, and what it is owed stays in the ledger.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim(account)
		}

		/// Says whether the offer of a position may shrink, pause or end early, once.
		///
		/// **Origin**: the holder of the position. While the owner of the device holds it himself, he
		/// needs no consent. It is used up when the offer shrinks, and void while somebody else holds
		/// the position. Emits `ShrinkConsentSet`.
		///
		/// **Errors**: `NotHolder`: somebody else holds the position, or nobody does.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::allow_shrink())]
		pub fn allow_shrink(origin: OriginFor<T>, offer: OfferId, allowed: bool) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_allow_shrink(who, offer, allowed)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Planck of GCD that `account` can claim.
		pub fn claimable(account: T::AccountId) -> Balance {
			Claimable::<T>::get(account)
		}

		/// Who holds the position of `offer`; `None` when it was never issued or was burned.
		pub fn holder(offer: OfferId) -> Option<T::AccountId> {
			Self::holder_of(offer)
		}

		/// Is the position of `offer` locked until its past hours settle?
		pub fn locked(offer: OfferId) -> bool {
			Self::has_open_past(offer)
		}

		/// Does the present holder of the position of `offer` allow it to shrink?
		pub fn shrink_allowed(offer: OfferId) -> bool {
			ShrinkAllowed::<T>::get(offer)
				.is_some_and(|allowed| Self::holder_of(offer) == Some(allowed))
		}

		/// Planck of GCD that the position of `offer` has earned so far, whoever held it.
		pub fn earned(offer: OfferId) -> Balance {
			Earned::<T>::get(offer)
		}
	}
}
