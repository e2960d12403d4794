//! One test for each attack.

use super::{bound, offer, offered_at, page_at, record_of, sell, state, State};
use crate::{
	mock::*, Cursor, Entry, Error, Lotteries, OfferEnds, Offers, Owners, PoolPolicy, Supplies,
	SupplyDeltas, Tickets, WeightInfo,
};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use greenhour_traits::{CapacityPools, Shown};
use greenhour_types::{Day, DeviceId, Hour, HourMask, MilliGpu, OfferId, OfferState, Template};
use sp_runtime::DispatchResult;

fn create(device: u32, units: u32, first: u32, last: u32) -> DispatchResult {
	Capacity::create_offer(
		RuntimeOrigin::signed(owner_of(device)),
		DeviceId(device),
		Template::flat(MilliGpu(units)),
		Day(first),
		Day(last),
	)
}

fn change(device: u32, offer: OfferId, units: u32) -> DispatchResult {
	let template = Template::flat(MilliGpu(units));
	Capacity::change_offer(RuntimeOrigin::signed(owner_of(device)), offer, template)
}

fn pause(device: u32, offer: OfferId) -> DispatchResult {
	Capacity::pause_offer(RuntimeOrigin::signed(owner_of(device)), offer)
}

fn end(device: u32, offer: OfferId) -> DispatchResult {
	Capacity::end_offer(RuntimeOrigin::signed(owner_of(device)), offer)
}

/// Offers that nobody could buy from fill lists and pages: refused, at creation and by a change.
#[test]
fn dust_offers() {
	Ext::execute(|| {
		let mut dust = Template::default();
		for entry in [1, 50, 99] {
			dust.0[23] = MilliGpu(entry);
			let origin = || RuntimeOrigin::signed(owner_of(0));
			let refused = Capacity::create_offer(origin(), DeviceId(0), dust, Day(3), Day(9));
			assert_noop!(refused, Error::<Test>::UnitsBelowMinimum);
		}
		// Hidden beside a large entry.
		dust.0[0] = MilliGpu(1_000);
		let origin = || RuntimeOrigin::signed(owner_of(0));
		let refused = Capacity::create_offer(origin(), DeviceId(0), dust, Day(3), Day(9));
		assert_noop!(refused, Error::<Test>::UnitsBelowMinimum);
		let id = offer(0, 1_000, 3, 9);
		let refused = Capacity::change_offer(origin(), id, dust);
		assert_noop!(refused, Error::<Test>::UnitsBelowMinimum);
	});
}

/// Whoever knows the seed joins, changes, pauses or leaves for the draw: neither his units nor those
/// of the pool in a closed hour move.
#[test]
fn joining_and_leaving_around_the_draw() {
	Ext::execute(|| {
		let ids: Vec<OfferId> = (0..4).map(|device| offer(device, 1_000, 2, 20)).collect();
		let hour = Hour(3 * 24);
		// The sale of midnight has closed, and so has that of no other hour of day 3.
		advance_to_moment(
			clock_params().sale_close_of(hour).expect("set"),
			Weight::MAX,
		);
		let drawn_from = || {
			let units = Offers::<Test>::iter()
				.map(|(id, offer)| (id, offer.units_at(hour.day(), hour.of_day())));
			let units: std::collections::BTreeMap<_, _> =
				units.filter(|(_, units)| !units.is_zero()).collect();
			(units, page_at(hour).offered)
		};
		let before = drawn_from();
		assert_eq!(before.1, MilliGpu(4_000));
		assert_ok!(create(4, 1_000, 2, 20));
		assert_ok!(change(0, ids[0], 200));
		assert_ok!(change(1, ids[1], 1_100));
		assert_ok!(pause(2, ids[2]));
		assert_ok!(end(3, ids[3]));
		assert_eq!(drawn_from(), before);
		// Nor when the roll folds and ends what is over.
		advance_to_moment(clock_params().start_of(hour).expect("set") - 1, Weight::MAX);
		assert_eq!(drawn_from(), before);
	});
}

