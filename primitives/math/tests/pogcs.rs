//! Laws of the weight, its decay and its draw, and the same in exact rationals.

#[path = "reference/mod.rs"]
mod reference;

use greenhour_math::pogcs::{
	accrued_down, counted_value_down, device_weight_down,
	exp2::{exp2_down, MAX_ERROR},
	green_stake_down, per_weight_down, refusal_threshold_down, DecayingSum, PaidUnits,
	SUM_FRACTION_BITS,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use proptest::prelude::*;
use reference::{exp, ln, unit, whole};

/// 30 days.
const HALF_LIFE: u32 = 720;

/// 0 to 2^`bits`, every power of two as likely as the others.
fn log_uniform(bits: u32) -> impl Strategy<Value = u128> {
	(0..=bits, any::<u128>()).prop_map(|(bits, noise)| {
		noise & 1u128.checked_shl(bits).map_or(u128::MAX, |power| power - 1)
	})
}

/// 2^(`numerator` / `denominator`), off by less than 2^-110 of it.
fn exp2(numerator: &BigInt, denominator: u128) -> BigRational {
	let magnitude = BigRational::new(
		numerator.magnitude().clone().into(),
		BigInt::from(denominator),
	);
	let power = exp(&(magnitude * ln(2)));
	if numerator < &BigInt::zero() {
		power.recip()
	} else {
		power
	}
}

/// What is left in `hour` of `amounts` by the hour in which they were added.
fn exact_sum(amounts: &[(u32, u128)], hour: u32) -> BigRational {
	amounts
		.iter()
		.fold(BigRational::zero(), |sum, (at, amount)| {
			let age = BigInt::from(*at) - BigInt::from(hour);
			sum + whole(*amount) * exp2(&age, u128::from(HALF_LIFE))
		})
}

fn sum_of(amounts: &[(u32, u128)]) -> DecayingSum {
	amounts
		.iter()
		.fold(DecayingSum::default(), |sum, (at, amount)| {
			sum.add_down(*amount, *at, HALF_LIFE).expect("in range")
		})
}

/// Amounts in hours that do not go back, over up to six years, and an hour up to two years later.
fn histories() -> impl Strategy<Value = (Vec<(u32, u128)>, u32)> {
	let steps = prop::collection::vec((0..2_000u32, log_uniform(80)), 1..25);
	(0..50_000u32, steps, 0..17_000u32).prop_map(|(start, steps, later)| {
		let mut hour = start;
		let amounts = steps
			.into_iter()
			.map(|(pause, amount)| {
				hour += pause;
				(hour, amount)
			})
			.collect();
		(amounts, hour + later)
	})
}

/// `parts` positive numbers that sum to `whole`, cut at the fractions in `cuts`.
fn cut(whole: u128, cuts: &[u16]) -> Vec<u128> {
	let mut points: Vec<u128> = cuts
		.iter()
		.map(|cut| (whole >> 16) * u128::from(*cut))
		.chain([0, whole])
		.collect();
	points.sort_unstable();
	points.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn a_bond_at_par_weighs_itself() {
	// Busy all year with 1 GCD an hour: 720 / ln 2 = 1,038.7 GCD left in the sum, so that 48 GCD of bond
	// are at par with kappa = 21.64, or 0.0462 GHR per GCD at one GCD per GHR.
	let busy: Vec<(u32, u128)> = (0..24 * 365).map(|hour| (hour, 1_000_000)).collect();
	let value = sum_of(&busy)
		.value_down(24 * 365, HALF_LIFE)
		.expect("a half-life");
	assert!((1_037..1_040).contains(&((value >> SUM_FRACTION_BITS) / 1_000_000)));
	let green = green_stake_down(value, 46_210_000_000);
	let weight = device_weight_down(48_000_000_000_000, green);
	assert!(
		(47_900_000_000_000..48_100_000_000_000).contains(&weight),
		"{weight}"
	);
}

#[test]
fn value_is_limited_by_the_index_and_by_the_fee() {
	// 2,000 units at 0.5 GCD an hour are worth 1 GCD; 2 % of that is 20,000 planck.
	let paid = |fee_burned| PaidUnits {
		units: 2_000,
		class_index: 500_000,
		fee_burned,
		fee_parts: 20_000,
	};
	assert_eq!(counted_value_down(&paid(20_000)), Ok(1_000_000));
	assert_eq!(counted_value_down(&paid(u128::MAX)), Ok(1_000_000));
	assert_eq!(counted_value_down(&paid(10_000)), Ok(500_000));
	assert_eq!(counted_value_down(&paid(0)), Ok(0));
	let free = PaidUnits {
		fee_parts: 0,
		..paid(1)
	};
	assert!(counted_value_down(&free).is_err());
}

#[test]
fn half_of_a_sum_is_left_after_a_half_life() {
	let sum = sum_of(&[(123, 1 << 20)]);
	let value = |hour| sum.value_down(hour, HALF_LIFE).expect("a half-life");
	let full = 1u128 << (20 + SUM_FRACTION_BITS);
	assert!(full - value(123) <= 2);
	assert!((full >> 1) - value(123 + HALF_LIFE) <= 2);
	assert!((full >> 10) - value(123 + 10 * HALF_LIFE) <= 2);
	assert_eq!(value(u32::MAX), 0);
	// Time does not run backwards: nobody is asked for an hour before the stored period.
	let later = sum.add_down(0, HALF_LIFE + 5, HALF_LIFE).expect("in range");
	assert_eq!(
		later.value_down(0, HALF_LIFE),
		later.value_down(HALF_LIFE, HALF_LIFE)
	);
	assert_eq!(
		later.add_down(7, 0, HALF_LIFE),
		later.add_down(7, HALF_LIFE, HALF_LIFE)
	);
	assert!(sum.value_down(0, 0).is_err());
}

#[test]
fn sums_out_of_range_are_refused() {
	let sum = DecayingSum::default();
	assert!(sum.add_down(u128::MAX, 1, HALF_LIFE).is_err());
	assert!(sum.add_down((1 << 94) - 1, 719, HALF_LIFE).is_ok());
	assert!(sum.add_down(1, 1, 0).is_err());
}

proptest! {
	#[test]
	fn powers_of_two_differ_from_exact_ones_by_less_than_stated(fraction in any::<u128>()) {
		let exact = exp(&(BigRational::new(BigInt::from(fraction), BigInt::one() << 128) * ln(2)));
		let power = whole(exp2_down(fraction)) * unit(127);
		prop_assert!(power <= exact);
		prop_assert!(exact - power < whole(MAX_ERROR) * unit(127));
	}

	#[test]
	fn looking_at_a_sum_changes_nothing_and_it_never_rises((amounts, hour) in histories()) {
		let sum = sum_of(&amounts);
		let mut before = u128::MAX;
		let last = amounts[amounts.len() - 1].0;
		for at in (last..=hour).step_by(97) {
			// Adding nothing is what any look could write at most.
			let looked = sum.add_down(0, at, HALF_LIFE).expect("in range");
			let value = sum.value_down(at, HALF_LIFE).expect("a half-life");
			prop_assert_eq!(looked.value_down(hour, HALF_LIFE), sum.value_down(hour, HALF_LIFE));
			prop_assert!(value <= before);
			before = value;
		}
	}

	#[test]
	fn a_sum_in_parts_is_never_above_the_whole((amounts, hour) in histories(), cuts in any::<[u16; 3]>()) {
		let parts = 4;
		let split: u128 = (0..parts)
			.map(|part| {
				let shares: Vec<_> = amounts.iter().map(|(at, amount)| (*at, cut(*amount, &cuts)[part])).collect();
				sum_of(&shares).value_down(hour, HALF_LIFE).expect("a half-life")
			})
			.sum();
		let merged = sum_of(&amounts).value_down(hour, HALF_LIFE).expect("a half-life");
		// Each addition rounds by one unit, each read by one, and each period by one, in every part.
		let units = u128::try_from(amounts.len() + 2).expect("few") + u128::from(hour / HALF_LIFE);
		prop_assert!(split <= merged + units);
		prop_assert!(merged <= split + u128::try_from(parts).expect("few") * units);
	}

	#[test]
	fn a_weight_is_the_root_rounded_down(bond in log_uniform(127), green in log_uniform(128)) {
		let weight = BigInt::from(device_weight_down(bond, green));
		let product = BigInt::from(bond) * BigInt::from(green.min(bond.saturating_mul(2)));
		prop_assert!(&weight * &weight <= product);
		prop_assert!((&weight + 1) * (&weight + 1) > product);
		// Never more than sqrt 2 bonds.
		prop_assert!(&weight * &weight <= BigInt::from(bond) * BigInt::from(bond) * 2);
	}

	#[test]
	fn a_weight_never_falls_when_bond_or_green_rises(
		bond in log_uniform(120), green in log_uniform(120),
		more_bond in log_uniform(120), more_green in log_uniform(120),
	) {
		let weight = device_weight_down(bond, green);
		prop_assert!(device_weight_down(bond + more_bond, green) >= weight);
		prop_assert!(device_weight_down(bond, green + more_green) >= weight);
	}

	#[test]
	fn splitting_a_device_in_any_way_never_gains_a_planck(
		bond in log_uniform(100), green in log_uniform(100),
		bond_cuts in prop::collection::vec(any::<u16>(), 0..40), noise in any::<u16>(),
	) {
		let green_cuts: Vec<u16> = bond_cuts.iter().map(|cut| cut.rotate_left(5) ^ noise).collect();
		let parts: u128 = cut(bond, &bond_cuts)
			.into_iter()
			.zip(cut(green, &green_cuts))
			.map(|(bond, green)| device_weight_down(bond, green))
			.sum();
		prop_assert!(parts <= device_weight_down(bond, green));
	}

	#[test]
	fn merging_equal_parts_gains_less_than_a_planck_a_part(
		bond in log_uniform(100), green in log_uniform(100), parts in 1..1_000u128,
	) {
		let merged = device_weight_down(bond * parts, green * parts);
		let split = device_weight_down(bond, green) * parts;
		prop_assert!(split <= merged && merged < split + parts);
	}

	#[test]
	fn merging_devices_that_lack_bond_gains_a_planck_at_most(
		bond in log_uniform(100), other_bond in log_uniform(100), more in log_uniform(20), other_more in log_uniform(20),
	) {
		// Both have twice the green that their bonds can carry, so merging can't help.
		let (green, other_green) = (2 * bond + more, 2 * other_bond + other_more);
		let split = device_weight_down(bond, green) + device_weight_down(other_bond, other_green);
		let merged = device_weight_down(bond + other_bond, green + other_green);
		prop_assert!(split <= merged && merged <= split + 1);
	}

	#[test]
	fn counted_value_costs_the_fee_rate(
		units in any::<u32>(), class_index in log_uniform(60), fee_burned in log_uniform(80), fee_parts in 1..1_000_000u32,
	) {
		let paid = PaidUnits { units: u64::from(units), class_index, fee_burned, fee_parts };
		let value = counted_value_down(&paid).expect("in range");
		prop_assert!(whole(value) * whole(u128::from(fee_parts)) <= whole(fee_burned) * whole(1_000_000));
		prop_assert!(whole(value) * whole(1_000) <= whole(u128::from(units)) * whole(class_index));
	}

	#[test]
	fn green_stake_is_the_product_rounded_down(value in log_uniform(110), bond_per_gcd in log_uniform(60)) {
		let green = green_stake_down(value, bond_per_gcd);
		let exact = whole(value) * whole(bond_per_gcd) / (whole(1_000_000) * whole(1 << SUM_FRACTION_BITS));
		prop_assert_eq!(whole(green), exact.floor());
	}

	#[test]
	fn shares_never_exceed_what_is_paid_out(
		amount in log_uniform(60), weights in prop::collection::vec(log_uniform(80), 1..20),
	) {
		let total: u128 = weights.iter().sum();
		prop_assume!(total > 0);
		let each = per_weight_down(amount, total).expect("in range");
		let paid: u128 = weights.iter().map(|weight| accrued_down(*weight, each).expect("in range")).sum();
		prop_assert!(paid <= amount);
		// Each share rounds by one planck, and the rate by 2^-64 of a planck for each planck of weight.
		let lost = u128::try_from(weights.len()).expect("few") + 1 + (total >> 64);
		prop_assert!(amount <= paid + lost);
	}

	#[test]
	fn a_threshold_is_below_the_exact_chance_by_less_than_three_units(
		weight in log_uniform(128), total in log_uniform(128), k in 0..64u32,
	) {
		prop_assume!(total > 0);
		let threshold = whole(u128::from(refusal_threshold_down(weight, total, k).expect("a total")));
		let exponent = whole(weight) * whole(u128::from(k)) / whole(total);
		let chance = if exponent < whole(49) { whole(1) - exp(&exponent).recip() } else { whole(1) };
		let exact = chance * whole(1 << 64);
		// The reference is off by less than 2^-110 of e^x; above 49 the chance is one to 2^-70.
		prop_assert!(threshold <= &exact + unit(20));
		prop_assert!(threshold + whole(3) > exact);
	}

	#[test]
	fn splitting_a_weight_is_drawn_no_more_often(
		weight in log_uniform(90), rest in log_uniform(90), cuts in prop::collection::vec(any::<u16>(), 0..20), k in 1..8u32,
	) {
		let total = weight + rest;
		prop_assume!(total > 0);
		let miss = |weight| {
			let threshold = refusal_threshold_down(weight, total, k).expect("a total");
			whole(1) - whole(u128::from(threshold)) * unit(64)
		};
		let parts = cut(weight, &cuts);
		let missed = parts.iter().fold(whole(1), |missed, part| missed * miss(*part));
		let gained = miss(weight) - missed;
		prop_assert!(gained < whole(3) * unit(64));
		// Nor much less: each part rounds by three units.
		let lost = whole(3 * u128::try_from(parts.len()).expect("few")) * unit(64);
		prop_assert!(gained + lost > BigRational::zero());
	}

	#[test]
	fn a_threshold_never_falls_when_the_weight_rises(
		weight in log_uniform(100), more in log_uniform(100), total in log_uniform(100), k in 0..64u32,
	) {
		prop_assume!(total > 0);
		let threshold = |weight| refusal_threshold_down(weight, total, k).expect("a total");
		// One unit of the last place, where the power changes its whole exponent.
		prop_assert!(threshold(weight + more).saturating_add(1) >= threshold(weight));
	}
}

proptest! {
	// Exact powers are slow.
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn a_decayed_sum_is_below_the_exact_one_by_less_than_stated((amounts, hour) in histories()) {
		let value = sum_of(&amounts).value_down(hour, HALF_LIFE).expect("a half-life");
		let exact = exact_sum(&amounts, hour) * whole(1 << SUM_FRACTION_BITS);
		let first = amounts[0].0 / HALF_LIFE;
		let units = u128::try_from(amounts.len()).expect("few") + 2 + u128::from(hour / HALF_LIFE - first);
		// The reference is off by less than 2^-110 of it.
		let slack = &exact * unit(105);
		prop_assert!(whole(value) <= &exact + &slack);
		prop_assert!(whole(value) + whole(units) + slack > exact);
	}
}
