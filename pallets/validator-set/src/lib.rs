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

pub mod invariants; // what holds after every block
mod sessions; // what sessions and offences ask
pub mod types; // the record of a validator

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use sessions::{RecordOf, ValidatorCount};
pub use types::ValidatorRecord;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[frame_support::pallet]
pub mod pallet {
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The validators of the chain.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the set asks of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Most validators.
		#[pallet::constant]
		type MaxValidators: Get<u32>;
	}

	/// The validators. Written at genesis.
	#[pallet::storage]
	pub type Validators<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// The validators of the first session.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Accounts, each once, at most `MaxValidators`.
		pub validators: Vec<T::AccountId>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let validators = BoundedVec::truncate_from(self.validators.clone());
			assert_eq!(
				validators.len(),
				self.validators.len(),
				"more than MaxValidators"
			);
			Validators::<T>::put(validators);
			assert!(
				crate::invariants::check::<T>().is_ok(),
				"a validator is named twice"
			);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<frame_system::pallet_prelude::BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxValidators::get() > 0, "a chain has validators");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(
			_: frame_system::pallet_prelude::BlockNumberFor<T>,
		) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}
}
