//! A runtime of just this pallet. [`World`] stands for every other pallet, and time passes only
//! through [`advance_to`].

use crate as pallet_capacity;
use core::cell::RefCell;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, Hooks},
	weights::{Weight, WeightMeter},
};
use frame_system::EnsureRoot;
use greenhour_traits::{
	DeviceListener, DeviceRegistry, HourClock, LatchedMarket, Obligations, PositionConsent,
	PositionIssuer, SeedSource, Slashed,
};
use greenhour_types::{
	capacity::SCALE_ONE, AttestationResult, AttestationTier, Balance, ClockParams, Day, Device,
	DeviceClass, DeviceId, DeviceKind, DeviceStatus, GpuClassId, Hour, HourMask, HourPage,
	MarketState, MilliGpu, Moment, OfferId, PoolId, SiteFacts, SuspensionCause, Template,
	WattHours, ZoneId,
};
use sp_runtime::{BuildStorage, DispatchError};
use std::collections::{BTreeMap, BTreeSet};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Capacity: pallet_capacity,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub const RollWeight: Weight = Weight::from_parts(200_000_000_000, u64::MAX);
}

impl pallet_capacity::Config for Test {
	type Clock = World;
	type Devices = World;
	type Obligations = World;
	type Positions = World;
	type Market = World;
	type Seeds = World;
	type GovernanceOrigin = EnsureRoot<u64>;
	type RollWeight = RollWeight;
	type MaxPools = ConstU32<4>;
	type MaxOfferDays = ConstU32<30>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = World;
}

/// The owner of device `d` is `owner_of(d)`, its operator `operator_of(d)`. Devices 40 to 49 of each
/// zone have one owner until they are sold.
pub(crate) fn owner_of(device: u32) -> u64 {
	let buyer = BUYERS.with_borrow(|buyers| buyers.get(&device).copied());
	buyer.unwrap_or(match device % 100 {
		40..50 => u64::from(device / 100 * 100) + 1_040,
		_ => u64::from(device) + 1_000,
	})
}

pub(crate) fn operator_of(device: u32) -> u64 {
	u64::from(device) + 2_000
}

/// Somebody who speaks for no device.
pub(crate) const STRANGER: u64 = 9;

/// Devices 0 to 99 stand in zone 0, 100 to 199 in zone 1, and so on.
pub(crate) fn pool_of(device: u32) -> PoolId {
	let zone = u16::try_from(device / 100).expect("few devices");
	PoolId {
		gpu_class: GpuClassId(1),
		zone: ZoneId(zone),
	}
}

/// Most units that a device may offer in this mock, and the peak that its bond covers.
pub(crate) const LIMIT: MilliGpu = MilliGpu(1_200);
pub(crate) const COVERED: MilliGpu = MilliGpu(1_100);
/// What the GPU of every device is built for.
pub(crate) const NAMEPLATE: MilliGpu = MilliGpu(1_300);
/// Devices that were never registered start here.
pub(crate) const UNKNOWN_DEVICE: u32 = 10_000;
/// Attestation results expire at the end of this day, but for devices 50 to 99 of each zone.
pub(crate) const ATTESTED_UNTIL: Day = Day(25);
/// Zones from here on have no curve.
pub(crate) const UNTRADED_ZONE: u16 = 7;

/// A position that was issued: offer, owner, device, pool, first and last day.
pub(crate) type Issued = (OfferId, u64, DeviceId, PoolId, Day, Day);

/// What the market learned: pool, curve, hours.
pub(crate) type Learned = (PoolId, MarketState, Vec<(Hour, HourPage)>);

