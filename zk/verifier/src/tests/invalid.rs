//! Every bad entry of a batch is found, and no other.

use super::*;
use crate::{invalid_entries, MAX_BATCH};
use proptest::prelude::*;

/// The ways in which an entry can be bad.
fn spoil(claim: &mut Claim, way: u8) {
	match way {
		1 => claim.inputs.swap(0, 2),
		2 => claim.inputs.truncate(2),
		3 => claim.inputs[1] = [0xff; 32],
		4 => claim.proof[40] ^= 1,
		5 => claim.proof.truncate(100),
		6 => claim.proof = super::claim(7_777).proof,
		_ => (),
	}
}

#[test]
fn nothing_is_found_where_all_holds() {
	let claims = claims(5);
	assert!(invalid_entries(&key(), &CONTEXT, &entries(&claims)).is_empty());
	assert!(invalid_entries(&key(), &CONTEXT, &[]).is_empty());
}

#[test]
fn bad_entries_are_found_in_more_than_a_batch() {
	let good = claim(1);
	let mut bad = claim(1);
	spoil(&mut bad, 1);
	let mut batch = alloc::vec![good.entry(); MAX_BATCH + 10];
	batch[MAX_BATCH + 3] = bad.entry();
	batch[0] = bad.entry();
	assert_eq!(
		invalid_entries(&key(), &CONTEXT, &batch),
		[0, MAX_BATCH + 3]
	);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(32))]

	#[test]
	fn exactly_the_spoiled_entries_are_found(ways in prop::collection::vec(0u8..=12, 1..24)) {
		let mut claims = claims(24);
		claims.truncate(ways.len());
		for (claim, way) in claims.iter_mut().zip(&ways) {
			spoil(claim, *way);
		}
		let spoiled: Vec<usize> = (0..ways.len()).filter(|place| (1..=6).contains(&ways[*place])).collect();
		prop_assert_eq!(invalid_entries(&key(), &CONTEXT, &entries(&claims)), spoiled);
	}
}
