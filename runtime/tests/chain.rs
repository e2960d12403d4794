//! The runtime as a chain: genesis of every preset, blocks, fees, sessions.

mod common;

use common::Chain;
use frame_support::{
	assert_ok,
	traits::{
		fungibles::{roles::Inspect as _, Inspect as _},
		Get,
	},
};
use greenhour_runtime::{
	configs::gcd_team,
	currency::{GCD_ASSET, GCD_MINIMUM_BALANCE, GHR, MILLI_GHR},
	genesis_presets::{self, DEVELOPMENT, LOCAL},
	AllPalletsWithSystem, Assets, Balances, Runtime, RuntimeCall, Session,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::MultiAddress;

fn transfer(to: sp_keyring::Sr25519Keyring, value: u128) -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: MultiAddress::Id(to.to_account_id()),
		value,
	})
}

#[test]
fn every_preset_builds_a_genesis_with_its_validators() {
	for (preset, validators) in genesis_presets::preset_names().into_iter().zip(1..) {
		common::genesis(preset.as_ref()).execute_with(|| {
			assert_eq!(Session::validators().len(), validators, "{preset:?}");
			assert_eq!(pallet_babe::Authorities::<Runtime>::get().len(), validators);
			assert_eq!(
				pallet_grandpa::Authorities::<Runtime>::get().len(),
				validators
			);
			assert_eq!(
				pallet_sudo::Key::<Runtime>::get(),
				Some(Alice.to_account_id())
			);
			// Without a root of the first session no equivocation in it could be proved.
			let root = pallet_session::historical::HistoricalSessions::<Runtime>::get(0);
			assert!(root.is_some(), "{preset:?}");
		});
	}
	assert!(genesis_presets::get_preset(&"production".into()).is_none());
}

#[test]
fn gcd_exists_from_genesis_and_nobody_holds_the_key_of_its_team() {
	common::genesis(DEVELOPMENT).execute_with(|| {
		assert!(Assets::asset_exists(GCD_ASSET));
		assert_eq!(Assets::minimum_balance(GCD_ASSET), GCD_MINIMUM_BALANCE);
		assert_eq!(Assets::owner(GCD_ASSET), Some(gcd_team()));
		assert_eq!(Assets::issuer(GCD_ASSET), Some(gcd_team()));
		assert_eq!(Assets::admin(GCD_ASSET), Some(gcd_team()));
		assert!(sp_keyring::Sr25519Keyring::iter().all(|key| key.to_account_id() != gcd_team()));
		assert_eq!(Balances::free_balance(gcd_team()), 0);
	});
}

#[test]
fn a_transfer_costs_a_few_milli_ghr_and_the_fee_is_burned() {
	let mut chain = Chain::start(LOCAL);
	let (alice, bob) = (chain.ghr(Alice), chain.ghr(Bob));
	let issuance = chain.state(Balances::total_issuance);
	let results = chain.block([(Alice, transfer(Bob, GHR))]);
	assert_ok!(results[0].expect("the transaction is valid"));
	let fee = alice - GHR - chain.ghr(Alice);
	assert!((MILLI_GHR..10 * MILLI_GHR).contains(&fee), "fee {fee}");
	assert_eq!(chain.ghr(Bob), bob + GHR);
	assert_eq!(chain.state(Balances::total_issuance), issuance - fee);
}

#[test]
fn sessions_rotate_and_the_validators_stay() {
	let mut chain = Chain::start(LOCAL);
	let epoch = chain.state(<Runtime as pallet_babe::Config>::EpochDuration::get);
	let set_id = chain.state(pallet_grandpa::CurrentSetId::<Runtime>::get);
	for _ in 0..=2 * epoch {
		chain.block([]);
	}
	chain.state(|| {
		assert_eq!(Session::current_index(), 2);
		// In order of accounts.
		let both = [Bob.to_account_id(), Alice.to_account_id()];
		assert_eq!(Session::validators(), both);
		// A set that didn't change is not announced: each change costs light clients a signature
		// per validator.
		assert_eq!(pallet_grandpa::CurrentSetId::<Runtime>::get(), set_id);
	});
}

#[test]
fn the_hooks_of_the_sdk_pallets_hold_on_an_empty_chain() {
	let mut chain = Chain::start(DEVELOPMENT);
	for _ in 0..3 {
		chain.block([]);
	}
	chain.state(|| {
		<AllPalletsWithSystem as frame_support::traits::IntegrityTest>::integrity_test();
	});
}
