//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why nothing happened.
	#[pallet::error]
	pub enum Error<T> {
		/// No device has this id, or it is withdrawn.
		DeviceNotFound,
		/// No endorser has this id.
		EndorserNotFound,
		/// The zone has no rule; governance sets one.
		ZoneNotFound,
		/// The account has no bond as an auditor.
		AuditorNotFound,
		/// The device is not enrolled; enrol it with an endorsement first.
		NotEnrolled,
		/// No audit of the device is open, in force or disputed, as the call needs it.
		AuditNotFound,
		/// The place of the device is not disputed.
		DisputeNotFound,
		/// The caller is no auditor of the zone, or does not own or operate the device.
		NotAuthorized,
		/// The auditor or challenger owns or operates the device.
		ConflictOfInterest,
		/// The key is no compressed point of P-256.
		KeyNotCanonical,
		/// A window ends before it starts, or has no length.
		WindowEmpty,
		/// The endorsement, a certificate, the endorser or the facts are not valid now.
		Expired,
		/// The expiry is further away than allowed.
		MaxLifetimeExceeded,
		/// The endorser enrols nobody for now.
		EndorserPaused,
		/// The endorser, a key of the chain, the device key or the model is revoked.
		Revoked,
		/// The certificate is not signed by the root of the endorser for this chain.
		CertificateInvalid,
		/// The endorsement is not signed by root or intermediate for this chain, device and meter key.
		EndorsementInvalid,
		/// The identity key did not sign for this endorsement and cell.
		PossessionInvalid,
		/// The device had an endorsement with this or a higher number.
		EndorsementReplayed,
		/// The identity key serves another device; a key serves one for ever.
		IdentityKeyUsed,
		/// The serial number belongs to another device.
		SerialUsed,
		/// The benchmark is above the nameplate of the device.
		MaxBenchmarkExceeded,
		/// The device has no place yet; name a cell.
		PlaceMissing,
		/// The device has a place already.
		PlaceHeld,
		/// Others stand at this metering point, and no binding joins the device to them.
		PlaceTaken,
		/// The zone has no such cell.
		CellNotFound,
		/// The cell has no slot left.
		MaxDevicesPerCellExceeded,
		/// All ids are used.
		MaxEndorsersExceeded,
		/// More statements needed than an audit has room for, or none.
		MaxStatementsExceeded,
		/// The auditor has stated facts on this audit.
		AlreadyStated,
		/// The audit has all the statements it needs.
		AlreadyComplete,
		/// The facts differ from those stated; state them as dissent to contradict.
		FactsMismatch,
		/// Dissent must contradict what is stated.
		NothingContradicted,
		/// The places are named under another key of the zone.
		KeyEpochMismatch,
		/// The place under the former key is missing while the zone changes its key, or given when it
		/// does not.
		FormerPlaceMismatch,
		/// An audit supports tier 2 or 3.
		TierMismatch,
		/// Auditors contradict each other about the device; wait for the verdict.
		Disputed,
		/// The bond is too small, or not free.
		InsufficientBond,
		/// The registry can't say which bond the device needs: a rate is missing or expired.
		RateMissing,
		/// The amount is zero.
		ZeroAmount,
		/// A part of the bond is leaving already.
		AlreadyUnbonding,
		/// It is what it was.
		AlreadyExists,
		/// Not yet: a window is still open.
		TooEarly,
		/// Nothing would change.
		NothingDue,
		/// A sum does not fit.
		Overflow,
	}
}
