//! Claims, and the end of contracts.

use crate::{
	amounts::gcd,
	calls,
	error::{Error, Result},
	reads::Account,
	report::Finding,
	world::{days, Market, Purchase},
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

/// All contracts end with their last hour, and nothing stays on hold for them.
///
/// Nobody has to close them: whoever settles the last open thing of a contract ends it. What no device
/// served is refunded by anyone.
pub(crate) async fn closed(market: &Market) -> Result<Finding> {
	let tenant = market.people.tenant.account();
	for purchase in &market.purchases {
		for day in days(&purchase.hours) {
			let state = market.chain.finalized().await?;
			let page = state.contract_day(purchase.contract, day).await?;
			if page.is_some() {
				let call = calls::refund_unserved(purchase.contract, day);
				market
					.people
					.clerk
					.finalize(&market.chain, &call)
					.await?
					.success()?;
			}
		}
	}
	let state = market.chain.finalized().await?;
	for Purchase { contract, .. } in &market.purchases {
		if state.contract(*contract).await?.is_some() {
			return Err(Error::unexpected(format!(
				"contract {contract} is still open"
			)));
		}
	}
	let held = state.gcd_held(tenant).await?;
	if held != 0 {
		return Err(Error::unexpected(format!(
			"{} are still on hold",
			gcd(held)
		)));
	}
	let count = market.purchases.len();
	let detail = format!("{count} contracts ended by themselves, nothing on hold");
	Ok(Finding::new(state.number(), detail))
}
