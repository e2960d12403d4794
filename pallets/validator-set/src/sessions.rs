//! What sessions and offences ask.

use crate::{Config, Pallet, ValidatorRecord, Validators};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::traits::Get;
use sp_runtime::traits::Convert;
use sp_staking::SessionIndex;

/// The record of a validator, `None` for an account outside the set.
pub struct RecordOf<T>(PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<ValidatorRecord>> for RecordOf<T> {
	fn convert(account: T::AccountId) -> Option<ValidatorRecord> {
		Validators::<T>::get()
			.contains(&account)
			.then_some(ValidatorRecord)
	}
}

/// How many validators there are.
pub struct ValidatorCount<T>(PhantomData<T>);

impl<T: Config> Get<u32> for ValidatorCount<T> {
	fn get() -> u32 {
		let count = Validators::<T>::decode_len().unwrap_or_default();
		u32::try_from(count).unwrap_or(u32::MAX)
	}
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		None
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		let validators = Validators::<T>::get();
		(!validators.is_empty()).then(|| validators.into_inner())
	}

	fn start_session(_: SessionIndex) {}

	fn end_session(_: SessionIndex) {}
}

impl<T: Config> pallet_session::historical::SessionManager<T::AccountId, ValidatorRecord>
	for Pallet<T>
{
	fn new_session(_: SessionIndex) -> Option<Vec<(T::AccountId, ValidatorRecord)>> {
		None
	}

	fn new_session_genesis(index: SessionIndex) -> Option<Vec<(T::AccountId, ValidatorRecord)>> {
		let validators =
			<Self as pallet_session::SessionManager<T::AccountId>>::new_session_genesis(index)?;
		Some(
			validators
				.into_iter()
				.map(|account| (account, ValidatorRecord))
				.collect(),
		)
	}

	fn start_session(_: SessionIndex) {}

	fn end_session(_: SessionIndex) {}
}
