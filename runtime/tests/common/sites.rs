//! Two devices of the local network, and what their owners do.

use super::{Chain, GENESIS_HASH, START_MS};
use frame_support::assert_ok;
use greenhour_circuits::DeviceKeys;
use greenhour_runtime::{currency::GHR, genesis_presets::LOCAL, Clock, RuntimeCall, Signature};
use greenhour_traits::HourClock;
use greenhour_types::{
	device::operator_statement, AttestationTier, Balance, Day, DeviceClass, DeviceFacts, DeviceId,
	DeviceKind, GpuClassId, Hour, HourMask, HourPhase, MilliGpu, PoolId, SiteFacts, Template,
	WattHours, ZoneId,
};
use pallet_devices::OperatorConsent;
use sp_keyring::Sr25519Keyring::{self, Alice, AliceStash, BobStash, Eve, Ferdie};

pub(crate) const POOL: PoolId = PoolId {
	gpu_class: GpuClassId(1),
	zone: ZoneId(1),
};
pub(crate) const GPU: MilliGpu = MilliGpu(1_000);
pub(crate) const BOND: Balance = 500 * GHR;

/// A device with its owner and operator.
#[derive(Clone, Copy)]
pub(crate) struct Site {
	pub(crate) device: DeviceId,
	pub(crate) owner: Sr25519Keyring,
	pub(crate) operator: Sr25519Keyring,
	pub(crate) seed: [u8; 32],
}

pub(crate) const GOOD: Site = Site {
	device: DeviceId(0),
	owner: Eve,
	operator: AliceStash,
	seed: [1; 32],
};
pub(crate) const LAZY: Site = Site {
	device: DeviceId(1),
	owner: Ferdie,
	operator: BobStash,
	seed: [2; 32],
};

pub(crate) fn mask(hours: &[Hour]) -> HourMask {
	hours.iter().fold(HourMask::default(), |mask, hour| {
		mask.union(HourMask::single(hour.of_day()))
	})
}

pub(crate) fn ok(results: Vec<sp_runtime::ApplyExtrinsicResult>) {
	for result in results {
		assert_ok!(result.expect("the transaction is valid"));
	}
}

/// What a device of a home with one GPU and the keys of a seed says of itself.
pub(crate) fn facts(seed: &[u8; 32]) -> DeviceFacts {
	let keys = DeviceKeys::from_seed(seed);
	DeviceFacts {
		kind: DeviceKind::Combined,
		class: DeviceClass::HomeHub,
		gpu_class: POOL.gpu_class,
		zone: POOL.zone,
		meter_key: keys.meter_key.compressed(),
		commitment: keys.commitment(),
		gpu_nameplate: GPU,
		solar_nameplate_w: 6_000,
		energy_cap: WattHours(5_000),
		site: SiteFacts::default(),
	}
}

/// What an operator signs for an owner, good for the first days of a chain.
pub(crate) fn consent(
	operator: Sr25519Keyring,
	owner: Sr25519Keyring,
) -> OperatorConsent<Signature> {
	let until = START_MS + 24 * 3_600_000;
	let statement = operator_statement(&GENESIS_HASH, &owner.to_account_id(), until);
	OperatorConsent {
		until,
		signature: operator.sign(&statement).into(),
	}
}

pub(crate) fn register(site: Site) -> RuntimeCall {
	RuntimeCall::Devices(pallet_devices::Call::register {
		operator: site.operator.to_account_id(),
		consent: consent(site.operator, site.owner),
		facts: facts(&site.seed),
		bond: BOND,
	})
}

pub(crate) fn activate(site: Site, expires_at: u64) -> RuntimeCall {
	RuntimeCall::Devices(pallet_devices::Call::activate {
		device: site.device,
		tier: AttestationTier::Tier0,
		expires_at,
		benchmark: GPU,
	})
}

pub(crate) fn offer(site: Site) -> RuntimeCall {
	RuntimeCall::Capacity(pallet_capacity::Call::create_offer {
		device: site.device,
		template: Template::flat(GPU),
		first_day: Day(0),
		last_day: Day(3),
	})
}

/// Waits until an hour is in this phase.
pub(crate) fn until_phase(chain: &mut Chain, hour: Hour, phase: HourPhase) {
	chain.until(200, || Clock::phase_of(hour) == Some(phase));
}

/// A chain on which both devices are attested and offer a GPU for days 0 to 3.
pub(crate) fn offered() -> Chain {
	let mut chain = Chain::start(LOCAL);
	ok(chain.block([(GOOD.owner, register(GOOD)), (LAZY.owner, register(LAZY))]));
	assert_eq!(
		chain.state(Clock::current_hour),
		Some(Hour(21)),
		"block 1 is day 0, 21:00"
	);
	let expires_at = chain.now_ms() + 5 * 24 * 60_000;
	ok(chain.block([
		(Alice, activate(GOOD, expires_at)),
		(Alice, activate(LAZY, expires_at)),
	]));
	ok(chain.block([(GOOD.owner, offer(GOOD)), (LAZY.owner, offer(LAZY))]));
	chain
}
