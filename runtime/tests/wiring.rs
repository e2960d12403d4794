//! How the runtime is put together: indices that never change, measured weights, reachable views.

mod common;

use frame_support::{
	traits::{PalletInfoAccess, StorageInfoTrait},
	view_functions::ViewFunction,
};
use greenhour_runtime::{
	genesis_presets::DEVELOPMENT, AllPalletsWithSystem, Capacity, Clock, Contracts, Devices,
	HourMarket, Positions, Randomness, Receipts, Runtime, ValidatorSet,
};
use greenhour_types::{Day, DayMask, HourMask, MilliGpu, PoolId};
use pallet_hour_market::types::Quote;
use parity_scale_codec::{Decode, Encode};
use sp_keyring::Sr25519Keyring::Alice;

#[test]
fn our_pallets_keep_their_indices() {
	let indices = [
		ValidatorSet::index(),
		Clock::index(),
		Randomness::index(),
		Devices::index(),
		Capacity::index(),
		HourMarket::index(),
		Contracts::index(),
		Positions::index(),
		Receipts::index(),
	];
	assert!(indices.into_iter().eq(40..=48), "{indices:?}");
}

#[test]
fn every_pallet_of_ours_has_the_weights_of_the_runtime() {
	fn name<W>() -> &'static str {
		core::any::type_name::<W>()
	}
	let wired = [
		(
			"clock",
			name::<<Runtime as pallet_clock::Config>::WeightInfo>(),
		),
		(
			"randomness",
			name::<<Runtime as pallet_randomness::Config>::WeightInfo>(),
		),
		(
			"devices",
			name::<<Runtime as pallet_devices::Config>::WeightInfo>(),
		),
		(
			"capacity",
			name::<<Runtime as pallet_capacity::Config>::WeightInfo>(),
		),
		(
			"hour_market",
			name::<<Runtime as pallet_hour_market::Config>::WeightInfo>(),
		),
		(
			"contracts",
			name::<<Runtime as pallet_contracts::Config>::WeightInfo>(),
		),
		(
			"positions",
			name::<<Runtime as pallet_positions::Config>::WeightInfo>(),
		),
		(
			"receipts",
			name::<<Runtime as pallet_receipts::Config>::WeightInfo>(),
		),
	];
	for (pallet, weights) in wired {
		let expected = format!("greenhour_runtime::weights::pallet_{pallet}::WeightInfo<");
		assert!(weights.starts_with(&expected), "{weights}");
	}
}

#[test]
fn storage_is_bounded() {
	// Panics for an item without a bound; a map may have any number of entries.
	let items = AllPalletsWithSystem::storage_info();
	assert!(items.iter().any(|item| item.pallet_name == b"Contracts"));
}

#[test]
fn wallets_reach_view_functions() {
	fn ask<V: ViewFunction + Encode>(question: V) -> Vec<u8> {
		Runtime::execute_view_function(V::id(), question.encode()).expect("the view exists")
	}
	common::genesis(DEVELOPMENT).execute_with(|| {
		let claimable = ask(pallet_positions::ClaimableViewFunction::<Runtime>::new(
			Alice.to_account_id(),
		));
		assert_eq!(u128::decode(&mut &claimable[..]), Ok(0));
		// No page is open before the first offer, so there is no price.
		let days = vec![DayMask {
			day: Day(0),
			hours: HourMask::FULL,
		}];
		let quote = ask(pallet_hour_market::QuoteViewFunction::<Runtime>::new(
			PoolId::default(),
			days.try_into().expect("one day"),
			MilliGpu(1_000),
			0,
		));
		assert_eq!(Option::<Quote>::decode(&mut &quote[..]), Ok(None));
	});
}
