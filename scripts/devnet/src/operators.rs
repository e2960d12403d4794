//! The path of an operator: a node joins a network, is elected, authors, votes and leaves; and a
//! validator that runs twice is slashed and disabled.

use crate::{
	chain::Chain,
	error::Result,
	report::Report,
	running::Running,
	steps::{candidacy, equivocation, setup},
	wait::within,
};
use std::time::Duration;

/// How long everything may take.
const LIMIT: Duration = Duration::from_secs(1_500);
/// How long a connection may take.
const START: Duration = Duration::from_secs(120);

/// Goes the path. An error is a step without which the later ones make no sense.
pub(crate) async fn live(running: &mut Running, report: &mut Report) -> Result<()> {
	within("the path of an operator", LIMIT, path(running, report)).await
}

async fn path(running: &mut Running, report: &mut Report) -> Result<()> {
	let chain = Chain::connect(&running.validators[0].url, START).await?;
	report.require(
		"validators_finalize",
		setup::network(&running.validators).await,
	)?;
	let operator = candidacy::Operator::start(running).await?;
	report.require("node_synced", operator.synced(running, &chain).await)?;
	report.require("keys_registered", operator.register_keys(&chain).await)?;
	report.require("bonded", operator.bond(&chain).await)?;
	report.require("backed", operator.find_backing(&chain).await)?;
	report.require("elected", operator.elected(&chain).await)?;
	report.require("authors", operator.authors(&chain).await)?;
	report.require("votes", operator.votes(&chain).await)?;
	let twin = equivocation::Twin::start(running)?;
	report.require("slashed", twin.slashed(&chain).await)?;
	report.require("disabled", twin.disabled(&chain).await)?;
	report.require("out_of_the_set", twin.out_of_the_set(&chain).await)?;
	report.record("left_cleanly", operator.leave(&chain).await);
	Ok(())
}
