//! Reads of finalized storage through the RPC of one validator.
//!
//! Every judgement of a run rests on [`State`]: the storage after one finalized block, decoded into
//! the types of `greenhour-types`. Keys and arguments are SCALE bytes of typed values; the hashers
//! come from the chain's metadata.

use crate::{
	error::{Error, Result},
	storage_keys::{self, KeyParts},
};
use greenhour_types::{ClockParams, Moment};
use parity_scale_codec::{Decode, Encode};
use std::time::Duration;
use subxt::{
	config::RpcConfigFor,
	dynamic::{At, Value},
	ext::{scale_encode, scale_value},
	metadata::StorageHasher,
	OnlineClient, OnlineClientAtBlock, SubstrateConfig,
};
use subxt_rpcs::{client::rpc_params, methods::legacy::LegacyRpcMethods, RpcClient};

/// How often finality is polled.
const POLL: Duration = Duration::from_millis(500);
/// How long finality may stand still before a run gives up.
const PATIENCE: Duration = Duration::from_secs(120);
/// Keys asked for in one request.
const PAGE: u32 = 256;

/// A typed value as its SCALE bytes, to be used as a storage key or call argument.
#[derive(Clone, Debug)]
pub(crate) struct Encoded(pub(crate) Vec<u8>);

impl Encoded {
	/// The bytes of `value`.
	pub(crate) fn of(value: impl Encode) -> Self {
		Self(value.encode())
	}
}

impl scale_encode::EncodeAsType for Encoded {
	fn encode_as_type_to<R: scale_encode::TypeResolver>(
		&self,
		_type_id: R::TypeId,
		_types: &R,
		out: &mut Vec<u8>,
	) -> std::result::Result<(), scale_encode::Error> {
		out.extend_from_slice(&self.0);
		Ok(())
	}
}

/// A connection to one validator.
#[derive(Clone)]
pub(crate) struct Chain {
	/// The typed client.
	pub(crate) client: OnlineClient<SubstrateConfig>,
	/// Plain JSON-RPC.
	pub(crate) rpc: RpcClient,
}

impl Chain {
	/// Connects, trying until `within` has passed: a node opens its RPC some time after its start.
	pub(crate) async fn connect(url: &str, within: Duration) -> Result<Self> {
		let deadline = tokio::time::Instant::now() + within;
		let rpc = loop {
			match RpcClient::from_insecure_url(url).await {
				Ok(rpc) => break rpc,
				Err(error) if tokio::time::Instant::now() > deadline => return Err(error.into()),
				Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
			}
		};
		let backend = subxt::backend::LegacyBackend::builder().build(rpc.clone());
		let client = OnlineClient::from_backend(std::sync::Arc::new(backend)).await?;
		Ok(Self { client, rpc })
	}

	/// The storage after the latest finalized block.
	pub(crate) async fn finalized(&self) -> Result<State> {
		Ok(self.state(self.client.at_current_block().await?))
	}

	/// The storage after the best block, which may still be replaced.
	pub(crate) async fn best(&self) -> Result<State> {
		let hash: subxt::utils::H256 = self
			.rpc
			.request("chain_getBlockHash", rpc_params![])
			.await?;
		Ok(self.state(self.client.at_block(hash).await?))
	}

	/// The storage after finalized block `number`.
	pub(crate) async fn block(&self, number: u32) -> Result<State> {
		Ok(self.state(self.client.at_block(u64::from(number)).await?))
	}

	fn state(&self, at: OnlineClientAtBlock<SubstrateConfig>) -> State {
		State {
			at,
			rpc: LegacyRpcMethods::new(self.rpc.clone()),
		}
	}

	/// Waits until a finalized state is as `wanted` says.
	///
	/// **Errors**: finality stands still, or `within` has passed.
	pub(crate) async fn when<F>(&self, what: &str, within: Duration, wanted: F) -> Result<State>
	where
		F: AsyncFn(&State) -> Result<bool>,
	{
		let deadline = tokio::time::Instant::now() + within;
		let mut last = (0, tokio::time::Instant::now());
		loop {
			let state = self.finalized().await?;
			let now = tokio::time::Instant::now();
			if state.number() > last.0 {
				last = (state.number(), now);
				if wanted(&state).await? {
					return Ok(state);
				}
			}
			if now > deadline {
				let block = state.number();
				return Err(Error::unexpected(format!(
					"{what}: not so at finalized block {block}"
				)));
			}
			if now > last.1 + PATIENCE {
				return Err(Error::unexpected(format!(
					"{what}: finality stands at block {}",
					last.0
				)));
			}
			tokio::time::sleep(POLL).await;
		}
	}

	/// Waits for the first finalized state at or after `moment` of chain time.
	pub(crate) async fn when_time(&self, moment: Moment) -> Result<State> {
		let now = self.finalized().await?.now().await?;
		let within = Duration::from_millis(moment.saturating_sub(now)) + PATIENCE;
		self.when("chain time", within, async |state| {
			Ok(state.now().await? >= moment)
		})
		.await
	}

