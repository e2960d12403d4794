//! Every group of constraints is needed: for each there is a false statement, with an assignment of all
//! variables, that satisfies the constraints of all other groups. Leaving the group out would accept
//! it. The groups of the receipt are shown to be those of `receipt-v1`, which has its own tests.

use super::*;
use crate::poseidon::{domain_tag, hash};
use ark_ff::{BigInt, BigInteger, Field, PrimeField};
use std::collections::BTreeSet;

/// Bits of a sampled index with what it was divided from.
const SCALED_BITS: usize = sample::CHOICE_BITS + 8;
/// Constraints of a hash of tag and seed.
const POINT_HASH: usize = 237;

const ORIGIN: (usize, usize, i32) = (0, 0, 1);

/// The example, but the sampled partial product is wrong.
fn wrong_product(changes: &[(usize, usize, i32)]) -> Assigned {
	let job = example();
	let work = claimed(Receipt::example(), &job, |tile| {
		spoiled(&job.product(tile), changes)
	});
	let violation = Violation::ProductMismatch { row: 0, column: 0 };
	assert_eq!(work.check(), Err(violation));
	Assigned::new(&work)
}

/// Bits of the seed of a statement.
fn seed(work: &Work) -> BigInt<4> {
	let inputs = &work.inputs;
	let parts = [
		inputs.receipt.challenge,
		inputs.receipt.result_commitment,
		inputs.job,
	];
	let [challenge, result, job] = parts.map(|part| Fr::from_le_bytes_mod_order(&part));
	hash([domain_tag(sample::SEED_TAG), challenge, result, job]).into_bigint()
}

impl Assigned {
	/// Writes an integer into bits, lowest first.
	fn write(&mut self, first: usize, bits: usize, integer: BigInt<4>) {
		for position in 0..bits {
			self.values[first + position] = Fr::from(integer.get_bit(position));
		}
	}

	/// The bits of row, column and inner, each with what it was divided from.
	fn write_scaled(&mut self, scaled: [u128; 3]) {
		let first = self.variables_of(group::TILE).start;
		for (index, scaled) in scaled.into_iter().enumerate() {
			let scaled = BigInt::new([scaled as u64, (scaled >> 64) as u64, 0, 0]);
			self.write(first + index * SCALED_BITS, SCALED_BITS, scaled);
		}
	}

	/// Adds `high` to one variable and takes `low` from another, times what makes Freivalds' equation
	/// true, which has to be linear in it.
	fn balance(&mut self, [high, low]: [usize; 2], factor: u64) {
		let last = self.rows_of(group::MATRIX_PRODUCT).end - 1;
		let mut missing_after = |times: Fr| {
			self.values[high] += times * Fr::from(factor);
			self.values[low] -= times;
			self.recompute_group(group::MATRIX_PRODUCT);
			self.residual(last)
		};
		let before = missing_after(Fr::from(0));
		let slope = missing_after(Fr::from(1)) - before;
		let times = -before * slope.inverse().expect("a coefficient");
		assert_eq!(missing_after(times - Fr::from(1)), Fr::from(0));
	}
}

#[test]
fn the_example_is_noticed_by_nobody() {
	let example = Assigned::new(&Work::example());
	assert_eq!(example.noticed_by(), BTreeSet::new());
	assert!(example.rows_of(group::PUBLIC_INPUTS).is_empty());
}

/// Row by row, variable by variable.
#[test]
fn the_groups_of_the_receipt_are_those_of_receipt_v1() {
	let (work, alone) = (
		Assigned::new(&Work::example()),
		Assigned::new(&Receipt::example()),
	);
	let own = group::SHAPE;
	let shared = GROUPS[1..].iter().take_while(|name| **name != own);
	assert_eq!(shared.clone().count(), receipt::GROUPS.len() - 2);
	let bound = alone.variables_of(receipt::group::BOUND_INPUTS);
	// One input more, and no variables of `bound inputs`.
	let moved = |variable: usize| {
		if variable < bound.start {
			variable
		} else {
			variable + 1 - bound.len()
		}
	};
	for name in shared {
		let rows = work.rows_of(name).zip(alone.rows_of(name));
		assert_eq!(work.rows_of(name).len(), alone.rows_of(name).len());
		for (row, alone_row) in rows {
			for (ours, theirs) in work.matrices.iter().zip(&alone.matrices) {
				let mut terms = theirs[alone_row].clone();
				terms
					.iter_mut()
					.for_each(|(_, variable)| *variable = moved(*variable));
				assert_eq!(ours[row], terms, "{name}");
			}
		}
	}
}

