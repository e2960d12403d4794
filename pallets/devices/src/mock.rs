//! A runtime of this pallet and balances; the clock stands where the test puts it.

use crate as pallet_devices;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU64},
};
use frame_system::EnsureRoot;
use greenhour_traits::{DeviceListener, HourClock};
use greenhour_types::{
	device::{claim_statement, operator_statement},
	units::{GCD, GHR},
	AttestationResult, AttestationTier, Balance, ClassTerms, ClockParams, DeviceClass, DeviceFacts,
	DeviceId, DeviceKind, GpuClass, GpuClassId, Hour, MilliGpu, Moment, SiteFacts, WattHours,
	ZoneId,
};
use pallet_devices::{DeviceState, GovernedRate, OperatorConsent};
use sp_runtime::{testing::TestSignature, BuildStorage, DispatchResult};

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

/// What the listener heard.
#[allow(unreachable_pub, reason = "the macro below makes a public item of it")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
	Bond(DeviceId, u64, Balance),
	Owner(DeviceId, u64, u64),
	Result(DeviceId, Option<AttestationResult>),
}

parameter_types! {
	pub static Now: Moment = START;
	pub static AllHeard: Vec<Heard> = Vec::new();
}

/// Writes down what it hears.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct Listener;

fn hear(heard: Heard) {
	let mut all = AllHeard::take();
	all.push(heard);
	AllHeard::set(all);
}

impl DeviceListener<u64> for Listener {
	fn bond_changed(device: DeviceId, owner: &u64, bond: Balance) {
		hear(Heard::Bond(device, *owner, bond));
	}

	fn owner_changed(device: DeviceId, from: &u64, to: &u64) {
		hear(Heard::Owner(device, *from, *to));
	}

	fn result_changed(device: DeviceId, result: Option<AttestationResult>) {
		hear(Heard::Result(device, result));
	}
}

/// The clock of the test: that of production.
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
		ClockParams {
			hour_zero_ms: Some(0),
			..ClockParams::PRODUCTION
		}
	}

	fn is_void(_: Hour) -> bool {
		unreachable!("devices ask for the time only")
	}
}

/// Signs in the name of any account.
#[cfg(feature = "runtime-benchmarks")]
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct Signer;

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<u64, TestSignature> for Signer {
	fn signer(seed: u32) -> u64 {
		10_000 + u64::from(seed)
	}

	fn sign(signer: &u64, message: &[u8]) -> TestSignature {
		TestSignature(*signer, message.to_vec())
	}

	fn pool() -> greenhour_types::PoolId {
		greenhour_types::PoolId {
			gpu_class: GPU_CLASS,
			zone: ZoneId(7),
		}
	}

	fn oblige(_: DeviceId) {}
}

impl pallet_devices::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = MockClock;
	type Listener = Listener;
	type Signature = TestSignature;
	type GovernanceOrigin = EnsureRoot<u64>;
	type WeightInfo = ();
	type MinBond = ConstU128<MIN_BOND>;
	type BondRelease = ConstU64<BOND_RELEASE>;
	type MaxAttestation = ConstU64<MAX_LIFE>;
	type MaxConsent = ConstU64<MAX_CONSENT>;
	type MaxRateLife = ConstU64<MAX_LIFE>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Signer;
}

pub(crate) const EXISTENTIAL_DEPOSIT: Balance = GHR / 100;
pub(crate) const MIN_BOND: Balance = 10 * GHR;
pub(crate) const MAX_LIFE: Moment = 1_000_000;
pub(crate) const MAX_CONSENT: Moment = 50_000;
pub(crate) const BOND_RELEASE: Moment = 300_000;
/// When tests start.
pub(crate) const START: Moment = 1_700_000_000_000;
/// 4 GCD for one GHR.
pub(crate) const RATE: Balance = 4 * GCD;
/// Half a GCD for one GPU-hour.
pub(crate) const UNIT_VALUE: Balance = GCD / 2;

/// The GPUs of the test.
pub(crate) const GPU_CLASS: GpuClassId = GpuClassId(1);
/// GPUs that nobody registers any more.
pub(crate) const CLOSED_CLASS: GpuClassId = GpuClassId(2);
const CLOSED: GpuClass = GpuClass {
	class_index: 2_000,
	open: false,
};
/// Terms of a home: those by default, with 8 GPUs at most.
const HOME: ClassTerms = ClassTerms {
	min_bond: MIN_BOND,
	max_units: MilliGpu(8_000),
	min_wh_per_gpu_hour: 100,
	returns: greenhour_types::ReturnModel {
		units: MilliGpu(2_000),
		capital: 12_000 * GCD,
		yearly_cost: 400 * GCD,
	},
};

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
				gpu_classes: vec![(GPU_CLASS, GpuClass::REFERENCE), (CLOSED_CLASS, CLOSED)],
				device_classes: vec![(DeviceClass::HomeHub, HOME)],
			},
		}
	}
}

