//! What a GPU-hour costs that was paid and never served, by simulation of the whole way: settlement, draw, panel,
//! conviction.

use crate::{mock::*, AuditMethod, AuditStage, Audits, Verdict};
use frame_support::assert_ok;
use greenhour_math::fake_hour::{fake_hour_cost_down, FakeHourTerms};
use greenhour_types::{units::GCD, Balance, Day, DeviceId, HourMask, HourOfDay};

/// What the simulation counts.
#[derive(Debug, Default)]
struct Faked {
	hours: u32,
	convicted: u32,
	burned: Balance,
}

/// The panels find what there is.
fn judge_all() {
	let open: Vec<u64> = Audits::<Test>::iter_keys().collect();
	for id in open {
		let audit = Audits::<Test>::get(id).expect("open");
		if !matches!(audit.stage, AuditStage::Judging { .. }) {
			continue;
		}
		for seat in audit.panel {
			let signer = RuntimeOrigin::signed(seat.auditor);
			let method = AuditMethod::DuplicateRun;
			assert_ok!(Challenges::give_verdict(
				signer,
				id,
				Verdict::Fraud,
				method,
				[0; 32]
			));
		}
	}
}

/// Every device of a fleet claims an hour a day that it did not serve, until it is convicted. Auditors find what they
/// look at.
fn simulate(devices: u32, days: u32, salt: u64) -> Faked {
	let mut faked = Faked::default();
	Ext::execute(|| {
		Salt::set(salt);
		let mut living: Vec<DeviceId> = (0..devices).map(DeviceId).collect();
		// Not listed: only the audits are simulated.
		living.iter().for_each(|device| {
			enrol(7, device.0);
			crate::Pallet::<Test>::want_listing(*device, None);
		});
		for day in 0..days {
			let of_day = HourOfDay::new(u8::try_from(day % 24).expect("small")).expect("an hour");
			for device in &living {
				settle(*device, Day(day), HourMask::single(of_day), 1_000);
				faked.hours += 1;
			}
			for _ in 0..DELAY + 1 + devices.div_ceil(16) {
				next_block();
				judge_all();
			}
			blocks(APPEAL + 1);
			let accused: Vec<u64> = Audits::<Test>::iter_keys().collect();
			for id in accused {
				assert_ok!(Challenges::close_audit(RuntimeOrigin::signed(1), id));
			}
			let convicted = world(|world| world.convicted.clone());
			living.retain(|device| !convicted.contains(device));
		}
		faked.convicted = u32::try_from(world(|world| world.convicted.len())).expect("few");
		faked.burned = world(|world| {
			let left: Balance = world.bonds.values().sum();
			Balance::from(devices) * BOND - left
		});
	});
	faked
}

#[test]
fn a_fake_gpu_hour_costs_more_than_it_earns() {
	// The bond of a device is that of one GPU for 48 hours.
	let index = BOND / 48;
	let mut simulated = Faked::default();
	for salt in 0..6 {
		let run = simulate(200, 30, salt);
		simulated.hours += run.hours;
		simulated.convicted += run.convicted;
		simulated.burned += run.burned;
	}
	let per_hour = simulated.burned / Balance::from(simulated.hours);
	println!(
		"simulated: {} fake hours, {} convictions, {} index burned of each fake hour",
		simulated.hours,
		simulated.convicted,
		fixed(per_hour * GCD / index)
	);
	// 1/24 of 48 hours is twice the index. With about 870 convictions the standard deviation is 3.4 %.
	assert!(
		(17 * index / 10..23 * index / 10).contains(&per_hour),
		"{per_hour}"
	);
	println!("class index 0.50 GCD, 350 Wh a GPU-hour, 0.10 GCD a kWh, bond of 48 hours; GCD for one fake GPU-hour:");
	println!("convicted   hours at once   electricity   expected slash      total");
	for (conviction_percent, hours_at_once) in [
		(100, 1),
		(75, 1),
		(50, 1),
		(10, 1),
		(100, 12),
		(100, 24),
		(100, 48),
		(100, 96),
	] {
		let cost = fake_hour_cost_down(&FakeHourTerms {
			wh_per_gpu_hour: 350,
			price_per_kwh: GCD / 10,
			class_index: GCD / 2,
			bonded_hours: 48,
			audited_one_in: 24,
			conviction_ppm: conviction_percent * 10_000,
			fee_ppm: 20_000,
			hours_at_once,
		})
		.expect("fits");
		let total = cost.total().expect("fits");
		println!(
			"{conviction_percent:>7} %   {hours_at_once:>13}   {:>11}   {:>14}   {:>8}",
			fixed(cost.electricity),
			fixed(cost.expected_slash),
			fixed(total)
		);
		assert!(total > cost.electricity);
		// The hour earns its index: more than it costs where few audits convict, or many hours share the bond.
		let deterred = conviction_percent >= 50 && hours_at_once <= 24;
		assert_eq!(total >= GCD / 2, deterred);
	}
}

/// Planck of GCD with six decimals.
fn fixed(planck: Balance) -> String {
	format!("{}.{:06}", planck / GCD, planck % GCD)
}
