//! What the view functions answer. Each reads a fixed number of items.

use crate::{
	supply, BoundUnits, Config, DayPages, Offers, OpenOfferOf, Pallet, ReleasedUnits, Supplies,
	SupplyDeltas,
};
use greenhour_traits::HourClock;
use greenhour_types::{
	Day, DeviceId, Hour, HourOfDay, HourPhase, MilliGpu, OfferId, PoolId, Template,
};
use parity_scale_codec::{Decode, Encode};
use scale_info::TypeInfo;

/// One hour of an offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct OfferHour {
	/// Units promised.
	pub offered: MilliGpu,
	/// Units bound to contracts that the device still serves.
	pub assigned: MilliGpu,
	/// Units of contracts that it dropped: they stay locked.
	pub released: MilliGpu,
	/// Units that no contract has bound.
	pub free: MilliGpu,
}

/// What a device has to do in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DeviceHour {
	/// The hour.
	pub hour: Hour,
	/// Units promised.
	pub offered: MilliGpu,
	/// Units bound to contracts that it still serves.
	pub assigned: MilliGpu,
}

/// One hour of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct PoolHour {
	/// Units offered that no contract has bound.
	pub online: MilliGpu,
	/// Units bound to contracts.
	pub in_progress: MilliGpu,
	/// Units by which the pool offers less at this hour of the next day.
	pub exiting: MilliGpu,
}

/// A value for each hour of the day.
fn each_hour<V: Copy + Default>(value: impl Fn(HourOfDay) -> V) -> [V; 24] {
	let mut values = [V::default(); 24];
	for (hour, entry) in supply::hours_of_day().zip(values.iter_mut()) {
		*entry = value(hour);
	}
	values
}

impl<T: Config> Pallet<T> {
	pub(crate) fn view_offer_hours(offer: OfferId, day: Day) -> Option<[OfferHour; 24]> {
		let record = Offers::<T>::get(offer)?;
		let bound = BoundUnits::<T>::get(offer, day);
		let released = ReleasedUnits::<T>::get(offer, day);
		Some(each_hour(|hour| {
			let offered = record.units_at(day, hour);
			let (bound, released) = (bound.at(hour), released.at(hour));
			OfferHour {
				offered,
				assigned: bound.saturating_sub(released),
				released,
				free: offered.saturating_sub(bound),
			}
		}))
	}

	pub(crate) fn view_next_hours(device: DeviceId) -> Option<[DeviceHour; 24]> {
		let now = T::Clock::current_hour()?;
		let offer = OpenOfferOf::<T>::get(device)?;
		let today = Self::view_offer_hours(offer, now.day())?;
		let tomorrow = Self::view_offer_hours(offer, now.day().next())?;
		let first = now.of_day().get();
		Some(each_hour(|ahead| {
			let hour = Hour(now.0.saturating_add(u32::from(ahead.get())));
			let day = if u32::from(first).saturating_add(u32::from(ahead.get())) < 24 {
				&today
			} else {
				&tomorrow
			};
			let entry = day.get(hour.of_day().index()).copied().unwrap_or_default();
			DeviceHour {
				hour,
				offered: entry.offered,
				assigned: entry.assigned,
			}
		}))
	}

	pub(crate) fn view_pool_day(pool: PoolId, day: Day) -> Option<[PoolHour; 24]> {
		let page = DayPages::<T>::get(pool, day)?;
		let tomorrow = Self::offered_on(pool, day.next());
		Some(each_hour(|hour| {
			let entry = page.at(hour);
			PoolHour {
				online: entry.offered.saturating_sub(entry.accepted),
				in_progress: entry.accepted,
				exiting: entry.offered.saturating_sub(tomorrow.at(hour)),
			}
		}))
	}

	/// Units offered on a day that is open or the first that is not.
	fn offered_on(pool: PoolId, day: Day) -> Template {
		if let Some(page) = DayPages::<T>::get(pool, day) {
			return Template(each_hour(|hour| page.at(hour).offered));
		}
		let Some(state) = Supplies::<T>::get(pool).filter(|state| state.next_day == day) else {
			return Template::default();
		};
		supply::next_day(&state.running, &SupplyDeltas::<T>::get(pool, day))
	}

	pub(crate) fn view_remaining(pool: PoolId, day: Day) -> Option<[MilliGpu; 24]> {
		let page = DayPages::<T>::get(pool, day)?;
		Some(each_hour(|hour| {
			let phase = day.hour(hour).and_then(T::Clock::phase_of);
			if phase != Some(HourPhase::OnSale) {
				return MilliGpu::ZERO;
			}
			let entry = page.at(hour);
			entry.offered.saturating_sub(entry.sold)
		}))
	}
}
