use crate::{mock::*, Error, Event, PoolParams};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{CapacityPools, LatchedMarket};
use greenhour_types::{Day, MarketState};
use sp_runtime::DispatchError;

#[test]
fn set_pool_params_counts_for_pages_that_open_later() {
	Ext::execute(|| {
		let dearer = MarketState {
			unit_price: 700,
			..MARKET
		};
		assert_ok!(HourMarket::set_pool_params(
			RuntimeOrigin::root(),
			POOL,
			dearer
		));
		assert_eq!(PoolParams::<Test>::get(POOL), Some(dearer));
		assert_eq!(HourMarket::state_for(POOL, Day(10)), Some(dearer));
		assert_eq!(
			World::page(POOL, Day(9)).map(|page| page.market),
			Some(MARKET)
		);
		System::assert_last_event(
			Event::PoolParamsSet {
				pool: POOL,
				params: dearer,
			}
			.into(),
		);
	});
}

#[test]
fn set_pool_params_fails_for_anybody_but_governance() {
	Ext::execute(|| {
		let refused = HourMarket::set_pool_params(RuntimeOrigin::signed(TENANT), POOL, MARKET);
		assert_noop!(refused, DispatchError::BadOrigin);
		let refused = HourMarket::set_pool_params(RuntimeOrigin::none(), POOL, MARKET);
		assert_noop!(refused, DispatchError::BadOrigin);
	});
}

#[test]
fn set_pool_params_fails_outside_the_limits_of_the_curve() {
	Ext::execute(|| {
		for params in [
			MarketState {
				immediate: 0,
				..MARKET
			},
			MarketState {
				immediate: u64::MAX,
				..MARKET
			},
			MarketState {
				per_hour: u64::MAX,
				..MARKET
			},
			MarketState {
				unit_price: 0,
				..MARKET
			},
			MarketState {
				unit_price: u128::MAX,
				..MARKET
			},
		] {
			let refused = HourMarket::set_pool_params(RuntimeOrigin::root(), POOL, params);
			assert_noop!(refused, Error::<Test>::ParamsOutOfRange);
		}
	});
}

#[test]
#[should_panic(expected = "unusable parameters")]
fn a_genesis_outside_the_limits_is_refused() {
	use sp_runtime::BuildStorage;
	let pools = vec![(POOL, MarketState::default())];
	let hour_market = crate::GenesisConfig {
		pools,
		..Default::default()
	};
	let _ = RuntimeGenesisConfig {
		hour_market,
		..Default::default()
	}
	.build_storage();
}
