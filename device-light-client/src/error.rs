//! Why the device stopped.

use crate::{
	chain::{ChainError, SpecificationError},
	keys::KeyError,
	meters::MeterError,
	prover::ProverError,
	settings::SettingsError,
	status::StatusError,
	store::StoreError,
};

/// Why the device stopped, or would not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// Settings.
	#[error(transparent)]
	Settings(#[from] SettingsError),
	/// Chain specification.
	#[error(transparent)]
	Specification(#[from] SpecificationError),
	/// Keys.
	#[error(transparent)]
	Key(#[from] KeyError),
	/// Trace of the meter.
	#[error(transparent)]
	Meter(#[from] MeterError),
	/// Durable state.
	#[error(transparent)]
	Store(#[from] StoreError),
	/// Status file.
	#[error(transparent)]
	Status(#[from] StatusError),
	/// Chain.
	#[error(transparent)]
	Chain(#[from] ChainError),
	/// The clock shows a time before one that the chain has shown already.
	#[error(transparent)]
	Clock(#[from] crate::clock::ClockFault),
	/// Receipt.
	#[error(transparent)]
	Prover(#[from] ProverError),
	/// The transaction did not get into a finalized block.
	#[error("the transaction was not finalized: {0}")]
	NotFinalized(String),
	/// A message can't be written as JSON, or a signal can't be awaited.
	#[error("system: {0}")]
	System(#[from] std::io::Error),
}

impl Error {
	/// Would a new start of the light client help?
	pub(crate) fn is_passing(&self) -> bool {
		matches!(
			self,
			Self::Chain(
				ChainError::Rpc(_)
					| ChainError::Backend(_)
					| ChainError::TimedOut(_)
					| ChainError::Ended
			)
		)
	}
}
