//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why supply stays as it is.
	#[pallet::error]
	pub enum Error<T> {
		/// No device has this number.
		DeviceNotFound,
		/// No offer has this number, or it has ended.
		OfferNotFound,
		/// The market has no curve for the pool of this device; governance sets it.
		PoolNotFound,
		/// Only the owner and the operator of the device may do this.
		NotAuthorized,
		/// The device has an open offer; end that one first.
		OfferAlreadyOpen,
		/// The template promises nothing in any hour.
		EmptyTemplate,
		/// The span starts before today, ends before it starts, or has no hour on sale.
		InvalidSpan,
		/// The span ends too many days from today.
		SpanTooLong,
		/// The device has not shown this much capacity, or its attestation result expires earlier.
		OfferLimitExceeded,
		/// The bond of the device is too small for this peak, or the rate behind it has expired.
		InsufficientBond,
		/// There are as many pools as the chain keeps.
		MaxPoolsExceeded,
		/// The hour roll has not opened all pages of the pool yet; try again in a later block.
		PagesBehind,
		/// The day has no page: it is over, beyond the horizon, or has no pool.
		PageNotOpen,
		/// An hour has left the window for this.
		OutsideWindow,
		/// Fewer units are left in one of the hours.
		InsufficientUnits,
		/// The offer ends by itself as early as it can.
		AlreadyEnding,
		/// Market time has not started.
		ClockNotSet,
		/// A counter or a sum is exhausted.
		Overflow,
		/// An entry of the template is not zero and smaller than the smallest order.
		UnitsBelowMinimum,
		/// The change before has not taken effect yet.
		ChangePending,
		/// The offer promises this already, or is over before it could change.
		NothingChanges,
		/// The holder of the position has not allowed the offer to shrink.
		ConsentNeeded,
		/// The pool needs a higher tier of attestation.
		TierTooLow,
		/// The owner would offer more units in this pool than one owner may.
		MaxUnitsPerOwnerExceeded,
		/// Pool, class or zone would offer more units than it may.
		MaxUnitsExceeded,
		/// The pool is entered by lottery, and the device was not admitted today for so many units.
		NotAdmitted,
		/// The pool is not entered by lottery.
		NoLottery,
		/// The device has a ticket for this round.
		AlreadyEntered,
		/// The device has no ticket.
		TicketNotFound,
		/// The ticket can still admit its device.
		TicketValid,
		/// The device could still promise this, and its bond stands behind it.
		OfferBacked,
	}
}
