//! When circuits that pay took no proofs, so that nobody answers for what could not be proved.

use crate::{Config, Intake, Intakes, Pallet};
use greenhour_traits::{HourClock, ProofIntake};
use greenhour_types::{
	receipt::RECEIPT_CIRCUIT, work::WORK_CIRCUIT, CircuitId, ClockParams, Hour, VerificationMode,
};

/// The circuit that pays under a mode.
pub(crate) fn circuit_of(mode: VerificationMode) -> CircuitId {
	match mode {
		VerificationMode::Receipt => RECEIPT_CIRCUIT,
		VerificationMode::Work => WORK_CIRCUIT,
	}
}

/// The mode under which a circuit pays.
pub(crate) fn mode_of(circuit: CircuitId) -> Option<VerificationMode> {
	[VerificationMode::Receipt, VerificationMode::Work]
		.into_iter()
		.find(|mode| circuit_of(*mode) == circuit)
}

/// Hours that a money window touches, rounded up.
pub(crate) fn window_hours(params: &ClockParams) -> u32 {
	let hours = params
		.windows
		.settle_ms
		.checked_add(params.hour_length_ms.saturating_sub(1))
		.and_then(|ms| ms.checked_div(params.hour_length_ms));
	hours
		.and_then(|hours| u32::try_from(hours).ok())
		.unwrap_or(u32::MAX)
}

impl Intake {
	/// One more version is active from `now` on. `oldest`: closures that ended before are forgotten.
	pub(crate) fn open(&mut self, now: Hour, oldest: Hour) {
		if self.active == 0 {
			self.closures.retain(|(_, last)| *last >= oldest);
			let closure = (self.closed_since, now);
			if self.closures.try_push(closure).is_err() {
				// Full: the newest takes in the hours between, in favour of devices.
				if let Some((_, last)) = self.closures.last_mut() {
					*last = now;
				}
			}
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

	/// Was no version active at some time in these hours?
	pub(crate) fn was_closed(&self, first: Hour, last: Hour) -> bool {
		let still = self.active == 0 && self.closed_since <= last;
		still
			|| self
				.closures
				.iter()
				.any(|(from, until)| *from <= last && *until >= first)
	}
}

impl<T: Config> Pallet<T> {
	/// A version of a circuit starts or ends to accept proofs.
	pub(crate) fn note_intake(circuit: CircuitId, opens: bool) {
		if mode_of(circuit).is_none() {
			return;
		}
		let now = Self::current_hour();
		let oldest = Self::oldest_payable();
		Intakes::<T>::mutate(circuit, |intake| match opens {
			true => intake.open(now, oldest),
			false => intake.close(now),
		});
	}

	/// The hour now; zero before the first.
	pub(crate) fn current_hour() -> Hour {
		T::Clock::current_hour().unwrap_or_default()
	}

	/// No hour before this one can still be paid.
	pub(crate) fn oldest_payable() -> Hour {
		let window = window_hours(&T::Clock::params()).saturating_add(1);
		Hour(Self::current_hour().0.saturating_sub(window))
	}
}

impl<T: Config> ProofIntake for Pallet<T> {
	fn is_open(mode: VerificationMode) -> bool {
		Intakes::<T>::get(circuit_of(mode)).active > 0
	}

	fn was_closed(mode: VerificationMode, hour: Hour) -> bool {
		let window = window_hours(&T::Clock::params());
		let first = Hour(hour.0.saturating_add(1));
		let last = Hour(hour.0.saturating_add(window));
		Intakes::<T>::get(circuit_of(mode)).was_closed(first, last)
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
		intake.open(Hour(3), Hour(0));
		intake.close(Hour(5));
		assert!(closed(&intake).is_empty());
		intake.close(Hour(7));
		intake.open(Hour(9), Hour(0));
		assert_eq!(closed(&intake), [7, 8, 9]);
		intake.close(Hour(58));
		assert_eq!(closed(&intake), [7, 8, 9, 58, 59]);
	}

	#[test]
	fn old_closures_are_forgotten_and_too_many_are_joined() {
		let mut intake = Intake::default();
		for hour in 0..MAX_CLOSURES {
			intake.open(Hour(4 * hour), Hour(0));
			intake.close(Hour(4 * hour + 2));
		}
		let last = 4 * MAX_CLOSURES;
		assert!(intake.closures.is_full());
		intake.open(Hour(last), Hour(0));
		assert!(intake.closures.is_full());
		assert!(intake.was_closed(Hour(last - 3), Hour(last - 3)), "joined");
		assert!(!intake.was_closed(Hour(1), Hour(1)));
		intake.close(Hour(last + 2));
		intake.open(Hour(last + 3), Hour(last + 1));
		assert_eq!(closed(&intake), [last + 2, last + 3]);
	}
}
