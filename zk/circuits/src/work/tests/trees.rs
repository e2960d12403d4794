//! Jobs, their trees, and what the challenge chooses.

use super::*;
use crate::field_from_bytes;
use std::collections::BTreeMap;

/// Every tile of a job, in the order of the tree.
fn tiles(shape: Shape) -> Vec<Tile> {
	let indices = |count: u16| (0..=u8::MAX).take(count.into());
	let mut tiles = Vec::new();
	for row in indices(shape.rows()) {
		for column in indices(shape.columns()) {
			let inner = indices(shape.inner());
			tiles.extend(inner.map(|inner| Tile { row, column, inner }));
		}
	}
	tiles
}

#[test]
fn partial_products_add_up_to_the_product() {
	let [rows, inner, columns] = [18, 130, 35];
	let entry = |place: usize| (place * 37 % 251).to_le_bytes()[0].cast_signed();
	let job = job_of([rows, inner, columns], entry, entry);
	let shape = job.shape();
	assert_eq!((shape.rows(), shape.columns(), shape.inner()), (2, 3, 3));
	let mut sums = BTreeMap::new();
	for tile in tiles(shape) {
		for (row, line) in job.product(tile).rows().iter().enumerate() {
			for (column, entry) in line.iter().enumerate() {
				let row = usize::from(tile.row) * SIDE + row;
				let column = usize::from(tile.column) * SIDE + column;
				*sums.entry((row, column)).or_insert(0) += entry;
			}
		}
	}
	for row in 0..2 * SIDE {
		for column in 0..3 * SIDE {
			// Filled with zeros at the edges.
			let inside = row < rows && column < columns;
			let expected: i32 = (0..if inside { inner } else { 0 })
				.map(|place| {
					let (a, b) = (entry(row * inner + place), entry(place * columns + column));
					i32::from(a) * i32::from(b)
				})
				.sum();
			assert_eq!(sums[&(row, column)], expected);
		}
	}
}

#[test]
fn products_are_asked_for_once_and_in_order() {
	let job = example();
	let mut asked = Vec::new();
	let products = Products::new(job.shape(), |tile| {
		asked.push(tile);
		job.product(tile)
	});
	assert_eq!(asked, tiles(job.shape()));
	assert_eq!(products.commitment(), Products::of(&job).commitment());
	// Opening asks for the tile and its block of the result again, and for nothing else.
	let opened = Tile {
		row: 1,
		column: 2,
		inner: 1,
	};
	asked.clear();
	OpenedTile::new(&job, &products, opened, |tile| {
		asked.push(tile);
		job.product(tile)
	});
	let first = Tile { inner: 0, ..opened };
	assert_eq!(asked, [opened, first, opened]);
}

#[test]
fn blocks_of_the_result_can_be_computed_in_any_order() {
	let job = job_of([33, 70, 50], |place| (place % 100) as i8, |_| 7);
	let shape = job.shape();
	let blocks = tiles(shape)
		.into_iter()
		.rev()
		.filter(|tile| tile.inner == 0);
	let roots: BTreeMap<_, _> = blocks
		.map(|Tile { row, column, .. }| {
			let root = block_root(shape, row, column, |tile| job.product(tile));
			((row, column), root)
		})
		.collect();
	let joined = Products::from_roots(shape, |row, column| roots[&(row, column)]);
	assert_eq!(joined.commitment(), Products::of(&job).commitment());
}

/// Trees with one block, with whole and with broken nodes, and with all 256 places.
#[test]
fn every_tile_of_every_shape_can_be_opened() {
	let shapes = [[1, 1, 1], [5, 2, 17], [1, 256, 1], [256, 1, 2], [4, 16, 3]];
	for [rows, inner, columns] in shapes {
		let entry = |place: usize| (place % 255).to_le_bytes()[0].cast_signed();
		let job = job_of([rows * 16, inner * 64, columns * 16], entry, |_| 1);
		let products = Products::of(&job);
		let receipt = Receipt::example().inputs;
		let all = tiles(job.shape());
		let corners = [0, all.len() / 3, all.len() - 1].map(|index| all[index]);
		for tile in corners {
			let opened = OpenedTile::new(&job, &products, tile, |tile| job.product(tile));
			let root = |leaf, indices: &[u8], path: &[Level]| {
				tree::climb(leaf, indices, path).expect("leads up")
			};
			let Tile { row, column, inner } = tile;
			let a = root(opened.a.a_leaf(), &[inner, row], &opened.a_path);
			let b = root(opened.b.b_leaf(), &[inner, column], &opened.b_path);
			let commitment = crate::field_bytes(&job::job_commitment([a, b], &opened.shape));
			assert_eq!(commitment, job.commitment());
			let indices = [inner, column, row];
			let root = root(opened.product.leaf(), &indices, &opened.product_path);
			let commitment = crate::field_bytes(&products::result_commitment(root));
			assert_eq!(commitment, products.commitment());
			assert_ne!(commitment, receipt.result_commitment);
			let elsewhere = [inner ^ 1, column, row];
			let moved = tree::climb(opened.product.leaf(), &elsewhere, &opened.product_path);
			assert_eq!(moved, None);
		}
	}
}

