//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why nothing happened.
	#[pallet::error]
	pub enum Error<T> {
		/// The account stands for election already.
		AlreadyCandidate,
		/// No candidate has this account.
		NotCandidate,
		/// Register session keys first, with a proof that you own them.
		KeysNotRegistered,
		/// Bond at least `MinBond`, counting what is still on hold from before.
		InsufficientBond,
		/// The list is full, and no candidate outside of the set is weaker than this bond.
		MaxCandidatesExceeded,
		/// Name another account than your own, and one that is a candidate.
		InvalidNext,
		/// The account has no bond.
		NotFound,
		/// Leave before you release the bond.
		StillCandidate,
		/// The account is a member of the running or the next set.
		StillMember,
		/// The bond is slashable or the account barred until a later day.
		StillBonded,
		/// The devices of the account weigh nothing.
		NoWeight,
		/// The account backs this candidacy already.
		AlreadyBacking,
		/// The account backs nobody.
		NotBacking,
		/// Minimum and seats must lie between `MinValidators` and `MaxValidators`, in this order.
		InvalidSeats,
		/// An account is named twice.
		Duplicate,
		/// The account isn't barred.
		NotBarred,
		/// Only an open set is elected.
		NotOpen,
		/// Name more than nothing.
		ZeroAmount,
		/// A sum does not fit.
		Overflow,
	}
}
