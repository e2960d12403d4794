//! Native check and circuit agree.

use super::*;
use greenhour_types::{receipt::FIELD_MODULUS, CircuitVersion};
use proptest::sample::Index;

/// Jobs of odd sizes; a third of them of the greatest and least integers alone.
fn job() -> impl Strategy<Value = Job> {
	let sizes = [1usize..=40, 1usize..=140, 1usize..=40];
	(sizes, any::<u64>(), 0u8..3).prop_map(|(sizes, seed, kind)| {
		let entry = |place: usize| {
			let mixed = (place as u64 + 1)
				.wrapping_mul(seed | 1)
				.rotate_right(29)
				.wrapping_mul(0x9e37_79b9_7f4a_7c15);
			let entry = mixed.to_be_bytes()[0].cast_signed();
			match kind {
				0 if entry < 0 => i8::MIN,
				0 => i8::MAX,
				_ => entry,
			}
		};
		job_of(sizes, entry, |place| entry(place + 7_919))
	})
}

fn valid_work() -> impl Strategy<Value = (Work, Job)> {
	(valid_receipt(), job()).prop_map(|((receipt, _), job)| {
		let work = claimed(receipt, &job, |tile| job.product(tile));
		(work, job)
	})
}

fn assert_agree(work: &Work) -> Result<(), TestCaseError> {
	let native = work.check();
	let circuit = circuit_holds(work);
	prop_assert_eq!(native.is_ok(), circuit, "native says {:?}", native);
	Ok(())
}

type Tamper = fn(&mut Work, usize, u64);

fn byte(value: u64) -> u8 {
	value.to_le_bytes()[0]
}

/// The shape with another number of blocks in one direction.
fn reshaped(work: &mut Work, direction: usize, value: u64) {
	let shape = &mut work.witness.opened.shape;
	let mut counts = [shape.rows(), shape.columns(), shape.inner()];
	counts[direction] = u16::from(byte(value)) + 1;
	*shape = Shape::new(counts[0], counts[1], counts[2]).expect("1 to 256");
}

/// Every field that a receipt has not; `usize` picks the place.
const TAMPERS: [Tamper; 11] = [
	|w, h, d| w.inputs.job[h] ^= byte(d),
	|w, _, _| w.inputs.job = FIELD_MODULUS,
	|w, _, d| reshaped(w, 0, d),
	|w, _, d| reshaped(w, 1, d),
	|w, _, d| reshaped(w, 2, d),
	|w, h, d| w.witness.opened.a.0[h % 16][h] ^= byte(d).cast_signed(),
	|w, h, d| w.witness.opened.b.0[h % 16][h] ^= byte(d).cast_signed(),
	|w, h, d| {
		let product = &mut w.witness.opened.product;
		let sign = if product.rows()[h % 16][h / 2] > 0 {
			-1
		} else {
			1
		};
		*product = spoiled(product, &[(h % 16, h / 2, sign * i32::from(byte(d)))]);
	},
	|w, h, d| w.witness.opened.a_path[h % 8][h % 4] += Fr::from(d),
	|w, h, d| w.witness.opened.b_path[h % 8][h / 8] += Fr::from(d),
	|w, h, d| w.witness.opened.product_path[h % 12][h / 6] += Fr::from(d),
];

proptest! {
	#![proptest_config(ProptestConfig::with_cases(3))]

	#[test]
	fn valid_work_holds_in_both((work, _) in valid_work()) {
		prop_assert_eq!(work.check(), Ok(()));
		prop_assert!(circuit_holds(&work));
	}

	#[test]
	fn both_agree_on_every_single_tampering(
		(work, _) in valid_work(), place in 0usize..24, random: u64, small in 0u32..64,
	) {
		for tamper in TAMPERS {
			let mut tampered = work.clone();
			tamper(&mut tampered, place, random >> small);
			assert_agree(&tampered)?;
		}
	}

	/// A device that computed only some tiles is found out at the others.
	#[test]
	fn work_holds_exactly_when_the_sampled_tile_is_right(
		(work, job) in valid_work(), right in any::<[bool; 16]>(), entry in any::<(Index, Index)>(),
	) {
		let is_right = |tile: Tile| right[usize::from(tile.row * 9 + tile.column * 3 + tile.inner) % 16];
		let (row, column) = (entry.0.index(16), entry.1.index(16));
		let skipping = claimed(work.receipt(), &job, |tile| {
			let product = job.product(tile);
			let change = if product.rows()[row][column] > 0 { -1 } else { 1 };
			if is_right(tile) { product } else { spoiled(&product, &[(row, column, change)]) }
		});
		let expected = if is_right(sampled(&skipping).tile) {
			Ok(())
		} else {
			Err(Violation::ProductMismatch { row, column })
		};
		prop_assert_eq!(skipping.check(), expected);
		assert_agree(&skipping)?;
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1))]

	/// The groups that notice are those of `receipt-v1`, which is tested more often.
	#[test]
	fn both_agree_on_every_tampering_of_the_receipt(
		(work, _) in valid_work(), place in 0usize..24, random: u64, small in 0u32..64,
	) {
		for tamper in receipt_agreement::TAMPERS {
			let mut receipt = work.receipt();
			tamper(&mut receipt, place, random >> small);
			let mut tampered = work.clone();
			(tampered.inputs.receipt, tampered.witness.receipt) = (receipt.inputs, receipt.witness);
			assert_agree(&tampered)?;
		}
	}
}

