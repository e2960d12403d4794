//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The device has no bond, or is not registered.
		NotFound,
		/// Nothing is owed to the signer; refresh his devices first, and see that their fees were burned.
		NothingToClaim,
		/// The budget would have ended already; choose a later hour.
		Expired,
	}
}