impl Ext {
	pub(crate) fn without_governed_values(mut self) -> Self {
		self.devices = pallet_devices::GenesisConfig {
			gpu_classes: self.devices.gpu_classes,
			..Default::default()
		};
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		Now::set(START);
		AllHeard::set(Vec::new());
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
	pub(crate) facts: DeviceFacts,
	pub(crate) bond: Balance,
}

/// Facts of a combined device whose keys follow from `seed`, 1 to 40.
pub(crate) fn facts(seed: u8) -> DeviceFacts {
	DeviceFacts {
		kind: DeviceKind::Combined,
		class: DeviceClass::HomeHub,
		gpu_class: GPU_CLASS,
		zone: ZoneId(7),
		meter_key: [seed; 32],
		commitment: [seed; 32],
		gpu_nameplate: MilliGpu(2_000),
		solar_nameplate_w: 5_000,
		energy_cap: WattHours(2_000),
		site: SiteFacts::default(),
	}
}

/// The energy half of [`facts`].
pub(crate) fn energy(seed: u8) -> DeviceFacts {
	DeviceFacts {
		kind: DeviceKind::EnergyOnly,
		gpu_nameplate: MilliGpu::ZERO,
		..facts(seed)
	}
}

/// The compute half of [`facts`].
pub(crate) fn compute(seed: u8) -> DeviceFacts {
	DeviceFacts {
		kind: DeviceKind::ComputeOnly,
		meter_key: [0; 32],
		solar_nameplate_w: 0,
		energy_cap: WattHours::ZERO,
		..facts(seed)
	}
}

/// A good registration whose keys follow from `seed`, 1 to 40.
pub(crate) fn registration(seed: u8) -> Registration {
	Registration {
		owner: OWNER,
		operator: 100 + u64::from(seed),
		facts: facts(seed),
		bond: MIN_BOND,
	}
}

fn genesis_hash() -> [u8; 32] {
	System::block_hash(0).0
}

/// What `operator` signs for `owner`, with a second to go.
pub(crate) fn consent(operator: u64, owner: u64) -> OperatorConsent<TestSignature> {
	let until = Now::get() + 1_000;
	OperatorConsent {
		until,
		signature: TestSignature(operator, operator_statement(&genesis_hash(), &owner, until)),
	}
}

/// What `key` signs so that `claimer` gets a device.
pub(crate) fn claim(key: u64, device: DeviceId, claimer: u64) -> TestSignature {
	TestSignature(key, claim_statement(&genesis_hash(), device, &claimer))
}

impl Registration {
	pub(crate) fn submit(self) -> DispatchResult {
		let consent = consent(self.operator, self.owner);
		let owner = RuntimeOrigin::signed(self.owner);
		Devices::register(owner, self.operator, consent, self.facts, self.bond)
	}
}

/// Registers a device of these facts and this owner, with the smallest bond.
pub(crate) fn register(owner: u64, facts: DeviceFacts) -> DeviceId {
	let device = pallet_devices::NextDeviceId::<Test>::get();
	let registration = Registration {
		owner,
		operator: 200 + u64::from(device.0),
		facts,
		bond: MIN_BOND,
	};
	registration.submit().expect("a good registration");
	device
}

/// Replaces the operator of a device, with its consent.
pub(crate) fn set_operator(owner: u64, device: DeviceId, operator: u64) -> DispatchResult {
	let signer = RuntimeOrigin::signed(owner);
	Devices::set_operator(signer, device, operator, consent(operator, owner))
}

/// The device as a buyer sees it.
pub(crate) fn seen(device: DeviceId) -> DeviceState<u64> {
	Devices::device_state(device).expect("registered")
}

/// A result of the higher tiers, until `START + 1,000`.
pub(crate) fn result(benchmark: u32) -> AttestationResult {
	AttestationResult {
		tier: AttestationTier::Tier3,
		expires_at: START + 1_000,
		benchmark: MilliGpu(benchmark),
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
