//! What holds after every call.

use crate::{
	paid_proof::PaidProof, CircuitStatus, Circuits, ClassEnergies, Config, DevelopmentKeysAllowed,
	Intakes, MeterHours, Results,
};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use greenhour_adapters::{Adapter, AdapterKind};
use greenhour_types::HourMask;
use greenhour_verifier::{is_development_key, ReceiptKey};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_circuits::<T>()?;
	check_intakes::<T>()?;
	check_class_energy::<T>()?;
	check_results::<T>()?;
	check_meter_hours::<T>()
}

fn check_circuits<T: Config>() -> Result<(), TryRuntimeError> {
	for ((circuit, _), entry) in Circuits::<T>::iter() {
		let key = ReceiptKey::decode_checked(&entry.key)
			.map_err(|_| TryRuntimeError::Other("a registered key is malformed"))?;
		ensure!(
			u32::try_from(key.arity()).ok() == Some(entry.arity),
			"the arity of a circuit is not that of its key"
		);
		ensure!(
			entry.adapter.check_key(&key).is_ok(),
			"the adapter of a circuit does not fit its key"
		);
		let foreign = entry.adapter.kind() != AdapterKind::Native;
		ensure!(
			!foreign || PaidProof::of_circuit(circuit).is_none(),
			"a foreign circuit stands where one pays"
		);
		ensure!(
			entry.schema != [0; 32] && entry.setup != [0; 32],
			"a circuit has no schema or no setup"
		);
		ensure!(
			DevelopmentKeysAllowed::<T>::get() || !is_development_key(&entry.key),
			"a development key is registered where none is allowed"
		);
	}
	Ok(())
}

/// The intake of every circuit that pays counts its active versions, and no other has one.
fn check_intakes<T: Config>() -> Result<(), TryRuntimeError> {
	for (circuit, intake) in Intakes::<T>::iter() {
		ensure!(
			PaidProof::of_circuit(circuit).is_some(),
			"an intake that pays nobody"
		);
		let ascending = intake.closures.windows(2).all(|pair| match pair {
			[(_, last), (first, _)] => last <= first,
			_ => false,
		});
		let ordered = intake.closures.iter().all(|(first, last)| first <= last);
		ensure!(
			ascending && ordered,
			"closures of an intake are out of order"
		);
		let newest = intake.closures.last().map(|(_, last)| *last);
		ensure!(
			intake.active > 0 || newest <= Some(intake.closed_since),
			"an intake was closed before it opened"
		);
		let oldest = intake.closures.first().map(|(first, _)| *first);
		ensure!(
			oldest.is_none() || intake.closed_until <= oldest,
			"closures of an intake overlap"
		);
	}
	let mut active = BTreeMap::<_, u32>::new();
	for ((circuit, _), entry) in Circuits::<T>::iter() {
		if PaidProof::of_circuit(circuit).is_some() && entry.status == CircuitStatus::Active {
			let count = active.entry(circuit).or_default();
			*count = count.saturating_add(1);
		}
	}
	for (circuit, intake) in Intakes::<T>::iter() {
		ensure!(
			active.remove(&circuit).unwrap_or(0) == intake.active,
			"an intake does not count its active versions"
		);
	}
	ensure!(active.is_empty(), "an active circuit has no intake");
	Ok(())
}

fn check_class_energy<T: Config>() -> Result<(), TryRuntimeError> {
	for energy in ClassEnergies::<T>::iter_values() {
		ensure!(
			energy.before_wh != 0 && energy.now_wh != 0,
			"a GPU class needs no energy"
		);
	}
	Ok(())
}

/// Results of a device don't share hours, and none is stored empty.
fn check_results<T: Config>() -> Result<(), TryRuntimeError> {
	for results in Results::<T>::iter_values() {
		ensure!(!results.is_empty(), "an empty list of results is stored");
		let mut seen = BTreeMap::<_, HourMask>::new();
		for result in results {
			let mask = seen.entry((result.contract, result.day)).or_default();
			let apart = mask.intersection(result.hours).is_empty();
			ensure!(
				apart && !result.hours.is_empty(),
				"two results share an hour"
			);
			*mask = mask.union(result.hours);
		}
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