/// One owner takes more of a limited pool than he may: by a second device, by a small offer that
/// grows, by shrinking and filling the room before it is free, by pausing and resuming.
#[test]
fn cap_dodging_by_two_offers_or_change() {
	Ext::execute(|| {
		let policy = PoolPolicy {
			entry: Entry::Limited {
				max_units_per_owner: MilliGpu(1_000),
				max_units: MilliGpu(5_000),
			},
			..Default::default()
		};
		let root = RuntimeOrigin::root();
		assert_ok!(Capacity::set_policy(root, pool_of(0), Some(policy)));
		let refused = Error::<Test>::MaxUnitsPerOwnerExceeded;
		// Devices 40 to 42 have one owner.
		let first = offer(40, 900, 2, 20);
		assert_noop!(create(41, 101, 3, 9), refused);
		let second = offer(41, 100, 2, 20);
		let refused = Error::<Test>::MaxUnitsPerOwnerExceeded;
		assert_noop!(change(41, second, 101), refused);
		// The first serves what is sold until day 5, so its room is not free before day 6.
		assert_ok!(sell(0, Hour(5 * 24 + 3), 1_000));
		assert_ok!(pause(40, first));
		let refused = Error::<Test>::MaxUnitsPerOwnerExceeded;
		assert_noop!(change(41, second, 101), refused);
		let refused = Error::<Test>::MaxUnitsPerOwnerExceeded;
		assert_noop!(create(42, 100, 6, 9), refused);
		advance_to(Hour(6 * 24));
		assert_ok!(change(41, second, 1_000));
		// And what was paused can't come back beside it.
		let refused = Error::<Test>::MaxUnitsPerOwnerExceeded;
		assert_noop!(change(40, first, 100), refused);
		assert_eq!(
			Owners::<Test>::get(pool_of(0), owner_of(40)).peaks,
			MilliGpu(1_000)
		);
	});
}

/// One bond behind many tickets: a device enters a round once, what it offers already counts no more,
/// and a bond stays where a ticket is (how splitting it fares: `greenhour_types::lottery`).
#[test]
fn lottery_stuffing() {
	Ext::execute(|| {
		let policy = PoolPolicy {
			entry: Entry::Lottery {
				max_units_per_owner: MilliGpu(5_000),
				max_units: MilliGpu(5_000),
			},
			..Default::default()
		};
		let root = RuntimeOrigin::root();
		assert_ok!(Capacity::set_policy(root, pool_of(0), Some(policy)));
		let enter = |device: u32| {
			let origin = RuntimeOrigin::signed(owner_of(device));
			Capacity::enter_lottery(origin, DeviceId(device))
		};
		assert_ok!(enter(40));
		let entries = Lotteries::<Test>::get(pool_of(0)).latest.entries;
		for _ in 0..3 {
			assert_noop!(enter(40), Error::<Test>::AlreadyEntered);
		}
		// A larger bond later does not make the ticket larger.
		World::set_bond(40, 1_200);
		assert_noop!(enter(40), Error::<Test>::AlreadyEntered);
		assert_eq!(Lotteries::<Test>::get(pool_of(0)).latest.entries, entries);
		// The bond can't leave for another device before the draw: the ticket is owed, and stays.
		assert_eq!(World::obligations(40), 1);
		let origin = RuntimeOrigin::signed(owner_of(40));
		let discard = || Capacity::discard_ticket(origin.clone(), DeviceId(40));
		assert_noop!(discard(), Error::<Test>::TicketValid);
		World::set_seed(Hour(3 * 24), [1; 32]);
		advance_to(Hour(3 * 24));
		assert_noop!(discard(), Error::<Test>::TicketValid);
		// One ticket, one growth.
		assert_ok!(create(40, 500, 3, 9));
		let id = OfferId(0);
		assert_noop!(change(40, id, 600), Error::<Test>::NotAdmitted);
		assert_ok!(enter(40));
		let ticket = Tickets::<Test>::get(DeviceId(40)).expect("entered");
		assert_eq!(ticket.weight, MilliGpu(700), "1,200 less what it offers");
	});
}

