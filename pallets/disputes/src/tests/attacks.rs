//! Attacks, by name: what they cost, and whom.

use crate::{mock::*, Claims, Declarations, Error};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::OpenClaims;
use greenhour_types::{Balance, ContractId, HourMask, VerificationMode};

const CONFIRMED: VerificationMode = VerificationMode::TenantConfirmed;
const AUDITED: VerificationMode = VerificationMode::Audited;
/// The protocol fee of one hour in the mock.
const FEE: Balance = 50_001;
/// The slash of a missed hour in the mock.
const SLASH: Balance = 1_500_008;

/// What the device's side owns: operator, owner, income, bond.
fn device_side() -> Balance {
	gcd(OPERATOR) + gcd(OWNER) + gcd(POT) + World::get().bond
}

fn claimed(mode: VerificationMode, hours: &[u8]) -> ContractId {
	let contract = World::buy(mode, mask(hours));
	World::advance_to(at(23), HOUR);
	assert_ok!(claim(contract, hours));
	contract
}

/// Lets every money window of the day end and settles what is missed.
fn miss(contract: ContractId) {
	World::advance_to(at(23), 49 * HOUR);
	World::settle_missed(contract);
}

#[test]
fn false_claims_while_the_tenant_sleeps() {
	// Nothing was delivered. Silence pays: the tenant loses the price that he agreed to, no more.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[3]);
		let (tenant, device) = (gcd(TENANT), device_side());
		World::wait(OBJECTION);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(gcd(TENANT), tenant);
		assert_eq!(device_side(), device + SHARE - FEE);
	});
	// A tenant who wakes in the last moment, and an honest auditor: he loses nothing, and the device
	// more than by the miss alone.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[3]);
		let (tenant, device) = (gcd(TENANT), device_side());
		World::wait(OBJECTION - 1);
		assert_ok!(object(contract, &[3]));
		assert_ok!(judge(contract, &[3], false));
		miss(contract);
		assert_eq!(gcd(TENANT), tenant + SHARE);
		assert_eq!(device_side(), device - SLASH - STAKE);
	});
}

#[test]
fn objecting_to_everything() {
	let hours: Vec<u8> = (0..24).collect();
	// Judged: the tenant pays the price, and a tenth on top.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &hours);
		let (tenant, device) = (gcd(TENANT), device_side());
		assert_ok!(object(contract, &hours));
		assert_ok!(judge(contract, &hours, true));
		assert_eq!(gcd(TENANT), tenant - 24 * STAKE);
		assert_eq!(device_side(), device + 24 * (SHARE - FEE) + 12 * STAKE);
	});
	// Not judged: he has his money back less the fee. This is what sleeping auditors cost a device.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &hours);
		let (tenant, device) = (gcd(TENANT), device_side());
		assert_ok!(object(contract, &hours));
		World::wait(VERDICT);
		assert_ok!(settle(TENANT, contract));
		assert_eq!(gcd(TENANT), tenant + 24 * (SHARE - FEE));
		assert_eq!(device_side(), device);
	});
}

#[test]
fn cannot_start_to_dodge_a_miss() {
	// The tenant answers: the device has its stake again and is slashed for the miss all the same.
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3, 4]));
		let device = device_side();
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		assert_ok!(publish(TENANT, contract));
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), HourMask::EMPTY);
		// Leaving the declaration unsettled protects nothing, and there is no second one.
		World::advance_to(at(4), 0);
		assert_noop!(declare(contract, 4), Error::<Test>::AlreadyPublished);
		miss(contract);
		assert_eq!(World::bought(contract).missed, mask(&[3, 4]));
		assert_ok!(settle_declared(TENANT, contract, 3));
		// He settled late, and was paid for it.
		assert_eq!(device_side(), device - 2 * SLASH - REWARD);
	});
	// A tenant who publishes beforehand need not watch.
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3]));
		assert_ok!(publish(TENANT, contract));
		World::advance_to(at(3), 0);
		assert_noop!(declare(contract, 3), Error::<Test>::AlreadyPublished);
	});
	// One who never answers loses the fee, the device its hour.
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3]));
		let (tenant, device) = (gcd(TENANT), device_side());
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		miss(contract);
		assert_eq!(World::bought(contract).missed, HourMask::EMPTY);
		assert_ok!(settle_declared(TENANT, contract, 3));
		// He settled late, and was paid for it.
		assert_eq!(gcd(TENANT), tenant + SHARE - FEE + REWARD);
		assert_eq!(device_side(), device - REWARD);
	});
}

