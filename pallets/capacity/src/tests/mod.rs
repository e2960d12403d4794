//! One file per call, one for each other subject, and random sequences.

mod attacks;
mod bind;
mod change_offer;
mod create_offer;
mod deliver;
mod end_offer;
mod entry;
mod learn;
mod lottery;
mod properties;
mod release;
mod roll;
mod sell;
mod sell_device;
mod take_back;
mod views;
mod withdraw_unbacked;

use crate::{mock::*, DayPages};
use greenhour_traits::{BoundHours, CapacityPools};
use greenhour_types::{
	Day, DayMask, DayUnits, DeviceId, Hour, HourMask, HourPage, MilliGpu, Offer, OfferId, Template,
};
use sp_runtime::DispatchResult;

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

/// An order of one hour.
fn order(hour: Hour, units: u32) -> DayUnits {
	let hours = HourMask::single(hour.of_day());
	let day = hour.day();
	DayUnits::flat(DayMask { day, hours }, MilliGpu(units))
}

/// Sells units of one hour in the pool of a device; they imply three times as much demand.
fn sell(device: u32, hour: Hour, units: u32) -> DispatchResult {
	let implied = [u64::from(units) * 3; 24];
	Capacity::sell(pool_of(device), &order(hour, units), &implied)
}

/// Units of an offer in one hour.
fn bound(offer: OfferId, hour: Hour, units: u32) -> BoundHours {
	BoundHours {
		offer,
		day: hour.day(),
		hours: HourMask::single(hour.of_day()),
		units: MilliGpu(units),
	}
}

/// The state of an offer.
fn record_of(offer: OfferId) -> Offer {
	crate::Offers::<Test>::get(offer).expect("stored")
}

/// Keys and values of storage.
type State = std::collections::BTreeMap<Vec<u8>, Vec<u8>>;

/// The keys of this pallet and their values.
fn state() -> State {
	let prefix = sp_io::hashing::twox_128(b"Capacity");
	let mut state = State::new();
	let mut key = prefix.to_vec();
	while let Some(next) = sp_io::storage::next_key(&key).filter(|key| key.starts_with(&prefix)) {
		let value = sp_io::storage::get(&next).expect("present");
		state.insert(next.clone(), value.to_vec());
		key = next;
	}
	state
}