thread_local! {
	static BUYERS: RefCell<BTreeMap<u32, u64>> = const { RefCell::new(BTreeMap::new()) };
	static COVERED_BY: RefCell<BTreeMap<u32, MilliGpu>> = const { RefCell::new(BTreeMap::new()) };
	static LIMITS: RefCell<BTreeMap<u32, MilliGpu>> = const { RefCell::new(BTreeMap::new()) };
	static PAUSED: RefCell<BTreeMap<u32, Moment>> = const { RefCell::new(BTreeMap::new()) };
	static PAIRS: RefCell<BTreeMap<u32, u32>> = const { RefCell::new(BTreeMap::new()) };
	static RATES_EXPIRED: RefCell<bool> = const { RefCell::new(false) };
	static TIERS: RefCell<BTreeMap<u32, AttestationTier>> = const { RefCell::new(BTreeMap::new()) };
	static WITHDRAWN: RefCell<BTreeSet<u32>> = const { RefCell::new(BTreeSet::new()) };
	static HOLDERS: RefCell<BTreeMap<OfferId, bool>> = const { RefCell::new(BTreeMap::new()) };
	static SEEDS: RefCell<BTreeMap<Hour, [u8; 32]>> = const { RefCell::new(BTreeMap::new()) };
	static LEARNED: RefCell<Vec<Learned>> = const { RefCell::new(Vec::new()) };
	static NOW: RefCell<Moment> = const { RefCell::new(0) };
	static OBLIGATIONS: RefCell<BTreeMap<DeviceId, u32>> = const { RefCell::new(BTreeMap::new()) };
	static ISSUED: RefCell<Vec<Issued>> = const { RefCell::new(Vec::new()) };
}

/// Every other pallet.
pub struct World;

impl World {
	pub(crate) fn obligations(device: u32) -> u32 {
		OBLIGATIONS.with_borrow(|owed| owed.get(&DeviceId(device)).copied().unwrap_or(0))
	}

	pub(crate) fn issued() -> Vec<Issued> {
		ISSUED.with_borrow(Clone::clone)
	}

	/// Sells a device, and says so.
	pub(crate) fn sell_device(device: u32, to: u64) {
		let from = owner_of(device);
		BUYERS.with_borrow_mut(|buyers| buyers.insert(device, to));
		Capacity::owner_changed(DeviceId(device), &from, &to);
	}

	/// Sets what the bond of a device covers: one unit is worth ten planck of GCD.
	pub(crate) fn set_bond(device: u32, units: u32) {
		COVERED_BY.with_borrow_mut(|bonds| bonds.insert(device, MilliGpu(units)));
	}

	/// Sets what a device may offer by its attestation: nothing when it is suspended.
	pub(crate) fn set_limit(device: u32, units: u32) {
		LIMITS.with_borrow_mut(|limits| limits.insert(device, MilliGpu(units)));
	}

	/// The owner of a device pauses it, whose result expires at this moment.
	pub(crate) fn pause(device: u32, expires_at: Moment) {
		Self::set_limit(device, 0);
		PAUSED.with_borrow_mut(|paused| paused.insert(device, expires_at));
	}

	/// Binds a device to the other half of its site.
	pub(crate) fn pair(device: u32, other: u32) {
		PAIRS.with_borrow_mut(|pairs| pairs.extend([(device, other), (other, device)]));
	}

	/// The rates behind bonds expire, or are set anew.
	pub(crate) fn expire_rates(expired: bool) {
		RATES_EXPIRED.with_borrow_mut(|flag| *flag = expired);
	}

	pub(crate) fn set_tier(device: u32, tier: AttestationTier) {
		TIERS.with_borrow_mut(|tiers| tiers.insert(device, tier));
	}

	pub(crate) fn withdraw(device: u32) {
		WITHDRAWN.with_borrow_mut(|withdrawn| withdrawn.insert(device));
	}

	/// Somebody else holds the position, who allows that the offer shrinks or not.
	pub(crate) fn sell_position(offer: OfferId, allowed: bool) {
		HOLDERS.with_borrow_mut(|holders| holders.insert(offer, allowed));
	}

	pub(crate) fn set_seed(hour: Hour, seed: [u8; 32]) {
		SEEDS.with_borrow_mut(|seeds| seeds.insert(hour, seed));
	}

	/// What the market has learned since it was asked last.
	pub(crate) fn learned() -> Vec<Learned> {
		LEARNED.with_borrow_mut(std::mem::take)
	}

	fn bond_of(device: DeviceId) -> MilliGpu {
		COVERED_BY.with_borrow(|bonds| bonds.get(&device.0).copied().unwrap_or(COVERED))
	}
}

/// Development lengths with hour 0 at moment 0.
pub(crate) fn clock_params() -> ClockParams {
	ClockParams {
		hour_zero_ms: Some(0),
		..ClockParams::DEVELOPMENT
	}
}

