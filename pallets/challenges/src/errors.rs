//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why nothing happened.
	#[pallet::error]
	pub enum Error<T> {
		/// The registry knows no such device.
		DeviceNotFound,
		/// The caller is not the operator of the device.
		NotOperator,
		/// The caller is neither the owner nor the operator of the device.
		NotAuthorized,
		/// The device has no open challenge: none was drawn, or it is answered, deferred or missed.
		ChallengeNotFound,
		/// The device has committed to a product already; the first commitment stands.
		AlreadyCommitted,
		/// The last block for this answer has passed.
		Expired,
		/// The device has not committed to a product.
		NotCommitted,
		/// The seed that chooses the leaves is not drawn yet.
		SeedNotReady,
		/// The product of this device is not drawn to be opened; its commitment is enough.
		NotDrawn,
		/// There are more or fewer openings than samples.
		OpeningCountMismatch,
		/// An opened leaf is not in the committed tree.
		RootMismatch,
		/// An opened entry is not that of the product.
		EntryMismatch,
		/// The contracts are not in ascending order, or one is named twice.
		ContractsUnordered,
		/// The device serves no unsettled units of a contract in the hour, or no receipt can show them.
		NotAssigned,
		/// The units that the device serves in the hour are fewer than the challenge needs.
		InsufficientUnits,
		/// There is no open audit with this number.
		AuditNotFound,
		/// The caller does not sit on the panel of the audit.
		NotOnPanel,
		/// The caller has given his verdict already.
		AlreadyJudged,
		/// The audit is at another stage.
		StageMismatch,
		/// Nothing about the audit is due.
		NothingDue,
		/// The size is zero: challenges would ask for nothing.
		SizeZero,
		/// The ceiling is above 24 hours of sun.
		MaxSunExceeded,
	}
}
