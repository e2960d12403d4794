//! A runtime with the stock pallets that hold money; our own traits answer from one stored
//! [`World`], so that a failed call rolls them back too.
// A runtime's associated types are public.
#![allow(unreachable_pub)]

use crate as pallet_contracts;
use frame_support::{
	derive_impl, parameter_types,
	storage::with_storage_layer,
	traits::{AsEnsureOriginWithArg, ConstU128},
};
use frame_system::{EnsureRoot, EnsureSigned};
use greenhour_traits::{ContractBook, HourPrices};
use greenhour_types::{
	units::GCD_ASSET, Balance, ContractDay, ContractId, ContractTerms, Day, DayMask, DayUnits,
	DeviceId, GpuClassId, Hour, HourMask, HourOfDay, JobKind, MilliGpu, PoolId, SpecUri,
	VerificationMode, ZoneId,
};
use sp_runtime::{BuildStorage, DispatchResult, Permill};
use std::collections::BTreeMap;

mod world; // what other pallets would keep

pub use world::World;

type Block = frame_system::mocking::MockBlock<Test>;

/// Buys contracts.
pub(crate) const TENANT: u64 = 1;
/// Buys contracts too.
pub(crate) const OTHER_TENANT: u64 = 2;
/// Calls for others.
pub(crate) const STRANGER: u64 = 3;
/// Holds income until it is claimed.
pub(crate) const POT: u64 = 99;
/// Administers GCD in the mock; in a runtime this account has no key.
pub(crate) const ASSET_TEAM: u64 = 98;
/// Smallest balance of GCD.
pub(crate) const MIN_GCD: Balance = 10_000;
/// Held for each day of a contract.
pub(crate) const DEPOSIT: Balance = 40;
/// What settling for others earns at most.
pub(crate) const REWARD: Balance = 10;
/// GCD of each tenant at the start.
pub(crate) const FUNDS: Balance = 1_000_000_000;
/// The block at which every draw froze.
pub(crate) const FROZEN_AT: u32 = 10;
/// The pool of every offer here.
pub(crate) const POOL: PoolId = PoolId {
	gpu_class: GpuClassId(1),
	zone: ZoneId(2),
};
/// The day on which tests buy by default.
pub(crate) const DAY: Day = Day(5);

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
		RuntimeTask
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
	pub type Contracts = pallet_contracts;
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
	pub const ProtocolFee: Permill = Permill::from_percent(5);
	pub const SettlementDeposit: Balance = DEPOSIT;
	pub const SettlementReward: Balance = REWARD;
}

impl pallet_contracts::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Assets = AssetsHolder;
	type Capacity = World;
	type Devices = World;
	type Income = World;
	type Prices = World;
	type Clock = World;
	type Seeds = World;
	type Proofs = World;
	type Claims = World;
	type Listener = World;
	type ProtocolFee = ProtocolFee;
	type SettlementDeposit = SettlementDeposit;
	type SettlementReward = SettlementReward;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = World;
}

/// The operator of device `id`.
pub(crate) fn operator(id: u32) -> u64 {
	100 + u64::from(id)
}

/// `hour` of [`DAY`].
pub(crate) fn at(hour: u8) -> Hour {
	DAY.hour(HourOfDay::new(hour).expect("an hour of a day"))
		.expect("a small day")
}

/// The mask of these hours.
pub(crate) fn mask(hours: &[u8]) -> HourMask {
	hours.iter().fold(HourMask::EMPTY, |mask, hour| {
		mask.union(HourMask::single(
			HourOfDay::new(*hour).expect("an hour of a day"),
		))
	})
}

/// `units` in `hours` of `day` at `price` each.
pub(crate) fn prices(day: Day, hours: &[u8], units: u32, price: Balance) -> HourPrices {
	let hours = mask(hours);
	let mut paid = [0; 24];
	hours.hours().for_each(|hour| paid[hour.index()] = price);
	HourPrices {
		order: DayUnits::flat(DayMask { day, hours }, MilliGpu(units)),
		paid,
	}
}

/// Terms of contracts that any device can serve.
pub(crate) fn terms() -> ContractTerms {
	ContractTerms {
		kind: JobKind::Inference,
		spec_hash: [7; 32],
		min_green_share: 0,
		verification: VerificationMode::Receipt,
	}
}

