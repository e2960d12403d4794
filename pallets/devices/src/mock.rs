//! A runtime of this pallet and balances; the clock stands where the test puts it.

use crate as pallet_devices;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU64},
};
use frame_system::EnsureRoot;
use greenhour_traits::HourClock;
use greenhour_types::{
	units::{GCD, GHR},
	AttestationTier, Balance, ClockParams, DeviceClass, DeviceId, GpuClassId, Hour, MilliGpu,
	Moment, WattHours, ZoneId,
};
use pallet_devices::GovernedRate;
use sp_runtime::{BuildStorage, DispatchResult};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Devices: pallet_devices,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
}

parameter_types! {
	pub static Now: Moment = START;
}

/// The clock of the test.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockClock;

impl HourClock for MockClock {
	fn now() -> Moment {
		Now::get()
	}

	fn params() -> ClockParams {
		unreachable!("devices ask for the time only")
	}

	fn is_void(_: Hour) -> bool {
		unreachable!("devices ask for the time only")
	}
}

impl pallet_devices::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = MockClock;
	type GovernanceOrigin = EnsureRoot<u64>;
	type WeightInfo = ();
	type MinBond = ConstU128<MIN_BOND>;
	type MaxAttestation = ConstU64<MAX_LIFE>;
	type MaxRateLife = ConstU64<MAX_LIFE>;
}

pub(crate) const EXISTENTIAL_DEPOSIT: Balance = GHR / 100;
pub(crate) const MIN_BOND: Balance = 10 * GHR;
pub(crate) const MAX_LIFE: Moment = 1_000_000;
/// When tests start.
pub(crate) const START: Moment = 1_700_000_000_000;
/// 4 GCD for one GHR.
pub(crate) const RATE: Balance = 4 * GCD;
/// Half a GCD for one GPU-hour.
pub(crate) const UNIT_VALUE: Balance = GCD / 2;

pub(crate) const OWNER: u64 = 1;
pub(crate) const OTHER: u64 = 2;
pub(crate) const ENDORSER: u64 = 3;
pub(crate) const TENANT: u64 = 4;
/// Has no GHR, so it can't receive less than the existential deposit.
pub(crate) const PAUPER: u64 = 5;

/// Builds a chain; every test ends in the invariants.
pub(crate) struct Ext {
	devices: pallet_devices::GenesisConfig<Test>,
}

impl Default for Ext {
	fn default() -> Self {
		let expires_at = START + MAX_LIFE;
		Self {
			devices: pallet_devices::GenesisConfig {
				endorser: Some(ENDORSER),
				ghr_rate: Some(GovernedRate {
					value: RATE,
					expires_at,
				}),
				unit_value: Some(GovernedRate {
					value: UNIT_VALUE,
					expires_at,
				}),
			},
		}
	}
}

impl Ext {
	pub(crate) fn without_governed_values(mut self) -> Self {
		self.devices = Default::default();
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		Now::set(START);
		let balances = pallet_balances::GenesisConfig {
			balances: [OWNER, OTHER, TENANT]
				.map(|account| (account, 1_000 * GHR))
				.to_vec(),
			..Default::default()
		};
		let genesis = RuntimeGenesisConfig {
			balances,
			devices: self.devices,
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities =
			genesis.build_storage().expect("valid genesis").into();
		// Events are kept from block 1 on.
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	pub(crate) fn execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
	}
}

/// What a registration says; tests change what they are about.
#[derive(Clone)]
pub(crate) struct Registration {
	pub(crate) owner: u64,
	pub(crate) operator: u64,
	pub(crate) place_nullifier: [u8; 32],
	pub(crate) meter_key: [u8; 32],
	pub(crate) commitment: [u8; 32],
	pub(crate) gpu_nameplate: MilliGpu,
	pub(crate) solar_nameplate_w: u32,
	pub(crate) energy_cap: WattHours,
	pub(crate) bond: Balance,
}

/// A good registration whose keys follow from `seed`, 1 to 40.
pub(crate) fn registration(seed: u8) -> Registration {
	Registration {
		owner: OWNER,
		operator: 100 + u64::from(seed),
		place_nullifier: [seed; 32],
		meter_key: [seed; 32],
		commitment: [seed; 32],
		gpu_nameplate: MilliGpu(2_000),
		solar_nameplate_w: 5_000,
		energy_cap: WattHours(2_000),
		bond: MIN_BOND,
	}
}

impl Registration {
	pub(crate) fn submit(self) -> DispatchResult {
		Devices::register(
			RuntimeOrigin::signed(self.owner),
			self.operator,
			DeviceClass::HomeHub,
			GpuClassId(1),
			ZoneId(7),
			self.place_nullifier,
			self.meter_key,
			self.commitment,
			self.gpu_nameplate,
			self.solar_nameplate_w,
			self.energy_cap,
			self.bond,
		)
	}
}

/// Registers device 0 of `OWNER`, with the smallest bond.
pub(crate) fn registered() -> DeviceId {
	registration(1).submit().expect("a good registration");
	DeviceId(0)
}

/// Registers device 0 and activates it until `START + 1,000`, with a benchmark of 1,000.
pub(crate) fn active() -> DeviceId {
	let device = registered();
	Devices::activate(
		RuntimeOrigin::signed(ENDORSER),
		device,
		AttestationTier::Tier1,
		START + 1_000,
		MilliGpu(1_000),
	)
	.expect("a good attestation result");
	device
}

/// GHR held for bonds on an account.
pub(crate) fn held(account: u64) -> Balance {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&pallet_devices::HoldReason::Bond.into(), &account)
}
