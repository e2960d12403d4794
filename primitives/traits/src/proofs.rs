//! Whether proofs could be brought to the chain.

use greenhour_types::{Hour, VerificationMode};

/// Tells whether the chain took the proofs of an hour all the time that a device had for it.
pub trait ProofIntake {
	/// Does a circuit of this mode accept proofs now?
	fn is_open(mode: VerificationMode) -> bool;

	/// Did no circuit of this mode accept proofs at some time in the money window of `hour`?
	///
	/// Nobody is to blame for an hour that could not be proved.
	fn was_closed(mode: VerificationMode, hour: Hour) -> bool;
}
