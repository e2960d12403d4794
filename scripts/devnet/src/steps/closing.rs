//! Claims, and the end of contracts.

use crate::{
	amounts::gcd,
	calls,
	error::{Error, Result},
	reads::Account,
	report::Finding,
	world::{days, Market},
};
use greenhour_types::Balance;

/// Everybody who can claim is paid what the ledger owes.
pub(crate) async fn claimed(market: &Market) -> Result<Finding> {
	let before = market.chain.finalized().await?;
	let owed: Vec<((Account,), Balance)> = before.entries("Positions", "Claimable", vec![]).await?;
	if owed.is_empty() {
		return Err(Error::unexpected("nobody can claim anything"));
	}
	let mut block = 0;
	let mut total = 0;
	let mut sent = Vec::new();
	for ((account,), amount) in owed {
		let call = calls::claim(account);
		let submitted = market.people.clerk.send(&market.chain, &call).await?;
		sent.push((account, amount, submitted));
	}
	for (account, amount, submitted) in sent {
		let outcome = submitted.finalized().await?.success()?;
		let after = market.chain.block(outcome.block).await?;
		let paid = after
			.gcd(account)
			.await?
			.saturating_sub(before.gcd(account).await?);
		if paid < amount || after.claimable(account).await? != 0 {
			let account = hex::encode(&account[..4]);
			return Err(Error::unexpected(format!(
				"0x{account}.. was not paid {}",
				gcd(amount)
			)));
		}
		block = outcome.block;
		total += amount;
	}
	Ok(Finding::new(
		block,
		format!("{} of income paid out", gcd(total)),
	))
}

/// All contracts end and nothing stays on hold for them.
pub(crate) async fn closed(market: &Market) -> Result<Finding> {
	let tenant = market.people.tenant.account();
	let mut block = 0;
	let mut released = 0;
	for purchase in &market.purchases {
		let state = market.chain.finalized().await?;
		for day in days(&purchase.hours) {
			let page = state.contract_day(purchase.contract, day).await?;
			let unserved = page.is_some_and(|page| {
				page.hours
					.difference(page.refunded)
					.hours()
					.any(|hour| !page.unassigned_at(hour).is_zero())
			});
			if unserved {
				let call = calls::refund_unserved(purchase.contract, day);
				market
					.people
					.clerk
					.finalize(&market.chain, &call)
					.await?
					.success()?;
			}
		}
		let call = calls::close(purchase.contract);
		let outcome = market
			.people
			.clerk
			.finalize(&market.chain, &call)
			.await?
			.success()?;
		released += outcome
			.event("Contracts", "ContractClosed")?
			.number("released")?;
		let state = market.chain.block(outcome.block).await?;
		if state.contract(purchase.contract).await?.is_some() {
			let contract = purchase.contract;
			return Err(Error::unexpected(format!(
				"contract {contract} is still open"
			)));
		}
		block = outcome.block;
	}
	let held = market.chain.block(block).await?.gcd_held(tenant).await?;
	if held != 0 {
		return Err(Error::unexpected(format!(
			"{} are still on hold",
			gcd(held)
		)));
	}
	let count = market.purchases.len();
	let detail = format!(
		"{count} contracts closed, {} released to the tenant, nothing on hold",
		gcd(released)
	);
	Ok(Finding::new(block, detail))
}
