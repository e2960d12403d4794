//! What one device owner does in one pool: how much he offers, what he entered in its lottery, and how
//! much of what he delivered the market learns from.
//!
//! When a device is sold, its offer and its ticket count for the buyer. What was learned from the seller
//! stays his.

use crate::{
	promise,
	recent::{first_open_hour, RecentDays},
	ClassCaps, Config, Error, Offers, OpenOfferOf, Owners, Pallet, PoolSupply, ProvenPeaks,
	Tickets, UnitCap, ZoneCaps,
};
use greenhour_traits::{BoundHours, DeviceListener, DeviceRegistry, HourClock};
use greenhour_types::{
	AttestationResult, Balance, Day, DayPage, DeviceId, DeviceStatus, Hour, HourMask, HourOfDay,
	HourPage, MilliGpu, Offer, PoolId,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::DispatchResult;

/// The market learns from at most this part of an hour's sold units for each owner: a tenth.
const LEARNING_PARTS: u32 = 10;

/// One device owner in one pool.
#[derive(
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct OwnerRecord {
	/// Sum of the peaks of his open offers.
	pub peaks: MilliGpu,
	/// Delivered units that learning counts, of days whose money is not final.
	pub counted: RecentDays,
	/// The latest round of the lottery that he entered; zero while no ticket of it is left.
	pub round: Hour,
	/// Sum of the weights of his tickets of that round.
	pub entered: MilliGpu,
}

impl OwnerRecord {
	fn is_empty(&self) -> bool {
		self.peaks.is_zero() && self.counted.days().is_empty() && self.entered.is_zero()
	}

	/// Weights of his tickets of `round`.
	pub(crate) fn entered_in(&self, round: Hour) -> MilliGpu {
		if self.round == round {
			self.entered
		} else {
			MilliGpu::ZERO
		}
	}

	/// Adds a ticket of `round`, which is not before the latest; `None` when the sum does not fit.
	pub(crate) fn enter(&mut self, round: Hour, weight: MilliGpu) -> Option<()> {
		self.entered = self.entered_in(round).checked_add(weight)?;
		self.round = round;
		Some(())
	}

	/// Takes a ticket out. One of an earlier round counts no more.
	pub(crate) fn leave(&mut self, round: Hour, weight: MilliGpu) {
		if self.round != round {
			return;
		}
		self.entered = self.entered.saturating_sub(weight);
		if self.entered.is_zero() {
			self.round = Hour::default();
		}
	}

	/// Counts delivered units of some hours for learning. `open` is the first day with an hour whose
	/// money is not final.
	pub(crate) fn count_delivered(
		&mut self,
		bound: BoundHours,
		hours: HourMask,
		open: Day,
		page: &mut DayPage,
	) {
		self.counted.take_before(open);
		for hour in hours.hours() {
			if let Some(entry) = page.at_mut(hour) {
				self.count_hour(bound, hour, entry);
			}
		}
	}

	/// Counts delivered units of one hour, up to the owner's part of what was sold, rounded down.
	fn count_hour(&mut self, bound: BoundHours, hour: HourOfDay, page: &mut HourPage) {
		let most = MilliGpu(page.sold.0.checked_div(LEARNING_PARTS).unwrap_or(0));
		let had = self.counted.at(bound.day, hour);
		let more = most.saturating_sub(had).min(bound.units);
		// What does not fit is not learned from; it must not stop the payment.
		if more.is_zero() || !self.counted.add(bound.day, hour, more) {
			return;
		}
		page.counted = MilliGpu(page.counted.0.saturating_add(more.0));
		page.owners = page.owners.saturating_add(u32::from(had.is_zero()));
	}
}

/// `sum - from + to`.
fn replaced(sum: u64, from: MilliGpu, to: MilliGpu) -> Option<u64> {
	sum.checked_sub(u64::from(from.0))?
		.checked_add(u64::from(to.0))
}

fn replaced_units<T>(sum: MilliGpu, from: MilliGpu, to: MilliGpu) -> Result<MilliGpu, Error<T>> {
	let sum = replaced(u64::from(sum.0), from, to).and_then(|sum| u32::try_from(sum).ok());
	sum.map(MilliGpu).ok_or(Error::Overflow)
}

impl<T: Config> Pallet<T> {
	/// Writes: replaces the peak of an offer in every sum of peaks. The caller stores `supply`.
	pub(crate) fn count_peak(
		supply: &mut PoolSupply,
		pool: PoolId,
		owner: &T::AccountId,
		from: MilliGpu,
		to: MilliGpu,
	) -> DispatchResult {
		if from == to {
			return Ok(());
		}
		supply.peaks = replaced_units::<T>(supply.peaks, from, to)?;
		let mut record = Owners::<T>::get(pool, owner);
		record.peaks = replaced_units::<T>(record.peaks, from, to)?;
		Self::put_owner(pool, owner, record);
		let change = |cap: UnitCap| {
			let used = replaced(cap.used, from, to).ok_or(Error::<T>::Overflow)?;
			Ok::<_, Error<T>>(UnitCap { used, ..cap })
		};
		if let Some(cap) = ClassCaps::<T>::get(pool.gpu_class) {
			ClassCaps::<T>::insert(pool.gpu_class, change(cap)?);
		}
		if let Some(cap) = ZoneCaps::<T>::get(pool.zone) {
			ZoneCaps::<T>::insert(pool.zone, change(cap)?);
		}
		Ok(())
	}

	/// Writes: keeps the record of an owner, or removes it when nothing is left of it.
	pub(crate) fn put_owner(pool: PoolId, owner: &T::AccountId, record: OwnerRecord) {
		if record.is_empty() {
			Owners::<T>::remove(pool, owner);
		} else {
			Owners::<T>::insert(pool, owner, record);
		}
	}

	/// Writes: removes what nobody needs once the money of an offer is final.
	pub(crate) fn forget(offer: &Offer) -> DispatchResult {
		let device = T::Devices::device(offer.device).ok_or(Error::<T>::DeviceNotFound)?;
		let open = first_open_hour(&T::Clock::params(), T::Clock::now()).day();
		let mut record = Owners::<T>::get(offer.pool, &device.owner);
		record.counted.take_before(open);
		Self::put_owner(offer.pool, &device.owner, record);
		if device.status == DeviceStatus::Withdrawn {
			ProvenPeaks::<T>::remove(offer.device);
		}
		Ok(())
	}
}

impl<T: Config> DeviceListener<T::AccountId> for Pallet<T> {
	/// Bonds are asked about when they matter.
	fn bond_changed(_: DeviceId, _: &T::AccountId, _: Balance) {}

	/// Two records, whatever the device offers.
	fn owner_changed(device: DeviceId, from: &T::AccountId, to: &T::AccountId) {
		let Some(pool) = T::Devices::device(device).map(|record| record.pool()) else {
			return;
		};
		let offer = OpenOfferOf::<T>::get(device).and_then(Offers::<T>::get);
		let ticket = Tickets::<T>::get(device);
		if offer.is_none() && ticket.is_none() {
			return;
		}
		let mut seller = Owners::<T>::get(pool, from);
		let mut buyer = Owners::<T>::get(pool, to);
		// All peaks of the pool fit one number, so those of one owner do.
		let peak = offer.as_ref().map(promise::peak).unwrap_or_default();
		seller.peaks = seller.peaks.saturating_sub(peak);
		buyer.peaks = MilliGpu(buyer.peaks.0.saturating_add(peak.0));
		if let Some(ticket) = ticket {
			seller.leave(ticket.round, ticket.weight);
			if ticket.round >= buyer.round {
				// What does not fit is no part of what he entered.
				let _ = buyer.enter(ticket.round, ticket.weight);
			}
		}
		Self::put_owner(pool, from, seller);
		Self::put_owner(pool, to, buyer);
	}

	/// Results are asked about when they matter.
	fn result_changed(_: DeviceId, _: Option<AttestationResult>) {}
}
