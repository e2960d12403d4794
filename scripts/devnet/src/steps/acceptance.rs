//! Who serves: drawn devices accept, an undrawn one is refused, the rest is assigned.

use crate::{
	amounts::gpus,
	calls,
	chain::State,
	error::{Error, Result},
	report::Finding,
	sites::Site,
	world::{Market, Member, Purchase, POOL},
};
use greenhour_types::{
	draw::{is_drawn, pool_seed},
	Hour, HourMask, HourPhase, MilliGpu,
};
use std::time::Duration;

const POLL: Duration = Duration::from_secs(1);
/// Time that a transaction needs to reach a block, with a block to spare, in ms.
const TO_A_BLOCK: u64 = 9_000;
/// What an undrawn device tries to take.
const TRIED: MilliGpu = MilliGpu(100);

/// Sends an accept of an undrawn device during first refusal and sees it refused.
///
/// Which device is undrawn is a matter of chance, so every hour of every purchase is looked at
/// until one is found; with three offers, each hour of a contract has one with chance 19/27.
pub(crate) async fn undrawn_refused(market: &Market, sites: &[Site]) -> Result<Finding> {
	for hour in market.hours() {
		let opens = market.clock.sale_close_of(hour).unwrap_or_default();
		market.chain.when_best_time(opens).await?;
		while let Some(state) = in_first_refusal(market, hour).await? {
			for (purchase, member, site) in candidates(market, sites, hour) {
				if is_undrawn(&state, purchase, member, hour).await? {
					match try_accept(market, purchase, member, site, hour).await {
						Ok(Some(finding)) => return Ok(finding),
						// Another device or hour may still show it.
						Ok(None) | Err(_) => continue,
					}
				}
			}
			tokio::time::sleep(POLL).await;
		}
	}
	Err(Error::unexpected(
		"every device was drawn for every hour: nothing to show",
	))
}

fn candidates<'a>(
	market: &'a Market,
	sites: &'a [Site],
	hour: Hour,
) -> impl Iterator<Item = (&'a Purchase, &'a Member, &'a Site)> {
	let bought = market
		.purchases
		.iter()
		.filter(move |purchase| purchase.hours.contains(&hour));
	bought.flat_map(move |purchase| {
		market
			.members
			.iter()
			.zip(sites)
			.map(move |(member, site)| (purchase, member, site))
	})
}

/// The best state, while an accept of `hour` can still be included in its first refusal.
async fn in_first_refusal(market: &Market, hour: Hour) -> Result<Option<State>> {
	let state = market.chain.best().await?;
	let phase = market
		.clock
		.phase_of(hour, state.now().await?.saturating_add(TO_A_BLOCK));
	Ok((phase <= Some(HourPhase::FirstRefusal)).then_some(state))
}

async fn is_undrawn(
	state: &State,
	purchase: &Purchase,
	member: &Member,
	hour: Hour,
) -> Result<bool> {
	let Some(draw) = state.seed(hour).await? else {
		return Ok(false);
	};
	let seed = pool_seed(&draw.seed, POOL, hour);
	let units = state
		.offer(member.offer)
		.await?
		.units_at(hour.day(), hour.of_day());
	let page = state.page(POOL, hour.day()).await?;
	let offered = page.at(hour.of_day()).offered;
	let wanted = state.unassigned(purchase.contract, hour).await? >= TRIED;
	let drawn = is_drawn(&seed, purchase.contract, hour, member.offer, units, offered);
	Ok(!units.is_zero() && wanted && !drawn)
}

