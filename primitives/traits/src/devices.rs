//! The registry of devices and their bonds.

use greenhour_types::{Balance, Device, DeviceId, MilliGpu};
use sp_runtime::DispatchError;

/// What a slash took from a bond, in planck of GHR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slashed {
	/// Paid to the beneficiary.
	pub compensation: Balance,
	/// Burned.
	pub burned: Balance,
}

/// Answers who a device is, and takes from its bond.
pub trait DeviceRegistry<AccountId> {
	/// The device, if it was ever registered.
	fn device(device: DeviceId) -> Option<Device<AccountId>>;

	/// The device as it serves: a combined one as it is, a bound compute-only one with meter, energy cap
	/// and generation of its energy device and the weaker of both results. `None` for one that can't serve:
	/// energy-only or not bound.
	///
	/// A registry without bindings gives the device.
	fn site_of(device: DeviceId) -> Option<Device<AccountId>> {
		Self::device(device)
	}

	/// The other half of the site, for a device that is bound. A combined device is its own pair.
	fn bound_to(_device: DeviceId) -> Option<DeviceId> {
		None
	}

	/// Units the device may offer now over all its offers: 1.2 x what it has shown, rounded down, and no
	/// more than the energy cap of its site can feed; zero when it can't serve, is not attested, or its
	/// attestation result has expired at `until_ms`.
	fn offer_limit(device: DeviceId, until_ms: u64) -> MilliGpu;

	/// Is the bond large enough to offer a peak of `units`?
	fn bond_covers(device: DeviceId, units: MilliGpu) -> bool;

	/// Planck of GCD that the bond is worth at the last GHR rate, even if that has expired; rounded
	/// down, so that a slash up to this amount can be taken in full.
	///
	/// Zero without a bond or a rate, and from a registry that does not say.
	fn bond_value_down(_device: DeviceId) -> Balance {
		0
	}

	/// Planck of GCD that the bond and what was asked back of it are worth at the last GHR rate, rounded down:
	/// all that a slash can take until it is released.
	fn answering_value_down(device: DeviceId) -> Balance {
		Self::bond_value_down(device)
	}

	/// Planck of GHR that must be bonded for `device` to offer a peak of `units`, at least the minimum of
	/// its class; rounded up.
	///
	/// `None` while a rate is missing or expired, for no device, and from a registry that does not say.
	fn required_bond(_device: DeviceId, _units: MilliGpu) -> Option<Balance> {
		None
	}

	/// Writes: takes `slash_gcd` (planck of GCD, at the governed GHR rate, rounded up) from the
	/// bond, of which `compensation_gcd` goes to `beneficiary` and the rest is burned.
	///
	/// A bond that is too small gives what it has, the beneficiary first.
	fn slash(
		device: DeviceId,
		slash_gcd: Balance,
		compensation_gcd: Balance,
		beneficiary: &AccountId,
	) -> Result<Slashed, DispatchError>;
}

/// Counts what a device still owes, so that its bond stays until nothing is open.
pub trait Obligations {
	/// Writes: one more open offer or unsettled assignment.
	fn add(device: DeviceId) -> Result<(), DispatchError>;

	/// Writes: one fewer.
	fn remove(device: DeviceId) -> Result<(), DispatchError>;
}
