//! Claims of devices, and what tenants say of them.

use crate::{
	rules::{due_of, is_claimable, share_at, stake_up, DisputeWindows, Due},
	types::{hours_of, ClaimEnd, ClaimOf, ClaimState, ClaimedHour},
	Claims, Config, Error, Event, HoldReason, OpenHours, Pallet,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{
	AssignmentFacts, ContractBook, ContractFacts, Deliveries, DeviceRegistry, HourClock,
};
use greenhour_types::{
	Balance, ContractId, Day, Device, DeviceId, HourMask, HourOfDay, Moment, OfferId,
	VerificationMode,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Claims hours that are over for the operator of their device.
	pub(crate) fn do_claim_hours(
		who: T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
		result_hash: [u8; 32],
	) -> DispatchResult {
		ensure!(!hours.is_empty(), Error::<T>::NoHours);
		ensure!(
			Self::device(device)?.operator == who,
			Error::<T>::NotOperator
		);
		let facts = Self::assignment(contract, device, day)?;
		ensure!(
			!facts.terms.verification.is_by_receipt(),
			Error::<T>::ModeMismatch
		);
		let mut claim = Claims::<T>::get(contract, (device, day)).unwrap_or_default();
		Self::ensure_claimable(&facts, &claim, day, hours)?;
		let declared = Self::unanswered(contract, device, day);
		ensure!(
			declared.intersection(hours).is_empty(),
			Error::<T>::Declared
		);

		let deposit = T::ClaimDeposit::get();
		let total = deposit.checked_mul(hours.count().into());
		Self::hold(
			HoldReason::ClaimDeposit,
			&who,
			total.ok_or(Error::<T>::Overflow)?,
		)?;
		for hour in hours.hours() {
			let claimed = ClaimedHour {
				claimant: who.clone(),
				deposit,
				result_hash,
				claimed_at: T::Clock::now(),
				state: ClaimState::Open,
				offer: facts.offer,
			};
			let added = claim.try_insert(hour.get(), claimed);
			added.map_err(|_| Error::<T>::Overflow)?;
		}
		Claims::<T>::insert(contract, (device, day), claim);
		Self::open_hours(facts.offer, hours.count())?;
		Self::deposit_event(Event::HoursClaimed {
			contract,
			device,
			day,
			hours,
			claimant: who,
			result_hash,
			deposit,
		});
		Ok(())
	}

	fn ensure_claimable(
		facts: &AssignmentFacts,
		claim: &ClaimOf<T::AccountId>,
		day: Day,
		hours: HourMask,
	) -> Result<(), Error<T>> {
		let open = hours_of(claim, ClaimedHour::is_open);
		ensure!(
			open.intersection(hours).is_empty(),
			Error::<T>::AlreadyClaimed
		);
		let known = hours_of(claim, |_| true);
		ensure!(
			known.intersection(hours).is_empty(),
			Error::<T>::AlreadyRefused
		);
		ensure!(
			facts.unsettled.contains_all(hours),
			Error::<T>::AlreadySettled
		);
		let (params, now) = (T::Clock::params(), T::Clock::now());
		for of_day in hours.hours() {
			let hour = day.hour(of_day).ok_or(Error::<T>::Overflow)?;
			ensure!(is_claimable(&params, hour, now), Error::<T>::OutsideWindow);
			ensure!(!T::Clock::is_void(hour), Error::<T>::HourVoid);
		}
		Ok(())
	}

	/// Pays claimed hours that the tenant confirms.
	pub(crate) fn do_confirm(
		who: &T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> DispatchResult {
		let (_, mut claim) = Self::claim_for_tenant(who, contract, device, day, hours)?;
		Self::pay_for(contract, device, day, hours)?;
		for hour in hours.hours() {
			Self::end_claim(&mut claim, hour, None)?;
		}
		Self::write_claim(contract, device, day, claim);
		Self::deposit_event(Event::ClaimsEnded {
			contract,
			device,
			day,
			hours,
			end: ClaimEnd::Confirmed,
		});
		Ok(())
	}

	/// Objects to claimed hours and holds a stake for each.
	pub(crate) fn do_object(
		who: T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> DispatchResult {
		let (facts, mut claim) = Self::claim_for_tenant(&who, contract, device, day, hours)?;
		let (mode, now) = (facts.terms.verification, T::Clock::now());
		let mut total: Balance = 0;
		for hour in hours.hours() {
			let claimed = claim
				.get_mut(&hour.get())
				.ok_or(Error::<T>::ClaimNotFound)?;
			let due = Self::due(claimed, day, hour, mode)?;
			ensure!(now < due.at, Error::<T>::OutsideWindow);
			let stake = Self::stake_on(&facts, hour);
			total = total.checked_add(stake).ok_or(Error::<T>::Overflow)?;
			claimed.state = ClaimState::Objected {
				tenant: who.clone(),
				objected_at: now,
				stake,
			};
		}
		Self::hold(HoldReason::Objection, &who, total)?;
		Self::write_claim(contract, device, day, claim);
		Self::deposit_event(Event::HoursObjected {
			contract,
			device,
			day,
			hours,
			tenant: who,
			stake: total,
		});
		Ok(())
	}

	/// The claim of which the tenant names `hours`: all of them claimed, none objected to.
	fn claim_for_tenant(
		who: &T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<(AssignmentFacts, ClaimOf<T::AccountId>), DispatchError> {
		ensure!(!hours.is_empty(), Error::<T>::NoHours);
		let ContractFacts { tenant, terms, .. } = Self::contract(contract)?;
		ensure!(tenant == *who, Error::<T>::NotTenant);
		let by_tenant = terms.verification == VerificationMode::TenantConfirmed;
		ensure!(by_tenant, Error::<T>::ModeMismatch);
		let facts = Self::assignment(contract, device, day)?;
		let claim = Claims::<T>::get(contract, (device, day)).ok_or(Error::<T>::ClaimNotFound)?;
		let open = hours_of(&claim, ClaimedHour::is_open);
		ensure!(open.contains_all(hours), Error::<T>::ClaimNotFound);
		let objected = hours_of(&claim, |claimed| {
			matches!(claimed.state, ClaimState::Objected { .. })
		});
		ensure!(
			objected.intersection(hours).is_empty(),
			Error::<T>::AlreadyObjected
		);
		Ok((facts, claim))
	}

	/// Has `Deliveries` pay for hours that are still claimed in storage.
	pub(crate) fn pay_for(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> DispatchResult {
		T::Contracts::settle_delivered(contract, device, day, hours).map(|_| ())
	}

	/// Takes an hour out of a claim; the deposit returns, and the stake of an objection if it is not
	/// taken before. The settler, if any, earns a reward.
	pub(crate) fn end_claim(
		claim: &mut ClaimOf<T::AccountId>,
		hour: HourOfDay,
		settler: Option<&T::AccountId>,
	) -> DispatchResult {
		let claimed = claim.remove(&hour.get()).ok_or(Error::<T>::ClaimNotFound)?;
		if claimed.is_open() {
			Self::close_hour(claimed.offer);
		}
		if let ClaimState::Objected { tenant, stake, .. } = &claimed.state {
			Self::give_back(HoldReason::Objection, tenant, *stake)?;
		}
		Self::give_back_less_reward(
			HoldReason::ClaimDeposit,
			&claimed.claimant,
			claimed.deposit,
			settler,
		)
	}

	/// Stores a claim, or removes its record with its last hour.
	pub(crate) fn write_claim(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		claim: ClaimOf<T::AccountId>,
	) {
		if claim.is_empty() {
			Claims::<T>::remove(contract, (device, day));
		} else {
			Claims::<T>::insert(contract, (device, day), claim);
		}
	}

	/// Counts hours of `offer` that are claimed or declared.
	pub(crate) fn open_hours(offer: OfferId, hours: u32) -> Result<(), Error<T>> {
		OpenHours::<T>::try_mutate(offer, |open| {
			*open = open.checked_add(hours).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})
	}

	/// Counts one hour of `offer` less.
	pub(crate) fn close_hour(offer: OfferId) {
		OpenHours::<T>::mutate_exists(offer, |open| {
			*open = open
				.and_then(|hours| hours.checked_sub(1))
				.filter(|hours| *hours > 0);
		});
	}

	/// What happens to a claimed hour that nobody speaks for.
	pub(crate) fn due(
		claimed: &ClaimedHour<T::AccountId>,
		day: Day,
		of_day: HourOfDay,
		mode: VerificationMode,
	) -> Result<Due, Error<T>> {
		let hour = day.hour(of_day).ok_or(Error::<T>::Overflow)?;
		let deadline = Self::claim_deadline(hour)?;
		Ok(due_of(claimed, deadline, mode, &Self::windows()))
	}

	/// When `hour` can be claimed no more.
	pub(crate) fn claim_deadline(hour: greenhour_types::Hour) -> Result<Moment, Error<T>> {
		crate::rules::claim_deadline(&T::Clock::params(), hour).ok_or(Error::<T>::Overflow)
	}

	/// How long the parties have.
	pub(crate) fn windows() -> DisputeWindows {
		DisputeWindows::new(
			&T::Clock::params(),
			T::ObjectionHours::get(),
			T::VerdictHours::get(),
		)
	}

	/// The stake on `hour` of this assignment.
	pub(crate) fn stake_on(facts: &AssignmentFacts, hour: HourOfDay) -> Balance {
		let share = share_at(&facts.shares, hour);
		stake_up(share, T::StakeRate::get(), T::MinStake::get())
	}

	pub(crate) fn contract(contract: ContractId) -> Result<ContractFacts<T::AccountId>, Error<T>> {
		T::Contracts::contract(contract).ok_or(Error::<T>::ContractNotFound)
	}

	pub(crate) fn assignment(
		contract: ContractId,
		device: DeviceId,
		day: Day,
	) -> Result<AssignmentFacts, Error<T>> {
		T::Contracts::assignment(contract, device, day).ok_or(Error::<T>::AssignmentNotFound)
	}

	pub(crate) fn device(device: DeviceId) -> Result<Device<T::AccountId>, Error<T>> {
		T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)
	}
}
