//! Whether proofs could be brought to the chain.

use greenhour_types::{GpuClassId, Hour, VerificationMode};

/// Tells whether the chain took the proofs of an hour all the time that a device had for it.
pub trait ProofIntake {
	/// Can hours of this GPU class be proved: does a circuit of this mode accept proofs now, and is it
	/// known what the class needs?
	fn is_open(mode: VerificationMode, gpu_class: GpuClassId) -> bool;

	/// Did no circuit of this mode accept proofs at some time in the money window of `hour`, or was one
	/// paused in it?
	///
	/// Nobody is to blame for an hour that could not be proved.
	fn was_closed(mode: VerificationMode, hour: Hour) -> bool;
}
