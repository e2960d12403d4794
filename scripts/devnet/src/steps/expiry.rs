//! An hour that nobody bought perishes.

use crate::{
	amounts::gpus,
	chain::State,
	error::{Error, Result},
	report::Finding,
	world::{Market, POOL},
};
use greenhour_types::Hour;
use std::time::Duration;

/// Blocks before and after the one at which finality showed that the hour has started.
const AROUND: u32 = 4;
const SHORTLY: Duration = Duration::from_secs(60);

/// The hour has started, nothing of it was sold, and the chain said so.
pub(crate) async fn unsold(market: &Market, hour: Hour) -> Result<Finding> {
	let state = market.chain.when_time(market.start_of(hour)?).await?;
	let page = state.page(POOL, hour.day()).await?.at(hour.of_day());
	if page.offered.is_zero() || !page.sold.is_zero() {
		let (offered, sold) = (gpus(page.offered), gpus(page.sold));
		return Err(Error::unexpected(format!(
			"{hour}: {offered} offered, {sold} sold"
		)));
	}
	// The event stands in the first block of the hour or the one after it.
	for number in state.number().saturating_sub(AROUND)..=state.number() + AROUND {
		let reached = async |finalized: &State| Ok(finalized.number() >= number);
		market
			.chain
			.when("the first blocks of the hour", SHORTLY, reached)
			.await?;
		for event in market.chain.block(number).await?.events().await? {
			if event.is("Capacity", "HoursExpired") && event.number("hour")? == u128::from(hour.0) {
				let unsold = event.number("unsold")?;
				if unsold != u128::from(page.offered.0) {
					return Err(Error::unexpected(format!("the event says {unsold} mGPU")));
				}
				let offered = gpus(page.offered);
				let detail = format!("{hour}: {offered} offered, none sold: they are gone");
				return Ok(Finding::new(event.block, detail));
			}
		}
	}
	Err(Error::unexpected(format!(
		"{hour}: no event says that it expired"
	)))
}
