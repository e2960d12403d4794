//! Tiles far from the first one: every level of the trees takes part.

use super::*;

/// The first challenge whose tile has such indices.
fn challenge_for(products: &Products, job: &Job, wanted: impl Fn(Tile) -> bool) -> u64 {
	let tile = |number: u64| {
		let mut challenge = Receipt::example().inputs.challenge;
		challenge[..8].copy_from_slice(&number.to_le_bytes());
		let (result, commitment) = (products.commitment(), job.commitment());
		sample(&challenge, &result, &commitment, &job.shape()).map(|sample| sample.tile)
	};
	(0..2_000)
		.find(|number| tile(*number).is_some_and(&wanted))
		.expect("one of many")
}

/// Changes one base-4 digit of an index.
fn moved(index: u8, level: u32) -> u8 {
	index ^ (1 << (2 * level))
}

#[test]
fn tiles_at_every_depth_are_proved_and_no_other_place_passes() {
	// Blocks of rows, inner and columns; the last of each is partly filled.
	let [rows, inner, columns] = [86usize, 5, 23];
	let entry = |place: usize| (place.wrapping_mul(40_503) >> 5).to_le_bytes()[0].cast_signed();
	let sizes = [rows * 16 - 3, inner * 64 - 5, columns * 16 - 7];
	let job = job_of(sizes, entry, |place| entry(place + 99_991));
	let products = Products::of(&job);
	let deep = |tile: Tile| tile.row >= 64 && tile.column >= 16 && tile.inner >= 4;
	let receipt = with_challenge(challenge_for(&products, &job, deep));
	let work = Work::new(receipt, &job, &products, |tile| job.product(tile)).expect("canonical");
	assert_eq!(work.check(), Ok(()));
	assert!(circuit_holds(&work));

	let inputs = &work.inputs;
	let (challenge, result) = (&inputs.receipt.challenge, &inputs.receipt.result_commitment);
	let tile = sample(challenge, result, &inputs.job, &job.shape())
		.expect("canonical")
		.tile;
	let beside = (0..4).flat_map(|level| {
		[
			Tile {
				row: moved(tile.row, level),
				..tile
			},
			Tile {
				column: moved(tile.column, level),
				..tile
			},
			Tile {
				inner: moved(tile.inner, level),
				..tile
			},
		]
	});
	let inside = |tile: &Tile| {
		usize::from(tile.row) < rows
			&& usize::from(tile.column) < columns
			&& usize::from(tile.inner) < inner
	};
	let mut looked_at = 0;
	for elsewhere in beside.filter(inside) {
		let mut other = work.clone();
		other.witness.opened =
			OpenedTile::new(&job, &products, elsewhere, |tile| job.product(tile));
		assert!(other.check().is_err(), "{elsewhere:?}");
		assert!(!circuit_holds(&other), "{elsewhere:?}");
		looked_at += 1;
	}
	assert!(looked_at >= 6, "only {looked_at} places");
}
