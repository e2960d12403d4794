//! A runtime of just this pallet. [`World`] stands for every other pallet.

use crate as pallet_hour_market;
use core::cell::RefCell;
use frame_support::{derive_impl, ensure};
use frame_system::EnsureRoot;
use greenhour_traits::{
	BoundHours, CapacityPools, ContractBook, HourClock, HourPrices, LatchedMarket, RateValidity,
};
use greenhour_types::{
	Balance, ClockParams, ContractId, ContractTerms, Day, DayMask, DayPage, DeviceId, GpuClassId,
	Hour, HourMask, JobKind, MarketState, MilliGpu, Moment, Offer, OfferId, PoolId,
	VerificationMode, ZoneId,
};
use sp_runtime::{BuildStorage, DispatchError};
use std::collections::BTreeMap;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		HourMarket: pallet_hour_market,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

impl pallet_hour_market::Config for Test {
	type Clock = World;
	type Capacity = World;
	type Contracts = World;
	type Rates = World;
	type GovernanceOrigin = EnsureRoot<u64>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = World;
}

pub(crate) const POOL: PoolId = PoolId {
	gpu_class: GpuClassId(1),
	zone: ZoneId(2),
};
pub(crate) const TENANT: u64 = 5;
/// Nobody can hold more than this in the mock.
pub(crate) const WEALTH: Balance = 1 << 100;
/// 0.5 GCD per GPU-hour at logarithm one; 20,000 units wanted now, 500 more per hour of lead.
pub(crate) const MARKET: MarketState = MarketState {
	immediate: 20_000,
	per_hour: 500,
	unit_price: 500,
};
/// Tests start at day 2, 09:00.
pub(crate) const FIRST_HOUR: Hour = Hour(57);

/// A contract that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opened {
	pub(crate) tenant: u64,
	pub(crate) pool: PoolId,
	pub(crate) units: MilliGpu,
	pub(crate) terms: ContractTerms,
	pub(crate) days: Vec<HourPrices>,
}

thread_local! {
	static NOW: RefCell<Moment> = const { RefCell::new(0) };
	static RATES_VALID: RefCell<bool> = const { RefCell::new(true) };
	static PAGES: RefCell<BTreeMap<(PoolId, Day), DayPage>> = const { RefCell::new(BTreeMap::new()) };
	static OPENED: RefCell<Vec<Opened>> = const { RefCell::new(Vec::new()) };
}

/// Every other pallet.
pub struct World;

impl World {
	/// Opens a page with the same units in each hour and the latched curve.
	pub(crate) fn open_page(pool: PoolId, day: Day, units: u32) {
		let market = HourMarket::state_for(pool, day).unwrap_or_default();
		let mut page = DayPage {
			market,
			..Default::default()
		};
		page.hours
			.iter_mut()
			.for_each(|entry| entry.offered = MilliGpu(units));
		PAGES.with_borrow_mut(|pages| pages.insert((pool, day), page));
	}

	/// Opens the pages of days 2 to 9, with nothing sold.
	fn open_pages() {
		for day in 2..10 {
			Self::open_page(POOL, Day(day), 10_000);
		}
	}

	pub(crate) fn sold_at(hour: Hour) -> u32 {
		Self::page(POOL, hour.day())
			.expect("open")
			.at(hour.of_day())
			.sold
			.0
	}

	pub(crate) fn opened() -> Vec<Opened> {
		OPENED.with_borrow(Clone::clone)
	}

	pub(crate) fn expire_rates() {
		RATES_VALID.with_borrow_mut(|valid| *valid = false);
	}

	pub(crate) fn move_to(now: Moment) {
		NOW.with_borrow_mut(|moment| *moment = now);
	}
}

/// Development lengths with hour 0 at moment 0.
pub(crate) fn clock_params() -> ClockParams {
	ClockParams {
		hour_zero_ms: Some(0),
		..ClockParams::DEVELOPMENT
	}
}

impl HourClock for World {
	fn now() -> Moment {
		NOW.with_borrow(|now| *now)
	}

	fn params() -> ClockParams {
		clock_params()
	}

	fn is_void(_: Hour) -> bool {
		unimplemented!("the market never asks for void hours")
	}
}

