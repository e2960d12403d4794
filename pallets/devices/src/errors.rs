//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// No device has this id.
		NotFound,
		/// The caller is not the owner of the device, not the endorser, or not whom it is offered to.
		NotAuthorized,
		/// The device is withdrawn; register a new one.
		AlreadyWithdrawn,
		/// The meter key serves or served an attested device; a meter serves one for ever.
		MeterKeyUsed,
		/// The operator speaks for a device; take another account, or replace it there first.
		OperatorUsed,
		/// The operator did not sign that it will speak for a device of this owner until then.
		ConsentInvalid,
		/// The meter key is empty or a second spelling of another key; compress the point again.
		MeterKeyNotCanonical,
		/// The commitment is empty or not below the field modulus; give it little-endian and reduced.
		CommitmentNotCanonical,
		/// The facts do not fit the kind: a compute-only device has no meter and no energy, an energy-only
		/// one no GPUs, each other some of both. Or two devices are not one of each.
		KindMismatch,
		/// The device has neither GPUs nor energy.
		NameplateMissing,
		/// The energy cap does not fit the 32 bits that a receipt has for it.
		MaxEnergyCapExceeded,
		/// The nameplate of the GPUs is above what the class of the device allows.
		MaxUnitsExceeded,
		/// The hour of commissioning has not come.
		NotCommissioned,
		/// The GPU class is not in the table, or takes no new devices.
		GpuClassNotFound,
		/// The benchmark is above the nameplate of the device.
		MaxBenchmarkExceeded,
		/// The endorser gives the lowest two tiers only.
		MaxTierExceeded,
		/// The expiry is further away than allowed; choose a nearer one and renew.
		MaxLifetimeExceeded,
		/// All ids are used.
		MaxDevicesExceeded,
		/// The expiry has passed.
		Expired,
		/// The bond is or would be below what the class of the device asks.
		InsufficientBond,
		/// The amount is zero.
		ZeroAmount,
		/// The device, or the one that it is bound to, has an open offer or an unsettled assignment; wait
		/// until it is settled.
		ObligationsOpen,
		/// The device has no obligation that could end.
		ObligationMissing,
		/// A part of the bond was asked back and still answers; release it first.
		UnbondingOpen,
		/// Nothing of the bond was asked back.
		UnbondingNotFound,
		/// What was asked back still answers; wait.
		UnbondingTooEarly,
		/// The device is bound; dissolve that first.
		AlreadyBound,
		/// The device is not bound.
		NotBound,
		/// The devices stand in different zones.
		ZoneMismatch,
		/// Only an active device can be paused.
		NotActive,
		/// Only its owner's pause can be ended by him; every other suspension ends with a new result.
		NotPaused,
		/// The endorser can't end a suspension.
		AlreadySuspended,
		/// The device is not offered to anybody.
		TransferNotFound,
		/// The device or its price is not as the caller saw it; look again.
		StateMismatch,
		/// The device already belongs to him.
		NothingChanges,
		/// No key gives this device away.
		ClaimNotFound,
		/// The claim was not signed by the key of the device for this account.
		ClaimInvalid,
		/// The batch has no device.
		BatchEmpty,
		/// Governance has never set a GHR rate.
		RateMissing,
		/// A sum does not fit.
		Overflow,
	}
}
