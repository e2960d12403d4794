//! Attacks by name.

use super::collusion::{colluders, refund_unserved, settle_missed};
use crate::{mock::*, split::miss, Assignments, ContractDays, Error};
use frame_support::{assert_noop, assert_ok, dispatch::Pays, storage::with_storage_layer};
use greenhour_traits::{ContractBook, Deliveries};
use greenhour_types::{
	draw::is_drawn, units::GCD_ASSET, Balance, ContractId, DeviceId, HourPhase, MilliGpu, OfferId,
	SpecUri,
};

const BOND: Balance = 1_000_000_000;

#[test]
fn accepting_and_dropping() {
	// From one planck for the hour to a price far below or above that of the close.
	for (price, closing) in [
		(1, None),
		(3, Some(0)),
		(1_000, Some(1)),
		(900_000, Some(90_000)),
	] {
		Ext.run(|| {
			World::change(|world| world.closing = closing);
			let contract = buy(300, &[8], price);
			World::advance_to(8, HourPhase::Assignment);
			let mut last = BOND * 3;
			for id in 0..3 {
				World::add_offer(id, 900);
			}
			let wealth = colluders();
			for id in 0..3 {
				let info = accept(contract, id, &[8], 300).expect("free");
				assert_eq!(info.pays_fee, Pays::No);
				assert_ok!(drop_hours(contract, id, &[8]));
				// Once only for each device, and the units stay locked in its offer.
				let again = accept(contract, id, &[8], 300);
				assert_noop!(again, Error::<Test>::HoursDropped);
				let world = World::get();
				assert_eq!(world.released[&(1_000 + id, at(8).0)], 300);
				// Even with the tenant on its side a device only loses.
				let bonds: Balance = world.bonds.values().sum();
				assert!(bonds < last, "{price}");
				last = bonds;
			}
			let lost = wealth - colluders();
			assert!(lost > 0 && lost >= price / 4 * 3, "{lost} of {price}");
			// Nothing of it is cheaper than it looks: a miss costs at least as much.
			let missed = miss(price, closing.unwrap_or(0) * 300);
			assert!(missed.slash >= (BOND * 3 - last) / 3);
		});
	}
}

#[test]
fn griefing_the_draw() {
	Ext.run(|| {
		// Three offers of a griefer fill the draw; device 9 is honest and small.
		(0..3).for_each(|id| {
			World::add_offer(id, 2_000);
		});
		World::add_offer(9, 400);
		let seed = World::get().seed.expect("set");
		let undrawn = |contract: &ContractId| {
			let offered = MilliGpu(6_400);
			!is_drawn(
				&seed,
				*contract,
				at(8),
				OfferId(1_009),
				MilliGpu(400),
				offered,
			)
		};
		let bought: Vec<_> = (0..20).map(|_| buy(400, &[8], 1_000)).collect();
		let contract = *bought.iter().find(|id| undrawn(id)).expect("most of them");
		World::advance_to(8, HourPhase::FirstRefusal);
		assert_noop!(accept(contract, 9, &[8], 400), Error::<Test>::NotDrawn);
		// Whoever is drawn takes a part worth settling or lets it be.
		for units in [1, 99] {
			let tiny = accept(contract, 0, &[8], units).expect_err("tiny");
			let refused = [Error::<Test>::NotDrawn, Error::UnitsBelowMinimum];
			assert!(refused.into_iter().any(|error| tiny.error == error.into()));
		}
		// Nobody has to wait for them.
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 9, &[8], 400));
		// And who does not accept is made to serve what is left.
		let other = *bought.iter().find(|id| **id != contract).expect("20");
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::assign(origin, other, DAY, 8));
		let page = page_of(other).expect("open");
		assert!(page.unassigned_at(at(8).of_day()).is_zero());
	});
}

#[test]
fn dust_acceptance() {
	Ext.run(|| {
		let contract = buy(1_000, &[8], 100_000);
		World::advance_to(8, HourPhase::Assignment);
		for id in 0..12 {
			World::add_offer(id, 1_000);
			for units in [1, 50, 99] {
				let result = accept(contract, id, &[8], units);
				assert!(result.is_err(), "{units}");
			}
		}
		// At most ten devices share 1,000 units.
		let served = (0..12).filter(|id| accept(contract, *id, &[8], 100).is_ok());
		assert_eq!(served.count(), 10);
		assert_eq!(Assignments::<Test>::iter().count(), 10);
	});
}

#[test]
fn bidding_up_a_penalty_by_incentive() {
	let slashed = |incentive: Balance| {
		let mut left = (0, 0);
		Ext.run(|| {
			World::add_offer(0, 600);
			let contract = buy(300, &[8, 9], 3_000);
			let tenant = || RuntimeOrigin::signed(TENANT);
			let top_up = |hours: &[u8]| {
				if incentive > 0 {
					let hours = mask(hours);
					assert_ok!(Contracts::top_up(tenant(), contract, DAY, hours, incentive));
				}
			};
			// Before the device is made to serve, and after; its bond just covers the price.
			top_up(&[8, 9]);
			World::change(|world| world.bonds.insert(0, 9_000));
			for hour in [8, 9] {
				World::advance_to(hour, HourPhase::Assignment);
				let origin = RuntimeOrigin::signed(STRANGER);
				assert_ok!(Contracts::assign(origin, contract, DAY, hour));
				top_up(&[hour]);
			}
			assert_ok!(drop_hours(contract, 0, &[9]));
			let after_drop = World::get().bonds[&0];
			World::advance_to(9, HourPhase::Settled);
			settle_missed(STRANGER, contract, 0);
			left = (after_drop, World::get().bonds[&0]);
		});
		left
	};
	assert_eq!(slashed(0), (7_500, 3_000));
	assert_eq!(slashed(100_000_000), slashed(0));
}

