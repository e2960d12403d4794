//! What a page gets when it opens, and what it teaches when it is over.

use crate::{evidence::observation, Config, Event, Learned, LearnedState, Pallet, Pools};
use greenhour_math::{
	learning::dithered_up, ln::LN_FRACTION_BITS, mul_div, HourObservation, MathError, PriceScale,
	Rounding,
};
use greenhour_traits::{HourClock, LatchedMarket};
use greenhour_types::{
	units::MIN_ORDER, Balance, Day, Hour, HourMask, HourPage, MarketState, PoolId, HOURS_PER_DAY,
};
use parity_scale_codec::Encode;

/// What the bits of a dither are drawn for, so that no other hash is the same.
const DITHER_CONTEXT: &[u8; 24] = b"greenhour/market/dither1";

impl<T: Config> LatchedMarket for Pallet<T> {
	fn state_for(pool: PoolId, day: Day) -> Option<MarketState> {
		let params = Pools::<T>::get(pool)?;
		let learned = Learned::<T>::get(pool);
		let horizon_days = T::Clock::params().windows.horizon_days;
		let raised = learned
			.as_ref()
			.filter(|learned| learned.tries_prices_on(day, horizon_days))
			.map_or(HourMask::EMPTY, |_| dither::<T>(pool, day));
		let price = learned
			.as_ref()
			.map_or_else(PriceScale::default, |learned| learned.price);
		let scales = learned.map_or([greenhour_types::capacity::SCALE_ONE; 24], |learned| {
			learned.demand.map(|estimate| estimate.scale_q16())
		});
		Some(MarketState {
			immediate: params.immediate,
			per_hour: params.per_hour,
			unit_price: price.unit_price_up(params.unit_price).ok()?,
			scales,
			raised,
			green_premium: params.green_premium,
		})
	}

	fn learn(pool: PoolId, market: &MarketState, hours: &[(Hour, HourPage)]) {
		let Some(((first, _), anchor)) = hours.first().zip(Pools::<T>::get(pool)) else {
			return;
		};
		let mut learned = Learned::<T>::get(pool).unwrap_or_else(|| LearnedState::starting(*first));
		let clock = T::Clock::params();
		for (hour, page) in hours {
			// Each hour teaches once.
			if *hour < learned.next {
				continue;
			}
			learned.next = hour.next();
			// An outage tells nothing of what was wanted. An hour that can't be understood teaches
			// nothing either; the parameters are within limits, so that there is none.
			let evidence = (!T::Clock::is_void(*hour))
				.then(|| observation(&clock, &anchor, market, learned.since, (*hour, page)).ok())
				.flatten();
			if let Some(evidence) = evidence {
				Self::learn_demand(&mut learned, pool, *hour, &evidence);
				if learned.tries_prices_on(hour.day(), clock.windows.horizon_days) {
					learn_price(&mut learned, market, *hour, &evidence);
				}
			}
			if hour.of_day().get().saturating_add(1) == HOURS_PER_DAY {
				Self::close_day(&mut learned, pool, anchor.unit_price);
			}
		}
		Learned::<T>::insert(pool, learned);
	}
}

impl<T: Config> Pallet<T> {
	fn learn_demand(
		learned: &mut LearnedState,
		pool: PoolId,
		hour: Hour,
		evidence: &HourObservation,
	) {
		let Some(estimate) = learned.demand_mut(hour.of_day()) else {
			return;
		};
		let Ok(next) = estimate.observe(evidence) else {
			return;
		};
		if next.ln_scale != estimate.ln_scale {
			Self::deposit_event(Event::DemandLearned {
				pool,
				hour,
				scale: next.scale_q16(),
			});
		}
		*estimate = next;
	}

	fn close_day(learned: &mut LearnedState, pool: PoolId, anchor: Balance) {
		let Ok((price, trial)) = learned.trial.close_day(&learned.price) else {
			return;
		};
		if price != learned.price {
			if let Ok(unit_price) = price.unit_price_up(anchor) {
				Self::deposit_event(Event::PriceScaleLearned { pool, unit_price });
			}
		}
		learned.price = price;
		learned.trial = trial;
	}
}

/// What dithered prices earned.
///
/// An hour that sold out teaches the price scale nothing: dearer units of it sold as well, which says
/// that demand was underestimated, and that is what its scale learns.
fn learn_price(
	learned: &mut LearnedState,
	market: &MarketState,
	hour: Hour,
	evidence: &HourObservation,
) {
	let left = evidence.offered.saturating_sub(evidence.sold);
	if left < MIN_ORDER.0 {
		return;
	}
	let raised = market.raised.contains(hour.of_day());
	let next = revenue_up(market.unit_price, raised, evidence).and_then(|revenue| {
		let of_day = hour.of_day().get();
		learned
			.trial
			.observe_hour(of_day, raised, revenue, evidence)
	});
	if let Ok(next) = next {
		learned.trial = next;
	}
}

/// One bit for all hours of a page, from the hash of the parent of the block that opens it.
///
/// The parent's header carries its author's VRF, and all that was ordered before.
fn dither<T: Config>(pool: PoolId, day: Day) -> HourMask {
	let parent = frame_system::Pallet::<T>::parent_hash();
	let hash = sp_io::hashing::blake2_256(&(DITHER_CONTEXT, parent, pool, day).encode());
	let [first, ..] = hash;
	if first & 1 == 1 {
		HourMask::FULL
	} else {
		HourMask::EMPTY
	}
}

/// What tenants paid for an hour, if they all paid the same for a unit: with x the demand that a unit
/// implies, `sold * max(1, ln x)` at the price scale of the hour. The logarithm is concave, so that
/// it is never less than what they paid.
///
/// **Units**: planck of GCD, without the green premium, rounded up.
fn revenue_up(
	unit_price: Balance,
	raised: bool,
	evidence: &HourObservation,
) -> Result<Balance, MathError> {
	if evidence.sold == 0 {
		return Ok(0);
	}
	let ln = |x: u64| greenhour_math::ln::ln(x.clamp(1, greenhour_math::ln::MAX_ARGUMENT));
	let each = ln(evidence.implied)?
		.saturating_sub(ln(evidence.sold.into())?)
		.max(1 << LN_FRACTION_BITS);
	// 88 + 6 bits times 32.
	let units = each
		.checked_mul(evidence.sold.into())
		.ok_or(MathError::Overflow)?;
	mul_div(
		units,
		dithered_up(unit_price, raised)?,
		1 << LN_FRACTION_BITS,
		Rounding::Up,
	)
}
