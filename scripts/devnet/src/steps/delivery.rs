//! Hours that were proved and paid.

use crate::{
	amounts::{gcd, ghr, gpus},
	chain::State,
	error::{Error, Result},
	report::Finding,
	steps::miss,
	world::{Market, BOND, POOL},
};
use greenhour_types::{ContractId, DeviceId, Hour, MilliGpu};
use std::time::Duration;

/// Waits until every assigned unit of `hours` is delivered, but for those of `dead`.
pub(crate) async fn delivered(
	market: &Market,
	hours: &[Hour],
	dead: Option<DeviceId>,
) -> Result<Finding> {
	let last = hours.iter().max().copied().unwrap_or_default();
	let end = market.settled_at(last)?;
	let now = market.chain.finalized().await?.now().await?;
	let within = Duration::from_millis(end.saturating_sub(now)) + Duration::from_secs(30);
	let state = market
		.chain
		.when("receipts of every living device", within, async |state| {
			Ok(open(market, state, hours, dead).await?.is_empty())
		})
		.await?;
	let proved = proved(&state, hours).await?;
	let mut earned = 0;
	for member in &market.members {
		earned += state.earned(member.offer).await?;
	}
	let detail = format!(
		"proved and paid: {proved}; positions earned {} so far",
		gcd(earned)
	);
	Ok(Finding::new(state.number(), detail))
}

/// What was delivered in each hour; an error when nothing was.
async fn proved(state: &State, hours: &[Hour]) -> Result<String> {
	let mut units = MilliGpu::ZERO;
	let mut lines = Vec::new();
	for hour in hours {
		let page = state.page(POOL, hour.day()).await?.at(hour.of_day());
		units = MilliGpu(units.0 + page.delivered.0);
		lines.push(format!(
			"{hour} {} of {}",
			gpus(page.delivered),
			gpus(page.sold)
		));
	}
	if units.is_zero() {
		return Err(Error::unexpected("nothing was delivered"));
	}
	Ok(lines.join(", "))
}

/// Settles what was not proved, once the money windows of those hours are over; then no money of any
/// hour is open.
pub(crate) async fn settled(market: &Market) -> Result<Finding> {
	let hours = market.hours();
	for member in &market.members {
		miss::settle_rest(market, member).await?;
	}
	let state = market.chain.finalized().await?;
	let open = open(market, &state, &hours, None).await?;
	if !open.is_empty() {
		return Err(Error::unexpected(format!("still unsettled: {open:?}")));
	}
	let mut slashed = 0;
	for member in &market.members {
		slashed += BOND.saturating_sub(state.bond(member.device).await?);
	}
	let mut void = Vec::new();
	for hour in &hours {
		if !state.counted(hour.day()).await?.contains(hour.of_day()) {
			void.push(hour.to_string());
		}
	}
	let detail = format!(
		"proved and paid: {}; the rest is refunded, void hours: {}, slashed: {}",
		proved(&state, &hours).await?,
		if void.is_empty() {
			"none".to_owned()
		} else {
			void.join(", ")
		},
		ghr(slashed),
	);
	Ok(Finding::new(state.number(), detail))
}

/// Assignments of living devices with unsettled hours among `hours`.
async fn open(
	market: &Market,
	state: &State,
	hours: &[Hour],
	dead: Option<DeviceId>,
) -> Result<Vec<(DeviceId, ContractId, Hour)>> {
	let mut open = Vec::new();
	for member in market
		.members
		.iter()
		.filter(|member| Some(member.device) != dead)
	{
		for purchase in &market.purchases {
			for hour in hours {
				let bound = state
					.assignment(member.device, hour.day(), purchase.contract)
					.await?;
				if bound.is_some_and(|bound| bound.unsettled().contains(hour.of_day())) {
					open.push((member.device, purchase.contract, *hour));
				}
			}
		}
	}
	Ok(open)
}
