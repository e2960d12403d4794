//! What the benchmarks of one pallet need in the pallets behind it.
//!
//! They start from the development genesis, take the clock of production, and stand at day 9, 22:00,
//! when every hour of [`FIRST_DAY`] and of the seven days after it is on sale.

use crate::{
	currency::{GCD, GCD_ASSET, GHR},
	genesis_presets::POOL,
	AccountId, Assets, Balances, Capacity, Contracts, Runtime, RuntimeOrigin, Signature, System,
};
use alloc::{format, vec};
use frame_benchmarking::account;
use frame_support::traits::{fungible::Mutate as _, fungibles::Mutate as _};
use greenhour_traits::{CapacityPools, ContractBook, HourPrices};
use greenhour_types::{
	device::operator_statement, AttestationTier, ClockParams, ContractId, ContractTerms, Day,
	DayUnits, Device, DeviceClass, DeviceFacts, DeviceId, DeviceKind, DeviceStatus, GpuClassId,
	Hour, HourMask, HourOfDay, HourPhase, JobKind, MilliGpu, Moment, PoolId, SiteFacts, Template,
	VerificationMode, WattHours,
};
use pallet_devices::{benchmarking::BenchmarkHelper as _, OperatorConsent};
use pallet_disputes::benchmarking::BoundDay;
use pallet_receipts::benchmarking::Assigned;
use sp_core::{crypto::KeyTypeId, sr25519};

/// The first day whose hours benchmarks trade.
const FIRST_DAY: Day = Day(10);
/// Hours before it at which offers are made.
const LEAD_HOURS: u32 = 2;
/// Capacity of the devices of [`Market`].
const PEAK: MilliGpu = MilliGpu(10_000);

/// Where the keys of those who sign are kept.
const SIGNERS: KeyTypeId = KeyTypeId(*b"bnch");

/// Market time for benchmarks.
pub struct MarketTime;

