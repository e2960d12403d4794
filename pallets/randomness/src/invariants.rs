//! What holds after every block.

use crate::{Config, HourSeeds, LastClosed, OldestSeed, Pallet, PendingDraws, RecentAuthors};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_pending::<T>()?;
	check_recent_authors::<T>()?;
	check_seeds::<T>()
}

fn check_pending<T: Config>() -> Result<(), TryRuntimeError> {
	let last_closed = LastClosed::<T>::get();
	let mut before = None;
	for draw in PendingDraws::<T>::get() {
		ensure!(before < Some(draw.hour), "open draws do not ascend");
		ensure!(
			Some(draw.hour) <= last_closed,
			"a draw is open before its sale has closed"
		);
		ensure!(
			!HourSeeds::<T>::contains_key(draw.hour),
			"an hour with a seed is drawn again"
		);
		ensure!(
			draw.frozen_at <= Pallet::<T>::block(),
			"a draw was frozen in a later block"
		);
		let repeated = draw.authors.iter().enumerate().any(|(index, author)| {
			draw.authors
				.iter()
				.take(index)
				.any(|earlier| earlier == author)
		});
		ensure!(!repeated, "an author is counted twice");
		before = Some(draw.hour);
	}
	Ok(())
}

fn check_recent_authors<T: Config>() -> Result<(), TryRuntimeError> {
	let recent = RecentAuthors::<T>::get();
	let mut before = Pallet::<T>::block().saturating_add(1);
	for (index, known) in recent.iter().enumerate() {
		ensure!(
			known.last_block < before,
			"recent authors do not descend by block"
		);
		let mut earlier = recent.iter().take(index);
		ensure!(
			earlier.all(|other| other.author != known.author),
			"an author is recent twice"
		);
		before = known.last_block;
	}
	Ok(())
}

fn check_seeds<T: Config>() -> Result<(), TryRuntimeError> {
	let (last_closed, oldest) = (LastClosed::<T>::get(), OldestSeed::<T>::get());
	for (hour, drawn) in HourSeeds::<T>::iter() {
		ensure!(
			Some(hour) <= last_closed,
			"a seed was drawn before its sale had closed"
		);
		ensure!(
			Some(hour) >= oldest && oldest.is_some(),
			"a seed is older than pruning says"
		);
		ensure!(
			drawn.frozen_at < Pallet::<T>::block(),
			"a seed was frozen in a later block"
		);
	}
	Ok(())
}
