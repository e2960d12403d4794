//! The first set and its bonds.

use crate::{
	types::Bond, Active, Config, CurrentMode, Error, GenesisConfig, Pallet, RewardPerBlock,
	SeatNumbers, Seats,
};
use frame_support::{ensure, traits::Get, BoundedVec};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Writes the genesis: balances must be built before, the genesis of sessions after.
	///
	/// **Errors** `InsufficientBond`, `InvalidSeats`, `Duplicate`, `MaxCandidatesExceeded`: more than
	/// `MaxValidators`; and those of the hold.
	pub(crate) fn build_genesis(genesis: &GenesisConfig<T>) -> DispatchResult {
		let or = |value: u32, default: u32| if value == 0 { default } else { value };
		let seats = Seats {
			seats: or(genesis.seats, T::MaxValidators::get()),
			minimum: or(genesis.minimum, T::MinValidators::get()),
		};
		ensure!(Self::is_valid(seats), Error::<T>::InvalidSeats);
		SeatNumbers::<T>::put(seats);
		CurrentMode::<T>::put(genesis.mode);
		RewardPerBlock::<T>::put(genesis.reward_per_block);
		let mut validators = genesis.validators.clone();
		validators.sort();
		for validator in &validators {
			ensure!(
				genesis.bond >= T::MinBond::get(),
				Error::<T>::InsufficientBond
			);
			let validator = validator.clone();
			Self::start_candidacy(validator, Bond::default(), genesis.bond, None)?;
		}
		let too_many = Error::<T>::MaxCandidatesExceeded;
		let members = Self::with_exposure(validators.clone());
		let members = BoundedVec::try_from(members).map_err(|_| too_many)?;
		Active::<T>::put(members);
		let too_many = Error::<T>::MaxCandidatesExceeded;
		let approved = BoundedVec::try_from(validators).map_err(|_| too_many)?;
		Self::do_approve(approved)
	}
}
