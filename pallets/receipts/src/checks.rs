//! The checks of one receipt, all but that of its proof.

use crate::{
	batch::{Batch, Due, PayingCircuit},
	meter::HourClaim,
	paid_proof::PaidProof,
	rules, ClassEnergies, Config, Error, Pallet, ReceiptOf, ReceiptTerms,
};
use alloc::vec::Vec;
use frame_support::ensure;
use greenhour_traits::{AssignmentFacts, Deliveries, DeviceRegistry, HourClock, SeedSource};
use greenhour_types::{
	receipt::{challenge_for, FieldBytes, ReceiptInputs, ReceiptRules},
	units::MIN_ORDER,
	work::WorkInputs,
	ContractId, Day, Device, DeviceId, HourMask, HourOfDay, HourPhase,
};

/// What a receipt is proved with beside the readings.
struct Bound {
	challenge: FieldBytes,
	/// The commitment that the receipt must carry, when one had to come first.
	result_commitment: Option<FieldBytes>,
}

/// Why none of these hours can be paid, whatever the proof: they are settled, or never were bound.
///
/// The record of an assignment goes with its last open hour, so that a receipt which somebody else brought
/// first looks like one of hours that nobody bound. Neither may stop the other receipts of a batch.
fn nothing_open<T>(assignment: Option<&AssignmentFacts>, hours: HourMask) -> Option<Error<T>> {
	let Some(assignment) = assignment else {
		return Some(Error::NotAssigned);
	};
	if !assignment.unsettled.intersection(hours).is_empty() {
		return None;
	}
	let bound = |hour: HourOfDay| {
		let units = assignment.units.get(hour.index());
		units.is_some_and(|units| !units.is_zero())
	};
	Some(if assignment.delivered.contains_all(hours) {
		Error::AlreadyDelivered
	} else if hours.hours().any(bound) {
		Error::AlreadyMissed
	} else {
		Error::NotAssigned
	})
}

impl<T: Config> Pallet<T> {
	/// What a receipt of these hours must be made of.
	pub(crate) fn terms_of(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Option<ReceiptTerms> {
		let assignment = T::Deliveries::assignment(contract, device, day)?;
		let record = T::Devices::site_of(device)?;
		let rules = Self::rules_for(&record, day).ok()?;
		let Bound {
			challenge,
			result_commitment,
		} = Self::bound(contract, device, day, hours, &assignment).ok()?;
		Some(ReceiptTerms {
			position: assignment.offer,
			device_commitment: record.commitment,
			challenge,
			result_commitment,
			rules,
		})
	}

	/// Adds a receipt to the batch, or says why it can't be paid; the batch is not used any more then.
	pub(crate) fn check_receipt<'a>(
		who: Option<&T::AccountId>,
		paying: PayingCircuit,
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
		let assignment = T::Deliveries::assignment(contract, device, day);
		if let Some(reason) = nothing_open(assignment.as_ref(), hours) {
			batch.skipped.push((receipt, reason));
			return Ok(());
		}
		let assignment = assignment.ok_or(Error::NotAssigned)?;
		let asked = assignment.terms.verification == paying.paid.mode();
		ensure!(asked, Error::<T>::CircuitMismatch);
		Self::ensure_payable(day, hours, &assignment)?;
		let record = T::Devices::site_of(device).ok_or(Error::DeviceNotFound)?;
		batch.by_operator &= who == Some(&record.operator);
		let rules = Self::rules_for(&record, day)?;
		let bound = Self::bound(contract, device, day, hours, &assignment)?;
		let committed = bound.result_commitment.unwrap_or(receipt.result_commitment);
		ensure!(
			committed == receipt.result_commitment,
			Error::<T>::ResultMismatch
		);
		let claims = Self::claims(receipt, &assignment)?;
		batch.worth_a_fee &= claims.iter().all(|claim| claim.units >= MIN_ORDER);
		let max_green = rules::max_green_wh_down(record.solar_nameplate_w);
		let share = assignment.terms.min_green_share;
		let green_used = batch
			.ledger
			.draw(device, &claims, &rules, share, max_green)?;
		let inputs = ReceiptInputs {
			genesis_hash: Self::genesis_hash(),
			version: paying.version,
			hours,
			day,
			contract,
			position: assignment.offer,
			device,
			challenge: bound.challenge,
			result_commitment: receipt.result_commitment,
			device_commitment: record.commitment,
			meter_key: record.meter_key,
			rules,
			total_wh: receipt.total_wh,
			green_wh: receipt.green_wh(),
			facts: receipt.facts_by_hour().ok_or(Error::FactsMismatch)?,
		};
		let inputs = match paying.paid {
			PaidProof::Receipt => inputs.public_inputs().to_vec(),
			PaidProof::Work => {
				let job = assignment.terms.spec_hash;
				let receipt = inputs;
				WorkInputs { receipt, job }.public_inputs().to_vec()
			}
		};
		batch.due.push(Due {
			receipt,
			inputs,
			green_used,
		});
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

	fn rules_for(device: &Device<T::AccountId>, day: Day) -> Result<ReceiptRules, Error<T>> {
		let energy = ClassEnergies::<T>::get(device.gpu_class).ok_or(Error::ClassEnergyNotFound)?;
		Ok(rules::receipt_rules(device, energy.on(day)))
	}

	/// The challenge of a receipt: from the seed of its last hour, or, when the work is sampled, from
	/// one that was drawn after the device had committed to the result.
	fn bound(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
		assignment: &AssignmentFacts,
	) -> Result<Bound, Error<T>> {
		let paid = PaidProof::of_mode(assignment.terms.verification);
		let (drawn_in, result_commitment) = match paid.ok_or(Error::CircuitMismatch)? {
			PaidProof::Receipt => {
				let last = hours.last().and_then(|of_day| day.hour(of_day));
				(last.ok_or(Error::SeedNotFound)?, None)
			}
			PaidProof::Work => {
				let committed = Self::committed(contract, device, day, hours);
				let committed = committed.ok_or(Error::ResultNotCommitted)?;
				(committed.drawn_in, Some(committed.commitment))
			}
		};
		let seed = T::Seeds::seed(assignment.pool, drawn_in).ok_or(Error::SeedNotFound)?;
		Ok(Bound {
			challenge: challenge_for(&seed, contract, device, day, hours),
			result_commitment,
		})
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