/// Terms that ask for green energy.
pub(crate) fn green_terms() -> ContractTerms {
	ContractTerms {
		min_green_share: 6_000,
		..terms()
	}
}

/// Terms of contracts whose delivery the tenant confirms.
pub(crate) fn confirmed_terms() -> ContractTerms {
	ContractTerms {
		verification: VerificationMode::TenantConfirmed,
		..terms()
	}
}

/// `TENANT` buys `units` in `hours` of [`DAY`] at `price` an hour.
pub(crate) fn buy(units: u32, hours: &[u8], price: Balance) -> ContractId {
	buy_on(terms(), units, hours, price)
}

/// As [`buy`], on these terms.
pub(crate) fn buy_on(terms: ContractTerms, units: u32, hours: &[u8], price: Balance) -> ContractId {
	let days = vec![prices(DAY, hours, units, price)];
	Contracts::open(&TENANT, POOL, terms, SpecUri::default(), days).expect("the tenant can pay")
}

/// Device `id` accepts `units` in `hours` of [`DAY`].
pub(crate) fn accept(
	contract: ContractId,
	id: u32,
	hours: &[u8],
	units: u32,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let origin = RuntimeOrigin::signed(operator(id));
	Contracts::accept(
		origin,
		contract,
		DeviceId(id),
		DAY,
		mask(hours),
		MilliGpu(units),
	)
}

/// Device `id` drops `hours` of [`DAY`].
pub(crate) fn drop_hours(contract: ContractId, id: u32, hours: &[u8]) -> DispatchResult {
	let origin = RuntimeOrigin::signed(operator(id));
	with_storage_layer(|| Contracts::drop_hours(origin, contract, DeviceId(id), DAY, mask(hours)))
}

/// The open day of a contract.
pub(crate) fn page_of(contract: ContractId) -> Option<ContractDay> {
	Contracts::day(contract, DAY)
}

/// GCD on hold of `who` beside the settlement deposit of one day.
pub(crate) fn held_beside(who: u64) -> Balance {
	held(who) - DEPOSIT
}

/// GCD on hold of `who`.
pub(crate) fn held(who: u64) -> Balance {
	use frame_support::traits::fungibles::hold::Inspect;
	AssetsHolder::total_balance_on_hold(GCD_ASSET, &who)
}

/// Free GCD of `who`.
pub(crate) fn gcd(who: u64) -> Balance {
	Assets::balance(GCD_ASSET, who)
}

/// Builds the storage of a test; every test ends in the invariants.
#[derive(Default)]
pub(crate) struct Ext;

impl Ext {
	/// The storage, for benchmarks.
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let storage = RuntimeGenesisConfig {
			assets: pallet_assets::GenesisConfig {
				assets: vec![(GCD_ASSET, ASSET_TEAM, true, MIN_GCD)],
				accounts: vec![
					(GCD_ASSET, TENANT, FUNDS),
					(GCD_ASSET, OTHER_TENANT, FUNDS),
					(GCD_ASSET, POT, MIN_GCD),
					(GCD_ASSET, STRANGER, MIN_GCD),
				],
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.expect("the genesis of the mock builds");
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			World::change(|world| world.seed = Some([4; 32]));
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

/// The invariants of the pallet, and that obligations and pot agree with it.
pub(crate) fn check() -> Result<(), sp_runtime::TryRuntimeError> {
	crate::invariants::check::<Test>()?;
	let world = World::get();
	let mut open: BTreeMap<u32, u32> = BTreeMap::new();
	for ((device, _, _), assignment) in crate::Assignments::<Test>::iter() {
		*open.entry(device.0).or_default() += u32::from(!assignment.unsettled().is_empty());
	}
	for (device, count) in &world.obligations {
		if open.get(device).copied().unwrap_or(0) != *count {
			return Err("obligations differ from open assignments".into());
		}
	}
	let credited: Balance = world.credited.values().sum();
	if gcd(POT) != MIN_GCD + credited {
		return Err("the pot differs from what was credited".into());
	}
	let tenants = crate::Contracts::<Test>::iter().map(|(_, contract)| contract.held);
	// Callers are rewarded from holds too, so that nothing may be held for anybody else.
	if tenants.sum::<Balance>() != held(TENANT) + held(OTHER_TENANT) {
		return Err("something is held for no contract".into());
	}
	Ok(())
}