/// Numbers of blocks that share a word with the committed ones, but have more rows than an index can
/// have, and one column less: the sampled tile moves out of the column that was not computed.
#[test]
fn shape_is_needed() {
	let job = example();
	let skipping = |tile: Tile| match tile.column {
		3 => spoiled(&job.product(tile), &[ORIGIN]),
		_ => job.product(tile),
	};
	let (work, scaled) = (0..)
		.find_map(|number| {
			let work = claimed(with_challenge(number), &job, skipping);
			let [row, column, inner, _] = seed(&work).0.map(u128::from);
			let scaled = [row * 260, column * 3, inner * 2];
			(sampled(&work).tile.column == 3 && scaled[0] >> 64 < 4).then_some((work, scaled))
		})
		.expect("one in 260");
	let [row, column, inner] = scaled.map(|scaled| (scaled >> 64) as u8);
	let work = opened_at(&work, &job, Tile { row, column, inner }, skipping);
	assert!(matches!(work.check(), Err(Violation::PathMismatch(_))));
	let mut assigned = Assigned::new(&work);
	let shape = assigned.variables_of(group::SHAPE).start;
	assigned.values[shape] += Fr::from(256);
	assigned.values[shape + 8] -= Fr::from(1);
	assigned.write_scaled(scaled);
	assigned.recompute_group(group::PATHS);
	assigned.assert_noticed_only_by(group::SHAPE);
}

/// The tile is that of another challenge.
#[test]
fn sample_seed_is_needed() {
	let job = example();
	let skipping = |tile: Tile| match tile.column {
		3 => spoiled(&job.product(tile), &[ORIGIN]),
		_ => job.product(tile),
	};
	let works = (0..).map(|number| claimed(with_challenge(number), &job, skipping));
	let (found, lucky): (Vec<_>, Vec<_>) = works.take(32).partition(|work| work.check().is_err());
	let mut assigned = Assigned::new(&lucky[0]);
	assigned.take_input(&Assigned::new(&found[0]), 3);
	assigned.assert_noticed_only_by(group::SAMPLE_SEED);
}

/// The bits of the seed plus the modulus choose another tile.
#[test]
fn sample_bits_is_needed() {
	let job = example();
	let skipping = |tile: Tile| match tile.column {
		3 => spoiled(&job.product(tile), &[ORIGIN]),
		_ => job.product(tile),
	};
	let (work, bits, scaled) = (0..)
		.find_map(|number| {
			let work = claimed(with_challenge(number), &job, skipping);
			let mut bits = seed(&work);
			bits.add_with_carry(&Fr::MODULUS);
			let [row, column, inner, _] = bits.0.map(u128::from);
			let scaled = [row * 4, column * 4, inner * 2];
			let evades = work.check().is_err() && scaled[1] >> 64 != 3;
			(evades && bits.num_bits() <= 254).then_some((work, bits, scaled))
		})
		.expect("one in twenty");
	let [row, column, inner] = scaled.map(|scaled| (scaled >> 64) as u8);
	let work = opened_at(&work, &job, Tile { row, column, inner }, skipping);
	let mut assigned = Assigned::new(&work);
	let first = assigned.variables_of(group::SAMPLE_BITS).start;
	assigned.write(first, 254, bits);
	assigned.recompute_group(group::SAMPLE_BITS);
	assigned.write_scaled(scaled);
	assigned.recompute_group(group::PATHS);
	assigned.assert_noticed_only_by(group::SAMPLE_BITS);
}

/// The index is another one, and what it was divided from is the same.
#[test]
fn tile_is_needed() {
	let job = example();
	let example = Work::example();
	let tile = sampled(&example).tile;
	for direction in 0..3 {
		let mut moved = [tile.row, tile.column, tile.inner];
		moved[direction] ^= 1;
		let [row, column, inner] = moved;
		let at = Tile { row, column, inner };
		let work = opened_at(&example, &job, at, |tile| job.product(tile));
		let mut assigned = Assigned::new(&work);
		let [row, column, inner, _] = seed(&work).0.map(u128::from);
		let mut scaled = [row * 4, column * 4, inner * 2];
		scaled[direction] ^= 1 << 64;
		assigned.write_scaled(scaled);
		assigned.recompute_group(group::PATHS);
		assigned.assert_noticed_only_by(group::TILE);
	}
}

/// Integers of a block that are wider than 8 bits, packed into the same word, make up for a wrong
/// product.
#[test]
fn blocks_is_needed() {
	for matrix in 0..2 {
		let mut assigned = wrong_product(&[ORIGIN]);
		let first = assigned.variables_of(group::BLOCKS).start + matrix * SIDE * INNER * 8;
		// Two integers of the first line: the first takes 2^8 that the second gives.
		assigned.balance([first, first + 8], 1 << 8);
		assigned.assert_noticed_only_by(group::BLOCKS);
	}
}

/// Integers of the product that are wider than 21 bits, packed into the same word.
#[test]
fn partial_product_is_needed() {
	let mut assigned = wrong_product(&[ORIGIN]);
	let first = assigned.variables_of(group::PARTIAL_PRODUCT).start;
	assigned.balance([first, first + 21], 1 << 21);
	assigned.assert_noticed_only_by(group::PARTIAL_PRODUCT);
}

