//! Finalized headers and storage proven against them.

use std::{collections::BTreeMap, time::Duration};

use futures::{stream, FutureExt, StreamExt};
use parity_scale_codec::Decode;
use subxt::{
	backend::{Backend, BlockRef, ChainHeadBackend, StorageResponse, StreamOfResults},
	config::{
		substrate::{DigestItem, DynamicHasher256, SubstrateHeader},
		Hasher, SubstrateConfig,
	},
	utils::H256,
};
use subxt_rpcs::{rpc_params, RpcClient, RpcClientT};
use tokio::time::timeout;

use super::{ChainError, Runtime};

/// Longest wait for one storage proof or one runtime call.
const READ_TIMEOUT: Duration = Duration::from_secs(15);
/// Storage proofs asked for at the same time. A node serves few light-client requests at once
/// and drops the rest.
const PARALLEL_READS: usize = 4;
/// Blocks after which an unused block may be let go.
const MAX_BLOCK_LIFE: usize = 64;
/// Largest saved state of the light client, in bytes.
const MAX_DATABASE_BYTES: u64 = 8 * 1024 * 1024;

/// A finalized block, kept readable as long as this value lives.
#[derive(Debug, Clone)]
pub struct FinalizedBlock {
	/// Height.
	pub number: u64,
	/// Hash of the header.
	pub hash: H256,
	/// Whether this block announced a new runtime, in force from its child on.
	pub runtime_changed: bool,
	_pin: BlockRef<H256>,
}

/// Finalized blocks in order.
pub struct FinalizedBlocks(StreamOfResults<(SubstrateHeader<H256>, BlockRef<H256>)>);

impl FinalizedBlocks {
	/// Waits for the next finalized block and returns the newest one that is known by then;
	/// the ones between are skipped, `runtime_changed` tells whether any of them changed the
	/// runtime.
	///
	/// **Errors**: `Ended` when the light client stopped, `Backend` when a header can't be had.
	pub async fn newest(&mut self) -> Result<FinalizedBlock, ChainError> {
		let mut newest = finalized_block(self.0.next().await.ok_or(ChainError::Ended)??);
		while let Some(Some(next)) = self.0.next().now_or_never() {
			let changed = newest.runtime_changed;
			newest = finalized_block(next?);
			newest.runtime_changed |= changed;
		}
		Ok(newest)
	}
}

fn finalized_block((header, pin): (SubstrateHeader<H256>, BlockRef<H256>)) -> FinalizedBlock {
	let runtime_changed = header
		.digest
		.logs
		.iter()
		.any(|item| matches!(item, DigestItem::RuntimeEnvironmentUpdated));
	FinalizedBlock {
		number: header.number,
		hash: pin.hash(),
		runtime_changed,
		_pin: pin,
	}
}

/// Reads of finalized state over one connection; cheap to clone.
#[derive(Clone)]
pub struct FinalizedView {
	rpc: RpcClient,
	backend: ChainHeadBackend<SubstrateConfig>,
	genesis: H256,
}

impl FinalizedView {
	/// Starts following the chain behind `connection`.
	///
	/// **Errors**: `Rpc` when the connection does not answer.
	pub async fn follow(connection: impl RpcClientT) -> Result<Self, ChainError> {
		let rpc = RpcClient::new(connection);
		let genesis: H256 = rpc
			.request("chainSpec_v1_genesisHash", rpc_params![])
			.await?;
		let backend = ChainHeadBackend::builder()
			.max_block_life(MAX_BLOCK_LIFE)
			.submit_transactions_ignoring_follow_events()
			.build_with_background_driver(rpc.clone());
		Ok(Self {
			rpc,
			backend,
			genesis,
		})
	}

	/// Genesis hash of the chain that is followed.
	pub fn genesis(&self) -> H256 {
		self.genesis
	}

	/// The raw connection.
	pub fn rpc(&self) -> &RpcClient {
		&self.rpc
	}

	/// Submits transactions; see [`Submitter`](super::Submitter).
	pub(super) fn backend(&self) -> &ChainHeadBackend<SubstrateConfig> {
		&self.backend
	}

	/// Finalized blocks from the present one on.
	pub async fn blocks(&self, runtime: &Runtime) -> Result<FinalizedBlocks, ChainError> {
		let hasher = DynamicHasher256::new(&runtime.metadata);
		Ok(FinalizedBlocks(
			self.backend.stream_finalized_block_headers(hasher).await?,
		))
	}

