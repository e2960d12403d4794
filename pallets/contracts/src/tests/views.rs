use crate::{mock::*, views::ContractHour};
use frame_support::assert_ok;
use greenhour_traits::ContractBook;
use greenhour_types::{ContractId, Day, DeviceId, HourPhase, MilliGpu};

#[test]
fn the_hours_of_a_contract_are_listed_with_where_they_stand() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8, 9], 1_000);
		let days = vec![prices(Day(6), &[0], 100, 70)];
		assert_ok!(Contracts::extend(contract, days));
		let tenant = RuntimeOrigin::signed(TENANT);
		assert_ok!(Contracts::top_up(tenant, contract, DAY, mask(&[8]), 5));
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 120));
		World::advance_to(8, HourPhase::Delivery);
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
		let hours = Contracts::contract_hours(contract).expect("open");
		let listed: Vec<_> = hours.iter().map(|hour| hour.hour).collect();
		let next = Day(6).hour(at(0).of_day()).expect("a small day");
		assert_eq!(listed, [at(8), at(9), next]);
		assert_eq!(
			hours[0],
			ContractHour {
				hour: at(8),
				phase: Some(HourPhase::Delivery),
				units: MilliGpu(300),
				assigned: MilliGpu(120),
				unassigned: MilliGpu(180),
				refunded: true,
				paid: 1_000,
				incentive: 5,
			}
		);
		assert!(!hours[1].refunded);
		assert_eq!(Contracts::contract_hours(ContractId(77)), None);
	});
}

#[test]
fn what_a_device_serves_on_a_day_is_listed_while_it_is_open() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contracts = [buy(100, &[8], 1_000), buy(100, &[8], 1_000)];
		World::advance_to(8, HourPhase::Assignment);
		for contract in contracts {
			assert_ok!(accept(contract, 0, &[8], 100));
		}
		let served = Contracts::assignments_of(DeviceId(0), DAY);
		assert_eq!(served.len(), 2);
		assert!(contracts
			.iter()
			.all(|id| served.iter().any(|(served, _)| served == id)));
		assert!(Contracts::assignments_of(DeviceId(0), Day(6)).is_empty());
		assert!(Contracts::assignments_of(DeviceId(1), DAY).is_empty());
	});
}
