//! Hours that nobody proved in time: refund the tenant, slash the device.

use crate::{
	open_day::OpenDay,
	share::Share,
	split::{miss, Penalty},
	Config, Error, Event, Pallet,
};
use frame_support::ensure;
use greenhour_traits::{
	ClosingPrices, DeviceRegistry, HourClock, OpenClaims, ProofIntake, Slashed,
};
use greenhour_types::{
	Balance, ContractId, Day, DeviceId, Hour, HourMask, HourPhase, MilliGpu, PoolId,
	VerificationMode,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Of so many equal parts of the time for a proof the chain must have been there in one.
const NEEDED_PARTS: u32 = 8;

/// One hour of one device that was not proved.
struct Unproved {
	device: DeviceId,
	hour: Hour,
	units: MilliGpu,
	share: Share,
	refunded: Balance,
}

/// What `settle_missed` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SettledMisses {
	/// Hours settled.
	pub(crate) hours: HourMask,
	/// Was the day, and perhaps the contract, resolved by it?
	pub(crate) resolved: bool,
}

impl<T: Config> Pallet<T> {
	/// Settles every unsettled hour whose money window has passed without a claim.
	pub(crate) fn do_settle_missed(
		who: &T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
	) -> Result<SettledMisses, DispatchError> {
		let (mut open, mut assignment) = Self::open_assigned(contract, device, day)?;
		let due = Self::from_phase_on(day, assignment.unsettled(), HourPhase::Settled);
		// A claim, or in any mode a declaration that the job can't start, is settled where it was made.
		let due = due.difference(T::Claims::claimed(contract, device, day));
		ensure!(!due.is_empty(), Error::<T>::NothingDue);
		let mut sum = Share::default();
		for of_day in due.hours() {
			let hour = day.hour(of_day).ok_or(Error::<T>::Overflow)?;
			let units = assignment.units_at(of_day);
			let share = open.share_of(of_day, units);
			sum = sum.checked_add(share).ok_or(Error::<T>::Overflow)?;
			let unproved = Unproved {
				device,
				hour,
				units,
				share,
				refunded: share.total().ok_or(Error::<T>::Overflow)?,
			};
			Self::answer_for(&open, unproved)?;
		}
		let total = sum.total().ok_or(Error::<T>::Overflow)?;
		Self::refund(contract, &mut open.contract, total)?;
		assignment.missed = assignment.missed.union(due);
		if Self::write_settled(&mut open, device, assignment, due)? {
			Self::reward(&mut open, who, sum.price);
		}
		Ok(SettledMisses {
			hours: due,
			resolved: Self::resolve_or_write(open)?,
		})
	}

	/// Slashes the device for a missed hour; nobody for one that is void or could not be proved.
	fn answer_for(open: &OpenDay<T::AccountId>, unproved: Unproved) -> DispatchResult {
		let Unproved {
			device,
			hour,
			units,
			share,
			refunded,
		} = unproved;
		let contract = open.id;
		let mode = open.contract.terms.verification;
		if T::Clock::is_void(hour) || Self::could_not_be_shown(mode, hour) {
			Self::deposit_event(Event::HourVoided {
				contract,
				device,
				hour,
				refunded,
			});
			return Ok(());
		}
		let terms = Self::miss_terms(open.contract.pool, hour, units, share);
		let tenant = &open.contract.tenant;
		let Slashed {
			compensation,
			burned,
		} = T::Devices::slash(device, terms.slash, terms.compensation, tenant)?;
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

	/// Did the chain not take what shows the delivery of `hour`: was its circuit closed, or did the chain
	/// stand still for all but an eighth of the time that there is for it?
	///
	/// Claims have their window, receipts the whole money window.
	fn could_not_be_shown(mode: VerificationMode, hour: Hour) -> bool {
		let by_receipt = mode.is_by_receipt();
		let params = T::Clock::params();
		let hours = params.hours_up(match by_receipt {
			true => params.windows.settle_ms,
			false => params.claim_window_ms(),
		});
		let last = Hour(hour.0.saturating_add(hours));
		let counted = T::Clock::counted_between(hour.next(), last);
		let stood_still = counted.saturating_mul(NEEDED_PARTS) < hours;
		stood_still || by_receipt && T::Proofs::was_closed(mode, hour)
	}

	/// What missing `units` of `hour` costs the device. Of their share only the price counts.
	pub(crate) fn miss_terms(pool: PoolId, hour: Hour, units: MilliGpu, share: Share) -> Penalty {
		// Without a page the closing price is unknown, and the price paid decides.
		let closing = T::Prices::closing_cost(pool, hour, units).unwrap_or(0);
		miss(share.price, closing)
	}
}
