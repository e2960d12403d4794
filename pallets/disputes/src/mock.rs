//! A runtime with the stock pallets that hold money; our own traits answer from one stored
//! [`World`], so that a failed call rolls them back too.
// A runtime's associated types are public.
#![allow(unreachable_pub)]

use crate as pallet_disputes;
use frame_support::{
	derive_impl,
	dispatch::DispatchResultWithPostInfo,
	ord_parameter_types, parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32},
};
use frame_system::{EnsureRoot, EnsureSigned, EnsureSignedBy};
use greenhour_types::{
	units::GCD_ASSET, Balance, ContractId, Day, DeviceId, Hour, HourMask, HourOfDay,
	VerificationMode,
};
use sp_runtime::{BuildStorage, DispatchResult, Permill};

mod world; // what other pallets would keep

pub use world::World;

type Block = frame_system::mocking::MockBlock<Test>;

/// Bought every contract.
pub(crate) const TENANT: u64 = 1;
/// Calls for others, and knows every specification.
pub(crate) const STRANGER: u64 = 3;
/// Judges.
pub(crate) const AUDITOR: u64 = 4;
/// Has no GCD at all.
pub(crate) const PAUPER: u64 = 5;
/// Speaks for [`DEVICE`].
pub(crate) const OPERATOR: u64 = 100;
/// Takes turns with [`OPERATOR`] where a test says so.
pub(crate) const OPERATOR_2: u64 = 101;
/// Owns [`DEVICE`].
pub(crate) const OWNER: u64 = 200;
/// Holds what contracts hold on tenants' accounts in production.
pub(crate) const ESCROW: u64 = 97;
/// Keeps refunds for a tenant whose account is blocked.
pub(crate) const REFUNDS: u64 = 96;
/// Holds income until it is claimed.
pub(crate) const POT: u64 = 99;
/// Administers GCD in the mock; in a runtime this account has no key.
pub(crate) const ASSET_TEAM: u64 = 98;
/// Smallest balance of GCD.
pub(crate) const MIN_GCD: Balance = 10_000;
/// GCD of each party at the start.
pub(crate) const FUNDS: Balance = 1_000_000_000;
/// Planck of GCD of each hour that fall to the device; not a multiple of ten.
pub(crate) const SHARE: Balance = 1_000_005;
/// A tenth of it, rounded up.
pub(crate) const STAKE: Balance = 100_001;
/// Deposit for each claimed hour.
pub(crate) const DEPOSIT: Balance = 40_000;
/// What settling for others earns.
pub(crate) const REWARD: Balance = 10_000;
/// Deposit for a specification.
pub(crate) const SPEC_DEPOSIT: Balance = 500_000;
/// The device of every assignment.
pub(crate) const DEVICE: DeviceId = DeviceId(7);
/// The day of every assignment.
pub(crate) const DAY: Day = Day(5);
/// The specification of every contract but that of sampled work.
pub(crate) const SPEC: &[u8] = b"image: sha256:00ff, command: train";
/// Market hour in ms.
pub(crate) const HOUR: u64 = 3_600_000;
/// Objection window in ms.
pub(crate) const OBJECTION: u64 = 12 * HOUR;
/// Verdict window in ms.
pub(crate) const VERDICT: u64 = 168 * HOUR;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(3)]
	pub type AssetsHolder = pallet_assets_holder;
	#[runtime::pallet_index(4)]
	pub type Disputes = pallet_disputes;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<10>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<u64>>;
	type ForceOrigin = EnsureRoot<u64>;
	type Holder = AssetsHolder;
}

impl pallet_assets_holder::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	pub const TenPercent: Permill = Permill::from_percent(10);
}

ord_parameter_types! {
	pub const Auditor: u64 = AUDITOR;
}

impl pallet_disputes::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Assets = AssetsHolder;
	type Contracts = World;
	type Devices = World;
	type Clock = World;
	type AuditOrigin = EnsureSignedBy<Auditor, u64>;
	type StakeRate = TenPercent;
	type PenaltyRate = TenPercent;
	type MinStake = ConstU128<20_000>;
	type ClaimDeposit = ConstU128<DEPOSIT>;
	type SpecDeposit = ConstU128<SPEC_DEPOSIT>;
	type SettleReward = ConstU128<REWARD>;
	type ObjectionHours = ConstU32<12>;
	type VerdictHours = ConstU32<168>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = World;
}

/// The mask of these hours.
pub(crate) fn mask(hours: &[u8]) -> HourMask {
	hours.iter().fold(HourMask::EMPTY, |mask, hour| {
		mask.union(HourMask::single(of_day(*hour)))
	})
}

/// The hour of day.
pub(crate) fn of_day(hour: u8) -> HourOfDay {
	HourOfDay::new(hour).expect("an hour of a day")
}

/// `hour` of [`DAY`].
pub(crate) fn at(hour: u8) -> Hour {
	DAY.hour(of_day(hour)).expect("a small day")
}

/// Opens a contract of this mode whose 24 hours of [`DAY`] are bound to [`DEVICE`].
pub(crate) fn bought(mode: VerificationMode) -> ContractId {
	World::buy(mode, HourMask::FULL)
}

/// The operator claims `hours`.
pub(crate) fn claim(contract: ContractId, hours: &[u8]) -> DispatchResult {
	let origin = RuntimeOrigin::signed(OPERATOR);
	Disputes::claim_hours(origin, contract, DEVICE, DAY, mask(hours), [8; 32])
}

