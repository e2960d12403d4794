use crate::{mock::*, Error, Event, Learned, LearnedState, PoolParams, Pools};
use frame_support::{assert_noop, assert_ok};
use greenhour_math::{DemandEstimate, PriceScale};
use greenhour_traits::{CapacityPools, LatchedMarket};
use greenhour_types::{Day, Hour};
use sp_runtime::DispatchError;

#[test]
fn set_pool_params_counts_for_pages_that_open_later() {
	Ext::execute(|| {
		let dearer = PoolParams {
			unit_price: 700,
			..MARKET
		};
		assert_ok!(HourMarket::set_pool_params(
			RuntimeOrigin::root(),
			POOL,
			dearer
		));
		assert_eq!(Pools::<Test>::get(POOL), Some(dearer));
		let price = |market: Option<greenhour_types::MarketState>| market.map(|one| one.unit_price);
		assert_eq!(price(HourMarket::state_for(POOL, Day(10))), Some(700));
		let open = World::page(POOL, Day(9)).map(|page| page.market);
		assert_eq!(price(open), Some(MARKET.unit_price));
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
			PoolParams {
				immediate: 0,
				..MARKET
			},
			PoolParams {
				immediate: u64::MAX,
				..MARKET
			},
			PoolParams {
				per_hour: u64::MAX,
				..MARKET
			},
			PoolParams {
				unit_price: 0,
				..MARKET
			},
			PoolParams {
				unit_price: u128::MAX,
				..MARKET
			},
			PoolParams {
				green_premium: crate::MAX_GREEN_PREMIUM + 1,
				..MARKET
			},
		] {
			let refused = HourMarket::set_pool_params(RuntimeOrigin::root(), POOL, params);
			assert_noop!(refused, Error::<Test>::ParamsOutOfRange);
		}
	});
}

/// A pool that has learned both.
fn learn_something() {
	let mut learned = LearnedState::starting(Hour(0));
	learned.demand[3].ln_scale = 1_000_000;
	learned.price.factor = 1 << 25;
	learned.trial.days = 50;
	Learned::<Test>::insert(POOL, learned);
}

fn learned_after(params: PoolParams) -> LearnedState {
	learn_something();
	let origin = RuntimeOrigin::root();
	assert_ok!(HourMarket::set_pool_params(origin, POOL, params));
	Learned::<Test>::get(POOL).expect("kept")
}

#[test]
fn a_new_demand_starts_the_scales_anew() {
	Ext::execute(|| {
		for params in [
			PoolParams {
				immediate: 1,
				..MARKET
			},
			PoolParams {
				per_hour: 1,
				..MARKET
			},
		] {
			let learned = learned_after(params);
			assert_eq!(learned.demand[3], DemandEstimate::default());
			assert_eq!(learned.price.factor, 1 << 25);
		}
	});
}

#[test]
fn a_new_anchor_starts_the_price_scale_anew() {
	Ext::execute(|| {
		let learned = learned_after(PoolParams {
			unit_price: 700,
			..MARKET
		});
		assert_eq!(learned.price, PriceScale::default());
		assert_eq!(learned.trial.days, 0);
		assert_eq!(learned.demand[3].ln_scale, 1_000_000);
	});
}

#[test]
fn a_new_premium_forgets_nothing() {
	Ext::execute(|| {
		let learned = learned_after(PoolParams {
			green_premium: 0,
			..MARKET
		});
		assert_eq!(learned.demand[3].ln_scale, 1_000_000);
		assert_eq!(learned.price.factor, 1 << 25);
		assert_eq!(learned.trial.days, 50);
	});
}

#[test]
#[should_panic(expected = "unusable parameters")]
fn a_genesis_outside_the_limits_is_refused() {
	use sp_runtime::BuildStorage;
	let pools = vec![(POOL, PoolParams::default())];
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
