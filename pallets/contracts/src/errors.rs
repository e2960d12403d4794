//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why nothing happened.
	#[pallet::error]
	pub enum Error<T> {
		/// No circuit accepts the proofs that the terms ask for, or the GPU class has no energy.
		NotProvable,
		/// No open contract has this id.
		ContractNotFound,
		/// The contract has no such day, or does not include every hour named.
		HoursNotBought,
		/// The device has no assignment in that contract and day.
		AssignmentNotFound,
		/// Units, days, hours or prices of a purchase are empty, unordered or too many.
		InvalidPurchase,
		/// Every contract id is used.
		IdsExhausted,
		/// A sum does not fit.
		Overflow,
		/// No device has this id.
		DeviceNotFound,
		/// Only the operator of the device accepts for it.
		NotOperator,
		/// Name at least one hour and one unit.
		NothingToBind,
		/// Take the smallest order or more, or all units that are left.
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
		/// Units or money of the contract are still open.
		Unresolved,
		/// The record still refuses replays: the contract is open and a money window is not over.
		AssignmentNeeded,
	}
}
