//! Random calls in any order: the invariants hold after each, and what must be conserved is.

use crate::{mock::*, AuditMethod, Audits, Challenges as Open, Listings, TicketQueue, Verdict};
use frame_support::traits::fungible::Mutate;
use greenhour_traits::{DeviceListener, PhysicalBound};
use greenhour_types::{
	ContractId, Day, DeviceId, Hour, HourMask, MilliGpu, VerificationMode, WattHours,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

const DEVICES: u32 = 30;

#[derive(Clone, Debug)]
enum Step {
	Blocks(u32),
	Wait(u64),
	Enrol(u32),
	Retire(u32),
	Sell(u32, u64),
	Commit(u32),
	Open(u32),
	Defer(u32, u32),
	Settle(u32, u32, u32),
	Judge(u64, usize, bool),
	Close(u64),
	Appeal(u64),
	Resolve(u64, bool),
	Meter(u32, u32, u64, u32),
	Auditors(usize),
	Seeds(bool),
}

fn step() -> impl Strategy<Value = Step> {
	let device = || 0..DEVICES;
	prop_oneof![
		8 => (1..12u32).prop_map(Step::Blocks),
		1 => (0..60 * 3_600_000u64).prop_map(Step::Wait),
		6 => device().prop_map(Step::Enrol),
		2 => device().prop_map(Step::Retire),
		2 => (device(), 1..5u64).prop_map(|(device, to)| Step::Sell(device, to)),
		4 => device().prop_map(Step::Commit),
		1 => device().prop_map(Step::Open),
		3 => (device(), 0..5u32).prop_map(|(device, units)| Step::Defer(device, units)),
		5 => (device(), any::<u32>(), 0..5u32).prop_map(|(d, bits, units)| Step::Settle(d, bits, units)),
		6 => (0..6u64, 0..3usize, any::<bool>()).prop_map(|(a, seat, fraud)| Step::Judge(a, seat, fraud)),
		2 => (0..6u64).prop_map(Step::Close),
		2 => (0..6u64).prop_map(Step::Appeal),
		2 => (0..6u64, any::<bool>()).prop_map(|(audit, fraud)| Step::Resolve(audit, fraud)),
		2 => (device(), 20..90u32, 0..200u64, 0..6u32)
			.prop_map(|(device, hour, wh, units)| Step::Meter(device, hour, wh, units)),
		1 => (0..6usize).prop_map(Step::Auditors),
		1 => any::<bool>().prop_map(Step::Seeds),
	]
}

fn current_hour() -> Hour {
	<Fakes as greenhour_traits::HourClock>::current_hour().expect("known")
}

fn act(step: Step) {
	let operator = |device: u32| RuntimeOrigin::signed(operator_of(DeviceId(device)));
	match step {
		Step::Blocks(count) => blocks(count),
		Step::Wait(ms) => Now::mutate(|now| *now += ms),
		Step::Enrol(device) => {
			let known = world(|world| world.devices.get(&DeviceId(device)).cloned());
			enrol(known.map_or(1, |record| record.owner), device);
		}
		Step::Retire(device) => {
			let left = world(|world| world.devices.remove(&DeviceId(device)));
			if left.is_some() {
				Challenges::result_changed(DeviceId(device), None);
			}
		}
		Step::Sell(device, to) => {
			let from = world(|world| {
				let record = world.devices.get_mut(&DeviceId(device))?;
				Some(core::mem::replace(&mut record.owner, to))
			});
			if let Some(from) = from {
				Challenges::owner_changed(DeviceId(device), &from, &to);
			}
		}
		Step::Commit(device) => {
			let _ = Challenges::commit_product(operator(device), DeviceId(device), [1; 32]);
		}
		Step::Open(device) => {
			let none = Default::default();
			assert!(Challenges::open_product(operator(device), DeviceId(device), none).is_err());
		}
		Step::Defer(device, units) => {
			let (contract, hour) = (ContractId(1), current_hour());
			assign(
				contract,
				DeviceId(device),
				hour,
				units,
				VerificationMode::Work,
			);
			let contracts = vec![contract].try_into().expect("one");
			let _ = Challenges::defer_challenge(operator(device), DeviceId(device), contracts);
		}
		Step::Settle(device, bits, units) => {
			if world(|world| world.devices.contains_key(&DeviceId(device))) {
				let hours = HourMask::new(bits & 0xff_ffff).expect("24 bits");
				let day = Day(current_hour().day().0.saturating_sub(bits >> 30));
				settle(DeviceId(device), day, hours, units);
			}
		}
		Step::Judge(audit, seat, fraud) => {
			let verdict = match fraud {
				true => Verdict::Fraud,
				false => Verdict::Delivered,
			};
			let auditor = Audits::<Test>::get(audit)
				.and_then(|audit| audit.panel.get(seat).map(|seat| seat.auditor));
			let signer = RuntimeOrigin::signed(auditor.unwrap_or(901));
			let method = AuditMethod::SeededProduct;
			let _ = Challenges::give_verdict(signer, audit, verdict, method, [0; 32]);
		}
		Step::Close(audit) => drop(Challenges::close_audit(RuntimeOrigin::signed(5), audit)),
		Step::Appeal(audit) => {
			let device = Audits::<Test>::get(audit).map_or(DeviceId(0), |audit| audit.device);
			let signer = RuntimeOrigin::signed(operator_of(device));
			let _ = Challenges::appeal(signer, audit);
		}
		Step::Resolve(audit, fraud) => {
			let _ = Challenges::resolve_audit(RuntimeOrigin::root(), audit, fraud);
		}
		Step::Meter(device, hour, wh, units) => {
			Challenges::metered(DeviceId(device), Hour(hour), WattHours(wh), MilliGpu(units));
		}
		Step::Auditors(count) => {
			world(|world| world.auditors = AUDITORS.iter().take(count).copied().collect());
		}
		Step::Seeds(ready) => SeedsReady::set(ready),
	}
}

/// Every obligation is of a ticket that waits or of an audit that is open, and every engaged auditor sits on one.
fn assert_conserved() {
	for device in (0..DEVICES).map(DeviceId) {
		let counted = world(|world| world.obligations.get(&device).copied().unwrap_or_default());
		let waiting = crate::Tickets::<Test>::iter_values().filter(|it| it.device == device);
		let open = Audits::<Test>::iter_values().filter(|it| it.device == device);
		assert_eq!(usize::try_from(counted), Ok(waiting.count() + open.count()));
	}
	let seats: usize = Audits::<Test>::iter_values()
		.map(|audit| audit.panel.len())
		.sum();
	let engaged: u32 = world(|world| world.engaged.values().sum());
	assert_eq!(usize::try_from(engaged), Ok(seats));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(24))]

	#[test]
	fn the_invariants_hold_after_every_step(steps in prop::collection::vec(step(), 1..120), salt: u64) {
		Ext::execute(|| {
			Salt::set(salt);
			for device in 0..DEVICES {
				let _ = <Balances as Mutate<u64>>::set_balance(&operator_of(DeviceId(device)), 5_000);
				world(|world| {
					world.limits.insert(DeviceId(device), greenhour_math::physical::SiteLimits {
						min_wh_per_gpu_hour: 10_000,
						gpu_nameplate: 4,
						wh_per_hour: 100,
						off_grid: None,
					});
				});
			}
			for step in steps {
				let before = System::block_number();
				act(step.clone());
				crate::invariants::check::<Test>().unwrap_or_else(|fault| panic!("{step:?}: {fault:?}"));
				assert_conserved();
				// Nobody is challenged twice in one block, and no more than 20 are.
				for block in before..=System::block_number() {
					let of_block: BTreeSet<DeviceId> = Open::<Test>::iter()
						.filter(|(_, it)| it.round == block)
						.map(|(device, _)| device)
						.collect();
					assert!(of_block.len() <= 20);
				}
			}
			// Everything comes to an end when nothing new is paid or attested.
			SeedsReady::set(true);
			for device in 0..DEVICES {
				world(|world| world.devices.remove(&DeviceId(device)));
				Challenges::result_changed(DeviceId(device), None);
			}
			Now::mutate(|now| *now += 60 * 3_600_000);
			blocks(80);
			assert!(TicketQueue::<Test>::get().is_empty());
			assert_eq!(Listings::<Test>::iter().count(), 0);
			assert_eq!(Open::<Test>::iter().count(), 0);
			assert_eq!(crate::Rounds::<Test>::iter().count(), 0);
			assert_eq!(crate::Deferrals::<Test>::iter().count(), 0);
		});
	}
}
