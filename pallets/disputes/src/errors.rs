//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why nothing happened.
	#[pallet::error]
	pub enum Error<T> {
		/// No open contract has this id.
		ContractNotFound,
		/// The device has no assignment in that contract and day.
		AssignmentNotFound,
		/// No device has this id.
		DeviceNotFound,
		/// Only the operator of the device speaks for it.
		NotOperator,
		/// Only the tenant of the contract confirms and objects.
		NotTenant,
		/// The auditor is the tenant, the claimant, or the operator or owner of the device.
		ConflictOfInterest,
		/// Name at least one hour.
		NoHours,
		/// The verification mode of the contract has no such step.
		ModeMismatch,
		/// An hour is not bound to the device, or its money is settled.
		AlreadySettled,
		/// It is too early or too late for an hour.
		OutsideWindow,
		/// Too few blocks of an hour are on the chain: it is refunded, whoever delivered.
		HourVoid,
		/// An hour is claimed already.
		AlreadyClaimed,
		/// An hour was judged undelivered; that is final.
		AlreadyRefused,
		/// The tenant objected to an hour already; an auditor must judge it.
		AlreadyObjected,
		/// The hour is declared already.
		AlreadyDeclared,
		/// The device says that an hour could not start; settle that first.
		Declared,
		/// An hour is not claimed.
		ClaimNotFound,
		/// The device has declared no such hour.
		DeclarationNotFound,
		/// The tenant has not objected to an hour, so there is nothing to judge.
		NotDisputed,
		/// Nothing can be settled now.
		NothingDue,
		/// The specification of the contract is on the chain already.
		AlreadyPublished,
		/// The specification of the contract is not on the chain.
		NotPublished,
		/// The specification has another hash than the contract.
		SpecMismatch,
		/// The contract is open, or has declarations; the specification stays.
		SpecNeeded,
		/// Nothing waits for this account under that reason.
		NothingPostponed,
		/// A sum does not fit.
		Overflow,
	}
}
