//! A runtime of just this pallet. [`World`] stands for every other pallet.

mod ledger;

pub(crate) use ledger::{assign, Ledger, Opened, DEPOSIT, WEALTH};

use crate::{self as pallet_hour_market, Orders, PoolParams};
use core::cell::RefCell;
use frame_support::{derive_impl, ensure, storage::unhashed};
use frame_system::EnsureRoot;
use greenhour_traits::{BoundHours, CapacityPools, HourClock, LatchedMarket, RateValidity, Shown};
use greenhour_types::{
	units::MIN_ORDER, Balance, BlockTrades, ClockParams, ContractTerms, Day, DayMask, DayPage,
	DayUnits, DeviceId, GpuClassId, Hour, HourMask, JobKind, MilliGpu, Moment, Offer, OfferId,
	PoolId, SpecUri, VerificationMode, ZoneId,
};
use parity_scale_codec::Encode;
use sp_runtime::{BuildStorage, DispatchError};

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
/// 0.526 GCD per GPU-hour at logarithm one; 18,700 units wanted now, which is 20,000
/// with the reserve, 500 more per hour of lead; green
/// energy costs a tenth more.
pub(crate) const MARKET: PoolParams = PoolParams {
	immediate: 18_700,
	per_hour: 500,
	unit_price: 526,
	green_premium: 1_000,
};
/// The price scale of a lowered hour: 95 % of 526, rounded up.
pub(crate) const LOWERED: Balance = 500;
/// Tests start at day 2, 09:00.
pub(crate) const FIRST_HOUR: Hour = Hour(57);

thread_local! {
	static NOW: RefCell<Moment> = const { RefCell::new(0) };
	static RATES_VALID: RefCell<bool> = const { RefCell::new(true) };
	static VOID: RefCell<Option<Hour>> = const { RefCell::new(None) };
}

/// Every other pallet. What it writes is in the storage of the chain, so that it is rolled back with a
/// call that fails.
pub struct World;

fn page_key(pool: PoolId, day: Day) -> Vec<u8> {
	(b"page", pool, day).encode()
}

fn put_page(pool: PoolId, day: Day, page: &DayPage) {
	unhashed::put(&page_key(pool, day), page);
}

fn change_open_page(
	pool: PoolId,
	day: Day,
	change: impl FnOnce(&mut DayPage) -> Result<(), DispatchError>,
) -> Result<(), DispatchError> {
	let mut page = World::page(pool, day).ok_or("no page")?;
	change(&mut page)?;
	put_page(pool, day, &page);
	Ok(())
}

impl World {
	/// Opens a page with the same units in each hour and the latched curve, no hour of it raised.
	pub(crate) fn open_page(pool: PoolId, day: Day, units: u32) {
		let mut market = HourMarket::state_for(pool, day).unwrap_or_default();
		// All hours on one side, so that costs can be worked out by hand.
		market.raised = HourMask::EMPTY;
		let mut page = DayPage {
			market,
			..Default::default()
		};
		page.hours
			.iter_mut()
			.for_each(|entry| entry.offered = MilliGpu(units));
		put_page(pool, day, &page);
	}

	/// Opens the pages of days 2 to 9, with nothing sold.
	fn open_pages() {
		for day in 2..10 {
			Self::open_page(POOL, Day(day), 10_000);
		}
	}

	/// Changes an open page.
	pub(crate) fn change_page(day: Day, change: impl FnOnce(&mut DayPage)) {
		let mut page = Self::page_of(day);
		change(&mut page);
		put_page(POOL, day, &page);
	}

	/// The next block, at the same moment.
	pub(crate) fn next_block() {
		System::set_block_number(System::block_number() + 1);
	}

	/// The next block, so many milliseconds later.
	pub(crate) fn pass(ms: u64) {
		Self::next_block();
		Self::move_to(Self::now() + ms);
	}

	/// The page of a day, which is open.
	pub(crate) fn page_of(day: Day) -> DayPage {
		Self::page(POOL, day).expect("open")
	}

	pub(crate) fn sold_at(hour: Hour) -> u32 {
		Self::page(POOL, hour.day())
			.expect("open")
			.at(hour.of_day())
			.sold
			.0
	}

	/// Contracts in the order in which they were opened.
	pub(crate) fn opened() -> Vec<Opened> {
		Ledger::now().contracts.into_values().collect()
	}

	pub(crate) fn expire_rates() {
		RATES_VALID.with_borrow_mut(|valid| *valid = false);
	}

	/// From now on this hour is void, and no other.
	pub(crate) fn make_void(hour: Hour) {
		VOID.with_borrow_mut(|void| *void = Some(hour));
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

	fn is_void(hour: Hour) -> bool {
		VOID.with_borrow(|void| *void == Some(hour))
	}
}

impl RateValidity for World {
	fn rates_valid() -> bool {
		RATES_VALID.with_borrow(|valid| *valid)
	}
}

impl CapacityPools for World {
	fn page(pool: PoolId, day: Day) -> Option<DayPage> {
		unhashed::get(&page_key(pool, day))
	}