/// A spoiled example is refused by both, natively for the expected reason.
#[track_caller]
fn assert_refused(expected: Violation, spoil: impl FnOnce(&mut Work)) {
	let mut work = Work::example();
	spoil(&mut work);
	assert_eq!(work.check(), Err(expected));
	assert!(!circuit_holds(&work), "the circuit accepts {expected}");
}

#[test]
fn every_violation_is_found_by_both() {
	use Violation as V;
	let of_receipt = |violation| V::Receipt(violation);
	assert_refused(of_receipt(receipt::Violation::TotalsMismatch), |w| {
		w.inputs.receipt.total_wh += 1;
	});
	assert_refused(of_receipt(receipt::Violation::VersionMismatch), |w| {
		w.inputs.receipt.version = CircuitVersion(2);
	});
	assert_refused(of_receipt(receipt::Violation::NotCanonical(4)), |w| {
		w.inputs.receipt.result_commitment = FIELD_MODULUS;
	});
	assert_refused(V::NotCanonical(40), |w| w.inputs.job = [0xff; 32]);
	assert_refused(V::PathMismatch(Tree::A), |w| {
		w.witness.opened.a.0[3][7] ^= 1
	});
	assert_refused(V::PathMismatch(Tree::B), |w| {
		w.witness.opened.b.0[3][7] ^= 1
	});
	assert_refused(V::PathMismatch(Tree::Products), |w| {
		let product = &mut w.witness.opened.product;
		*product = spoiled(product, &[(15, 15, 1)]);
	});
}

#[test]
fn a_tile_of_another_challenge_is_refused_by_both() {
	let job = example();
	let honest = |tile| job.product(tile);
	let work = Work::example();
	let sampled = sampled(&work).tile;
	let moved = [
		Tile {
			row: sampled.row ^ 1,
			..sampled
		},
		Tile {
			column: sampled.column ^ 1,
			..sampled
		},
		Tile {
			inner: sampled.inner ^ 1,
			..sampled
		},
	];
	for tile in moved {
		let moved = opened_at(&work, &job, tile, honest);
		assert!(matches!(moved.check(), Err(Violation::PathMismatch(_))));
		assert!(!circuit_holds(&moved), "{tile:?}");
	}
	assert_eq!(opened_at(&work, &job, sampled, honest), work);
}

#[test]
fn the_commitments_of_others_are_refused_by_both() {
	let (job, other) = (example(), job_of([64, 128, 64], |_| 3, |_| -5));
	let mut theirs = claimed(Receipt::example(), &other, |tile| other.product(tile));
	theirs.inputs.job = job.commitment();
	let tile = sampled(&theirs).tile;
	let theirs = opened_at(&theirs, &other, tile, |tile| other.product(tile));
	assert_eq!(theirs.check(), Err(Violation::JobMismatch));
	assert!(!circuit_holds(&theirs));

	let mut work = Work::example();
	work.inputs.receipt.result_commitment[0] ^= 1;
	let tile = sampled(&work).tile;
	let work = opened_at(&work, &job, tile, |tile| job.product(tile));
	assert_eq!(work.check(), Err(Violation::ResultMismatch));
	assert!(!circuit_holds(&work));
}

/// The greatest and the least integer of a partial product.
#[test]
fn extreme_products_hold() {
	let ends = [
		(i8::MIN, i8::MIN, 1 << 20),
		(i8::MIN, i8::MAX, -64 * 128 * 127),
	];
	for (in_a, in_b, product) in ends {
		let job = job_of([16, 64, 16], |_| in_a, |_| in_b);
		let work = claimed(Receipt::example(), &job, |tile| job.product(tile));
		assert_eq!(work.witness.opened.product.rows(), &[[product; SIDE]; SIDE]);
		assert_eq!(work.check(), Ok(()));
		assert!(circuit_holds(&work));
	}
}
