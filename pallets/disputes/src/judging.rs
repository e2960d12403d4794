//! Verdicts.

use crate::{
	rules::share_at,
	types::{hours_of, ClaimEnd, ClaimOf, ClaimState, ClaimedHour},
	Claims, Config, Error, Event, HoldReason, Pallet,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{AssignmentFacts, DeviceRegistry, HourClock, Slashed};
use greenhour_types::{
	Balance, ContractId, Day, Device, DeviceId, HourMask, HourOfDay, VerificationMode,
};
use sp_runtime::{DispatchError, DispatchResult};

/// The hours of one verdict.
#[derive(Clone, Copy)]
struct Judged {
	contract: ContractId,
	device: DeviceId,
	day: Day,
	hours: HourMask,
}

impl<T: Config> Pallet<T> {
	/// Judges claimed hours that wait for auditors.
	pub(crate) fn do_judge(
		auditor: T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
		delivered: bool,
	) -> DispatchResult {
		ensure!(!hours.is_empty(), Error::<T>::NoHours);
		let tenant = Self::contract(contract)?.tenant;
		let facts = Self::assignment(contract, device, day)?;
		let record = Self::device(device)?;
		let claim = Claims::<T>::get(contract, (device, day)).ok_or(Error::<T>::ClaimNotFound)?;
		Self::ensure_judgeable(&facts, &claim, day, hours)?;
		let claimant = |hour: HourOfDay| claim.get(&hour.get()).map(|claimed| &claimed.claimant);
		let party = auditor == tenant
			|| auditor == record.owner
			|| auditor == record.operator
			|| hours.hours().any(|hour| claimant(hour) == Some(&auditor));
		ensure!(!party, Error::<T>::ConflictOfInterest);

		let judged = Judged {
			contract,
			device,
			day,
			hours,
		};
		if delivered {
			Self::judge_delivered(judged, claim, &record)
		} else {
			Self::judge_undelivered(judged, claim, &facts, auditor, &tenant)
		}
	}

	fn ensure_judgeable(
		facts: &AssignmentFacts,
		claim: &ClaimOf<T::AccountId>,
		day: Day,
		hours: HourMask,
	) -> Result<(), Error<T>> {
		let open = hours_of(claim, ClaimedHour::is_open);
		ensure!(open.contains_all(hours), Error::<T>::ClaimNotFound);
		let mode = facts.terms.verification;
		let now = T::Clock::now();
		for hour in hours.hours() {
			let claimed = claim.get(&hour.get()).ok_or(Error::<T>::ClaimNotFound)?;
			let asked = mode == VerificationMode::Audited || claimed.state != ClaimState::Open;
			ensure!(asked, Error::<T>::NotDisputed);
			let due = Self::due(claimed, day, hour, mode)?;
			ensure!(now < due.at, Error::<T>::OutsideWindow);
		}
		Ok(())
	}

	/// Pays; stakes of objections are lost, half of them to the owner of the device.
	fn judge_delivered(
		judged: Judged,
		mut claim: ClaimOf<T::AccountId>,
		record: &Device<T::AccountId>,
	) -> DispatchResult {
		let Judged {
			contract,
			device,
			day,
			hours,
		} = judged;
		Self::pay_for(contract, device, day, hours)?;
		let mut lost: Option<(T::AccountId, Balance)> = None;
		for hour in hours.hours() {
			if let Some((tenant, stake)) = Self::take_stake(&mut claim, hour)? {
				let sum = lost.map_or(Some(stake), |(_, sum)| sum.checked_add(stake));
				lost = Some((tenant, sum.ok_or(Error::<T>::Overflow)?));
			}
			Self::end_claim(&mut claim, hour, None)?;
		}
		if let Some((tenant, stake)) = lost {
			Self::forfeit(&tenant, stake, &record.owner)?;
		}
		Self::write_claim(contract, device, day, claim);
		Self::deposit_event(Event::ClaimsEnded {
			contract,
			device,
			day,
			hours,
			end: ClaimEnd::JudgedDelivered,
		});
		Ok(())
	}

	/// Takes the stake of an objection out of the record; its owner and its amount.
	fn take_stake(
		claim: &mut ClaimOf<T::AccountId>,
		hour: HourOfDay,
	) -> Result<Option<(T::AccountId, Balance)>, DispatchError> {
		let claimed = claim
			.get_mut(&hour.get())
			.ok_or(Error::<T>::ClaimNotFound)?;
		match core::mem::replace(&mut claimed.state, ClaimState::Open) {
			ClaimState::Objected { tenant, stake, .. } => Ok(Some((tenant, stake))),
			ClaimState::Open | ClaimState::Refused => Ok(None),
		}
	}

	/// Refuses; stakes return, and the device pays the penalty out of its bond. All of it is burned.
	fn judge_undelivered(
		judged: Judged,
		mut claim: ClaimOf<T::AccountId>,
		facts: &AssignmentFacts,
		auditor: T::AccountId,
		tenant: &T::AccountId,
	) -> DispatchResult {
		let Judged {
			contract,
			device,
			day,
			hours,
		} = judged;
		let mut penalty: Balance = 0;
		let mut kept = HourMask::EMPTY;
		for hour in hours.hours() {
			let of_hour = T::PenaltyRate::get().mul_ceil(share_at(&facts.shares, hour));
			penalty = penalty.checked_add(of_hour).ok_or(Error::<T>::Overflow)?;
			if Self::refuse(&mut claim, day, hour)? {
				kept = kept.union(HourMask::single(hour));
			}
		}
		let Slashed {
			compensation,
			burned,
		} = T::Devices::slash(device, penalty, 0, tenant)?;
		Self::write_claim(contract, device, day, claim);
		Self::deposit_event(Event::HoursRefused {
			contract,
			device,
			day,
			hours,
			kept,
			auditor,
			penalty: compensation.saturating_add(burned),
		});
		Ok(())
	}

	/// Refuses one hour and returns its stake. Does it stay in the record, because it could be claimed
	/// again else?
	fn refuse(
		claim: &mut ClaimOf<T::AccountId>,
		day: Day,
		of_day: HourOfDay,
	) -> Result<bool, DispatchError> {
		let hour = day.hour(of_day).ok_or(Error::<T>::Overflow)?;
		if T::Clock::now() >= Self::claim_deadline(hour)? {
			Self::end_claim(claim, of_day, None)?;
			return Ok(false);
		}
		if let Some((tenant, stake)) = Self::take_stake(claim, of_day)? {
			Self::give_back(HoldReason::Objection, &tenant, stake)?;
		}
		let claimed = claim
			.get_mut(&of_day.get())
			.ok_or(Error::<T>::ClaimNotFound)?;
		claimed.state = ClaimState::Refused;
		Self::close_hour(claimed.offer);
		Ok(true)
	}
}