impl RateValidity for World {
	fn rates_valid() -> bool {
		RATES_VALID.with_borrow(|valid| *valid)
	}
}

impl CapacityPools for World {
	fn page(pool: PoolId, day: Day) -> Option<DayPage> {
		PAGES.with_borrow(|pages| pages.get(&(pool, day)).copied())
	}

	fn sell(pool: PoolId, hours: DayMask, units: MilliGpu) -> Result<(), DispatchError> {
		PAGES.with_borrow_mut(|pages| {
			let page = pages.get_mut(&(pool, hours.day)).ok_or("no page")?;
			for hour in hours.hours.hours() {
				let entry = page.at_mut(hour).ok_or("no hour")?;
				entry.sold = entry.sold.checked_add(units).ok_or("too many")?;
				ensure!(entry.sold <= entry.offered, "oversold");
			}
			Ok(())
		})
	}

	fn offer(_: OfferId) -> Option<Offer> {
		unimplemented!("the market never looks at offers")
	}

	fn offer_of(_: DeviceId) -> Option<OfferId> {
		unimplemented!("the market never looks at offers")
	}

	fn offer_count(_: PoolId) -> u32 {
		unimplemented!("the market never looks at offers")
	}

	fn draw_count(_: PoolId, _: Hour) -> u32 {
		unimplemented!("the market never draws")
	}

	fn offer_at(_: PoolId, _: u32) -> Option<OfferId> {
		unimplemented!("the market never looks at offers")
	}

	fn free_units(_: OfferId, _: Hour) -> MilliGpu {
		unimplemented!("the market never binds")
	}

	fn bind(_: BoundHours) -> Result<(), DispatchError> {
		unimplemented!("the market never binds")
	}

	fn mark_delivered(_: BoundHours) -> Result<(), DispatchError> {
		unimplemented!("the market never delivers")
	}
}

impl ContractBook<u64> for World {
	fn open(
		tenant: &u64,
		pool: PoolId,
		units: MilliGpu,
		terms: ContractTerms,
		days: Vec<HourPrices>,
	) -> Result<ContractId, DispatchError> {
		let total = days
			.iter()
			.flat_map(|day| day.paid)
			.try_fold(0u128, u128::checked_add);
		ensure!(
			total.is_some_and(|total| total <= WEALTH),
			"the tenant can't pay"
		);
		OPENED.with_borrow_mut(|opened| {
			let id = u64::try_from(opened.len()).expect("few contracts");
			opened.push(Opened {
				tenant: *tenant,
				pool,
				units,
				terms,
				days,
			});
			Ok(ContractId(id))
		})
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_hour_market::benchmarking::BenchmarkHelper<u64> for World {
	fn prepare(_: u32) -> (u64, PoolId, Day) {
		Self::open_pages();
		(TENANT, POOL, FIRST_HOUR.day().next())
	}
}

pub(crate) fn terms() -> ContractTerms {
	ContractTerms {
		kind: JobKind::Rendering,
		spec_hash: [3; 32],
		min_green_share: 8_000,
		verification: VerificationMode::Receipt,
	}
}

/// These hours of a day.
pub(crate) fn hours(day: u32, bits: u32) -> DayMask {
	DayMask {
		day: Day(day),
		hours: HourMask::new(bits).expect("below 24 bits"),
	}
}

/// A chain at day 2, 09:00 with pages of 10,000 units for days 2 to 9.
pub(crate) struct Ext;

impl Ext {
	/// Runs a test that must end with the invariants whole.
	pub(crate) fn execute(test: impl FnOnce()) {
		Self::build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
	}

	pub(crate) fn build() -> sp_io::TestExternalities {
		RATES_VALID.with_borrow_mut(|valid| *valid = true);
		PAGES.with_borrow_mut(BTreeMap::clear);
		OPENED.with_borrow_mut(Vec::clear);
		World::move_to(clock_params().start_of(FIRST_HOUR).expect("set"));
		let hour_market = pallet_hour_market::GenesisConfig {
			pools: vec![(POOL, MARKET)],
			..Default::default()
		};
		let genesis = RuntimeGenesisConfig {
			hour_market,
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities =
			genesis.build_storage().expect("valid genesis").into();
		ext.execute_with(|| {
			System::set_block_number(1);
			World::open_pages();
		});
		ext
	}
}
