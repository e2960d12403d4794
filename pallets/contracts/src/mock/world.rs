//! What other pallets would keep, as one stored value.

use super::{at, operator, FROZEN_AT, POOL};
use greenhour_traits::{
	BoundHours, CapacityPools, ClosingPrices, DeviceRegistry, HourClock, IncomeRouter, Obligations,
	OpenClaims, ProofIntake, SeedSource, SettledHours, SettlementListener, Shown, Slashed,
};
use greenhour_types::{
	Balance, ClockParams, ContractId, Day, DayPage, DayUnits, Device, DeviceClass, DeviceId,
	DeviceKind, DeviceStatus, GpuClassId, Hour, HourMask, HourPage, HourPhase, MilliGpu, Moment,
	Offer, OfferId, OfferState, PoolId, SiteFacts, Template, VerificationMode, WattHours,
};
use parity_scale_codec::{Decode, Encode};
use sp_runtime::DispatchError;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that other pallets would keep.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct World {
	pub(crate) now: Moment,
	pub(crate) seed: Option<[u8; 32]>,
	pub(crate) offers: BTreeMap<u32, Offer>,
	pub(crate) list: Vec<u32>,
	pub(crate) devices: BTreeMap<u32, Device<u64>>,
	pub(crate) bound: BTreeMap<(u32, u32), u32>,
	pub(crate) delivered: BTreeMap<(u32, u32), u32>,
	pub(crate) obligations: BTreeMap<u32, u32>,
	pub(crate) bonds: BTreeMap<u32, Balance>,
	pub(crate) compensated: BTreeMap<u64, Balance>,
	pub(crate) void: BTreeSet<u32>,
	/// Units that offers dropped, of those in `bound`.
	pub(crate) released: BTreeMap<(u32, u32), u32>,
	/// Hours that each device claims, in all contracts.
	pub(crate) claimed: BTreeMap<(u32, u32), HourMask>,
	/// Modes that nothing accepts proofs or claims for.
	pub(crate) closed_modes: Vec<VerificationMode>,
	/// Hours whose proofs could not be brought.
	pub(crate) unprovable: BTreeSet<u32>,
	/// Planck of GCD for one unit at the closing price.
	pub(crate) closing: Option<Balance>,
	pub(crate) credited: BTreeMap<u32, Balance>,
	/// Units of the hours that listeners heard of, by contract, device and hour, and their fees.
	pub(crate) heard: BTreeMap<(u64, u32, u32), u32>,
	pub(crate) heard_fees: Balance,
	pub(crate) refuse_obligations: bool,
}

const WORLD: &[u8] = b":mock-world";

impl World {
	/// The world now.
	pub(crate) fn get() -> Self {
		frame_support::storage::unhashed::get(WORLD).unwrap_or_default()
	}

	/// Changes the world.
	pub(crate) fn change<R>(change: impl FnOnce(&mut Self) -> R) -> R {
		let mut world = Self::get();
		let result = change(&mut world);
		frame_support::storage::unhashed::put(WORLD, &world);
		result
	}

	/// Moves time to the first moment of `phase` of `hour` of the default day.
	pub(crate) fn advance_to(hour: u8, phase: HourPhase) {
		Self::advance_to_hour(at(hour), phase);
	}

	/// Moves time to the first moment of `phase` of `hour`.
	pub(crate) fn advance_to_hour(hour: Hour, phase: HourPhase) {
		let params = <Self as HourClock>::params();
		let start = params.start_of(hour).expect("hour zero is set");
		let end = params.end_of(hour).expect("hour zero is set");
		let now = match phase {
			HourPhase::OnSale => 0,
			HourPhase::FirstRefusal => start - params.windows.sale_close_ms,
			HourPhase::Assignment => start - params.windows.refusal_end_ms,
			HourPhase::Delivery => start,
			HourPhase::Settlement => end,
			HourPhase::Settled => end + params.windows.settle_ms,
		};
		Self::change(|world| world.now = now);
		assert_eq!(<Self as HourClock>::phase_of(hour), Some(phase));
	}

	/// Adds device `id`, operated by account `100 + id`, with an open offer of `units` at all hours.
	pub(crate) fn add_offer(id: u32, units: u32) -> OfferId {
		let offer = OfferId(1_000 + id);
		Self::change(|world| {
			let index = u32::try_from(world.list.len()).expect("few offers");
			world.devices.insert(id, device(id));
			world.bonds.insert(id, 1_000_000_000);
			world.list.push(offer.0);
			world
				.offers
				.insert(offer.0, offer_of(DeviceId(id), units, index));
		});
		offer
	}
}

