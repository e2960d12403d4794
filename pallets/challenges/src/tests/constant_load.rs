//! The load of a block is the same for 100, 10,000 and 1,000,000 devices.

use crate::{
	mock::*,
	rules,
	types::{Listing, Place, MAX_ROUND},
	ActiveCount, ActiveDevices, Challenges as Open, Listings, OwnerCounts, OwnerDevices, Rounds,
};
use frame_support::traits::Hooks;
use greenhour_traits::BlockSeeds;
use greenhour_types::DeviceId;
use std::sync::{
	atomic::{AtomicU32, Ordering},
	Arc,
};
use tracing::{
	field::{Field, Visit},
	span, Event, Metadata, Subscriber,
};

/// Storage accesses, as the state machine reports them.
#[derive(Clone, Default)]
struct Counter {
	reads: Arc<AtomicU32>,
	writes: Arc<AtomicU32>,
}

impl Visit for &Counter {
	fn record_str(&mut self, field: &Field, method: &str) {
		if field.name() == "method" {
			match method {
				"Get" | "Exists" => self.reads.fetch_add(1, Ordering::Relaxed),
				"Put" | "Append" => self.writes.fetch_add(1, Ordering::Relaxed),
				other => panic!("{other} is not a constant cost"),
			};
		}
	}

	fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
		if field.name() == "method" {
			self.record_str(field, format!("{value:?}").trim_matches('"'));
		}
	}
}

impl Subscriber for Counter {
	fn enabled(&self, metadata: &Metadata<'_>) -> bool {
		metadata.target() == "state"
	}

	fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
		span::Id::from_u64(1)
	}

	fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

	fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

	fn event(&self, event: &Event<'_>) {
		event.record(&mut &*self);
	}

	fn enter(&self, _: &span::Id) {}

	fn exit(&self, _: &span::Id) {}
}

/// Reads and writes of `run`.
fn counted(run: impl FnOnce()) -> (u32, u32) {
	let counter = Counter::default();
	tracing::subscriber::with_default(counter.clone(), run);
	(
		counter.reads.load(Ordering::Relaxed),
		counter.writes.load(Ordering::Relaxed),
	)
}

const OWNER: u64 = 7;

/// Puts one device of a fleet into the lists, as if all the others were there too.
fn place(index: u32) {
	let device = DeviceId(index);
	ActiveDevices::<Test>::insert(index, device);
	OwnerDevices::<Test>::insert(OWNER, index, device);
	let listing = Listing {
		wanted: Some(terms(OWNER)),
		place: Some(Place {
			terms: terms(OWNER),
			index,
			owner_index: index,
		}),
	};
	Listings::<Test>::insert(device, listing);
}

/// Accesses of the start of a block that draws from a fleet of one owner, and of one that also closes a round of 20.
///
/// Of the fleet only those are stored that the draws meet: which these are follows from the seeds.
fn accesses_of_blocks(fleet: u32) -> ((u32, u32), (u32, u32)) {
	let mut accesses = Vec::new();
	Ext::build().execute_with(|| {
		world(|world| world.lazy_owner = Some(OWNER));
		ActiveCount::<Test>::put(fleet);
		OwnerCounts::<Test>::insert(OWNER, fleet);
		for number in 1..=20 {
			System::set_block_number(number);
			let seed = Fakes::block_seed().expect("there are seeds").seed;
			place(rules::pick(&seed, b"greenhour/liveness", (), fleet).expect("not empty"));
			let start = rules::pick(&seed, b"greenhour/owner", (), fleet).expect("not empty");
			(0..MAX_ROUND).for_each(|step| place(rules::wrapped(start, step, fleet)));
			// Rounds in between would draw a fleet of 100 empty.
			if !matches!(number, 1 | 16) {
				ActiveCount::<Test>::put(0);
			}
			System::reset_events();
			accesses.push(counted(|| {
				Challenges::on_initialize(number);
			}));
			ActiveCount::<Test>::put(fleet);
			if number == 1 {
				let round = Rounds::<Test>::get(1).expect("drawn");
				assert_eq!(round.devices.len(), 20);
			}
			if number == 14 {
				assert_eq!(Open::<Test>::iter().count(), 20);
			}
		}
	});
	(accesses[0], accesses[15])
}

#[test]
fn a_block_accesses_as_much_for_a_hundred_devices_as_for_a_million() {
	let (draw, close) = accesses_of_blocks(100);
	println!("devices     drawing block    closing and drawing block");
	for fleet in [100, 10_000, 1_000_000] {
		let (draws, closes) = accesses_of_blocks(fleet);
		println!(
			"{fleet:>9}   {:>3} reads {:>2} writes   {:>3} reads {:>2} writes",
			draws.0, draws.1, closes.0, closes.1
		);
		assert_eq!(
			(draws, closes),
			(draw, close),
			"{fleet} devices cost something else"
		);
	}
	// 20 devices, each with its challenge and its deferrals, and what is read once.
	assert!(draw.0 >= 60 && draw.0 < 200, "{draw:?}");
	assert!(close.1 > draw.1, "{close:?}");
}

#[test]
fn entering_and_leaving_the_lists_costs_the_same_in_any_fleet() {
	let cost = |fleet: u32| {
		let mut cost = (0, 0);
		Ext::build().execute_with(|| {
			ActiveCount::<Test>::put(fleet);
			OwnerCounts::<Test>::insert(OWNER, fleet);
			[5, fleet - 1].into_iter().for_each(place);
			world(|world| world.lazy_owner = Some(OWNER));
			Challenges::want_listing(DeviceId(5), None);
			Challenges::want_listing(DeviceId(fleet), Some(terms(OWNER)));
			cost = counted(|| assert_eq!(Challenges::apply_changes(0), 2));
			assert_eq!(ActiveCount::<Test>::get(), fleet);
			assert_eq!(ActiveDevices::<Test>::get(5), Some(DeviceId(fleet - 1)));
		});
		cost
	};
	assert_eq!(cost(100), cost(1_000_000));
}

#[test]
fn a_settlement_costs_the_same_however_many_wait() {
	let cost = |waiting: u64| {
		let mut cost = (0, 0);
		Ext::build().execute_with(|| {
			let device = enrol(OWNER, 1);
			crate::TicketQueue::<Test>::mutate(|queue| queue.next = waiting);
			cost = counted(|| settle(device, HOUR.day(), greenhour_types::HourMask::FULL, 4));
		});
		cost
	};
	assert_eq!(cost(0), cost(100_000));
}
