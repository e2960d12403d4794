//! What a device has proved: how much it may offer beyond its benchmark.
//!
//! A proven day is one on which units of the device were delivered before their money was final. Its
//! peak is the largest number of units delivered in one of its hours. Days without a delivery are
//! left out instead of counting as zero: a device that nobody bought from has shown nothing, good or
//! bad, and if unsold hours shrank its limit, a slack market would take supply out of pools for good,
//! because what can't be offered can't be proved again. For the same reason the limit never falls
//! below the one by the benchmark.
//!
//! What a device proves is bought by tenants who may be its owner. So that each week of hours bought
//! from oneself can't raise the limit by another fifth without end, a proven peak counts up to the
//! nameplate of the GPU.

use crate::{recent::RecentDays, Config, Pallet, ProvenPeaks};
use alloc::vec::Vec;
use greenhour_traits::DeviceRegistry;
use greenhour_types::{Day, Device, DeviceId, HourMask, MilliGpu, Moment};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// Proven days that make a peak.
pub const PROVEN_DAYS: u32 = 7;

/// Tenths of a proven peak that may be offered.
const OFFER_TENTHS: u64 = 12;

/// What one device has proved lately.
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
pub struct ProvenCapacity {
	/// Delivered units of days whose money is not final.
	pub recent: RecentDays,
	/// Peaks of the latest proven days before, oldest first.
	pub peaks: BoundedVec<MilliGpu, ConstU32<PROVEN_DAYS>>,
}

impl ProvenCapacity {
	/// Moves days before `open` to the peaks.
	pub(crate) fn close_before(&mut self, open: Day) {
		for day in self.recent.take_before(open) {
			let peak = day.units.iter().copied().max().unwrap_or_default();
			if self.peaks.is_full() {
				self.peaks.remove(0);
			}
			// There is room now.
			let _ = self.peaks.try_push(peak);
		}
	}

	/// The largest hour of the latest seven proven days before `today`; `None` when they are fewer.
	pub fn peak(&self, today: Day) -> Option<MilliGpu> {
		let recent = self
			.recent
			.days()
			.iter()
			.filter(|day| day.day < today)
			.filter_map(|day| day.units.iter().max());
		let peaks: Vec<&MilliGpu> = self.peaks.iter().chain(recent).collect();
		let wanted = usize::try_from(PROVEN_DAYS).unwrap_or(usize::MAX);
		let first = peaks.len().checked_sub(wanted)?;
		peaks.into_iter().skip(first).max().copied()
	}
}

/// 1.2 x `peak`, rounded down.
fn offer_limit_down(peak: MilliGpu) -> MilliGpu {
	let limit = u64::from(peak.0)
		.saturating_mul(OFFER_TENTHS)
		.checked_div(10);
	let limit = limit.and_then(|limit| u32::try_from(limit).ok());
	MilliGpu(limit.unwrap_or(u32::MAX))
}

impl<T: Config> Pallet<T> {
	/// The largest peak that a device may promise until `until`: 1.2 x the larger of its benchmark
	/// and its proven peak, of that at most the nameplate of its GPU, rounded down; zero when its
	/// attestation result does not last so long.
	pub(crate) fn limit_of(
		device: DeviceId,
		record: &Device<T::AccountId>,
		until: Moment,
		today: Day,
	) -> MilliGpu {
		let attested = T::Devices::offer_limit(device, until);
		if attested.is_zero() {
			return attested;
		}
		let proven = ProvenPeaks::<T>::get(device).peak(today);
		let proven = proven.map(|peak| peak.min(record.gpu_nameplate));
		attested.max(proven.map(offer_limit_down).unwrap_or_default())
	}

	/// Writes: counts delivered units of a device in hours whose money is not final. `open` is the
	/// first day with such an hour.
	pub(crate) fn prove(device: DeviceId, day: Day, hours: HourMask, units: MilliGpu, open: Day) {
		ProvenPeaks::<T>::mutate(device, |proven| {
			proven.close_before(open);
			for hour in hours.hours() {
				// What does not fit proves no more; it must not stop the payment.
				let _ = proven.recent.add(day, hour, units);
			}
		});
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use greenhour_types::HourOfDay;

	fn noon() -> HourOfDay {
		HourOfDay::new(12).expect("below 24")
	}

	#[test]
	fn the_peak_is_that_of_seven_proven_days_and_not_of_fewer() {
		let mut proven = ProvenCapacity::default();
		// Every other day is proven, the first with the most.
		for (number, units) in [900, 100, 200, 300, 200, 100, 400, 50]
			.into_iter()
			.enumerate()
		{
			let day = Day(2 * u32::try_from(number).expect("few"));
			let before = proven.peak(day.next());
			assert_eq!(before, (number >= 7).then_some(MilliGpu(900)));
			proven.close_before(day);
			assert!(proven.recent.add(day, noon(), MilliGpu(units)));
		}
		// The eighth pushes the first out, once it is over.
		assert_eq!(proven.peak(Day(14)), Some(MilliGpu(900)));
		assert_eq!(proven.peak(Day(15)), Some(MilliGpu(400)));
		proven.close_before(Day(15));
		assert_eq!(proven.peaks.len(), 7);
		assert_eq!(proven.peak(Day(15)), Some(MilliGpu(400)));
	}

	#[test]
	fn the_limit_rounds_down_and_saturates() {
		assert_eq!(offer_limit_down(MilliGpu(1_001)), MilliGpu(1_201));
		assert_eq!(offer_limit_down(MilliGpu(u32::MAX)), MilliGpu(u32::MAX));
	}
}
