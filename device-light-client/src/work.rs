//! What the device should do next: a function of finalized facts and of what it keeps itself.
//!
//! Nothing here reads a clock, a network or a disk. The caller gathers [`Facts`] at one finalized
//! block, asks for what is due, acts, and asks again at the next block; an action that was lost is
//! simply due again.

use std::collections::{BTreeMap, BTreeSet};

use greenhour_types::{
	draw::is_drawn, units::MIN_ORDER, Assignment, ClassEnergy, ClockParams, ContractId, Day,
	Device, DeviceId, DeviceStatus, Hour, HourMask, HourPhase, MilliGpu, Moment, Offer, OfferId,
	OfferState, Template,
};

use crate::store::ReceiptKey;

/// What is known of one finalized block.
#[derive(Debug, Clone)]
pub struct Facts {
	/// Time of the block.
	pub now: Moment,
	/// Lengths of market time.
	pub clock: ClockParams,
	/// This device.
	pub device: DeviceId,
	/// Its record.
	pub record: Device<[u8; 32]>,
	/// Its open offer.
	pub offer: Option<(OfferId, Offer)>,
	/// Units of that offer that are bound already, by day.
	pub bound: BTreeMap<Day, Template>,
	/// Hours bought that no device serves yet, of hours whose sale is closed.
	pub demand: Vec<Demand>,
	/// What one reference GPU of the class needs, by day.
	pub class_energy: ClassEnergy,
	/// Hours that are over and not void, by day.
	pub counted: BTreeMap<Day, HourMask>,
	/// What this device has to serve, or has served.
	pub duties: Vec<Duty>,
}

/// Units of one contract in one hour that look for a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
	/// The contract.
	pub contract: ContractId,
	/// The hour.
	pub hour: Hour,
	/// Units that no device serves yet.
	pub unassigned: MilliGpu,
	/// Smallest green share, in ten-thousandths.
	pub min_green_share: u16,
	/// The draw, once it is ready.
	pub draw: Option<Draw>,
}

/// Who has first refusal in one hour of the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw {
	/// Seed of pool and hour.
	pub seed: [u8; 32],
	/// Units that the pool offers in the hour, fixed when its sale closed.
	pub offered: MilliGpu,
}

/// An assignment of this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
	/// The contract.
	pub contract: ContractId,
	/// The day.
	pub day: Day,
	/// Units and hours.
	pub assignment: Assignment,
	/// Smallest green share of the contract, in ten-thousandths.
	pub min_green_share: u16,
}

/// Units to accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Accept {
	/// The contract.
	pub contract: ContractId,
	/// The hour.
	pub hour: Hour,
	/// Units.
	pub units: MilliGpu,
}

/// An offer to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferPlan {
	/// Units by hour of day.
	pub template: Template,
	/// First day, included.
	pub first_day: Day,
	/// Last day, included.
	pub last_day: Day,
}

/// What should become of a queued receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
	/// The chain shows all its hours as delivered, or the whole assignment as settled.
	Settled,
	/// Submit it, or submit it again.
	Submit,
	/// It can't be paid any more, for this reason.
	Lost(&'static str),
}

impl Facts {
	/// The market hour of the block.
	pub fn hour(&self) -> Option<Hour> {
		self.clock.hour_at(self.now)
	}

	/// Units to accept now: of contracts for which this device's offer is drawn, as far as the
	/// offer has room and the site can serve them.
	///
	/// `can_serve` tells whether the site can be expected to have the energy for so many units in an
	/// hour, and the share of it green, in ten-thousandths.
	pub fn accepts(&self, can_serve: impl Fn(Hour, MilliGpu, u16) -> bool) -> Vec<Accept> {
		let Some((id, offer)) = &self.offer else {
			return Vec::new();
		};
		let mut taken: BTreeMap<Hour, MilliGpu> = BTreeMap::new();
		let mut accepts = Vec::new();
		for demand in &self.demand {
			let hour = demand.hour;
			let open = matches!(
				self.clock.phase_of(hour, self.now),
				Some(HourPhase::FirstRefusal | HourPhase::Assignment)
			);
			let drawn = demand.draw.is_some_and(|draw| {
				let units = offer.units_at(hour.day(), hour.of_day());
				is_drawn(&draw.seed, demand.contract, hour, *id, units, draw.offered)
			});
			// The chain binds an hour once for each contract and device.
			let served = self.duties.iter().any(|duty| {
				duty.contract == demand.contract
					&& duty.day == hour.day()
					&& duty.assignment.hours.contains(hour.of_day())
			});
			if !open || !drawn || served {
				continue;
			}
			let taken = taken.entry(hour).or_default();
			let bound = self
				.bound
				.get(&hour.day())
				.map_or(MilliGpu::ZERO, |bound| bound.at(hour.of_day()));
			let free = offer
				.units_at(hour.day(), hour.of_day())
				.saturating_sub(bound)
				.saturating_sub(*taken);
			let units = free.min(demand.unassigned);
			let load = MilliGpu(bound.0.saturating_add(taken.0).saturating_add(units.0));
			// The chain refuses fewer, unless that is all.
			let few = units < MIN_ORDER.min(demand.unassigned);
			if few || units.is_zero() || !can_serve(hour, load, demand.min_green_share) {
				continue;
			}
			*taken = MilliGpu(taken.0.saturating_add(units.0));
			accepts.push(Accept {
				contract: demand.contract,
				hour,
				units,
			});
		}
		accepts
	}

