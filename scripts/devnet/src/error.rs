//! What can go wrong while a network is run and watched.

/// Why a run could not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
	/// A file or process could not be reached.
	#[error("{0}: {1}")]
	Io(String, #[source] std::io::Error),
	/// The node answered with an error, or not at all.
	#[error("node: {0}")]
	Chain(#[source] Box<subxt::Error>),
	/// The node's RPC answered with an error.
	#[error("rpc: {0}")]
	Rpc(#[from] subxt_rpcs::Error),
	/// Bytes from storage are not what this tool was built for.
	#[error("{0} does not decode: {1}")]
	Decode(String, #[source] parity_scale_codec::Error),
	/// A trace is not in the public format it should be in.
	#[error("trace {0}: {1}")]
	Trace(String, String),
	/// A child process ended although it should run.
	#[error("{0} ended: {1}")]
	ProcessEnded(String, String),
	/// Something was not as a step needs it.
	#[error("{0}")]
	Unexpected(String),
	/// Ctrl-C.
	#[error("interrupted")]
	Interrupted,
}

/// Shorthand of this crate.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
	/// An I/O error with what was tried.
	pub(crate) fn io(what: impl std::fmt::Display) -> impl FnOnce(std::io::Error) -> Self {
		let what = what.to_string();
		move |source| Self::Io(what, source)
	}

	/// A step's own complaint.
	pub(crate) fn unexpected(what: impl Into<String>) -> Self {
		Self::Unexpected(what.into())
	}
}

macro_rules! from_subxt {
	($($error:ty),* $(,)?) => {
		$(impl From<$error> for Error {
			fn from(source: $error) -> Self {
				Self::Chain(Box::new(source.into()))
			}
		})*
	};
}

from_subxt!(
	subxt::Error,
	subxt::error::EventsError,
	subxt::error::ExtrinsicError,
	subxt::error::OnlineClientAtBlockError,
	subxt::error::OnlineClientError,
	subxt::error::StorageError,
	subxt::error::StorageKeyError,
	subxt::error::TransactionEventsError,
	subxt::error::TransactionProgressError,
	subxt::error::ViewFunctionError,
);
