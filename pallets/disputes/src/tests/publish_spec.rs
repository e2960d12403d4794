use crate::{mock::*, Error, Event, Publications, Specs};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{ContractId, VerificationMode};

const RECEIPT: VerificationMode = VerificationMode::Receipt;

fn remove(who: u64, contract: ContractId) -> sp_runtime::DispatchResult {
	Disputes::remove_spec(RuntimeOrigin::signed(who), contract)
}

#[test]
fn a_publication_is_on_the_chain_for_a_deposit() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		assert_ok!(publish(STRANGER, contract));
		assert_eq!(held(STRANGER), SPEC_DEPOSIT);
		assert_eq!(Specs::<Test>::get(contract).expect("there").to_vec(), SPEC);
		assert_eq!(
			events(),
			[Event::SpecPublished {
				contract,
				publisher: STRANGER,
				deposit: SPEC_DEPOSIT,
			}]
		);
		assert_noop!(publish(TENANT, contract), Error::<Test>::AlreadyPublished);
	});
}

#[test]
fn a_tenant_who_publishes_first_is_safe_from_declarations() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		assert_ok!(publish(TENANT, contract));
		World::advance_to(at(3), 0);
		assert_noop!(declare(contract, 3), Error::<Test>::AlreadyPublished);
	});
}

#[test]
fn other_bytes_and_commitments_are_not_published() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		let call = |contract, bytes: &[u8]| {
			let spec = bytes.to_vec().try_into().expect("short");
			Disputes::publish_spec(RuntimeOrigin::signed(TENANT), contract, spec)
		};
		assert_noop!(call(contract, b""), Error::<Test>::SpecMismatch);
		assert_noop!(call(contract, &SPEC[1..]), Error::<Test>::SpecMismatch);
		assert_noop!(call(ContractId(9), SPEC), Error::<Test>::ContractNotFound);
		let work = bought(VerificationMode::Work);
		assert_noop!(call(work, SPEC), Error::<Test>::ModeMismatch);
	});
}

#[test]
fn the_longest_specification_fits() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		let longest = vec![5; 4_096];
		World::change(|world| {
			let bought = world.contracts.get_mut(&contract.0).expect("bought");
			bought.spec_hash = sp_io::hashing::blake2_256(&longest);
		});
		let spec = longest.try_into().expect("fits");
		assert_ok!(Disputes::publish_spec(
			RuntimeOrigin::signed(TENANT),
			contract,
			spec
		));
	});
}

#[test]
fn a_specification_goes_with_its_contract() {
	Ext.run(|| {
		let contract = World::buy(RECEIPT, mask(&[3]));
		assert_noop!(remove(TENANT, contract), Error::<Test>::NotPublished);
		assert_ok!(publish(TENANT, contract));
		assert_noop!(remove(TENANT, contract), Error::<Test>::SpecNeeded);
		World::advance_to(at(4), 0);
		World::receipt(contract, mask(&[3]));
		assert!(World::close(contract));
		let tenant = gcd(TENANT);
		assert_ok!(remove(STRANGER, contract));
		// No reward yet: else whoever closes contracts would live on it.
		assert_eq!((free(TENANT), gcd(STRANGER)), (tenant, FUNDS));
		assert!(Publications::<Test>::iter().next().is_none());
		assert!(Specs::<Test>::iter().next().is_none());
	});
}

#[test]
fn a_specification_that_its_publisher_forgot_pays_whoever_removes_it() {
	// 8 days of horizon, 48 h of money window, 168 h for verdicts, and an hour for himself.
	for (wait, reward) in [(192 + 48 + 168, 0), (192 + 48 + 168 + 1, REWARD)] {
		Ext.run(|| {
			let contract = World::buy(RECEIPT, mask(&[3]));
			assert_ok!(publish(TENANT, contract));
			let tenant = gcd(TENANT);
			World::wait(wait * HOUR);
			assert_eq!(World::settle_missed(contract), mask(&[3]));
			assert!(World::close(contract));
			assert_ok!(remove(STRANGER, contract));
			assert_eq!(gcd(STRANGER), FUNDS + reward);
			assert_eq!(free(TENANT), tenant + SHARE - reward);
		});
	}
}

#[test]
fn an_answer_stays_until_its_declarations_are_settled() {
	Ext.run(|| {
		let contract = World::buy(RECEIPT, mask(&[3]));
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		assert_ok!(publish(TENANT, contract));
		World::wait(49 * HOUR);
		assert_eq!(World::settle_missed(contract), mask(&[3]));
		assert!(World::close(contract));
		assert_noop!(remove(OPERATOR, contract), Error::<Test>::SpecNeeded);
		assert_ok!(settle_declared(TENANT, contract, 3));
		assert_eq!((gcd(OPERATOR), held(OPERATOR)), (FUNDS - REWARD, 0));
		assert_ok!(remove(TENANT, contract));
		assert_eq!(held(TENANT), 0);
	});
}