impl MarketTime {
	/// The clock of production at this moment, with a day more in its horizon: on no real chain are
	/// all hours of eight days on sale at once. Not in block 0, in which no contract opens.
	fn set_now(now: Moment) {
		System::set_block_number(System::block_number().max(1));
		let mut params = ClockParams::PRODUCTION;
		params.windows.horizon_days = 9;
		pallet_clock::Params::<Runtime>::put(params);
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn start_of(hour: Hour) -> Moment {
		ClockParams::PRODUCTION
			.start_of(hour)
			.expect("within the life of the chain")
	}

	/// When offers are made.
	fn before_first_day() -> Moment {
		Self::start_of(Hour(FIRST_DAY.0 * 24 - LEAD_HOURS))
	}
}

impl pallet_randomness::BenchmarkHelper for MarketTime {
	fn set_clock(params: ClockParams, now: Moment) {
		pallet_clock::Params::<Runtime>::put(params);
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_pogcs::BenchmarkHelper for MarketTime {
	fn set_clock(params: ClockParams, now: Moment, counted: Hour) {
		<Self as pallet_randomness::BenchmarkHelper>::set_clock(params, now);
		let (day, hours) = (counted.day(), HourMask::single(counted.of_day()));
		pallet_clock::CountedHours::<Runtime>::insert(day, hours);
	}

	fn set_rates(device: DeviceId) {
		let record = Device {
			owner: account("owner", device.0, 0),
			operator: account("operator", device.0, 0),
			kind: DeviceKind::Combined,
			class: DeviceClass::EnergyStation,
			gpu_class: POOL.gpu_class,
			zone: POOL.zone,
			meter_key: [1; 32],
			commitment: [1; 32],
			gpu_nameplate: PEAK,
			solar_nameplate_w: 100_000,
			energy_cap: WattHours(100_000),
			site: SiteFacts::default(),
			status: DeviceStatus::Registered,
		};
		pallet_devices::Devices::<Runtime>::insert(device, record);
		let rate = pallet_devices::GovernedRate {
			value: GCD,
			expires_at: Moment::MAX,
		};
		pallet_devices::GhrRate::<Runtime>::put(rate);
		pallet_devices::UnitValue::<Runtime>::put(rate);
	}
}

/// A market with devices, offers and tenants for benchmarks.
pub struct Market;

impl Market {
	/// A device that is active for ever, with a bond for anything; the registry's own checks are not
	/// part of what is measured.
	fn register(index: u32) -> (DeviceId, AccountId, AccountId) {
		let id = pallet_devices::NextDeviceId::<Runtime>::get();
		let owner: AccountId = account("owner", index, 0);
		let operator = Self::signer(index);
		Balances::mint_into(&owner, 2_000_000 * GHR).expect("the balance fits");
		Balances::mint_into(&operator, GHR).expect("the balance fits");
		let mut unique = [1; 32];
		unique[..4].copy_from_slice(&id.0.to_le_bytes());
		let facts = DeviceFacts {
			kind: DeviceKind::Combined,
			class: DeviceClass::EnergyStation,
			gpu_class: POOL.gpu_class,
			zone: POOL.zone,
			meter_key: unique,
			commitment: unique,
			gpu_nameplate: PEAK,
			solar_nameplate_w: 100_000,
			energy_cap: WattHours(100_000),
			site: SiteFacts::default(),
		};
		pallet_devices::Pallet::<Runtime>::register(
			RuntimeOrigin::signed(owner.clone()),
			operator.clone(),
			Self::consent(&operator, &owner),
			facts,
			1_000_000 * GHR,
		)
		.expect("a new device");
		Self::activate_for_ever(id, PEAK);
		(id, owner, operator)
	}

	/// Gives a device a result that no endorser could.
	fn activate_for_ever(id: DeviceId, benchmark: MilliGpu) {
		pallet_devices::Devices::<Runtime>::mutate(id, |device| {
			if let Some(Device { status, .. }) = device {
				*status = DeviceStatus::Active {
					tier: AttestationTier::Tier0,
					expires_at: Moment::MAX,
					benchmark,
				};
			}
		});
	}

	/// What an operator signs for an owner.
	fn consent(operator: &AccountId, owner: &AccountId) -> OperatorConsent<Signature> {
		let until = pallet_timestamp::Now::<Runtime>::get() + 1;
		let statement = operator_statement(&System::block_hash(0).0, owner, until);
		OperatorConsent {
			until,
			signature: Self::sign(operator, &statement),
		}
	}

	/// A device and its offer for the eight days from [`FIRST_DAY`] on.
	fn offer(index: u32, units: MilliGpu) -> (DeviceId, AccountId) {
		MarketTime::set_now(MarketTime::before_first_day());
		let (device, owner, operator) = Self::register(index);
		Capacity::create_offer(
			RuntimeOrigin::signed(owner),
			device,
			Template::flat(units),
			FIRST_DAY,
			Day(FIRST_DAY.0 + 7),
		)
		.expect("the device may offer");
		(device, operator)
	}

	fn fund(tenant: &AccountId) {
		Balances::mint_into(tenant, GHR).expect("the balance fits");
		Assets::mint_into(GCD_ASSET, tenant, 1_000_000 * GCD).expect("the balance fits");
	}

	fn publish_seeds(day: Day) {
		let frozen_at = System::block_number() + 1;
		for hour in HourMask::FULL.hours().filter_map(|of_day| day.hour(of_day)) {
			let seed = pallet_randomness::HourSeed {
				seed: [7; 32],
				frozen_at,
			};
			pallet_randomness::HourSeeds::<Runtime>::insert(hour, seed);
		}
	}

	fn count_hours(day: Day) {
		pallet_clock::CountedHours::<Runtime>::insert(day, HourMask::FULL);
	}

	fn advance_to(day: Day, of_day: HourOfDay, phase: HourPhase) {
		let hour = day.hour(of_day).expect("within the life of the chain");
		let windows = ClockParams::PRODUCTION.windows;
		let start = MarketTime::start_of(hour);
		let end = MarketTime::start_of(hour.next());
		MarketTime::set_now(match phase {
			HourPhase::OnSale => start - windows.sale_close_ms - 1,
			HourPhase::FirstRefusal => start - windows.sale_close_ms,
			HourPhase::Assignment => start - windows.refusal_end_ms,
			HourPhase::Delivery => start,
			HourPhase::Settlement => end,
			HourPhase::Settled => end + windows.settle_ms,
		});
	}
}

impl pallet_devices::benchmarking::BenchmarkHelper<AccountId, Signature> for Market {
	fn signer(seed: u32) -> AccountId {
		let uri = format!("//operator//{seed}").into_bytes();
		sp_io::crypto::sr25519_generate(SIGNERS, Some(uri)).into()
	}

	fn sign(signer: &AccountId, message: &[u8]) -> Signature {
		let key = sr25519::Public::from_raw((*signer).clone().into());
		sp_io::crypto::sr25519_sign(SIGNERS, &key, message)
			.expect("the key was made above")
			.into()
	}

	fn pool() -> PoolId {
		POOL
	}

	fn oblige(device: DeviceId) {
		MarketTime::set_now(MarketTime::before_first_day());
		let record = pallet_devices::Devices::<Runtime>::get(device).expect("registered");
		let owner = RuntimeOrigin::signed(record.owner.clone());
		Balances::mint_into(&record.owner, 10_000 * GHR).expect("the balance fits");
		pallet_devices::Pallet::<Runtime>::add_bond(owner.clone(), device, 9_000 * GHR)
			.expect("the owner can pay");
		Self::activate_for_ever(device, record.gpu_nameplate);
		Capacity::create_offer(
			owner,
			device,
			Template::flat(record.gpu_nameplate),
			FIRST_DAY,
			Day(FIRST_DAY.0 + 7),
		)
		.expect("the device may offer");
	}
}

impl pallet_capacity::benchmarking::BenchmarkHelper<AccountId> for Market {
	fn device(seed: u32) -> (AccountId, DeviceId) {
		let (device, owner, _) = Self::register(seed);
		(owner, device)
	}

	fn peak() -> MilliGpu {
		PEAK
	}

	fn set_now(now: Moment) {
		MarketTime::set_now(now);
	}

	fn publish_seed(hour: Hour) {
		let seed = pallet_randomness::HourSeed {
			seed: [7; 32],
			frozen_at: System::block_number() + 1,
		};
		pallet_randomness::HourSeeds::<Runtime>::insert(hour, seed);
	}
}

impl pallet_hour_market::benchmarking::BenchmarkHelper<AccountId> for Market {
	fn prepare(_hours: u32) -> (AccountId, PoolId, Day) {
		Self::offer(0, PEAK);
		let tenant = account("tenant", 0, 0);
		Market::fund(&tenant);
		(tenant, POOL, FIRST_DAY)
	}

	fn pass_an_hour() {
		System::set_block_number(System::block_number() + 1);
		let now = pallet_timestamp::Now::<Runtime>::get();
		MarketTime::set_now(now + ClockParams::PRODUCTION.hour_length_ms);
	}
}

impl pallet_contracts::BenchmarkHelper<AccountId> for Market {
	fn pool() -> PoolId {
		POOL
	}

	fn first_day() -> Day {
		FIRST_DAY
	}

	fn fund(tenant: &AccountId) {
		Market::fund(tenant);
	}

	fn offer(index: u32, units: MilliGpu) -> (DeviceId, AccountId) {
		Market::offer(index, units)
	}

	fn advance_to(day: Day, of_day: HourOfDay, phase: HourPhase) {
		Market::advance_to(day, of_day, phase);
	}

	fn publish_seeds(day: Day) {
		Market::publish_seeds(day);
	}

	fn count_hours(day: Day) {
		Market::count_hours(day);
	}
}

/// Hours of [`FIRST_DAY`] that a tenant bought, all bound to one device.
struct BoundHours {
	contract: ContractId,
	device: DeviceId,
	operator: AccountId,
}

impl Market {
	/// Binds these hours of a contract with these terms to a device.
	fn bind(
		tenant: &AccountId,
		hours: HourMask,
		verification: VerificationMode,
		spec_hash: [u8; 32],
	) -> BoundHours {
		let units = MilliGpu(1_000);
		let (device, operator) = Self::offer(0, units);
		Market::fund(tenant);
		// Hours with different units are marked as delivered one by one, which costs most. Every unit has
		// the device, so that the last hour to settle ends the contract.
		let units_in = |hour: HourOfDay| units.saturating_sub(MilliGpu(hour.get().into()));
		let mut order = DayUnits {
			day: FIRST_DAY,
			units: [MilliGpu::ZERO; 24],
		};
		for hour in hours.hours() {
			order.units[hour.index()] = units_in(hour);
		}
		Capacity::sell(POOL, &order, &[1_000; 24]).expect("the hours are offered");
		let mut paid = [0; 24];
		hours.hours().for_each(|hour| paid[hour.index()] = GCD);
		let terms = ContractTerms {
			kind: JobKind::Training,
			spec_hash,
			min_green_share: 5_000,
			verification,
		};
		let days = vec![HourPrices { order, paid }];
		let contract = Contracts::open(tenant, POOL, terms, Default::default(), days)
			.expect("the tenant can pay");
		Self::publish_seeds(FIRST_DAY);
		for hour in hours.hours() {
			Market::advance_to(FIRST_DAY, hour, HourPhase::Assignment);
			let origin = RuntimeOrigin::signed(operator.clone());
			let mask = HourMask::single(hour);
			Contracts::accept(origin, contract, device, FIRST_DAY, mask, units_in(hour))
				.expect("the operator may accept");
		}
		BoundHours {
			contract,
			device,
			operator,
		}
	}
}

impl pallet_receipts::benchmarking::BenchmarkHelper<AccountId> for Market {
	fn assign(hours: HourMask, verification: VerificationMode) -> Assigned<AccountId> {
		let tenant = account("tenant", 0, 0);
		let BoundHours {
			contract,
			device,
			operator,
		} = Self::bind(&tenant, hours, verification, [0; 32]);
		Self::count_hours(FIRST_DAY);
		let last = HourMask::FULL.last().expect("a day has hours");
		Market::advance_to(FIRST_DAY, last, HourPhase::Settlement);
		Assigned {
			contract,
			device,
			operator,
			day: FIRST_DAY,
		}
	}

	fn gpu_class() -> GpuClassId {
		POOL.gpu_class
	}
}

impl pallet_disputes::BenchmarkHelper<AccountId> for Market {
	fn fund(who: &AccountId) {
		Market::fund(who);
	}

	fn bind_day(
		tenant: &AccountId,
		mode: VerificationMode,
		spec_hash: [u8; 32],
	) -> BoundDay<AccountId> {
		let BoundHours {
			contract,
			device,
			operator,
		} = Self::bind(tenant, HourMask::FULL, mode, spec_hash);
		BoundDay {
			contract,
			device,
			operator,
			day: FIRST_DAY,
		}
	}

	fn advance_to(now: Moment) {
		MarketTime::set_now(now);
	}

	fn count_hours(day: Day) {
		Market::count_hours(day);
	}

	fn close(bound: &BoundDay<AccountId>) {
		let last = HourMask::FULL.last().expect("a day has hours");
		Market::advance_to(bound.day, last, HourPhase::Settled);
		let origin = RuntimeOrigin::signed(account("settler", 0, 0));
		Contracts::settle_missed(origin, bound.contract, bound.device, bound.day)
			.expect("every hour is missed, which ends the contract");
	}
}
