//! Blocks and products as leaves.

use super::*;
use crate::poseidon::domain_tag;
use ark_ff::PrimeField;
use light_poseidon::{Poseidon, PoseidonHasher};
use proptest::array::uniform16;

/// A leaf as the documentation has it, with another implementation of Poseidon and decimal carries.
fn reference(tag: &str, bits_each: usize, unsigned: &[u32]) -> Fr {
	let mut words = vec![Fr::from(0u64)];
	let mut factor = Fr::from(1u64);
	let mut filled = 0;
	for integer in unsigned {
		for position in 0..bits_each {
			if filled == 252 {
				(filled, factor) = (0, Fr::from(1u64));
				words.push(Fr::from(0u64));
			}
			let last = words.last_mut().expect("never empty");
			*last += factor * Fr::from(integer >> position & 1);
			factor += factor;
			filled += 1;
		}
	}
	let mut poseidon = Poseidon::<Fr>::new_circom(12).expect("12 inputs");
	assert_eq!(words.len() % 11, 0);
	words.chunks(11).fold(domain_tag(tag), |state, words| {
		let inputs = [&[state], words].concat();
		poseidon.hash(&inputs).expect("12 inputs")
	})
}

fn block() -> impl Strategy<Value = Block> {
	uniform16(proptest::collection::vec(any::<i8>(), INNER))
		.prop_map(|lines| Block(lines.map(|line| line.try_into().expect("64 integers"))))
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(16))]

	#[test]
	fn a_leaf_is_the_documented_chain(a in block(), b in block()) {
		let unsigned = |block: &Block| -> Vec<u32> {
			let entries = block.0.iter().flatten();
			entries.map(|entry| (i32::from(*entry) + 128).unsigned_abs()).collect()
		};
		prop_assert_eq!(a.a_leaf(), reference("greenhour/work-a", 8, &unsigned(&a)));
		prop_assert_eq!(b.b_leaf(), reference("greenhour/work-b", 8, &unsigned(&b)));
		prop_assert_ne!(a.a_leaf(), a.b_leaf());
		let product = PartialProduct::of(&a, &b);
		let entries = product.rows().iter().flatten();
		let unsigned: Vec<u32> =
			entries.map(|entry| (entry + (1 << 20) - 1).unsigned_abs()).collect();
		prop_assert_eq!(product.leaf(), reference("greenhour/work-product", 21, &unsigned));
	}

	#[test]
	fn every_integer_changes_the_leaf(a in block(), line in 0..SIDE, place in 0..INNER) {
		let mut other = a.clone();
		other.0[line][place] = other.0[line][place].wrapping_add(1);
		prop_assert_ne!(a.a_leaf(), other.a_leaf());
		let zeros = Block([[0; INNER]; SIDE]);
		let product = PartialProduct::of(&zeros, &zeros);
		let changed = spoiled(&product, &[(line, place % SIDE, 1)]);
		prop_assert_ne!(product.leaf(), changed.leaf());
	}
}

#[test]
fn the_range_of_a_product_is_exact() {
	let with = |entry: i32| {
		let mut rows = [[0; SIDE]; SIDE];
		rows[3][4] = entry;
		PartialProduct::new(rows)
	};
	assert!(with(1 << 20).is_some());
	assert!(with((1 << 20) + 1).is_none());
	assert!(with(1 - (1 << 20)).is_some());
	assert!(with(-(1 << 20)).is_none());
	for end in [1 << 20, 1 - (1 << 20)] {
		let widest = with(end).expect("in range");
		assert!(widest.unsigned().all(|integer| integer < 1 << 21));
		assert_ne!(widest.leaf(), with(0).expect("in range").leaf());
	}
	assert_eq!(Fr::MODULUS_BIT_SIZE, 254);
}
