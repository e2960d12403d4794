//! Random calls, legal and illegal, by everybody: the invariants hold after each, GHR is neither
//! made nor lost except by burning, a key never serves twice, and what answers for a device never
//! shrinks but by slashes and by a release that has waited.

use crate::{mock::*, BatchEntry, Bonds, BoundedBatch, Event, MeterKeys, NextDeviceId, Unbondings};
use greenhour_traits::{AttestationResults, DeviceRegistry, Obligations};
use greenhour_types::{
	AttestationResult, AttestationTier, Balance, DeviceFacts, DeviceId, MilliGpu, SuspensionCause,
};
use proptest::prelude::*;
use sp_runtime::DispatchResult;
use std::collections::BTreeMap;

/// One call; numbers that it has no use for say nothing.
#[derive(Clone, Debug)]
struct Step {
	call: Call,
	signer: u64,
	device: DeviceId,
	other: DeviceId,
	account: u64,
	amount: Balance,
	more: Balance,
	number: u32,
}

#[derive(Clone, Copy, Debug)]
enum Call {
	Register,
	RegisterBatch,
	Claim,
	Activate,
	Attest,
	Suspend,
	Pause,
	Resume,
	AddBond,
	Unbond,
	Release,
	Withdraw,
	SetOperator,
	SetCommitment,
	Bind,
	Unbind,
	Offer,
	Cancel,
	Accept,
	SetRate,
	Slash,
	Oblige,
	Discharge,
	Wait,
}

fn amount() -> impl Strategy<Value = Balance> {
	let any_size = (0..120u32).prop_map(|bits| (1u128 << bits) - 1);
	prop_oneof![
		4 => any_size,
		8 => MIN_BOND..3 * MIN_BOND,
		4 => 1..MIN_BOND,
		1 => Just(Balance::MAX)
	]
}