fn device(id: u32) -> Device<u64> {
	Device {
		owner: 200 + u64::from(id),
		operator: operator(id),
		kind: DeviceKind::Combined,
		class: DeviceClass::HomeHub,
		gpu_class: POOL.gpu_class,
		zone: POOL.zone,
		meter_key: [0; 32],
		commitment: [0; 32],
		gpu_nameplate: MilliGpu(8_000),
		solar_nameplate_w: 5_000,
		energy_cap: WattHours(4_000),
		site: SiteFacts::default(),
		status: DeviceStatus::Registered,
	}
}

fn offer_of(device: DeviceId, units: u32, index: u32) -> Offer {
	Offer {
		device,
		pool: POOL,
		template: Template::flat(MilliGpu(units)),
		before: None,
		first_day: Day(0),
		first_hour_of_day: 0,
		last_day: Day(100),
		created_at: 1,
		state: OfferState::Open { index },
	}
}

impl HourClock for World {
	fn now() -> Moment {
		Self::get().now
	}

	fn params() -> ClockParams {
		ClockParams {
			hour_zero_ms: Some(0),
			..ClockParams::DEVELOPMENT
		}
	}

	fn is_void(hour: Hour) -> bool {
		Self::get().void.contains(&hour.0)
	}
}

impl ProofIntake for World {
	fn is_open(mode: VerificationMode, gpu_class: GpuClassId) -> bool {
		assert_eq!(gpu_class, POOL.gpu_class);
		assert!(mode.is_by_receipt());
		!Self::get().closed_modes.contains(&mode)
	}

	fn was_closed(mode: VerificationMode, hour: Hour) -> bool {
		assert!(mode.is_by_receipt());
		Self::get().unprovable.contains(&hour.0)
	}
}

impl OpenClaims for World {
	fn are_taken(mode: VerificationMode) -> bool {
		assert!(!mode.is_by_receipt());
		!Self::get().closed_modes.contains(&mode)
	}

	fn claimed(_: ContractId, device: DeviceId, day: Day) -> HourMask {
		let claimed = Self::get().claimed.get(&(device.0, day.0)).copied();
		claimed.unwrap_or(HourMask::EMPTY)
	}
}

impl SeedSource for World {
	fn seed(pool: PoolId, _: Hour) -> Option<[u8; 32]> {
		assert_eq!(pool, POOL);
		Self::get().seed
	}

	fn frozen_at(_: Hour) -> Option<u32> {
		Self::get().seed.map(|_| FROZEN_AT)
	}
}

impl SettlementListener for World {
	fn settled(hours: &SettledHours) {
		Self::change(|world| {
			for hour in hours.hours.hours() {
				let at = hours.day.hour(hour).expect("a small day");
				let heard = (hours.contract.0, hours.device.0, at.0);
				let units = hours.units[hour.index()].0;
				assert!(world.heard.insert(heard, units).is_none(), "paid once");
			}
			world.heard_fees += hours.fee_burned;
		});
	}
}

impl CapacityPools for World {
	fn page(_: PoolId, day: Day) -> Option<DayPage> {
		let mut page = DayPage::default();
		for of_day in HourMask::FULL.hours() {
			let offers = Self::get().offers.into_values();
			let offered = offers.map(|offer| offer.units_at(day, of_day).0).sum();
			page.hours[of_day.index()] = HourPage {
				offered: MilliGpu(offered),
				..Default::default()
			};
		}
		Some(page)
	}

	fn offer(offer: OfferId) -> Option<Offer> {
		Self::get().offers.get(&offer.0).cloned()
	}

	fn offer_of(device: DeviceId) -> Option<OfferId> {
		let world = Self::get();
		let open = world
			.list
			.iter()
			.find(|id| world.offers[id].device == device);
		open.copied().map(OfferId)
	}

	fn offer_count(_: PoolId) -> u32 {
		u32::try_from(Self::get().list.len()).expect("few offers")
	}

	fn offer_at(_: PoolId, index: u32) -> Option<OfferId> {
		Self::get()
			.list
			.get(usize::try_from(index).ok()?)
			.copied()
			.map(OfferId)
	}

	fn free_units(offer: OfferId, hour: Hour) -> MilliGpu {
		let world = Self::get();
		let bound = world.bound.get(&(offer.0, hour.0)).copied().unwrap_or(0);
		world.offers.get(&offer.0).map_or(MilliGpu::ZERO, |record| {
			record
				.units_at(hour.day(), hour.of_day())
				.saturating_sub(MilliGpu(bound))
		})
	}

	fn sell(_: PoolId, _: &DayUnits, _: &[u64; 24]) -> Result<(), DispatchError> {
		// Benchmarks sell before they open; the mock does not count it.
		Ok(())
	}

	fn sell_on(_: DayPage, _: PoolId, _: &DayUnits, _: &[u64; 24]) -> Result<(), DispatchError> {
		Ok(())
	}

	fn take_back(_: PoolId, _: &DayUnits) -> Result<(), DispatchError> {
		panic!("contracts never take units back")
	}

