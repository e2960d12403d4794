//! Which entries of a refused batch are to blame.

use crate::{
	batch::{verify_batch, Entry, Rejection},
	engine::Engine,
	key::VerifyingKey,
	transcript::BatchContext,
};
use alloc::vec::Vec;

/// Places of all entries that do not hold under `key`, ascending.
///
/// Halves what is refused until single entries are left: at most about `2 b log2(2 n / b)` batches for
/// `b` bad entries of `n`. Meant for views, off chain: a batch that holds costs as much as
/// [`verify_batch`], any other a multiple. `entries` may be longer than a batch.
pub fn invalid_entries<E: Engine>(
	key: &VerifyingKey<E>,
	context: &BatchContext,
	entries: &[Entry<'_>],
) -> Vec<usize> {
	let mut invalid = Vec::new();
	// Parts that still have to be looked at, the leftmost last, with the place where each begins.
	let mut parts = Vec::from([(0usize, entries)]);
	while let Some((start, part)) = parts.pop() {
		let (middle, is_bad) = match verify_batch(key, context, part) {
			Ok(()) | Err(Rejection::EmptyBatch) => continue,
			Err(Rejection::InvalidProof) if part.len() == 1 => (0, true),
			Err(Rejection::InvalidProof | Rejection::MaxBatchExceeded) => (part.len() / 2, false),
			Err(
				Rejection::ArityMismatch(place)
				| Rejection::InputNotCanonical(place)
				| Rejection::MalformedProof(place),
			) => (place, true),
		};
		let Some((left, right)) = part.split_at_checked(middle) else {
			continue;
		};
		let (start_of_right, right) = match right.split_first() {
			Some((_, after)) if is_bad => {
				invalid.push(start.saturating_add(middle));
				(middle.saturating_add(1), after)
			}
			_ => (middle, right),
		};
		parts.push((start.saturating_add(start_of_right), right));
		parts.push((start, left));
	}
	invalid.sort_unstable();
	invalid
}
