//! Energy and compute of one site: `bind` and `unbind`.

use crate::{mock::*, BindingProposals, Bindings, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{AttestationResults, DeviceRegistry, Obligations};
use greenhour_types::{
	AttestationResult, AttestationTier, DeviceId, MilliGpu, SuspensionCause, WattHours, ZoneId,
};
use sp_runtime::DispatchResult;

fn bind(signer: u64, device: DeviceId, partner: DeviceId) -> DispatchResult {
	Devices::bind(RuntimeOrigin::signed(signer), device, partner)
}

fn unbind(signer: u64, device: DeviceId) -> DispatchResult {
	Devices::unbind(RuntimeOrigin::signed(signer), device)
}

fn attest(device: DeviceId, tier: AttestationTier, life: u64, benchmark: u32) {
	let result = AttestationResult {
		tier,
		expires_at: START + life,
		benchmark: MilliGpu(benchmark),
	};
	assert_ok!(<Devices as AttestationResults>::attest(device, result));
}

/// An energy-only device of `OWNER` and a compute-only one of `other`, both attested, not bound.
fn halves(other: u64) -> (DeviceId, DeviceId) {
	let halves = (register(OWNER, energy(1)), register(other, compute(2)));
	attest(halves.0, AttestationTier::Tier2, 900, 0);
	attest(halves.1, AttestationTier::Tier3, 1_000, 2_000);
	halves
}

#[test]
fn one_owner_binds_with_one_call() {
	Ext::default().execute(|| {
		let (energy, compute) = halves(OWNER);
		assert_ok!(bind(OWNER, compute, energy));
		assert_eq!(Devices::bound_to(energy), Some(compute));
		assert_eq!(Devices::bound_to(compute), Some(energy));
		System::assert_last_event(Event::<Test>::DevicesBound { energy, compute }.into());
	});
}

#[test]
fn two_owners_bind_when_both_agree() {
	Ext::default().execute(|| {
		let (energy, compute) = halves(OTHER);
		assert_ok!(bind(OWNER, energy, compute));
		assert_eq!(Devices::bound_to(energy), None);
		System::assert_last_event(
			Event::<Test>::BindingProposed {
				device: energy,
				partner: compute,
			}
			.into(),
		);
		assert_ok!(bind(OTHER, compute, energy));
		assert_eq!(Devices::bound_to(compute), Some(energy));
		assert_eq!(BindingProposals::<Test>::iter().count(), 0);
	});
}

#[test]
fn agreement_is_about_one_partner() {
	Ext::default().execute(|| {
		let (energy, compute) = halves(OTHER);
		let stranger = register(TENANT, crate::mock::compute(3));
		assert_ok!(bind(OWNER, energy, compute));
		assert_ok!(bind(TENANT, stranger, energy));
		assert_eq!(Bindings::<Test>::iter().count(), 0);
		// A change of mind replaces what was agreed.
		assert_ok!(bind(OWNER, energy, stranger));
		assert_eq!(Devices::bound_to(energy), Some(stranger));
		let late = bind(OTHER, compute, energy);
		assert_noop!(late, Error::<Test>::AlreadyBound);
	});
}

#[test]
fn a_pair_serves_with_the_meter_and_the_energy_of_its_energy_half() {
	Ext::default().execute(|| {
		let (energy, compute) = halves(OWNER);
		for half in [energy, compute] {
			assert_eq!(Devices::site_of(half), None);
			assert_eq!(Devices::offer_limit(half, START), MilliGpu::ZERO);
		}
		assert_ok!(bind(OWNER, energy, compute));
		assert_eq!(Devices::site_of(energy), None);
		assert_eq!(Devices::offer_limit(energy, START), MilliGpu::ZERO);
		let site = Devices::site_of(compute).expect("bound");
		assert_eq!(site.meter_key, [1; 32]);
		assert_eq!(site.commitment, [2; 32]);
		assert_eq!(site.energy_cap, WattHours(2_000));
		assert_eq!(site.solar_nameplate_w, 5_000);
		assert_eq!(site.gpu_nameplate, MilliGpu(2_000));
		// The weaker of both results, with the capacity of the GPUs.
		let weaker = AttestationResult {
			tier: AttestationTier::Tier2,
			expires_at: START + 900,
			benchmark: MilliGpu(2_000),
		};
		assert_eq!(site.status.result(), Some(weaker));
		assert_eq!(Devices::offer_limit(compute, START + 900), MilliGpu(2_400));
		assert_eq!(Devices::offer_limit(compute, START + 901), MilliGpu::ZERO);
	});
}

#[test]
fn a_combined_device_is_its_own_pair() {
	Ext::default().execute(|| {
		let device = active();
		let record = Devices::device(device);
		assert!(record.is_some());
		assert_eq!(Devices::site_of(device), record);
		assert_eq!(Devices::bound_to(device), None);
		let (energy, compute) = (register(OWNER, energy(2)), register(OWNER, compute(3)));
		for (half, partner) in [(device, energy), (device, compute), (energy, device)] {
			let result = bind(OWNER, half, partner);
			assert_noop!(result, Error::<Test>::KindMismatch);
		}
	});
}

#[test]
fn either_half_stops_the_pair() {
	Ext::default().execute(|| {
		let (energy, compute) = halves(OWNER);
		assert_ok!(bind(OWNER, energy, compute));
		assert_ok!(Devices::pause(RuntimeOrigin::signed(OWNER), energy));
		assert_eq!(Devices::offer_limit(compute, START), MilliGpu::ZERO);
		assert_ok!(Devices::resume(RuntimeOrigin::signed(OWNER), energy));
		assert_eq!(Devices::offer_limit(compute, START), MilliGpu(2_400));
		let cause = SuspensionCause::Inconsistent;
		assert_ok!(<Devices as AttestationResults>::suspend(compute, cause));
		assert_eq!(Devices::offer_limit(compute, START), MilliGpu::ZERO);
	});
}

#[test]
fn no_more_is_offered_than_the_site_can_feed() {
	Ext::default().execute(|| {
		let mut small = energy(1);
		// 150 Wh feed one and a half GPUs of 100 Wh.
		small.energy_cap = WattHours(150);
		let (energy, compute) = (register(OWNER, small), register(OWNER, compute(2)));
		attest(energy, AttestationTier::Tier1, 1_000, 0);
		attest(compute, AttestationTier::Tier1, 1_000, 2_000);
		assert_ok!(bind(OWNER, energy, compute));
		assert_eq!(Devices::offer_limit(compute, START), MilliGpu(1_500));
	});
}

#[test]
fn bind_fails_for_two_of_a_kind_and_for_itself() {
	Ext::default().execute(|| {
		let (energy, compute) = halves(OWNER);
		let (other_energy, other_compute) = (
			register(OWNER, crate::mock::energy(3)),
			register(OWNER, crate::mock::compute(4)),
		);
		for (device, partner) in [
			(energy, other_energy),
			(compute, other_compute),
			(energy, energy),
		] {
			let result = bind(OWNER, device, partner);
			assert_noop!(result, Error::<Test>::KindMismatch);
		}
	});
}

#[test]
fn bind_fails_across_zones() {
	Ext::default().execute(|| {
		let mut far = compute(2);
		far.zone = ZoneId(8);
		let (energy, compute) = (register(OWNER, energy(1)), register(OWNER, far));
		let result = bind(OWNER, energy, compute);
		assert_noop!(result, Error::<Test>::ZoneMismatch);
	});
}

#[test]
fn bind_fails_for_strangers_and_for_devices_that_are_no_more() {
	Ext::default().execute(|| {
		let (energy, compute) = halves(OTHER);
		let result = bind(OTHER, energy, compute);
		assert_noop!(result, Error::<Test>::NotAuthorized);
		let result = bind(OWNER, energy, DeviceId(9));
		assert_noop!(result, Error::<Test>::NotFound);
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OTHER), compute));
		let result = bind(OWNER, energy, compute);
		assert_noop!(result, Error::<Test>::AlreadyWithdrawn);
	});
}

#[test]
fn either_owner_dissolves_the_pair_when_nothing_is_open() {
	Ext::default().execute(|| {
		let (energy, compute) = halves(OTHER);
		for (signer, half, partner) in [(OWNER, energy, compute), (OTHER, compute, energy)] {
			assert_ok!(bind(OWNER, energy, compute));
			assert_ok!(bind(OTHER, compute, energy));
			assert_noop!(unbind(TENANT, half), Error::<Test>::NotAuthorized);
			assert_ok!(<Devices as Obligations>::add(compute));
			let result = unbind(signer, half);
			assert_noop!(result, Error::<Test>::ObligationsOpen);
			assert_ok!(<Devices as Obligations>::remove(compute));
			assert_ok!(unbind(signer, half));
			assert_eq!(Bindings::<Test>::iter().count(), 0);
			System::assert_last_event(
				Event::<Test>::DevicesUnbound {
					device: half,
					partner,
				}
				.into(),
			);
			assert_noop!(unbind(signer, half), Error::<Test>::NotBound);
		}
	});
}
