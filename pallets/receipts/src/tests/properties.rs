//! Laws of the meter ledger.

use crate::{
	meter::{HourClaim, MeterLedger},
	mock::*,
	rules::max_green_wh_down,
	MeterHours,
};
use greenhour_types::{
	receipt::{HourFacts, ReceiptRules},
	Hour, MilliGpu,
};
use proptest::prelude::*;

/// Units and green share that one contract asks of some hours.
#[derive(Clone, Debug)]
struct Ask {
	hours: Vec<u32>,
	units: u32,
	share: u16,
}

fn ask() -> impl Strategy<Value = Ask> {
	let hours = proptest::sample::subsequence(vec![0u32, 1, 2, 3], 1..=4);
	(hours, 1u32..2_000, 0u16..=10_000).prop_map(|(hours, units, share)| Ask {
		hours,
		units,
		share,
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	/// Whatever is asked, in one batch or many: units never exceed what the energy allows, green
	/// energy is never spent twice, and what is refused changes nothing.
	#[test]
	fn energy_is_spent_once(
		asks in proptest::collection::vec((ask(), any::<bool>()), 1..20),
		max_units in proptest::array::uniform4(0u32..5_000),
		green in proptest::array::uniform4(0u32..2_000),
	) {
		Ext::default().execute(|| {
			let mut ledger = MeterLedger::<Test>::default();
			let (mut units_paid, mut green_paid) = ([0u64; 4], 0u64);
			for (ask, new_batch) in asks {
				let rules = ReceiptRules {
					wh_per_gpu_hour: 300, min_green_share: 0, max_wh_per_hour: u32::MAX,
				};
				let claims: Vec<HourClaim> = ask.hours.iter().map(|index| {
					let place = usize::try_from(*index).expect("below 4");
					let facts = HourFacts {
						reading_commitment: [1; 32],
						max_units: MilliGpu(max_units[place]),
						green_wh: green[place],
					};
					HourClaim { hour: Hour(*index), facts, units: MilliGpu(ask.units) }
				}).collect();
				match ledger.draw(DEVICE, &claims, &rules, ask.share, max_green_wh_down(6_000)) {
					Ok(drawn) => {
						green_paid += drawn;
						for index in ask.hours {
							units_paid[usize::try_from(index).expect("below 4")] +=
								u64::from(ask.units);
						}
						if new_batch {
							core::mem::take(&mut ledger).write();
						}
					}
					// A refused batch is dropped whole, with all it had drawn.
					Err(_) => {
						let kept: Vec<_> = MeterHours::<Test>::iter_prefix(DEVICE).collect();
						ledger = MeterLedger::default();
						units_paid = [0; 4];
						for (hour, entry) in &kept {
							let place = usize::try_from(hour.0).expect("below 4");
							units_paid[place] = u64::from(entry.used_units.0);
						}
						green_paid = kept.iter().map(|(hour, entry)| {
							let place = usize::try_from(hour.0).expect("below 4");
							u64::from(green[place] - entry.green_wh_left)
						}).sum();
					}
				}
			}
			ledger.write();
			let mut green_left = 0u64;
			let mut green_metered = 0u64;
			for (hour, entry) in MeterHours::<Test>::iter_prefix(DEVICE) {
				let place = usize::try_from(hour.0).expect("below 4");
				assert_eq!(u64::from(entry.used_units.0), units_paid[place]);
				assert!(entry.used_units.0 <= max_units[place]);
				green_left += u64::from(entry.green_wh_left);
				green_metered += u64::from(green[place]);
			}
			assert_eq!(green_left + green_paid, green_metered);
		});
	}
}
