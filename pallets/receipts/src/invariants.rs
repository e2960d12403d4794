//! What holds after every call.

use crate::{Circuits, ClassEnergy, Config, DevelopmentKeysAllowed, MeterHours};
use frame_support::ensure;
use greenhour_verifier::{is_development_key, ReceiptKey};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_circuits::<T>()?;
	check_class_energy::<T>()?;
	check_meter_hours::<T>()
}

fn check_circuits<T: Config>() -> Result<(), TryRuntimeError> {
	for entry in Circuits::<T>::iter_values() {
		let key = ReceiptKey::decode_checked(&entry.key)
			.map_err(|_| TryRuntimeError::Other("a registered key is malformed"))?;
		ensure!(
			u32::try_from(key.arity()).ok() == Some(entry.arity),
			"the arity of a circuit is not that of its key"
		);
		ensure!(
			DevelopmentKeysAllowed::<T>::get() || !is_development_key(&entry.key),
			"a development key is registered where none is allowed"
		);
	}
	Ok(())
}

fn check_class_energy<T: Config>() -> Result<(), TryRuntimeError> {
	for watt_hours in ClassEnergy::<T>::iter_values() {
		ensure!(watt_hours != 0, "a GPU class needs no energy");
	}
	Ok(())
}

fn check_meter_hours<T: Config>() -> Result<(), TryRuntimeError> {
	for entry in MeterHours::<T>::iter_values() {
		ensure!(
			!entry.used_units.is_zero(),
			"a metered hour is stored that paid nothing"
		);
		ensure!(
			entry.used_units <= entry.max_units,
			"more units are paid than the energy allows"
		);
	}
	Ok(())
}
