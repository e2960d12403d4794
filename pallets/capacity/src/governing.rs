//! What governance sets.

use crate::{Config, Pallet, Pools, Supplies, UnitCap};
use greenhour_types::{MilliGpu, PoolId};

impl<T: Config> Pallet<T> {
	/// The cap over all pools that `covers` names, with what they offer now.
	pub(crate) fn cap_over(
		max: Option<MilliGpu>,
		covers: impl Fn(&PoolId) -> bool,
	) -> Option<UnitCap> {
		let max = max?;
		let pools = Pools::<T>::get().into_iter().filter(covers);
		let peaks = pools.filter_map(|pool| Some(Supplies::<T>::get(pool)?.peaks));
		let used = peaks.fold(0u64, |sum, peaks| sum.saturating_add(u64::from(peaks.0)));
		Some(UnitCap { max, used })
	}
}
