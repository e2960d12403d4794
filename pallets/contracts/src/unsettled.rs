//! Which offers have income that is still open, and what settling changes beside the money.

use crate::{Assignments, Config, ContractDays, Event, Pallet, UnsettledHours};
use greenhour_traits::{HourClock, Obligations, Unsettled};
use greenhour_types::{Assignment, ContractId, Day, DeviceId, Hour, HourMask, HourPhase, OfferId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Counts one more assignment with these hours unsettled.
	pub(crate) fn count_unsettled(offer: OfferId, day: Day, hours: HourMask) {
		// Each counted assignment binds a unit of the offer, so that 32 bits are enough.
		Self::change_counts(offer, day, hours, |count| count.saturating_add(1));
	}

	fn count_settled(offer: OfferId, day: Day, hours: HourMask) {
		Self::change_counts(offer, day, hours, |count| count.saturating_sub(1));
	}

	fn change_counts(offer: OfferId, day: Day, hours: HourMask, change: impl Fn(u32) -> u32) {
		let mut counts = UnsettledHours::<T>::get(offer, day);
		for hour in hours.hours() {
			if let Some(count) = counts.get_mut(hour.index()) {
				*count = change(*count);
			}
		}
		if counts.iter().all(|count| *count == 0) {
			UnsettledHours::<T>::remove(offer, day);
		} else {
			UnsettledHours::<T>::insert(offer, day, counts);
		}
	}

	/// Writes an assignment of which `settled` were settled just now, and what depends on it.
	///
	/// The record goes once it is settled and can't be replayed into: all its hours have passed
	/// their money windows.
	pub(crate) fn write_settled(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		assignment: Assignment,
		settled: HourMask,
	) -> DispatchResult {
		Self::count_settled(assignment.offer, day, settled);
		if !assignment.unsettled().is_empty() {
			Assignments::<T>::insert((device, day, contract), assignment);
			return Ok(());
		}
		ContractDays::<T>::mutate(contract, day, |page| {
			if let Some(page) = page {
				page.open_assignments = page.open_assignments.saturating_sub(1);
			}
		});
		T::Devices::remove(device)?;
		if Self::all_in(day, assignment.hours, HourPhase::Settled) {
			Assignments::<T>::remove((device, day, contract));
			Self::deposit_event(Event::AssignmentRemoved {
				contract,
				device,
				day,
			});
		} else {
			Assignments::<T>::insert((device, day, contract), assignment);
		}
		Ok(())
	}
}

impl<T: Config> Unsettled for Pallet<T> {
	/// Reads the days that the money window reaches back to: at most two more than it is long.
	fn has_unsettled(offer: OfferId, before: Hour) -> bool {
		let params = T::Clock::params();
		let window = params
			.windows
			.settle_ms
			.checked_div(params.hour_length_ms)
			.unwrap_or(0);
		// One hour for the rest of the division and one for the hour itself.
		let reach = u32::try_from(window).unwrap_or(u32::MAX).saturating_add(2);
		let first = Hour(before.0.saturating_sub(reach)).day();
		(first.0..=before.day().0).map(Day).any(|day| {
			let counts = UnsettledHours::<T>::get(offer, day);
			HourMask::FULL.hours().any(|of_day| {
				counts.get(of_day.index()).is_some_and(|count| *count > 0)
					&& day.hour(of_day).is_some_and(|hour| hour < before)
					&& Self::phase(day, of_day) == Some(HourPhase::Settlement)
			})
		})
	}
}