#[test]
fn commitments_depend_on_every_matrix_and_on_the_shape() {
	let ones = |_: usize| 1;
	let base = job_of([16, 64, 16], ones, ones).commitment();
	let others = [
		job_of([16, 64, 16], |place| i8::from(place != 1_023), ones),
		job_of([16, 64, 16], ones, |place| i8::from(place != 0)),
		// The same blocks, and a row of zeros below.
		job_of([32, 64, 16], |place| i8::from(place < 1_024), ones),
	];
	for other in others {
		assert_ne!(other.commitment(), base);
		assert!(field_from_bytes(&other.commitment()).is_some());
	}
}

#[test]
fn matrices_that_are_no_job_are_named() {
	let matrix = |rows: usize, columns: usize| {
		Matrix::new(rows, columns, vec![1; rows * columns]).expect("as many as they say")
	};
	let mismatch = JobError::SizeMismatch {
		rows: 2,
		columns: 3,
		integers: 5,
	};
	assert_eq!(Matrix::new(2, 3, vec![0; 5]), Err(mismatch));
	assert!(Matrix::new(0, 3, Vec::new()).is_err());
	assert!(Matrix::new(usize::MAX, 3, vec![0; 2]).is_err());
	let inner = Job::new(matrix(2, 3), matrix(4, 2)).map(drop);
	let expected = JobError::InnerMismatch {
		columns: 3,
		rows: 4,
	};
	assert_eq!(inner, Err(expected));
	let too_many = Job::new(matrix(257 * SIDE, 1), matrix(1, 1)).map(drop);
	assert_eq!(too_many, Err(JobError::MaxBlocksExceeded));
	let too_many = Job::new(matrix(1, 256 * INNER + 1), matrix(256 * INNER + 1, 1)).map(drop);
	assert_eq!(too_many, Err(JobError::MaxBlocksExceeded));
	assert_eq!(Shape::new(0, 1, 1), None);
	assert_eq!(Shape::new(1, 257, 1), None);
	assert!(Shape::new(256, 256, 256).is_some());
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn a_sample_is_inside_the_shape(
		challenge: [u8; 31], rows in 1u16..=256, columns in 1u16..=256, inner in 1u16..=256,
	) {
		let mut bytes = [0; 32];
		bytes[..31].copy_from_slice(&challenge);
		let shape = Shape::new(rows, columns, inner).expect("1 to 256");
		let sample = sample(&bytes, &[1; 32], &[2; 32], &shape).expect("canonical");
		let Tile { row, column, inner: place } = sample.tile;
		prop_assert!(u16::from(row) < rows && u16::from(column) < columns);
		prop_assert!(u16::from(place) < inner);
		prop_assert_ne!(sample.row_point, sample.column_point);
	}
}

#[test]
fn a_sample_depends_on_everything_and_reaches_every_tile() {
	let shape = Shape::new(3, 2, 5).expect("1 to 256");
	let of = |challenge: u8, result: u8, job: u8| {
		let [challenge, result, job] = [challenge, result, job].map(|byte| [byte; 32]);
		sample(&challenge, &result, &job, &shape)
	};
	let base = of(1, 1, 1).expect("canonical");
	for other in [of(2, 1, 1), of(1, 2, 1), of(1, 1, 2)] {
		let other = other.expect("canonical");
		assert_ne!(other.row_point, base.row_point);
		assert_ne!(other.column_point, base.column_point);
	}
	assert_eq!(of(0xff, 1, 1), None);
	assert_eq!(of(1, 0xff, 1), None);
	assert_eq!(of(1, 1, 0xff), None);
	let mut hits = [0u32; 30];
	for number in 0..3_000u32 {
		let mut challenge = [0; 32];
		challenge[..4].copy_from_slice(&number.to_le_bytes());
		let chosen = sample(&challenge, &[1; 32], &[1; 32], &shape).expect("canonical");
		let Tile { row, column, inner } = chosen.tile;
		hits[usize::from(row) * 10 + usize::from(column) * 5 + usize::from(inner)] += 1;
	}
	// 100 each on average, with a deviation of 10.
	assert!(hits.iter().all(|hits| (50..150).contains(hits)), "{hits:?}");
}
