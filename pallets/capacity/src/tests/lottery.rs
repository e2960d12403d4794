use super::{offer, record_of};
use crate::{
	lottery::midnight, mock::*, Entry, Error, Event, Lotteries, LotteryTicket, Owners, PoolPolicy,
	Tickets,
};
use frame_support::{assert_noop, assert_ok, dispatch::Pays, weights::Weight};
use greenhour_types::{is_admitted, Day, DeviceId, Hour, MilliGpu, Template};
use sp_runtime::DispatchResult;

/// The round of day 3.
const ROUND: Hour = Hour(3 * 24);

fn open_lottery(max_units: u32) {
	let policy = PoolPolicy {
		entry: Entry::Lottery {
			max_units_per_owner: MilliGpu(2_000),
			max_units: MilliGpu(max_units),
		},
		..Default::default()
	};
	let origin = RuntimeOrigin::root();
	assert_ok!(Capacity::set_policy(origin, pool_of(0), Some(policy)));
}

fn enter(device: u32) -> DispatchResult {
	Capacity::enter_lottery(RuntimeOrigin::signed(operator_of(device)), DeviceId(device))
}

fn create(device: u32, units: u32, first: u32) -> DispatchResult {
	Capacity::create_offer(
		RuntimeOrigin::signed(owner_of(device)),
		DeviceId(device),
		Template::flat(MilliGpu(units)),
		Day(first),
		Day(9),
	)
}

fn discard(device: u32) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Capacity::discard_ticket(RuntimeOrigin::signed(STRANGER), DeviceId(device))
}

/// A seed of the round of day 3 by which of devices 0 and 1 the first wins and the second loses.
fn seed_for_device_0() -> [u8; 32] {
	let entries = Lotteries::<Test>::get(pool_of(0)).latest.entries;
	let wins = |seed: &[u8; 32], device: u32| {
		let weight = Tickets::<Test>::get(DeviceId(device))
			.expect("entered")
			.weight;
		is_admitted(seed, ROUND, DeviceId(device), weight, &entries)
	};
	(0..=u8::MAX)
		.map(|seed| [seed; 32])
		.find(|seed| wins(seed, 0) && !wins(seed, 1))
		.expect("one of many seeds")
}

/// Devices 0 and 1 entered the round of day 3; device 0 won; it is the start of day 3.
fn device_0_won(max_units: u32) {
	open_lottery(max_units);
	assert_ok!(enter(0));
	assert_ok!(enter(1));
	World::set_seed(ROUND, seed_for_device_0());
	advance_to(ROUND);
}

#[test]
fn enter_lottery_notes_a_ticket_by_bond_and_owes_it() {
	Ext::execute(|| {
		open_lottery(5_000);
		World::set_bond(1, 700);
		assert_ok!(enter(0));
		System::assert_last_event(
			Event::LotteryEntered {
				device: DeviceId(0),
				pool: pool_of(0),
				round: ROUND,
				weight: COVERED,
			}
			.into(),
		);
		assert_ok!(enter(1));
		// A bond for more than the device has shown weighs no more.
		World::set_bond(2, 9_000);
		assert_ok!(enter(2));
		let weights: Vec<u32> = (0..3)
			.map(|device| {
				Tickets::<Test>::get(DeviceId(device))
					.expect("entered")
					.weight
					.0
			})
			.collect();
		assert_eq!(weights, [1_100, 700, 1_200]);
		let round = Lotteries::<Test>::get(pool_of(0)).latest;
		assert_eq!((round.hour, round.entries.total), (ROUND, 3_000));
		assert_eq!(round.entries.squares, 1_210_000 + 490_000 + 1_440_000);
		assert_eq!(round.entries.room, MilliGpu(5_000));
		assert_eq!(World::obligations(0), 1);
	});
}

