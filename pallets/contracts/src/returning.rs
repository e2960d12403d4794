//! Hours that a tenant gives back while they are on sale: nobody is bound to them.

use crate::{open_day::OpenDay, share::Share, Config, Error, Event, Pallet};
use frame_support::ensure;
use greenhour_traits::HourRefunds;
use greenhour_types::{
	units::MIN_ORDER, Balance, ContractDay, ContractId, HourMask, HourOfDay, MilliGpu,
};
use sp_runtime::{DispatchError, DispatchResult};

/// What a tenant gets for hours that he gave back, and what that burns.
#[derive(Clone, Copy, Debug, Default)]
struct Returned {
	released: Balance,
	fee: Balance,
}

/// Takes `units` of `hour`, with the `share` that falls to them, out of the day; `None` when there are
/// fewer.
fn take_from(page: &mut ContractDay, hour: HourOfDay, units: MilliGpu, share: Share) -> Option<()> {
	let left = page.units_at(hour).checked_sub(units)?;
	*page.units.get_mut(hour.index())? = left;
	*page.unassigned.get_mut(hour.index())? = left;
	let paid = page.paid.get_mut(hour.index())?;
	*paid = paid.checked_sub(share.price)?;
	let incentive = page.incentive.get_mut(hour.index())?;
	*incentive = incentive.checked_sub(share.incentive)?;
	if left.is_zero() {
		page.hours = page.hours.difference(HourMask::single(hour));
	}
	Some(())
}

impl<T: Config> Pallet<T> {
	/// Takes units of hours on sale out of a contract: releases what the market gives for them and
	/// their incentive, burns the rest of what was paid.
	pub(crate) fn do_give_back(contract: ContractId, given: HourRefunds) -> DispatchResult {
		let hours = given.order.hours();
		ensure!(!hours.is_empty(), Error::<T>::InvalidReturn);
		let unpriced = HourMask::FULL.difference(hours);
		let outside = unpriced.filter(|hour| refunded_at(&given, hour) > 0);
		ensure!(outside.is_empty(), Error::<T>::InvalidReturn);
		let mut open = Self::open_day(contract, given.order.day, hours)?;
		let mut sum = Returned::default();
		for hour in hours.hours() {
			Self::return_hour(&mut open, &given, hour, &mut sum)?;
		}
		let Returned { released, fee } = sum;
		Self::burn_fee(&mut open.contract, fee)?;
		// The tenant asked for it, so that nobody waits when he can't receive it.
		let held = open.held_less(released).ok_or(Error::<T>::Overflow)?;
		Self::release(&open.contract.tenant, released)?;
		open.contract.held = held;
		Self::deposit_event(Event::HoursGivenBack {
			contract,
			day: given.order.day,
			hours,
			released,
			fee,
		});
		Self::resolve_or_write(open)?;
		Ok(())
	}

	fn return_hour(
		open: &mut OpenDay<T::AccountId>,
		given: &HourRefunds,
		hour: HourOfDay,
		sum: &mut Returned,
	) -> Result<(), DispatchError> {
		let units = given.order.at(hour);
		let bought = open.page.units_at(hour);
		let unbound = open.page.unassigned_at(hour) == bought;
		ensure!(
			unbound && !open.page.refunded.contains(hour),
			Error::<T>::InvalidReturn
		);
		let left = bought.checked_sub(units).ok_or(Error::<T>::InvalidReturn)?;
		// Else an order of next to nothing could be left behind.
		let whole = left.is_zero() || left >= MIN_ORDER;
		ensure!(whole, Error::<T>::UnitsBelowMinimum);
		let share = open.share_of(hour, units);
		let refunded = refunded_at(given, hour);
		let fee = share.price.checked_sub(refunded);
		let fee = fee.ok_or(Error::<T>::InvalidReturn)?;
		let released = refunded.checked_add(share.incentive);
		let released = released.and_then(|more| sum.released.checked_add(more));
		sum.released = released.ok_or(Error::<T>::Overflow)?;
		sum.fee = sum.fee.checked_add(fee).ok_or(Error::<T>::Overflow)?;
		take_from(&mut open.page, hour, units, share).ok_or(Error::<T>::Overflow)?;
		Ok(())
	}
}

fn refunded_at(given: &HourRefunds, hour: HourOfDay) -> Balance {
	given.refunded.get(hour.index()).copied().unwrap_or(0)
}