#[test]
fn publishing_someone_elses_spec() {
	// A stranger who knows it earns nothing; the tenant has his answer all the same.
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3]));
		let tenant = gcd(TENANT);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		assert_ok!(publish(STRANGER, contract));
		assert_noop!(publish(TENANT, contract), Error::<Test>::AlreadyPublished);
		assert_ok!(settle_declared(STRANGER, contract, 3));
		assert_eq!((gcd(STRANGER), gcd(OPERATOR)), (FUNDS, FUNDS));
		assert_eq!(gcd(TENANT), tenant);
	});
	// The declarer himself gets his stake back, and the hour goes on.
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3]));
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		assert_ok!(publish(OPERATOR, contract));
		assert_ok!(settle_declared(OPERATOR, contract, 3));
		assert_eq!(gcd(OPERATOR), FUNDS);
		assert_eq!(World::bought(contract).unsettled(), mask(&[3]));
	});
	// The bytes of one contract are no answer for another with another hash.
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3]));
		World::change(|world| {
			let bought = world.contracts.get_mut(&contract.0).expect("bought");
			bought.spec_hash = [1; 32];
		});
		assert_noop!(publish(STRANGER, contract), Error::<Test>::SpecMismatch);
	});
}

#[test]
fn late_and_double_settlement() {
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[1, 2, 3]);
		assert_ok!(confirm(contract, &[1]));
		assert_noop!(confirm(contract, &[1]), Error::<Test>::ClaimNotFound);
		assert_noop!(object(contract, &[1]), Error::<Test>::ClaimNotFound);
		assert_ok!(object(contract, &[2]));
		assert_ok!(judge(contract, &[2], true));
		assert_noop!(judge(contract, &[2], true), Error::<Test>::ClaimNotFound);
		assert_noop!(judge(contract, &[2], false), Error::<Test>::ClaimNotFound);
		// Long after every window: the claim still stands, and pays once.
		World::wait(1_000 * HOUR);
		assert_eq!(World::settle_missed(contract), HourMask::EMPTY);
		assert_noop!(object(contract, &[3]), Error::<Test>::OutsideWindow);
		let pot = gcd(POT);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(gcd(POT), pot + SHARE - FEE);
		assert_noop!(settle(OPERATOR, contract), Error::<Test>::ClaimNotFound);
		assert_noop!(claim(contract, &[3]), Error::<Test>::AlreadySettled);
		assert!(World::close(contract));
		assert_noop!(claim(contract, &[3]), Error::<Test>::AssignmentNotFound);
	});
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3]));
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		World::wait(1_000 * HOUR);
		let tenant = gcd(TENANT);
		assert_ok!(settle_declared(OPERATOR, contract, 3));
		assert_eq!(gcd(TENANT), tenant + SHARE - FEE);
		assert_noop!(
			settle_declared(OPERATOR, contract, 3),
			Error::<Test>::DeclarationNotFound
		);
		assert_eq!(World::settle_missed(contract), HourMask::EMPTY);
	});
}

#[test]
fn auditor_colluding_with_device() {
	// False claims, judged delivered: share and stake of the hours in dispute, nothing else.
	Ext.run(|| {
		let other = World::buy(CONFIRMED, mask(&[3]));
		let contract = claimed(CONFIRMED, &[3]);
		let gang = |contract| {
			World::bought(contract);
			device_side() + gcd(AUDITOR)
		};
		let (tenant, before) = (gcd(TENANT), gang(contract));
		assert_ok!(object(contract, &[3]));
		assert_ok!(judge(contract, &[3], true));
		assert_eq!(gcd(TENANT), tenant - STAKE);
		assert_eq!(gang(contract), before + SHARE - FEE + STAKE / 2);
		// An auditor can't judge what no device claims, nor what no tenant disputes.
		assert_noop!(judge(other, &[3], true), Error::<Test>::ClaimNotFound);
		assert_ok!(claim(other, &[3]));
		assert_noop!(judge(other, &[3], true), Error::<Test>::NotDisputed);
		assert_noop!(judge(other, &[3], false), Error::<Test>::NotDisputed);
	});
	Ext.run(|| {
		let contract = claimed(AUDITED, &[3]);
		let tenant = gcd(TENANT);
		assert_ok!(judge(contract, &[3], true));
		assert_eq!(gcd(TENANT), tenant);
	});
}