/// Whoever sold hours leaves, pauses or shrinks before they are bound: they stay promised.
#[test]
fn leaving_with_sold_hours() {
	Ext::execute(|| {
		let hour = Hour(6 * 24 + 5);
		for (device, leave) in [
			(0, end as fn(u32, OfferId) -> DispatchResult),
			(100, pause),
			(200, |device, id| change(device, id, 100)),
		] {
			let id = offer(device, 1_000, 2, 20);
			assert_ok!(sell(device, hour, 900));
			assert_ok!(leave(device, id));
			let page = |day: u32| Capacity::page(pool_of(device), Day(day)).expect("open");
			assert_eq!(page(6).at(hour.of_day()).offered, MilliGpu(1_000));
			assert!(page(7).at(hour.of_day()).offered < MilliGpu(1_000));
		}
		advance_to(Hour(hour.0 - 1));
		for id in 0..3 {
			assert_ok!(Capacity::bind(bound(OfferId(id), hour, 900)));
		}
	});
}

/// The roll after an outage of `hours`, in blocks that have room for one step each. Gives the blocks
/// it took.
fn catch_up(hours: u32) -> u32 {
	let step = <() as WeightInfo>::roll_base().saturating_add(<() as WeightInfo>::roll_start(24));
	let resume = Hour(FIRST_HOUR.0 + hours);
	for blocks in 0.. {
		let used = advance_to_within(resume, step);
		assert!(used.all_lte(step), "the roll took {used} of {step}");
		crate::invariants::check::<Test>().expect("invariants hold while it catches up");
		if used == <() as WeightInfo>::roll_base() {
			return blocks;
		}
	}
	unreachable!("the roll ends")
}

/// A day without blocks, while things were to happen.
#[test]
fn outage_of_24_hours() {
	Ext::execute(|| {
		for device in [0, 1, 100] {
			offer(device, 1_000, 2, 20);
		}
		let ends = offer(2, 500, 2, 2);
		assert_ok!(pause(1, OfferId(1)));
		assert_ok!(sell(0, Hour(3 * 24 + 12), 900));
		World::learned();
		let blocks = catch_up(24);
		assert!((3..30).contains(&blocks), "{blocks} blocks");
		assert_eq!(record_of(ends).state, OfferState::Ended);
		assert_eq!(record_of(OfferId(1)).before, None);
		assert_eq!(offered_at(Hour(10 * 24)), 1_000);
		let learned: usize = World::learned()
			.iter()
			.map(|(_, _, hours)| hours.len())
			.sum();
		assert_eq!(learned, 2 * 24);
		// What was sold for later can be served.
		advance_to(Hour(3 * 24 + 11));
		assert_ok!(Capacity::bind(bound(OfferId(0), Hour(3 * 24 + 12), 900)));
	});
}

/// Longer than the horizon: every page that was open is over.
#[test]
fn outage_of_8_days() {
	Ext::execute(|| {
		for device in [0, 1, 100] {
			offer(device, 1_000, 2, 20);
		}
		let ends = offer(2, 500, 2, 6);
		assert_ok!(pause(1, OfferId(1)));
		World::learned();
		let blocks = catch_up(8 * 24);
		assert!((15..100).contains(&blocks), "{blocks} blocks");
		assert_eq!(record_of(ends).state, OfferState::Ended);
		assert_eq!(OfferEnds::<Test>::iter_key_prefix(Day(2)).count(), 0);
		let today = FIRST_HOUR.day().0 + 8;
		assert_eq!(offered_at(Hour(today * 24 + 23)), 1_000);
		assert_eq!(offered_at(Hour((today + 7) * 24)), 1_000);
		// All hours up to the end of the last page; then those of today's.
		let learned = World::learned();
		let of_pool = learned.iter().filter(|(pool, _, _)| *pool == pool_of(0));
		let hours: Vec<u32> = of_pool
			.flat_map(|(_, _, hours)| hours.iter().map(|(hour, _)| hour.0))
			.collect();
		let first = FIRST_HOUR.0 - 2;
		let expected: Vec<u32> = (first..10 * 24).chain(10 * 24..first + 8 * 24).collect();
		assert_eq!(hours, expected);
	});
}

