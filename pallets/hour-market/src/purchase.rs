//! Purchases: hours are sold, their cost is held.

use crate::{
	pricing::Purchase,
	types::{DayQuote, HourTrade},
	Config, Error, Event, Orders, Pallet, PurchaseDays,
};
use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::DispatchResult};
use greenhour_traits::{CapacityPools, ContractBook, HourPrices};
use greenhour_types::{
	units::MIN_ORDER, Balance, ContractId, ContractTerms, DayMask, DayUnits, MilliGpu, PoolId,
	SpecUri,
};
use sp_runtime::DispatchError;

/// What a new contract is for.
pub(crate) struct Job {
	pub(crate) pool: PoolId,
	pub(crate) terms: ContractTerms,
	pub(crate) spec_uri: SpecUri,
}

/// Days of a purchase.
pub(crate) fn day_count(days: &[DayMask]) -> u32 {
	u32::try_from(days.len()).unwrap_or(u32::MAX)
}

/// Hours of a purchase.
pub(crate) fn hour_count(days: &[DayMask]) -> u32 {
	days.iter()
		.fold(0, |sum: u32, day| sum.saturating_add(day.hours.count()))
}

/// Days of orders.
pub(crate) fn order_days(orders: &[DayUnits]) -> u32 {
	u32::try_from(orders.len()).unwrap_or(u32::MAX)
}

/// Hours of orders.
pub(crate) fn order_hours(orders: &[DayUnits]) -> u32 {
	orders.iter().fold(0, |sum: u32, order| {
		sum.saturating_add(order.hours().count())
	})
}

/// The same units in each hour of these days.
pub(crate) fn flat_orders<T: Config>(
	days: &PurchaseDays,
	units: MilliGpu,
) -> Result<Vec<DayUnits>, Error<T>> {
	// An order of nothing has no hours, which is another cause.
	ensure!(units >= MIN_ORDER, Error::<T>::UnitsBelowMinimum);
	let order = |hours: &DayMask| DayUnits::flat(*hours, units);
	Ok(days.iter().map(order).collect())
}

/// Units and costs by hour, for the event.
fn trades(days: &[DayQuote]) -> Vec<HourTrade> {
	days.iter()
		.flat_map(|day| crate::views::trades_of(&day.order, &day.cost))
		.collect()
}

/// Can a job of these terms be proved, and its specification be fetched?
pub(crate) fn ensure_job<T: Config>(job: &Job) -> Result<(), Error<T>> {
	ensure!(job.terms.are_provable(), Error::<T>::JobNotCanonical);
	ensure!(
		job.spec_uri.iter().all(u8::is_ascii_graphic),
		Error::<T>::SpecUriNotAscii
	);
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// Writes: sells the hours and opens a contract.
	pub(crate) fn open_contract(
		tenant: T::AccountId,
		job: Job,
		purchase: Purchase,
		max_cost: Balance,
	) -> Result<ContractId, DispatchError> {
		let Job {
			pool,
			terms,
			spec_uri,
		} = job;
		let cost = purchase.quote.total;
		let hours = trades(&purchase.quote.days);
		let prices = Self::sell(pool, purchase, max_cost)?;
		let contract = T::Contracts::open(&tenant, pool, terms, spec_uri, prices)?;
		Self::deposit_event(Event::HoursBought {
			contract,
			tenant,
			pool,
			hours,
			cost,
		});
		Ok(contract)
	}

	/// Writes: sells more hours to an open contract.
	pub(crate) fn do_extend(
		tenant: T::AccountId,
		contract: ContractId,
		orders: &Orders,
		max_cost: Balance,
	) -> DispatchResult {
		let facts = T::Contracts::contract(contract).ok_or(Error::<T>::ContractNotFound)?;
		ensure!(facts.tenant == tenant, Error::<T>::NotAuthorized);
		let purchase = Self::price(facts.pool, orders, facts.terms.min_green_share)?;
		let cost = purchase.quote.total;
		let hours = trades(&purchase.quote.days);
		let prices = Self::sell(facts.pool, purchase, max_cost)?;
		T::Contracts::extend(contract, prices)?;
		Self::deposit_event(Event::ContractExtended {
			contract,
			tenant,
			hours,
			cost,
		});
		Ok(())
	}

	/// Writes: marks the hours as sold, if they cost no more than `max_cost`.
	fn sell(
		pool: PoolId,
		purchase: Purchase,
		max_cost: Balance,
	) -> Result<Vec<HourPrices>, DispatchError> {
		let Purchase { quote, sales } = purchase;
		ensure!(quote.total <= max_cost, Error::<T>::MaxCostExceeded);
		for (day, (implied, page)) in quote.days.iter().zip(sales) {
			T::Capacity::sell_on(page, pool, &day.order, &implied)?;
		}
		Ok(quote.days.into_iter().map(Into::into).collect())
	}
}
