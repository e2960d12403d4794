//! Hours on sale are sold and taken back.

use crate::{
	pages::{change_hours, change_page, ensure_phase, left_of, note_room, sum_within},
	Config, DayPages, Error,
};
use greenhour_types::{
	units::MIN_ORDER, BlockTrades, DayPage, DayUnits, HourPage, HourPhase, MilliGpu, PoolId,
};
use sp_runtime::{traits::UniqueSaturatedInto, DispatchResult};

/// Writes: marks the units of an order as sold, with the demand that each hour's sale implies, and when
/// an hour is sold out. `page` is the page of the day.
pub(crate) fn sell<T: Config>(
	mut page: DayPage,
	pool: PoolId,
	order: &DayUnits,
	implied: &[u64; 24],
) -> DispatchResult {
	let hours = order.hours();
	let now = ensure_phase::<T>(order.day, hours, |phase| phase == HourPhase::OnSale)?;
	let block = frame_system::Pallet::<T>::block_number().unique_saturated_into();
	change_hours::<T>(&mut page, hours, |hour, entry| {
		let demand = implied.get(hour.index()).copied().unwrap_or_default();
		entry.sold = sum_within(entry.sold, order.at(hour), entry.offered)?;
		entry.implied = entry.implied.checked_add(demand)?;
		if left_of(entry) < MIN_ORDER {
			entry.sold_out_at.get_or_insert(now);
		}
		Some(())
	})?;
	if page.traded.block != block {
		page.traded = BlockTrades {
			block,
			..Default::default()
		};
	}
	for hour in hours.hours() {
		if let Some(units) = page.traded.units.get_mut(hour.index()) {
			let sum = units.checked_add(order.at(hour));
			*units = sum.ok_or(Error::<T>::Overflow)?;
		}
	}
	DayPages::<T>::insert(pool, order.day, page);
	Ok(())
}

/// Writes: puts sold units back. What was sold in the block stays sold in it, so that nobody makes
/// room under a limit of the block by selling back.
pub(crate) fn take_back<T: Config>(pool: PoolId, order: &DayUnits) -> DispatchResult {
	let hours = order.hours();
	ensure_phase::<T>(order.day, hours, |phase| phase == HourPhase::OnSale)?;
	change_page::<T>(pool, order.day, |page| {
		change_hours::<T>(page, hours, |hour, entry| {
			let left = entry.sold.checked_sub(order.at(hour))?;
			entry.implied = implied_of_down(entry, left)?;
			entry.sold = left;
			note_room(entry);
			Some(())
		})
	})
}

/// The implied demand of `left` of the units sold, rounded down: nothing for nothing.
fn implied_of_down(entry: &HourPage, left: MilliGpu) -> Option<u64> {
	if left.is_zero() {
		return Some(0);
	}
	let part = u128::from(entry.implied).checked_mul(u128::from(left.0))?;
	u64::try_from(part.checked_div(u128::from(entry.sold.0))?).ok()
}
