//! A batch of receipts: every check, then one verification, then every write.

use crate::{
	meter::MeterLedger, paid_proof::PaidProof, Config, Error, Event, Pallet, ReceiptOf, WeightInfo,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, weights::Weight};
use greenhour_traits::Deliveries;
use greenhour_types::{
	receipt::FieldBytes, CircuitId, CircuitVersion, ContractId, Day, DeviceId, HourMask, WattHours,
};
use greenhour_verifier::{verify_batch, BatchContext, Entry, ReceiptKey, Rejection};
use sp_runtime::{traits::Zero, DispatchResult};

/// The circuit of a batch, for which its key was found.
#[derive(Clone, Copy)]
pub(crate) struct PayingCircuit {
	pub(crate) circuit: CircuitId,
	pub(crate) version: CircuitVersion,
	pub(crate) paid: PaidProof,
}

/// A receipt that passed every check but that of its proof.
pub(crate) struct Due<'a> {
	pub(crate) receipt: &'a ReceiptOf,
	pub(crate) inputs: Vec<FieldBytes>,
	pub(crate) green_used: u64,
}

impl Due<'_> {
	pub(crate) fn entry(&self) -> Entry<'_> {
		Entry {
			proof: &self.receipt.proof,
			inputs: &self.inputs,
		}
	}
}

/// A batch that passed every check but that of its proofs.
pub(crate) struct Batch<'a, T> {
	pub(crate) due: Vec<Due<'a>>,
	/// Receipts of which nothing is open, and why.
	pub(crate) skipped: Vec<(&'a ReceiptOf, Error<T>)>,
	pub(crate) ledger: MeterLedger<T>,
	pub(crate) by_operator: bool,
	pub(crate) worth_a_fee: bool,
	paid: PaidProof,
}

impl<T> Batch<'_, T> {
	pub(crate) fn new(paid: PaidProof) -> Self {
		Self {
			due: Vec::new(),
			skipped: Vec::new(),
			ledger: MeterLedger::default(),
			by_operator: true,
			worth_a_fee: true,
			paid,
		}
	}

	/// Signed by the operating key of every device, and every receipt pays for enough?
	pub(crate) fn is_free(&self) -> bool {
		self.by_operator && self.worth_a_fee && self.skipped.is_empty()
	}
}

impl<T: Config> Pallet<T> {
	/// Weight of a batch: one verification, the writes of each receipt, and the results that they
	/// were committed with.
	pub(crate) fn weight_of(circuit: CircuitId, receipts: &[ReceiptOf]) -> Weight {
		let count = u32::try_from(receipts.len()).unwrap_or(u32::MAX);
		let results = match PaidProof::of_circuit(circuit) {
			Some(PaidProof::Work) => T::WeightInfo::take_result(),
			_ => Weight::zero(),
		};
		receipts
			.iter()
			.fold(T::WeightInfo::verify_proofs(count), |weight, receipt| {
				weight
					.saturating_add(T::WeightInfo::settle_receipt(receipt.hours.count()))
					.saturating_add(results)
			})
	}

	/// Checks everything but the proofs.
	pub(crate) fn check_batch<'a>(
		who: &T::AccountId,
		paying: PayingCircuit,
		receipts: &'a [ReceiptOf],
	) -> Result<Batch<'a, T>, Error<T>> {
		ensure!(!receipts.is_empty(), Error::<T>::NothingToSettle);
		Self::ensure_no_overlap(receipts)?;
		let mut batch = Batch::new(paying.paid);
		for receipt in receipts {
			Self::check_receipt(Some(who), paying, receipt, &mut batch)?;
		}
		if batch.due.is_empty() {
			let first = batch.skipped.into_iter().next();
			return Err(first.map_or(Error::NothingToSettle, |(_, reason)| reason));
		}
		Ok(batch)
	}

	/// Verifies all proofs of the batch at once.
	pub(crate) fn verify(
		key: &ReceiptKey,
		paying: PayingCircuit,
		batch: &Batch<'_, T>,
	) -> Result<(), Error<T>> {
		let entries: Vec<Entry<'_>> = batch.due.iter().map(Due::entry).collect();
		verify_batch(key, &Self::context(paying), &entries).map_err(refusal_of)
	}

	pub(crate) fn context(paying: PayingCircuit) -> BatchContext {
		BatchContext {
			circuit: paying.circuit.0,
			version: paying.version.0,
			context: Self::genesis_hash(),
		}
	}

	/// Writes the meter ledger and pays every hour.
	pub(crate) fn settle(batch: Batch<'_, T>) -> DispatchResult {
		batch.ledger.write();
		let forgets = batch.paid == PaidProof::Work;
		for Due {
			receipt,
			green_used,
			..
		} in batch.due
		{
			let ReceiptOf {
				contract,
				device,
				day,
				hours,
				total_wh,
				..
			} = *receipt;
			let earned = T::Deliveries::settle_delivered(contract, device, day, hours)?;
			if forgets {
				Self::forget_result(contract, device, day, hours);
			}
			Self::deposit_event(Event::ReceiptSettled {
				contract,
				device,
				day,
				hours,
				total: WattHours(total_wh),
				green_used: WattHours(green_used),
				earned,
			});
		}
		for (receipt, _) in batch.skipped {
			let ReceiptOf {
				contract,
				device,
				day,
				hours,
				..
			} = *receipt;
			Self::deposit_event(Event::ReceiptSkipped {
				contract,
				device,
				day,
				hours,
			});
		}
		Ok(())
	}

	/// Hash of block 0.
	pub(crate) fn genesis_hash() -> [u8; 32] {
		let hash = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		<[u8; 32]>::try_from(hash.as_ref()).unwrap_or_default()
	}

	/// No hour of a contract and device stands in two receipts.
	fn ensure_no_overlap(receipts: &[ReceiptOf]) -> Result<(), Error<T>> {
		let mut seen = BTreeMap::new();
		receipts
			.iter()
			.try_for_each(|receipt| Self::note_hours(&mut seen, receipt))
	}

	pub(crate) fn note_hours(
		seen: &mut BTreeMap<(ContractId, DeviceId, Day), HourMask>,
		receipt: &ReceiptOf,
	) -> Result<(), Error<T>> {
		let key = (receipt.contract, receipt.device, receipt.day);
		let mask = seen.entry(key).or_default();
		let apart = mask.intersection(receipt.hours).is_empty();
		ensure!(apart, Error::<T>::DuplicateReceipt);
		*mask = mask.union(receipt.hours);
		Ok(())
	}
}

/// The error of this pallet for that of the verifier.
pub(crate) fn refusal_of<T>(rejection: Rejection) -> Error<T> {
	match rejection {
		Rejection::InputNotCanonical(_) => Error::NotCanonical,
		Rejection::MalformedProof(_) => Error::MalformedProof,
		Rejection::ArityMismatch(_) => Error::CircuitMismatch,
		Rejection::EmptyBatch | Rejection::MaxBatchExceeded => Error::NothingToSettle,
		Rejection::InvalidProof => Error::InvalidProof,
	}
}
