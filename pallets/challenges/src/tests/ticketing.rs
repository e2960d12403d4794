//! Which paid hours are audited.

use crate::{
	mock::*,
	types::{Queue, MAX_TICKETS},
	Audits, Event, TicketQueue, Tickets,
};
use greenhour_types::{Day, DeviceId, Hour, HourMask, HourOfDay};

fn obligations(device: DeviceId) -> u32 {
	world(|world| world.obligations.get(&device).copied().unwrap_or_default())
}

#[test]
fn a_paid_hour_waits_for_a_seed_that_nobody_knew() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		blocks(3);
		settle(device, Day(1), HourMask::FULL, 4);
		assert_eq!(obligations(device), 1);
		blocks(DELAY);
		assert_eq!(Tickets::<Test>::iter().count(), 1);
		next_block();
		assert_eq!(Tickets::<Test>::iter().count(), 0);
		// All 24 hours were paid, so one of them is audited; its obligation stays.
		let (_, audit) = Audits::<Test>::iter().next().expect("opened");
		assert_eq!((audit.device, audit.hour.day()), (device, Day(1)));
		assert_eq!(audit.units, greenhour_types::MilliGpu(4));
		assert_eq!(obligations(device), 1);
	});
}

#[test]
fn hours_that_are_not_drawn_set_the_bond_free() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		// A day without paid hours is never drawn.
		settle(device, Day(1), HourMask::default(), 4);
		assert_eq!(obligations(device), 1);
		blocks(DELAY + 2);
		assert_eq!(obligations(device), 0);
		assert_eq!(Audits::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_unstaffed_audit_says_so_and_keeps_nothing() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		blocks(1);
		world(|world| world.auditors = vec![901]);
		settle(device, Day(1), HourMask::FULL, 4);
		blocks(DELAY + 1);
		assert!(events().contains(&Event::AuditUnstaffed { ticket: 0 }));
		assert_eq!(
			(obligations(device), Audits::<Test>::iter().count()),
			(0, 0)
		);
		assert_eq!(world(|world| world.engaged.get(&901).copied()), Some(0));
	});
}

/// Audited hours of `tickets` tickets, one hour each, and one ticket of all of these hours for comparison.
fn audited(tickets: u32, hours: impl Fn(u32) -> HourMask) -> usize {
	let mut audited = 0;
	Ext::execute(|| {
		let device = enrol(7, 1);
		for number in 0..tickets {
			settle(device, Day(number), hours(number), 4);
		}
		for _ in 0..2_000 {
			next_block();
			let opened = events();
			audited += opened
				.iter()
				.filter(|event| matches!(event, Event::AuditOpened { .. }))
				.count();
			if TicketQueue::<Test>::get().is_empty() {
				break;
			}
		}
		assert!(TicketQueue::<Test>::get().is_empty());
	});
	audited
}

#[test]
fn every_paid_hour_is_audited_with_a_chance_of_one_in_24() {
	let single = |number: u32| {
		let of_day = HourOfDay::new(u8::try_from(number % 24).expect("small")).expect("an hour");
		HourMask::single(of_day)
	};
	let of_single = audited(4_800, single);
	// 200 expected, standard deviation 14.
	assert!((140..260).contains(&of_single), "{of_single}");
	// As many hours in whole days: exactly one of each day.
	assert_eq!(audited(200, |_| HourMask::FULL), 200);
}

#[test]
fn each_hour_of_day_is_equally_likely() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		for day in 0..480 {
			settle(device, Day(day), HourMask::FULL, 4);
		}
		blocks(DELAY + 40);
		let mut counts = [0u32; 24];
		for audit in Audits::<Test>::iter_values() {
			counts[audit.hour.of_day().index()] += 1;
		}
		assert_eq!(counts.iter().sum::<u32>(), 480);
		// 20 expected of each, standard deviation 4.4.
		assert!(
			counts.iter().all(|count| (3..45).contains(count)),
			"{counts:?}"
		);
	});
}

#[test]
fn a_block_draws_two_hundred_tickets_and_opens_thirty_two_audits() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		blocks(1);
		for _ in 0..450 {
			settle(device, Day(1), HourMask::default(), 4);
		}
		for day in 2..82 {
			settle(device, Day(day), HourMask::FULL, 4);
		}
		blocks(DELAY);
		let mut left = Vec::new();
		for _ in 0..6 {
			next_block();
			left.push(TicketQueue::<Test>::get().len());
		}
		// 200, 200, 50 and 32, then 32 and 16.
		assert_eq!(left, [330, 130, 48, 16, 0, 0]);
	});
}

#[test]
fn a_full_queue_drops_what_is_paid_next() {
	Ext::build().execute_with(|| {
		let device = enrol(7, 1);
		TicketQueue::<Test>::put(Queue {
			first: 5,
			next: 5 + MAX_TICKETS,
		});
		settle(device, Day(1), HourMask::FULL, 4);
		assert_eq!(obligations(device), 0);
		System::set_block_number(1);
		settle(device, Day(1), HourMask::FULL, 4);
		assert!(matches!(events().last(), Some(Event::TicketDropped { .. })));
	});
}

#[test]
fn a_day_in_24_tickets_is_audited_like_a_day_in_one() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		for salt in 0..20 {
			Salt::set(salt);
			for hour in HourMask::FULL.hours() {
				settle(device, Day(1), HourMask::single(hour), 4);
			}
			blocks(DELAY + 2);
		}
		// All 24 are drawn with the same seed: one of them each time.
		assert_eq!(Audits::<Test>::iter().count(), 20);
	});
}

#[test]
fn the_audited_hour_is_one_that_was_paid() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		let paid_hours: HourMask =
			HourMask::single(Hour(3).of_day()).union(HourMask::single(Hour(9).of_day()));
		for day in 0..200 {
			settle(device, Day(day), paid_hours, 4);
		}
		blocks(DELAY + 20);
		for audit in Audits::<Test>::iter_values() {
			assert!(paid_hours.contains(audit.hour.of_day()));
		}
		assert!(Audits::<Test>::iter().count() > 0);
	});
}

#[test]
fn only_some_blocks_draw_audits_and_nobody_knows_which() {
	Ext::execute(|| {
		AuditBlockOneIn::set(4);
		let device = enrol(7, 1);
		let mut drawing = 0u32;
		for _ in 0..400 {
			settle(device, Day(1), HourMask::default(), 4);
			next_block();
			let drew = |event: &Event<Test>| matches!(event, Event::TicketsDrawn { .. });
			drawing += u32::from(events().iter().any(drew));
		}
		// 100 expected, standard deviation 9; all tickets that are old enough are drawn then.
		assert!((60..140).contains(&drawing), "{drawing}");
		assert!(TicketQueue::<Test>::get().len() < 60);
	});
}
