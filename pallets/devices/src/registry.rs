//! What other pallets ask.

use crate::{rules, Bonds, Config, Devices, GhrRate, GovernedRate, Pallet, UnitValue};
use greenhour_traits::{DeviceRegistry, HourClock, RateValidity, Slashed};
use greenhour_types::{Balance, Device, DeviceId, DeviceStatus, MilliGpu};
use sp_runtime::DispatchError;

impl<T: Config> DeviceRegistry<T::AccountId> for Pallet<T> {
	fn device(device: DeviceId) -> Option<Device<T::AccountId>> {
		Devices::<T>::get(device)
	}

	fn offer_limit(device: DeviceId, until_ms: u64) -> MilliGpu {
		match Devices::<T>::get(device).map(|record| record.status) {
			Some(DeviceStatus::Active {
				expires_at,
				benchmark,
				..
			}) if expires_at > T::Clock::now() && expires_at >= until_ms => {
				rules::offer_limit_down(benchmark)
			}
			_ => MilliGpu::ZERO,
		}
	}

	fn bond_covers(device: DeviceId, units: MilliGpu) -> bool {
		let bond = Bonds::<T>::get(device);
		bond.zip(Self::bond_for(units))
			.is_some_and(|(bond, required)| bond >= required)
	}

	fn bond_value_down(device: DeviceId) -> Balance {
		Bonds::<T>::get(device).map_or(0, Self::last_value_down)
	}

	fn slash(
		device: DeviceId,
		slash_gcd: Balance,
		compensation_gcd: Balance,
		beneficiary: &T::AccountId,
	) -> Result<Slashed, DispatchError> {
		Self::do_slash(device, slash_gcd, compensation_gcd, beneficiary)
	}
}

impl<T: Config> RateValidity for Pallet<T> {
	fn rates_valid() -> bool {
		let now = T::Clock::now();
		let holds =
			|rate: Option<GovernedRate>| rate.is_some_and(|rate| rate.value_at(now).is_some());
		holds(GhrRate::<T>::get()) && holds(UnitValue::<T>::get())
	}
}
