//! A batch of receipts: every check, then one verification, then every write.

use crate::{
	meter::{HourClaim, MeterLedger},
	rules, ClassEnergy, Config, Error, Event, Pallet, ReceiptOf, ReceiptTerms, WeightInfo,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, weights::Weight};
use greenhour_traits::{AssignmentFacts, Deliveries, DeviceRegistry, HourClock, SeedSource};
use greenhour_types::{
	receipt::{challenge_for, FieldBytes, ReceiptInputs, ReceiptRules, RECEIPT_V1_INPUTS},
	units::MIN_ORDER,
	CircuitId, CircuitVersion, ContractId, Day, Device, DeviceId, HourMask, HourPhase, WattHours,
};
use greenhour_verifier::{verify_batch, BatchContext, Entry, ReceiptKey, Rejection};
use sp_runtime::{traits::Zero, DispatchResult};

/// A receipt that passed every check but that of its proof.
struct Due<'a> {
	receipt: &'a ReceiptOf,
	inputs: [FieldBytes; RECEIPT_V1_INPUTS],
	green_used: u64,
}

/// A batch that passed every check but that of its proofs.
pub(crate) struct Batch<'a, T> {
	due: Vec<Due<'a>>,
	skipped: Vec<&'a ReceiptOf>,
	ledger: MeterLedger<T>,
	by_operator: bool,
	worth_a_fee: bool,
}

impl<T> Batch<'_, T> {
	/// Signed by the operating key of every device, and every receipt pays for enough?
	pub(crate) fn is_free(&self) -> bool {
		self.by_operator && self.worth_a_fee && self.skipped.is_empty()
	}
}

impl<T: Config> Pallet<T> {
	/// Weight of a batch: one verification, and the writes of each receipt.
	pub(crate) fn weight_of(receipts: &[ReceiptOf]) -> Weight {
		let count = u32::try_from(receipts.len()).unwrap_or(u32::MAX);
		receipts
			.iter()
			.fold(T::WeightInfo::verify_proofs(count), |weight, receipt| {
				weight.saturating_add(T::WeightInfo::settle_receipt(receipt.hours.count()))
			})
	}

