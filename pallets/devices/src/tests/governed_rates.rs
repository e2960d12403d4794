//! `set_ghr_rate` and `set_unit_value`: governed values with an expiry.

use crate::{mock::*, Error, Event, GenesisConfig, GhrRate, GovernedRate, UnitValue};
use frame_support::{assert_noop, assert_ok, traits::BuildGenesisConfig};
use greenhour_traits::RateValidity;
use greenhour_types::{Balance, Moment};
use sp_runtime::{DispatchError, DispatchResult};

const CALLS: [fn(RuntimeOrigin, Balance, Moment) -> DispatchResult; 2] =
	[Devices::set_ghr_rate, Devices::set_unit_value];

#[test]
fn set_ghr_rate_replaces_the_rate() {
	Ext::default().execute(|| {
		assert_ok!(Devices::set_ghr_rate(RuntimeOrigin::root(), 7, START + 1));
		let rate = GovernedRate {
			value: 7,
			expires_at: START + 1,
		};
		assert_eq!(GhrRate::<Test>::get(), Some(rate));
		System::assert_last_event(
			Event::<Test>::GhrRateSet {
				planck_gcd_per_ghr: 7,
				expires_at: START + 1,
			}
			.into(),
		);
	});
}

#[test]
fn set_unit_value_replaces_the_value() {
	Ext::default().execute(|| {
		assert_ok!(Devices::set_unit_value(
			RuntimeOrigin::root(),
			7,
			START + MAX_LIFE
		));
		let value = GovernedRate {
			value: 7,
			expires_at: START + MAX_LIFE,
		};
		assert_eq!(UnitValue::<Test>::get(), Some(value));
		System::assert_last_event(
			Event::<Test>::UnitValueSet {
				planck_gcd_per_gpu_hour: 7,
				expires_at: START + MAX_LIFE,
			}
			.into(),
		);
	});
}

#[test]
fn governed_values_are_refused_without_governance() {
	Ext::default().execute(|| {
		for call in CALLS {
			let origin = RuntimeOrigin::signed(ENDORSER);
			assert_noop!(call(origin, 7, START + 1), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn governed_values_are_refused_at_zero() {
	Ext::default().execute(|| {
		for call in CALLS {
			assert_noop!(
				call(RuntimeOrigin::root(), 0, START + 1),
				Error::<Test>::ZeroAmount
			);
		}
	});
}

#[test]
fn governed_values_are_refused_when_expired() {
	Ext::default().execute(|| {
		for call in CALLS {
			assert_noop!(
				call(RuntimeOrigin::root(), 7, START),
				Error::<Test>::Expired
			);
			assert_noop!(call(RuntimeOrigin::root(), 7, 0), Error::<Test>::Expired);
		}
	});
}

#[test]
fn governed_values_are_refused_when_they_would_hold_too_long() {
	Ext::default().execute(|| {
		for call in CALLS {
			for expires_at in [START + MAX_LIFE + 1, Moment::MAX] {
				let result = call(RuntimeOrigin::root(), 7, expires_at);
				assert_noop!(result, Error::<Test>::MaxLifetimeExceeded);
			}
		}
	});
}

#[test]
#[should_panic(expected = "a rate is zero")]
fn a_genesis_with_a_zero_rate_is_refused() {
	Ext::default().execute(|| {
		let rate = GovernedRate {
			value: 0,
			expires_at: START,
		};
		GenesisConfig::<Test> {
			ghr_rate: Some(rate),
			..Default::default()
		}
		.build();
	});
}

#[test]
fn rates_are_valid_while_both_hold() {
	Ext::default().execute(|| {
		let lived = |rate: u64, unit_value: u64| {
			assert_ok!(Devices::set_ghr_rate(
				RuntimeOrigin::root(),
				7,
				START + rate
			));
			assert_ok!(Devices::set_unit_value(
				RuntimeOrigin::root(),
				7,
				START + unit_value
			));
		};
		lived(1, 2);
		assert!(Devices::rates_valid());
		Now::set(START + 1);
		assert!(!Devices::rates_valid(), "the GHR rate has expired");
		Now::set(START);
		lived(2, 1);
		assert!(Devices::rates_valid());
		Now::set(START + 1);
		assert!(!Devices::rates_valid(), "the unit value has expired");
		GhrRate::<Test>::kill();
		Now::set(START);
		assert!(!Devices::rates_valid(), "there is no GHR rate");
	});
}
