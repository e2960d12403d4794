//! How long offences can be proved: as long as bonds stay, and no longer.

use crate::{
	candidacy::days_after, Config, FirstSessions, OldestSession, Pallet, SessionFacts, SlashedParts,
};
use frame_support::traits::Get;
use greenhour_types::Day;
use sp_runtime::traits::Zero;
use sp_staking::SessionIndex;

/// Days whose first session is kept.
pub const MAX_DAYS: u32 = 64;

/// Most sessions that are forgotten when one starts. More than one, so that what was left after a day
/// with more sessions than usual is caught up.
pub(crate) const MAX_FORGOTTEN: u32 = 4;

impl<T: Config> Pallet<T> {
	/// Forgets sessions that ended more than `UnbondingDays` ago: who held a key in them, and what was
	/// slashed for them.
	pub(crate) fn forget(session: SessionIndex, today: Day) {
		// The clock does not run at genesis.
		if frame_system::Pallet::<T>::block_number().is_zero() {
			return;
		}
		let oldest = OldestSession::<T>::get();
		let kept = Self::first_session_kept(session, today, oldest);
		let oldest_kept = kept.min(oldest.saturating_add(MAX_FORGOTTEN));
		if oldest_kept <= oldest {
			return;
		}
		for forgotten in oldest..oldest_kept {
			// Only the validators of a session have offences in it.
			let most = T::MaxValidators::get();
			let _ = SlashedParts::<T>::clear_prefix(forgotten, most, None);
		}
		T::Sessions::forget_before(oldest_kept);
		OldestSession::<T>::put(oldest_kept);
	}

	/// Notes the first session of a day, and gives the first session of the oldest day that counts.
	fn first_session_kept(session: SessionIndex, today: Day, oldest: SessionIndex) -> SessionIndex {
		FirstSessions::<T>::mutate(|days| {
			let newest = days.last().map(|(day, _)| *day);
			if newest.is_none_or(|newest| newest < today) {
				// The sessions before the first day that is known count as its own.
				let first = if days.is_empty() { oldest } else { session };
				// There is room: all others are younger than `MAX_DAYS` less two.
				let _ = days.try_push((today, first));
			}
			// A session that began on one day may have ended on the next one.
			let ended =
				|day: Day| days_after(day, T::UnbondingDays::get().saturating_add(1)) < today;
			while days.len() > 1 && days.first().is_some_and(|(day, _)| ended(*day)) {
				days.remove(0);
			}
			days.first().map_or(oldest, |(_, first)| *first)
		})
	}
}
