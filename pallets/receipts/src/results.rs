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
		let void = Self::void_among(day, hours);
		ensure!(void.is_empty(), Error::<T>::HourVoid);
		let drawn_in = Self::next_draw().ok_or(Error::<T>::SeedNotFound)?;
		let in_time = Self::drawn_in_time(drawn_in, day, hours);
		ensure!(in_time, Error::<T>::WindowClosed);

		let oldest = Self::oldest_payable();
		let mut results = Results::<T>::get(device);
		results.retain(|known| last_of(known.day, known.hours).is_some_and(|last| last >= oldest));
		let mut replaced = false;
		for known in Self::results_of(&results, contract, day, hours) {
			// A receipt with a void hour is never paid, so nothing is won by another draw.
			let void = Self::void_among(day, known.hours);
			// Once the draw has opened, the device could look at the challenge first.
			let free = !void.is_empty() || T::Seeds::frozen_at(known.drawn_in).is_none();
			ensure!(free, Error::<T>::ResultCommitted);
			// Else hours that were dropped could be committed again, for free.
			let covered = hours.contains_all(known.hours.difference(void));
			ensure!(covered, Error::<T>::ResultNotCovered);
			replaced = true;
		}
		results.retain(|known| !shares_hours(known, contract, day, hours));
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

	fn void_among(day: Day, hours: HourMask) -> HourMask {
		hours.filter(|of_day| day.hour(of_day).is_some_and(T::Clock::is_void))
	}

	/// Can the seed be there before the money window of the first of these hours closes, with as much time
	/// again for missing authors, for the proof and for its way?
	fn drawn_in_time(drawn_in: Hour, day: Day, hours: HourMask) -> bool {
		let params = T::Clock::params();
		let first = hours.first().and_then(|hour| day.hour(hour));
		let (Some(end), Some(start)) = (
			first.and_then(|first| params.end_of(first)),
			params.start_of(drawn_in),
		) else {
			return false;
		};
		let opens = start.saturating_sub(params.windows.sale_close_ms);
		let blocks = u64::from(params.windows.draw_delay_blocks);
		let delay = blocks.saturating_mul(params.slot_length_ms);
		let ready = opens.saturating_add(delay.saturating_mul(2));
		ready < end.saturating_add(params.windows.settle_ms)
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
