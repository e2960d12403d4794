//! Units that tenants give back while the sale is open.

use crate::{
	pricing::{ensure_orders, premium_of, Instant},
	types::{DayRefund, SellBackQuote},
	Config, Error, Event, Orders, Pallet,
};
use frame_support::{ensure, pallet_prelude::DispatchResult};
use greenhour_math::{sell_back_down, Return};
use greenhour_traits::{CapacityPools, ContractBook, ContractFacts, HourRefunds};
use greenhour_types::{
	units::MIN_ORDER, Balance, ContractDay, ContractId, DayPage, DayUnits, Hour, MilliGpu,
};

/// Does the contract have these units of an hour, and keeps the smallest order or none?
fn ensure_returnable<T: Config>(
	bought: &ContractDay,
	hour: Hour,
	units: MilliGpu,
) -> Result<(), Error<T>> {
	let of_day = hour.of_day();
	let rest = bought
		.units_at(of_day)
		.checked_sub(units)
		.ok_or(Error::<T>::UnitsNotBought)?;
	ensure!(
		units <= bought.unassigned_at(of_day) && !bought.refunded.contains(of_day),
		Error::<T>::UnitsNotBought
	);
	ensure!(
		rest.is_zero() || rest >= MIN_ORDER,
		Error::<T>::RemainderBelowMinimum
	);
	Ok(())
}

/// What the units of one day are worth.
fn refund_day<T: Config>(
	instant: &Instant,
	page: &DayPage,
	bought: &ContractDay,
	order: &DayUnits,
	min_green_share: u16,
) -> Result<DayRefund, Error<T>> {
	let mut refunded = [0; 24];
	for of_day in order.hours().hours() {
		let hour = order.day.hour(of_day).ok_or(Error::<T>::Overflow)?;
		let units = order.at(of_day);
		let curve = instant.curve::<T>(page, hour)?;
		ensure_returnable::<T>(bought, hour, units)?;
		let value = sell_back_down(
			&curve,
			&Return {
				units: units.0.into(),
				bought: bought.units_at(of_day).0.into(),
				paid: bought.paid_at(of_day),
				offered: page.at(of_day).offered.0.into(),
				premium: premium_of(&page.market, min_green_share),
			},
		)?;
		*refunded
			.get_mut(of_day.index())
			.ok_or(Error::<T>::Overflow)? = value;
	}
	Ok(DayRefund {
		order: *order,
		refunded,
	})
}

impl<T: Config> Pallet<T> {
	/// What comes back for these units; refuses what can't be given back in this block.
	pub(crate) fn price_return(
		contract: ContractId,
		facts: &ContractFacts<T::AccountId>,
		orders: &[DayUnits],
	) -> Result<SellBackQuote, Error<T>> {
		ensure_orders::<T>(orders)?;
		let instant = Instant::of::<T>();
		let mut quote = SellBackQuote::default();
		for order in orders {
			let bought =
				T::Contracts::day(contract, order.day).ok_or(Error::<T>::HoursNotBought)?;
			let held_until = bought
				.bought_at
				.saturating_add(instant.clock.hour_length_ms);
			ensure!(instant.now >= held_until, Error::<T>::HoldingTooShort);
			let page = T::Capacity::page(facts.pool, order.day).ok_or(Error::<T>::PageNotOpen)?;
			let share = facts.terms.min_green_share;
			let day = refund_day::<T>(&instant, &page, &bought, order, share)?;
			for refund in day.refunded {
				quote.total = quote
					.total
					.checked_add(refund)
					.ok_or(Error::<T>::Overflow)?;
			}
			quote.days.push(day);
		}
		Ok(quote)
	}

	/// Writes: takes units out of a contract and offers them again.
	pub(crate) fn do_sell_back(
		tenant: T::AccountId,
		contract: ContractId,
		orders: &Orders,
		min_refund: Balance,
	) -> DispatchResult {
		let facts = T::Contracts::contract(contract).ok_or(Error::<T>::ContractNotFound)?;
		ensure!(facts.tenant == tenant, Error::<T>::NotAuthorized);
		let quote = Self::price_return(contract, &facts, orders)?;
		let refund = quote.total;
		ensure!(refund >= min_refund, Error::<T>::RefundBelowMinimum);
		let mut hours = alloc::vec::Vec::new();
		for DayRefund { order, refunded } in quote.days {
			hours.extend(crate::views::trades_of(&order, &refunded));
			T::Capacity::take_back(facts.pool, &order)?;
			T::Contracts::give_back(contract, HourRefunds { order, refunded })?;
		}
		Self::deposit_event(Event::HoursSoldBack {
			contract,
			tenant,
			hours,
			refund,
		});
		Ok(())
	}
}
