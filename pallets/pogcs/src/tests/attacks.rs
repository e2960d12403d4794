//! What an attacker tries, and what it costs him.

use crate::{mock::*, OwnerWeights};
use frame_support::{assert_ok, traits::fungible::Inspect as _};
use greenhour_traits::PogcsWeights;
use greenhour_types::{
	units::{GCD, GHR},
	Balance,
};

/// The account of the attacker.
const ATTACKER: u64 = 666;

/// Honest devices 1,000 and up: a bond of 48 GHR and the value of a GPU-hour each hour since ever, which is
/// par, so that each weighs 48 GHR.
fn honest_network(devices: u32) {
	for device in 1_000..1_000 + devices {
		register(device, u64::from(device), BOND);
		settle(device, 1_038_736_204);
	}
}

/// The smallest whole number that is not below the quotient.
fn div_up(a: Balance, b: Balance) -> Balance {
	a.div_ceil(b)
}

#[test]
fn stake_only_weighs_nothing() {
	Ext::default().execute(|| {
		honest_network(1);
		// A million GHR without an hour delivered.
		register(1, ATTACKER, 1_000_000 * GHR);
		advance(200);
		refresh(1);
		assert_eq!(Pogcs::weight_of(&ATTACKER), 0);
		// With one paid GPU-hour: the root of the product, not of the stake.
		settle(1, GCD);
		refresh(1);
		// isqrt(10^6 * 0.04621) = 214.96 GHR.
		assert_eq!(Pogcs::weight_of(&ATTACKER) / GHR, 214);
	});
}

#[test]
fn compute_only_weighs_nothing() {
	Ext::default().execute(|| {
		honest_network(1);
		register(1, ATTACKER, 0);
		settle(1, 4_000_000 * GCD);
		// The smallest bond of the registry with the same hours: the root of two of it.
		register(2, ATTACKER, 10 * GHR);
		settle(2, 4_000_000 * GCD);
		advance(169);
		refresh(2);
		assert_eq!(weight(1), 0);
		assert_eq!(Pogcs::weight_of(&ATTACKER) / (GHR / 1_000), 14_142);
	});
}

#[test]
fn weight_pumping_by_wash_contracts_costs_the_fee_and_does_not_last() {
	println!("100 honest devices of 48 GHR bond at par; 1 GHR = 1 GCD, fee 2 %, half-life 30 days");
	println!("share | bond of sqrt(1/2), 1, 3 or 10 x the weight | own hours bought | fee burned | a day to keep it");
	for target in [10u128, 28, 33, 51] {
		for (bond_parts, bond_whole) in [(71u128, 100u128), (1, 1), (3, 1), (10, 1)] {
			Ext::default().with_refresh_per_block(0).execute(|| {
				let wanted = 4_800 * GHR * target / (100 - target);
				let bond = wanted * bond_parts / bond_whole;
				register(1, ATTACKER, bond);
				jump(169);
				honest_network(100);
				// G = weight^2 / bond, and the value for it.
				let green = div_up(wanted * (wanted / GHR), bond / GHR);
				let value = div_up(green * GCD, BOND_PER_GCD);
				let fee = value / 50;
				settle(1, value);
				jump(169);
				// The others' bonds mature; the value of all decays alike meanwhile.
				(1_000..1_100).for_each(refresh);
				refresh(1);
				let (own, total) = (Pogcs::weight_of(&ATTACKER), Pogcs::total_weight());
				let share = own * 1_000 / total;
				assert!(share.abs_diff(target * 10) <= 2, "{share} for {target}");
				// ln 2 / 30 of the value fades each day: 2.31 %.
				let upkeep = fee * 231 / 10_000;
				println!(
					"{target:>2} % | {:>6} GHR | {:>8} GCD | {:>7} GCD | {:>5} GCD",
					bond / GHR,
					value / GCD,
					fee / GCD,
					upkeep / GCD,
				);
				// The weight can't have cost less than the fee of its hours: weight^2 = bond * G.
				let least = own * (own / GHR) / (bond / GHR) * GCD / BOND_PER_GCD / 50;
				assert!(fee >= least);
				// Without upkeep it fades by a root of a half in 30 days, while others keep on.
				jump(720);
				(1_000..1_100).for_each(|device| settle(device, 1_038_736_204));
				(1_000..1_100).for_each(refresh);
				refresh(1);
				let faded = Pogcs::weight_of(&ATTACKER) * 1_000 / Pogcs::total_weight();
				assert!(faded * 10 < share * 9, "{faded} of {share}");
			});
		}
	}
}