#[test]
fn auditor_colluding_with_tenant() {
	// A true claim, judged undelivered: the tenant has the hour for nothing, and no more than that;
	// penalty and slash are burned here.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[3]);
		let (gang, device) = (gcd(TENANT) + gcd(AUDITOR), device_side());
		assert_ok!(object(contract, &[3]));
		assert_ok!(judge(contract, &[3], false));
		miss(contract);
		assert_eq!(gcd(TENANT) + gcd(AUDITOR), gang + SHARE);
		assert_eq!(device_side(), device - SLASH - STAKE);
	});
}

#[test]
fn claims_without_end() {
	// A refused hour is never claimed again: not while it is kept, and then it is too late.
	Ext.run(|| {
		let contract = World::buy(CONFIRMED, mask(&[3]));
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[3]));
		assert_ok!(object(contract, &[3]));
		assert_ok!(judge(contract, &[3], false));
		assert_noop!(claim(contract, &[3]), Error::<Test>::AlreadyRefused);
		assert_noop!(judge(contract, &[3], true), Error::<Test>::ClaimNotFound);
		assert_noop!(confirm(contract, &[3]), Error::<Test>::ClaimNotFound);
		World::wait(24 * HOUR);
		assert_ok!(settle(OPERATOR, contract));
		assert_noop!(claim(contract, &[3]), Error::<Test>::OutsideWindow);
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), HourMask::EMPTY);
	});
	// The slowest claim ends 24 + 12 + 168 hours after its hour; anyone ends it.
	Ext.run(|| {
		let contract = World::buy(CONFIRMED, mask(&[3]));
		World::advance_to(at(3), HOUR);
		World::wait(24 * HOUR - 1);
		assert_ok!(claim(contract, &[3]));
		World::wait(OBJECTION - 1);
		assert_ok!(object(contract, &[3]));
		World::wait(VERDICT);
		assert_eq!(
			World::get().now + 2,
			(at(4).0 as u64 + 24 + 12 + 168) * HOUR
		);
		assert_ok!(settle(STRANGER, contract));
		assert!(Claims::<Test>::iter().next().is_none());
		assert!(World::close(contract));
	});
}

#[test]
fn hiding_the_job_until_devices_declare() {
	// The tenant publishes in the last moment of the answer, and has nothing of it: not the stake, and
	// no reward unless the operator leaves his stake for an hour.
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3, 4, 5]));
		let (tenant, device) = (gcd(TENANT), device_side());
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		World::wait(600_000 - 1);
		assert_ok!(publish(TENANT, contract));
		World::wait(HOUR - 1);
		assert_ok!(settle_declared(TENANT, contract, 3));
		assert_eq!((gcd(TENANT), device_side()), (tenant, device));
		// The hour goes on, and the trap is gone.
		World::receipt(contract, mask(&[3]));
		assert_noop!(declare(contract, 4), Error::<Test>::AlreadyPublished);
	});
}

#[test]
fn claiming_while_the_chain_stands_still() {
	// Nothing was delivered, and the tenant had no block to say so in: he is refunded.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[3]);
		let (tenant, device) = (gcd(TENANT), device_side());
		World::stand_still(12);
		World::wait(OBJECTION);
		assert_noop!(object(contract, &[3]), Error::<Test>::OutsideWindow);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(gcd(TENANT), tenant + SHARE - FEE);
		assert_eq!(device_side(), device);
	});
}

#[test]
fn declarations_of_every_hour() {
	// The tenant answers once for the contract, and has to; nobody loses a stake.
	Ext.run(|| {
		let contract = World::buy(AUDITED, mask(&[3, 4, 5]));
		for hour in [3, 4, 5] {
			World::advance_to(at(hour), 0);
			assert_ok!(declare(contract, hour));
		}
		assert_eq!(held(OPERATOR), 3 * STAKE);
		// For the first two it is too late.
		assert_ok!(publish(TENANT, contract));
		for hour in [3, 4, 5] {
			assert_ok!(settle_declared(TENANT, contract, hour));
		}
		assert_eq!(World::bought(contract).excused, mask(&[3, 4]));
		assert_eq!(gcd(OPERATOR), FUNDS - REWARD);
		assert!(Declarations::<Test>::iter().next().is_none());
	});
}
