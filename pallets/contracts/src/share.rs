//! What of an hour falls to some of its units.

use crate::split::share_down;
use greenhour_types::{Balance, ContractDay, HourOfDay, MilliGpu};

/// Price and incentive that fall to some units of an hour, each rounded down.
///
/// **Units**: planck of GCD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
	/// Of the price. Slash and compensation look at this alone.
	pub price: Balance,
	/// Of the incentive on top.
	pub incentive: Balance,
}

impl Share {
	/// What falls to `units` of `hour`.
	pub fn of_down(page: &ContractDay, hour: HourOfDay, units: MilliGpu) -> Self {
		let of = page.units_at(hour);
		Self {
			price: share_down(page.paid_at(hour), units, of),
			incentive: share_down(page.incentive_at(hour), units, of),
		}
	}

	/// Both together; `None` when they don't fit.
	pub fn total(self) -> Option<Balance> {
		self.price.checked_add(self.incentive)
	}

	/// The sum of two shares; `None` when it does not fit.
	pub fn checked_add(self, other: Self) -> Option<Self> {
		Some(Self {
			price: self.price.checked_add(other.price)?,
			incentive: self.incentive.checked_add(other.incentive)?,
		})
	}
}
