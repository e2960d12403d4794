//! The transcript of phase 2: how each contribution follows from everything before it.
//!
//! Every hash is blake2b-512. With `P_i` the bytes of contribution i (delta after it, `g1_s`, `g1_sx`,
//! `g2_spx`, transcript), its transcript is
//!
//! ```text
//! hash(circuit hash | P_1 | ... | P_(i-1) | g1_s | g1_sx)
//! ```
//!
//! and the point that shows knowledge of the secret is made of that. The contribution hash, which
//! participants publish, is `hash(P_i)`.
//!
//! **Source**: snarkjs, `zkey_verify_frominit`, `keypair`, `misc`; `ffjavascript`, `chacha`, `fromRng`.

use crate::{
	points::{montgomery, Point},
	zkey::{Beacon, Contribution},
};
use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::{
	short_weierstrass::{Affine, SWCurveConfig},
	AffineRepr, CurveGroup,
};
use ark_ff::{BigInt, Field, PrimeField, Zero};
use rand_chacha::{
	rand_core::{RngCore, SeedableRng},
	ChaCha20Rng,
};
use sp_crypto_hashing::{blake2_512, sha2_256};

/// Bits of a number of either field.
const FIELD_BITS: u32 = 254;

/// The bytes of a contribution that later hashes take.
pub fn public_key(contribution: &Contribution) -> Vec<u8> {
	let mut bytes = Vec::new();
	contribution.delta_after.to_hash(&mut bytes);
	contribution.g1_s.to_hash(&mut bytes);
	contribution.g1_sx.to_hash(&mut bytes);
	contribution.g2_spx.to_hash(&mut bytes);
	bytes.extend(contribution.transcript);
	bytes
}

/// The hash that a participant publishes.
pub fn contribution_hash(contribution: &Contribution) -> [u8; 64] {
	blake2_512(&public_key(contribution))
}

/// What the transcript of the next contribution starts with: the circuit hash and all public keys.
pub fn history(circuit_hash: &[u8; 64], before: &[Contribution]) -> Vec<u8> {
	let mut bytes = circuit_hash.to_vec();
	before.iter().for_each(|it| bytes.extend(public_key(it)));
	bytes
}

/// The transcript of a contribution with these points after this history.
pub fn next(mut history: Vec<u8>, g1_s: &G1Affine, g1_sx: &G1Affine) -> [u8; 64] {
	g1_s.to_hash(&mut history);
	g1_sx.to_hash(&mut history);
	blake2_512(&history)
}

/// The point of G2 whose logarithm nobody knows that belongs to a transcript.
pub fn challenge_point(transcript: &[u8; 64]) -> G2Affine {
	Random::new(transcript).g2()
}

/// The secret of a beacon with its point s.
///
/// **Source**: snarkjs, `rngFromBeaconParams`: SHA-256, as often as two to the exponent.
pub fn beacon_secret(beacon: &Beacon) -> (Fr, G1Affine) {
	let iterations = 1u64 << beacon.exponent.min(63);
	let mut hash = sha2_256(&beacon.value);
	for _ in 1..iterations {
		hash = sha2_256(&hash);
	}
	let mut random = Random::new(&hash);
	(random.scalar(), random.g1())
}

/// Numbers and points as snarkjs draws them from a seed.
#[derive(Clone, Debug)]
pub struct Random(ChaCha20Rng);

impl Random {
	/// A generator seeded with the first 32 bytes, read as big-endian words of 32 bits.
	fn new(bytes: &[u8]) -> Self {
		let mut seed = [0; 32];
		let words = seed.as_chunks_mut::<4>().0.iter_mut();
		for (word, bytes) in words.zip(bytes.as_chunks::<4>().0) {
			*word = *bytes;
			word.reverse();
		}
		Self(ChaCha20Rng::from_seed(seed))
	}

	/// A number of 254 bits: four words from the lowest up, of each word the higher half first.
	fn bits(&mut self) -> BigInt<4> {
		let mut limbs = [(); 4].map(|()| {
			let high = u64::from(self.0.next_u32());
			high << 32 | u64::from(self.0.next_u32())
		});
		limbs[3] &= u64::MAX >> (256 - FIELD_BITS);
		BigInt(limbs)
	}

	/// The Montgomery form is drawn, again until it is below the modulus.
	fn base(&mut self) -> Fq {
		loop {
			if let Some(element) = montgomery(self.bits()) {
				return element;
			}
		}
	}

	/// As [`Self::base`].
	fn scalar(&mut self) -> Fr {
		loop {
			let bits = self.bits();
			if bits < Fr::MODULUS {
				return Fr::new_unchecked(bits);
			}
		}
	}

	fn sign(&mut self) -> bool {
		self.0.next_u32() & 1 == 1
	}

	fn g1(&mut self) -> G1Affine {
		let draw = |random: &mut Self| random.base();
		self.point::<ark_bn254::g1::Config>(draw, is_negative)
	}

	fn g2(&mut self) -> G2Affine {
		let draw = |random: &mut Self| {
			let c0 = random.base();
			Fq2::new(c0, random.base())
		};
		let negative = |y: &Fq2| is_negative(if y.c1.is_zero() { &y.c0 } else { &y.c1 });
		let point = self.point::<ark_bn254::g2::Config>(draw, negative);
		point.mul_by_cofactor_to_group().into_affine()
	}

	/// The first x that has a y, with the y of the drawn sign.
	fn point<P: SWCurveConfig>(
		&mut self,
		draw: impl Fn(&mut Self) -> P::BaseField,
		is_negative: impl Fn(&P::BaseField) -> bool,
	) -> Affine<P> {
		loop {
			let (x, greatest) = (draw(self), self.sign());
			let square = P::add_b(x.square() * x);
			if let Some(y) = square.sqrt() {
				let y = if is_negative(&y) == greatest { y } else { -y };
				return Affine::new_unchecked(x, y);
			}
		}
	}
}

/// Is it above half the modulus?
fn is_negative(element: &Fq) -> bool {
	element.into_bigint() > Fq::MODULUS_MINUS_ONE_DIV_TWO
}
