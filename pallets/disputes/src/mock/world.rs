//! What other pallets would keep, as one stored value.

use super::{Assets, Disputes, ESCROW, OWNER, POT, REFUNDS, SHARE, SPEC, TENANT};
use frame_support::traits::{
	fungibles::Mutate,
	tokens::{Fortitude, Precision, Preservation},
};
use greenhour_traits::{
	AssignmentFacts, ContractBook, ContractFacts, Deliveries, DeviceRegistry, HourClock,
	HourPrices, HourRefunds, OpenClaims, Slashed,
};
use greenhour_types::{
	units::GCD_ASSET, Balance, ClockParams, ContractDay, ContractId, ContractTerms, Day, Device,
	DeviceClass, DeviceId, DeviceKind, DeviceStatus, GpuClassId, Hour, HourMask, HourPhase,
	JobKind, MilliGpu, Moment, OfferId, PoolId, SiteFacts, SpecUri, VerificationMode, WattHours,
	ZoneId,
};
use parity_scale_codec::{Decode, Encode};
use sp_runtime::DispatchError;
use std::collections::{BTreeMap, BTreeSet};

/// Pool of every contract.
const POOL: PoolId = PoolId {
	gpu_class: GpuClassId(1),
	zone: ZoneId(2),
};

/// One contract with one assignment.
#[derive(Clone, Debug, Encode, Decode)]
pub struct Bought {
	pub(crate) tenant: u64,
	pub(crate) mode: VerificationMode,
	pub(crate) spec_hash: [u8; 32],
	pub(crate) open: bool,
	pub(crate) hours: HourMask,
	pub(crate) delivered: HourMask,
	pub(crate) excused: HourMask,
	pub(crate) missed: HourMask,
	pub(crate) offer: OfferId,
}

impl Bought {
	pub(crate) fn unsettled(&self) -> HourMask {
		let settled = self.delivered.union(self.excused).union(self.missed);
		self.hours.difference(settled)
	}
}

/// Everything that other pallets would keep.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct World {
	pub(crate) now: Moment,
	pub(crate) contracts: BTreeMap<u64, Bought>,
	pub(crate) operator: u64,
	/// Bond of the device in planck of GHR; one for one of GCD.
	pub(crate) bond: Balance,
	pub(crate) void: BTreeSet<u32>,
	pub(crate) refuse_slash: bool,
}

const WORLD: &[u8] = b":mock-world";

