//! What wallets and devices ask about contracts.

use crate::{Assignments, Config, ContractDays, Contracts, Pallet};
use alloc::vec::Vec;
use greenhour_types::{
	Assignment, Balance, ContractDay, ContractId, Day, DeviceId, Hour, HourOfDay, HourPhase,
	MilliGpu,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// Where one hour of a contract stands.
///
/// What of it was delivered or missed is told by events, and by the assignments of the devices while
/// one of their hours is unsettled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ContractHour {
	/// The hour.
	pub hour: Hour,
	/// Where it stands; nothing before market time begins.
	pub phase: Option<HourPhase>,
	/// Units bought.
	pub units: MilliGpu,
	/// Units bound to devices, settled or not.
	pub assigned: MilliGpu,
	/// Units that no device serves.
	pub unassigned: MilliGpu,
	/// Are these refunded?
	pub refunded: bool,
	/// Planck of GCD paid for all units.
	pub paid: Balance,
	/// Planck of GCD on top, for what is delivered.
	pub incentive: Balance,
}

impl<T: Config> Pallet<T> {
	/// The hours of every open day of a contract, ascending: at most 192.
	pub(crate) fn hours_of(contract: ContractId) -> Option<Vec<ContractHour>> {
		let record = Contracts::<T>::get(contract)?;
		let mut hours = Vec::new();
		for day in record.days {
			let Some(page) = ContractDays::<T>::get((record.pool, day, contract)) else {
				continue;
			};
			let of_page = page.hours.hours();
			hours.extend(of_page.filter_map(|of_day| Self::view_hour(&page, day, of_day)));
		}
		Some(hours)
	}

	fn view_hour(page: &ContractDay, day: Day, of_day: HourOfDay) -> Option<ContractHour> {
		let (units, unassigned) = (page.units_at(of_day), page.unassigned_at(of_day));
		Some(ContractHour {
			hour: day.hour(of_day)?,
			phase: Self::phase(day, of_day),
			units,
			assigned: units.saturating_sub(unassigned),
			unassigned,
			refunded: page.refunded.contains(of_day),
			paid: page.paid_at(of_day),
			incentive: page.incentive_at(of_day),
		})
	}

	/// Contracts that the device serves on `day`, with hours that are not settled.
	pub(crate) fn open_assignments(device: DeviceId, day: Day) -> Vec<(ContractId, Assignment)> {
		Assignments::<T>::iter_prefix((device, day)).collect()
	}
}
