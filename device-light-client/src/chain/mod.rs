//! The chain as the device sees it: peers, finalized facts, transactions.
//!
//! | file | what |
//! |---|---|
//! | `adapter` | smoldot behind subxt's RPC trait |
//! | `router` | its id map and subscription map |
//! | `specification` | the chain specification on disk |
//! | `lifecycle` | what the light client is busy with |
//! | `finalized` | finalized headers and proven storage |
//! | `runtime` | metadata of the runtime in force, and whether it fits this program |
//! | `calls`, `entries` | the calls and storage entries that the device uses |
//! | `submit` | signed transactions and what became of them |
//!
//! Nothing here acts on a block that is not finalized. Everything goes through
//! [`subxt_rpcs::RpcClientT`], so that the same code also runs on another connection.

mod adapter;
mod calls;
#[cfg(test)]
mod compatibility_tests;
mod entries;
mod finalized;
mod lifecycle;
mod router;
mod runtime;
mod specification;
mod submit;

pub use adapter::{LightClient, Stopped};
pub use calls::{Call, USED_CALLS};
pub use entries::{Entry, KeyPart, USED_ENTRIES};
pub(crate) use finalized::decode;
pub use finalized::{FinalizedBlock, FinalizedBlocks, FinalizedView};
pub use lifecycle::{Lifecycle, LifecycleHealth, LifecyclePhase, LifecycleUpdates};
pub use runtime::{embedded_metadata, Mismatch, Runtime};
pub use specification::{ChainSpecification, SpecificationError};
pub use submit::{Outcome, Submitter, TransactionReport};

pub use subxt::utils::H256;

/// Why the chain could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
	/// The light client refused the chain specification.
	#[error("the light client refuses the chain specification: {0}")]
	Refused(#[from] smoldot_light::AddChainError),
	/// The saved state of this device is of another chain: wrong specification or wrong data
	/// folder.
	#[error(
		"genesis mismatch: this device was paired with {expected:?}, the chain specification leads \
		 to {found:?}; use the specification of the network it was paired with, or another data \
		 folder"
	)]
	GenesisMismatch {
		/// Genesis hash kept when the device was paired.
		expected: H256,
		/// Genesis hash of the chain specification in use.
		found: H256,
	},
	/// The connection failed or the light client could not answer.
	#[error(transparent)]
	Rpc(#[from] subxt_rpcs::Error),
	/// Reading the chain failed, often because no peer answered in time.
	#[error(transparent)]
	Backend(#[from] Box<subxt::error::BackendError>),
	/// No answer in time.
	#[error("no answer in time for {0}")]
	TimedOut(&'static str),
	/// A value on the chain has another shape than this program knows.
	#[error("cannot decode {what}: {cause}")]
	Decode {
		/// Which value.
		what: String,
		/// What the decoder says.
		cause: parity_scale_codec::Error,
	},
	/// The runtime in force changed calls or storage that this program uses.
	#[error("runtime {spec_version} does not fit this program, update it: {mismatches:?}")]
	UnknownRuntime {
		/// Version of the runtime in force.
		spec_version: u32,
		/// What changed.
		mismatches: Vec<Mismatch>,
	},
	/// The transaction could not be built.
	#[error("cannot build the transaction: {0}")]
	Transaction(#[from] Box<subxt::error::ExtrinsicError>),
	/// The stream of finalized blocks ended.
	#[error("the stream of finalized blocks ended")]
	Ended,
}

impl From<subxt::error::BackendError> for ChainError {
	fn from(error: subxt::error::BackendError) -> Self {
		Self::Backend(Box::new(error))
	}
}

impl From<subxt::error::ExtrinsicError> for ChainError {
	fn from(error: subxt::error::ExtrinsicError) -> Self {
		Self::Transaction(Box::new(error))
	}
}