/// What a delivered or excused hour costs in fees, of twenty.
const FEE_DIVISOR: Balance = 20;

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

	/// Moves time to `after_ms` after the start of `hour`.
	pub(crate) fn advance_to(hour: Hour, after_ms: u64) {
		let start = Self::params().start_of(hour).expect("hour zero is set");
		Self::change(|world| world.now = start + after_ms);
	}

	/// Lets time pass.
	pub(crate) fn wait(ms: u64) {
		Self::change(|world| world.now += ms);
	}

	/// Makes `count` hours void, from the running one on.
	pub(crate) fn stand_still(count: u32) {
		let Hour(first) = Self::current_hour().expect("hour zero is set");
		Self::change(|world| world.void.extend((first..).take(count as usize)));
	}

	/// The tenant buys hours of [`super::DAY`] that are bound to the device; the escrow takes the price.
	pub(crate) fn buy(mode: VerificationMode, hours: HourMask) -> ContractId {
		let spec_hash = if mode == VerificationMode::Work {
			[9; 32]
		} else {
			sp_io::hashing::blake2_256(SPEC)
		};
		Self::move_gcd(TENANT, ESCROW, SHARE * Balance::from(hours.count()));
		Self::change(|world| {
			let id = world.contracts.len() as u64;
			let bought = Bought {
				tenant: TENANT,
				mode,
				spec_hash,
				open: true,
				hours,
				delivered: HourMask::EMPTY,
				excused: HourMask::EMPTY,
				missed: HourMask::EMPTY,
				// Contracts share two offers.
				offer: OfferId(u32::from(id % 2 == 1)),
			};
			world.contracts.insert(id, bought);
			ContractId(id)
		})
	}

	/// A contract.
	pub(crate) fn bought(contract: ContractId) -> Bought {
		Self::get().contracts[&contract.0].clone()
	}

	/// Settles what is not claimed and past its money window as missed, as contracts do: refund, and a
	/// slash of 1.5 shares. Returns the hours.
	pub(crate) fn settle_missed(contract: ContractId) -> HourMask {
		let claimed = Disputes::claimed(contract, super::DEVICE, super::DAY);
		let due = Self::bought(contract)
			.unsettled()
			.difference(claimed)
			.filter(|hour| {
				let hour = super::DAY.hour(hour).expect("a small day");
				Self::phase_of(hour) == Some(HourPhase::Settled)
			});
		let slashed = due.filter(|hour| {
			let hour = super::DAY.hour(hour).expect("a small day");
			!Self::is_void(hour)
		});
		Self::move_gcd(ESCROW, TENANT, SHARE * Balance::from(due.count()));
		Self::change(|world| {
			let slash = (SHARE * 3).div_ceil(2) * Balance::from(slashed.count());
			world.bond = world.bond.saturating_sub(slash);
			let bought = world.contracts.get_mut(&contract.0).expect("bought");
			bought.missed = bought.missed.union(due);
		});
		due
	}

	/// A receipt settles an hour of a contract that is shown by receipts.
	pub(crate) fn receipt(contract: ContractId, hours: HourMask) {
		Self::settle_delivered(contract, super::DEVICE, super::DAY, hours).expect("payable");
	}

	/// Closes a contract if nothing is unsettled.
	pub(crate) fn close(contract: ContractId) -> bool {
		Self::change(|world| {
			let bought = world.contracts.get_mut(&contract.0).expect("bought");
			bought.open = !bought.unsettled().is_empty();
			!bought.open
		})
	}

	/// Moves GCD; what the tenant can't receive waits for him elsewhere, as contracts keep it held.
	fn move_gcd(from: u64, to: u64, amount: Balance) {
		let send = |to| {
			let kept = Preservation::Preserve;
			<Assets as Mutate<u64>>::transfer(GCD_ASSET, &from, &to, amount, kept)
		};
		if send(to).is_err() {
			assert_eq!(to, TENANT, "only refunds wait");
			send(REFUNDS).expect("the escrow has it");
		}
	}

	/// Burns the protocol fee of `count` shares out of the escrow; what is left of them.
	fn burn_fee(count: u32) -> Balance {
		let all = SHARE * Balance::from(count);
		let fee = SHARE.div_ceil(FEE_DIVISOR) * Balance::from(count);
		let (kept, exact) = (Preservation::Preserve, Precision::Exact);
		<Assets as Mutate<u64>>::burn_from(GCD_ASSET, &ESCROW, fee, kept, exact, Fortitude::Force)
			.expect("the escrow has it");
		all - fee
	}
}

impl HourClock for World {
	fn now() -> Moment {
		Self::get().now
	}

	fn params() -> ClockParams {
		ClockParams::PRODUCTION
	}

	fn is_void(hour: Hour) -> bool {
		Self::get().void.contains(&hour.0)
	}
}

impl ContractBook<u64> for World {
	fn contract(contract: ContractId) -> Option<ContractFacts<u64>> {
		let bought = Self::get().contracts.get(&contract.0)?.clone();
		bought.open.then(|| ContractFacts {
			tenant: bought.tenant,
			pool: POOL,
			terms: terms(&bought),
		})
	}

	fn day(_: ContractId, _: Day) -> Option<ContractDay> {
		panic!("disputes never read a day")
	}

	fn settlement_deposit(_: u32) -> Balance {
		panic!("disputes never ask for a deposit")
	}

	fn open(
		_: &u64,
		_: PoolId,
		_: ContractTerms,
		_: SpecUri,
		_: Vec<HourPrices>,
	) -> Result<ContractId, DispatchError> {
		panic!("disputes never buy")
	}

	fn extend(_: ContractId, _: Vec<HourPrices>) -> Result<(), DispatchError> {
		panic!("disputes never buy")
	}

	fn give_back(_: ContractId, _: HourRefunds) -> Result<(), DispatchError> {
		panic!("disputes never sell")
	}
}

fn terms(bought: &Bought) -> ContractTerms {
	ContractTerms {
		kind: JobKind::Training,
		spec_hash: bought.spec_hash,
		min_green_share: 0,
		verification: bought.mode,
	}
}

