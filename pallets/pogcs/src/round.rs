//! Which devices are refreshed, a few a block.
//!
//! A round goes through the list from its end to its start. Whoever leaves the list makes room for the last
//! one, which the round has passed already, and whoever joins does so at the end, up to date: so nobody in
//! the list is left out of a round, whatever others do.

use crate::{Config, Cursor, Listed, ListedCount, Pallet, Stake, Stakes, WeightInfo};
use frame_support::{traits::Get, weights::WeightMeter};
use greenhour_traits::HourClock;
use greenhour_types::DeviceId;

impl<T: Config> Pallet<T> {
	/// How many devices the end of a block refreshes: what is configured, as far as its weight allows.
	pub(crate) fn devices_per_block() -> u32 {
		let mut meter = WeightMeter::with_limit(T::ServiceWeight::get());
		let empty = T::WeightInfo::on_finalize(0);
		if meter.try_consume(empty).is_err() {
			return 0;
		}
		let each = T::WeightInfo::on_finalize(1).saturating_sub(empty);
		let fit = meter.remaining().checked_div_per_component(&each);
		u32::try_from(fit.unwrap_or(u64::MAX))
			.unwrap_or(u32::MAX)
			.min(T::RefreshPerBlock::get())
	}

	/// Refreshes the next `count` devices, none twice.
	pub(crate) fn refresh_round(count: u32) {
		let mut cursor = Cursor::<T>::get();
		for _ in 0..count.min(ListedCount::<T>::get()) {
			let listed = ListedCount::<T>::get();
			if cursor == 0 || cursor > listed {
				cursor = listed;
			}
			cursor = cursor.saturating_sub(1);
			let stake = Listed::<T>::get(cursor)
				.and_then(|device| Some((device, Stakes::<T>::get(device)?)));
			if let Some((device, stake)) = stake {
				Self::bring_up_to_date(device, stake);
			}
		}
		Cursor::<T>::put(cursor);
	}

	/// Lists a device that weighs something, or will when its bond has matured; unlists others.
	pub(crate) fn list_or_unlist(device: DeviceId, stake: &mut Stake<T::AccountId>) {
		let will_weigh = stake.bond.maturing > 0
			&& !stake.green.is_empty()
			&& stake.grade(T::Clock::now()).is_some();
		if stake.weight > 0 || will_weigh {
			Self::list(device, stake);
		} else {
			Self::unlist(stake);
		}
	}

	/// Puts the device at the end of the list, unless it is in it.
	pub(crate) fn list(device: DeviceId, stake: &mut Stake<T::AccountId>) {
		let end = ListedCount::<T>::get();
		let Some(count) = end.checked_add(1).filter(|_| stake.place.is_none()) else {
			return;
		};
		Listed::<T>::insert(end, device);
		ListedCount::<T>::put(count);
		stake.place = Some(end);
	}

	/// Takes the device out of the list and moves the last one to its place.
	fn unlist(stake: &mut Stake<T::AccountId>) {
		let Some(place) = stake.place.take() else {
			return;
		};
		let end = ListedCount::<T>::get().saturating_sub(1);
		ListedCount::<T>::put(end);
		let Some(last) = Listed::<T>::take(end).filter(|_| place != end) else {
			return;
		};
		Listed::<T>::insert(place, last);
		Stakes::<T>::mutate_extant(last, |moved| moved.place = Some(place));
	}
}
