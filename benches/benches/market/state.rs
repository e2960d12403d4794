//! The runtime of the chain with a market of any size, and what is timed in it.

use frame_support::{
	assert_ok,
	genesis_builder_helper::build_state,
	traits::{fungible::Mutate as _, fungibles::Mutate as _, Hooks},
	weights::WeightMeter,
};
use greenhour_runtime::{
	currency::{GCD, GCD_ASSET, GHR},
	genesis_presets::{self, POOL},
	AccountId, Assets, Balances, Capacity, Contracts, HourMarket, Runtime, RuntimeGenesisConfig,
	RuntimeOrigin, System,
};
use greenhour_traits::{CapacityPools, Deliveries};
use greenhour_types::{
	device::operator_statement, AttestationTier, ClockParams, ContractId, ContractTerms, Day,
	DayMask, Device, DeviceClass, DeviceFacts, DeviceId, DeviceKind, DeviceStatus, Hour, HourMask,
	HourOfDay, JobKind, MilliGpu, Moment, OfferId, SiteFacts, Template, VerificationMode,
	WattHours,
};
use pallet_devices::OperatorConsent;
use sp_core::{sr25519, Pair as _};

/// The day that is traded; everything stands two hours before it.
const DAY: Day = Day(10);
/// Capacity of each device.
const PEAK: MilliGpu = MilliGpu(1_000);
/// The first device, which serves what is settled.
const SERVING: DeviceId = DeviceId(0);

fn start_of(hour: Hour) -> Moment {
	let start = ClockParams::PRODUCTION.start_of(hour);
	start.expect("within the life of the chain")
}

fn hour(number: u32) -> Hour {
	Hour(DAY.0 * 24 + number)
}

fn set_now(now: Moment) {
	pallet_timestamp::Now::<Runtime>::put(now);
}

fn account(kind: u8, number: u32) -> AccountId {
	let mut bytes = [kind; 32];
	bytes[..4].copy_from_slice(&number.to_le_bytes());
	bytes.into()
}

/// The key of the operator of a device.
fn operator_key(number: u32) -> sr25519::Pair {
	sr25519::Pair::from_seed(account(2, number).as_ref())
}

/// Writes: the development genesis with the clock of production, and devices with an open offer each.
pub(crate) fn found(offers: u32) {
	let config = genesis_presets::whole(genesis_presets::LOCAL);
	build_state::<RuntimeGenesisConfig>(config).expect("the preset fits the runtime");
	// In block 0 no events are kept, of which there would be a million.
	System::set_block_number(0);
	let mut params = ClockParams::PRODUCTION;
	params.windows.horizon_days = 9;
	pallet_clock::Params::<Runtime>::put(params);
	set_now(start_of(hour(0)) - 2 * params.hour_length_ms);
	for number in 0..offers {
		offer(number);
	}
	// The roll has caught up, so that what is timed is the next hour.
	Capacity::on_poll(0, &mut WeightMeter::new());
	System::set_block_number(1);
}

/// Writes: a device that is active for ever, and its offer over eight days.
fn offer(number: u32) {
	let owner = account(1, number);
	let key = operator_key(number);
	let operator: AccountId = key.public().into();
	for (account, amount) in [(&owner, 200_000 * GHR), (&operator, GHR)] {
		Balances::mint_into(account, amount).expect("the balance fits");
	}
	let mut unique = [1; 32];
	unique[..4].copy_from_slice(&number.to_le_bytes());
	let device = pallet_devices::NextDeviceId::<Runtime>::get();
	let until = pallet_timestamp::Now::<Runtime>::get() + 1;
	let statement = operator_statement(&System::block_hash(0).0, &owner, until);
	let consent = OperatorConsent {
		until,
		signature: key.sign(&statement).into(),
	};
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
	assert_ok!(pallet_devices::Pallet::<Runtime>::register(
		RuntimeOrigin::signed(owner.clone()),
		operator,
		consent,
		facts,
		100_000 * GHR,
	));
	pallet_devices::Devices::<Runtime>::mutate(device, |record| {
		if let Some(Device { status, .. }) = record {
			*status = DeviceStatus::Active {
				tier: AttestationTier::Tier0,
				expires_at: Moment::MAX,
				benchmark: PEAK,
			};
		}
	});
	assert_ok!(Capacity::create_offer(
		RuntimeOrigin::signed(owner),
		device,
		Template::flat(PEAK),
		DAY,
		Day(DAY.0 + 7),
	));
}

/// A tenant with money. Writes.
pub(crate) fn tenant(number: u32) -> AccountId {
	let tenant = account(3, number);
	Balances::mint_into(&tenant, GHR).expect("the balance fits");
	Assets::mint_into(GCD_ASSET, &tenant, 1_000_000 * GCD).expect("the balance fits");
	tenant
}

/// Writes: a purchase of all hours of one day.
pub(crate) fn buy_day(tenant: AccountId, units: MilliGpu) {
	let days = vec![DayMask {
		day: DAY,
		hours: HourMask::FULL,
	}];
	let terms = ContractTerms {
		kind: JobKind::Training,
		spec_hash: [0; 32],
		min_green_share: 0,
		verification: VerificationMode::Receipt,
	};
	assert_ok!(HourMarket::buy(
		RuntimeOrigin::signed(tenant),
		POOL,
		days.try_into().expect("one day"),
		units,
		terms,
		Default::default(),
		1_000_000 * GCD,
	));
}

