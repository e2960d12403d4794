//! A runtime of just this pallet and balances; devices, auditors, contracts, seeds and time come from the test.

mod fakes;

use crate as pallet_challenges;
pub(crate) use fakes::{world, Fakes, World};
use frame_support::{derive_impl, parameter_types, traits::ConstU128};
use greenhour_traits::{AssignmentFacts, DeviceListener, SettledHours, SettlementListener};
use greenhour_types::{
	AttestationResult, AttestationTier, Balance, ContractId, ContractTerms, Day, Device,
	DeviceClass, DeviceId, DeviceKind, DeviceStatus, GpuClassId, Hour, HourMask, JobKind, MilliGpu,
	Moment, OfferId, PoolId, SiteFacts, VerificationMode, WattHours, ZoneId,
};
use sp_runtime::{BuildStorage, Permill};
use std::collections::BTreeSet;

type Block = frame_system::mocking::MockBlockU32<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Challenges: pallet_challenges,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<1>;
}

/// Blocks to commit in.
pub(crate) const COMMIT: u32 = 5;
/// Blocks to open in.
pub(crate) const OPEN: u32 = 4;
/// Blocks to judge, to appeal and to decide in.
pub(crate) const VERDICT: u32 = 10;
pub(crate) const APPEAL: u32 = 20;
pub(crate) const DECISION: u32 = 30;
/// What an idle auditor, and a wrong one, pays.
pub(crate) const IDLE: Balance = 7;
pub(crate) const WRONG: Balance = 100;
/// What an appeal holds.
pub(crate) const DEPOSIT: Balance = 500;
/// What every device bonds, in planck of GCD and of GHR alike.
pub(crate) const BOND: Balance = 24_000;
/// Blocks between an input and the first seed that it can be drawn with.
pub(crate) const DELAY: u32 = 4;
/// Auditors.
pub(crate) const AUDITORS: [u64; 5] = [901, 902, 903, 904, 905];
/// What a device benchmarked; half of it is challenged, for which a product has 2 leaves.
pub(crate) const BENCHMARK: MilliGpu = MilliGpu(4);
/// Start of hour zero.
pub(crate) const ZERO: Moment = 1_700_000_000_000;
/// The first hour of tests: 3 o'clock of day 1.
pub(crate) const HOUR: Hour = Hour(27);

parameter_types! {
	pub static OpenOneIn: u32 = 1;
	pub static AuditBlockOneIn: u32 = 1;
	pub(crate) static Now: Moment = 0;
	pub(crate) static VoidHours: BTreeSet<Hour> = BTreeSet::new();
	pub(crate) static ClosedHours: BTreeSet<Hour> = BTreeSet::new();
	/// Randomness of the test: changes every draw.
	pub(crate) static Salt: u64 = 0;
	/// A seed that replaces that of the block.
	pub(crate) static ForcedSeed: Option<[u8; 32]> = None;
	pub(crate) static SeedsReady: bool = true;
}

parameter_types! {
	pub const ChallengedShare: Permill = Permill::from_percent(50);
}

impl pallet_challenges::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Devices = Fakes;
	type Outcomes = Fakes;
	type Auditors = Fakes;
	type Deliveries = Fakes;
	type Proofs = Fakes;
	type Seeds = Fakes;
	type Clock = Fakes;
	type GovernanceOrigin = frame_system::EnsureRoot<u64>;
	type WeightInfo = ();
	type CommitBlocks = frame_support::traits::ConstU32<COMMIT>;
	type OpenBlocks = frame_support::traits::ConstU32<OPEN>;
	type OpenOneIn = OpenOneIn;
	type AuditBlockOneIn = AuditBlockOneIn;
	type ChallengedShare = ChallengedShare;
	type DefaultLeavesPerUnit = frame_support::traits::ConstU32<1>;
	type VerdictBlocks = frame_support::traits::ConstU32<VERDICT>;
	type AppealBlocks = frame_support::traits::ConstU32<APPEAL>;
	type DecisionBlocks = frame_support::traits::ConstU32<DECISION>;
	type IdleSlash = ConstU128<IDLE>;
	type WrongVerdictSlash = ConstU128<WRONG>;
	type AppealDeposit = ConstU128<DEPOSIT>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Fakes;
}

/// The registry's record of a device with the operator `1_000_000 + id`.
///
/// The one place of the mock that names all fields of a device.
fn record_of(owner: u64, device: DeviceId) -> Device<u64> {
	Device {
		owner,
		operator: operator_of(device),
		kind: DeviceKind::Combined,
		class: DeviceClass::HomeHub,
		gpu_class: GpuClassId(1),
		zone: ZoneId(1),
		meter_key: [1; 32],
		commitment: [1; 32],
		gpu_nameplate: BENCHMARK,
		solar_nameplate_w: 5_000,
		energy_cap: WattHours(1_000),
		site: SiteFacts::default(),
		status: active(),
	}
}

