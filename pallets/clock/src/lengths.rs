//! The lengths that consensus reads, and which lengths it can work with.

use crate::{Config, Params};
use core::marker::PhantomData;
use frame_support::traits::Get;
use greenhour_types::ClockParams;

/// Length of a BABE epoch, in slots.
///
/// Reads storage: metadata that lists it as a constant needs the state of a chain.
pub struct EpochLength<T>(PhantomData<T>);

impl<T: Config> Get<u64> for EpochLength<T> {
	fn get() -> u64 {
		Params::<T>::get().epoch_length_slots
	}
}

/// Length of a BABE slot, in ms.
pub struct SlotLength<T>(PhantomData<T>);

impl<T: Config> Get<u64> for SlotLength<T> {
	fn get() -> u64 {
		Params::<T>::get().slot_length_ms
	}
}

/// Shortest time between two blocks, in ms: half a slot, exactly. BABE takes twice this value as its
/// slot length.
pub struct MinimumPeriod<T>(PhantomData<T>);

impl<T: Config> Get<u64> for MinimumPeriod<T> {
	fn get() -> u64 {
		half(Params::<T>::get().slot_length_ms)
	}
}

fn half(slot_length_ms: u64) -> u64 {
	slot_length_ms >> 1
}

/// Can the market and BABE both work with these lengths? Names the first one that they can't.
pub(crate) fn validate(params: &ClockParams) -> Result<(), &'static str> {
	params.validate()?;
	if half(params.slot_length_ms).checked_mul(2) != Some(params.slot_length_ms) {
		return Err("slot length is odd");
	}
	Ok(())
}
