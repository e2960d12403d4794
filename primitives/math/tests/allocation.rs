//! The laws of spreading a job over hours.

#[path = "strategies/mod.rs"]
mod strategies;

use greenhour_math::{
	cheapest_hours,
	hour_curve::{DELTA, MAX_DEMAND, MAX_UNITS, MAX_UNIT_PRICE},
	water_fill, HourCurve, HourLevel, HourState, MathError,
};
use proptest::prelude::*;
use strategies::log_uniform;

/// Up to `count` hours over the whole range, many of them alike.
fn levels(count: usize) -> impl Strategy<Value = Vec<HourLevel>> {
	let hour = (log_uniform(32), log_uniform(44), 0.0..=1.0f64);
	let demand = log_uniform(44);
	(prop::collection::vec(hour, 1..=count), demand).prop_map(|(hours, common)| {
		hours
			.into_iter()
			.enumerate()
			.map(|(index, (units, demand, share))| HourLevel {
				stock: units.min(MAX_UNITS) + DELTA,
				demand: if index % 3 == 0 { common } else { demand }.min(MAX_DEMAND),
				cap: (units as f64 * share) as u64,
			})
			.collect()
	})
}

fn capacity(hours: &[HourLevel]) -> u64 {
	hours.iter().map(|hour| hour.cap).sum()
}

/// What an allocation costs, in planck at the largest price scale.
fn cost(hours: &[HourLevel], shares: &[u64]) -> u128 {
	let paid = |(hour, units): (&HourLevel, &u64)| {
		let state = HourState {
			units_left: hour.stock - DELTA,
			demand: hour.demand,
			unit_price: MAX_UNIT_PRICE,
		};
		let curve = HourCurve::new(state).expect("in range");
		curve.cost_up(*units).expect("in range")
	};
	hours.iter().zip(shares).map(paid).sum()
}

/// What rounding to whole units may cost: each hour is off by less than a unit from the exact
/// allocation, at a price that is off by less than `1 / DELTA` scales; each cost is rounded up by
/// less than a planck, and off by at most 2^-50 scales.
fn tolerance(hours: &[HourLevel]) -> u128 {
	let each = MAX_UNIT_PRICE / u128::from(DELTA) + 1 + (MAX_UNIT_PRICE >> 50);
	each * hours.len() as u128
}

/// Moves up to `units` from one hour to another as the caps allow.
fn shift(hours: &[HourLevel], shares: &mut [u64], from: usize, to: usize, units: u64) {
	let units = units.min(shares[from]).min(hours[to].cap - shares[to]);
	shares[from] -= units;
	shares[to] += units;
}

