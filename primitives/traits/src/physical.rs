//! Whether what was claimed can have happened.

use greenhour_math::physical::SiteLimits;
use greenhour_types::{DeviceId, Hour, MilliGpu, WattHours};

/// Takes what receipts claim and meter, and compares it with what device and site can do.
pub trait PhysicalBound {
	/// Writes: a receipt of `device` claims `units` in `hour`, in which its meter showed `wh` in all.
	///
	/// Units of several receipts of one hour add up, their energy is the same. Never fails: who claims the
	/// impossible is slashed and suspended, but the receipt stands.
	fn metered(device: DeviceId, hour: Hour, wh: WattHours, units: MilliGpu);
}

impl PhysicalBound for () {
	fn metered(_: DeviceId, _: Hour, _: WattHours, _: MilliGpu) {}
}

/// Answers what a device and its site can do: the registry.
pub trait Sites {
	/// The limits that hold for the device; `None` where nothing is known. `off_grid` has no ceiling of sun:
	/// that belongs to the zone.
	fn site_limits(device: DeviceId) -> Option<SiteLimits>;
}