	/// Checks everything but the proofs.
	pub(crate) fn check_batch<'a>(
		who: &T::AccountId,
		version: CircuitVersion,
		receipts: &'a [ReceiptOf],
	) -> Result<Batch<'a, T>, Error<T>> {
		ensure!(!receipts.is_empty(), Error::<T>::NothingToSettle);
		Self::ensure_no_overlap(receipts)?;
		let mut batch = Batch {
			due: Vec::new(),
			skipped: Vec::new(),
			ledger: MeterLedger::default(),
			by_operator: true,
			worth_a_fee: true,
		};
		for receipt in receipts {
			Self::check_receipt(who, version, receipt, &mut batch)?;
		}
		ensure!(!batch.due.is_empty(), Error::<T>::AlreadyDelivered);
		Ok(batch)
	}

	/// Verifies all proofs of the batch at once.
	pub(crate) fn verify(
		key: &ReceiptKey,
		circuit: CircuitId,
		version: CircuitVersion,
		batch: &Batch<'_, T>,
	) -> Result<(), Error<T>> {
		let context = BatchContext {
			circuit: circuit.0,
			version: version.0,
			context: Self::genesis_hash(),
		};
		let entries: Vec<Entry<'_>> = batch
			.due
			.iter()
			.map(|due| Entry {
				proof: &due.receipt.proof,
				inputs: &due.inputs,
			})
			.collect();
		verify_batch(key, &context, &entries).map_err(|rejection| match rejection {
			Rejection::InputNotCanonical(_) => Error::NotCanonical,
			Rejection::MalformedProof(_) => Error::MalformedProof,
			Rejection::ArityMismatch(_) => Error::CircuitMismatch,
			Rejection::EmptyBatch | Rejection::MaxBatchExceeded => Error::NothingToSettle,
			Rejection::InvalidProof => Error::InvalidProof,
		})
	}

	/// Writes the meter ledger and pays every hour.
	pub(crate) fn settle(batch: Batch<'_, T>) -> DispatchResult {
		batch.ledger.write();
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
		for receipt in batch.skipped {
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

	/// What a receipt of these hours must be made of.
	pub(crate) fn terms_of(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Option<ReceiptTerms> {
		let assignment = T::Deliveries::assignment(contract, device, day)?;
		let record = T::Devices::device(device)?;
		let rules = Self::rules_for(&record).ok()?;
		let challenge = Self::challenge(contract, device, day, hours, &assignment).ok()?;
		Some(ReceiptTerms {
			position: assignment.offer,
			device_commitment: record.commitment,
			challenge,
			rules,
		})
	}

	/// Hash of block 0.
	pub(crate) fn genesis_hash() -> [u8; 32] {
		let hash = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		<[u8; 32]>::try_from(hash.as_ref()).unwrap_or_default()
	}

	fn check_receipt<'a>(
		who: &T::AccountId,
		version: CircuitVersion,
		receipt: &'a ReceiptOf,
		batch: &mut Batch<'a, T>,
	) -> Result<(), Error<T>> {
		let ReceiptOf {
			contract,
			device,
			day,
			hours,
			..
		} = *receipt;
		ensure!(!hours.is_empty(), Error::<T>::NothingToSettle);
		let assignment =
			T::Deliveries::assignment(contract, device, day).ok_or(Error::NotAssigned)?;
		if assignment.delivered.contains_all(hours) {
			batch.skipped.push(receipt);
			return Ok(());
		}
		Self::ensure_payable(day, hours, &assignment)?;
		let record = T::Devices::device(device).ok_or(Error::DeviceNotFound)?;
		batch.by_operator &= record.operator == *who;
		let rules = Self::rules_for(&record)?;
		let claims = Self::claims(receipt, &assignment)?;
		batch.worth_a_fee &= claims.iter().all(|claim| claim.units >= MIN_ORDER);
		let max_green = rules::max_green_wh_down(record.solar_nameplate_w);
		let share = assignment.min_green_share;
		let green_used = batch
			.ledger
			.draw(device, &claims, &rules, share, max_green)?;
		let inputs = ReceiptInputs {
			genesis_hash: Self::genesis_hash(),
			version,
			hours,
			day,
			contract,
			position: assignment.offer,
			device,
			challenge: Self::challenge(contract, device, day, hours, &assignment)?,
			result_commitment: receipt.result_commitment,
			device_commitment: record.commitment,
			meter_key: record.meter_key,
			rules,
			total_wh: receipt.total_wh,
			green_wh: receipt.green_wh(),
			facts: receipt.facts_by_hour().ok_or(Error::FactsMismatch)?,
		};
		batch.due.push(Due {
			receipt,
			inputs: inputs.public_inputs(),
			green_used,
		});
		Ok(())
	}

	/// No hour of a contract and device stands in two receipts.
	fn ensure_no_overlap(receipts: &[ReceiptOf]) -> Result<(), Error<T>> {
		let mut seen = BTreeMap::<_, HourMask>::new();
		for ReceiptOf {
			contract,
			device,
			day,
			hours,
			..
		} in receipts
		{
			let mask = seen.entry((contract, device, day)).or_default();
			ensure!(
				mask.intersection(*hours).is_empty(),
				Error::<T>::DuplicateReceipt
			);
			*mask = mask.union(*hours);
		}
		Ok(())
	}

	/// Every hour is assigned, not settled, over, inside its money window, and not void.
	fn ensure_payable(
		day: Day,
		hours: HourMask,
		assignment: &AssignmentFacts,
	) -> Result<(), Error<T>> {
		for of_day in hours.hours() {
			if !assignment.unsettled.contains(of_day) {
				let assigned = assignment
					.units
					.get(of_day.index())
					.is_some_and(|units| !units.is_zero());
				return Err(match (assignment.delivered.contains(of_day), assigned) {
					(true, _) => Error::AlreadyDelivered,
					(false, true) => Error::AlreadyMissed,
					(false, false) => Error::NotAssigned,
				});
			}
			let hour = day.hour(of_day).ok_or(Error::NotAssigned)?;
			match T::Clock::phase_of(hour) {
				Some(HourPhase::Settlement) => (),
				Some(HourPhase::Settled) => return Err(Error::WindowClosed),
				_ => return Err(Error::HourNotOver),
			}
			ensure!(!T::Clock::is_void(hour), Error::<T>::HourVoid);
		}
		Ok(())
	}

	fn rules_for(device: &Device<T::AccountId>) -> Result<ReceiptRules, Error<T>> {
		let energy = ClassEnergy::<T>::get(device.gpu_class).ok_or(Error::ClassEnergyNotFound)?;
		Ok(rules::receipt_rules(device, energy))
	}

	/// The challenge of a receipt, from the seed of its last hour.
	fn challenge(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
		assignment: &AssignmentFacts,
	) -> Result<FieldBytes, Error<T>> {
		let last = hours.last().and_then(|of_day| day.hour(of_day));
		let seed = last.and_then(|hour| T::Seeds::seed(assignment.pool, hour));
		let seed = seed.ok_or(Error::SeedNotFound)?;
		Ok(challenge_for(&seed, contract, device, day, hours))
	}

	fn claims(
		receipt: &ReceiptOf,
		assignment: &AssignmentFacts,
	) -> Result<Vec<HourClaim>, Error<T>> {
		let listed = usize::try_from(receipt.hours.count()).ok();
		ensure!(
			listed == Some(receipt.facts.len()),
			Error::<T>::FactsMismatch
		);
		receipt
			.hours
			.hours()
			.zip(&receipt.facts)
			.map(|(of_day, facts)| {
				let hour = receipt.day.hour(of_day).ok_or(Error::NotAssigned)?;
				let units = assignment
					.units
					.get(of_day.index())
					.copied()
					.unwrap_or_default();
				Ok(HourClaim {
					hour,
					facts: *facts,
					units,
				})
			})
			.collect()
	}
}
