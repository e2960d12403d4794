//! What governance decides.

use crate::{
	Approved, Called, Config, CurrentMode, Error, Event, Mode, Pallet, SeatNumbers, Seats,
};
use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Get, BoundedVec};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_mode(mode: Mode) {
		CurrentMode::<T>::put(mode);
		if mode == Mode::Governed {
			Called::<T>::kill();
		}
		Self::deposit_event(Event::ModeSet { mode });
	}

	pub(crate) fn do_approve(
		validators: BoundedVec<T::AccountId, T::MaxValidators>,
	) -> DispatchResult {
		let distinct: BTreeSet<_> = validators.iter().collect();
		ensure!(distinct.len() == validators.len(), Error::<T>::Duplicate);
		Approved::<T>::put(&validators);
		Self::deposit_event(Event::ValidatorsApproved {
			validators: validators.into_inner(),
		});
		Ok(())
	}

	pub(crate) fn do_set_seats(seats: Seats) -> DispatchResult {
		ensure!(Self::is_valid(seats), Error::<T>::InvalidSeats);
		SeatNumbers::<T>::put(seats);
		Self::deposit_event(Event::SeatsSet { seats });
		Ok(())
	}

	/// Are the numbers in their order, and within the constants?
	pub(crate) fn is_valid(Seats { seats, minimum }: Seats) -> bool {
		T::MinValidators::get() <= minimum && minimum <= seats && seats <= T::MaxValidators::get()
	}

	pub(crate) fn do_call_election() -> DispatchResult {
		ensure!(CurrentMode::<T>::get() == Mode::Open, Error::<T>::NotOpen);
		Called::<T>::put(true);
		Self::deposit_event(Event::ElectionCalled);
		Ok(())
	}
}