/// An attestation that outlives the tests.
pub(crate) fn active() -> DeviceStatus {
	DeviceStatus::Active {
		tier: AttestationTier::Tier1,
		expires_at: Moment::MAX,
		benchmark: BENCHMARK,
	}
}

/// Who speaks for a device.
pub(crate) fn operator_of(device: DeviceId) -> u64 {
	1_000_000 + u64::from(device.0)
}

/// Registers and attests a device.
pub(crate) fn enrol(owner: u64, id: u32) -> DeviceId {
	let device = DeviceId(id);
	world(|world| {
		world.devices.insert(device, record_of(owner, device));
		world.bonds.insert(device, BOND);
	});
	Challenges::result_changed(device, Some(result()));
	device
}

/// What [`enrol`] attests.
pub(crate) fn result() -> AttestationResult {
	AttestationResult {
		tier: AttestationTier::Tier1,
		expires_at: Moment::MAX,
		benchmark: BENCHMARK,
	}
}

/// How an owner's devices of [`enrol`] are listed.
pub(crate) fn terms(owner: u64) -> crate::types::ListingTerms<u64> {
	crate::types::ListingTerms {
		owner,
		gpu_class: GpuClassId(1),
		benchmark: BENCHMARK,
		expires_at: Moment::MAX,
	}
}

/// Binds units of a contract to a device in one hour.
pub(crate) fn assign(
	contract: ContractId,
	device: DeviceId,
	hour: Hour,
	units: u32,
	verification: VerificationMode,
) {
	let mut by_hour = [MilliGpu(0); 24];
	by_hour[hour.of_day().index()] = MilliGpu(units);
	let facts = AssignmentFacts {
		pool: PoolId::default(),
		offer: OfferId(1),
		units: by_hour,
		shares: [0; 24],
		unsettled: HourMask::single(hour.of_day()),
		delivered: HourMask::default(),
		terms: ContractTerms {
			kind: JobKind::Training,
			spec_hash: [1; 32],
			min_green_share: 0,
			verification,
		},
	};
	world(|world| {
		world
			.assignments
			.insert((contract, device, hour.day()), facts)
	});
}

/// Hours of one device that are paid.
pub(crate) fn paid(device: DeviceId, day: Day, hours: HourMask, units: u32) -> SettledHours {
	SettledHours {
		contract: ContractId(1),
		device,
		day,
		hours,
		units: [MilliGpu(units); 24],
		fee_burned: 0,
		by_receipt: true,
	}
}

/// Pays hours of a device.
pub(crate) fn settle(device: DeviceId, day: Day, hours: HourMask, units: u32) {
	Challenges::settled(&paid(device, day, hours, units));
}

/// Builds a chain; every test ends in the invariants.
pub(crate) struct Ext;

impl Ext {
	pub(crate) fn build() -> sp_io::TestExternalities {
		OpenOneIn::set(1);
		AuditBlockOneIn::set(1);
		Salt::set(0);
		ForcedSeed::set(None);
		SeedsReady::set(true);
		VoidHours::set(BTreeSet::new());
		ClosedHours::set(BTreeSet::new());
		Now::set(ZERO + u64::from(HOUR.0) * 3_600_000);
		world(|world| {
			*world = World {
				auditors: AUDITORS.to_vec(),
				..World::default()
			}
		});
		RuntimeGenesisConfig {
			challenges: crate::GenesisConfig {
				violation_share: Permill::from_percent(10),
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.expect("valid genesis")
		.into()
	}

	pub(crate) fn execute(test: impl FnOnce()) {
		Self::build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
	}
}

/// Starts the next block, 6 seconds after the last.
pub(crate) fn next_block() {
	use frame_support::traits::Hooks;
	let number = System::block_number() + 1;
	System::reset_events();
	System::set_block_number(number);
	Challenges::on_initialize(number);
	Now::mutate(|now| *now += 6_000);
}

/// Starts `count` more blocks.
pub(crate) fn blocks(count: u32) {
	for _ in 0..count {
		next_block();
	}
}

/// Enrols devices of one owner and waits until they are listed, without drawing any.
pub(crate) fn fleet(owner: u64, ids: core::ops::Range<u32>) -> Vec<DeviceId> {
	let devices: Vec<DeviceId> = ids.map(|id| enrol(owner, id)).collect();
	let block = System::block_number();
	Challenges::apply_changes_all(block);
	devices
}

impl Challenges {
	/// Applies every change of `block` or before.
	fn apply_changes_all(block: u32) {
		while Self::apply_changes(block) > 0 {}
	}
}

/// What happened in this block.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Challenges(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}
