//! What the views answer.

use crate::{
	pricing::{premium_of, with_premium_up, Instant, Purchase, ALL_GREEN},
	types::{HourTrade, PriceView},
	Config, HourView, Pallet, Quote,
};
use alloc::vec::Vec;
use greenhour_math::HourCurve;
use greenhour_traits::{CapacityPools, ContractBook};
use greenhour_types::{
	units::MILLI_PER_GPU, Balance, Day, DayPage, DayUnits, Hour, HourMask, PoolId,
};

/// Units and amounts of the hours of an order.
pub(crate) fn trades_of(order: &DayUnits, amounts: &[Balance; 24]) -> Vec<HourTrade> {
	let trade = |of_day| {
		Some(HourTrade {
			hour: order.day.hour(of_day)?,
			units: order.at(of_day),
			amount: amounts.get(of_day.index()).copied()?,
		})
	};
	order.hours().hours().filter_map(trade).collect()
}

/// Planck of GCD for one GPU-hour, without green energy, rounded up.
fn gpu_hour(curve: &HourCurve) -> Option<Balance> {
	curve.price_at_up(MILLI_PER_GPU).ok()
}

/// What the curve of an hour says; `None` when it is not on sale or has no curve.
fn price_view(instant: &Instant, page: &DayPage, hour: Hour) -> Option<PriceView> {
	let (of_day, length) = (hour.of_day(), instant.clock.hour_length_ms);
	let lead_ms = instant.lead_on_sale(hour)?;
	let at = |lead_ms| crate::pricing::state_of(page, of_day, lead_ms, length).ok();
	let state = at(lead_ms)?;
	let price = HourCurve::new(state)
		.ok()
		.and_then(|curve| gpu_hour(&curve))?;
	let later = lead_ms
		.checked_sub(length)
		.filter(|lead_ms| *lead_ms > instant.clock.windows.sale_close_ms)
		.and_then(at)
		.and_then(|state| gpu_hour(&HourCurve::new(state).ok()?));
	Some(PriceView {
		units_in_block: instant.units_in_block(page, of_day),
		gpu_hour: price,
		green_gpu_hour: with_premium_up(price, premium_of(&page.market, ALL_GREEN)).ok()?,
		gpu_hour_in_an_hour: later,
		demand: state.demand,
	})
}

impl<T: Config> Pallet<T> {
	/// The quote of a purchase, with what a new contract of so many days holds on top.
	pub(crate) fn with_deposit(purchase: Purchase) -> Quote {
		let mut quote = purchase.quote;
		let days = u32::try_from(quote.days.len()).unwrap_or(u32::MAX);
		quote.settlement_deposit = T::Contracts::settlement_deposit(days);
		quote
	}

	/// Where each hour of a day stands.
	pub(crate) fn view_day(pool: PoolId, day: Day) -> Option<Vec<HourView>> {
		let page = T::Capacity::page(pool, day)?;
		let instant = Instant::of::<T>();
		let view = |hour: Hour| {
			let entry = page.at(hour.of_day());
			Some(HourView {
				hour,
				phase: instant.clock.phase_of(hour, instant.now)?,
				units_left: entry.offered.saturating_sub(entry.sold),
				price: price_view(&instant, &page, hour),
			})
		};
		HourMask::FULL
			.hours()
			.map(|hour| view(day.hour(hour)?))
			.collect()
	}
}