/// The wrong product is committed to, the right one is checked.
fn right_product_in_place_of_the_wrong_one() -> Assigned {
	let mut assigned = wrong_product(&[ORIGIN]);
	// The tile of the example may be another one.
	let job = example();
	let wrong = claimed(Receipt::example(), &job, |tile| {
		spoiled(&job.product(tile), &[ORIGIN])
	});
	let product = job.product(sampled(&wrong).tile);
	let first = assigned.variables_of(group::PARTIAL_PRODUCT).start;
	for (place, integer) in product.unsigned().enumerate() {
		assigned.write(first + place * 21, 21, BigInt::from(integer));
	}
	assigned.recompute_group(group::MATRIX_PRODUCT);
	assigned
}

#[test]
fn leaves_is_needed() {
	right_product_in_place_of_the_wrong_one().assert_noticed_only_by(group::LEAVES);
}

#[test]
fn paths_is_needed() {
	let mut assigned = right_product_in_place_of_the_wrong_one();
	assigned.recompute_group(group::LEAVES);
	assigned.assert_noticed_only_by(group::PATHS);
}

/// One integer of a block is another one than in the job. The other block has zeros where it is
/// multiplied, so that the product is the same.
#[test]
fn leaves_and_paths_of_both_matrices_are_needed() {
	let a = |place: usize| if place.is_multiple_of(64) { 0 } else { 3 };
	let b = |place: usize| {
		if (place / 64).is_multiple_of(64) {
			0
		} else {
			-5
		}
	};
	let job = job_of([64, 128, 64], a, b);
	let work = claimed(Receipt::example(), &job, |tile| job.product(tile));
	assert_eq!(work.check(), Ok(()));
	for matrix in 0..2 {
		let mut assigned = Assigned::new(&work);
		let first = assigned.variables_of(group::BLOCKS).start + matrix * SIDE * INNER * 8;
		assigned.values[first] += Fr::from(1);
		assigned.recompute_group(group::MATRIX_PRODUCT);
		assigned.assert_noticed_only_by(group::LEAVES);
		assigned.recompute_group(group::LEAVES);
		assigned.assert_noticed_only_by(group::PATHS);
	}
}

/// The work of another job.
#[test]
fn job_commitment_is_needed() {
	let (job, other) = (example(), job_of([64, 128, 64], |_| 3, |_| -5));
	let mut work = claimed(Receipt::example(), &other, |tile| other.product(tile));
	work.inputs.job = job.commitment();
	let tile = sampled(&work).tile;
	let work = opened_at(&work, &other, tile, |tile| other.product(tile));
	assert_eq!(work.check(), Err(Violation::JobMismatch));
	Assigned::new(&work).assert_noticed_only_by(group::JOB_COMMITMENT);
}

/// Another shape of the same blocks.
#[test]
fn job_commitment_binds_the_shape() {
	let job = example();
	let mut work = Work::example();
	work.witness.opened.shape = Shape::new(1, 1, 1).expect("1 to 256");
	let origin = sampled(&work).tile;
	let mut work = opened_at(&work, &job, origin, |tile| job.product(tile));
	work.witness.opened.shape = Shape::new(1, 1, 1).expect("1 to 256");
	assert_eq!(work.check(), Err(Violation::JobMismatch));
	Assigned::new(&work).assert_noticed_only_by(group::JOB_COMMITMENT);
}

/// The partial products are computed after the challenge.
#[test]
fn result_commitment_is_needed() {
	let job = example();
	let mut work = Work::example();
	work.inputs.receipt.result_commitment[0] ^= 1;
	let tile = sampled(&work).tile;
	let work = opened_at(&work, &job, tile, |tile| job.product(tile));
	assert_eq!(work.check(), Err(Violation::ResultMismatch));
	Assigned::new(&work).assert_noticed_only_by(group::RESULT_COMMITMENT);
}

/// A product with two wrong integers, and a column point at which they cancel.
#[test]
fn points_is_needed() {
	let mut assigned = wrong_product(&[ORIGIN, (0, 1, 5)]);
	let rows = assigned.rows_of(group::POINTS);
	let powers = rows.end - (SIDE - 2);
	assert_eq!(rows.len(), 2 * (POINT_HASH + SIDE - 2));
	// The first power is the point times the point; the point is made of variables of the last S-boxes.
	let wanted = -Fr::from(5).inverse().expect("not zero");
	let difference = wanted - assigned.evaluate(0, powers);
	let variables = assigned.variables_of(group::POINTS);
	let mut point = assigned.matrices[0][powers].clone();
	point.retain(|(_, variable)| variables.contains(variable));
	let (factor, variable) = *point.last().expect("a hash");
	assigned.values[variable] += difference * factor.inverse().expect("no zero factors");
	assigned.recompute(powers..rows.end);
	assigned.recompute_group(group::MATRIX_PRODUCT);
	assigned.assert_noticed_only_by(group::POINTS);
}

#[test]
fn matrix_product_is_needed() {
	for place in [(0, 0, 1), (0, 0, -1)] {
		wrong_product(&[place]).assert_noticed_only_by(group::MATRIX_PRODUCT);
	}
}
