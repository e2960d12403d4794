//! One file per call, one for each other subject, and random sequences.

mod bind;
mod create_offer;
mod end_offer;
mod properties;
mod roll;
mod sell;

use crate::{mock::*, DayPages};
use greenhour_types::{
	Day, DayMask, DeviceId, Hour, HourMask, HourPage, MilliGpu, OfferId, Template,
};

/// The offer that the device makes for these days, with the same units at every hour.
fn offer(device: u32, units: u32, first_day: u32, last_day: u32) -> OfferId {
	let id = crate::NextOfferId::<Test>::get();
	Capacity::create_offer(
		RuntimeOrigin::signed(owner_of(device)),
		DeviceId(device),
		Template::flat(MilliGpu(units)),
		Day(first_day),
		Day(last_day),
	)
	.expect("a legal offer");
	id
}

/// One hour of the page of device 0's pool.
fn page_at(hour: Hour) -> HourPage {
	DayPages::<Test>::get(pool_of(0), hour.day())
		.expect("open")
		.at(hour.of_day())
}

/// Units offered in one hour of device 0's pool.
fn offered_at(hour: Hour) -> u32 {
	page_at(hour).offered.0
}

/// A single hour as the mask of its day.
fn mask(hour: Hour) -> DayMask {
	DayMask {
		day: hour.day(),
		hours: HourMask::single(hour.of_day()),
	}
}
