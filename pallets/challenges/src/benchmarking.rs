//! Cost of calls, hooks and listeners, at their largest.

mod setup;

use crate::{
	types::*, AuditMethod, Audits, Call, Challenges, ChangeQueue, Changes, Config, Cursors,
	DeferralQueue, Deferrals, EnergyDays, NextAudit, Openings, OwnerCounts, Pallet, ProductSizes,
	Rounds, SunCeilings, TicketQueue, Tickets, Verdict, ViolationShare,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::{account, v2::*};
use frame_support::{traits::EnsureOrigin, BoundedVec};
use frame_system::RawOrigin;
use greenhour_traits::{
	Auditors, BlockSeed, BlockSeeds, PhysicalBound, SettledHours, SettlementListener,
};
use greenhour_types::{
	product::{check_openings, product_seed, OpeningFault, ProductTree},
	ContractId, Day, DeviceId, GpuClassId, Hour, HourMask, HourOfDay, MilliGpu, WattHours, ZoneId,
};
use setup::*;
use sp_runtime::Permill;

/// Puts other pallets into the state that a benchmark needs.
pub trait BenchmarkHelper<AccountId> {
	/// Moves the clock to the start of an hour; it is past all of an earlier one's windows when that is 100 hours ago.
	fn set_clock(hour: Hour);

	/// Gives an account GHR for the deposit of an appeal.
	fn fund(who: &AccountId);

	/// Registers device number `index` with a bond, an attestation result with units and no expiry, a rate for its
	/// bond, and one obligation. Any energy that it meters contradicts its site: it is off the grid and has neither sun
	/// nor storage. None of this needs to be told to this pallet.
	fn device(index: u32, owner: &AccountId, operator: &AccountId) -> DeviceId;

	/// Makes `count` auditors the only ones. Each has one engagement already.
	fn auditors(count: u32) -> Vec<AccountId>;

	/// Binds a thousand units of a contract, the `index`th, to a device in one hour; receipts prove it.
	fn assignment(index: u32, device: DeviceId, hour: Hour) -> ContractId;
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn commit_product() {
		start::<T>();
		let device = device::<T>(0);
		challenge::<T>(BLOCK, &[device], None);
		cursors::<T>(BLOCK, BLOCK);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator::<T>(0)), device, SEED);

		assert_eq!(
			Challenges::<T>::get(device).and_then(|it| it.commitment),
			Some(SEED)
		);
	}

	/// The hashes of the deepest tree come on top of an answer that is right.
	#[benchmark]
	fn open_product() -> Result<(), BenchmarkError> {
		start::<T>();
		let device = device::<T>(0);
		let opening = OpeningSeed {
			seed: drawing_seed::<T>(device),
			until: BLOCK,
		};
		challenge::<T>(BLOCK - 1, &[device], Some(opening));
		cursors::<T>(BLOCK, BLOCK - 1);
		let tree = ProductTree::compute(&product_seed(&SEED, device), 1);
		Challenges::<T>::mutate(device, |challenge| {
			if let Some(challenge) = challenge {
				challenge.commitment = Some(tree.root());
			}
		});
		let leaf = tree.open(0).ok_or("a product has a leaf")?;
		let samples = usize::try_from(SAMPLES).unwrap_or_default();
		let openings: Openings = BoundedVec::truncate_from(vec![leaf; samples]);
		let (deep, opening) = deep_product();
		let deep_openings = vec![opening; samples];
		let deep_checked;
		let opened;

		#[block]
		{
			deep_checked = check_openings(&deep, &SEED, SAMPLES, &deep_openings);
			opened = Pallet::<T>::do_open_product(&operator::<T>(0), device, &openings);
		}

		assert_eq!(deep_checked, Err(OpeningFault::EntryMismatch));
		opened?;
		assert!(!Challenges::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn defer_challenge(c: Linear<1, MAX_DEFER_CONTRACTS>) {
		start::<T>();
		let device = device::<T>(0);
		challenge::<T>(BLOCK, &[device], None);
		cursors::<T>(BLOCK, BLOCK);
		let mut contracts: Vec<ContractId> = (0..c)
			.map(|index| Helper::<T>::assignment(index, device, HOUR))
			.collect();
		contracts.sort_unstable();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(operator::<T>(0)),
			device,
			BoundedVec::truncate_from(contracts),
		);

		assert!(Deferrals::<T>::contains_key(device, HOUR.day()));
	}

	#[benchmark]
	fn give_verdict() -> Result<(), BenchmarkError> {
		start::<T>();
		let fraud = Some(Verdict::Fraud);
		let auditors = audit::<T>([fraud, fraud, None], AuditStage::Judging { until: BLOCK });
		let last = auditors.last().cloned().ok_or("there are auditors")?;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(last),
			0,
			Verdict::Fraud,
			AuditMethod::DuplicateRun,
			SEED,
		);

		let accused = Audits::<T>::get(0).map(|audit| audit.stage);
		assert!(matches!(accused, Some(AuditStage::Accused { .. })));
		Ok(())
	}

	#[benchmark]
	fn give_last_verdict() -> Result<(), BenchmarkError> {
		start::<T>();
		let delivered = Some(Verdict::Delivered);
		let auditors = audit::<T>(
			[delivered, delivered, None],
			AuditStage::Judging { until: BLOCK },
		);
		let last = auditors.last().cloned().ok_or("there are auditors")?;

		#[extrinsic_call]
		give_verdict(
			RawOrigin::Signed(last),
			0,
			Verdict::Delivered,
			AuditMethod::DuplicateRun,
			SEED,
		);

		assert!(!Audits::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn close_audit() {
		start::<T>();
		let fraud = Some(Verdict::Fraud);
		audit::<T>(
			[fraud, fraud, None],
			AuditStage::Accused { until: BLOCK - 1 },
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner::<T>()), 0);

		assert!(!Audits::<T>::contains_key(0));
	}

	#[benchmark]
	fn appeal() {
		start::<T>();
		let fraud = Some(Verdict::Fraud);
		audit::<T>([fraud; 3], AuditStage::Accused { until: BLOCK });
		Helper::<T>::fund(&owner::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(owner::<T>()), 0);

		let appealed = Audits::<T>::get(0).map(|audit| audit.stage);
		assert!(matches!(appealed, Some(AuditStage::Appealed { .. })));
	}

	/// Nothing is decided against three auditors after an appeal, but it costs no more than this.
	#[benchmark]
	fn resolve_audit() -> Result<(), BenchmarkError> {
		start::<T>();
		audit::<T>(
			[Some(Verdict::Delivered); 3],
			AuditStage::Accused { until: BLOCK },
		);
		Helper::<T>::fund(&owner::<T>());
		Pallet::<T>::do_appeal(owner::<T>(), 0)?;
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| "governance has an origin")?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, true);

		assert!(!Audits::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn set_product_size() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| "governance has an origin")?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, GpuClassId(1), 5);

		assert_eq!(ProductSizes::<T>::get(GpuClassId(1)), Some(5));
		Ok(())
	}

	#[benchmark]
	fn set_violation_share() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| "governance has an origin")?;
		let share = Permill::from_percent(3);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, share);

		assert_eq!(ViolationShare::<T>::get(), share);
		Ok(())
	}

	#[benchmark]
	fn set_sun_ceiling() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| "governance has an origin")?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ZoneId(1), Some(6_000));

		assert_eq!(SunCeilings::<T>::get(ZoneId(1)), Some(6_000));
		Ok(())
	}

	#[benchmark]
	fn close_rounds(d: Linear<0, MAX_ROUND>) {
		start::<T>();
		let opening = OpeningSeed {
			seed: SEED,
			until: BLOCK - 1,
		};
		if d > 0 {
			let devices = devices::<T>(d);
			challenge::<T>(BLOCK - 500, &devices, Some(opening));
		}
		// Two more are seeded.
		for number in [BLOCK - 499, BLOCK - 498] {
			challenge::<T>(number, &[], None);
		}
		cursors::<T>(BLOCK - 499, BLOCK - 500);
		let drawn = BlockSeed {
			seed: SEED,
			inputs_until: BLOCK,
		};
		let closed;

		#[block]
		{
			let mut cursors = Cursors::<T>::get().unwrap_or(RoundCursors {
				unseeded: 0,
				unclosed: 0,
			});
			closed = Pallet::<T>::close_rounds(&mut cursors);
			// What a block reads beside is here too.
			let _ = T::Seeds::block_seed();
			Pallet::<T>::seed_openings(&drawn, &mut cursors);
			Cursors::<T>::put(cursors);
		}

		assert_eq!(closed, d);
		let seeded = Rounds::<T>::get(BLOCK - 498).and_then(|round| round.opening);
		assert!(seeded.is_some());
	}

	#[benchmark]
	fn close_deferrals(d: Linear<0, DEFERRALS_PER_BLOCK>) {
		start::<T>();
		for device in devices::<T>(d) {
			Pallet::<T>::store_deferral(device, Hour(0), deferral(1));
		}
		let closed;

		#[block]
		{
			closed = Pallet::<T>::close_deferrals();
		}

		assert_eq!(closed, d);
		assert!(DeferralQueue::<T>::get().is_empty());
	}

	/// Each change moves a device from the first place of one owner's list to another owner, so that two others move.
	#[benchmark]
	fn apply_changes(c: Linear<0, CHANGES_PER_BLOCK>) {
		start::<T>();
		let all: Vec<DeviceId> = (0..2 * CHANGES_PER_BLOCK).map(listed::<T>).collect();
		let to: T::AccountId = account("buyer", 0, 0);
		for index in 0..c {
			let device = all.get(usize::try_from(index).unwrap_or_default()).copied();
			let device = device.unwrap_or_default();
			Pallet::<T>::want_listing(device, Some(terms::<T>(to.clone())));
		}
		let applied;

		#[block]
		{
			applied = Pallet::<T>::apply_changes(BLOCK);
		}

		assert_eq!((applied, OwnerCounts::<T>::get(&to)), (c, c));
		assert!(ChangeQueue::<T>::get().is_empty());
	}

	#[benchmark]
	fn draw_round(d: Linear<0, MAX_ROUND>) {
		start::<T>();
		(0..d).for_each(|index| {
			listed::<T>(index);
		});
		let drawn = BlockSeed {
			seed: SEED,
			inputs_until: BLOCK,
		};
		let cursors = RoundCursors {
			unseeded: BLOCK,
			unclosed: BLOCK,
		};
		let looked_at;

		#[block]
		{
			looked_at = Pallet::<T>::draw_round(&drawn, &cursors);
		}

		assert_eq!(looked_at, d);
		let challenged = Rounds::<T>::get(BLOCK).map_or(0, |round| round.devices.len());
		assert_eq!(u32::try_from(challenged), Ok(d));
	}

	#[benchmark]
	fn draw_tickets(t: Linear<0, TICKETS_PER_BLOCK>) {
		start::<T>();
		let devices = devices::<T>(t);
		for (number, device) in (0u64..).zip(devices) {
			Tickets::<T>::insert(number, ticket(device, HourMask::default()));
		}
		TicketQueue::<T>::put(Queue {
			first: 0,
			next: t.into(),
		});
		let drawn = BlockSeed {
			seed: drawing_block_seed::<T>(),
			inputs_until: BLOCK,
		};
		let counts;

		#[block]
		{
			counts = Pallet::<T>::draw_tickets(&drawn);
		}

		assert_eq!(counts, (t, 0));
	}

	/// With two auditors a panel takes all of its picks.
	#[benchmark]
	fn open_audits(a: Linear<0, AUDITS_PER_BLOCK>) {
		start::<T>();
		let auditors = Helper::<T>::auditors(QUORUM);
		assert_eq!(T::Auditors::auditor_count(), QUORUM);
		let tickets: Vec<Ticket> = devices::<T>(a)
			.into_iter()
			.map(|device| ticket(device, HourMask::FULL))
			.collect();

		#[block]
		{
			for (number, ticket) in (0u64..).zip(&tickets) {
				Pallet::<T>::open_audit(&SEED, number, ticket, HOUR, MilliGpu(1));
			}
		}

		assert_eq!(auditors.len(), 2);
		assert_eq!(NextAudit::<T>::get(), u64::from(a));
	}

	#[benchmark]
	fn settled() {
		start::<T>();
		let device = device::<T>(0);
		let day = Day(50);
		for hour in HourMask::FULL.hours().filter_map(|hour| day.hour(hour)) {
			Pallet::<T>::store_deferral(device, hour, deferral(1));
		}
		challenge::<T>(BLOCK, &[device], None);
		let paid = SettledHours {
			contract: ContractId(1),
			device,
			day,
			hours: HourMask::FULL,
			units: [MilliGpu(1_000); 24],
			fee_burned: 0,
			by_receipt: true,
		};

		#[block]
		{
			Pallet::<T>::settled(&paid);
		}

		assert!(!Deferrals::<T>::contains_key(device, day));
		assert_eq!(TicketQueue::<T>::get().len(), 1);
	}

	#[benchmark]
	fn metered() {
		start::<T>();
		let device = listed::<T>(0);
		ViolationShare::<T>::put(Permill::from_percent(10));
		let of_day = HourOfDay::new(5).and_then(|of_day| HOUR.day().hour(of_day));
		let hour = of_day.unwrap_or(HOUR);
		SunCeilings::<T>::insert(ZoneId(1), 0);

		#[block]
		{
			Pallet::<T>::metered(device, hour, WattHours(1_000_000), MilliGpu(1));
		}

		let slot = hour.day().0 % DAY_SLOTS;
		let punished = EnergyDays::<T>::get(device, slot).is_some_and(|day| day.punished);
		assert!(punished);
	}

	#[benchmark]
	fn queue_change() {
		start::<T>();
		let device = listed::<T>(0);
		let queue = ChangeQueue::<T>::get();

		#[block]
		{
			Pallet::<T>::want_listing(device, None);
		}

		assert!(Changes::<T>::contains_key(queue.next));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Ext::build(), crate::mock::Test);
}