	/// The finalized block of this moment. Waits until the light client knows one.
	pub async fn finalized(&self) -> Result<FinalizedBlock, ChainError> {
		let pin = self.backend.latest_finalized_block_ref().await?;
		let header = within("a header", self.backend.block_header(pin.hash()))
			.await?
			.ok_or(ChainError::Ended)?;
		Ok(finalized_block((header, pin)))
	}

	/// Output of the runtime function `method`, executed by the light client itself.
	pub async fn call(
		&self,
		at: &FinalizedBlock,
		method: &str,
		input: &[u8],
	) -> Result<Vec<u8>, ChainError> {
		within(
			"a runtime call",
			self.backend.call(method, Some(input), at.hash),
		)
		.await
	}

	/// Bytes stored under `key`.
	pub async fn bytes(
		&self,
		at: &FinalizedBlock,
		key: Vec<u8>,
	) -> Result<Option<Vec<u8>>, ChainError> {
		// One key per request: the light client takes one of its 32 operation places for each
		// key but gives back only one for each request.
		let read = async {
			let mut values = self
				.backend
				.storage_fetch_values(vec![key], at.hash)
				.await?;
			values.next().await.transpose()
		};
		Ok(within("a storage proof", read)
			.await?
			.map(|found: StorageResponse| found.value))
	}

	/// Value stored under `key`.
	///
	/// **Errors**: `Decode` when it has another shape; `what` names it in the message.
	pub async fn value<V: Decode>(
		&self,
		at: &FinalizedBlock,
		what: &str,
		key: Vec<u8>,
	) -> Result<Option<V>, ChainError> {
		self.bytes(at, key)
			.await?
			.map(|bytes| decode(what, &bytes))
			.transpose()
	}

	/// Bytes stored under each of `keys`, without those that are absent.
	pub async fn many(
		&self,
		at: &FinalizedBlock,
		keys: Vec<Vec<u8>>,
	) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, ChainError> {
		let reads = keys
			.into_iter()
			.map(|key| async move { Ok((key.clone(), self.bytes(at, key).await?)) });
		let found: Vec<Result<_, ChainError>> = stream::iter(reads)
			.buffer_unordered(PARALLEL_READS)
			.collect()
			.await;
		let mut values = BTreeMap::new();
		for entry in found {
			if let (key, Some(value)) = entry? {
				values.insert(key, value);
			}
		}
		Ok(values)
	}

	/// All keys under `prefix` with their values, in order of the keys.
	pub async fn under(
		&self,
		at: &FinalizedBlock,
		prefix: Vec<u8>,
	) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, ChainError> {
		let read = async {
			let mut values = self
				.backend
				.storage_fetch_descendant_values(prefix, at.hash)
				.await?;
			let mut found = BTreeMap::new();
			while let Some(entry) = values.next().await {
				let StorageResponse { key, value } = entry?;
				found.insert(key, value);
			}
			Ok(found)
		};
		within("a storage proof", read).await
	}

	/// State of the light client, to be given to the next start. Holds peers and the runtime
	/// code as well, so ask only after some blocks were followed.
	pub async fn database(&self) -> Result<String, ChainError> {
		let request = self.rpc.request(
			"chainHead_unstable_finalizedDatabase",
			rpc_params![MAX_DATABASE_BYTES],
		);
		timeout(READ_TIMEOUT, request)
			.await
			.map_err(|_| ChainError::TimedOut("the saved state"))?
			.map_err(ChainError::from)
	}
}

/// Decodes all of `bytes`.
///
/// **Errors**: `Decode`, also when bytes are left over.
pub(crate) fn decode<V: Decode>(what: &str, bytes: &[u8]) -> Result<V, ChainError> {
	use parity_scale_codec::DecodeAll;
	V::decode_all(&mut &bytes[..]).map_err(|cause| ChainError::Decode {
		what: what.to_owned(),
		cause,
	})
}

async fn within<V>(
	what: &'static str,
	read: impl std::future::Future<Output = Result<V, subxt::error::BackendError>>,
) -> Result<V, ChainError> {
	Ok(timeout(READ_TIMEOUT, read)
		.await
		.map_err(|_| ChainError::TimedOut(what))??)
}
