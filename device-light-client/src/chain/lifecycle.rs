//! What the light client is busy with, for people and for logs.

use serde::{Deserialize, Serialize};
use subxt_rpcs::{client::RpcSubscription, rpc_params, RpcClient};

use super::ChainError;

/// Progress of the light client towards following the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LifecyclePhase {
	/// No peer has answered yet.
	Connecting,
	/// Finality proofs are being checked, from `at` towards `target`.
	Syncing {
		/// Highest block proven final so far.
		at: u64,
		/// Highest block that a peer tells about.
		target: u64,
	},
	/// New blocks are being followed.
	Ready,
}

/// Verdict of the light client's own watchdog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LifecycleHealth {
	/// Nothing to report.
	Ok,
	/// No peer for 30 s, or no progress for 45 s.
	Stalled {
		/// Which of the two.
		reason: serde_json::Value,
	},
}

/// State of the light client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lifecycle {
	/// Progress.
	pub phase: LifecyclePhase,
	/// Peers connected on this chain.
	pub num_peers: u32,
	/// Verdict of the watchdog.
	pub health: LifecycleHealth,
}

/// Every change of the light client's state, beginning with the present one.
pub struct LifecycleUpdates(RpcSubscription<Lifecycle>);

impl LifecycleUpdates {
	/// Opens the subscription. Only an embedded light client knows it.
	pub async fn open(rpc: &RpcClient) -> Result<Self, ChainError> {
		let updates = rpc
			.subscribe(
				"lifecycle_unstable_follow",
				rpc_params![],
				"lifecycle_unstable_unfollow",
			)
			.await?;
		Ok(Self(updates))
	}

	/// The next state, or `None` when the light client stopped.
	pub async fn next(&mut self) -> Option<Result<Lifecycle, ChainError>> {
		Some(self.0.next().await?.map_err(ChainError::from))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn states_of_the_light_client_are_understood() {
		let syncing = r#"{"phase":{"kind":"syncing","at":3,"target":9},"numPeers":2,"health":{"kind":"stalled","reason":"noPeers"}}"#;
		let state: Lifecycle = serde_json::from_str(syncing).unwrap();
		assert_eq!(state.phase, LifecyclePhase::Syncing { at: 3, target: 9 });
		assert!(matches!(state.health, LifecycleHealth::Stalled { .. }));
		let ready = r#"{"phase":{"kind":"ready"},"numPeers":1,"health":{"kind":"ok"}}"#;
		let state: Lifecycle = serde_json::from_str(ready).unwrap();
		assert_eq!((state.phase, state.num_peers), (LifecyclePhase::Ready, 1));
	}
}
