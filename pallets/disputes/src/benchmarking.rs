//! Benchmarks of the calls, at their largest.

use crate::{
	types::{ClaimState, ClaimedHour, Declaration},
	Auditing, Call, ClaimOf, Claims, Config, Declarations, DeclarationsOf, HoldReason, Pallet,
	Postponed, Publications, Specs, MAX_SPEC,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use frame_system::RawOrigin;
use greenhour_traits::{AssignmentFacts, Deliveries, HourClock};
use greenhour_types::{
	Balance, ContractId, Day, DeviceId, Hour, HourMask, HourOfDay, Moment, OfferId,
	VerificationMode,
};
use sp_io::hashing::blake2_256;

/// A contract of which every hour of a day is bound to one device.
#[derive(Clone, Debug)]
pub struct BoundDay<AccountId> {
	/// The contract.
	pub contract: ContractId,
	/// The device.
	pub device: DeviceId,
	/// Speaks for the device.
	pub operator: AccountId,
	/// The day.
	pub day: Day,
}

/// Puts other pallets into the state that a benchmark needs.
pub trait BenchmarkHelper<AccountId> {
	/// Gives `who` a million GCD.
	fn fund(who: &AccountId);

	/// Opens a contract of `tenant`, with this mode and specification hash, whose 24 hours of a day are
	/// bound to one device with a bond; each hour is worth a GCD at least.
	fn bind_day(
		tenant: &AccountId,
		mode: VerificationMode,
		spec_hash: [u8; 32],
	) -> BoundDay<AccountId>;

	/// Moves the timestamp.
	fn advance_to(now: Moment);

	/// Counts enough blocks in every hour of `day` that none is void.
	fn count_hours(day: Day);

	/// Settles what is left of `bound`, whose hours are over, and closes its contract.
	fn close(bound: &BoundDay<AccountId>);
}

type Helper<T> = <T as Config>::BenchmarkHelper;

/// The first `count` hours of a day.
fn first_hours(count: u32) -> HourMask {
	HourMask::FULL.filter(|hour| u32::from(hour.get()) < count)
}

fn last_hour() -> Result<HourOfDay, BenchmarkError> {
	HourMask::FULL
		.last()
		.ok_or(BenchmarkError::Stop("a day has hours"))
}

fn hour_of(day: Day, of_day: HourOfDay) -> Result<Hour, BenchmarkError> {
	day.hour(of_day)
		.ok_or(BenchmarkError::Stop("within the life of the chain"))
}

/// A tenant with GCD.
fn tenant<T: Config>() -> T::AccountId {
	let tenant: T::AccountId = account("tenant", 0, 0);
	Helper::<T>::fund(&tenant);
	tenant
}

/// A bound day of this mode, whose operator has GCD.
fn bound<T: Config>(
	tenant: &T::AccountId,
	mode: VerificationMode,
	spec_hash: [u8; 32],
) -> BoundDay<T::AccountId> {
	Auditing::<T>::put(true);
	let bound = Helper::<T>::bind_day(tenant, mode, spec_hash);
	Helper::<T>::fund(&bound.operator);
	Helper::<T>::count_hours(bound.day);
	bound
}

/// Moves time to when the last hour of the day can be claimed.
fn end_day<T: Config>(day: Day) -> Result<(), BenchmarkError> {
	let hour = hour_of(day, last_hour()?)?;
	let end = T::Clock::params().end_of(hour);
	Helper::<T>::advance_to(end.ok_or(BenchmarkError::Stop("hour zero is set"))?);
	Ok(())
}

/// Claims `hours` now, as if each had been claimed in its window, whatever windows the chain has.
fn claim<T: Config>(
	bound: &BoundDay<T::AccountId>,
	hours: HourMask,
	objector: Option<&T::AccountId>,
) -> Result<(), BenchmarkError> {
	let deposit = T::ClaimDeposit::get();
	let mut record = ClaimOf::<T::AccountId>::default();
	for hour in hours.hours() {
		Pallet::<T>::hold(HoldReason::ClaimDeposit, &bound.operator, deposit)?;
		let state = match objector {
			None => ClaimState::Open,
			Some(tenant) => {
				let stake = stake::<T>(bound, hour)?;
				Pallet::<T>::hold(HoldReason::Objection, tenant, stake)?;
				ClaimState::Objected {
					tenant: tenant.clone(),
					objected_at: T::Clock::now(),
					stake,
				}
			}
		};
		let claimed = ClaimedHour {
			claimant: bound.operator.clone(),
			deposit,
			result_hash: [1; 32],
			claimed_at: T::Clock::now(),
			state,
			offer: offer::<T>(bound)?,
		};
		let added = record.try_insert(hour.get(), claimed);
		added.map_err(|_| BenchmarkError::Stop("24 hours fit"))?;
	}
	Claims::<T>::insert(bound.contract, (bound.device, bound.day), record);
	Pallet::<T>::open_hours(offer::<T>(bound)?, hours.count())
		.map_err(|_| BenchmarkError::Stop("few hours are open"))
}

fn facts<T: Config>(bound: &BoundDay<T::AccountId>) -> Result<AssignmentFacts, BenchmarkError> {
	T::Contracts::assignment(bound.contract, bound.device, bound.day)
		.ok_or(BenchmarkError::Stop("the day is bound"))
}

fn offer<T: Config>(bound: &BoundDay<T::AccountId>) -> Result<OfferId, BenchmarkError> {
	Ok(facts::<T>(bound)?.offer)
}

fn stake<T: Config>(
	bound: &BoundDay<T::AccountId>,
	hour: HourOfDay,
) -> Result<Balance, BenchmarkError> {
	Ok(Pallet::<T>::stake_on(&facts::<T>(bound)?, hour))
}

/// Declares the first `count` hours, as if each in its window, now.
fn declare<T: Config>(bound: &BoundDay<T::AccountId>, count: u32) -> Result<(), BenchmarkError> {
	let mut record = DeclarationsOf::<T::AccountId>::default();
	for hour in first_hours(count).hours() {
		let stake = stake::<T>(bound, hour)?;
		Pallet::<T>::hold(HoldReason::CannotStart, &bound.operator, stake)?;
		let declaration = Declaration {
			declarer: bound.operator.clone(),
			stake,
			declared_at: T::Clock::now(),
			offer: offer::<T>(bound)?,
		};
		let added = record.try_insert(hour.get(), declaration);
		added.map_err(|_| BenchmarkError::Stop("24 hours fit"))?;
	}
	Declarations::<T>::insert(bound.contract, (bound.device, bound.day), record);
	Pallet::<T>::open_hours(offer::<T>(bound)?, count)
		.map_err(|_| BenchmarkError::Stop("few hours are open"))
}

/// Waits until unjudged claims have been due for a market hour.
fn outwait_verdicts<T: Config>() {
	let hour = T::Clock::params().hour_length_ms;
	let wait = Pallet::<T>::windows().verdict_ms.saturating_add(hour);
	Helper::<T>::advance_to(T::Clock::now().saturating_add(wait));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn claim_hours() -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::TenantConfirmed, [0; 32]);
		end_day::<T>(bound.day)?;
		claim::<T>(&bound, first_hours(23), None)?;
		let hours = HourMask::single(last_hour()?);
		let BoundDay {
			contract,
			device,
			operator,
			day,
		} = bound;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(operator),
			contract,
			device,
			day,
			hours,
			[2; 32],
		);

		let record = Claims::<T>::get(contract, (device, day));
		assert_eq!(record.map(|claim| claim.len()), Some(24));
		Ok(())
	}

	#[benchmark]
	fn confirm(h: Linear<1, 24>) -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::TenantConfirmed, [0; 32]);
		end_day::<T>(bound.day)?;
		let hours = first_hours(h);
		claim::<T>(&bound, hours, None)?;
		let (contract, device, day) = (bound.contract, bound.device, bound.day);

		#[extrinsic_call]
		_(RawOrigin::Signed(tenant), contract, device, day, hours);

		assert!(!Claims::<T>::contains_key(contract, (device, day)));
		Ok(())
	}

	#[benchmark]
	fn object(h: Linear<1, 24>) -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::TenantConfirmed, [0; 32]);
		end_day::<T>(bound.day)?;
		let hours = first_hours(h);
		claim::<T>(&bound, hours, None)?;
		let (contract, device, day) = (bound.contract, bound.device, bound.day);

		#[extrinsic_call]
		_(RawOrigin::Signed(tenant), contract, device, day, hours);

		let record = Claims::<T>::get(contract, (device, day)).unwrap_or_default();
		let objected = record
			.values()
			.filter(|claimed| matches!(claimed.state, ClaimState::Objected { .. }));
		assert_eq!(u32::try_from(objected.count()), Ok(h));
		Ok(())
	}

	// Pays, returns deposits, moves and burns the stakes.
	#[benchmark]
	fn judge_delivered(h: Linear<1, 24>) -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::TenantConfirmed, [0; 32]);
		end_day::<T>(bound.day)?;
		let hours = first_hours(h);
		claim::<T>(&bound, hours, Some(&tenant))?;
		let (contract, device, day) = (bound.contract, bound.device, bound.day);
		let origin = T::AuditOrigin::try_successful_origin()
			.map_err(|_| BenchmarkError::Stop("there is an auditor"))?;

		#[extrinsic_call]
		judge(
			origin as T::RuntimeOrigin,
			contract,
			device,
			day,
			hours,
			true,
		);

		assert!(!Claims::<T>::contains_key(contract, (device, day)));
		Ok(())
	}

	// Slashes, and returns deposits and stakes.
	#[benchmark]
	fn judge_undelivered(h: Linear<1, 24>) -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::TenantConfirmed, [0; 32]);
		let last = hour_of(bound.day, last_hour()?)?;
		let deadline = crate::rules::claim_deadline(&T::Clock::params(), last);
		Helper::<T>::advance_to(deadline.ok_or(BenchmarkError::Stop("hour zero is set"))?);
		let hours = first_hours(h);
		claim::<T>(&bound, hours, Some(&tenant))?;
		let (contract, device, day) = (bound.contract, bound.device, bound.day);
		let origin = T::AuditOrigin::try_successful_origin()
			.map_err(|_| BenchmarkError::Stop("there is an auditor"))?;

		#[extrinsic_call]
		judge(
			origin as T::RuntimeOrigin,
			contract,
			device,
			day,
			hours,
			false,
		);

		assert!(!Claims::<T>::contains_key(contract, (device, day)));
		Ok(())
	}

	// Pays, and rewards out of each deposit. The objection windows start late in the next day.
	#[benchmark]
	fn settle_claim_unopposed(h: Linear<1, 24>) -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::TenantConfirmed, [0; 32]);
		end_day::<T>(bound.day.next())?;
		Helper::<T>::count_hours(bound.day.next());
		Helper::<T>::count_hours(bound.day.next().next());
		claim::<T>(&bound, first_hours(h), None)?;
		outwait_verdicts::<T>();
		let caller: T::AccountId = whitelisted_caller();
		Helper::<T>::fund(&caller);
		let (contract, device, day) = (bound.contract, bound.device, bound.day);

		#[extrinsic_call]
		settle_claim(RawOrigin::Signed(caller), contract, device, day);

		assert!(!Claims::<T>::contains_key(contract, (device, day)));
		let facts = T::Contracts::assignment(contract, device, day);
		let paid = facts.map(|facts| facts.delivered);
		assert!(paid.is_none_or(|paid| paid == first_hours(h)));
		Ok(())
	}

	// Excuses, returns the stakes, and rewards out of each deposit.
	#[benchmark]
	fn settle_claim_unjudged(h: Linear<1, 24>) -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::TenantConfirmed, [0; 32]);
		end_day::<T>(bound.day)?;
		claim::<T>(&bound, first_hours(h), Some(&tenant))?;
		outwait_verdicts::<T>();
		let caller: T::AccountId = whitelisted_caller();
		Helper::<T>::fund(&caller);
		let (contract, device, day) = (bound.contract, bound.device, bound.day);

		#[extrinsic_call]
		settle_claim(RawOrigin::Signed(caller), contract, device, day);

		assert!(!Claims::<T>::contains_key(contract, (device, day)));
		Ok(())
	}

	#[benchmark]
	fn cannot_start() -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::Receipt, [0; 32]);
		let hour = hour_of(bound.day, last_hour()?)?;
		let start = T::Clock::params().start_of(hour);
		Helper::<T>::advance_to(start.ok_or(BenchmarkError::Stop("hour zero is set"))?);
		declare::<T>(&bound, 23)?;
		let BoundDay {
			contract,
			device,
			operator,
			day,
		} = bound;

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), contract, device, hour);

		let record = Declarations::<T>::get(contract, (device, day));
		assert_eq!(record.map(|declared| declared.len()), Some(24));
		Ok(())
	}

	#[benchmark]
	fn publish_spec(l: Linear<0, { MAX_SPEC }>) -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let spec: Vec<u8> = (0..l).map(|_| 7).collect();
		let bound = bound::<T>(&tenant, VerificationMode::Receipt, blake2_256(&spec));
		let spec = spec
			.try_into()
			.map_err(|_| BenchmarkError::Stop("within the bound"))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(tenant), bound.contract, spec);

		assert!(Specs::<T>::contains_key(bound.contract));
		Ok(())
	}

	// The hour goes on, and the settler is rewarded out of the stake.
	#[benchmark]
	fn settle_answered() -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::Receipt, blake2_256(&[7]));
		end_day::<T>(bound.day)?;
		declare::<T>(&bound, 24)?;
		let spec = vec![7]
			.try_into()
			.map_err(|_| BenchmarkError::Stop("within the bound"))?;
		Pallet::<T>::publish_spec(RawOrigin::Signed(tenant).into(), bound.contract, spec)?;
		let wait = T::Clock::params().hour_length_ms;
		Helper::<T>::advance_to(T::Clock::now().saturating_add(wait));
		let caller: T::AccountId = whitelisted_caller();
		Helper::<T>::fund(&caller);
		let hour = hour_of(bound.day, last_hour()?)?;
		let (contract, device, day) = (bound.contract, bound.device, bound.day);

		#[extrinsic_call]
		settle_cannot_start(RawOrigin::Signed(caller), contract, device, hour);

		let record = Declarations::<T>::get(contract, (device, day));
		assert_eq!(record.map(|declared| declared.len()), Some(23));
		let facts = T::Contracts::assignment(contract, device, day);
		assert!(facts.is_some_and(|facts| facts.unsettled.contains(hour.of_day())));
		Ok(())
	}

	// The hour is excused, and the settler rewarded out of the stake.
	#[benchmark]
	fn settle_unanswered() -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let bound = bound::<T>(&tenant, VerificationMode::Receipt, [0; 32]);
		end_day::<T>(bound.day)?;
		declare::<T>(&bound, 24)?;
		let params = T::Clock::params();
		let wait = params
			.windows
			.cannot_start_ms
			.saturating_add(params.hour_length_ms);
		Helper::<T>::advance_to(T::Clock::now().saturating_add(wait));
		let caller: T::AccountId = whitelisted_caller();
		Helper::<T>::fund(&caller);
		let hour = hour_of(bound.day, last_hour()?)?;
		let (contract, device, day) = (bound.contract, bound.device, bound.day);

		#[extrinsic_call]
		settle_cannot_start(RawOrigin::Signed(caller), contract, device, hour);

		let record = Declarations::<T>::get(contract, (device, day));
		assert_eq!(record.map(|declared| declared.len()), Some(23));
		let facts = T::Contracts::assignment(contract, device, day);
		assert!(facts.is_some_and(|facts| !facts.unsettled.contains(hour.of_day())));
		Ok(())
	}

	#[benchmark]
	fn remove_spec() -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let spec = vec![7; usize::try_from(MAX_SPEC).unwrap_or(0)];
		let bound = bound::<T>(&tenant, VerificationMode::Receipt, blake2_256(&spec));
		let spec = spec
			.try_into()
			.map_err(|_| BenchmarkError::Stop("within the bound"))?;
		Pallet::<T>::publish_spec(RawOrigin::Signed(tenant).into(), bound.contract, spec)?;
		end_day::<T>(bound.day)?;
		Helper::<T>::close(&bound);
		let caller: T::AccountId = whitelisted_caller();
		Helper::<T>::fund(&caller);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), bound.contract);

		assert!(!Publications::<T>::contains_key(bound.contract));
		Ok(())
	}

	#[benchmark]
	fn release_postponed() -> Result<(), BenchmarkError> {
		let tenant = tenant::<T>();
		let (reason, amount) = (HoldReason::Objection, T::MinStake::get());
		Pallet::<T>::hold(reason, &tenant, amount)?;
		Postponed::<T>::insert(&tenant, reason, amount);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), tenant.clone(), reason);

		assert!(!Postponed::<T>::contains_key(&tenant, reason));
		Ok(())
	}

	#[benchmark]
	fn set_auditing() -> Result<(), BenchmarkError> {
		let origin = T::AuditOrigin::try_successful_origin()
			.map_err(|_| BenchmarkError::Stop("there is an auditor"))?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, true);

		assert!(Auditing::<T>::get());
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Ext.build(), crate::mock::Test);
}
