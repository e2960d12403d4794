use crate::{mock::*, AssignAttempts, Assignments, Error, Event};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use greenhour_types::{
	ContractId, ContractTerms, Day, DeviceId, HourPhase, MilliGpu, VerificationMode,
};
use sp_runtime::DispatchError;

fn assign(contract: ContractId, hour: u8) -> DispatchResultWithPostInfo {
	Contracts::assign(RuntimeOrigin::signed(STRANGER), contract, DAY, hour)
}

fn unassigned(contract: ContractId, hour: u8) -> u32 {
	let page = page_of(contract).expect("open");
	page.unassigned_at(at(hour).of_day()).0
}

/// `devices` offers of `each` units, and 1,000 units bought in hours 8 and 9; hour 8 is in its
/// assignment phase.
fn assignment_phase(devices: u32, each: u32) -> ContractId {
	(0..devices).for_each(|id| {
		World::add_offer(id, each);
	});
	let contract = buy(1_000, &[8, 9], 3_000);
	World::advance_to(8, HourPhase::Assignment);
	contract
}

#[test]
fn assign_gives_everything_to_offers_that_are_free() {
	Ext.run(|| {
		let contract = assignment_phase(1, 5_000);
		assert_ok!(assign(contract, 8));
		assert_eq!(unassigned(contract, 8), 0);
		let assignment = Assignments::<Test>::get((DeviceId(0), DAY, contract)).expect("bound");
		assert_eq!(assignment.units_at(at(8).of_day()), MilliGpu(1_000));
		assert_eq!(World::get().obligations[&0], 1);
		System::assert_has_event(
			Event::HoursAssigned {
				contract,
				device: DeviceId(0),
				day: DAY,
				hours: mask(&[8]),
				units: MilliGpu(1_000),
				offer: greenhour_types::OfferId(1_000),
			}
			.into(),
		);
		System::assert_last_event(
			Event::AssignTried {
				contract,
				hour: at(8),
				attempts: 1,
				unassigned: MilliGpu(0),
			}
			.into(),
		);
	});
}

#[test]
fn assign_spreads_over_offers_and_continues_where_it_stopped() {
	Ext.run(|| {
		let contract = assignment_phase(30, 100);
		let mut last = 1_000;
		let mut calls = 0;
		while unassigned(contract, 8) > 0 && calls < 60 {
			assert_ok!(assign(contract, 8));
			calls += 1;
			assert!(unassigned(contract, 8) <= last);
			last = unassigned(contract, 8);
			if last > 0 {
				assert_eq!(AssignAttempts::<Test>::get(contract, DAY)[8], calls * 8);
			}
		}
		assert_eq!(last, 0, "10 of 30 offers are picked within 480 picks");
		assert_eq!(Assignments::<Test>::iter().count(), 10);
		assert_eq!(AssignAttempts::<Test>::get(contract, DAY)[9], 0);
	});
}

/// Attack: leave one unit free in many offers, so that a contract is splintered into pieces that cost more to
/// settle than they are worth.
#[test]
fn splintering_a_contract() {
	Ext.run(|| {
		let contract = assignment_phase(20, 1);
		assert_ok!(assign(contract, 8));
		assert_eq!(unassigned(contract, 8), 1_000);
		assert_eq!(Assignments::<Test>::iter().count(), 0);
	});
}

#[test]
fn assign_tops_up_a_device_that_accepted_a_part() {
	Ext.run(|| {
		let contract = assignment_phase(1, 5_000);
		assert_ok!(accept(contract, 0, &[8], 400));
		assert_ok!(assign(contract, 8));
		let assignment = Assignments::<Test>::get((DeviceId(0), DAY, contract)).expect("bound");
		assert_eq!(assignment.units_at(at(8).of_day()), MilliGpu(1_000));
		assert_eq!(
			crate::UnsettledHours::<Test>::get(assignment.offer, DAY)[8],
			1
		);
	});
}

#[test]
fn assign_passes_over_offers_that_cannot_serve_and_still_counts() {
	Ext.run(|| {
		let contract = assignment_phase(2, 0);
		assert_ok!(assign(contract, 8));
		assert_eq!(unassigned(contract, 8), 1_000);
		assert_eq!(AssignAttempts::<Test>::get(contract, DAY)[8], 8);
	});
}

#[test]
fn assign_passes_over_a_device_that_takes_no_obligation() {
	Ext.run(|| {
		let contract = assignment_phase(1, 5_000);
		World::change(|world| world.refuse_obligations = true);
		assert_ok!(assign(contract, 8));
		assert_eq!(unassigned(contract, 8), 1_000);
		assert_eq!(Assignments::<Test>::iter().count(), 0);
	});
}

