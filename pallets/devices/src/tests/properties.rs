//! Random calls, legal and illegal, by everybody: the invariants hold after each, GHR is neither
//! made nor lost except by burning, and a key never serves twice.

use crate::{mock::*, Event, MeterKeys};
use greenhour_traits::{DeviceRegistry, Obligations};
use greenhour_types::{AttestationTier, Balance, DeviceId, MilliGpu};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Step {
	Register {
		owner: u64,
		seeds: [u8; 3],
		bond: Balance,
	},
	Activate {
		signer: u64,
		device: u32,
		life: u64,
		benchmark: u32,
	},
	AddBond {
		signer: u64,
		device: u32,
		amount: Balance,
	},
	Withdraw {
		signer: u64,
		device: u32,
	},
	SetOperator {
		signer: u64,
		device: u32,
		operator: u64,
	},
	SetRate {
		value: Balance,
		life: u64,
	},
	Slash {
		device: u32,
		gcd: Balance,
		compensation: Balance,
		beneficiary: u64,
	},
	Oblige {
		device: u32,
	},
	Discharge {
		device: u32,
	},
	Wait {
		ms: u64,
	},
}

fn amount() -> impl Strategy<Value = Balance> {
	let common = (0..120u32).prop_map(|bits| (1u128 << bits) - 1);
	prop_oneof![8 => common, 4 => MIN_BOND..3 * MIN_BOND, 1 => Just(Balance::MAX)]
}

fn step() -> impl Strategy<Value = Step> {
	let (who, device) = (1..6u64, 0..6u32);
	let signer = prop_oneof![3 => Just(OWNER), 1 => who.clone()];
	prop_oneof![
		4 => (signer.clone(), prop::array::uniform3(1..12u8), amount())
			.prop_map(|(owner, seeds, bond)| Step::Register { owner, seeds, bond }),
		3 => (prop_oneof![4 => Just(ENDORSER), 1 => who.clone()], device.clone(), 0..2_000_000u64, 0..3_000u32)
			.prop_map(|(signer, device, life, benchmark)| {
				Step::Activate { signer, device, life, benchmark }
			}),
		2 => (signer.clone(), device.clone(), amount())
			.prop_map(|(signer, device, amount)| Step::AddBond { signer, device, amount }),
		1 => (signer.clone(), device.clone())
			.prop_map(|(signer, device)| Step::Withdraw { signer, device }),
		1 => (signer, device.clone(), 99..115u64)
			.prop_map(|(signer, device, operator)| Step::SetOperator { signer, device, operator }),
		1 => (amount(), 0..2_000_000u64).prop_map(|(value, life)| Step::SetRate { value, life }),
		3 => (device.clone(), amount(), amount(), who).prop_map(
			|(device, gcd, compensation, beneficiary)| {
				Step::Slash { device, gcd, compensation, beneficiary }
			}
		),
		2 => device.clone().prop_map(|device| Step::Oblige { device }),
		2 => device.prop_map(|device| Step::Discharge { device }),
		1 => (0..500_000u64).prop_map(|ms| Step::Wait { ms }),
	]
}

fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Makes one step; a refused call must change nothing, which `with_storage_layer` grants and the
/// invariants check.
fn make(step: Step) {
	let _ = frame_support::storage::with_storage_layer(|| match step {
		Step::Register {
			owner,
			seeds: [operator, place, meter],
			bond,
		} => Registration {
			owner,
			operator: 100 + u64::from(operator),
			place_nullifier: [place; 32],
			meter_key: [meter; 32],
			bond,
			..registration(1)
		}
		.submit(),
		Step::Activate {
			signer,
			device,
			life,
			benchmark,
		} => Devices::activate(
			signed(signer),
			DeviceId(device),
			AttestationTier::Tier1,
			Now::get() + life,
			MilliGpu(benchmark),
		),
		Step::AddBond {
			signer,
			device,
			amount,
		} => Devices::add_bond(signed(signer), DeviceId(device), amount),
		Step::Withdraw { signer, device } => Devices::withdraw(signed(signer), DeviceId(device)),
		Step::SetOperator {
			signer,
			device,
			operator,
		} => Devices::set_operator(signed(signer), DeviceId(device), operator),
		Step::SetRate { value, life } => {
			Devices::set_ghr_rate(RuntimeOrigin::root(), value, Now::get() + life)
		}
		Step::Slash {
			device,
			gcd,
			compensation,
			beneficiary,
		} => Devices::slash(DeviceId(device), gcd, compensation, &beneficiary).map(|_| ()),
		Step::Oblige { device } => <Devices as Obligations>::add(DeviceId(device)),
		Step::Discharge { device } => <Devices as Obligations>::remove(DeviceId(device)),
		Step::Wait { ms } => {
			Now::set(Now::get() + ms);
			Ok(())
		}
	});
}

fn burned_in_events() -> Balance {
	let burned = System::events()
		.into_iter()
		.map(|record| match record.event {
			RuntimeEvent::Devices(Event::BondSlashed { burned, .. }) => burned,
			_ => 0,
		});
	burned.sum()
}

proptest! {
	#[test]
	fn invariants_hold_after_any_sequence_of_calls(
		steps in prop::collection::vec(step(), 1..80),
	) {
		Ext::default().execute(|| {
			let issuance = Balances::total_issuance();
			let mut meters = BTreeMap::new();
			for step in steps {
				make(step.clone());
				if let Err(broken) = crate::invariants::check::<Test>() {
					panic!("{broken:?} after {step:?}");
				}
				for (key, device) in MeterKeys::<Test>::iter() {
					let first = *meters.entry(key).or_insert(device);
					assert_eq!(first, device, "a meter key serves two devices");
				}
				assert_eq!(meters.len(), MeterKeys::<Test>::iter().count());
			}
			assert_eq!(issuance - Balances::total_issuance(), burned_in_events());
		});
	}

	#[test]
	fn a_slash_never_takes_more_than_the_bond(
		gcd in amount(), compensation in amount(), rate in 1..u128::from(u64::MAX),
	) {
		Ext::default().execute(|| {
			let device = registered();
			Devices::set_ghr_rate(RuntimeOrigin::root(), rate, START + 1).expect("a good rate");
			let given = Devices::slash(device, gcd, compensation, &TENANT).expect("registered");
			let taken = given.compensation + given.burned;
			assert!(taken <= MIN_BOND);
			assert_eq!(held(OWNER), MIN_BOND - taken);
			// Never less than is due, as long as the bond has it.
			let due = gcd.checked_mul(greenhour_types::units::GHR);
			assert!(taken == MIN_BOND || due.is_some_and(|due| taken * rate >= due));
		});
	}
}
