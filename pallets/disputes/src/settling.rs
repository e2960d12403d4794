//! What timeouts decide.

use crate::{
	rules::{Due, Outcome, WindowHours},
	types::{hours_of, ClaimEnd, ClaimOf, ClaimedHour},
	Auditing, Claims, Config, Error, Event, OpenHours, Pallet, WeightInfo,
};
use frame_support::{ensure, weights::Weight};
use greenhour_traits::{Deliveries, HourClock, OpenClaims};
use greenhour_types::{ContractId, Day, DeviceId, HourMask, Moment, OfferId, VerificationMode};
use sp_runtime::DispatchError;

/// Hours of a claim that are due, by what happens to them.
#[derive(Clone, Copy, Default)]
struct DueHours {
	pay: HourMask,
	excuse: HourMask,
	/// Not paid because the chain stood still.
	outage: HourMask,
	free: HourMask,
	/// Hours that have been due for a market hour.
	overdue: HourMask,
}

impl DueHours {
	fn all(&self) -> HourMask {
		let excused = self.excuse.union(self.outage);
		self.pay.union(excused).union(self.free)
	}
}

impl<T: Config> OpenClaims for Pallet<T> {
	fn are_taken(mode: VerificationMode) -> bool {
		!mode.is_by_receipt() && Auditing::<T>::get()
	}

	fn claimed(contract: ContractId, device: DeviceId, day: Day) -> HourMask {
		let claim = Claims::<T>::get(contract, (device, day)).unwrap_or_default();
		hours_of(&claim, ClaimedHour::is_open).union(Self::unanswered(contract, device, day))
	}

	fn has_open_claims(offer: OfferId) -> bool {
		OpenHours::<T>::contains_key(offer)
	}
}

impl<T: Config> Pallet<T> {
	/// What settling so many hours costs, at the dearer of both outcomes.
	pub(crate) fn settle_weight(hours: u32) -> Weight {
		let unopposed = T::WeightInfo::settle_claim_unopposed(hours);
		unopposed.max(T::WeightInfo::settle_claim_unjudged(hours))
	}

	/// Pays, excuses or frees every claimed hour that is due; returns how many.
	pub(crate) fn do_settle_claim(
		who: &T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
	) -> Result<u32, DispatchError> {
		let mut claim =
			Claims::<T>::get(contract, (device, day)).ok_or(Error::<T>::ClaimNotFound)?;
		let mut due = Self::due_hours(&claim, contract, device, day)?;
		let all = due.all();
		ensure!(!all.is_empty(), Error::<T>::NothingDue);
		// Only the contract itself settles void hours, and nothing else settles claimed ones: this
		// keeps an hour that is settled all the same from blocking the others.
		let unsettled = T::Contracts::assignment(contract, device, day)
			.map_or(HourMask::EMPTY, |facts| facts.unsettled);
		let payable =
			unsettled.filter(|hour| day.hour(hour).is_some_and(|hour| !T::Clock::is_void(hour)));
		let pay = due.pay.intersection(payable);
		let unjudged = due.excuse.intersection(unsettled);
		let outage = due.outage.intersection(payable);
		let excuse = unjudged.union(outage);
		due.free = all.difference(pay.union(excuse));

		if !pay.is_empty() {
			Self::pay_for(contract, device, day, pay)?;
		}
		if !excuse.is_empty() {
			T::Contracts::settle_excused(contract, device, day, excuse)?;
		}
		for hour in all.hours() {
			let settler = due.overdue.contains(hour).then_some(who);
			Self::end_claim(&mut claim, hour, settler)?;
		}
		Self::write_claim(contract, device, day, claim);
		let ends = [
			(pay, ClaimEnd::Unopposed),
			(unjudged, ClaimEnd::Unjudged),
			(outage, ClaimEnd::Outage),
			(due.free, ClaimEnd::Freed),
		];
		for (hours, end) in ends.into_iter().filter(|(hours, _)| !hours.is_empty()) {
			Self::deposit_event(Event::ClaimsEnded {
				contract,
				device,
				day,
				hours,
				end,
			});
		}
		Ok(all.count())
	}

	fn due_hours(
		claim: &ClaimOf<T::AccountId>,
		contract: ContractId,
		device: DeviceId,
		day: Day,
	) -> Result<DueHours, Error<T>> {
		// Hours of a contract that is gone are settled, whatever its mode was.
		let mode = T::Contracts::assignment(contract, device, day)
			.map_or(VerificationMode::Audited, |facts| facts.terms.verification);
		let (now, hour_ms): (Moment, u64) = (T::Clock::now(), T::Clock::params().hour_length_ms);
		let mut hours = DueHours::default();
		for of_day in hours_of(claim, |_| true).hours() {
			let claimed = claim.get(&of_day.get()).ok_or(Error::<T>::ClaimNotFound)?;
			let due = Self::due(claimed, day, of_day, mode)?;
			if now < due.at {
				continue;
			}
			let mask = match due.outcome {
				Outcome::Pay if Self::stood_still(claimed, due) => &mut hours.outage,
				Outcome::Pay => &mut hours.pay,
				Outcome::Excuse => &mut hours.excuse,
				Outcome::Free => &mut hours.free,
			};
			*mask = mask.union(HourMask::single(of_day));
			if now >= due.at.saturating_add(hour_ms) {
				hours.overdue = hours.overdue.union(HourMask::single(of_day));
			}
		}
		Ok(hours)
	}

	/// Did the chain stand still while the tenant could have objected, from the claim until it is due?
	fn stood_still(claimed: &ClaimedHour<T::AccountId>, due: Due) -> bool {
		let hours = WindowHours::new(&T::Clock::params(), claimed.claimed_at, due.at);
		hours
			.is_some_and(|hours| hours.are_lost(T::Clock::counted_between(hours.first, hours.last)))
	}

	/// Lets contracts be opened whose delivery is somebody's word, or no more.
	pub(crate) fn do_set_auditing(open: bool) {
		Auditing::<T>::put(open);
		Self::deposit_event(Event::AuditingSet { open });
	}
}