	/// Waits for the first best state at or after `moment` of chain time.
	pub(crate) async fn when_best_time(&self, moment: Moment) -> Result<State> {
		loop {
			let state = self.best().await?;
			if state.now().await? >= moment {
				return Ok(state);
			}
			tokio::time::sleep(POLL).await;
		}
	}
}

/// The storage after one block.
pub(crate) struct State {
	at: OnlineClientAtBlock<SubstrateConfig>,
	rpc: LegacyRpcMethods<RpcConfigFor<SubstrateConfig>>,
}

impl State {
	/// The block.
	pub(crate) fn number(&self) -> u32 {
		u32::try_from(self.at.block_number()).unwrap_or(u32::MAX)
	}

	/// Its hash.
	pub(crate) fn hash(&self) -> [u8; 32] {
		self.at.block_hash().0
	}

	/// The subxt view of the block.
	pub(crate) fn at(&self) -> &OnlineClientAtBlock<SubstrateConfig> {
		&self.at
	}

	/// The value of an entry; its default when it is not set and has one.
	pub(crate) async fn get<T: Decode>(
		&self,
		pallet: &str,
		entry: &str,
		keys: Vec<Encoded>,
	) -> Result<Option<T>> {
		let info = self.entry(pallet, entry)?;
		let key = info.key(&keys);
		match self
			.rpc
			.state_get_storage(&key, Some(self.at.block_hash()))
			.await?
		{
			Some(bytes) => decode(&bytes, pallet, entry).map(Some),
			None => info
				.default
				.map(|bytes| decode(bytes, pallet, entry))
				.transpose(),
		}
	}

	/// The value of an entry that must be there.
	pub(crate) async fn expect<T: Decode>(
		&self,
		pallet: &str,
		entry: &str,
		keys: Vec<Encoded>,
	) -> Result<T> {
		let block = self.number();
		self.get(pallet, entry, keys).await?.ok_or_else(|| {
			Error::unexpected(format!(
				"{pallet}.{entry} has no such value at block {block}"
			))
		})
	}

	/// The first fields of a value that must be there.
	pub(crate) async fn expect_first<T: Decode>(
		&self,
		pallet: &str,
		entry: &str,
		keys: Vec<Encoded>,
	) -> Result<T> {
		let first: First<T> = self.expect(pallet, entry, keys).await?;
		Ok(first.0)
	}

	/// All entries of a map below the key parts of `prefix`, with all their key parts.
	pub(crate) async fn entries<K: KeyParts, V: Decode>(
		&self,
		pallet: &str,
		entry: &str,
		prefix: Vec<Encoded>,
	) -> Result<Vec<(K, V)>> {
		let info = self.entry(pallet, entry)?;
		let below = info.key(&prefix);
		let hash = self.at.block_hash();
		let mut found = Vec::new();
		let mut last: Option<Vec<u8>> = None;
		loop {
			let start = last.as_deref();
			let keys = self
				.rpc
				.state_get_keys_paged(&below, PAGE, start, Some(hash))
				.await?;
			for key in &keys {
				let bytes = self
					.rpc
					.state_get_storage(key, Some(hash))
					.await?
					.unwrap_or_default();
				found.push((info.parts(key)?, decode(&bytes, pallet, entry)?));
			}
			match keys.into_iter().last() {
				Some(key) => last = Some(key),
				None => return Ok(found),
			}
		}
	}

	/// The key of an entry.
	pub(crate) fn key(&self, pallet: &str, entry: &str, keys: &[Encoded]) -> Result<Vec<u8>> {
		Ok(self.entry(pallet, entry)?.key(keys))
	}

	fn entry<'a>(&'a self, pallet: &'a str, entry: &'a str) -> Result<Entry<'a>> {
		let missing = || Error::unexpected(format!("the chain has no storage {pallet}.{entry}"));
		let metadata = self.at.metadata_ref();
		let storage = metadata
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.storage());
		let storage = storage.ok_or_else(missing)?;
		let info = storage.entry_by_name(entry).ok_or_else(missing)?;
		Ok(Entry {
			name: format!("{pallet}.{entry}"),
			prefix: storage_keys::prefix(storage.prefix(), entry),
			hashers: info.keys().map(|key| key.hasher).collect(),
			default: info.default_value(),
		})
	}

	/// Chain time.
	pub(crate) async fn now(&self) -> Result<Moment> {
		self.expect("Timestamp", "Now", vec![]).await
	}

	/// The lengths on which market time rests.
	pub(crate) async fn clock(&self) -> Result<ClockParams> {
		self.expect("Clock", "Params", vec![]).await
	}

	/// The events of the block.
	pub(crate) async fn events(&self) -> Result<Vec<ChainEvent>> {
		let events = self.at.events().fetch().await?;
		let mut found = Vec::new();
		for event in events.iter() {
			found.push(ChainEvent::read(self.number(), &event?)?);
		}
		Ok(found)
	}
}

