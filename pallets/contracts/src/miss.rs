//! Hours that nobody proved in time: refund the tenant, slash the device.

use crate::{
	split::{miss, share_down, MissTerms},
	Assignments, Config, Contracts, Error, Event, Pallet,
};
use frame_support::ensure;
use greenhour_traits::{ClosingPrices, DeviceRegistry, HourClock, ProofIntake, Slashed};
use greenhour_types::{
	Balance, Contract, ContractId, Day, DeviceId, Hour, HourMask, HourPhase, MilliGpu, PoolId,
};
use sp_runtime::{DispatchError, DispatchResult};

/// One hour of one device that was not proved.
struct Unproved {
	contract: ContractId,
	device: DeviceId,
	hour: Hour,
	units: MilliGpu,
	refunded: Balance,
}

impl<T: Config> Pallet<T> {
	/// Settles every unsettled hour whose money window has passed, and returns these hours.
	pub(crate) fn do_settle_missed(
		contract: ContractId,
		device: DeviceId,
		day: Day,
	) -> Result<HourMask, DispatchError> {
		let mut record = Self::contract(contract)?;
		let mut assignment =
			Assignments::<T>::get((device, day, contract)).ok_or(Error::<T>::AssignmentNotFound)?;
		let due = Self::from_phase_on(day, assignment.unsettled(), HourPhase::Settled);
		ensure!(!due.is_empty(), Error::<T>::NothingDue);
		let page = Self::contract_day(contract, day, due)?;
		let mut total: Balance = 0;
		for of_day in due.hours() {
			let hour = day.hour(of_day).ok_or(Error::<T>::Overflow)?;
			let units = assignment.units_at(of_day);
			let refunded = share_down(page.paid_at(of_day), units, record.units);
			total = total.checked_add(refunded).ok_or(Error::<T>::Overflow)?;
			Self::answer_for(
				&record,
				Unproved {
					contract,
					device,
					hour,
					units,
					refunded,
				},
			)?;
		}
		Self::refund(contract, &mut record, total)?;
		Contracts::<T>::insert(contract, record);
		assignment.missed = assignment.missed.union(due);
		Self::write_settled(contract, device, day, assignment, due)?;
		Ok(due)
	}

	/// Slashes the device for a missed hour; nobody for one that is void or could not be proved.
	fn answer_for(record: &Contract<T::AccountId>, unproved: Unproved) -> DispatchResult {
		let Unproved {
			contract,
			device,
			hour,
			units,
			refunded,
		} = unproved;
		let mode = record.terms.verification;
		if T::Clock::is_void(hour) || T::Proofs::was_closed(mode, hour) {
			Self::deposit_event(Event::HourVoided {
				contract,
				device,
				hour,
				refunded,
			});
			return Ok(());
		}
		let terms = Self::miss_terms(record.pool, hour, units, refunded);
		let Slashed {
			compensation,
			burned,
		} = T::Devices::slash(device, terms.slash, terms.compensation, &record.tenant)?;
		Self::deposit_event(Event::HourMissed {
			contract,
			device,
			hour,
			refunded,
			compensation,
			burned,
		});
		Ok(())
	}

	/// What missing `units` of `hour`, for which `share` was paid, costs the device.
	pub(crate) fn miss_terms(
		pool: PoolId,
		hour: Hour,
		units: MilliGpu,
		share: Balance,
	) -> MissTerms {
		// Without a page the closing price is unknown, and the price paid decides.
		let closing = T::Prices::closing_cost(pool, hour, units).unwrap_or(0);
		miss(share, closing)
	}
}
