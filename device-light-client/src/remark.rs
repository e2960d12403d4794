//! The connectivity check: a remark goes out by p2p and is seen in a finalized block.

use std::time::{Duration, Instant};

use serde::Serialize;
use subxt_signer::sr25519::Keypair;
use tokio::time::timeout;

use crate::{
	chain::{
		Call, ChainError, ChainSpecification, FinalizedView, LifecyclePhase, LifecycleUpdates,
		LightClient, Outcome, Runtime, Submitter,
	},
	Error,
};

/// Longest wait for the whole check.
const LIMIT: Duration = Duration::from_secs(300);

/// How a check went.
#[derive(Debug, Clone, Serialize)]
pub struct Checked {
	/// Genesis hash of the network.
	pub genesis: String,
	/// Version of its runtime.
	pub runtime: u32,
	/// Seconds until the light client was ready.
	pub ready_s: f32,
	/// Finalized block after which the remark was sent.
	pub sent_after: u64,
	/// Hash of the transaction.
	pub transaction: String,
	/// Block in which it was finalized.
	pub finalized_in: String,
	/// Seconds from sending to finality.
	pub finality_s: f32,
}

/// Sends `text` as a remark of the account of `key` and waits until it is finalized.
///
/// Uses neither the durable state nor the embedded metadata, so it works beside a running device
/// and on any Substrate chain.
///
/// **Errors**: `NotFinalized` when the transaction was refused or lost; those of the chain.
pub async fn remark(
	specification: &ChainSpecification,
	key: Keypair,
	text: &str,
) -> Result<Checked, Error> {
	timeout(LIMIT, check(specification, key, text))
		.await
		.map_err(|_| ChainError::TimedOut("the remark"))?
}

async fn check(
	specification: &ChainSpecification,
	key: Keypair,
	text: &str,
) -> Result<Checked, Error> {
	let started = Instant::now();
	let client = LightClient::start(&specification.text, "").map_err(ChainError::from)?;
	let view = FinalizedView::follow(client).await?;
	let mut lifecycle = LifecycleUpdates::open(view.rpc()).await?;
	loop {
		let state = lifecycle.next().await.ok_or(ChainError::Ended)??;
		tracing::info!(?state, "light client");
		if state.phase == LifecyclePhase::Ready {
			break;
		}
	}
	let first = view.finalized().await?;
	let runtime = Runtime::download(&view, &first).await?;
	let block = view.blocks(&runtime).await?.newest().await?;
	let ready_s = started.elapsed().as_secs_f32();
	let mut submitter = Submitter::new(view.clone(), key);
	let sent = Instant::now();
	let hash = submitter
		.submit((), &Call::remark(text.as_bytes()), &runtime, &block)
		.await?;
	tracing::info!(transaction = ?hash, block = block.number, "sent");
	match submitter.report().await.outcome {
		Outcome::Finalized(finalized_in) => Ok(Checked {
			genesis: format!("{:?}", view.genesis()),
			runtime: runtime.spec_version,
			ready_s,
			sent_after: block.number,
			transaction: format!("{hash:?}"),
			finalized_in: format!("{finalized_in:?}"),
			finality_s: sent.elapsed().as_secs_f32(),
		}),
		Outcome::Invalid(reason) | Outcome::Lost(reason) => Err(Error::NotFinalized(reason)),
	}
}
