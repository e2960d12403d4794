//! Draws, sizes and verdicts, as functions of values.

use crate::types::{Verdict, QUORUM};
use greenhour_types::{product::MAX_LEAVES, DeviceId, MilliGpu};
use parity_scale_codec::Encode;
use sp_crypto_hashing::blake2_256;
use sp_runtime::Permill;

/// A number below `count` that follows from seed, purpose and subject; `None` when `count` is zero.
///
/// The bias of the modulus is below 2^-32.
pub(crate) fn pick(
	seed: &[u8; 32],
	purpose: &[u8],
	subject: impl Encode,
	count: u32,
) -> Option<u32> {
	let [a, b, c, d, e, f, g, h, ..] = blake2_256(&(purpose, seed, subject).encode());
	u64::from_le_bytes([a, b, c, d, e, f, g, h])
		.checked_rem(u64::from(count))
		.and_then(|index| u32::try_from(index).ok())
}

/// The `step`th index of a list of `count` entries from `start` on; after the last comes the first.
pub(crate) fn wrapped(start: u32, step: u32, count: u32) -> u32 {
	let index = u64::from(start).saturating_add(step.into());
	index
		.checked_rem(count.into())
		.and_then(|index| u32::try_from(index).ok())
		.unwrap_or_default()
}

/// Is the product of this device opened?
pub(crate) fn is_opened(seed: &[u8; 32], device: DeviceId, one_in: u32) -> bool {
	pick(seed, b"greenhour/open", device, one_in) == Some(0)
}

/// Units that an answer must show: a part of what was benchmarked, rounded up.
pub(crate) fn needed_up(benchmark: MilliGpu, share: Permill) -> MilliGpu {
	MilliGpu(share.mul_ceil(benchmark.0))
}

/// Leaves of the product that shows `units`, at most [`MAX_LEAVES`].
pub(crate) fn leaves_for(units: MilliGpu, leaves_per_unit: u32) -> u64 {
	u64::from(units.0)
		.saturating_mul(leaves_per_unit.into())
		.min(MAX_LEAVES)
}

/// What the verdicts of a panel lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
	/// Verdicts are missing and there is time.
	Open,
	/// Nobody found fraud, and enough looked.
	Clean,
	/// All who looked found fraud, and they are enough.
	Accused,
	/// Fraud was found, but not by all who looked, or by too few.
	Disputed,
	/// Nobody found fraud, and too few looked.
	Unjudged,
}

/// Judges by the verdicts of a panel. One that found fraud is never outvoted or buried in silence: it takes all who
/// looked to accuse, and governance where they differ.
pub(crate) fn judge(
	verdicts: impl Iterator<Item = Option<Verdict>>,
	window_over: bool,
) -> Judgement {
	let (mut missing, mut delivered, mut fraud) = (0u32, 0u32, 0u32);
	for verdict in verdicts {
		let counter = match verdict {
			None => &mut missing,
			Some(Verdict::Delivered) => &mut delivered,
			Some(Verdict::Fraud) => &mut fraud,
		};
		*counter = counter.saturating_add(1);
	}
	match (missing > 0 && !window_over, fraud, delivered) {
		(true, _, _) => Judgement::Open,
		(_, 0, delivered) if delivered >= QUORUM => Judgement::Clean,
		(_, 0, _) => Judgement::Unjudged,
		(_, fraud, 0) if fraud >= QUORUM => Judgement::Accused,
		_ => Judgement::Disputed,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const D: Option<Verdict> = Some(Verdict::Delivered);
	const F: Option<Verdict> = Some(Verdict::Fraud);

	#[test]
	fn a_panel_accuses_only_of_one_mind() {
		let over = |verdicts: [Option<Verdict>; 3]| judge(verdicts.into_iter(), true);
		assert_eq!(over([D, D, D]), Judgement::Clean);
		assert_eq!(over([D, D, None]), Judgement::Clean);
		assert_eq!(over([D, None, None]), Judgement::Unjudged);
		assert_eq!(over([None, None, None]), Judgement::Unjudged);
		assert_eq!(over([F, F, F]), Judgement::Accused);
		assert_eq!(over([F, F, None]), Judgement::Accused);
		assert_eq!(over([F, None, None]), Judgement::Disputed);
		assert_eq!(over([F, D, D]), Judgement::Disputed);
		assert_eq!(over([F, F, D]), Judgement::Disputed);
	}

	#[test]
	fn the_last_verdict_is_waited_for() {
		let open = |verdicts: [Option<Verdict>; 3]| judge(verdicts.into_iter(), false);
		assert_eq!(open([F, F, None]), Judgement::Open);
		assert_eq!(open([D, D, None]), Judgement::Open);
		assert_eq!(open([D, D, F]), Judgement::Disputed);
		assert_eq!(open([F, F, F]), Judgement::Accused);
	}

	#[test]
	fn an_empty_list_gives_nothing() {
		assert_eq!(pick(&[0; 32], b"x", 1u32, 0), None);
		assert_eq!(pick(&[0; 32], b"x", 1u32, 1), Some(0));
		assert_eq!(wrapped(7, 3, 0), 0);
	}

	#[test]
	fn sizes_grow_with_units_to_the_largest_tree() {
		assert_eq!(
			needed_up(MilliGpu(1_001), Permill::from_percent(50)),
			MilliGpu(501)
		);
		assert_eq!(leaves_for(MilliGpu(1_000), 4_096), 4_096_000);
		assert_eq!(leaves_for(MilliGpu(u32::MAX), u32::MAX), MAX_LEAVES);
	}

	proptest! {
		#[test]
		fn steps_visit_every_entry_once(start: u32, count in 1..60u32) {
			let mut visited: Vec<u32> = (0..count).map(|step| wrapped(start % count, step, count)).collect();
			visited.sort_unstable();
			prop_assert_eq!(visited, (0..count).collect::<Vec<_>>());
		}

		#[test]
		fn about_one_in_four_is_opened(seed: [u8; 32]) {
			let opened = (0..4_000).filter(|device| is_opened(&seed, DeviceId(*device), 4)).count();
			// 1,000 expected; standard deviation 27.
			prop_assert!((800..1_200).contains(&opened));
		}
	}
}
