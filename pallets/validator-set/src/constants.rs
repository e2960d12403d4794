//! What the constants of the runtime must be.

use crate::{Config, Pallet, MAX_DAYS};
use frame_support::traits::Get;
use greenhour_math::election::MAX_CANDIDATES;

impl<T: Config> Pallet<T> {
	/// Panics, in the tests of the runtime, at constants that don't fit each other.
	pub(crate) fn assert_constants() {
		let (minimum, most) = (T::MinValidators::get(), T::MaxValidators::get());
		assert!(0 < minimum && minimum <= most, "a chain has validators");
		let candidates = usize::try_from(T::MaxCandidates::get());
		assert!(
			candidates.is_ok_and(|count| count <= MAX_CANDIDATES),
			"an election counts fewer candidates"
		);
		assert!(most <= T::MaxCandidates::get(), "validators are candidates");
		assert!(
			T::CheckpointDays::get() < T::UnbondingDays::get(),
			"a light client trusts a checkpoint whose signers have no bond"
		);
		assert!(
			T::UnbondingDays::get() < MAX_DAYS.saturating_sub(2),
			"the days for which offences can be proved are not kept"
		);
		let rotation = Self::rotation_weight();
		let block = T::BlockWeights::get().max_block;
		assert!(
			rotation.all_lte(block.div(2)),
			"an election takes more than half of a block"
		);
	}
}