#[test]
fn blocked_tenant_account() {
	Ext.run(|| {
		World::add_offer(0, 100);
		World::add_offer(1, 100);
		let contract = buy(300, &[8], 30_000);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 100));
		assert_ok!(accept(contract, 1, &[8], 100));
		let team = || RuntimeOrigin::signed(ASSET_TEAM);
		assert_ok!(Assets::block(team(), GCD_ASSET, TENANT));
		// Devices, callers and the market never wait for him.
		World::advance_to(8, HourPhase::Settlement);
		let paid = Contracts::settle_delivered(contract, DeviceId(0), DAY, mask(&[8]));
		assert_eq!(paid, Ok(9_500));
		refund_unserved(STRANGER, contract);
		World::advance_to(8, HourPhase::Settled);
		settle_missed(STRANGER, contract, 1);
		assert_eq!(gcd(STRANGER), MIN_GCD + 2 * REWARD);
		assert_eq!(World::get().obligations.values().sum::<u32>(), 0);
		assert_eq!(ContractDays::<Test>::iter().count(), 0);
		// What is left is one record and his own money.
		let left = 20_000 + DEPOSIT - 2 * REWARD;
		assert_eq!(held(TENANT), left);
		let record = crate::Contracts::<Test>::get(contract).expect("waits for him");
		assert_eq!((record.held, record.days.len()), (left, 0));
		assert_ok!(Assets::thaw(team(), GCD_ASSET, TENANT));
		assert_ok!(Contracts::close(RuntimeOrigin::signed(STRANGER), contract));
		assert_eq!(held(TENANT), 0);
	});
}

/// Keys of the pallet in storage.
fn keys() -> usize {
	let prefix = sp_crypto_hashing::twox_128(b"Contracts");
	let mut key = prefix.to_vec();
	let mut count = 0;
	while let Some(next) = sp_io::storage::next_key(&key) {
		if !next.starts_with(&prefix) {
			break;
		}
		count += 1;
		key = next;
	}
	count
}

#[test]
fn spam_of_purchases() {
	Ext.run(|| {
		// One before, so that the next ones add only their own records.
		let first = buy(100, &[8], 1);
		let before = keys();
		let days = || (5..13).map(|day| prices(greenhour_types::Day(day), &[8], 100, 1));
		let open = || {
			let (days, uri) = (days().collect(), SpecUri::default());
			Contracts::open(&OTHER_TENANT, POOL, terms(), uri, days).expect("paid")
		};
		let contracts: Vec<_> = (0..10).map(|_| open()).collect();
		// A contract and its days, nothing else; each day holds what its settlement costs.
		assert_eq!(keys() - before, 10 * 9);
		assert_eq!(held(OTHER_TENANT), 10 * 8 * (1 + DEPOSIT));
		for contract in contracts {
			for day in (5..13).map(greenhour_types::Day) {
				World::advance_to_hour(
					day.hour(at(8).of_day()).expect("small"),
					HourPhase::Delivery,
				);
				let origin = RuntimeOrigin::signed(STRANGER);
				assert_ok!(Contracts::refund_unserved(origin, contract, day));
			}
		}
		refund_unserved(STRANGER, first);
		assert_eq!(held(OTHER_TENANT), 0);
		// The storage version.
		assert_eq!(keys(), 1);
	});
}

#[test]
fn settling_twice_or_out_of_order() {
	// Device 0 misses, device 1 delivers, 100 units have no device: in each order the same end.
	let orders = [
		[0, 1, 2],
		[0, 2, 1],
		[1, 0, 2],
		[1, 2, 0],
		[2, 0, 1],
		[2, 1, 0],
	];
	for order in orders {
		Ext.run(|| {
			World::add_offer(0, 100);
			World::add_offer(1, 100);
			let contract = buy_on(confirmed_terms(), 300, &[8], 30_000);
			World::advance_to(8, HourPhase::Assignment);
			assert_ok!(accept(contract, 0, &[8], 100));
			assert_ok!(accept(contract, 1, &[8], 100));
			World::advance_to(8, HourPhase::Settled);
			// So that a delivery may come after a miss.
			World::change(|world| world.claimed.insert((1, DAY.0), mask(&[8])));
			let step = |number: i32| {
				let origin = RuntimeOrigin::signed(TENANT);
				with_storage_layer(|| match number {
					0 => Contracts::settle_missed(origin, contract, DeviceId(0), DAY)
						.map(|_| ())
						.map_err(|failed| failed.error),
					1 => Contracts::settle_delivered(contract, DeviceId(1), DAY, mask(&[8]))
						.map(|_| ()),
					_ => Contracts::refund_unserved(origin, contract, DAY)
						.map(|_| ())
						.map_err(|failed| failed.error),
				})
			};
			for number in order {
				assert!(crate::Contracts::<Test>::contains_key(contract));
				assert_ok!(step(number));
				assert!(step(number).is_err(), "{number} twice in {order:?}");
				check().expect("after each settlement");
			}
			assert!(!crate::Contracts::<Test>::contains_key(contract));
			// 500 is the fee of the units that needed consent, 10,000 were delivered.
			assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 10_500));
			assert_eq!(World::get().bonds[&0], BOND - 15_000);
			for number in order {
				assert!(step(number).is_err());
			}
		});
	}
}