/// The first fields of a value, whatever follows.
pub(crate) struct First<T>(pub(crate) T);

impl<T: Decode> Decode for First<T> {
	fn decode<I: parity_scale_codec::Input>(
		input: &mut I,
	) -> std::result::Result<Self, parity_scale_codec::Error> {
		let value = T::decode(input)?;
		while input.read_byte().is_ok() {}
		Ok(Self(value))
	}
}

/// A storage entry as metadata describes it.
struct Entry<'a> {
	name: String,
	prefix: Vec<u8>,
	hashers: Vec<StorageHasher>,
	default: Option<&'a [u8]>,
}

impl Entry<'_> {
	fn key(&self, parts: &[Encoded]) -> Vec<u8> {
		let mut key = self.prefix.clone();
		for (hasher, part) in self.hashers.iter().zip(parts) {
			key.extend(storage_keys::hashed(*hasher, &part.0));
		}
		key
	}

	/// The key parts inside a full key.
	fn parts<K: KeyParts>(&self, key: &[u8]) -> Result<K> {
		let mut rest = key.get(self.prefix.len()..).unwrap_or_default();
		let mut hashers = self.hashers.iter();
		K::read(&mut hashers, &mut rest)
			.filter(|_| rest.is_empty() && hashers.next().is_none())
			.ok_or_else(|| Error::unexpected(format!("a key of {} can't be read", self.name)))
	}
}

/// A value from all of these bytes.
pub(crate) fn decode<T: Decode>(mut bytes: &[u8], pallet: &str, entry: &str) -> Result<T> {
	let name = || format!("{pallet}.{entry}");
	let value = T::decode(&mut bytes).map_err(|error| Error::Decode(name(), error))?;
	if bytes.is_empty() {
		Ok(value)
	} else {
		Err(Error::Decode(name(), "bytes are left over".into()))
	}
}

/// An event of a block.
#[derive(Clone, Debug)]
pub(crate) struct ChainEvent {
	/// The block.
	pub(crate) block: u32,
	/// Pallet, as the runtime names it.
	pub(crate) pallet: String,
	/// Name of the event.
	pub(crate) name: String,
	fields: Value,
}

impl ChainEvent {
	/// An event of `block`, with its fields by name.
	pub(crate) fn read(
		block: u32,
		event: &subxt::events::Event<'_, SubstrateConfig>,
	) -> Result<Self> {
		Ok(Self {
			block,
			pallet: event.pallet_name().to_owned(),
			name: event.event_name().to_owned(),
			fields: event.decode_fields_unchecked_as::<Value>()?,
		})
	}

	/// Is it this event?
	pub(crate) fn is(&self, pallet: &str, name: &str) -> bool {
		self.pallet == pallet && self.name == name
	}

	/// A field that is a number or a newtype of one.
	pub(crate) fn number(&self, field: &str) -> Result<u128> {
		number(self.field(field)?).ok_or_else(|| self.wrong(field))
	}

	/// A field that is 32 bytes, such as an account.
	pub(crate) fn bytes32(&self, field: &str) -> Result<[u8; 32]> {
		let mut bytes = Vec::new();
		flatten(self.field(field)?, &mut bytes);
		bytes.try_into().map_err(|_| self.wrong(field))
	}

	/// Is a field that is an enum this variant?
	pub(crate) fn is_variant(&self, field: &str, variant: &str) -> bool {
		let is = |value: &Value| match &value.value {
			scale_value::ValueDef::Variant(found) => found.name == variant,
			_ => false,
		};
		self.field(field).is_ok_and(is)
	}

	fn field(&self, field: &str) -> Result<&Value> {
		self.fields.at(field).ok_or_else(|| self.wrong(field))
	}

	fn wrong(&self, field: &str) -> Error {
		Error::unexpected(format!(
			"{}.{} has no such field: {field}",
			self.pallet, self.name
		))
	}
}

/// The number inside any depth of newtypes.
fn number(value: &Value) -> Option<u128> {
	match &value.value {
		scale_value::ValueDef::Primitive(primitive) => primitive.as_u128(),
		scale_value::ValueDef::Composite(fields) if fields.len() == 1 => {
			fields.values().next().and_then(number)
		}
		_ => None,
	}
}

/// All bytes below a value, in order.
fn flatten(value: &Value, bytes: &mut Vec<u8>) {
	match &value.value {
		scale_value::ValueDef::Primitive(primitive) => {
			bytes.extend(primitive.as_u128().and_then(|byte| u8::try_from(byte).ok()));
		}
		scale_value::ValueDef::Composite(fields) => {
			fields.values().for_each(|field| flatten(field, bytes));
		}
		_ => {}
	}
}