async fn try_accept(
	market: &Market,
	purchase: &Purchase,
	member: &Member,
	site: &Site,
	hour: Hour,
) -> Result<Option<Finding>> {
	let mask = HourMask::single(hour.of_day());
	let accept = calls::accept(purchase.contract, member.device, hour.day(), mask, TRIED);
	// The device itself signs with this key.
	site.operator.forget_nonce().await;
	let outcome = site.operator.finalize(&market.chain, &accept).await?;
	let state = market.chain.block(outcome.block).await?;
	let phase = market.clock.phase_of(hour, state.now().await?);
	let Some(refusal) = outcome
		.refusal
		.filter(|_| phase == Some(HourPhase::FirstRefusal))
	else {
		return Ok(None);
	};
	let bound = state
		.assignment(member.device, hour.day(), purchase.contract)
		.await?;
	if bound.is_some_and(|bound| bound.hours.contains(hour.of_day()))
		|| !refusal.contains("NotDrawn")
	{
		return Ok(None);
	}
	let detail = format!(
		"{} is not drawn for {hour} of contract {}: its accept is refused ({refusal}), nothing bound",
		member.name, purchase.contract,
	);
	Ok(Some(Finding::new(outcome.block, detail)))
}

/// Calls `assign` in each assignment phase until every unit that may be assigned has a device.
///
/// Units of a green contract are never assigned: only devices that accept it serve it.
pub(crate) async fn assign_all(market: &Market) -> Result<()> {
	for hour in market.hours() {
		let start = market.start_of(hour)?;
		let opens = start.saturating_sub(market.clock.windows.refusal_end_ms);
		market.chain.when_best_time(opens).await?;
		while market
			.chain
			.best()
			.await?
			.now()
			.await?
			.saturating_add(TO_A_BLOCK)
			< start
		{
			let state = market.chain.best().await?;
			for purchase in market.purchases.iter().filter(|purchase| !purchase.green) {
				if !state.unassigned(purchase.contract, hour).await?.is_zero() {
					let call = calls::assign(purchase.contract, hour.day(), hour.of_day());
					// A device may have accepted the rest meanwhile; the next look shows it.
					if let Ok(mut submitted) = market.people.clerk.send(&market.chain, &call).await
					{
						let _ = submitted.in_block().await;
					}
				}
			}
			tokio::time::sleep(POLL).await;
		}
	}
	Ok(())
}

/// All units of the first hour have a device, and some device came by itself.
pub(crate) async fn accepted(market: &Market, hour: Hour) -> Result<Finding> {
	let state = market.chain.when_time(market.start_of(hour)?).await?;
	let mut lines = Vec::new();
	for purchase in market
		.purchases
		.iter()
		.filter(|purchase| purchase.hours.contains(&hour))
	{
		let mut served = MilliGpu::ZERO;
		for member in &market.members {
			let bound = state
				.assignment(member.device, hour.day(), purchase.contract)
				.await?;
			let units = bound
				.map(|bound| bound.units_at(hour.of_day()))
				.unwrap_or_default();
			if !units.is_zero() {
				lines.push(format!("{} {}", member.name, gpus(units)));
			}
			served = MilliGpu(served.0 + units.0);
		}
		if served != purchase.units {
			let (contract, wanted) = (purchase.contract, gpus(purchase.units));
			let served = gpus(served);
			return Err(Error::unexpected(format!(
				"{hour} of contract {contract}: {served} of {wanted} have a device"
			)));
		}
	}
	let accepted = state
		.page(POOL, hour.day())
		.await?
		.at(hour.of_day())
		.accepted;
	let by_device = accepts_until(market, hour, state.number()).await?;
	if by_device == 0 {
		return Err(Error::unexpected(format!(
			"no device accepted {hour} by itself"
		)));
	}
	let detail = format!(
		"{hour}: {} accepted ({}); {by_device} accepts came from devices by their light clients",
		gpus(accepted),
		lines.join(", "),
	);
	Ok(Finding::new(state.number(), detail))
}

/// How often devices accepted units of `hour` by themselves, up to finalized block `last`.
async fn accepts_until(market: &Market, hour: Hour, last: u32) -> Result<usize> {
	let first = market
		.purchases
		.iter()
		.map(|purchase| purchase.block)
		.min()
		.unwrap_or(1);
	let mut count = 0;
	for number in first..=last {
		for event in market.chain.block(number).await?.events().await? {
			if event.is("Contracts", "HoursAccepted")
				&& event.number("day")? == u128::from(hour.day().0)
				&& event.number("hours")? & (1 << hour.of_day().get()) != 0
			{
				count += 1;
			}
		}
	}
	Ok(count)
}
