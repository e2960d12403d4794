//! The runtime in force: its metadata, and whether this program fits it.

use std::sync::Arc;

use parity_scale_codec::{Decode, Encode};
use subxt::{
	client::{OfflineClient, OfflineClientAtBlock},
	config::{substrate::SpecVersionForRange, SubstrateConfig},
	metadata::Metadata,
	utils::H256,
};

use super::{ChainError, FinalizedBlock, FinalizedView, USED_CALLS, USED_ENTRIES};

/// Metadata versions that this program can read, best first.
const METADATA_VERSIONS: [u32; 2] = [15, 14];

/// Metadata of the runtime that this program was built for.
pub(super) static EMBEDDED: &[u8] = include_bytes!("../../metadata.scale");

/// A runtime: version and metadata.
#[derive(Clone)]
pub struct Runtime {
	/// Version of the runtime.
	pub spec_version: u32,
	/// Version of the transaction format.
	pub transaction_version: u32,
	/// Names and types of everything in it.
	pub metadata: Arc<Metadata>,
}

/// A call or storage entry that the runtime in force lacks or has in another shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
	/// Name of the pallet.
	pub pallet: &'static str,
	/// Name of the call or storage entry.
	pub item: &'static str,
}

/// The first fields of the version that a runtime states.
#[derive(Decode)]
struct Version {
	_spec_name: String,
	_impl_name: String,
	_authoring_version: u32,
	spec_version: u32,
	_impl_version: u32,
	_apis: Vec<([u8; 8], u32)>,
	transaction_version: u32,
}

/// Metadata that this program was built with.
///
/// **Errors**: the committed file is damaged; a test makes sure that it is not.
pub fn embedded_metadata() -> Result<Metadata, ChainError> {
	Metadata::decode_from(EMBEDDED).map_err(|cause| decode_error("the embedded metadata", cause))
}

impl Runtime {
	/// The runtime that this program was built for.
	///
	/// **Errors**: as [`embedded_metadata`].
	pub fn embedded() -> Result<Self, ChainError> {
		let metadata = embedded_metadata()?;
		let stated = metadata
			.pallet_by_name("System")
			.and_then(|system| system.constant_by_name("Version"))
			.map(|constant| constant.value().to_vec())
			.unwrap_or_default();
		let version = decode_version(&stated)?;
		Ok(Self::new(version, metadata))
	}

	/// The runtime in force after `block`: the embedded one if its version is the same, else
	/// downloaded and compared with the embedded one.
	///
	/// **Errors**: `UnknownRuntime` when something that this program uses has changed.
	pub async fn in_force(
		view: &FinalizedView,
		block: &FinalizedBlock,
		embedded: &Self,
	) -> Result<Self, ChainError> {
		let version = decode_version(&view.call(block, "Core_version", &[]).await?)?;
		if version.spec_version == embedded.spec_version
			&& version.transaction_version == embedded.transaction_version
		{
			return Ok(embedded.clone());
		}
		let present = Self::new(version, download(view, block).await?);
		let mismatches = mismatches(&embedded.metadata, &present.metadata);
		if !mismatches.is_empty() {
			let spec_version = present.spec_version;
			return Err(ChainError::UnknownRuntime {
				spec_version,
				mismatches,
			});
		}
		tracing::info!(
			spec_version = present.spec_version,
			"new runtime, calls unchanged"
		);
		Ok(present)
	}

	/// The runtime in force after `block`, downloaded and not compared with anything.
	pub async fn download(
		view: &FinalizedView,
		block: &FinalizedBlock,
	) -> Result<Self, ChainError> {
		let version = decode_version(&view.call(block, "Core_version", &[]).await?)?;
		Ok(Self::new(version, download(view, block).await?))
	}

	/// Builder of transactions for the chain with this `genesis`.
	pub(super) fn transactions(
		&self,
		genesis: H256,
		block: u64,
	) -> Result<OfflineClientAtBlock<SubstrateConfig>, ChainError> {
		let config = SubstrateConfig::builder()
			.set_genesis_hash(genesis)
			.set_metadata_for_spec_versions([(self.spec_version, self.metadata.clone())])
			.set_spec_version_for_block_ranges([SpecVersionForRange {
				block_range: 0..u64::MAX,
				spec_version: self.spec_version,
				transaction_version: self.transaction_version,
			}])
			.build();
		OfflineClient::new_with_config(config)
			.at_block(block)
			// Both version and metadata were given above.
			.map_err(|error| {
				ChainError::Backend(Box::new(subxt::error::BackendError::other(
					error.to_string(),
				)))
			})
	}

	fn new(version: Version, metadata: Metadata) -> Self {
		Self {
			spec_version: version.spec_version,
			transaction_version: version.transaction_version,
			metadata: metadata.arc(),
		}
	}
}

/// What this program uses and `present` has not, or has in another shape than `known`.
pub(super) fn mismatches(known: &Metadata, present: &Metadata) -> Vec<Mismatch> {
	let call_hash = |metadata: &Metadata, pallet: &str, call: &str| {
		metadata
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.call_hash(call))
	};
	let entry_hash = |metadata: &Metadata, pallet: &str, entry: &str| {
		metadata
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.storage_hash(entry))
	};
	let calls = USED_CALLS.iter().filter_map(|&(pallet, item, _)| {
		let expected = call_hash(known, pallet, item);
		(expected.is_none() || expected != call_hash(present, pallet, item))
			.then_some(Mismatch { pallet, item })
	});
	let entries = USED_ENTRIES.iter().filter_map(|entry| {
		let (pallet, item) = (entry.pallet, entry.name);
		let expected = entry_hash(known, pallet, item);
		(expected.is_none() || expected != entry_hash(present, pallet, item))
			.then_some(Mismatch { pallet, item })
	});
	calls.chain(entries).collect()
}

async fn download(view: &FinalizedView, block: &FinalizedBlock) -> Result<Metadata, ChainError> {
	for version in METADATA_VERSIONS {
		let answer = view
			.call(block, "Metadata_metadata_at_version", &version.encode())
			.await?;
		let found: Option<Vec<u8>> = super::finalized::decode("metadata", &answer)?;
		if let Some(bytes) = found {
			return Metadata::decode_from(&bytes).map_err(|cause| decode_error("metadata", cause));
		}
	}
	Err(decode_error(
		"metadata",
		"no version that this program can read".into(),
	))
}

fn decode_version(mut bytes: &[u8]) -> Result<Version, ChainError> {
	// Later fields, if any, do not matter here.
	Version::decode(&mut bytes).map_err(|cause| decode_error("the runtime version", cause))
}

fn decode_error(what: &str, cause: parity_scale_codec::Error) -> ChainError {
	ChainError::Decode {
		what: what.to_owned(),
		cause,
	}
}
