//! Why a key could not be had or a proof not be made.

use crate::Stage;
use ark_relations::gr1cs::SynthesisError;
use ark_serialize::SerializationError;
use greenhour_verifier::{KeyRejection, Rejection};
use std::path::PathBuf;

/// Why a key could not be had or a proof not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// The statement does not hold, so nothing can prove it.
	#[error("the statement does not hold: {0}")]
	Violation(#[source] Box<dyn std::error::Error + Send + Sync>),
	/// The constraints could not be built.
	#[error("the constraints could not be built: {0}")]
	Synthesis(#[from] SynthesisError),
	/// A key or proof could not be written or read.
	#[error("a key or proof could not be encoded: {0}")]
	Encoding(#[from] SerializationError),
	/// There is no key with this digest in the folder.
	#[error("no proving key with digest {digest} at {path}")]
	KeyNotFound {
		/// Where it was looked for.
		path: PathBuf,
		/// The digest, hexadecimal.
		digest: String,
	},
	/// Whoever asked for the proof does not want it any more.
	#[error("cancelled before {0:?}")]
	Cancelled(Stage),
	/// The key cache could not be read or written.
	#[error("the key cache {path} could not be used: {source}")]
	Cache {
		/// File or folder.
		path: PathBuf,
		/// What the system said.
		source: std::io::Error,
	},
	/// The generated key is not the pinned one: circuit or generator changed, and the pins did not.
	#[error("the generated key has digest {found}, the pinned one {pinned}")]
	DigestMismatch {
		/// Digest in the source, hexadecimal.
		pinned: String,
		/// Digest of the generated key, hexadecimal.
		found: String,
	},
	/// The verifier refuses the key.
	#[error("the verifier refuses the key: {0:?}")]
	Key(KeyRejection),
	/// The verifier refuses a proof that was just made.
	#[error("the verifier refuses the proof: {0:?}")]
	Proof(Rejection),
}
