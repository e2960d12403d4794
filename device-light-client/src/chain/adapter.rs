//! The embedded light client as a JSON-RPC connection.
//!
//! One task owns the smoldot client, the id map and the subscription map; a second one only
//! pulls the responses out of smoldot. Handles talk to the first by messages, there is no
//! shared lock. Trust: the chain specification decides which chain it is; the peers decide
//! nothing that is not checked against a GRANDPA justification or a storage proof.

use std::{iter, num::NonZeroU32, sync::Arc};

use futures::{FutureExt, StreamExt};
use serde_json::value::RawValue;
use smoldot_light::{
	platform::DefaultPlatform, AddChainConfig, AddChainConfigJsonRpc, AddChainError,
	AddChainSuccess, ChainId, Client, JsonRpcResponses,
};
use subxt_rpcs::{
	client::{RawRpcFuture, RawRpcSubscription},
	Error as RpcError, RpcClientT,
};
use tokio::sync::{mpsc, oneshot};

use super::router::{AnswerSender, Router, Subscribed, SubscribedSender};

/// Requests that may wait inside the light client before further ones are refused.
const MAX_PENDING_REQUESTS: NonZeroU32 = match NonZeroU32::new(256) {
	Some(limit) => limit,
	None => NonZeroU32::MIN,
};
/// Subscriptions open at the same time.
const MAX_SUBSCRIPTIONS: u32 = 64;

type Platform = Arc<DefaultPlatform>;

/// The connection to the chain ended: the light client was shut down.
#[derive(Debug, thiserror::Error)]
#[error("the light client has stopped")]
pub struct Stopped;

enum Command {
	Request {
		method: String,
		params: Option<Box<RawValue>>,
		answer: AnswerSender,
	},
	Subscribe {
		method: String,
		params: Option<Box<RawValue>>,
		unsubscribe: String,
		answer: SubscribedSender,
	},
	Unsubscribe(String),
}

/// Handle to the embedded light client; cheap to clone. The light client stops when the last
/// handle is dropped.
#[derive(Clone)]
pub struct LightClient {
	commands: mpsc::UnboundedSender<Command>,
}

impl LightClient {
	/// Starts a light client for the chain of `specification`.
	///
	/// `database` is what [`finalized_database`](super::FinalizedView::database) returned
	/// earlier, or an empty string; it is used only if the specification carries a checkpoint
	/// and the database is of the same chain and newer. Must be called inside a tokio runtime.
	///
	/// **Errors**: the specification is not a raw chain specification with bootnodes that
	/// smoldot understands.
	pub fn start(specification: &str, database: &str) -> Result<Self, AddChainError> {
		let platform =
			DefaultPlatform::new("greenhour-device".into(), env!("CARGO_PKG_VERSION").into());
		let mut client = Client::new(platform);
		let AddChainSuccess {
			chain_id,
			json_rpc_responses,
		} = client.add_chain(AddChainConfig {
			user_data: (),
			specification,
			database_content: database,
			potential_relay_chains: iter::empty(),
			json_rpc: AddChainConfigJsonRpc::Enabled {
				max_pending_requests: MAX_PENDING_REQUESTS,
				max_subscriptions: MAX_SUBSCRIPTIONS,
			},
			statement_protocol_config: None,
		})?;
		let (commands, requests) = mpsc::unbounded_channel();
		let (pumped, responses) = mpsc::unbounded_channel();
		if let Some(source) = json_rpc_responses {
			tokio::spawn(pump(source, pumped));
		}
		let actor = Actor {
			client,
			chain_id,
			router: Router::default(),
		};
		tokio::spawn(actor.run(requests, responses));
		Ok(Self { commands })
	}

	fn send(&self, command: Command) -> Result<(), RpcError> {
		self.commands.send(command).map_err(|_| stopped())
	}
}

/// Moves responses out of smoldot, one by one and in order.
async fn pump(mut source: JsonRpcResponses<Platform>, sink: mpsc::UnboundedSender<String>) {
	while let Some(response) = source.next().await {
		if sink.send(response).is_err() {
			return;
		}
	}
}

struct Actor {
	client: Client<Platform, ()>,
	chain_id: ChainId,
	router: Router,
}

impl Actor {
	async fn run(
		mut self,
		mut requests: mpsc::UnboundedReceiver<Command>,
		mut responses: mpsc::UnboundedReceiver<String>,
	) {
		loop {
			tokio::select! {
				command = requests.recv() => match command {
					Some(command) => self.command(command),
					None => break,
				},
				response = responses.recv() => match response {
					Some(text) => {
						if let Some(reply) = self.router.receive(&text) {
							self.forward(reply);
						}
					},
					None => break,
				},
			}
		}
		let () = self.client.remove_chain(self.chain_id);
		tracing::debug!("light client stopped");
	}

	fn command(&mut self, command: Command) {
		let text = match command {
			Command::Request {
				method,
				params,
				answer,
			} => Some(self.router.request(&method, params.as_deref(), answer)),
			Command::Subscribe {
				method,
				params,
				unsubscribe,
				answer,
			} => Some(
				self.router
					.subscribe(&method, params.as_deref(), &unsubscribe, answer),
			),
			Command::Unsubscribe(id) => self.router.unsubscribe(&id),
		};
		if let Some(text) = text {
			self.forward(text);
		}
	}

	fn forward(&mut self, text: String) {
		if let Err(error) = self.client.json_rpc_request(text, self.chain_id) {
			let id = self.router.last_id();
			self.router.fail(id, RpcError::Client(Box::new(error)));
		}
	}
}

fn stopped() -> RpcError {
	RpcError::Client(Box::new(Stopped))
}

/// Closes a subscription when its stream is dropped.
struct CloseOnDrop {
	id: String,
	commands: mpsc::UnboundedSender<Command>,
}

impl Drop for CloseOnDrop {
	fn drop(&mut self) {
		// An error means that the light client is gone, and the subscription with it.
		drop(
			self.commands
				.send(Command::Unsubscribe(std::mem::take(&mut self.id))),
		);
	}
}

impl RpcClientT for LightClient {
	fn request_raw<'a>(
		&'a self,
		method: &'a str,
		params: Option<Box<RawValue>>,
	) -> RawRpcFuture<'a, Box<RawValue>> {
		async move {
			let (answer, answered) = oneshot::channel();
			self.send(Command::Request {
				method: method.to_owned(),
				params,
				answer,
			})?;
			answered.await.map_err(|_| stopped())?
		}
		.boxed()
	}

	fn subscribe_raw<'a>(
		&'a self,
		sub: &'a str,
		params: Option<Box<RawValue>>,
		unsub: &'a str,
	) -> RawRpcFuture<'a, RawRpcSubscription> {
		async move {
			let (answer, answered) = oneshot::channel();
			self.send(Command::Subscribe {
				method: sub.to_owned(),
				params,
				unsubscribe: unsub.to_owned(),
				answer,
			})?;
			let Subscribed {
				id,
				mut notifications,
			} = answered.await.map_err(|_| stopped())??;
			let guard = CloseOnDrop {
				id: id.clone(),
				commands: self.commands.clone(),
			};
			let stream = futures::stream::poll_fn(move |context| {
				// The guard lives as long as the stream.
				let _ = &guard;
				notifications.poll_recv(context)
			})
			.map(Ok);
			Ok(RawRpcSubscription {
				stream: Box::pin(stream),
				id: Some(id),
			})
		}
		.boxed()
	}
}