/// A timestamp before what the roll has seen: it does nothing, and goes on where it was.
#[test]
fn time_going_backwards() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 20);
		offer(1, 1_000, 2, 4);
		offer(100, 1_000, 2, 20);
		// In the middle of a day's work.
		let some = <() as WeightInfo>::roll_base()
			.saturating_add(<() as WeightInfo>::roll_open().saturating_mul(6))
			.saturating_add(<() as WeightInfo>::roll_start(15));
		advance_to_within(Hour(5 * 24 + 3), some);
		let cursor = Cursor::<Test>::get().expect("stored");
		assert_eq!(cursor.start.pools, 1, "{cursor:?}");
		let before = state();
		World::learned();
		for hour in [FIRST_HOUR.0, 2 * 24, 0] {
			advance_to(Hour(hour));
			assert_eq!(state(), before);
			assert_eq!((events().len(), World::learned().len()), (0, 0));
		}
		advance_to(Hour(5 * 24 + 3));
		assert_eq!(record_of(OfferId(1)).state, OfferState::Ended);
		advance_to(Hour(5 * 24 + 4));
		assert_eq!(
			Cursor::<Test>::get().map(|cursor| cursor.start.hour),
			Some(Hour(5 * 24 + 5))
		);
	});
}

/// An offer that has not started changes again and again: nothing is left behind but the last.
#[test]
fn changing_a_million_times() {
	Ext::execute(|| {
		offer(1, 1_000, 2, 20);
		let id = offer(0, 1_000, 12, 20);
		let size = |state: &State| state.values().map(Vec::len).sum::<usize>();
		let before = state();
		for round in 0..1_000 {
			let units = 100 + (round * 37) % 1_000;
			if round % 5 == 4 {
				assert_ok!(pause(0, id));
			} else if change(0, id, units).is_err() {
				assert_eq!(record_of(id).template, Template::flat(MilliGpu(units)));
			}
		}
		assert_ok!(change(0, id, 1_000));
		assert_eq!(state(), before);
		// Of an offer that serves, one change a day; the deltas stay three.
		for day in 3..12 {
			advance_to(Hour(day * 24));
			assert_ok!(change(1, OfferId(0), 1_000 - day * 10));
			assert!(SupplyDeltas::<Test>::iter().count() <= 3);
			assert_eq!(OfferEnds::<Test>::iter_keys().count(), 3);
		}
		assert!(
			size(&state()) < size(&before) + 10 * 1_100,
			"pages of ten days"
		);
		let hours = HourMask::FULL.hours();
		let supply = Supplies::<Test>::get(pool_of(0)).expect("founded");
		assert!(hours
			.into_iter()
			.all(|hour| supply.running.at(hour) <= supply.peaks));
	});
}