/// Takes each unit where the next one costs least.
fn greedy(hours: &[HourLevel], units: u64) -> Vec<u64> {
	let mut shares = vec![0; hours.len()];
	for _ in 0..units {
		let next = |index: &usize| {
			let hour = hours[*index];
			let state = HourState {
				units_left: hour.stock - DELTA - shares[*index],
				demand: hour.demand,
				unit_price: MAX_UNIT_PRICE,
			};
			let curve = HourCurve::new(state).expect("in range");
			curve.cost_up(1).expect("in range")
		};
		let open = (0..hours.len()).filter(|index| shares[*index] < hours[*index].cap);
		let best = open.min_by_key(next).expect("room");
		shares[best] += 1;
	}
	shares
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(500))]

	#[test]
	fn shares_sum_to_what_is_wanted_within_the_caps(hours in levels(192), part in 0.0..=1.0f64) {
		let wanted = ((capacity(&hours) as f64 * part) as u64).min(capacity(&hours));
		let shares = water_fill(&hours, wanted).expect("within the caps");
		prop_assert_eq!(shares.iter().sum::<u64>(), wanted);
		prop_assert!(shares.iter().zip(&hours).all(|(share, hour)| *share <= hour.cap));
	}

	#[test]
	fn more_than_the_caps_is_refused(hours in levels(192), more in log_uniform(30)) {
		let wanted = capacity(&hours) + more;
		prop_assert_eq!(water_fill(&hours, wanted), Err(MathError::InsufficientUnits));
	}

	#[test]
	fn wanting_more_takes_no_hour_below_what_it_had(hours in levels(20), part in 0.0..1.0f64) {
		let wanted = (capacity(&hours) as f64 * part) as u64;
		prop_assume!(wanted < capacity(&hours));
		let less = water_fill(&hours, wanted).expect("within the caps");
		let more = water_fill(&hours, wanted + 1).expect("within the caps");
		// Both are within a unit of levels that only fall.
		prop_assert!(less.iter().zip(&more).all(|(less, more)| less <= &(more + 1)));
	}

	#[test]
	fn no_other_allocation_costs_less(
		hours in levels(24),
		part in 0.0..=1.0f64,
		shifts in prop::collection::vec((0usize..24, 0usize..24, log_uniform(32)), 1..60),
	) {
		let wanted = ((capacity(&hours) as f64 * part) as u64).min(capacity(&hours));
		let shares = water_fill(&hours, wanted).expect("within the caps");
		let least = cost(&hours, &shares);
		let mut other = shares;
		for (from, to, units) in shifts {
			let (from, to) = (from % hours.len(), to % hours.len());
			if from != to {
				shift(&hours, &mut other, from, to, units);
			}
			let cost = cost(&hours, &other);
			prop_assert!(least <= cost + tolerance(&hours), "{least} > {cost}");
		}
	}

	#[test]
	fn the_greedy_allocation_costs_no_less(
		hours in prop::collection::vec((0u64..60, 1u64..20_000), 1..6),
		part in 0.0..=1.0f64,
	) {
		let hours: Vec<HourLevel> = hours
			.into_iter()
			.map(|(units, demand)| HourLevel { stock: units + DELTA, demand, cap: units })
			.collect();
		let wanted = ((capacity(&hours) as f64 * part) as u64).min(capacity(&hours));
		let least = cost(&hours, &water_fill(&hours, wanted).expect("within the caps"));
		let greedy = cost(&hours, &greedy(&hours, wanted));
		prop_assert!(least <= greedy + tolerance(&hours), "{least} > {greedy}");
	}

	#[test]
	fn any_hours_give_shares_or_a_cause(
		hours in prop::collection::vec(any::<(u64, u64, u64)>(), 0..200),
		wanted: u64,
	) {
		let hours: Vec<HourLevel> = hours
			.into_iter()
			.map(|(stock, demand, cap)| HourLevel { stock, demand, cap })
			.collect();
		let _ = water_fill(&hours, wanted);
	}

	#[test]
	fn the_cheapest_hours_cost_no_more_than_the_others(
		costs in prop::collection::vec(0u128..40, 1..=192),
		part in 0.0..=1.0f64,
	) {
		let count = (costs.len() as f64 * part) as usize;
		let chosen = cheapest_hours(&costs, count).expect("enough");
		prop_assert_eq!(chosen.len(), count);
		prop_assert!(chosen.is_sorted_by(|a, b| a < b));
		for (index, cost) in costs.iter().enumerate() {
			let Some(dearest) = chosen.iter().max_by_key(|one| (costs[**one], **one)) else {
				continue;
			};
			if !chosen.contains(&index) {
				prop_assert!((*cost, index) > (costs[*dearest], *dearest));
			}
		}
	}
}

#[test]
fn the_largest_hours_are_spread_without_overflow() {
	let largest = HourLevel {
		stock: MAX_UNITS + DELTA,
		demand: MAX_DEMAND,
		cap: MAX_UNITS,
	};
	let mut hours = vec![largest; 192];
	hours[7].demand = 1;
	for wanted in [1, MAX_UNITS, 191 * MAX_UNITS, 192 * MAX_UNITS - 1] {
		let shares = water_fill(&hours, wanted).expect("within the caps");
		assert_eq!(shares.iter().sum::<u64>(), wanted);
	}
	// The hour without demand is the cheapest.
	assert_eq!(water_fill(&hours, 1_000).map(|shares| shares[7]), Ok(1_000));
}
