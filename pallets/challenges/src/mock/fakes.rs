//! What the pallet asks of others, answered as the test says.

use super::*;
use greenhour_math::physical::SiteLimits;
use greenhour_traits::{
	AttestationResults, Auditors, BlockSeed, BlockSeeds, ChallengeOutcomes, Deliveries,
	DeviceListener, DeviceRegistry, HourClock, Obligations, ProofIntake, Sites, Slashed,
};
use greenhour_types::{ClockParams, SuspensionCause};
use parity_scale_codec::Encode;
use sp_runtime::DispatchError;
use std::{cell::RefCell, collections::BTreeMap};

/// What the fakes know and were told.
#[derive(Default)]
pub(crate) struct World {
	pub(crate) devices: BTreeMap<DeviceId, Device<u64>>,
	pub(crate) bonds: BTreeMap<DeviceId, Balance>,
	pub(crate) obligations: BTreeMap<DeviceId, u32>,
	pub(crate) limits: BTreeMap<DeviceId, SiteLimits>,
	pub(crate) suspended: Vec<(DeviceId, SuspensionCause)>,
	pub(crate) answered: Vec<(DeviceId, Moment)>,
	pub(crate) missed: Vec<DeviceId>,
	pub(crate) convicted: Vec<DeviceId>,
	pub(crate) auditors: Vec<u64>,
	pub(crate) engaged: BTreeMap<u64, u32>,
	pub(crate) slashed_auditors: BTreeMap<u64, Balance>,
	pub(crate) assignments: BTreeMap<(ContractId, DeviceId, Day), AssignmentFacts>,
	/// Registers every device that is asked for with this owner: fleets of a million.
	pub(crate) lazy_owner: Option<u64>,
}

thread_local! {
	static WORLD: RefCell<World> = RefCell::default();
}

/// Reads or changes what the fakes know.
pub(crate) fn world<R>(with: impl FnOnce(&mut World) -> R) -> R {
	WORLD.with(|world| with(&mut world.borrow_mut()))
}

/// The registry, the auditors, the contracts, the seeds and the clock of the test.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct Fakes;

impl DeviceRegistry<u64> for Fakes {
	fn device(device: DeviceId) -> Option<Device<u64>> {
		world(
			|world| match (world.devices.get(&device), world.lazy_owner) {
				(Some(record), _) => Some(record.clone()),
				(None, Some(owner)) => Some(record_of(owner, device)),
				(None, None) => None,
			},
		)
	}

	fn offer_limit(_: DeviceId, _: u64) -> MilliGpu {
		unreachable!("challenges do not ask for offers")
	}

	fn bond_covers(_: DeviceId, _: MilliGpu) -> bool {
		unreachable!("challenges do not ask for offers")
	}

	fn bond_value_down(device: DeviceId) -> Balance {
		world(|world| world.bonds.get(&device).copied().unwrap_or_default())
	}

	fn slash(
		device: DeviceId,
		slash_gcd: Balance,
		compensation_gcd: Balance,
		_: &u64,
	) -> Result<Slashed, DispatchError> {
		assert_eq!(compensation_gcd, 0, "nobody may receive a part of the bond");
		world(|world| {
			let bond = world
				.bonds
				.get_mut(&device)
				.ok_or(DispatchError::Other("no bond"))?;
			let burned = slash_gcd.min(*bond);
			*bond -= burned;
			Ok(Slashed {
				compensation: 0,
				burned,
			})
		})
	}
}

impl AttestationResults for Fakes {
	fn attest(_: DeviceId, _: AttestationResult) -> Result<(), DispatchError> {
		unreachable!("challenges attest nobody")
	}

	fn suspend(device: DeviceId, cause: SuspensionCause) -> Result<(), DispatchError> {
		world(|world| {
			world.suspended.push((device, cause));
			let record = world.devices.get_mut(&device);
			record.ok_or(DispatchError::Other("no device"))?.status = DeviceStatus::Registered;
			Ok::<(), DispatchError>(())
		})?;
		Challenges::result_changed(device, None);
		Ok(())
	}
}

impl Obligations for Fakes {
	fn add(device: DeviceId) -> Result<(), DispatchError> {
		world(|world| *world.obligations.entry(device).or_default() += 1);
		Ok(())
	}

	fn remove(device: DeviceId) -> Result<(), DispatchError> {
		world(|world| {
			let count = world.obligations.get_mut(&device).expect("counted before");
			*count = count.checked_sub(1).expect("counted before");
		});
		Ok(())
	}
}

impl Sites for Fakes {
	fn site_limits(device: DeviceId) -> Option<SiteLimits> {
		world(|world| world.limits.get(&device).copied())
	}
}

