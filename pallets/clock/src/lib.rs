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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking; // cost of the hook
mod counting; // which hours count
pub mod invariants; // what holds after every block
mod lengths; // the lengths that consensus reads
pub mod types; // stored types
pub mod weights; // what the hook costs

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use lengths::{EpochLength, MinimumPeriod, SlotLength};
pub use pallet::*;
pub use types::HourTally;
pub use weights::WeightInfo;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{HourTally, WeightInfo};
	use frame_support::{pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::BlockNumberFor;
	use greenhour_types::{ClockParams, Day, Hour, HourMask, Moment};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The market time of the chain.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the clock asks of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Timestamp of the current block in ms, set by its first extrinsic and kept until the next
		/// block sets its own.
		type Time: Time<Moment = Moment>;

		/// What the hook costs.
		type WeightInfo: WeightInfo;
	}

	/// The lengths of a chain without a genesis of its own.
	#[pallet::type_value]
	pub fn ProductionParams() -> ClockParams {
		ClockParams::PRODUCTION
	}

	/// Lengths, windows and hour zero. Written at genesis, and once more at the end of block 1 when
	/// the genesis left hour zero open.
	#[pallet::storage]
	pub type Params<T> = StorageValue<_, ClockParams, ValueQuery, ProductionParams>;

	/// The hour of the latest block and how many blocks it has. Written by every block.
	#[pallet::storage]
	pub type CurrentHour<T> = StorageValue<_, HourTally>;

	/// Day -> hours that are over and count. Written when an hour with enough blocks has ended; one
	/// entry of 8 bytes a day, never removed.
	#[pallet::storage]
	// Twox64Concat: days are counted by the chain, nobody chooses them.
	pub type CountedHours<T> = StorageMap<_, Twox64Concat, Day, HourMask, ValueQuery>;

	/// What happened to market time.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Hour zero follows from block 1.
		HourZeroSet {
			/// When hour 0 of day 0 starts, ms since the Unix epoch.
			hour_zero_ms: Moment,
		},
		/// An hour is over.
		HourCounted {
			/// The hour.
			hour: Hour,
			/// Blocks that it had.
			blocks: u32,
			/// Were these less than two thirds of the expected ones?
			void: bool,
		},
	}

	/// The lengths of the chain.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Lengths, windows and, if it is known, hour zero.
		pub params: ClockParams,
		/// Ties the genesis to the runtime; holds nothing.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				params: ClockParams::PRODUCTION,
				_config: Default::default(),
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert_eq!(
				crate::lengths::validate(&self.params),
				Ok(()),
				"unusable clock parameters"
			);
			Params::<T>::put(self.params);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Pays for `on_finalize`.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::on_finalize()
		}

		/// Fixes hour zero in block 1 and counts the block. Here, because the timestamp of a block
		/// is not known before its first extrinsic.
		fn on_finalize(_: BlockNumberFor<T>) {
			Self::fix_hour_zero();
			Self::count_block();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}
}