/// One owner enters with many devices and large bonds, so that the weights of others win less: all his
/// tickets weigh what he may offer, and none more than there is room for.
#[test]
fn shutting_a_lottery_with_oversized_tickets() {
	Ext::execute(|| {
		let policy = PoolPolicy {
			entry: Entry::Lottery {
				max_units_per_owner: MilliGpu(1_500),
				max_units: MilliGpu(4_000),
			},
			..Default::default()
		};
		let enter = |device: u32| {
			World::set_bond(device, u32::MAX);
			let origin = RuntimeOrigin::signed(owner_of(device));
			Capacity::enter_lottery(origin, DeviceId(device))
		};
		// Devices 40 to 49 have one owner, who offers 300 units already.
		offer(40, 300, 2, 20);
		let root = RuntimeOrigin::root();
		assert_ok!(Capacity::set_policy(root, pool_of(0), Some(policy)));
		assert_ok!(enter(41));
		for device in 42..50 {
			let refused = enter(device);
			assert_noop!(refused, Error::<Test>::MaxUnitsPerOwnerExceeded);
		}
		let weight = |device: u32| Tickets::<Test>::get(DeviceId(device)).map(|it| it.weight.0);
		assert_eq!(weight(41), Some(1_200), "1,500 less what he offers");
		for device in [0, 1] {
			assert_ok!(enter(device));
			assert_eq!(weight(device), Some(1_200));
		}
		let entries = Lotteries::<Test>::get(pool_of(0)).latest.entries;
		assert_eq!((entries.total, entries.squares), (3_600, 3 * 1_440_000));
		// There is room for all three: nobody was shut out.
		World::set_seed(Hour(3 * 24), [9; 32]);
		advance_to(Hour(3 * 24));
		for device in [0, 1, 41] {
			assert_eq!(Capacity::admitted(DeviceId(device)), Some(true));
		}
		// The next round counts anew, beside what came in.
		assert_ok!(create(41, 1_200, 3, 9));
		let refused = enter(42);
		assert_noop!(refused, Error::<Test>::MaxUnitsPerOwnerExceeded);
		assert_ok!(create(0, 1_200, 3, 9));
		// 2,700 of 4,000 units are offered.
		World::set_bond(2, u32::MAX);
		assert_ok!(enter(2));
		assert_eq!(weight(2), Some(1_200));
		assert_ok!(create(1, 1_200, 3, 9));
		assert_ok!(enter(3));
		assert_eq!(weight(3), Some(100), "all the room that is left");
	});
}

/// Whoever wants a rival's unsold hours gone withdraws his offer: refused while it is backed, also at
/// the moment when the rate behind all bonds expires, after a small slash, and while it is paused.
#[test]
fn ending_a_rivals_offer_that_is_backed() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		let withdraw = || Capacity::withdraw_unbacked(RuntimeOrigin::signed(STRANGER), id);
		assert_noop!(withdraw(), Error::<Test>::OfferBacked);
		World::expire_rates(true);
		assert_noop!(withdraw(), Error::<Test>::OfferBacked);
		World::set_bond(0, 0);
		assert_noop!(withdraw(), Error::<Test>::OfferBacked);
		World::expire_rates(false);
		World::set_bond(0, 800);
		assert_noop!(withdraw(), Error::<Test>::OfferBacked);
		World::set_limit(0, 1_000);
		assert_noop!(withdraw(), Error::<Test>::OfferBacked);
		// He has made it smaller already, as early as he could.
		World::set_bond(0, 200);
		assert_ok!(change(0, id, 200));
		assert_noop!(withdraw(), Error::<Test>::OfferBacked);
		advance_to(Hour(3 * 24));
		assert_ok!(pause(0, id));
		World::set_bond(0, 0);
		World::set_limit(0, 0);
		assert_noop!(withdraw(), Error::<Test>::OfferBacked);
	});
}

/// An owner buys his own hours week by week, so that each week's deliveries raise what he may offer by a
/// fifth: what he proves counts up to the nameplate.
#[test]
fn raising_the_limit_by_hours_bought_from_oneself() {
	Ext::execute(|| {
		World::set_bond(50, u32::MAX);
		for (week, limit) in [1_440, 1_560, 1_560].into_iter().enumerate() {
			let first = 3 + 8 * u32::try_from(week).expect("few");
			let before = [1_200, 1_440, 1_560][week];
			assert_ok!(create(50, before, first, first + 6));
			let id = Capacity::offer_of(DeviceId(50)).expect("open");
			for day in first..first + 7 {
				let noon = Hour(day * 24 + 12);
				assert_ok!(sell(0, noon, before));
				advance_to(Hour(noon.0 - 1));
				assert_ok!(Capacity::bind(bound(id, noon, before)));
				advance_to(noon.next());
				let delivered = bound(id, noon, before);
				assert_ok!(Capacity::mark_delivered(delivered, Shown::ByReceipt));
			}
			let next = first + 7;
			advance_to(Hour(next * 24));
			let refused = create(50, limit + 1, next + 1, next + 1);
			assert_noop!(refused, Error::<Test>::OfferLimitExceeded);
		}
	});
}
