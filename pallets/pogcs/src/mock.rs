//! A runtime of this pallet and balances; time, rates and the other pallets come from the test.

use crate as pallet_pogcs;
use frame_support::{
	derive_impl, parameter_types,
	traits::{fungible::Mutate as _, ConstU128, ConstU32, Hooks},
	weights::Weight,
	PalletId,
};
use frame_system::EnsureRoot;
use greenhour_traits::{
	DeviceListener as _, HourClock, PogcsRates, SettledHours, SettlementListener as _,
	WeightListener,
};
use greenhour_types::{
	units::{GCD, GHR},
	AttestationResult, AttestationTier, Balance, ClockParams, ContractId, DeviceId, Hour, HourMask,
	HourOfDay, MilliGpu, Moment,
};
use sp_runtime::{BuildStorage, Permill};
use std::collections::BTreeMap;

type Block = frame_system::mocking::MockBlockU32<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Pogcs: pallet_pogcs,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

/// Smallest balance of an account.
pub(crate) const DEPOSIT: Balance = GHR / 1_000;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<DEPOSIT>;
}

parameter_types! {
	pub static Now: Moment = 0;
	pub static VoidHours: Vec<Hour> = vec![];
	/// Planck of GCD for one GPU-hour, by device; others have the class of device 0.
	pub static ClassIndex: BTreeMap<u32, Balance> = BTreeMap::new();
	/// Planck of GCD for one GHR.
	pub static GhrRate: Option<Balance> = Some(GCD);
	/// What the election heard last.
	pub static Heard: BTreeMap<u64, Balance> = BTreeMap::new();
	pub static RefreshPerBlock: u32 = 4;
	pub const PotId: PalletId = PalletId(*b"gh/pogcs");
	pub const ProtocolFee: Permill = Permill::from_percent(2);
	pub const IncentiveCap: Permill = Permill::from_percent(80);
	pub static ServiceWeight: Weight = Weight::from_parts(50_000_000_000, 1_048_576);
}

/// Value at a GHR rate of one that a busy device has left for each GCD of 48 hours' bond: see the README.
pub(crate) const BOND_PER_GCD: Balance = 46_210_000_000;

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
		ClockParams::PRODUCTION
	}

	fn is_void(hour: Hour) -> bool {
		VoidHours::get().contains(&hour)
	}
}

/// The rates of the test.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockRates;

impl PogcsRates for MockRates {
	fn class_index(device: DeviceId) -> Option<Balance> {
		let index = ClassIndex::get();
		index.get(&device.0).or_else(|| index.get(&0)).copied()
	}

	fn ghr_down(gcd: Balance) -> Option<Balance> {
		GhrRate::get().map(|rate| gcd * GHR / rate)
	}
}

/// An election that remembers what it heard.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockElection;

impl WeightListener<u64> for MockElection {
	fn weight_changed(owner: &u64, weight: Balance) {
		Heard::mutate(|heard| match weight {
			0 => heard.remove(owner),
			_ => heard.insert(*owner, weight),
		});
	}
}

impl pallet_pogcs::Config for Test {
	type Currency = Balances;
	type Clock = MockClock;
	type Rates = MockRates;
	type Listener = MockElection;
	type GovernanceOrigin = EnsureRoot<u64>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = MockClock;
	type PalletId = PotId;
	type ProtocolFee = ProtocolFee;
	type IncentiveCap = IncentiveCap;
	type BondPerGcd = ConstU128<BOND_PER_GCD>;
	type HalfLife = ConstU32<720>;
	type Maturity = ConstU32<168>;
	type MinWeight = ConstU128<GHR>;
	type RefreshPerBlock = RefreshPerBlock;
	type ServiceWeight = ServiceWeight;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_pogcs::BenchmarkHelper for MockClock {
	fn set_clock(params: ClockParams, now: Moment, _: Hour) {
		assert_eq!(params, ClockParams::PRODUCTION);
		Now::set(now);
	}

	fn set_rates(_: DeviceId) {
		ClassIndex::set(BTreeMap::from([(0, GCD)]));
		GhrRate::set(Some(GCD));
	}
}

/// The hour in which tests begin.
pub(crate) const START: u32 = 480_000;
/// An hour in ms.
pub(crate) const HOUR: Moment = 3_600_000;
/// What a device has that nobody mentions.
pub(crate) const BOND: Balance = 48 * GHR;

/// Builds a chain; every test ends in the invariants.
pub(crate) struct Ext {
	refresh_per_block: u32,
	pot: Balance,
}

impl Default for Ext {
	fn default() -> Self {
		Self {
			refresh_per_block: 4,
			pot: 0,
		}
	}
}

impl Ext {
	/// Blocks that refresh another number of devices.
	pub(crate) fn with_refresh_per_block(mut self, count: u32) -> Self {
		self.refresh_per_block = count;
		self
	}