#[test]
fn dealing_with_oneself_loses_money_even_alone_with_the_whole_budget() {
	Ext::default().with_pot(1_000_000 * GHR).execute(|| {
		set_budget(1_000 * GHR);
		register(1, ATTACKER, 1_000 * GHR);
		advance(169);
		let mut burned = 0;
		// He buys his own hours for a year, a fee of 2 GCD every day, worth 2 GHR.
		for _ in 0..365 {
			settle(1, 100 * GCD);
			burned += 2 * GHR;
			advance(24);
			let paid = owed(ATTACKER) + Balances::balance(&ATTACKER);
			assert!(paid * 5 <= burned * 4, "{paid} of {burned}");
			if owed(ATTACKER) > DEPOSIT {
				assert_ok!(Pogcs::claim(RuntimeOrigin::signed(ATTACKER)));
			}
		}
		let paid = owed(ATTACKER) + Balances::balance(&ATTACKER);
		println!("burned {} GHR, paid back {} GHR", burned / GHR, paid / GHR);
		// He got all that the cap allows, and lost a fifth.
		assert!(paid * 5 <= burned * 4 && paid * 5 > burned * 39 / 10);
	});
}

#[test]
fn dealing_with_oneself_above_the_market_gains_no_more_weight() {
	Ext::default().execute(|| {
		for device in [1, 2] {
			register(device, ATTACKER, BOND);
		}
		advance(169);
		// The same units, of which the second are bought for a hundred times the index.
		settle_with(1, 100_000, 2 * GCD, true);
		settle_with(2, 100_000, 200 * GCD, true);
		refresh(1);
		refresh(2);
		assert!(weight(1) > 0);
		assert_eq!(weight(1), weight(2));
	});
}

#[test]
fn incentives_by_dust_devices_earn_nothing() {
	Ext::default()
		.with_pot(1_000 * GHR)
		.with_refresh_per_block(64)
		.execute(|| {
			set_budget(10 * GHR);
			honest_network(1);
			// Two hundred devices with a bond of a tenth of a GHR, each with its own owner, that all have G to
			// spare: 28 GHR if they were one device.
			for device in 0..200 {
				register(device, u64::from(2_000 + device), GHR / 10);
				settle(device, 10 * GCD);
			}
			advance(200);
			assert_eq!(Pogcs::total_weight(), weight(1_000));
			assert!((0..200).all(|device| owed(2_000 + device) == 0));
			// Nor do they make rounds longer.
			assert_eq!(crate::ListedCount::<Test>::get(), 1);
		});
}

#[test]
fn splitting_one_device_into_many_gains_nothing() {
	let earned = |parts: u32, owners: u64| {
		let mut earned = (0, 0);
		Ext::default()
			.with_pot(100_000 * GHR)
			.with_refresh_per_block(0)
			.execute(|| {
				honest_network(1);
				for part in 1..=parts {
					let owner = 1 + u64::from(part) % owners;
					register(part, owner, 960 * GHR / u128::from(parts));
					settle(part, 9_600 * GCD / u128::from(parts));
				}
				jump(169);
				(1..=parts).chain([1_000]).for_each(refresh);
				set_budget(GHR);
				jump(100);
				(1..=parts).for_each(refresh);
				let weight: Balance = (1..=owners).map(|owner| Pogcs::weight_of(&owner)).sum();
				let owed: Balance = (1..=owners).map(owed).sum();
				earned = (weight, owed);
			});
		earned
	};
	let (whole_weight, whole_paid) = earned(1, 1);
	assert!(whole_paid > 90 * GHR);
	for (parts, owners) in [(2, 1), (2, 2), (10, 5), (96, 96)] {
		let (weight, paid) = earned(parts, owners);
		// Rounding of value, G and weight: a few planck of each part, of 10^12 to a GHR.
		assert!(weight <= whole_weight, "{parts} parts weigh more");
		assert!(whole_weight - weight <= 100_000 * u128::from(parts));
		assert!(paid <= whole_paid, "{parts} parts earn more");
		assert!(whole_paid - paid <= 100_000 * u128::from(parts));
	}
}

#[test]
fn a_bond_borrowed_for_a_moment_never_counts() {
	Ext::default().execute(|| {
		register(1, ATTACKER, BOND);
		settle(1, 10_000 * GCD);
		advance(169);
		let before = weight(1);
		for _ in 0..20 {
			set_bond(1, ATTACKER, 1_000 * BOND);
			advance(160);
			set_bond(1, ATTACKER, BOND);
		}
		refresh(1);
		assert!(weight(1) <= before);
		assert_eq!(OwnerWeights::<Test>::get(ATTACKER), weight(1));
	});
}

#[test]
fn touching_others_takes_nothing_from_them() {
	let earned = |every_hour: bool| {
		let mut earned = 0;
		Ext::default()
			.with_pot(100_000 * GHR)
			.with_refresh_per_block(0)
			.execute(|| {
				register(1, 10, BOND);
				settle(1, 100_000 * GCD);
				jump(169);
				refresh(1);
				set_budget(GHR);
				for _ in 0..200 {
					jump(1);
					if every_hour {
						refresh(1);
					}
				}
				refresh(1);
				earned = owed(10);
			});
		earned
	};
	assert!(earned(false).abs_diff(earned(true)) <= 200);
}
