//! The lengths that consensus reads, and the ones a genesis refuses.

use crate::{lengths::validate, mock::*, EpochLength, MinimumPeriod, SlotLength};
use frame_support::traits::Get;
use greenhour_types::ClockParams;

#[test]
fn consensus_reads_the_lengths_of_the_genesis() {
	Ext::default().execute(|| {
		assert_eq!(<SlotLength<Test> as Get<u64>>::get(), 3_000);
		assert_eq!(<MinimumPeriod<Test> as Get<u64>>::get(), 1_500);
		assert_eq!(<EpochLength<Test> as Get<u64>>::get(), 20);
	});
	Ext::default()
		.with_params(ClockParams::PRODUCTION)
		.execute(|| {
			assert_eq!(<SlotLength<Test> as Get<u64>>::get(), 6_000);
			assert_eq!(<MinimumPeriod<Test> as Get<u64>>::get(), 3_000);
			assert_eq!(<EpochLength<Test> as Get<u64>>::get(), 2_400);
		});
}

#[test]
fn a_slot_that_babe_would_shorten_is_refused() {
	let params = ClockParams {
		slot_length_ms: 3_001,
		..ClockParams::DEVELOPMENT
	};
	assert_eq!(validate(&params), Err("slot length is odd"));
}

#[test]
#[should_panic(expected = "slot length is zero")]
fn a_genesis_with_zero_lengths_is_refused() {
	let params = ClockParams {
		slot_length_ms: 0,
		..ClockParams::DEVELOPMENT
	};
	Ext::default().with_params(params).execute(|| ());
}