impl Deliveries for World {
	fn assignment(contract: ContractId, device: DeviceId, day: Day) -> Option<AssignmentFacts> {
		let bought = Self::get().contracts.get(&contract.0)?.clone();
		let bound = bought.open && device == super::DEVICE && day == super::DAY;
		let mut shares = [0; 24];
		let mut units = [MilliGpu::ZERO; 24];
		for hour in bought.hours.hours() {
			shares[hour.index()] = SHARE;
			units[hour.index()] = MilliGpu(1_000);
		}
		bound.then(|| AssignmentFacts {
			pool: POOL,
			offer: bought.offer,
			units,
			shares,
			unsettled: bought.unsettled(),
			delivered: bought.delivered,
			terms: terms(&bought),
		})
	}

	fn settle_delivered(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<Balance, DispatchError> {
		let facts = Self::assignment(contract, device, day).ok_or(DispatchError::CannotLookup)?;
		let claimed = Disputes::claimed(contract, device, day);
		let payable = facts.unsettled.filter(|of_day| {
			let hour = day.hour(of_day).expect("a small day");
			let phase = Self::phase_of(hour).expect("hour zero is set");
			let late = phase == HourPhase::Settled && claimed.contains(of_day);
			!Self::is_void(hour) && (phase == HourPhase::Settlement || late)
		});
		if hours.is_empty() || !payable.contains_all(hours) {
			return Err(DispatchError::Other("an hour is not payable"));
		}
		let earned = Self::burn_fee(hours.count());
		Self::move_gcd(ESCROW, POT, earned);
		Self::change(|world| {
			let bought = world.contracts.get_mut(&contract.0).expect("bought");
			bought.delivered = bought.delivered.union(hours);
		});
		Ok(earned)
	}

	fn settle_excused(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<(), DispatchError> {
		let facts = Self::assignment(contract, device, day).ok_or(DispatchError::CannotLookup)?;
		let started = facts.unsettled.filter(|of_day| {
			let hour = day.hour(of_day).expect("a small day");
			Self::phase_of(hour) >= Some(HourPhase::Delivery)
		});
		if hours.is_empty() || !started.contains_all(hours) {
			return Err(DispatchError::Other("an hour can't be excused"));
		}
		let refunded = Self::burn_fee(hours.count());
		Self::move_gcd(ESCROW, TENANT, refunded);
		Self::change(|world| {
			let bought = world.contracts.get_mut(&contract.0).expect("bought");
			bought.excused = bought.excused.union(hours);
		});
		Ok(())
	}
}

impl DeviceRegistry<u64> for World {
	fn device(device: DeviceId) -> Option<Device<u64>> {
		(device == super::DEVICE).then(|| Device {
			owner: OWNER,
			operator: Self::get().operator,
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
		})
	}

	fn offer_limit(_: DeviceId, _: u64) -> MilliGpu {
		panic!("disputes never ask for a limit")
	}

	fn bond_covers(_: DeviceId, _: MilliGpu) -> bool {
		panic!("disputes never ask for a bond")
	}

	fn slash(
		device: DeviceId,
		slash_gcd: Balance,
		compensation_gcd: Balance,
		_: &u64,
	) -> Result<Slashed, DispatchError> {
		assert_eq!(device, super::DEVICE);
		assert_eq!(compensation_gcd, 0, "a penalty is burned");
		Self::change(|world| {
			if world.refuse_slash {
				return Err(DispatchError::Unavailable);
			}
			let burned = slash_gcd.min(world.bond);
			world.bond -= burned;
			Ok(Slashed {
				compensation: 0,
				burned,
			})
		})
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for World {
	fn fund(who: &u64) {
		<Assets as Mutate<u64>>::mint_into(GCD_ASSET, who, 1_000_000_000_000)
			.expect("GCD can be issued");
	}

	fn bind_day(
		tenant: &u64,
		mode: VerificationMode,
		spec_hash: [u8; 32],
	) -> crate::benchmarking::BoundDay<u64> {
		let contract = Self::buy(mode, HourMask::FULL);
		Self::change(|world| {
			let bought = world.contracts.get_mut(&contract.0).expect("bought");
			bought.tenant = *tenant;
			bought.spec_hash = spec_hash;
		});
		crate::benchmarking::BoundDay {
			contract,
			device: super::DEVICE,
			operator: Self::get().operator,
			day: super::DAY,
		}
	}

	fn advance_to(now: Moment) {
		Self::change(|world| world.now = now);
	}

	fn count_hours(_: Day) {
		// No hour of the mock is void unless a test says so.
	}

	fn close(bound: &crate::benchmarking::BoundDay<u64>) {
		Self::wait(49 * super::HOUR);
		Self::settle_missed(bound.contract);
		assert!(Self::close(bound.contract));
	}
}
