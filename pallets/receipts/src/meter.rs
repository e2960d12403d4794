//! The ledger of metered hours: a watt-hour serves units once, whoever claims it.

use crate::{rules, Config, Error, MeterHour, MeterHours};
use alloc::collections::BTreeMap;
use core::marker::PhantomData;
use frame_support::ensure;
use greenhour_types::{
	receipt::{HourFacts, ReceiptRules},
	DeviceId, Hour, MilliGpu,
};

/// One hour of a receipt.
pub(crate) struct HourClaim {
	pub(crate) hour: Hour,
	pub(crate) facts: HourFacts,
	pub(crate) units: MilliGpu,
}

/// Changes to the ledger that a batch asks for; nothing is written before [`Self::write`].
#[derive(frame_support::CloneNoBound)]
pub(crate) struct MeterLedger<T> {
	changed: BTreeMap<(DeviceId, Hour), MeterHour>,
	_config: PhantomData<T>,
}

impl<T> Default for MeterLedger<T> {
	fn default() -> Self {
		Self {
			changed: BTreeMap::new(),
			_config: PhantomData,
		}
	}
}

impl<T: Config> MeterLedger<T> {
	/// Draws the units and the green energy of one receipt.
	///
	/// Each hour gives the green energy of its own units first; what an hour lacks comes from the
	/// others in order. Returns the green watt-hours drawn.
	///
	/// **Errors**: `GreenAboveNameplate`, `ReadingMismatch`, `InsufficientEnergy`,
	/// `InsufficientGreen`; the ledger is not used any more after an error.
	pub(crate) fn draw(
		&mut self,
		device: DeviceId,
		claims: &[HourClaim],
		rules: &ReceiptRules,
		min_green_share: u16,
		max_green_wh: u64,
	) -> Result<u64, Error<T>> {
		let energy = rules.wh_per_gpu_hour;
		let units = rules::sum_units(claims.iter().map(|claim| claim.units));
		let green_used = rules::green_used_up(units, energy, min_green_share);
		let mut green_due = green_used;
		for claim in claims {
			let mut entry = self.entry(device, claim, max_green_wh)?;
			let used = entry.used_units.checked_add(claim.units);
			entry.used_units = used
				.filter(|used| *used <= entry.max_units)
				.ok_or(Error::InsufficientEnergy)?;
			let own = rules::green_used_down(claim.units.0.into(), energy, min_green_share);
			green_due = green_due.saturating_sub(take_green(&mut entry, own));
			self.changed.insert((device, claim.hour), entry);
		}
		for claim in claims {
			if let Some(entry) = self.changed.get_mut(&(device, claim.hour)) {
				green_due = green_due.saturating_sub(take_green(entry, green_due));
			}
		}
		ensure!(green_due == 0, Error::<T>::InsufficientGreen);
		Ok(green_used)
	}

	/// Writes all changes.
	pub(crate) fn write(self) {
		for ((device, hour), entry) in self.changed {
			MeterHours::<T>::insert(device, hour, entry);
		}
	}

	/// The entry of the hour, as the batch left it so far; made from the facts if it is the first.
	fn entry(
		&self,
		device: DeviceId,
		claim: &HourClaim,
		max_green_wh: u64,
	) -> Result<MeterHour, Error<T>> {
		let HourClaim { hour, facts, .. } = claim;
		let known = self.changed.get(&(device, *hour)).copied();
		let known = known.or_else(|| MeterHours::<T>::get(device, hour));
		let Some(entry) = known else {
			let plausible = u64::from(facts.green_wh) <= max_green_wh;
			ensure!(plausible, Error::<T>::GreenAboveNameplate);
			return Ok(MeterHour {
				reading_commitment: facts.reading_commitment,
				max_units: facts.max_units,
				used_units: MilliGpu::ZERO,
				green_wh_left: facts.green_wh,
			});
		};
		ensure!(
			entry.reading_commitment == facts.reading_commitment,
			Error::<T>::ReadingMismatch
		);
		Ok(entry)
	}
}

/// Takes at most `wanted` green watt-hours from the hour; returns what it took.
fn take_green(entry: &mut MeterHour, wanted: u64) -> u64 {
	let taken = u32::try_from(wanted)
		.unwrap_or(u32::MAX)
		.min(entry.green_wh_left);
	entry.green_wh_left = entry.green_wh_left.saturating_sub(taken);
	taken.into()
}
