//! The site behind the meter: sun, storage, grid and the GPUs that draw from them.
//!
//! Energy is whole Wh. The sun feeds the load first, what is left charges the storage, the storage
//! covers what the sun did not, the grid the rest. Storage is green only as far as it was charged
//! green: a discharge takes green and other energy in proportion, rounding green down.

use greenhour_types::WattHours;
use parity_scale_codec::{Decode, Encode};

/// Size of the storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageLimits {
	/// Most energy it keeps.
	pub capacity: WattHours,
	/// Most energy it takes in or gives in one hour.
	pub hourly: WattHours,
}

/// Energy in the storage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
pub struct StorageState {
	/// All of it, in Wh.
	pub charge: u64,
	/// The part that was charged green, in Wh; at most `charge`.
	pub green: u64,
}

/// One hour at the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct SiteReading {
	/// Given by the array.
	pub produced_wh: u64,
	/// Drawn by the GPUs.
	pub drawn_wh: u64,
	/// The green part of what was drawn.
	pub green_wh: u64,
	/// Storage at the end of the hour.
	pub storage: StorageState,
}

impl SiteReading {
	/// The same reading with not more than `cap` called green.
	pub fn with_green_at_most(self, cap: WattHours) -> Self {
		Self {
			green_wh: self.green_wh.min(cap.0),
			..self
		}
	}
}

/// A site with storage.
#[derive(Debug, Clone, Copy)]
pub struct Site {
	/// Size of its storage.
	pub limits: StorageLimits,
}

impl Site {
	/// The hour in which the array gave `produced` and the GPUs drew `drawn`, from `storage` at
	/// its start.
	pub fn hour(
		&self,
		storage: StorageState,
		produced: WattHours,
		drawn: WattHours,
	) -> SiteReading {
		let direct = produced.0.min(drawn.0);
		let surplus = produced.0 - direct;
		let missing = drawn.0 - direct;
		let discharged = missing.min(storage.charge).min(self.limits.hourly.0);
		let green_discharged = proportion_down(storage.green, discharged, storage.charge);
		let room = self
			.limits
			.capacity
			.0
			.saturating_sub(storage.charge - discharged);
		let charged = surplus.min(room).min(self.limits.hourly.0);
		SiteReading {
			produced_wh: produced.0,
			drawn_wh: drawn.0,
			green_wh: direct + green_discharged,
			storage: StorageState {
				charge: storage.charge - discharged + charged,
				green: storage.green - green_discharged + charged,
			},
		}
	}
}

/// `part * share / whole`, rounded down; zero when `whole` is zero.
fn proportion_down(part: u64, share: u64, whole: u64) -> u64 {
	let product = u128::from(part) * u128::from(share);
	product
		.checked_div(u128::from(whole))
		.and_then(|value| u64::try_from(value).ok())
		.unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn site(capacity: u64, hourly: u64) -> Site {
		Site {
			limits: StorageLimits {
				capacity: WattHours(capacity),
				hourly: WattHours(hourly),
			},
		}
	}

	#[test]
	fn sun_feeds_the_load_before_the_storage() {
		let reading =
			site(1_000, 500).hour(StorageState::default(), WattHours(800), WattHours(300));
		assert_eq!(
			(
				reading.green_wh,
				reading.storage.charge,
				reading.storage.green
			),
			(300, 500, 500)
		);
	}

	#[test]
	fn night_draws_from_the_storage_and_the_grid_gives_the_rest() {
		let storage = StorageState {
			charge: 400,
			green: 100,
		};
		let reading = site(1_000, 200).hour(storage, WattHours(0), WattHours(300));
		// 200 from the storage, a quarter of it green; 100 from the grid.
		assert_eq!(reading.green_wh, 50);
		assert_eq!(
			reading.storage,
			StorageState {
				charge: 200,
				green: 50
			}
		);
	}

	proptest! {
		#[test]
		fn energy_is_conserved_and_green_never_created(
			capacity in 0u64..1 << 40, hourly in 0u64..1 << 40, charge in 0u64..1 << 40,
			green in 0u64..1 << 40, produced in 0u64..1 << 40, drawn in 0u64..1 << 40,
		) {
			let storage = StorageState { charge: charge.min(capacity), green: green.min(charge).min(capacity) };
			let reading = site(capacity, hourly).hour(storage, WattHours(produced), WattHours(drawn));
			prop_assert!(reading.green_wh <= reading.drawn_wh);
			prop_assert!(reading.storage.green <= reading.storage.charge);
			prop_assert!(reading.storage.charge <= capacity);
			// Green out and green left never exceed green in.
			prop_assert!(reading.green_wh + reading.storage.green <= storage.green + produced);
			// What the load took beyond sun and storage came from the grid: never negative.
			prop_assert!(produced + storage.charge + drawn >= reading.storage.charge + drawn - drawn.min(produced + storage.charge));
		}
	}
}