	/// Funds the pot and sets a budget of `per_hour` for ever.
	pub(crate) fn with_pot(mut self, amount: Balance) -> Self {
		self.pot = amount;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		Now::set(u64::from(START) * HOUR);
		VoidHours::set(vec![]);
		ClassIndex::set(BTreeMap::from([(0, GCD)]));
		GhrRate::set(Some(GCD));
		Heard::set(BTreeMap::new());
		RefreshPerBlock::set(self.refresh_per_block);
		let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig::default()
			.build_storage()
			.expect("valid genesis")
			.into();
		ext.execute_with(|| {
			block();
			if self.pot > 0 {
				fund(self.pot);
			}
		});
		ext
	}

	pub(crate) fn execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// The invariants, and that the election has heard all.
pub(crate) fn check() {
	crate::invariants::check::<Test>().expect("invariants hold");
	let owners: BTreeMap<_, _> = crate::OwnerWeights::<Test>::iter().collect();
	assert_eq!(Heard::get(), owners);
}

/// Ends a block in the hour that stands, and begins the next.
pub(crate) fn block() {
	let number = System::block_number() + 1;
	System::set_block_number(number);
	Pogcs::on_initialize(number);
	Pogcs::on_finalize(number);
}

/// Blocks of one an hour until `hours` hours later.
pub(crate) fn advance(hours: u32) {
	for _ in 0..hours {
		Now::mutate(|now| *now += HOUR);
		block();
	}
}

/// Moves time by `hours` with just enough blocks to close them all.
pub(crate) fn jump(hours: u32) {
	Now::mutate(|now| *now += u64::from(hours) * HOUR);
	let over = present() - 1;
	while crate::AllTotals::<Test>::get().closed < Some(Hour(over)) {
		block();
	}
}

/// The hour of the block.
pub(crate) fn present() -> u32 {
	u32::try_from(Now::get() / HOUR).expect("small")
}

/// The account of the pot gets this and its existential deposit.
pub(crate) fn fund(amount: Balance) {
	let pot = Pogcs::pot_account();
	Balances::mint_into(&pot, amount + DEPOSIT).expect("no overflow");
}

/// Governance pays this for each hour from now on.
pub(crate) fn set_budget(per_hour: Balance) {
	Pogcs::set_budget(RuntimeOrigin::root(), per_hour, Hour(u32::MAX)).expect("in the future");
}

/// The registry says what the bond is.
pub(crate) fn set_bond(device: u32, owner: u64, bond: Balance) {
	Pogcs::bond_changed(DeviceId(device), &owner, bond);
}

/// Attestation finds `tier`, for so many hours.
pub(crate) fn attest(device: u32, tier: AttestationTier, hours: u32) {
	let result = AttestationResult {
		tier,
		expires_at: Now::get() + u64::from(hours) * HOUR,
		benchmark: MilliGpu(1_000),
	};
	Pogcs::result_changed(DeviceId(device), Some(result));
}

/// A device of tier 3 for ten years, with a bond that has not matured.
pub(crate) fn register(device: u32, owner: u64, bond: Balance) {
	set_bond(device, owner, bond);
	attest(device, AttestationTier::Tier3, 87_600);
}

/// Units of one hour were paid, and so much burned.
pub(crate) fn settle_with(device: u32, units: u32, fee_burned: Balance, by_receipt: bool) {
	let mut all = [MilliGpu(77); 24];
	let noon = HourOfDay::new(12).expect("an hour");
	all[noon.index()] = MilliGpu(units);
	Pogcs::settled(&SettledHours {
		contract: ContractId(5),
		device: DeviceId(device),
		day: Hour(present()).day(),
		hours: HourMask::single(noon),
		units: all,
		fee_burned,
		by_receipt,
	});
}

/// A device delivered hours worth `value` planck of GCD at the index of one GCD, for a fee of 2 % of that.
pub(crate) fn settle(device: u32, value: Balance) {
	let units = u32::try_from(value / (GCD / 1_000)).expect("few units");
	settle_with(device, units, value / 50, true);
}

/// Anyone brings a device up to date.
pub(crate) fn refresh(device: u32) {
	Pogcs::refresh(RuntimeOrigin::signed(99), DeviceId(device)).expect("known");
}

/// What the device weighs, as it was refreshed last.
pub(crate) fn weight(device: u32) -> Balance {
	crate::Stakes::<Test>::get(DeviceId(device)).map_or(0, |stake| stake.weight)
}

/// What the owner is owed.
pub(crate) fn owed(owner: u64) -> Balance {
	crate::Claimable::<Test>::get(owner)
}

/// The registry suspends or retires the device.
pub(crate) fn suspend(device: u32) {
	Pogcs::result_changed(DeviceId(device), None);
}