	/// Units that this device serves in `hour`, over all contracts.
	pub fn load(&self, hour: Hour) -> MilliGpu {
		let units = self
			.duties
			.iter()
			.filter(|duty| duty.day == hour.day() && duty.assignment.hours.contains(hour.of_day()))
			.fold(0u32, |sum, duty| {
				sum.saturating_add(duty.assignment.units_at(hour.of_day()).0)
			});
		MilliGpu(units)
	}

	/// Hours to prove now, as the receipts that cover them: hours that are over, not settled, still
	/// inside their money window, not void, for which a reading shows work (`worked`), and that no
	/// queued receipt covers. One receipt for each contract and day.
	pub fn proofs(
		&self,
		worked: impl Fn(Hour) -> bool,
		queued: &BTreeSet<ReceiptKey>,
	) -> Vec<ReceiptKey> {
		let mut due = Vec::new();
		for duty in &self.duties {
			let covered = queued
				.iter()
				.filter(|key| key.contract == duty.contract && key.day == duty.day)
				.fold(HourMask::EMPTY, |mask, key| mask.union(key.hours));
			let counted = self
				.counted
				.get(&duty.day)
				.copied()
				.unwrap_or(HourMask::EMPTY);
			let hours = duty
				.assignment
				.unsettled()
				.difference(covered)
				.intersection(counted)
				.hours()
				.filter(|of_day| {
					duty.day.hour(*of_day).is_some_and(|hour| {
						self.clock.phase_of(hour, self.now) == Some(HourPhase::Settlement)
							&& worked(hour)
					})
				})
				.fold(HourMask::EMPTY, |mask, hour| {
					mask.union(HourMask::single(hour))
				});
			if !hours.is_empty() {
				due.push(ReceiptKey {
					contract: duty.contract,
					day: duty.day,
					hours,
				});
			}
		}
		due
	}

	/// What should become of a queued receipt.
	pub fn verdict(&self, key: &ReceiptKey) -> Verdict {
		let closed = key.hours.hours().any(|of_day| {
			key.day
				.hour(of_day)
				.and_then(|hour| self.clock.phase_of(hour, self.now))
				.is_none_or(|phase| phase == HourPhase::Settled)
		});
		let duty = self
			.duties
			.iter()
			.find(|duty| (duty.contract, duty.day) == (key.contract, key.day));
		match duty.map(|duty| &duty.assignment) {
			Some(assignment) if assignment.delivered.contains_all(key.hours) => Verdict::Settled,
			Some(assignment) if !assignment.unsettled().contains_all(key.hours) => {
				Verdict::Lost("some of its hours are settled otherwise")
			}
			_ if closed => Verdict::Lost("the money window of its hours has closed"),
			Some(_) => Verdict::Submit,
			// Assignments are removed from the chain when everything is settled.
			None => Verdict::Settled,
		}
	}

	/// The offer to make, if none is open: `template` for `days` days from today, as far as the
	/// attestation result reaches.
	pub fn offer_due(&self, template: Template, days: u32) -> Option<OfferPlan> {
		let today = self.hour()?.day();
		let open = self.offer.as_ref().is_some_and(|(_, offer)| {
			matches!(offer.state, OfferState::Open { .. }) && offer.last_day >= today
		});
		let DeviceStatus::Active { expires_at, .. } = self.record.status else {
			return None;
		};
		if open || template.peak().is_zero() {
			return None;
		}
		let last_day = (0..days)
			.filter_map(|more| today.0.checked_add(more).map(Day))
			.take_while(|day| self.end_of_day(*day).is_some_and(|end| end <= expires_at))
			.last()?;
		Some(OfferPlan {
			template,
			first_day: today,
			last_day,
		})
	}

	/// Hours that are over, from the one after `last` (or the last one, when there is none) to the
	/// one before the hour of the block. At most `limit`, the latest ones.
	pub fn hours_over(&self, last: Option<Hour>, limit: u32) -> Vec<Hour> {
		let Some(current) = self.hour() else {
			return Vec::new();
		};
		let earliest = current.0.saturating_sub(limit);
		let first = last.map_or(current.0.saturating_sub(1), |last| last.0.saturating_add(1));
		(first.max(earliest)..current.0).map(Hour).collect()
	}

	fn end_of_day(&self, day: Day) -> Option<Moment> {
		self.clock.start_of(day.next().hour(Hour(0).of_day())?)
	}
}

#[cfg(test)]
#[path = "work_tests.rs"]
mod tests;
