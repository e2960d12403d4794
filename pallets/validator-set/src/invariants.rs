//! What holds after every block.

use crate::{Config, Validators};
use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	let validators = Validators::<T>::get();
	let distinct: BTreeSet<_> = validators.iter().collect();
	ensure!(
		distinct.len() == validators.len(),
		"a validator is in the set twice"
	);
	let count = u32::try_from(validators.len()).unwrap_or(u32::MAX);
	ensure!(
		count <= T::MaxValidators::get(),
		"there are more validators than allowed"
	);
	Ok(())
}
