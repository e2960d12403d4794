//! The energy of GPU classes.

use crate::{ClassEnergies, Config, Error, Event, Pallet};
use frame_support::ensure;
use greenhour_traits::HourClock;
use greenhour_types::{ClassEnergy, Day, GpuClassId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Sets the energy of a class from a day on of which no hour can be on sale yet.
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
				let horizon = T::Clock::params().windows.horizon_days;
				let on_sale = Day(today.0.saturating_add(horizon));
				ensure!(from > on_sale, Error::<T>::EnergyTooEarly);
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
