//! The tenant buys hours.

use crate::{
	actors::Submitted,
	amounts::{gcd, gpus, hours},
	calls,
	chain::{Chain, State},
	demand::Bundle,
	error::{Error, Result},
	reads::Account,
	report::Finding,
	world::{masks, Market, People, Purchase, POOL},
};
use greenhour_types::{
	Balance, ContractId, ContractTerms, Hour, JobKind, MilliGpu, VerificationMode,
};

/// What the tenant adds to a quote when he names the most that he pays: prices move with every
/// block, by far less than this.
const SLIPPAGE_PERCENT: Balance = 5;
/// Where the job would be: the jobs of the demo are made up.
const SPEC_URI: &[u8] = b"https://example.org/job";

/// What the tenant wants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
	/// Kind of job.
	pub(crate) kind: JobKind,
	/// Units in each hour.
	pub(crate) units: MilliGpu,
	/// The hours, ascending.
	pub(crate) hours: &'a [Hour],
	/// Smallest green share, in ten-thousandths. A contract that asks for any is served only by
	/// devices that accept it themselves.
	pub(crate) min_green_share: u16,
}
/// A purchase that is in a block but not final yet.
pub(crate) struct Ordered {
	submitted: Submitted,
	units: MilliGpu,
	hours: Vec<Hour>,
	green: bool,
	max_held: Balance,
}

/// Sends a purchase and waits until it is in a block.
pub(crate) async fn buy(chain: &Chain, people: &People, wish: Wish<'_>) -> Result<Ordered> {
	let Wish {
		kind,
		units,
		hours,
		min_green_share,
	} = wish;
	let days = masks(hours);
	let quote = chain
		.best()
		.await?
		.quote(POOL, &days, units, min_green_share)
		.await?;
	let max_cost = quote.total + quote.total * SLIPPAGE_PERCENT / 100;
	let terms = ContractTerms {
		kind,
		spec_hash: sp_crypto_hashing::blake2_256(format!("{kind:?} of {units} mGPU").as_bytes()),
		min_green_share,
		verification: VerificationMode::Receipt,
	};
	let call = calls::buy(POOL, &days, units, terms, SPEC_URI, max_cost);
	let mut submitted = people.tenant.send(chain, &call).await?;
	submitted.in_block().await?;
	let green = min_green_share > 0;
	Ok(Ordered {
		submitted,
		units,
		hours: hours.to_vec(),
		green,
		max_held: max_cost + quote.deposit,
	})
}

/// The `count` hours among `candidates` that cost least for `units` now, ascending.
pub(crate) async fn cheapest(
	state: &State,
	units: MilliGpu,
	candidates: &[Hour],
	count: usize,
) -> Result<Vec<Hour>> {
	let mut quotes = Vec::new();
	for hour in candidates {
		quotes.push((
			state.quote(POOL, &masks(&[*hour]), units, 0).await?.total,
			*hour,
		));
	}
	quotes.sort_unstable();
	let mut hours: Vec<Hour> = quotes
		.into_iter()
		.take(count)
		.map(|(_, hour)| hour)
		.collect();
	hours.sort_unstable();
	Ok(hours)
}

/// The purchase as the chain finalized it.
pub(crate) async fn finalized(ordered: Ordered) -> Result<Purchase> {
	let outcome = ordered.submitted.finalized().await?.success()?;
	let event = outcome.event("Contracts", "ContractOpened")?;
	let contract = u64::try_from(event.number("contract")?).map(ContractId);
	let contract = contract.map_err(|_| Error::unexpected("a contract id does not fit"))?;
	let cost = event.number("held")?;
	if cost > ordered.max_held {
		return Err(Error::unexpected(format!(
			"{} is more than {}",
			gcd(cost),
			gcd(ordered.max_held)
		)));
	}
	Ok(Purchase {
		contract,
		units: ordered.units,
		hours: ordered.hours,
		green: ordered.green,
		cost,
		block: outcome.block,
	})
}

/// Storage shows the contract, its hours, the hold on the tenant's account and the units sold.
pub(crate) async fn sold(market: &Market, purchase: &Purchase, bundle: &Bundle) -> Result<Finding> {
	let state = market.chain.block(purchase.block).await?;
	let tenant: Account = market.people.tenant.account();
	let contract = state.contract(purchase.contract).await?;
	let contract = contract.ok_or_else(|| Error::unexpected("the contract is not there"))?;
	let mut paid: Balance = 0;
	let mut lines = Vec::new();
	for mask in masks(&purchase.hours) {
		let day = state.contract_day(purchase.contract, mask.day).await?;
		let day = day.ok_or_else(|| Error::unexpected(format!("{} is not there", mask.day)))?;
		let page = state.page(POOL, mask.day).await?;
		let sold = mask
			.hours
			.hours()
			.all(|hour| page.at(hour).sold >= purchase.units);
		if day.hours != mask.hours || !sold {
			return Err(Error::unexpected(format!(
				"{} is not as it was bought",
				mask.day
			)));
		}
		paid += day.paid.iter().sum::<Balance>();
		lines.push(hours(mask.day, mask.hours));
	}
	let held = state.gcd_held(tenant).await?;
	if contract.tenant != tenant
		|| contract.held != purchase.cost
		|| paid + contract.rewards != contract.held
	{
		return Err(Error::unexpected("prices, hold and contract do not agree"));
	}
	if held < contract.held {
		return Err(Error::unexpected(
			"the hold on the tenant's account is too small",
		));
	}
	let detail = format!(
		"contract {}: {} bought {} ({} tasks{}) for {}, paying {}, all on hold",
		purchase.contract,
		market.people.tenant.name,
		gpus(purchase.units),
		bundle.jobs,
		if purchase.green {
			", at least a fifth green"
		} else {
			""
		},
		lines.join(", "),
		gcd(purchase.cost),
	);
	Ok(Finding::new(purchase.block, detail))
}
