//! A position changes hands half-way, with the stock calls of pallet-nfts.

use crate::{
	amounts::{gcd, ghr},
	calls,
	error::{Error, Result},
	report::Finding,
	world::{days, Market, Member},
};
use greenhour_types::{units::GHR, Balance, Hour};
use std::time::Duration;

/// What the investor pays.
const PRICE: Balance = 250 * GHR;
const POLL: Duration = Duration::from_secs(1);

/// The state of the ledger at the sale.
#[derive(Clone, Debug)]
pub(crate) struct Sale {
	/// What was sold.
	pub(crate) member: Member,
	/// Planck of GCD that the position had earned.
	pub(crate) earned: Balance,
	/// Planck of GCD that the seller could claim.
	pub(crate) claimable: Balance,
}

/// The owner sells; the investor buys once no income of the past is open.
///
/// Until then the chain itself keeps the position: it is locked while a past assigned hour is
/// unsettled.
pub(crate) async fn sell(
	market: &Market,
	seller: &crate::actors::Actor,
	member: &Member,
	deadline: Hour,
) -> Result<(Sale, Finding)> {
	let chain = &market.chain;
	let collection = chain.finalized().await?.collection().await?;
	let offer = member.offer;
	seller
		.finalize(chain, &calls::set_price(collection, offer, PRICE))
		.await?
		.success()?;
	while !is_free(market, member).await? {
		if chain.best().await?.now().await? >= market.start_of(deadline)? {
			return Err(Error::unexpected(format!(
				"position {offer} was locked until {deadline}"
			)));
		}
		tokio::time::sleep(POLL).await;
	}
	let buy = calls::buy_item(collection, offer, PRICE);
	let outcome = market
		.people
		.investor
		.finalize(chain, &buy)
		.await?
		.success()?;
	let state = chain.block(outcome.block).await?;
	let sale = Sale {
		member: member.clone(),
		earned: state.earned(offer).await?,
		claimable: state.claimable(member.owner).await?,
	};
	if state.holder(collection, offer).await? != market.people.investor.account() {
		return Err(Error::unexpected(format!(
			"position {offer} did not change hands"
		)));
	}
	if sale.earned == 0 || sale.claimable < sale.earned {
		return Err(Error::unexpected(
			"the position was sold before it had earned anything",
		));
	}
	let detail = format!(
		"{} bought position {offer} from {} for {}; it had earned {}, which stay with the seller",
		market.people.investor.name,
		seller.name,
		ghr(PRICE),
		gcd(sale.earned),
	);
	Ok((sale, Finding::new(outcome.block, detail)))
}

/// Has the position earned, and is no past hour of it unsettled?
async fn is_free(market: &Market, member: &Member) -> Result<bool> {
	let state = market.chain.best().await?;
	let now = market.clock.hour_at(state.now().await?).unwrap_or_default();
	if state.earned(member.offer).await? == 0 {
		return Ok(false);
	}
	for day in days(&market.hours()) {
		let counts = state.unsettled(member.offer, day).await?;
		for hour in market
			.hours()
			.into_iter()
			.filter(|hour| hour.day() == day && *hour < now)
		{
			if counts[hour.of_day().index()] != 0 {
				return Ok(false);
			}
		}
	}
	Ok(true)
}

/// What the position earned later is the buyer's; what it had earned is still the seller's.
pub(crate) async fn income_split(market: &Market, sale: &Sale) -> Result<Finding> {
	let state = market.chain.finalized().await?;
	let later = state
		.earned(sale.member.offer)
		.await?
		.saturating_sub(sale.earned);
	let buyer = state.claimable(market.people.investor.account()).await?;
	let seller = state.claimable(sale.member.owner).await?;
	if later == 0 || buyer != later || seller != sale.claimable {
		let (later, buyer) = (gcd(later), gcd(buyer));
		let (seller, then) = (gcd(seller), gcd(sale.claimable));
		return Err(Error::unexpected(format!(
			"earned later {later}, buyer can claim {buyer}; seller {seller}, at the sale {then}"
		)));
	}
	let detail = format!(
		"after the sale position {} earned {}: the buyer can claim it; the seller still has {}",
		sale.member.offer,
		gcd(later),
		gcd(seller),
	);
	Ok(Finding::new(state.number(), detail))
}
