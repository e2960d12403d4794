//! Round constants and mixing matrices, drawn from the Grain generator of the Poseidon paper.
//!
//! The generator is seeded with the parameters themselves, so there is nothing to trust and no
//! table to keep. Each width is computed once per process.
//!
//! **Source**: eprint 2019/458, appendices B and E.

use super::partial::PartialRounds;
use ark_bn254::Fr;
use ark_ff::{Field, PrimeField, Zero};
use std::sync::OnceLock;

/// Most inputs of one hash.
pub const MAX_INPUTS: usize = 12;
/// Rounds in which every element passes the S-box.
pub const FULL_ROUNDS: usize = 8;
/// Rounds in which only element 0 passes the S-box, for 1, 2, .. inputs (circomlib's table).
const PARTIAL_ROUNDS: [usize; MAX_INPUTS] = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65];
/// Bits of a field element.
const FIELD_BITS: usize = 254;

/// Constants of one width.
#[derive(Debug)]
pub struct Parameters {
	width: usize,
	partial_rounds: usize,
	round_constants: Vec<Fr>,
	mds: Vec<Fr>,
	partial: OnceLock<PartialRounds>,
}

impl Parameters {
	/// Full and partial rounds together.
	pub fn rounds(&self) -> usize {
		FULL_ROUNDS + self.partial_rounds
	}

	/// Does every element pass the S-box in this round?
	pub fn is_full(&self, round: usize) -> bool {
		let first_half = FULL_ROUNDS / 2;
		round < first_half || round >= first_half + self.partial_rounds
	}

	/// The constants added in this round, one for each element.
	pub fn round_constants(&self, round: usize) -> &[Fr] {
		&self.round_constants[round * self.width..(round + 1) * self.width]
	}

	/// The rows of the mixing matrix.
	pub fn mds(&self) -> impl Iterator<Item = &[Fr]> {
		self.mds.chunks(self.width)
	}

	/// All partial rounds at once, for hashing outside a circuit.
	pub(super) fn partial(&self) -> &PartialRounds {
		self.partial.get_or_init(|| {
			let rounds = (0..self.rounds()).filter(|round| !self.is_full(*round));
			let mds: Vec<&[Fr]> = self.mds().collect();
			PartialRounds::new(&mds, rounds.map(|round| self.round_constants(round)))
		})
	}

	fn generate(inputs: usize) -> Self {
		let width = inputs + 1;
		let partial_rounds = PARTIAL_ROUNDS[inputs - 1];
		let mut grain = Grain::new(width, partial_rounds);
		let count = (FULL_ROUNDS + partial_rounds) * width;
		let round_constants = (0..count).map(|_| grain.next_below_modulus()).collect();
		Self {
			width,
			partial_rounds,
			round_constants,
			mds: cauchy_matrix(&mut grain, width),
			partial: OnceLock::new(),
		}
	}
}

/// The constants for `N` inputs.
pub fn parameters<const N: usize>() -> &'static Parameters {
	static TABLE: [OnceLock<Parameters>; MAX_INPUTS] = [const { OnceLock::new() }; MAX_INPUTS];
	const { assert!(N >= 1 && N <= MAX_INPUTS, "a hash takes 1 to 12 inputs") };
	TABLE[N - 1].get_or_init(|| Parameters::generate(N))
}

/// `1 / (x_i + y_j)`, row by row, with the first draw whose points are all distinct.
fn cauchy_matrix(grain: &mut Grain, width: usize) -> Vec<Fr> {
	loop {
		let points: Vec<Fr> = (0..2 * width).map(|_| grain.next_reduced()).collect();
		let distinct = points
			.iter()
			.enumerate()
			.all(|(i, p)| !points[..i].contains(p));
		let (xs, ys) = points.split_at(width);
		let sums: Vec<Fr> = xs
			.iter()
			.flat_map(|x| ys.iter().map(move |y| *x + y))
			.collect();
		if distinct && !sums.iter().any(Zero::is_zero) {
			return sums.iter().filter_map(Field::inverse).collect();
		}
	}
}

/// The self-shrinking generator over an 80-bit shift register.
struct Grain {
	/// Bit 79 is the oldest.
	register: u128,
}

impl Grain {
	const REGISTER_BITS: u32 = 80;

	fn new(width: usize, partial_rounds: usize) -> Self {
		let mut grain = Self { register: 0 };
		// Prime field, x^alpha, field bits, width, full rounds, partial rounds, then ones.
		let fields = [
			(1, 2),
			(0, 4),
			(FIELD_BITS, 12),
			(width, 12),
			(FULL_ROUNDS, 10),
		];
		for (value, bits) in fields.into_iter().chain([(partial_rounds, 10)]) {
			for position in (0..bits).rev() {
				grain.push((value >> position) & 1 == 1);
			}
		}
		for _ in 0..30 {
			grain.push(true);
		}
		for _ in 0..160 {
			grain.step();
		}
		grain
	}

	fn push(&mut self, bit: bool) {
		let mask = (1u128 << Self::REGISTER_BITS) - 1;
		self.register = ((self.register << 1) | u128::from(bit)) & mask;
	}

	/// Bit `position` of the register, counted from the oldest.
	fn tap(&self, position: u32) -> bool {
		(self.register >> (Self::REGISTER_BITS - 1 - position)) & 1 == 1
	}

	fn step(&mut self) -> bool {
		let bit = [62, 51, 38, 23, 13, 0]
			.iter()
			.fold(false, |bit, tap| bit ^ self.tap(*tap));
		self.push(bit);
		bit
	}

	/// The next bit that the shrinking rule lets through.
	fn next_bit(&mut self) -> bool {
		while !self.step() {
			self.step();
		}
		self.step()
	}

	/// 254 bits, highest first, as little-endian bytes.
	fn next_integer(&mut self) -> [u8; 32] {
		let mut bytes = [0u8; 32];
		for position in (0..FIELD_BITS).rev() {
			bytes[position / 8] |= u8::from(self.next_bit()) << (position % 8);
		}
		bytes
	}

	fn next_below_modulus(&mut self) -> Fr {
		loop {
			if let Some(element) = crate::field_from_bytes(&self.next_integer()) {
				return element;
			}
		}
	}

	fn next_reduced(&mut self) -> Fr {
		Fr::from_le_bytes_mod_order(&self.next_integer())
	}
}
