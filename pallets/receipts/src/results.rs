//! Results that devices commit to before the challenge of their receipt is drawn.

use crate::{CommittedResult, Config, Error, Event, Pallet, Results, ResultsOf};
use frame_support::ensure;
use greenhour_traits::{Deliveries, DeviceRegistry, HourClock, SeedSource};
use greenhour_types::{
	receipt::{is_canonical, FieldBytes},
	units::MIN_ORDER,
	ContractId, Day, DeviceId, Hour, HourMask, VerificationMode,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Records the result of some hours. Returns whether the call is free: the first of these hours,
	/// each with the smallest purchase or more.
	pub(crate) fn do_commit_result(
		who: &T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
		commitment: FieldBytes,
	) -> Result<bool, DispatchError> {
		ensure!(!hours.is_empty(), Error::<T>::NothingToSettle);
		ensure!(is_canonical(&commitment), Error::<T>::NotCanonical);
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		ensure!(record.operator == *who, Error::<T>::NotOperator);
		let assignment =
			T::Deliveries::assignment(contract, device, day).ok_or(Error::<T>::NotAssigned)?;
		let by_work = assignment.terms.verification == VerificationMode::Work;
		ensure!(by_work, Error::<T>::CircuitMismatch);
		let assigned = assignment.unsettled.contains_all(hours);
		ensure!(assigned, Error::<T>::NotAssigned);
		let oldest = Self::oldest_payable();
		ensure!(
			last_of(day, hours).is_some_and(|hour| hour >= oldest),
			Error::<T>::WindowClosed
		);

		let mut results = Results::<T>::get(device);
		results.retain(|known| last_of(known.day, known.hours).is_some_and(|last| last >= oldest));
		let mut replaced = false;
		for known in Self::results_of(&results, contract, day, hours) {
			// Once the draw has opened, the device could look at the challenge first.
			let open = T::Seeds::frozen_at(known.drawn_in).is_none();
			ensure!(open, Error::<T>::ResultCommitted);
			replaced = true;
		}
		results.retain(|known| !shares_hours(known, contract, day, hours));
		let drawn_in = Self::next_draw().ok_or(Error::<T>::SeedNotFound)?;
		let result = CommittedResult {
			contract,
			day,
			hours,
			commitment,
			drawn_in,
		};
		results
			.try_push(result)
			.map_err(|_| Error::<T>::TooManyResults)?;
		Results::<T>::insert(device, results);
		Self::deposit_event(Event::ResultCommitted { device, result });
		let worth_a_fee = hours.hours().all(|hour| {
			let units = assignment.units.get(hour.index());
			units.is_some_and(|units| *units >= MIN_ORDER)
		});
		Ok(worth_a_fee && !replaced)
	}

	/// The result that exactly these hours were committed with.
	pub(crate) fn committed(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Option<CommittedResult> {
		Results::<T>::get(device)
			.into_iter()
			.find(|known| (known.contract, known.day, known.hours) == (contract, day, hours))
	}

	/// Forgets the result of hours that are paid.
	pub(crate) fn forget_result(contract: ContractId, device: DeviceId, day: Day, hours: HourMask) {
		let mut results = Results::<T>::get(device);
		results.retain(|known| !shares_hours(known, contract, day, hours));
		if results.is_empty() {
			Results::<T>::remove(device);
		} else {
			Results::<T>::insert(device, results);
		}
	}

	fn results_of(
		results: &ResultsOf,
		contract: ContractId,
		day: Day,
		hours: HourMask,
	) -> impl Iterator<Item = &CommittedResult> {
		results
			.iter()
			.filter(move |known| shares_hours(known, contract, day, hours))
	}

	/// The first hour whose draw opens after this block.
	fn next_draw() -> Option<Hour> {
		let latest = T::Clock::params().latest_closed_hour(T::Clock::now())?;
		latest.0.checked_add(1).map(Hour)
	}
}

fn shares_hours(known: &CommittedResult, contract: ContractId, day: Day, hours: HourMask) -> bool {
	(known.contract, known.day) == (contract, day) && !known.hours.intersection(hours).is_empty()
}

fn last_of(day: Day, hours: HourMask) -> Option<Hour> {
	hours.last().and_then(|hour| day.hour(hour))
}
