use crate::mock::*;
use frame_support::assert_ok;
use greenhour_traits::{ContractBook, Deliveries, HourClock, Unsettled};
use greenhour_types::{ContractId, Day, DeviceId, Hour, HourPhase, OfferId, SpecUri};

const OFFER: OfferId = OfferId(1_000);

fn locked() -> bool {
	let now = World::current_hour().expect("hour zero is set");
	Contracts::has_unsettled(OFFER, now)
}

/// Device 0 is bound to `hour` of [`DAY`].
fn bound(hour: u8) -> ContractId {
	World::add_offer(0, 500);
	let contract = buy(300, &[hour], 900);
	World::advance_to(hour, HourPhase::Assignment);
	assert_ok!(accept(contract, 0, &[hour], 300));
	contract
}

#[test]
fn an_offer_is_locked_from_the_end_of_an_hour_until_its_money_settles() {
	Ext.run(|| {
		let contract = bound(8);
		assert!(!locked());
		World::advance_to(8, HourPhase::Delivery);
		assert!(!locked(), "the hour is not past yet");
		World::advance_to(8, HourPhase::Settlement);
		assert!(locked());
		assert_ok!(Contracts::settle_delivered(
			contract,
			DeviceId(0),
			DAY,
			mask(&[8])
		));
		assert!(!locked());
	});
}

#[test]
fn a_miss_that_nobody_settled_does_not_lock_after_its_window() {
	Ext.run(|| {
		bound(8);
		World::advance_to(8, HourPhase::Settlement);
		assert!(locked());
		World::advance_to(8, HourPhase::Settled);
		assert!(!locked());
	});
}

#[test]
fn a_lock_reaches_over_midnight() {
	Ext.run(|| {
		bound(23);
		World::advance_to(23, HourPhase::Settlement);
		assert_eq!(World::current_hour().map(Hour::day), Some(Day(6)));
		assert!(locked());
		// Windows of the mock are two hours: the last moment, then the end.
		World::change(|world| world.now += 119_999);
		assert!(locked());
		World::change(|world| world.now += 1);
		assert!(!locked());
	});
}

#[test]
fn another_offer_is_not_locked() {
	Ext.run(|| {
		bound(8);
		World::advance_to(8, HourPhase::Settlement);
		assert!(!Contracts::has_unsettled(OfferId(1_001), at(9)));
	});
}

#[test]
fn the_first_and_the_last_hour_of_time_do_not_lock_or_panic() {
	Ext.run(|| {
		assert!(!Contracts::has_unsettled(OFFER, Hour(0)));
		assert!(!Contracts::has_unsettled(OFFER, Hour(u32::MAX)));
	});
}

#[test]
fn the_lock_counts_assignments_of_several_contracts() {
	Ext.run(|| {
		let first = bound(8);
		let second = Contracts::open(
			&OTHER_TENANT,
			POOL,
			terms(),
			SpecUri::default(),
			vec![prices(DAY, &[8], 100, 50)],
		)
		.expect("the tenant can pay");
		assert_ok!(accept(second, 0, &[8], 100));
		World::advance_to(8, HourPhase::Settlement);
		assert_ok!(Contracts::settle_delivered(
			first,
			DeviceId(0),
			DAY,
			mask(&[8])
		));
		assert!(locked());
		assert_ok!(Contracts::settle_delivered(
			second,
			DeviceId(0),
			DAY,
			mask(&[8])
		));
		assert!(!locked());
	});
}
