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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking; // cost of the hook
mod block_seeds; // a seed for each block
mod draws; // when a draw opens and completes
pub mod invariants; // what holds after every block
mod rules; // the rules of a draw, as functions of values
pub mod types; // stored types
pub mod weights; // what the hook costs

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::{
	HourSeed, PendingDraw, RecentAuthor, RecentAuthorList, MAX_DRAW_AUTHORS, MAX_PENDING_DRAWS,
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
	use super::{HourSeed, PendingDraw, RecentAuthorList, WeightInfo, MAX_PENDING_DRAWS};
	use frame_support::{pallet_prelude::*, traits::FindAuthor};
	use frame_system::pallet_prelude::BlockNumberFor;
	use greenhour_traits::HourClock;
	use greenhour_types::Hour;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Public randomness, hour by hour.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the draws ask of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Market time.
		type Clock: HourClock;

		/// VRF output of the author of the current block, known at its end.
		type AuthorVrf: Get<Option<[u8; 32]>>;

		/// Validator account of the author, from the digest of the current block.
		type FindAuthor: FindAuthor<Self::AccountId>;

		/// How many authorities can produce blocks now.
		type AuthorityCount: Get<u32>;

		/// What the hook costs.
		type WeightInfo: WeightInfo;

		/// Sets the clock for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper;
	}

	/// The hash of all VRF outputs so far. Written by every block.
	#[pallet::storage]
	pub type Accumulator<T> = StorageValue<_, [u8; 32], ValueQuery>;

	/// The latest hour whose sale has closed and whose draw has been opened.
	#[pallet::storage]
	pub type LastClosed<T> = StorageValue<_, Hour>;

	/// Open draws, by hour. Written while there are any.
	#[pallet::storage]
	pub type PendingDraws<T: Config> = StorageValue<
		_,
		BoundedVec<PendingDraw<T::AccountId>, ConstU32<MAX_PENDING_DRAWS>>,
		ValueQuery,
	>;

	/// Hour -> its seed. Written once, pruned when no receipt can refer to it any more.
	#[pallet::storage]
	// Twox64Concat: hours are counted by the chain, nobody chooses them.
	pub type HourSeeds<T> = StorageMap<_, Twox64Concat, Hour, HourSeed>;

	/// Hours before this one have no seed any more.
	#[pallet::storage]
	pub type OldestSeed<T> = StorageValue<_, Hour>;

	/// The last distinct authors, the latest first. Written by every block with a VRF output.
	#[pallet::storage]
	pub type RecentAuthors<T: Config> = StorageValue<_, RecentAuthorList<T::AccountId>, ValueQuery>;

	/// What happened to draws.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The seed of an hour is drawn.
		SeedDrawn {
			/// The hour.
			hour: Hour,
			/// Block at which its inputs froze.
			frozen_at: u32,
		},
		/// An hour gets no seed: too many draws were open and it was the oldest, or no receipt can
		/// refer to it any more.
		DrawDropped {
			/// The hour.
			hour: Hour,
		},
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Pays for `on_finalize`; the weight depends on the open draws.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			let pending = PendingDraws::<T>::decode_len().unwrap_or_default();
			T::WeightInfo::on_finalize(u32::try_from(pending).unwrap_or(MAX_PENDING_DRAWS))
		}

		/// Mixes the block in, prunes, completes draws, opens new ones. Here, because neither the
		/// timestamp nor the VRF output is known at the start of a block.
		fn on_finalize(_: BlockNumberFor<T>) {
			let author = Self::mix_in_block();
			author.iter().for_each(Self::note_author);
			Self::prune_seeds();
			Self::complete_draws(author);
			Self::open_draws();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}
}
