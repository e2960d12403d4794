//! The physical bound: what receipts claim and meter, hour by hour and day by day, against each other and the site.

use crate::{
	types::{EnergyDay, DAY_SLOTS},
	Config, EnergyDays, Event, Pallet, SunCeilings, ViolationShare,
};
use frame_support::storage::with_storage_layer;
use greenhour_math::physical::{check_metered, Inconsistency, Metered, OffGrid, SiteLimits};
use greenhour_traits::{DeviceRegistry, PhysicalBound, Sites};
use greenhour_types::{Balance, DeviceId, Hour, MilliGpu, SuspensionCause, WattHours};
use sp_runtime::DispatchError;

impl<T: Config> PhysicalBound for Pallet<T> {
	fn metered(device: DeviceId, hour: Hour, wh: WattHours, units: MilliGpu) {
		let slot = hour.day().0.checked_rem(DAY_SLOTS).unwrap_or_default();
		let kept = EnergyDays::<T>::get(device, slot);
		let mut record = match kept {
			// The money of a day is final before its slot is used again: nothing of it can be claimed.
			Some(kept) if kept.day > hour.day() => return,
			Some(kept) if kept.day == hour.day() => kept,
			_ => EnergyDay::new(hour.day()),
		};
		let Some(entry) = record.hours.get_mut(hour.of_day().index()) else {
			return;
		};
		entry.wh = entry.wh.max(wh.0);
		let units = entry.units.checked_add(units);
		entry.units = units.unwrap_or(MilliGpu(u32::MAX));
		let of_hour = Metered {
			units: entry.units.0.into(),
			wh: entry.wh,
			hours: 1,
		};
		let fault = Self::limits_of(device).and_then(|limits| {
			let of_day = sum_of(&record);
			check_metered(&of_hour, &limits)
				.and_then(|()| check_metered(&of_day, &limits))
				.err()
		});
		let first_fault = fault.filter(|_| !record.punished);
		record.punished |= fault.is_some();
		EnergyDays::<T>::insert(device, slot, record);
		if let Some(cause) = first_fault {
			Self::punish(device, hour, cause);
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The limits of a device, with the sun of its zone where that is all it has.
	fn limits_of(device: DeviceId) -> Option<SiteLimits> {
		let mut limits = T::Devices::site_limits(device)?;
		if let Some(site) = limits.off_grid {
			let zone = T::Devices::device(device)?.zone;
			limits.off_grid = Some(OffGrid {
				sun_milli_hours: SunCeilings::<T>::get(zone),
				..site
			});
		}
		Some(limits)
	}

	/// Writes: a part of the bond burns and the device is suspended; once a day.
	fn punish(device: DeviceId, hour: Hour, cause: Inconsistency) {
		let value = T::Devices::answering_value_down(device);
		let due = ViolationShare::<T>::get().mul_ceil(value);
		let burned = with_storage_layer(|| -> Result<Balance, DispatchError> {
			match T::Devices::device(device) {
				Some(record) => Self::burn_bond(device, due, &record.owner),
				None => Ok(0),
			}
		});
		Self::suspend(device, SuspensionCause::Inconsistent);
		Self::deposit_event(Event::MeteringInconsistent {
			device,
			hour,
			cause,
			// Without a rate there is nothing that could be taken.
			burned: burned.unwrap_or_default(),
		});
	}
}

/// The sums of a day over the hours that have receipts.
fn sum_of(record: &EnergyDay) -> Metered {
	let claimed = record.hours.iter().filter(|entry| !entry.units.is_zero());
	claimed.fold(Metered::default(), |sum, entry| Metered {
		units: sum.units.saturating_add(entry.units.0.into()),
		wh: sum.wh.saturating_add(entry.wh),
		hours: sum.hours.saturating_add(1),
	})
}
