//! What other pallets ask.

use crate::{
	rules, Bindings, Bonds, Config, Devices, GhrRate, GovernedRate, GpuClasses, Pallet, Unbondings,
	UnitValue,
};
use greenhour_math::{mul_div, Rounding};
use greenhour_traits::{DeviceRegistry, HourClock, PogcsRates, RateValidity, Slashed};
use greenhour_types::{AttestationResult, Balance, Device, DeviceId, DeviceKind, MilliGpu};
use sp_runtime::DispatchError;

impl<T: Config> DeviceRegistry<T::AccountId> for Pallet<T> {
	fn device(device: DeviceId) -> Option<Device<T::AccountId>> {
		Devices::<T>::get(device)
	}

	fn site_of(device: DeviceId) -> Option<Device<T::AccountId>> {
		let record = Devices::<T>::get(device)?;
		match record.kind {
			DeviceKind::Combined => Some(record),
			DeviceKind::EnergyOnly => None,
			DeviceKind::ComputeOnly => {
				let energy = Devices::<T>::get(Bindings::<T>::get(device)?)?;
				Some(record.fed_by(&energy))
			}
		}
	}

	fn bound_to(device: DeviceId) -> Option<DeviceId> {
		Bindings::<T>::get(device)
	}

	fn offer_limit(device: DeviceId, until_ms: u64) -> MilliGpu {
		let Some(site) = Self::site_of(device) else {
			return MilliGpu::ZERO;
		};
		match site.status.result() {
			Some(AttestationResult {
				expires_at,
				benchmark,
				..
			}) if expires_at > T::Clock::now() && expires_at >= until_ms => {
				let terms = Self::terms_of(site.class);
				let fed = rules::fed_limit_down(site.energy_cap, terms.min_wh_per_gpu_hour);
				rules::offer_limit_down(benchmark).min(fed)
			}
			_ => MilliGpu::ZERO,
		}
	}

	fn bond_covers(device: DeviceId, units: MilliGpu) -> bool {
		let Some(record) = Devices::<T>::get(device) else {
			return false;
		};
		Bonds::<T>::get(device)
			.zip(Self::bond_for(record.gpu_class, units))
			.is_some_and(|(bond, required)| bond >= required)
	}

	fn required_bond(device: DeviceId, units: MilliGpu) -> Option<Balance> {
		let record = Devices::<T>::get(device)?;
		let least = Self::terms_of(record.class).min_bond;
		Some(Self::bond_for(record.gpu_class, units)?.max(least))
	}

	fn bond_value_down(device: DeviceId) -> Balance {
		Bonds::<T>::get(device).map_or(0, Self::last_value_down)
	}

	fn answering_value_down(device: DeviceId) -> Balance {
		let asked_back = Unbondings::<T>::get(device).map_or(0, |unbonding| unbonding.amount);
		let bond = Bonds::<T>::get(device).unwrap_or_default();
		Self::last_value_down(bond.saturating_add(asked_back))
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

impl<T: Config> PogcsRates for Pallet<T> {
	/// The value of a GPU-hour times the index of the class, rounded down.
	fn class_index(device: DeviceId) -> Option<Balance> {
		let record = Devices::<T>::get(device)?;
		let index = GpuClasses::<T>::get(record.gpu_class)?.class_index;
		let value = UnitValue::<T>::get()?.value;
		mul_div(value, index.into(), 1_000, Rounding::Down).ok()
	}

	fn ghr_down(gcd: Balance) -> Option<Balance> {
		let rate = GhrRate::<T>::get()?.value_at(T::Clock::now())?;
		rules::ghr_for_gcd(gcd, rate, Rounding::Down).ok()
	}
}
