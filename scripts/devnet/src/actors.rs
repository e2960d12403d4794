//! Accounts that sign, and what became of what they signed.

use crate::{
	chain::{Chain, ChainEvent, Encoded, State},
	error::{Error, Result},
};
use subxt::{
	client::OnlineClientAtBlockImpl,
	config::DefaultExtrinsicParamsBuilder,
	error::TransactionEventsError,
	transactions::{DynamicPayload, TransactionInBlock, TransactionProgress, TransactionStatus},
	SubstrateConfig,
};
use subxt_signer::{sr25519::Keypair, SecretUri};
use tokio::sync::Mutex;

/// Blocks for which a transaction stays valid.
const MORTALITY: u64 = 64;

/// A call with its arguments in the order of the pallet.
#[derive(Clone, Debug)]
pub(crate) struct Call {
	pallet: &'static str,
	name: &'static str,
	args: Vec<Encoded>,
}

impl Call {
	/// A call of `pallet` as the runtime names it.
	pub(crate) fn new(pallet: &'static str, name: &'static str, args: Vec<Encoded>) -> Self {
		Self { pallet, name, args }
	}

	/// The call as bytes, checked against the metadata of the chain.
	pub(crate) fn bytes(&self, state: &State) -> Result<Vec<u8>> {
		let transactions = state.at().transactions();
		let bytes = transactions.call_data(&self.payload())?;
		transactions.from_call_data_bytes(&bytes)?;
		Ok(bytes)
	}

	fn payload(&self) -> DynamicPayload<Vec<Encoded>> {
		subxt::dynamic::transaction(self.pallet, self.name, self.args.clone())
	}
}

/// An account with its key, counting its own nonces.
pub(crate) struct Actor {
	/// Name in messages.
	pub(crate) name: String,
	keys: Keypair,
	nonce: Mutex<Option<u64>>,
}

impl Actor {
	/// The account of a secret such as `//Charlie`.
	pub(crate) fn from_uri(name: &str, uri: &str) -> Result<Self> {
		let wrong = |error: String| Error::unexpected(format!("key of {name}: {error}"));
		let uri: SecretUri = uri.parse().map_err(|error| wrong(format!("{error}")))?;
		let keys = Keypair::from_uri(&uri).map_err(|error| wrong(format!("{error}")))?;
		Ok(Self {
			name: name.to_owned(),
			keys,
			nonce: Mutex::new(None),
		})
	}

	/// The account id.
	pub(crate) fn account(&self) -> [u8; 32] {
		self.keys.public_key().0
	}

	/// Signs a statement that is no transaction.
	pub(crate) fn sign(&self, statement: &[u8]) -> [u8; 64] {
		self.keys.sign(statement).0
	}

	/// Signs and submits a call.
	///
	/// The first nonce is asked of the node's pool, later ones are counted here, so several
	/// transactions of one account can wait for the same block.
	pub(crate) async fn send(&self, chain: &Chain, call: &Call) -> Result<Submitted> {
		let mut counted = self.nonce.lock().await;
		let state = chain.finalized().await?;
		call.bytes(&state)?;
		let nonce = match *counted {
			Some(nonce) => nonce,
			None => self.nonce_in_pool(chain).await?,
		};
		let payload = call.payload();
		let params = DefaultExtrinsicParamsBuilder::new()
			.nonce(nonce)
			.mortal_from_unchecked(MORTALITY, state.number().into(), state.hash().into())
			.build();
		let transactions = state.at().transactions();
		let signed = transactions
			.create_signable_offline(&payload, params)?
			.sign(&self.keys)?;
		*counted = None;
		let progress = signed.submit_and_watch().await?;
		*counted = Some(nonce + 1);
		Ok(Submitted {
			call: format!("{}.{}", call.pallet, call.name),
			progress,
		})
	}

	/// Signs, submits and waits until the call is in a finalized block, whatever it did there.
	pub(crate) async fn finalize(&self, chain: &Chain, call: &Call) -> Result<Outcome> {
		self.send(chain, call).await?.finalized().await
	}

	/// Forgets the counted nonce, because another process signs with the same key.
	pub(crate) async fn forget_nonce(&self) {
		*self.nonce.lock().await = None;
	}

	async fn nonce_in_pool(&self, chain: &Chain) -> Result<u64> {
		let account = subxt::utils::AccountId32(self.account()).to_string();
		let params = subxt_rpcs::client::rpc_params![account];
		Ok(chain.rpc.request("system_accountNextIndex", params).await?)
	}
}

/// A transaction on its way.
pub(crate) struct Submitted {
	call: String,
	progress: TransactionProgress<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>,
}

/// What a finalized transaction did.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
	/// The finalized block that holds it.
	pub(crate) block: u32,
	/// The chain's refusal, if the call failed, as `Pallet::Error`.
	pub(crate) refusal: Option<String>,
	/// What it emitted.
	pub(crate) events: Vec<ChainEvent>,
}

impl Outcome {
	/// The outcome, or an error when the call was refused.
	pub(crate) fn success(self) -> Result<Self> {
		match &self.refusal {
			None => Ok(self),
			Some(refusal) => Err(Error::unexpected(format!("refused: {refusal}"))),
		}
	}

	/// The first event of this name.
	pub(crate) fn event(&self, pallet: &str, name: &str) -> Result<&ChainEvent> {
		let found = self.events.iter().find(|event| event.is(pallet, name));
		found.ok_or_else(|| Error::unexpected(format!("no event {pallet}.{name}")))
	}
}

async fn outcome(
	included: TransactionInBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>,
) -> Result<Outcome> {
	let number = included.at().await?.block_number();
	let block = u32::try_from(number).unwrap_or(u32::MAX);
	let refusal = match included.wait_for_success().await {
		Ok(_) => None,
		Err(TransactionEventsError::ExtrinsicFailed(error)) => Some(error.to_string()),
		Err(error) => return Err(error.into()),
	};
	let emitted = included.fetch_events().await?;
	let events = emitted
		.iter()
		.map(|event| ChainEvent::read(block, &event?))
		.collect::<Result<Vec<_>>>()?;
	Ok(Outcome {
		block,
		refusal,
		events,
	})
}

impl Submitted {
	/// Waits until the transaction is in a best block.
	pub(crate) async fn in_block(&mut self) -> Result<()> {
		while let Some(status) = self.progress.next().await {
			match status? {
				TransactionStatus::InBestBlock(_) | TransactionStatus::InFinalizedBlock(_) => {
					return Ok(())
				}
				TransactionStatus::Error { message }
				| TransactionStatus::Invalid { message }
				| TransactionStatus::Dropped { message } => return Err(self.lost(&message)),
				_ => {}
			}
		}
		Err(self.lost("no more news of it"))
	}

	/// Waits until the transaction is in a finalized block.
	pub(crate) async fn finalized(mut self) -> Result<Outcome> {
		while let Some(status) = self.progress.next().await {
			match status? {
				TransactionStatus::InFinalizedBlock(block) => {
					return outcome(block).await;
				}
				TransactionStatus::Error { message }
				| TransactionStatus::Invalid { message }
				| TransactionStatus::Dropped { message } => return Err(self.lost(&message)),
				_ => {}
			}
		}
		Err(self.lost("no more news of it"))
	}

	fn lost(&self, message: &str) -> Error {
		Error::unexpected(format!("{} did not get into a block: {message}", self.call))
	}
}
