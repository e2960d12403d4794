//! When circuits that pay took no proofs, so that nobody answers for what could not be proved.

use crate::{paid_proof::PaidProof, ClassEnergies, Config, Intake, Intakes, Pallet};
use greenhour_traits::{HourClock, ProofIntake};
use greenhour_types::{CircuitId, GpuClassId, Hour, VerificationMode};

impl Intake {
	/// One more version is active from `now` on.
	pub(crate) fn open(&mut self, now: Hour) {
		if self.active == 0 {
			self.remember(self.closed_since, now);
		}
		self.active = self.active.saturating_add(1);
	}

	/// One version less is active from `now` on.
	pub(crate) fn close(&mut self, now: Hour) {
		self.active = self.active.saturating_sub(1);
		if self.active == 0 {
			self.closed_since = now;
		}
	}

	/// A version was stopped all at once: whoever could use only that one could not prove.
	pub(crate) fn pause(&mut self, now: Hour) {
		self.close(now);
		if self.active > 0 {
			self.remember(now, now);
		}
	}

	/// An hour may be settled long after its window, so closures count for ever: the oldest one makes
	/// room by standing for all hours before it as well, in favour of devices.
	fn remember(&mut self, first: Hour, last: Hour) {
		if self.closures.is_full() {
			let (_, oldest) = self.closures.remove(0);
			self.closed_until = self.closed_until.max(Some(oldest));
		}
		// There is room now.
		let _ = self.closures.try_push((first, last));
	}

	/// Was no version active, or one paused, at some time in these hours?
	pub(crate) fn was_closed(&self, first: Hour, last: Hour) -> bool {
		let still = self.active == 0 && self.closed_since <= last;
		let long_ago = self.closed_until.is_some_and(|until| first <= until);
		still
			|| long_ago
			|| self
				.closures
				.iter()
				.any(|(from, until)| *from <= last && *until >= first)
	}
}

impl<T: Config> Pallet<T> {
	/// Changes the intake of a circuit, if it pays.
	pub(crate) fn note_intake(circuit: CircuitId, change: fn(&mut Intake, Hour)) {
		if PaidProof::of_circuit(circuit).is_some() {
			let now = Self::current_hour();
			Intakes::<T>::mutate(circuit, |intake| change(intake, now));
		}
	}

	/// The hour now; zero before the first.
	pub(crate) fn current_hour() -> Hour {
		T::Clock::current_hour().unwrap_or_default()
	}

	/// Hours that a money window touches.
	fn window_hours() -> u32 {
		let params = T::Clock::params();
		params.hours_up(params.windows.settle_ms)
	}

	/// No hour before this one can still be paid.
	pub(crate) fn oldest_payable() -> Hour {
		let window = Self::window_hours().saturating_add(1);
		Hour(Self::current_hour().0.saturating_sub(window))
	}
}

impl<T: Config> ProofIntake for Pallet<T> {
	fn is_open(mode: VerificationMode, gpu_class: GpuClassId) -> bool {
		let taken = PaidProof::of_mode(mode)
			.is_some_and(|paid| Intakes::<T>::get(paid.circuit()).active > 0);
		taken && ClassEnergies::<T>::contains_key(gpu_class)
	}

	fn was_closed(mode: VerificationMode, hour: Hour) -> bool {
		let Some(paid) = PaidProof::of_mode(mode) else {
			return true;
		};
		let window = Self::window_hours();
		let first = Hour(hour.0.saturating_add(1));
		let last = Hour(hour.0.saturating_add(window));
		Intakes::<T>::get(paid.circuit()).was_closed(first, last)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::MAX_CLOSURES;

	fn closed(intake: &Intake) -> Vec<u32> {
		(0..60)
			.filter(|hour| intake.was_closed(Hour(*hour), Hour(*hour)))
			.collect()
	}

	#[test]
	fn an_intake_without_versions_was_always_closed() {
		assert!(Intake::default().was_closed(Hour(0), Hour(0)));
		assert!(Intake::default().was_closed(Hour(9), Hour(u32::MAX)));
	}

	#[test]
	fn a_closure_lasts_from_the_last_version_to_the_next() {
		let mut intake = Intake {
			active: 1,
			..Default::default()
		};
		intake.open(Hour(3));
		intake.close(Hour(5));
		assert!(closed(&intake).is_empty());
		intake.close(Hour(7));
		intake.open(Hour(9));
		assert_eq!(closed(&intake), [7, 8, 9]);
		intake.close(Hour(58));
		assert_eq!(closed(&intake), [7, 8, 9, 58, 59]);
	}

	#[test]
	fn a_pause_counts_although_another_version_is_active() {
		let mut intake = Intake {
			active: 2,
			..Default::default()
		};
		intake.pause(Hour(4));
		assert_eq!(closed(&intake), [4]);
		intake.pause(Hour(58));
		assert_eq!(closed(&intake), [4, 58, 59]);
		intake.open(Hour(59));
		assert_eq!(closed(&intake), [4, 58, 59]);
	}

	#[test]
	fn closures_count_for_ever_however_many_there_are() {
		let mut intake = Intake::default();
		let mut expected = Vec::new();
		for hour in (0..MAX_CLOSURES + 3).map(|number| 4 * number) {
			intake.open(Hour(hour));
			intake.close(Hour(hour + 2));
			intake.open(Hour(hour + 3));
			intake.close(Hour(hour + 3));
			expected.extend([hour + 2, hour + 3]);
		}
		assert!(intake.closures.is_full());
		let known = closed(&intake);
		assert!(expected
			.iter()
			.filter(|hour| **hour < 60)
			.all(|hour| known.contains(hour)));
		let last = 4 * (MAX_CLOSURES + 2);
		assert!(
			!intake.was_closed(Hour(last + 1), Hour(last + 1)),
			"the newest are exact"
		);
	}
}
