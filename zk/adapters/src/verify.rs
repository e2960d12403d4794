//! From submissions to the batch verifier.

use crate::{Adapter, AdapterError, CircuitAdapter};
use alloc::vec::Vec;
use greenhour_verifier::{verify_batch, BatchContext, ReceiptKey, Rejection, MAX_BATCH};

/// A statement with its proof, as they came in.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
	/// What is claimed, in the form of the circuit's adapter.
	pub statement: &'a [u8],
	/// The proof, in the form of the circuit's adapter.
	pub proof: &'a [u8],
}

/// Why submissions are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// The adapter refuses the submission at this place.
	Adapter(usize, AdapterError),
	/// The verifier refuses the batch.
	Verifier(Rejection),
}

/// Do all submissions prove their statements for the circuit with this adapter and key?
///
/// ```
/// # #[cfg(feature = "std")]
/// # fn main() -> Result<(), greenhour_adapters::JsonError> {
/// use greenhour_adapters::{json, verify, CircuitAdapter, Submission};
/// use greenhour_verifier::BatchContext;
///
/// let files = (
///     include_str!("../vectors/snarkjs/multiplier/verification_key.json"),
///     include_str!("../vectors/snarkjs/multiplier/public.json"),
///     include_str!("../vectors/snarkjs/multiplier/proof.json"),
/// );
/// let key = json::verifying_key(files.0)?;
/// let adapter = CircuitAdapter::Snarkjs(json::open_schema(&key));
/// let submission = Submission {
///     statement: &json::statement(files.1)?,
///     proof: &json::proof(files.2)?,
/// };
/// let context = BatchContext { circuit: 7, version: 1, context: [0; 32] };
/// assert_eq!(verify(&adapter, &key, &context, &[submission]), Ok(()));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "std"))]
/// # fn main() {}
/// ```
///
/// **Errors**: the first [`Refusal`]; all are accepted or refused as a whole.
pub fn verify(
	adapter: &CircuitAdapter,
	key: &ReceiptKey,
	context: &BatchContext,
	submissions: &[Submission<'_>],
) -> Result<(), Refusal> {
	if submissions.len() > MAX_BATCH {
		return Err(Refusal::Verifier(Rejection::MaxBatchExceeded));
	}
	let adapted = submissions
		.iter()
		.enumerate()
		.map(|(index, submission)| {
			adapter
				.adapt(submission.statement, submission.proof)
				.map_err(|error| Refusal::Adapter(index, error))
		})
		.collect::<Result<Vec<_>, _>>()?;
	let entries: Vec<_> = adapted.iter().map(|adapted| adapted.entry()).collect();
	verify_batch(key, context, &entries).map_err(Refusal::Verifier)
}
