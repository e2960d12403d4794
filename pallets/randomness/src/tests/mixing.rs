//! How blocks enter the accumulator.

use crate::{mock::*, Accumulator};
use sp_crypto_hashing::blake2_256;

#[test]
fn the_accumulator_hashes_itself_with_each_output() {
	Ext::default().execute(|| {
		block_with(ZERO, 1, Some([7; 32]));
		let first = blake2_256(&[[0; 32], [7; 32]].concat());
		assert_eq!(Accumulator::<Test>::get(), first);
		block_with(ZERO + 1, 2, Some([8; 32]));
		assert_eq!(
			Accumulator::<Test>::get(),
			blake2_256(&[first, [8; 32]].concat())
		);
	});
}

#[test]
fn the_order_of_outputs_matters() {
	let after = |outputs: [u8; 2]| {
		let mut accumulator = [0; 32];
		Ext::default().execute(|| {
			for byte in outputs {
				block_with(ZERO, 1, Some([byte; 32]));
			}
			accumulator = Accumulator::<Test>::get();
		});
		accumulator
	};
	assert_ne!(after([1, 2]), after([2, 1]));
}

#[test]
fn a_block_without_output_adds_nothing() {
	Ext::default().execute(|| {
		block_with(ZERO, 1, None);
		assert_eq!(Accumulator::<Test>::get(), [0; 32]);
	});
}
