//! The energy of GPU classes.

use crate::{ClassEnergies, Config, Error, Event, Pallet};
use frame_support::ensure;
use greenhour_types::{ClassEnergy, Day, GpuClassId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Sets the energy of a class from a day on that has not started.
	pub(crate) fn do_set_class_energy(
		gpu_class: GpuClassId,
		watt_hours: u32,
		from: Day,
	) -> DispatchResult {
		ensure!(watt_hours != 0, Error::<T>::EnergyZero);
		let energy = match ClassEnergies::<T>::get(gpu_class) {
			// No hour of the class can have been proved yet.
			None => ClassEnergy::constant(watt_hours),
			Some(known) => {
				let today = Self::current_hour().day();
				ensure!(from > today, Error::<T>::EnergyFromPast);
				let before_wh = if known.from > today {
					known.before_wh
				} else {
					// Hours of days with the value before this one may still be proved.
					let over = known.from <= Self::oldest_payable().day();
					ensure!(over, Error::<T>::EnergyChangedRecently);
					known.now_wh
				};
				ClassEnergy {
					before_wh,
					from,
					now_wh: watt_hours,
				}
			}
		};
		ClassEnergies::<T>::insert(gpu_class, energy);
		Self::deposit_event(Event::ClassEnergySet { gpu_class, energy });
		Ok(())
	}
}
