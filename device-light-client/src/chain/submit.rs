//! Signed transactions, and what became of them.
//!
//! A report is news, never proof: whether something happened is read from finalized storage.
//! `Dropped` by the light client only means that it stopped gossiping.

use std::time::Duration;

use parity_scale_codec::Encode;
use subxt::{
	backend::{Backend, TransactionStatus},
	config::DefaultExtrinsicParamsBuilder,
	utils::H256,
};
use subxt_signer::sr25519::Keypair;
use tokio::{sync::mpsc, time::timeout};

use super::{Call, ChainError, Entry, FinalizedBlock, FinalizedView, Runtime};

/// Blocks for which a transaction stays valid, counted from the finalized block.
const MORTALITY_BLOCKS: u64 = 32;
/// Longest time for which a transaction is watched.
const WATCH_LIMIT: Duration = Duration::from_secs(240);

/// What became of a transaction, as far as the light client can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
	/// In a finalized block. The call inside may still have failed.
	Finalized(H256),
	/// Not valid when it was checked, for the reason given.
	Invalid(String),
	/// No longer gossiped or watched. It may or may not have been included.
	Lost(String),
}

/// News about a transaction.
#[derive(Debug, Clone)]
pub struct TransactionReport<Id> {
	/// What the caller named it.
	pub id: Id,
	/// Hash of the transaction.
	pub hash: H256,
	/// What became of it.
	pub outcome: Outcome,
}

/// Signs and submits the transactions of one account. The only one who numbers them.
pub struct Submitter<Id> {
	view: FinalizedView,
	key: Keypair,
	/// Number of the next transaction, when some are under way.
	next_nonce: Option<u32>,
	under_way: usize,
	reports: mpsc::UnboundedSender<TransactionReport<Id>>,
	news: mpsc::UnboundedReceiver<TransactionReport<Id>>,
}

impl<Id: Clone + Send + 'static> Submitter<Id> {
	/// A submitter for the account of `key`.
	pub fn new(view: FinalizedView, key: Keypair) -> Self {
		let (reports, news) = mpsc::unbounded_channel();
		Self {
			view,
			key,
			next_nonce: None,
			under_way: 0,
			reports,
			news,
		}
	}

	/// Signs `call` for inclusion soon after `block`, hands it to the light client and returns
	/// its hash. A report follows.
	///
	/// **Errors**: the account can't be read, or the call does not fit the runtime.
	pub async fn submit(
		&mut self,
		id: Id,
		call: &Call,
		runtime: &Runtime,
		block: &FinalizedBlock,
	) -> Result<H256, ChainError> {
		let settled = self.settled_nonce(block).await?;
		let nonce = self.next_nonce.map_or(settled, |next| next.max(settled));
		let parameters = DefaultExtrinsicParamsBuilder::new()
			.nonce(nonce.into())
			.mortal_from_unchecked(MORTALITY_BLOCKS, block.number, block.hash)
			.build();
		let transactions = runtime
			.transactions(self.view.genesis(), block.number)?
			.tx();
		let signed = transactions
			.create_v4_signable_offline(call, parameters)?
			.sign(&self.key)?;
		let hash = signed.hash();
		self.next_nonce = Some(nonce.saturating_add(1));
		self.under_way += 1;
		tokio::spawn(watch(
			self.view.clone(),
			signed.into_encoded(),
			id,
			hash,
			self.reports.clone(),
		));
		Ok(hash)
	}

	/// The next report. Never returns when nothing is under way.
	pub async fn report(&mut self) -> TransactionReport<Id> {
		match self.news.recv().await {
			Some(report) => {
				self.under_way = self.under_way.saturating_sub(1);
				// After a failure the numbering may have a hole; after the last one it can
				// follow the chain again.
				if self.under_way == 0 || !matches!(report.outcome, Outcome::Finalized(_)) {
					self.next_nonce = None;
				}
				report
			}
			// Cannot happen: this value holds a sender itself.
			None => std::future::pending().await,
		}
	}

	/// Number of the account's next transaction according to finalized storage.
	async fn settled_nonce(&self, block: &FinalizedBlock) -> Result<u32, ChainError> {
		let key = Entry::ACCOUNT.key(&[self.key.public_key().0.encode()]);
		let account = self.view.bytes(block, key).await?;
		// The number of transactions is the first field of the account.
		account.map_or(Ok(0), |bytes| {
			let first = bytes.get(..4).unwrap_or_default();
			super::finalized::decode("the account", first)
		})
	}
}

async fn watch<Id>(
	view: FinalizedView,
	transaction: Vec<u8>,
	id: Id,
	hash: H256,
	reports: mpsc::UnboundedSender<TransactionReport<Id>>,
) {
	let outcome = timeout(WATCH_LIMIT, follow(&view, &transaction, hash))
		.await
		.unwrap_or_else(|_| Outcome::Lost("watched long enough".into()));
	drop(reports.send(TransactionReport { id, hash, outcome }));
}

async fn follow(view: &FinalizedView, transaction: &[u8], hash: H256) -> Outcome {
	let mut updates = match view.backend().submit_transaction(transaction).await {
		Ok(updates) => updates,
		Err(error) => return Outcome::Lost(error.to_string()),
	};
	while let Some(update) = updates.next().await {
		tracing::debug!(?hash, ?update, "transaction");
		match update {
			Ok(TransactionStatus::InFinalizedBlock { hash }) => {
				return Outcome::Finalized(hash.hash())
			}
			Ok(TransactionStatus::Invalid { message }) => return Outcome::Invalid(message),
			Ok(TransactionStatus::Error { message } | TransactionStatus::Dropped { message }) => {
				return Outcome::Lost(message)
			}
			Ok(_) => {}
			Err(error) => return Outcome::Lost(error.to_string()),
		}
	}
	Outcome::Lost("the light client stopped watching".into())
}
