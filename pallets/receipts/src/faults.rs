//! Which receipts of a batch are to blame.

use crate::{
	batch::{refusal_of, Batch, Due},
	Config, Error, Pallet, ReceiptOf,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::Get};
use greenhour_types::{CircuitId, CircuitVersion};
use greenhour_verifier::{invalid_entries, verify_batch, Entry};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// The receipts that a batch would be refused for, with the reason of each.
	///
	/// Each is looked at together with those before it that hold, as in the batch. Costs about as many
	/// verifications as there are bad proofs, times the logarithm of the batch: for views.
	pub(crate) fn faults_of(
		circuit: CircuitId,
		version: CircuitVersion,
		receipts: &[ReceiptOf],
	) -> Result<Vec<(u32, DispatchError)>, DispatchError> {
		let most = usize::try_from(T::MaxBatch::get()).unwrap_or(usize::MAX);
		ensure!(receipts.len() <= most, Error::<T>::NothingToSettle);
		let (paying, key) = Self::receipt_key(circuit, version)?;
		let mut batch = Batch::new(paying.paid);
		let (mut faults, mut indices) = (Vec::new(), Vec::new());
		let mut seen = BTreeMap::new();
		for (index, receipt) in (0u32..).zip(receipts) {
			let kept = batch.ledger.clone();
			let due = batch.due.len();
			let checked = Self::note_hours(&mut seen, receipt)
				.and_then(|()| Self::check_receipt(None, paying, receipt, &mut batch));
			if let Err(error) = checked {
				batch.ledger = kept;
				faults.push((index, error.into()));
			} else if batch.due.len() > due {
				indices.push(index);
			}
		}
		let entries: Vec<Entry<'_>> = batch.due.iter().map(Due::entry).collect();
		let context = Self::context(paying);
		for place in invalid_entries(&key, &context, &entries) {
			let (Some(index), Some(entry)) = (indices.get(place), entries.get(place)) else {
				continue;
			};
			// Alone, for the reason.
			if let Err(rejection) = verify_batch(&key, &context, core::slice::from_ref(entry)) {
				faults.push((*index, refusal_of::<T>(rejection).into()));
			}
		}
		faults.sort_by_key(|(index, _)| *index);
		Ok(faults)
	}
}