/// The curve that pages get on `day`.
pub(crate) fn market_on(day: Day) -> MarketState {
	MarketState {
		immediate: 1_000 + u64::from(day.0),
		per_hour: 10,
		unit_price: 500,
		scales: [SCALE_ONE; 24],
		raised: HourMask::EMPTY,
		green_premium: 0,
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
		unimplemented!("capacity never asks for void hours")
	}
}

impl DeviceRegistry<u64> for World {
	fn device(device: DeviceId) -> Option<Device<u64>> {
		(device.0 < UNKNOWN_DEVICE).then(|| Device {
			owner: owner_of(device.0),
			operator: operator_of(device.0),
			kind: DeviceKind::Combined,
			class: DeviceClass::HomeHub,
			gpu_class: pool_of(device.0).gpu_class,
			zone: pool_of(device.0).zone,
			meter_key: [0; 32],
			commitment: [0; 32],
			gpu_nameplate: NAMEPLATE,
			solar_nameplate_w: 5_000,
			energy_cap: WattHours(5_000),
			site: SiteFacts::default(),
			status: if WITHDRAWN.with_borrow(|withdrawn| withdrawn.contains(&device.0)) {
				DeviceStatus::Withdrawn
			} else if let Some(expires_at) =
				PAUSED.with_borrow(|paused| paused.get(&device.0).copied())
			{
				DeviceStatus::Suspended {
					cause: SuspensionCause::Owner,
					kept: Some(AttestationResult {
						tier: AttestationTier::Tier1,
						expires_at,
						benchmark: MilliGpu(1_000),
					}),
				}
			} else {
				DeviceStatus::Active {
					tier: TIERS
						.with_borrow(|tiers| tiers.get(&device.0).copied())
						.unwrap_or(AttestationTier::Tier1),
					expires_at: Moment::MAX,
					benchmark: MilliGpu(1_000),
				}
			},
		})
	}

	fn bound_to(device: DeviceId) -> Option<DeviceId> {
		PAIRS.with_borrow(|pairs| pairs.get(&device.0).copied().map(DeviceId))
	}

	fn offer_limit(device: DeviceId, until_ms: u64) -> MilliGpu {
		let midnight = ATTESTED_UNTIL.next().hour(Hour(0).of_day());
		let end = midnight.and_then(|hour| clock_params().start_of(hour));
		if Some(until_ms) <= end || device.0 % 100 >= 50 {
			LIMITS.with_borrow(|limits| limits.get(&device.0).copied().unwrap_or(LIMIT))
		} else {
			MilliGpu::ZERO
		}
	}

	fn bond_covers(device: DeviceId, units: MilliGpu) -> bool {
		units <= Self::bond_of(device) && !RATES_EXPIRED.with_borrow(|expired| *expired)
	}

	fn bond_value_down(device: DeviceId) -> Balance {
		Balance::from(Self::bond_of(device).0) * 10
	}

	fn slash(_: DeviceId, _: Balance, _: Balance, _: &u64) -> Result<Slashed, DispatchError> {
		unimplemented!("capacity never slashes")
	}
}

impl Obligations for World {
	fn add(device: DeviceId) -> Result<(), DispatchError> {
		OBLIGATIONS.with_borrow_mut(|owed| *owed.entry(device).or_default() += 1);
		Ok(())
	}

	fn remove(device: DeviceId) -> Result<(), DispatchError> {
		OBLIGATIONS.with_borrow_mut(|owed| {
			let count = owed.get_mut(&device).filter(|count| **count > 0);
			*count.ok_or(DispatchError::Other("nothing is owed"))? -= 1;
			Ok(())
		})
	}
}

impl PositionIssuer<u64> for World {
	fn issue(
		offer: OfferId,
		owner: &u64,
		device: DeviceId,
		pool: PoolId,
		_: &Template,
		first_day: Day,
		last_day: Day,
	) -> Result<(), DispatchError> {
		let issued = (offer, *owner, device, pool, first_day, last_day);
		ISSUED.with_borrow_mut(|all| all.push(issued));
		Ok(())
	}

	fn withdraw(offer: OfferId, owner: &u64) -> Result<bool, DispatchError> {
		if HOLDERS.with_borrow(|holders| holders.contains_key(&offer)) {
			return Ok(false);
		}
		ISSUED.with_borrow_mut(|all| {
			let held = all
				.iter()
				.position(|item| (item.0, item.1) == (offer, *owner));
			Ok(held.map(|place| all.remove(place)).is_some())
		})
	}
}