fn call() -> impl Strategy<Value = Call> {
	prop_oneof![
		5 => Just(Call::Register),
		1 => Just(Call::RegisterBatch),
		3 => Just(Call::Claim),
		2 => Just(Call::Activate),
		6 => Just(Call::Attest),
		1 => Just(Call::Suspend),
		3 => Just(Call::Pause),
		3 => Just(Call::Resume),
		4 => Just(Call::AddBond),
		4 => Just(Call::Unbond),
		3 => Just(Call::Release),
		1 => Just(Call::Withdraw),
		1 => Just(Call::SetOperator),
		1 => Just(Call::SetCommitment),
		8 => Just(Call::Bind),
		2 => Just(Call::Unbind),
		5 => Just(Call::Offer),
		1 => Just(Call::Cancel),
		4 => Just(Call::Accept),
		1 => Just(Call::SetRate),
		2 => Just(Call::Slash),
		1 => Just(Call::Oblige),
		4 => Just(Call::Discharge),
		2 => Just(Call::Wait),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let who = || prop_oneof![3 => Just(OWNER), 2 => Just(OTHER), 1 => 3..6u64];
	let device = || (0..4u32).prop_map(DeviceId);
	let numbers = (amount(), amount(), any::<u32>());
	(call(), who(), device(), device(), who(), numbers).prop_map(
		|(call, signer, device, other, account, (amount, more, number))| Step {
			call,
			signer,
			device,
			other,
			account,
			amount,
			more,
			number,
		},
	)
}

fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Facts of any kind, with one of twelve keys.
fn facts_of(number: u32) -> DeviceFacts {
	let seed = u8::try_from(1 + number % 12).expect("small");
	match number / 12 % 3 {
		0 => facts(seed),
		1 => energy(seed),
		_ => compute(seed),
	}
}

/// Makes one step and gives whether it was legal; a refused call must change nothing, which
/// `with_storage_layer` grants and the invariants check.
fn make(step: &Step) -> bool {
	frame_support::storage::with_storage_layer(|| dispatch(step)).is_ok()
}

fn dispatch(step: &Step) -> DispatchResult {
	let Step {
		call,
		signer,
		device,
		other,
		account,
		amount,
		more,
		number,
	} = *step;
	// Mostly, the owner calls.
	let owner = Devices::device(device).map_or(signer, |record| record.owner);
	let signer = match call {
		Call::Register | Call::RegisterBatch | Call::Claim => signer,
		Call::Accept if number % 4 > 0 => {
			crate::Transfers::<Test>::get(device).map_or(signer, |offer| offer.to)
		}
		_ if number % 4 > 0 => owner,
		_ => signer,
	};
	let operator = 100 + u64::from(number % 15);
	let life = u64::from(number % 1_200_000);
	match call {
		Call::Register => Registration {
			owner: signer,
			operator,
			facts: facts_of(number),
			bond: amount,
		}
		.submit(),
		Call::RegisterBatch => {
			let entries = (0..1 + number % 3).map(|index| BatchEntry {
				operator: operator + u64::from(index),
				consent: consent(operator + u64::from(index), signer),
				facts: facts_of(number / 7 + index),
				claim_key: 900,
			});
			let batch = BoundedBatch::try_from(entries.collect::<Vec<_>>()).expect("few");
			Devices::register_batch(signed(signer), batch, amount, more % MIN_BOND)
		}
		Call::Claim => {
			let signature = claim(900 + u64::from(number % 8 == 0), device, signer);
			Devices::claim(signed(signer), device, amount, signature)
		}
		Call::Activate => Devices::activate(
			signed(ENDORSER),
			device,
			AttestationTier::Tier1,
			Now::get() + life,
			MilliGpu((number % 5).saturating_sub(2) * 900),
		),
		Call::Attest => {
			let result = AttestationResult {
				tier: AttestationTier::Tier3,
				expires_at: Now::get() + life,
				benchmark: MilliGpu((number % 5).saturating_sub(2) * 900),
			};
			<Devices as AttestationResults>::attest(device, result)
		}
		Call::Suspend => {
			<Devices as AttestationResults>::suspend(device, SuspensionCause::Disputed)
		}
		Call::Pause => Devices::pause(signed(signer), device),
		Call::Resume => Devices::resume(signed(signer), device),
		Call::AddBond => Devices::add_bond(signed(signer), device, amount % (4 * MIN_BOND)),
		Call::Unbond => Devices::unbond(signed(signer), device, amount % MIN_BOND),
		Call::Release => Devices::release_bond(signed(signer), device),
		Call::Withdraw => Devices::withdraw(signed(signer), device),
		Call::SetOperator => set_operator(signer, device, operator),
		Call::SetCommitment => Devices::set_commitment(signed(signer), device, [3; 32]),
		Call::Bind => Devices::bind(signed(signer), device, other),
		Call::Unbind => Devices::unbind(signed(signer), device),
		Call::Offer => {
			let price = (number % 2 == 0).then_some(amount % (9 * MIN_BOND));
			Devices::offer_transfer(signed(signer), device, account, price)
		}
		Call::Cancel => Devices::cancel_transfer(signed(signer), device),
		Call::Accept => {
			let Some(state) = Devices::device_state(device) else {
				return Err(crate::Error::<Test>::NotFound.into());
			};
			let price = crate::Transfers::<Test>::get(device).map_or(0, |offer| offer.price);
			Devices::accept_transfer(signed(signer), device, price, state)
		}
		Call::SetRate => Devices::set_ghr_rate(RuntimeOrigin::root(), amount, Now::get() + life),
		Call::Slash => Devices::slash(device, amount, more, &account).map(|_| ()),
		Call::Oblige => <Devices as Obligations>::add(device),
		Call::Discharge => <Devices as Obligations>::remove(device),
		Call::Wait => {
			Now::set(Now::get() + life % 600_000);
			Ok(())
		}
	}
}

/// What all `BondSlashed` events say was burned.
fn burned_in_events() -> Balance {
	let burned = System::events()
		.into_iter()
		.map(|record| match record.event {
			RuntimeEvent::Devices(Event::BondSlashed { burned, .. }) => burned,
			_ => 0,
		});
	burned.sum()
}

/// What answers for each device: its bond, and what was asked back and is not released.
fn answering() -> Vec<Balance> {
	let devices = (0..NextDeviceId::<Test>::get().0).map(DeviceId);
	let held = devices.map(|device| {
		let asked_back = Unbondings::<Test>::get(device).map_or(0, |unbonding| unbonding.amount);
		Bonds::<Test>::get(device).unwrap_or_default() + asked_back
	});
	held.collect()
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
				let before = answering();
				make(&step);
				if !matches!(step.call, Call::Slash | Call::Release) {
					let after = answering();
					let kept = before.iter().zip(&after).all(|(before, after)| before <= after);
					assert!(kept, "a bond shrinks by {step:?}");
				}
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

/// The sequences above reach every call in its legal form.
#[test]
fn sequences_reach_every_legal_call() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let mut legal = std::collections::BTreeMap::new();
	for _ in 0..150 {
		let steps = prop::collection::vec(step(), 80)
			.new_tree(&mut runner)
			.expect("a sequence")
			.current();
		Ext::default().execute(|| {
			for step in steps {
				if make(&step) {
					*legal.entry(format!("{:?}", step.call)).or_insert(0u32) += 1;
				}
			}
			let bound = crate::Bindings::<Test>::iter().count() > 0;
			*legal.entry("bound".into()).or_default() += u32::from(bound);
		});
	}
	// 24 calls, and pairs.
	let missing = legal.len() != 25 || legal.values().any(|count| *count == 0);
	assert!(!missing, "{legal:?}");
}