impl ChallengeOutcomes for Fakes {
	fn answered(device: DeviceId, at: Moment) {
		world(|world| world.answered.push((device, at)));
	}

	fn missed(device: DeviceId) {
		world(|world| world.missed.push(device));
	}

	fn convicted(device: DeviceId) {
		world(|world| world.convicted.push(device));
	}
}

impl Auditors<u64> for Fakes {
	fn auditor_count() -> u32 {
		world(|world| u32::try_from(world.auditors.len()).expect("few"))
	}

	fn auditor_at(index: u32) -> Option<u64> {
		let index = usize::try_from(index).expect("small");
		world(|world| world.auditors.get(index).copied())
	}

	fn may_audit(auditor: &u64, device: DeviceId) -> bool {
		Self::device(device)
			.is_none_or(|record| record.owner != *auditor && record.operator != *auditor)
	}

	fn engage(auditor: &u64) -> Result<(), DispatchError> {
		world(|world| *world.engaged.entry(*auditor).or_default() += 1);
		Ok(())
	}

	fn disengage(auditor: &u64) {
		world(|world| {
			let count = world.engaged.get_mut(auditor).expect("engaged before");
			*count = count.checked_sub(1).expect("engaged before");
		});
	}

	fn slash(auditor: &u64, amount: Balance) -> Balance {
		world(|world| *world.slashed_auditors.entry(*auditor).or_default() += amount);
		amount
	}
}

impl Deliveries for Fakes {
	fn assignment(contract: ContractId, device: DeviceId, day: Day) -> Option<AssignmentFacts> {
		world(|world| world.assignments.get(&(contract, device, day)).cloned())
	}

	fn settle_delivered(
		_: ContractId,
		_: DeviceId,
		_: Day,
		_: HourMask,
	) -> Result<Balance, DispatchError> {
		unreachable!("challenges settle nothing")
	}

	fn settle_excused(
		_: ContractId,
		_: DeviceId,
		_: Day,
		_: HourMask,
	) -> Result<(), DispatchError> {
		unreachable!("challenges settle nothing")
	}
}

impl ProofIntake for Fakes {
	fn is_open(_: VerificationMode, _: GpuClassId) -> bool {
		unreachable!("challenges open no contracts")
	}

	fn was_closed(_: VerificationMode, hour: Hour) -> bool {
		ClosedHours::get().contains(&hour)
	}
}

impl BlockSeeds for Fakes {
	fn block_seed() -> Option<BlockSeed> {
		let parent = System::block_number().checked_sub(1)?;
		let seed = sp_crypto_hashing::blake2_256(&(Salt::get(), parent).encode());
		SeedsReady::get().then(|| BlockSeed {
			seed: ForcedSeed::get().unwrap_or(seed),
			inputs_until: parent.saturating_sub(DELAY),
		})
	}
}

impl HourClock for Fakes {
	fn now() -> Moment {
		Now::get()
	}

	fn params() -> ClockParams {
		ClockParams {
			hour_zero_ms: Some(ZERO),
			..ClockParams::PRODUCTION
		}
	}

	fn is_void(hour: Hour) -> bool {
		VoidHours::get().contains(&hour)
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for Fakes {
	fn set_clock(hour: Hour) {
		Now::set(Self::params().start_of(hour).expect("hour zero is known"));
	}

	fn fund(who: &u64) {
		use frame_support::traits::fungible::Mutate;
		let _ = Balances::set_balance(who, 1 << 60);
	}

	fn device(index: u32, owner: &u64, operator: &u64) -> DeviceId {
		let device = DeviceId(index);
		let mut record = record_of(*owner, device);
		record.operator = *operator;
		world(|world| {
			world.devices.insert(device, record);
			world.bonds.insert(device, BOND);
			world.obligations.insert(device, 1_000);
			world.limits.insert(
				device,
				SiteLimits {
					min_wh_per_gpu_hour: 1_000,
					gpu_nameplate: 4,
					wh_per_hour: 10,
					off_grid: Some(greenhour_math::physical::OffGrid {
						solar_w: 1,
						storage_wh: 1,
						sun_milli_hours: None,
					}),
				},
			);
		});
		device
	}

	fn auditors(count: u32) -> Vec<u64> {
		let auditors: Vec<u64> = (0..count).map(|index| 10_000 + u64::from(index)).collect();
		world(|world| {
			world.auditors.clone_from(&auditors);
			for auditor in &auditors {
				world.engaged.insert(*auditor, 1_000);
			}
		});
		auditors
	}

	fn assignment(index: u32, device: DeviceId, hour: Hour) -> ContractId {
		assign(
			ContractId(index.into()),
			device,
			hour,
			1_000,
			VerificationMode::Receipt,
		);
		ContractId(index.into())
	}
}
