//! What every adapter does: check what the wrapper says, hand canonical bytes on.

use alloc::vec::Vec;
use greenhour_types::receipt::{FieldBytes, PROOF_BYTES};
use greenhour_verifier::{Entry, KeyRejection, ReceiptKey};

/// A proof in the form of the batch verifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adapted {
	/// Compressed A, B, C.
	pub proof: [u8; PROOF_BYTES],
	/// Public inputs in the order of the key.
	pub inputs: Vec<FieldBytes>,
}

impl Adapted {
	/// The entry of a batch.
	pub fn entry(&self) -> Entry<'_> {
		Entry {
			proof: &self.proof,
			inputs: &self.inputs,
		}
	}
}

/// Translates the proofs of one foreign circuit.
///
/// An implementer checks everything that the wrapper means and the circuit does not enforce. It must
/// not leave to the submitter what governance pins, and must not panic on any bytes.
pub trait Adapter {
	/// Does this key fit what is pinned? Asked once, when the circuit is registered.
	///
	/// **Errors**: the first [`AdapterError`].
	fn check_key(&self, key: &ReceiptKey) -> Result<(), AdapterError>;

	/// The proof and public inputs of `proof` for `statement`.
	///
	/// That the inputs are canonical, that points are in their subgroups, and that the proof holds
	/// is for the batch verifier to check.
	///
	/// **Errors**: the first [`AdapterError`].
	fn adapt(&self, statement: &[u8], proof: &[u8]) -> Result<Adapted, AdapterError>;
}

/// Why a key or a proof is refused before the batch verifier sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdapterError {
	/// The circuit is the project's own: its statement is packed by the chain, never submitted.
	NotForeign,
	/// The key has another number of inputs than the adapter makes.
	ArityMismatch,
	/// The bytes are not a verifying key of the foreign format.
	MalformedKey,
	/// The verifier refuses the key.
	KeyRefused(KeyRejection),
	/// A pinned value is not below the modulus, or a signal is wider than the field.
	PinnedNotCanonical,
	/// The pinned selector is not the one of key and roots.
	SelectorNotOfKey,
	/// The statement is too long, or no whole number of signals.
	StatementLength,
	/// The proof is shorter or longer than its format.
	ProofLength,
	/// The proof is for another verifying key or other roots.
	SelectorMismatch,
	/// The program did not end with exit code zero.
	ExitCode,
	/// The proof is for other recursion keys.
	VkRootMismatch,
	/// A point has a coordinate that is not below the modulus, is off its curve, or at infinity.
	InvalidPoint,
	/// This signal has more bits than the schema allows.
	SignalTooWide(usize),
	/// This signal differs from the value that the schema pins.
	SignalMismatch(usize),
}

impl From<KeyRejection> for AdapterError {
	fn from(rejection: KeyRejection) -> Self {
		Self::KeyRefused(rejection)
	}
}
