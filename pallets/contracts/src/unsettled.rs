//! Which offers have income that is still open, and what settling changes beside the money.

use crate::{open_day::OpenDay, Assignments, Config, Event, Pallet, UnsettledHours};
use greenhour_traits::{HourClock, Obligations, OpenClaims, Unsettled};
use greenhour_types::{Assignment, Day, DeviceId, Hour, HourMask, HourPhase, OfferId};
use sp_runtime::DispatchError;

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

	/// Writes an assignment of which `settled` were settled or dropped just now, and what depends on it;
	/// the caller writes the day. Returns whether the assignment is gone.
	///
	/// It goes once nothing of it is unsettled. Nothing can be replayed into a new one: what was settled
	/// has started, so that nobody can be bound to it again.
	pub(crate) fn write_settled(
		open: &mut OpenDay<T::AccountId>,
		device: DeviceId,
		assignment: Assignment,
		settled: HourMask,
	) -> Result<bool, DispatchError> {
		let (contract, day) = (open.id, open.day);
		Self::count_settled(assignment.offer, day, settled);
		if !assignment.unsettled().is_empty() {
			Assignments::<T>::insert((device, day, contract), assignment);
			return Ok(false);
		}
		let others = open.page.open_assignments.saturating_sub(1);
		open.page.open_assignments = others;
		T::Devices::remove(device)?;
		Assignments::<T>::remove((device, day, contract));
		Self::deposit_event(Event::AssignmentRemoved {
			contract,
			device,
			day,
		});
		Ok(true)
	}
}

impl<T: Config> Unsettled for Pallet<T> {
	/// Reads the days that the money window reaches back to: at most two more than it is long. Hours that
	/// are claimed can pay longer.
	fn has_unsettled(offer: OfferId, before: Hour) -> bool {
		if T::Claims::has_open_claims(offer) {
			return true;
		}
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