impl PositionConsent<u64> for World {
	fn may_shrink(offer: OfferId, owner: &u64) -> bool {
		let device = crate::Offers::<Test>::get(offer).expect("an offer").device;
		assert_eq!(
			*owner,
			owner_of(device.0),
			"the owner of the device is asked about"
		);
		HOLDERS.with_borrow(|holders| holders.get(&offer).copied().unwrap_or(true))
	}

	fn consent_used(offer: OfferId) {
		HOLDERS.with_borrow_mut(|holders| {
			if let Some(allowed) = holders.get_mut(&offer) {
				*allowed = false;
			}
		});
	}
}

impl SeedSource for World {
	fn seed(_: PoolId, hour: Hour) -> Option<[u8; 32]> {
		SEEDS.with_borrow(|seeds| seeds.get(&hour).copied())
	}

	fn frozen_at(_: Hour) -> Option<u32> {
		unimplemented!("capacity never asks when a draw froze")
	}
}

impl LatchedMarket for World {
	fn learn(pool: PoolId, market: &MarketState, hours: &[(Hour, HourPage)]) {
		LEARNED.with_borrow_mut(|learned| learned.push((pool, *market, hours.to_vec())));
	}

	fn state_for(pool: PoolId, day: Day) -> Option<MarketState> {
		(pool.zone.0 < UNTRADED_ZONE).then(|| market_on(day))
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_capacity::benchmarking::BenchmarkHelper<u64> for World {
	fn device(seed: u32) -> (u64, DeviceId) {
		(owner_of(seed + 50), DeviceId(seed + 50))
	}

	fn peak() -> MilliGpu {
		MilliGpu(1_000)
	}

	fn set_now(now: Moment) {
		NOW.with_borrow_mut(|moment| *moment = now);
	}

	fn publish_seed(hour: Hour) {
		Self::set_seed(hour, [7; 32]);
	}
}

/// A chain at the start of [`FIRST_HOUR`].
pub(crate) struct Ext;

/// Where tests start: day 2, 09:00.
pub(crate) const FIRST_HOUR: Hour = Hour(57);

impl Ext {
	/// Runs a test that must end with the invariants whole.
	pub(crate) fn execute(test: impl FnOnce()) {
		Self::build().execute_with(|| {
			advance_to(FIRST_HOUR);
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
	}

	pub(crate) fn build() -> sp_io::TestExternalities {
		NOW.with_borrow_mut(|now| *now = 0);
		OBLIGATIONS.with_borrow_mut(BTreeMap::clear);
		BUYERS.with_borrow_mut(BTreeMap::clear);
		ISSUED.with_borrow_mut(Vec::clear);
		COVERED_BY.with_borrow_mut(BTreeMap::clear);
		LIMITS.with_borrow_mut(BTreeMap::clear);
		PAUSED.with_borrow_mut(BTreeMap::clear);
		PAIRS.with_borrow_mut(BTreeMap::clear);
		World::expire_rates(false);
		TIERS.with_borrow_mut(BTreeMap::clear);
		WITHDRAWN.with_borrow_mut(BTreeSet::clear);
		HOLDERS.with_borrow_mut(BTreeMap::clear);
		SEEDS.with_borrow_mut(BTreeMap::clear);
		LEARNED.with_borrow_mut(Vec::clear);
		RuntimeGenesisConfig::default()
			.build_storage()
			.expect("valid genesis")
			.into()
	}
}

/// A block at the start of `hour`, with a roll of all the weight it may take.
pub(crate) fn advance_to(hour: Hour) {
	advance_to_within(hour, Weight::MAX);
}

/// A block at the start of `hour`, with this much weight left for the roll. Gives what it took.
pub(crate) fn advance_to_within(hour: Hour, limit: Weight) -> Weight {
	let start = clock_params().start_of(hour).expect("not so late");
	advance_to_moment(start, limit)
}

/// A block at this moment.
pub(crate) fn advance_to_moment(now: Moment, limit: Weight) -> Weight {
	NOW.with_borrow_mut(|moment| *moment = now);
	let number = System::block_number() + 1;
	System::reset_events();
	System::set_block_number(number);
	let mut meter = WeightMeter::with_limit(limit);
	Capacity::on_poll(number, &mut meter);
	meter.consumed()
}

/// The pallet's events of the current block.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	System::read_events_for_pallet()
}