	fn sell_on(
		page: DayPage,
		pool: PoolId,
		order: &DayUnits,
		implied: &[u64; 24],
	) -> Result<(), DispatchError> {
		assert_eq!(
			Some(page),
			Self::page(pool, order.day),
			"the page has changed"
		);
		Self::sell(pool, order, implied)
	}

	fn sell(pool: PoolId, order: &DayUnits, implied: &[u64; 24]) -> Result<(), DispatchError> {
		let block = u32::try_from(System::block_number()).expect("few blocks");
		change_open_page(pool, order.day, |page| {
			if page.traded.block != block {
				page.traded = BlockTrades {
					block,
					..Default::default()
				};
			}
			for hour in order.hours().hours() {
				page.traded.units[hour.index()].0 += order.at(hour).0;
				let entry = page.at_mut(hour).ok_or("no hour")?;
				entry.sold = entry.sold.checked_add(order.at(hour)).ok_or("too many")?;
				entry.implied = entry.implied.saturating_add(implied[hour.index()]);
				ensure!(entry.sold <= entry.offered, "oversold");
				if entry.offered.0 - entry.sold.0 < MIN_ORDER.0 {
					entry.sold_out_at = Some(Self::now());
				}
			}
			Ok(())
		})
	}

	fn take_back(pool: PoolId, order: &DayUnits) -> Result<(), DispatchError> {
		change_open_page(pool, order.day, |page| {
			for hour in order.hours().hours() {
				let entry = page.at_mut(hour).ok_or("no hour")?;
				let rest = entry.sold.checked_sub(order.at(hour)).ok_or("not sold")?;
				let implied =
					u128::from(entry.implied) * u128::from(rest.0) / u128::from(entry.sold.0);
				entry.implied = u64::try_from(implied).expect("less than before");
				entry.sold = rest;
				if entry.offered.0 - rest.0 >= MIN_ORDER.0 {
					entry.sold_out_at = None;
				}
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

	fn offer_at(_: PoolId, _: u32) -> Option<OfferId> {
		unimplemented!("the market never looks at offers")
	}

	fn free_units(_: OfferId, _: Hour) -> MilliGpu {
		unimplemented!("the market never binds")
	}

	fn bind(_: BoundHours) -> Result<(), DispatchError> {
		unimplemented!("the market never binds")
	}

	fn release(_: BoundHours) -> Result<(), DispatchError> {
		unimplemented!("the market never binds")
	}

	fn mark_delivered(_: BoundHours, _: Shown) -> Result<(), DispatchError> {
		unimplemented!("the market never delivers")
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_hour_market::benchmarking::BenchmarkHelper<u64> for World {
	fn prepare(_: u32) -> (u64, PoolId, Day) {
		Self::open_pages();
		(TENANT, POOL, FIRST_HOUR.day().next())
	}

	fn pass_an_hour() {
		Self::pass(clock_params().hour_length_ms);
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

/// An order of the same units in these hours of a day.
pub(crate) fn order(day: u32, bits: u32, units: u32) -> DayUnits {
	DayUnits::flat(hours(day, bits), MilliGpu(units))
}

/// These orders.
pub(crate) fn orders(orders: &[DayUnits]) -> Orders {
	orders.to_vec().try_into().expect("at most eight")
}

/// Money is conserved, and contracts have what pages say is sold.
pub(crate) fn check_world() {
	let ledger = Ledger::now();
	ledger.check();
	for day in (0..20).map(Day) {
		let Some(page) = World::page(POOL, day) else {
			continue;
		};
		for hour in HourMask::FULL.hours() {
			let bought = |one: &Opened| one.days.get(&day).map_or(0, |day| day.units_at(hour).0);
			let sum: u32 = ledger
				.contracts
				.values()
				.filter(|one| one.pool == POOL)
				.map(bought)
				.sum();
			assert_eq!(sum, page.at(hour).sold.0, "{day}, {hour:?}");
		}
	}
}

/// No address of the specification.
pub(crate) fn no_uri() -> SpecUri {
	SpecUri::default()
}

/// A chain at day 2, 09:00 with pages of 10,000 units for days 2 to 9.
pub(crate) struct Ext;

impl Ext {
	/// Runs a test that must end with the invariants whole.
	pub(crate) fn execute(test: impl FnOnce()) {
		Self::build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
			check_world();
		});
	}

	pub(crate) fn build() -> sp_io::TestExternalities {
		RATES_VALID.with_borrow_mut(|valid| *valid = true);
		VOID.with_borrow_mut(|void| *void = None);
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
