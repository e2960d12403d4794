//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why nothing happened.
	#[pallet::error]
	pub enum Error<T> {
		/// Nothing takes the proofs or claims that the terms ask for, or the GPU class has no energy.
		NotProvable,
		/// No open contract has this id.
		ContractNotFound,
		/// The contract has no such day, or does not include every hour named.
		HoursNotBought,
		/// The device has no assignment in that contract and day.
		AssignmentNotFound,
		/// Units, days, hours or prices of a purchase are empty, unordered or too many, or one of the hours
		/// is bound already.
		InvalidPurchase,
		/// Hours or units that are given back were not bought, are bound or started, or pay more than was
		/// paid for them.
		InvalidReturn,
		/// Only the tenant changes his contract.
		NotTenant,
		/// Name at least one hour and more than nothing to add to it.
		NothingToAdd,
		/// This block has no contract id left; buy in the next one.
		IdUnavailable,
		/// A sum does not fit.
		Overflow,
		/// No device has this id.
		DeviceNotFound,
		/// Only the operator of the device accepts for it.
		NotOperator,
		/// Name at least one hour and one unit.
		NothingToBind,
		/// Take the smallest order or more, or all units that are left; leave as much, or nothing.
		UnitsBelowMinimum,
		/// The device has no open offer.
		NoOpenOffer,
		/// The device offers to another pool than that of the contract.
		PoolMismatch,
		/// The device serves this contract and day through another offer.
		OfferMismatch,
		/// An hour is not in the phase that the call needs.
		WrongPhase,
		/// The draw of an hour is not ready; try again after the next blocks.
		SeedNotReady,
		/// The offer was not drawn; wait for the assignment phase.
		NotDrawn,
		/// The offer was made after the draw froze; wait for the assignment phase.
		OfferTooNew,
		/// The device serves one of the hours already.
		AlreadyBound,
		/// The device dropped one of the hours: it is for others to serve.
		HoursDropped,
		/// Name at least one hour to drop.
		NothingToDrop,
		/// Too many devices dropped hours of this contract day; serve them.
		TooManyDrops,
		/// Fewer units of the contract are without a device.
		InsufficientUnassigned,
		/// Fewer units of the offer are free in one of the hours.
		InsufficientFreeUnits,
		/// A miss of these units could cost more than the bond is worth; add to it.
		InsufficientBond,
		/// The contract asks for more than an offer promises; a device must accept it.
		ConsentNeeded,
		/// Every unit of the hour has a device.
		NothingUnassigned,
		/// The pool has no open offer.
		NoOffers,
		/// Too few blocks of an hour are on the chain: it is refunded, proved or not.
		HourVoid,
		/// No hour can be settled or refunded now.
		NothingDue,
		/// An hour is not bound to the device, or its money is settled.
		AlreadySettled,
		/// Days of the contract are still open; it ends by itself with the last one.
		Unresolved,
	}
}