#[test]
fn a_winner_offers_up_to_its_weight_on_its_day() {
	Ext::execute(|| {
		device_0_won(1_200);
		assert_noop!(create(1, 100, 3), Error::<Test>::NotAdmitted);
		assert_noop!(create(2, 100, 3), Error::<Test>::NotAdmitted);
		World::set_bond(0, 1_200);
		assert_noop!(create(0, 1_101, 3), Error::<Test>::NotAdmitted);
		assert_eq!(Capacity::admitted(DeviceId(0)), Some(true));
		assert_ok!(create(0, 1_100, 3));
		assert_eq!(Tickets::<Test>::get(DeviceId(0)), None);
		assert_eq!(World::obligations(0), 1, "the offer, no more the ticket");
		let used = Event::TicketUsed {
			device: DeviceId(0),
			round: ROUND,
		};
		assert!(events().contains(&used));
	});
}

#[test]
fn a_winner_comes_in_neither_before_its_day_nor_after_it() {
	Ext::execute(|| {
		open_lottery(5_000);
		assert_ok!(enter(0));
		// There is room for all, so it wins by any seed, once that is known.
		advance_to(Hour(ROUND.0 - 1));
		assert_noop!(create(0, 1_000, 3), Error::<Test>::NotAdmitted);
		World::set_seed(ROUND, [1; 32]);
		assert_noop!(create(0, 1_000, 3), Error::<Test>::NotAdmitted);
		advance_to(Hour(ROUND.0 + 24));
		assert_noop!(create(0, 1_000, 4), Error::<Test>::NotAdmitted);
	});
}

#[test]
fn winners_find_no_more_room_than_there_is() {
	Ext::execute(|| {
		open_lottery(5_000);
		assert_ok!(enter(0));
		assert_ok!(enter(1));
		World::set_seed(ROUND, [1; 32]);
		advance_to(ROUND);
		// Governance makes the pool smaller.
		open_lottery(1_500);
		assert_ok!(create(0, 1_000, 3));
		assert_noop!(create(1, 600, 3), Error::<Test>::MaxUnitsExceeded);
		assert_ok!(create(1, 500, 3));
	});
}

#[test]
fn an_open_offer_grows_by_a_ticket_and_shrinks_without() {
	Ext::execute(|| {
		let id = offer(0, 500, 2, 20);
		open_lottery(5_000);
		let change = |units: u32| {
			let template = Template::flat(MilliGpu(units));
			Capacity::change_offer(RuntimeOrigin::signed(owner_of(0)), id, template)
		};
		assert_noop!(change(501), Error::<Test>::NotAdmitted);
		assert_ok!(enter(0));
		// What it offers already needs no ticket.
		let ticket = LotteryTicket {
			round: ROUND,
			weight: MilliGpu(600),
		};
		assert_eq!(Tickets::<Test>::get(DeviceId(0)), Some(ticket));
		World::set_seed(ROUND, [1; 32]);
		advance_to(ROUND);
		assert_ok!(change(1_100));
		assert_eq!(Tickets::<Test>::get(DeviceId(0)), None);
		advance_to(Hour(ROUND.0 + 24));
		assert_ok!(change(400));
		assert_eq!(record_of(id).template, Template::flat(MilliGpu(400)));
	});
}

#[test]
fn rounds_of_today_and_tomorrow_are_known_side_by_side() {
	Ext::execute(|| {
		device_0_won(1_200);
		// Device 2 enters the round of day 4 before the winner of day 3 comes in.
		assert_ok!(enter(2));
		assert_noop!(create(1, 100, 3), Error::<Test>::NotAdmitted);
		assert_ok!(create(0, 1_000, 3));
		let lottery = Lotteries::<Test>::get(pool_of(0));
		assert_eq!(lottery.latest.hour, Hour(4 * 24));
		assert_eq!(lottery.previous.hour, ROUND);
	});
}

#[test]
fn enter_lottery_fails_from_the_moment_the_sale_of_midnight_closes() {
	Ext::execute(|| {
		open_lottery(5_000);
		let close = clock_params().sale_close_of(ROUND).expect("set");
		advance_to_moment(close - 1, Weight::MAX);
		assert_ok!(enter(0));
		advance_to_moment(close, Weight::MAX);
		assert_noop!(enter(1), Error::<Test>::OutsideWindow);
	});
}

#[test]
fn enter_lottery_fails_where_there_is_none() {
	Ext::execute(|| {
		assert_noop!(enter(0), Error::<Test>::NoLottery);
	});
}