#[test]
fn assign_passes_over_a_renewed_offer_of_a_bound_device() {
	Ext.run(|| {
		let contract = assignment_phase(1, 600);
		assert_ok!(accept(contract, 0, &[8], 600));
		World::change(|world| {
			let renewed = world.offers[&1_000].clone();
			world.offers.insert(5_000, renewed);
			world.list = vec![5_000];
		});
		assert_ok!(assign(contract, 8));
		assert_eq!(unassigned(contract, 8), 400);
	});
}

#[test]
fn assign_passes_over_a_device_whose_bond_cannot_pay_for_a_miss() {
	Ext.run(|| {
		// 1,000 units, paid 3,000: a miss costs 4,500.
		let contract = assignment_phase(1, 5_000);
		World::change(|world| world.bonds.insert(0, 4_499));
		assert_ok!(assign(contract, 8));
		assert_eq!(unassigned(contract, 8), 1_000);
		assert_eq!(Assignments::<Test>::iter().count(), 0);
		assert_eq!(AssignAttempts::<Test>::get(contract, DAY)[8], 8);
		World::change(|world| world.bonds.insert(0, 4_500));
		assert_ok!(assign(contract, 8));
		assert_eq!(unassigned(contract, 8), 0);
	});
}

#[test]
fn assign_fails_for_terms_that_need_consent_and_their_units_are_refunded_less_the_fee() {
	let green = ContractTerms {
		min_green_share: 1,
		..terms()
	};
	let work = ContractTerms {
		verification: VerificationMode::Work,
		..terms()
	};
	for least in [green, work] {
		Ext.run(|| {
			World::add_offer(0, 5_000);
			let contract = buy_on(least, 1_000, &[8], 3_000);
			World::advance_to(8, HourPhase::Assignment);
			assert_noop!(assign(contract, 8), Error::<Test>::ConsentNeeded);
			World::advance_to(8, HourPhase::Delivery);
			let origin = RuntimeOrigin::signed(STRANGER);
			assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
			// The fee is 5 % of 3,000 and is burned; the caller was rewarded.
			assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 150 - REWARD));
		});
	}
}

#[test]
fn assign_refunds_the_weight_of_picks_that_it_did_not_make() {
	use crate::WeightInfo;
	Ext.run(|| {
		let contract = assignment_phase(1, 5_000);
		let info = assign(contract, 8).expect("one pick is enough");
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::assign(1)));
	});
}

#[test]
fn assign_fails_outside_of_its_phase() {
	Ext.run(|| {
		let contract = assignment_phase(1, 5_000);
		for phase in [
			HourPhase::OnSale,
			HourPhase::FirstRefusal,
			HourPhase::Delivery,
			HourPhase::Settlement,
			HourPhase::Settled,
		] {
			World::advance_to(8, phase);
			assert_noop!(assign(contract, 8), Error::<Test>::WrongPhase);
		}
	});
}

#[test]
fn assign_fails_for_unknown_contracts_days_and_hours() {
	Ext.run(|| {
		let contract = assignment_phase(1, 5_000);
		assert_noop!(assign(ContractId(9), 8), Error::<Test>::ContractNotFound);
		for hour in [7, 24, u8::MAX] {
			assert_noop!(assign(contract, hour), Error::<Test>::HoursNotBought);
		}
		let origin = RuntimeOrigin::signed(STRANGER);
		let result = Contracts::assign(origin, contract, Day(u32::MAX), 8);
		assert_noop!(result, Error::<Test>::HoursNotBought);
	});
}

#[test]
fn assign_fails_when_nothing_is_left_to_give() {
	Ext.run(|| {
		let contract = assignment_phase(1, 5_000);
		assert_ok!(assign(contract, 8));
		assert_noop!(assign(contract, 8), Error::<Test>::NothingUnassigned);
	});
}

#[test]
fn assign_fails_without_offers_or_seed() {
	Ext.run(|| {
		let contract = assignment_phase(0, 0);
		assert_noop!(assign(contract, 8), Error::<Test>::NoOffers);
		World::change(|world| world.seed = None);
		assert_noop!(assign(contract, 8), Error::<Test>::SeedNotReady);
	});
}

#[test]
fn assign_fails_unsigned() {
	Ext.run(|| {
		let contract = assignment_phase(1, 5_000);
		let result = Contracts::assign(RuntimeOrigin::none(), contract, DAY, 8);
		assert_noop!(result, DispatchError::BadOrigin);
	});
}
