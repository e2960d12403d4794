//! A device that dies in the middle of a contract.

use crate::{
	amounts::{gcd, ghr},
	calls,
	error::{Error, Result},
	processes::Process,
	report::Finding,
	world::{Market, Member, BOND},
};
use greenhour_types::{Balance, ContractId, Hour};

/// What a dead device leaves behind.
#[derive(Clone, Debug)]
pub(crate) struct Casualty {
	/// The device.
	pub(crate) member: Member,
	/// The hour in which it died.
	pub(crate) died_in: Hour,
	/// Hours after it that it was bound to serve.
	pub(crate) lost: Vec<(ContractId, Hour)>,
}

/// Kills the process of a device that has to serve `first` and `second`, during `first`.
///
/// `processes` are those of the members, in the same order.
pub(crate) async fn kill(
	market: &Market,
	processes: &mut [Process],
	first: Hour,
	second: Hour,
) -> Result<(Casualty, Finding)> {
	let state = market.chain.best().await?;
	for (member, process) in market.members.iter().zip(processes) {
		let serves_first = bound(market, member, &state, first).await?;
		let lost = bound(market, member, &state, second).await?;
		if serves_first.is_empty() || lost.is_empty() {
			continue;
		}
		let id = process.id();
		process.kill()?;
		let block = market.chain.finalized().await?.number();
		let detail = format!(
			"{} (process {id}) killed with SIGKILL in {first}; it is bound to serve {second} as well",
			member.name,
		);
		let casualty = Casualty {
			member: member.clone(),
			died_in: first,
			lost,
		};
		return Ok((casualty, Finding::new(block, detail)));
	}
	Err(Error::unexpected(format!(
		"no device serves both {first} and {second}"
	)))
}

async fn bound(
	market: &Market,
	member: &Member,
	state: &crate::chain::State,
	hour: Hour,
) -> Result<Vec<(ContractId, Hour)>> {
	let mut found = Vec::new();
	for purchase in &market.purchases {
		let bound = state
			.assignment(member.device, hour.day(), purchase.contract)
			.await?;
		if bound.is_some_and(|bound| bound.unsettled().contains(hour.of_day())) {
			found.push((purchase.contract, hour));
		}
	}
	Ok(found)
}

/// The tenant gets his money back for the hours that the dead device did not prove, and a
/// compensation from its bond.
pub(crate) async fn refunded(market: &Market, casualty: &Casualty) -> Result<(Finding, Balance)> {
	let mut slashed: Balance = 0;
	let mut lines = Vec::new();
	let mut block = 0;
	for (contract, hour) in &casualty.lost {
		market.chain.when_time(market.settled_at(*hour)?).await?;
		let tenant = market.people.tenant.account();
		let before = market.chain.finalized().await?;
		let call = calls::settle_missed(*contract, casualty.member.device, hour.day());
		let outcome = market
			.people
			.clerk
			.finalize(&market.chain, &call)
			.await?
			.success()?;
		let event = outcome.event("Contracts", "HourMissed")?;
		let refunded = event.number("refunded")?;
		let compensation = event.number("compensation")?;
		slashed += compensation + event.number("burned")?;
		let after = market.chain.block(outcome.block).await?;
		let bound = after
			.assignment(casualty.member.device, hour.day(), *contract)
			.await?;
		// A record with nothing left to settle is removed.
		let settled = bound.is_none_or(|bound| bound.missed.contains(hour.of_day()));
		let gained = after
			.gcd(tenant)
			.await?
			.saturating_sub(before.gcd(tenant).await?);
		if !settled || refunded == 0 || gained < refunded {
			return Err(Error::unexpected(format!(
				"{hour} of contract {contract} is not refunded"
			)));
		}
		block = outcome.block;
		lines.push(format!(
			"{hour} of contract {contract}: {} refunded, {} compensation",
			gcd(refunded),
			ghr(compensation),
		));
	}
	Ok((Finding::new(block, lines.join("; ")), slashed))
}

/// The bond of the dead device is smaller by what was slashed.
pub(crate) async fn slashed(
	market: &Market,
	casualty: &Casualty,
	slashed: Balance,
) -> Result<Finding> {
	let state = market.chain.finalized().await?;
	let bond = state.bond(casualty.member.device).await?;
	if slashed == 0 || bond + slashed != BOND {
		let (bond, slashed) = (ghr(bond), ghr(slashed));
		return Err(Error::unexpected(format!(
			"bond {bond} after a slash of {slashed}"
		)));
	}
	let detail = format!(
		"bond of {}: {} -> {}",
		casualty.member.name,
		ghr(BOND),
		ghr(bond)
	);
	Ok(Finding::new(state.number(), detail))
}

/// Settles what a device was given and did not prove, once the money windows are over.
pub(crate) async fn settle_rest(market: &Market, member: &Member) -> Result<()> {
	let device = member.device;
	let mut open: Vec<(ContractId, Hour)> = Vec::new();
	let state = market.chain.finalized().await?;
	for hour in market.hours() {
		open.extend(bound(market, member, &state, hour).await?);
	}
	for (contract, hour) in open {
		let state = market.chain.when_time(market.settled_at(hour)?).await?;
		let bound = state.assignment(device, hour.day(), contract).await?;
		if bound.is_some_and(|bound| bound.unsettled().contains(hour.of_day())) {
			let call = calls::settle_missed(contract, device, hour.day());
			market
				.people
				.clerk
				.finalize(&market.chain, &call)
				.await?
				.success()?;
		}
	}
	Ok(())
}
