//! What governance says about classes, and what a station returns.

use crate::{mock::*, DeviceClasses, Error, Event, GenesisConfig, GpuClasses};
use frame_support::{assert_noop, assert_ok, traits::BuildGenesisConfig};
use greenhour_traits::DeviceRegistry;
use greenhour_types::{
	units::{GCD, GHR},
	ClassTerms, DeviceClass, DeviceId, GpuClass, GpuClassId, MilliGpu,
};
use sp_runtime::{DispatchError::BadOrigin, Permill};

fn terms() -> ClassTerms {
	ClassTerms::default_of(DeviceClass::ChargingPile)
}

#[test]
fn terms_are_the_default_ones_until_governance_sets_others() {
	Ext::default().execute(|| {
		let class = DeviceClass::ChargingPile;
		assert_eq!(Devices::class_terms(class), terms());
		let dear = ClassTerms {
			min_bond: 77 * GHR,
			..terms()
		};
		let root = RuntimeOrigin::root();
		assert_ok!(Devices::set_device_class(root, class, dear));
		assert_eq!(Devices::class_terms(class), dear);
		let event = Event::<Test>::DeviceClassSet { class, terms: dear };
		System::assert_last_event(event.into());
		let pile = |bond| {
			let mut pile = registration(1);
			pile.facts.class = class;
			pile.bond = bond;
			pile
		};
		let result = pile(77 * GHR - 1).submit();
		assert_noop!(result, Error::<Test>::InsufficientBond);
		assert_ok!(pile(77 * GHR).submit());
	});
}

#[test]
fn terms_out_of_range_are_refused() {
	Ext::default().execute(|| {
		let set = |terms| {
			let root = RuntimeOrigin::root();
			Devices::set_device_class(root, DeviceClass::HomeHub, terms)
		};
		let cheap = ClassTerms {
			min_bond: MIN_BOND - 1,
			..terms()
		};
		assert_noop!(set(cheap), Error::<Test>::InsufficientBond);
		let empty = ClassTerms {
			max_units: MilliGpu::ZERO,
			..terms()
		};
		assert_noop!(set(empty), Error::<Test>::ZeroAmount);
		let free = ClassTerms {
			min_wh_per_gpu_hour: 0,
			..terms()
		};
		assert_noop!(set(free), Error::<Test>::ZeroAmount);
	});
}

#[test]
fn the_bond_of_a_gpu_class_follows_its_index() {
	Ext::default().execute(|| {
		active();
		let required = || Devices::required_bond(GPU_CLASS, MilliGpu(1_000));
		// 48 h x 0.50 GCD at 4 GCD for one GHR.
		assert_eq!(required(), Some(6 * GHR));
		let class = GpuClass {
			class_index: 2_000,
			open: true,
		};
		let root = RuntimeOrigin::root();
		assert_ok!(Devices::set_gpu_class(root, GPU_CLASS, class));
		let event = Event::<Test>::GpuClassSet {
			gpu_class: GPU_CLASS,
			class,
		};
		System::assert_last_event(event.into());
		assert_eq!(required(), Some(12 * GHR));
		// The bond of 10 GHR covers 833 units now.
		assert!(Devices::bond_covers(DeviceId(0), MilliGpu(833)));
		assert!(!Devices::bond_covers(DeviceId(0), MilliGpu(834)));
		assert_eq!(Devices::required_bond(GpuClassId(9), MilliGpu(1)), None);
	});
}

#[test]
fn a_closed_gpu_class_keeps_the_devices_that_it_has() {
	Ext::default().execute(|| {
		active();
		let class = GpuClass {
			open: false,
			..GpuClass::REFERENCE
		};
		let root = RuntimeOrigin::root();
		assert_ok!(Devices::set_gpu_class(root, GPU_CLASS, class));
		assert!(Devices::bond_covers(DeviceId(0), MilliGpu(1)));
		let result = registration(2).submit();
		assert_noop!(result, Error::<Test>::GpuClassNotFound);
	});
}

#[test]
fn a_class_index_of_zero_is_refused() {
	Ext::default().execute(|| {
		let class = GpuClass {
			class_index: 0,
			open: true,
		};
		let root = RuntimeOrigin::root();
		let result = Devices::set_gpu_class(root, GPU_CLASS, class);
		assert_noop!(result, Error::<Test>::ZeroAmount);
	});
}

#[test]
fn classes_are_set_by_governance_only() {
	Ext::default().execute(|| {
		let signed = || RuntimeOrigin::signed(ENDORSER);
		let result = Devices::set_gpu_class(signed(), GPU_CLASS, GpuClass::REFERENCE);
		assert_noop!(result, BadOrigin);
		let result = Devices::set_device_class(signed(), DeviceClass::HomeHub, terms());
		assert_noop!(result, BadOrigin);
		assert_eq!(DeviceClasses::<Test>::iter().count(), 1);
		assert_eq!(GpuClasses::<Test>::iter().count(), 2);
	});
}

#[test]
fn the_view_of_returns_uses_the_terms_of_the_class() {
	Ext::default().execute(|| {
		let returns = |percent| {
			let utilisation = Permill::from_percent(percent);
			Devices::expected_return(DeviceClass::HomeHub, GCD / 2, utilisation).expect("fits")
		};
		assert_eq!(returns(40).capital, 12_000 * GCD);
		assert_eq!(returns(40).bond, MIN_BOND);
		assert_eq!(returns(40).payback_months, Some(47));
		assert_eq!(returns(0).payback_months, None);
		let free = ClassTerms {
			returns: greenhour_types::ReturnModel {
				capital: 0,
				..terms().returns
			},
			..terms()
		};
		let root = RuntimeOrigin::root();
		assert_ok!(Devices::set_device_class(root, DeviceClass::HomeHub, free));
		assert_eq!(returns(40).payback_months, Some(0));
	});
}

#[test]
#[should_panic(expected = "a class index is zero")]
fn a_genesis_with_a_weightless_class_is_refused() {
	Ext::default().execute(|| {
		let class = GpuClass {
			class_index: 0,
			open: true,
		};
		GenesisConfig::<Test> {
			gpu_classes: vec![(GPU_CLASS, class)],
			..Default::default()
		}
		.build();
	});
}