/// The tenant confirms `hours`.
pub(crate) fn confirm(contract: ContractId, hours: &[u8]) -> DispatchResult {
	let origin = RuntimeOrigin::signed(TENANT);
	Disputes::confirm(origin, contract, DEVICE, DAY, mask(hours))
}

/// The tenant objects to `hours`.
pub(crate) fn object(contract: ContractId, hours: &[u8]) -> DispatchResult {
	let origin = RuntimeOrigin::signed(TENANT);
	Disputes::object(origin, contract, DEVICE, DAY, mask(hours))
}

/// The auditor judges `hours`.
pub(crate) fn judge(contract: ContractId, hours: &[u8], delivered: bool) -> DispatchResult {
	let origin = RuntimeOrigin::signed(AUDITOR);
	Disputes::judge(origin, contract, DEVICE, DAY, mask(hours), delivered)
}

/// `who` settles what is due of the claim.
pub(crate) fn settle(who: u64, contract: ContractId) -> DispatchResultWithPostInfo {
	Disputes::settle_claim(RuntimeOrigin::signed(who), contract, DEVICE, DAY)
}

/// The operator declares that `hour` can't start.
pub(crate) fn declare(contract: ContractId, hour: u8) -> DispatchResult {
	Disputes::cannot_start(RuntimeOrigin::signed(OPERATOR), contract, DEVICE, at(hour))
}

/// `who` publishes [`SPEC`].
pub(crate) fn publish(who: u64, contract: ContractId) -> DispatchResult {
	let spec = SPEC.to_vec().try_into().expect("short");
	Disputes::publish_spec(RuntimeOrigin::signed(who), contract, spec)
}

/// `who` settles the declaration of `hour`.
pub(crate) fn settle_declared(who: u64, contract: ContractId, hour: u8) -> DispatchResult {
	Disputes::settle_cannot_start(RuntimeOrigin::signed(who), contract, DEVICE, at(hour))
}

/// GCD on hold of `who`.
pub(crate) fn held(who: u64) -> Balance {
	use frame_support::traits::fungibles::hold::Inspect;
	AssetsHolder::total_balance_on_hold(GCD_ASSET, &who)
}

/// Free GCD of `who`.
pub(crate) fn free(who: u64) -> Balance {
	Assets::balance(GCD_ASSET, who)
}

/// All GCD of `who`.
pub(crate) fn gcd(who: u64) -> Balance {
	free(who) + held(who)
}

/// GCD of everybody.
pub(crate) fn issuance() -> Balance {
	use frame_support::traits::fungibles::Inspect;
	<Assets as Inspect<u64>>::total_issuance(GCD_ASSET)
}

/// Stops `who` from sending and receiving GCD, or lets it again.
pub(crate) fn block(who: u64, blocked: bool) {
	let team = RuntimeOrigin::signed(ASSET_TEAM);
	let done = if blocked {
		Assets::block(team, GCD_ASSET, who)
	} else {
		Assets::thaw(team, GCD_ASSET, who)
	};
	done.expect("the team may");
}

/// The events of this pallet since the last call.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let all = System::read_events_for_pallet();
	System::reset_events();
	all
}

/// Builds the storage of a test; every test ends in the invariants.
#[derive(Default)]
pub(crate) struct Ext;

impl Ext {
	/// The storage, for benchmarks.
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let rich = [TENANT, STRANGER, AUDITOR, OPERATOR, OPERATOR_2, OWNER];
		let mut accounts: Vec<_> = rich.map(|who| (GCD_ASSET, who, FUNDS)).to_vec();
		accounts.push((GCD_ASSET, POT, MIN_GCD));
		accounts.push((GCD_ASSET, ESCROW, MIN_GCD));
		accounts.push((GCD_ASSET, REFUNDS, MIN_GCD));
		let storage = RuntimeGenesisConfig {
			assets: pallet_assets::GenesisConfig {
				assets: vec![(GCD_ASSET, ASSET_TEAM, true, MIN_GCD)],
				accounts,
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.expect("the genesis of the mock builds");
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			World::change(|world| {
				world.bond = FUNDS;
				world.operator = OPERATOR;
			});
		});
		ext
	}

	/// Runs `test` and then the invariants, with those that span the mock.
	pub(crate) fn run(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check().expect("the invariants hold after the test");
		});
	}
}

/// The invariants of the pallet, and that nobody holds GCD for no record.
pub(crate) fn check() -> Result<(), sp_runtime::TryRuntimeError> {
	crate::invariants::check::<Test>()?;
	let claims = crate::Claims::<Test>::iter().flat_map(|(_, _, claim)| claim.into_inner());
	let mut sum: Balance = 0;
	for (_, claimed) in claims {
		sum += claimed.deposit;
		if let crate::ClaimState::Objected { stake, .. } = claimed.state {
			sum += stake;
		}
	}
	for (_, _, declared) in crate::Declarations::<Test>::iter() {
		sum += declared.values().map(|entry| entry.stake).sum::<Balance>();
	}
	sum += crate::Publications::<Test>::iter()
		.map(|(_, publication)| publication.deposit)
		.sum::<Balance>();
	sum += crate::Postponed::<Test>::iter()
		.map(|(_, _, amount)| amount)
		.sum::<Balance>();
	let everybody = [
		TENANT, STRANGER, AUDITOR, PAUPER, OPERATOR, OPERATOR_2, OWNER, POT,
	];
	if sum != everybody.map(held).iter().sum::<Balance>() {
		return Err("something is held for no record".into());
	}
	Ok(())
}
