//! What governance says about classes.

use crate::{Config, DeviceClasses, Error, Event, GpuClasses, Pallet};
use frame_support::{ensure, traits::Get};
use greenhour_types::{ClassTerms, DeviceClass, GpuClass, GpuClassId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// What a class of devices must fulfil.
	pub(crate) fn terms_of(class: DeviceClass) -> ClassTerms {
		DeviceClasses::<T>::get(class).unwrap_or_else(|| ClassTerms::default_of(class))
	}

	/// Are the terms of a class in range?
	///
	/// **Errors** `InsufficientBond`, `ZeroAmount`.
	pub(crate) fn ensure_terms(terms: &ClassTerms) -> DispatchResult {
		ensure!(
			terms.min_bond >= T::MinBond::get(),
			Error::<T>::InsufficientBond
		);
		ensure!(
			!terms.max_units.is_zero() && terms.min_wh_per_gpu_hour > 0,
			Error::<T>::ZeroAmount
		);
		Ok(())
	}

	/// Writes the terms of a class of devices.
	pub(crate) fn do_set_device_class(class: DeviceClass, terms: ClassTerms) -> DispatchResult {
		Self::ensure_terms(&terms)?;
		DeviceClasses::<T>::insert(class, terms);
		Self::deposit_event(Event::DeviceClassSet { class, terms });
		Ok(())
	}

	/// Writes what a GPU class weighs.
	pub(crate) fn do_set_gpu_class(gpu_class: GpuClassId, class: GpuClass) -> DispatchResult {
		ensure!(class.class_index > 0, Error::<T>::ZeroAmount);
		GpuClasses::<T>::insert(gpu_class, class);
		Self::deposit_event(Event::GpuClassSet { gpu_class, class });
		Ok(())
	}
}