	fn release(bound: BoundHours) -> Result<(), DispatchError> {
		Self::change(|world| {
			for of_day in bound.hours.hours() {
				let hour = bound.day.hour(of_day).expect("a small day");
				let key = (bound.offer.0, hour.0);
				let released = world.released.entry(key).or_default();
				*released += bound.units.0;
				assert!(*released <= world.bound[&key], "released more than bound");
			}
		});
		Ok(())
	}

	fn bind(bound: BoundHours) -> Result<(), DispatchError> {
		for of_day in bound.hours.hours() {
			let hour = bound.day.hour(of_day).expect("a small day");
			if Self::free_units(bound.offer, hour) < bound.units {
				return Err(DispatchError::Other("the offer has fewer units"));
			}
			Self::change(|world| {
				*world.bound.entry((bound.offer.0, hour.0)).or_default() += bound.units.0;
			});
		}
		Ok(())
	}

	fn mark_delivered(bound: BoundHours, _: Shown) -> Result<(), DispatchError> {
		Self::change(|world| {
			for of_day in bound.hours.hours() {
				let hour = bound.day.hour(of_day).expect("a small day");
				*world.delivered.entry((bound.offer.0, hour.0)).or_default() += bound.units.0;
			}
		});
		Ok(())
	}
}

impl DeviceRegistry<u64> for World {
	fn device(device: DeviceId) -> Option<Device<u64>> {
		Self::get().devices.get(&device.0).cloned()
	}

	fn offer_limit(_: DeviceId, _: u64) -> MilliGpu {
		panic!("contracts never ask for a limit")
	}

	fn bond_covers(_: DeviceId, _: MilliGpu) -> bool {
		panic!("contracts never ask for a bond")
	}

	// One planck of GHR for one of GCD.
	fn bond_value_down(device: DeviceId) -> Balance {
		Self::get().bonds.get(&device.0).copied().unwrap_or(0)
	}

	fn slash(
		device: DeviceId,
		slash_gcd: Balance,
		compensation_gcd: Balance,
		beneficiary: &u64,
	) -> Result<Slashed, DispatchError> {
		assert!(compensation_gcd <= slash_gcd);
		Self::change(|world| {
			let bond = world
				.bonds
				.get_mut(&device.0)
				.ok_or(DispatchError::CannotLookup)?;
			let taken = slash_gcd.min(*bond);
			*bond -= taken;
			let compensation = compensation_gcd.min(taken);
			*world.compensated.entry(*beneficiary).or_default() += compensation;
			Ok(Slashed {
				compensation,
				burned: taken - compensation,
			})
		})
	}
}

impl Obligations for World {
	fn add(device: DeviceId) -> Result<(), DispatchError> {
		Self::change(|world| {
			if world.refuse_obligations {
				return Err(DispatchError::Exhausted);
			}
			*world.obligations.entry(device.0).or_default() += 1;
			Ok(())
		})
	}

	fn remove(device: DeviceId) -> Result<(), DispatchError> {
		Self::change(|world| {
			let count = world.obligations.get_mut(&device.0).expect("added before");
			*count = count.checked_sub(1).expect("added before");
			Ok(())
		})
	}
}

impl IncomeRouter<u64> for World {
	fn pot() -> u64 {
		super::POT
	}

	fn credit(offer: OfferId, amount: Balance) -> Result<(), DispatchError> {
		Self::change(|world| *world.credited.entry(offer.0).or_default() += amount);
		Ok(())
	}
}

impl ClosingPrices for World {
	fn closing_cost(_: PoolId, _: Hour, units: MilliGpu) -> Option<Balance> {
		Some(Self::get().closing?.saturating_mul(units.0.into()))
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for World {
	fn pool() -> PoolId {
		POOL
	}

	fn first_day() -> Day {
		super::DAY
	}

	fn fund(tenant: &u64) {
		use frame_support::traits::fungibles::Mutate;
		<super::Assets as Mutate<u64>>::mint_into(
			greenhour_types::units::GCD_ASSET,
			tenant,
			1_000_000_000_000,
		)
		.expect("GCD can be issued");
	}

	fn offer(index: u32, units: MilliGpu) -> (DeviceId, u64) {
		Self::add_offer(index, units.0);
		// Twice what benchmarks pay.
		let twice = 2 * greenhour_types::units::GCD / Balance::from(units.0);
		Self::change(|world| world.closing = Some(twice));
		(DeviceId(index), operator(index))
	}

	fn advance_to(day: Day, of_day: greenhour_types::HourOfDay, phase: HourPhase) {
		Self::advance_to_hour(day.hour(of_day).expect("a small day"), phase);
	}

	fn publish_seeds(_: Day) {
		Self::change(|world| world.seed = Some([4; 32]));
	}

	fn count_hours(_: Day) {
		// No hour of the mock is void unless a test says so.
	}
}