/// Writes: buys in block after block until so little is left that prices are above the floor.
pub(crate) fn sell_most() {
	let (buyer, cheap) = (tenant(1), prices());
	let left = || {
		let page = Capacity::page(POOL, DAY).expect("the day is open");
		page.hours
			.iter()
			.map(|hour| hour.offered.0 - hour.sold.0)
			.min()
	};
	while left() > Some(3 * PEAK.0) {
		System::set_block_number(System::block_number() + 1);
		buy_day(buyer.clone(), PEAK);
	}
	System::reset_events();
	let dear = prices();
	let above = cheap.iter().zip(&dear).all(|(cheap, dear)| cheap < dear);
	assert!(above, "from {cheap:?} to {dear:?}");
}

/// Of a GPU-hour in each hour of the day.
fn prices() -> Vec<Option<u128>> {
	let hours = HourMarket::curve(POOL, DAY).expect("the day is open");
	let price = |hour: &pallet_hour_market::HourView| hour.price.as_ref().map(|view| view.gpu_hour);
	hours.iter().map(price).collect()
}

/// The latest contract.
pub(crate) fn bought() -> ContractId {
	let contracts = pallet_contracts::Contracts::<Runtime>::iter_keys();
	contracts.max().expect("there is one")
}

/// Writes: the first hour of the day has begun.
pub(crate) fn prepare_roll() {
	set_now(start_of(hour(0)));
	Capacity::on_poll(2, &mut WeightMeter::new());
	System::set_block_number(3);
	System::reset_events();
}

/// Writes: the next hour begins.
pub(crate) fn next_hour() {
	set_now(start_of(hour(1)));
}

/// Writes: what the next block does about a new hour.
pub(crate) fn roll() {
	let mut meter = WeightMeter::new();
	Capacity::on_poll(System::block_number(), &mut meter);
}

/// A view that wallets and devices ask, by name: does it answer?
pub(crate) type View = (&'static str, Box<dyn Fn() -> bool>);

/// The views, in a state with this contract.
pub(crate) fn views(contract: ContractId) -> [View; 8] {
	let (first, end) = (hour(0), hour(7 * 24));
	let all_day = || {
		let day = DayMask {
			day: DAY,
			hours: HourMask::FULL,
		};
		vec![day].try_into().expect("one day")
	};
	let view = |name, answers: fn() -> bool| -> View { (name, Box::new(answers)) };
	[
		view("curve", || HourMarket::curve(POOL, DAY).is_some()),
		view("remaining", || Capacity::remaining(POOL, DAY).is_some()),
		view("offer_hours", || {
			Capacity::offer_hours(OfferId(0), DAY).is_some()
		}),
		view("next_hours", || Capacity::next_hours(SERVING).is_some()),
		(
			"quote of 24 hours",
			Box::new(move || HourMarket::quote(POOL, all_day(), MilliGpu(100), 5_000).is_some()),
		),
		(
			"quote_cheapest of 168 hours",
			Box::new(move || {
				HourMarket::quote_cheapest(POOL, first, end, 24, MilliGpu(100), 0).is_some()
			}),
		),
		(
			"allocate over 168 hours",
			Box::new(move || {
				HourMarket::allocate(POOL, first, end, 50_000, MilliGpu(1_000), 0).is_some()
			}),
		),
		(
			"contract_hours",
			Box::new(move || Contracts::contract_hours(contract).is_some()),
		),
	]
}

/// Did the roll of the block do anything?
pub(crate) fn has_rolled() -> bool {
	System::event_count() > 0
}

/// Writes: a contract whose hours of the day all wait for money, bound to the first device.
pub(crate) fn prepare_settlement(tenant: AccountId) -> ContractId {
	buy_day(tenant, PEAK);
	let contract = bought();
	let frozen_at = 0;
	for of_day in HourMask::FULL.hours() {
		let hour = DAY.hour(of_day).expect("within the life of the chain");
		let seed = pallet_randomness::HourSeed {
			seed: [7; 32],
			frozen_at,
		};
		pallet_randomness::HourSeeds::<Runtime>::insert(hour, seed);
		set_now(start_of(hour) - ClockParams::PRODUCTION.windows.refusal_end_ms);
		assert_ok!(Contracts::accept(
			RuntimeOrigin::signed(operator_key(0).public().into()),
			contract,
			SERVING,
			DAY,
			HourMask::single(of_day),
			PEAK,
		));
	}
	pallet_clock::CountedHours::<Runtime>::insert(DAY, HourMask::FULL);
	set_now(start_of(hour(25)));
	System::reset_events();
	contract
}

/// Writes: pays one hour of the prepared contract.
pub(crate) fn settle(contract: ContractId) {
	let noon = HourOfDay::new(12).expect("an hour of the day");
	let hours = HourMask::single(noon);
	assert_ok!(Contracts::settle_delivered(contract, SERVING, DAY, hours));
}