#[test]
fn enter_lottery_fails_without_a_bond_for_the_smallest_offer() {
	Ext::execute(|| {
		open_lottery(5_000);
		World::set_bond(0, 99);
		assert_noop!(enter(0), Error::<Test>::InsufficientBond);
		World::set_bond(0, 100);
		assert_ok!(enter(0));
	});
}

#[test]
fn enter_lottery_fails_for_strangers_and_unknown_devices() {
	Ext::execute(|| {
		open_lottery(5_000);
		let refused = Capacity::enter_lottery(RuntimeOrigin::signed(STRANGER), DeviceId(0));
		assert_noop!(refused, Error::<Test>::NotAuthorized);
		let unknown = DeviceId(UNKNOWN_DEVICE);
		let refused = Capacity::enter_lottery(RuntimeOrigin::signed(STRANGER), unknown);
		assert_noop!(refused, Error::<Test>::DeviceNotFound);
	});
}

#[test]
fn anybody_discards_a_ticket_that_lost_for_free() {
	Ext::execute(|| {
		device_0_won(1_200);
		assert_noop!(discard(0), Error::<Test>::TicketValid);
		assert_eq!(discard(1).expect("it lost").pays_fee, Pays::No);
		assert_eq!(World::obligations(1), 0);
		assert_noop!(discard(1), Error::<Test>::TicketNotFound);
		// That of the winner once its day is over.
		advance_to(Hour(ROUND.0 + 23));
		assert_noop!(discard(0), Error::<Test>::TicketValid);
		advance_to(Hour(ROUND.0 + 24));
		assert_ok!(discard(0));
		assert_eq!(World::obligations(0), 0);
	});
}

#[test]
fn a_round_without_a_seed_admits_nobody_and_its_tickets_can_be_discarded() {
	Ext::execute(|| {
		open_lottery(5_000);
		assert_ok!(enter(0));
		advance_to(ROUND);
		assert_noop!(create(0, 1_000, 3), Error::<Test>::NotAdmitted);
		assert_noop!(discard(0), Error::<Test>::TicketValid);
		advance_to(Hour(ROUND.0 + 24));
		assert_ok!(discard(0));
	});
}

#[test]
fn the_next_ticket_replaces_the_last_and_is_one_obligation() {
	Ext::execute(|| {
		open_lottery(5_000);
		assert_ok!(enter(0));
		advance_to(Hour(ROUND.0 + 5));
		assert_ok!(enter(0));
		assert_eq!(World::obligations(0), 1);
		let ticket = Tickets::<Test>::get(DeviceId(0)).expect("entered");
		assert_eq!(midnight(Day(4)), Some(ticket.round));
	});
}

#[test]
fn a_ticket_counts_for_its_owner_until_it_is_gone() {
	Ext::execute(|| {
		open_lottery(1_500);
		let owner = || Owners::<Test>::get(pool_of(0), owner_of(40));
		assert_ok!(enter(40));
		assert_eq!((owner().round, owner().entered), (ROUND, MilliGpu(1_100)));
		assert_ok!(enter(41));
		assert_eq!(owner().entered, MilliGpu(2_000), "up to what he may offer");
		// There is no seed: the next round counts anew, and discarding the old changes nothing.
		advance_to(Hour(ROUND.0 + 5));
		assert_ok!(enter(40));
		assert_eq!(owner().entered, MilliGpu(1_100));
		advance_to(Hour(ROUND.0 + 24));
		assert_ok!(discard(41));
		assert_eq!(owner().entered, MilliGpu(1_100));
		advance_to(Hour(ROUND.0 + 48));
		assert_ok!(discard(40));
		assert_eq!(Owners::<Test>::iter().count(), 0, "nothing is left of him");
	});
}

#[test]
fn enter_lottery_fails_where_no_room_is_left_for_the_smallest_offer() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		open_lottery(1_099);
		assert_noop!(enter(1), Error::<Test>::MaxUnitsExceeded);
		open_lottery(1_100);
		assert_ok!(enter(1));
		let weight = Tickets::<Test>::get(DeviceId(1)).expect("entered").weight;
		assert_eq!(weight, MilliGpu(100));
	});
}
