//! Jobs that may run at any time of a window.

use crate::{
	pricing::{Instant, Purchase},
	spreading::spread,
	Config, Error, Pallet,
};
use alloc::vec::Vec;
use frame_support::ensure;
use greenhour_math::{cheapest_hours, hour_curve::DELTA, HourLevel};
use greenhour_traits::CapacityPools;
use greenhour_types::{
	units::MIN_ORDER, Day, DayMask, DayPage, DayUnits, Hour, HourMask, MilliGpu, PoolId,
	MAX_CONTRACT_DAYS,
};

/// Hours from `first` to `deadline`, the latter excluded.
#[derive(Clone, Copy)]
pub(crate) struct Window {
	pub(crate) first: Hour,
	pub(crate) deadline: Hour,
}

impl Window {
	/// Days that it touches, 0 for an empty one.
	pub(crate) fn day_count(self) -> u32 {
		if self.first >= self.deadline {
			return 0;
		}
		let last = Hour(self.deadline.0.saturating_sub(1)).day();
		last.0.saturating_sub(self.first.day().0).saturating_add(1)
	}

	/// Days that a call may look at.
	pub(crate) fn bounded_days(self) -> u32 {
		self.day_count().min(MAX_CONTRACT_DAYS)
	}

	fn ensure_usable<T: Config>(self) -> Result<(), Error<T>> {
		let days = self.day_count();
		ensure!(days > 0, Error::<T>::NoHours);
		ensure!(days <= MAX_CONTRACT_DAYS, Error::<T>::WindowTooLong);
		Ok(())
	}

	/// Its days; at most eight once it is usable.
	fn days(self) -> impl Iterator<Item = Day> {
		let first = self.first.day().0;
		(first..first.saturating_add(self.day_count())).map(Day)
	}

	/// Its hours of a day.
	fn hours_of(self, day: Day) -> impl Iterator<Item = Hour> {
		let inside = move |hour: &Hour| (self.first..self.deadline).contains(hour);
		HourMask::FULL
			.hours()
			.filter_map(move |of_day| day.hour(of_day))
			.filter(inside)
	}
}

/// Orders of these units, whose hours ascend; hours without units are left out.
fn orders_of(shares: impl IntoIterator<Item = (Hour, MilliGpu)>) -> Vec<DayUnits> {
	let mut orders: Vec<DayUnits> = Vec::new();
	for (hour, units) in shares.into_iter().filter(|(_, units)| !units.is_zero()) {
		if orders.last().map(|order| order.day) != Some(hour.day()) {
			let day = DayMask {
				day: hour.day(),
				hours: HourMask::EMPTY,
			};
			orders.push(DayUnits::flat(day, MilliGpu::ZERO));
		}
		let entry = orders
			.last_mut()
			.and_then(|order| order.units.get_mut(hour.of_day().index()));
		if let Some(entry) = entry {
			*entry = units;
		}
	}
	orders
}

impl<T: Config> Pallet<T> {
	/// Orders of `units` in the `count` cheapest hours of the window that sell so many in this block.
	pub(crate) fn cheapest_orders(
		pool: PoolId,
		window: Window,
		count: u32,
		units: MilliGpu,
		min_green_share: u16,
	) -> Result<Vec<DayUnits>, Error<T>> {
		ensure!(count > 0, Error::<T>::NoHours);
		ensure!(units >= MIN_ORDER, Error::<T>::UnitsBelowMinimum);
		window.ensure_usable::<T>()?;
		let instant = Instant::of::<T>();
		let (mut hours, mut costs) = (Vec::new(), Vec::new());
		for (page, day) in Self::pages(pool, window) {
			for hour in window.hours_of(day) {
				let cost = instant.cost_up::<T>(&page, hour, units, min_green_share);
				if let Ok((cost, _)) = cost {
					hours.push(hour);
					costs.push(cost);
				}
			}
		}
		let count = usize::try_from(count).map_err(|_| Error::<T>::InsufficientHours)?;
		let chosen = cheapest_hours(&costs, count)?;
		let chosen = chosen
			.into_iter()
			.filter_map(|index| hours.get(index))
			.map(|hour| (*hour, units));
		Ok(orders_of(chosen))
	}

	/// Orders that spread `total_units` over the window, at most `job_cap` in an hour, none of them
	/// below the smallest order.
	///
	/// [`spread`] says how.
	pub(crate) fn allocated_orders(
		pool: PoolId,
		window: Window,
		total_units: u64,
		job_cap: MilliGpu,
	) -> Result<Vec<DayUnits>, Error<T>> {
		window.ensure_usable::<T>()?;
		let least = u64::from(MIN_ORDER.0);
		ensure!(total_units >= least, Error::<T>::UnitsBelowMinimum);
		let (hours, levels): (Vec<Hour>, Vec<HourLevel>) =
			Self::candidates(pool, window, job_cap)?.into_iter().unzip();
		let shares = spread(&levels, total_units)?;
		let shares = hours
			.into_iter()
			.zip(shares)
			.filter_map(|(hour, share)| Some((hour, MilliGpu(u32::try_from(share).ok()?))));
		Ok(orders_of(shares))
	}

	/// Open pages of the window.
	fn pages(pool: PoolId, window: Window) -> impl Iterator<Item = (DayPage, Day)> {
		window
			.days()
			.filter_map(move |day| Some((T::Capacity::page(pool, day)?, day)))
	}

	/// Hours of the window that sell at least the smallest order in this block.
	fn candidates(
		pool: PoolId,
		window: Window,
		job_cap: MilliGpu,
	) -> Result<Vec<(Hour, HourLevel)>, Error<T>> {
		let instant = Instant::of::<T>();
		let mut candidates = Vec::new();
		for (page, day) in Self::pages(pool, window) {
			for hour in window.hours_of(day) {
				let Some(lead_ms) = instant.lead_on_sale(hour) else {
					continue;
				};
				let cap = instant.units_in_block(&page, hour.of_day()).min(job_cap);
				if cap < MIN_ORDER {
					continue;
				}
				let length = instant.clock.hour_length_ms;
				let state = crate::pricing::state_of(&page, hour.of_day(), lead_ms, length)?;
				let level = HourLevel {
					stock: state.units_left.saturating_add(DELTA),
					demand: state.demand,
					cap: u64::from(cap.0),
				};
				candidates.push((hour, level));
			}
		}
		Ok(candidates)
	}

	/// The cheapest hours with their price.
	pub(crate) fn price_cheapest(
		pool: PoolId,
		window: Window,
		count: u32,
		units: MilliGpu,
		min_green_share: u16,
	) -> Result<Purchase, Error<T>> {
		let orders = Self::cheapest_orders(pool, window, count, units, min_green_share)?;
		Self::price(pool, &orders, min_green_share)
	}
}
