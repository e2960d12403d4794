//! The circuit hash: what the transcript of phase 2 starts from.
//!
//! blake2b-512 over alpha, beta (G1, G2), gamma, delta (G1, G2), then four lists with their lengths (32 bits,
//! big-endian): IC, H, C, A, B (G1), B (G2); all of the key before any contribution, where gamma and delta
//! are the generators. H stands for `tau^(i + m) - tau^i`.
//!
//! **Source**: snarkjs, `zkey_new`.

use crate::{
	files,
	points::{Point, NUMBER_BYTES},
	ptau::PowersOfTau,
	r1cs::R1cs,
	zkey::Zkey,
	Refusal,
};
use ark_bn254::{Fr, G1Affine, G1Projective, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, BigInteger, One, PrimeField};
use rayon::prelude::*;
use sp_crypto_hashing::blake2_512;
use std::iter;

/// Points of H that snarkjs hashes at once.
const CHUNK: usize = 1 << 14;
/// Bits of a digit of a coefficient.
const DIGIT_BITS: u32 = 4;
const DIGITS: usize = 1 << DIGIT_BITS;

/// A, B and IC are those of the zkey, which was checked; C is computed anew, because delta is in it.
pub(super) fn check(r1cs: &R1cs, ptau: &PowersOfTau, zkey: &Zkey) -> Result<(), Refusal> {
	let quotient = quotient_points(ptau)?;
	let private = private_points(r1cs, ptau);
	let (one_g1, one_g2) = (G1Affine::generator(), G2Affine::generator());
	let mut bytes = Vec::new();
	ptau.alpha_tau_g1[0].to_hash(&mut bytes);
	ptau.beta_tau_g1[0].to_hash(&mut bytes);
	ptau.beta_g2.to_hash(&mut bytes);
	one_g2.to_hash(&mut bytes);
	one_g1.to_hash(&mut bytes);
	one_g2.to_hash(&mut bytes);
	put(&zkey.inputs, zkey.inputs.len(), &mut bytes);
	put(&quotient, ptau.size() - 1, &mut bytes);
	put(&private, private.len(), &mut bytes);
	put(&zkey.a, zkey.a.len(), &mut bytes);
	put(&zkey.b_g1, zkey.b_g1.len(), &mut bytes);
	put(&zkey.b_g2, zkey.b_g2.len(), &mut bytes);
	let same = blake2_512(&bytes) == zkey.circuit_hash;
	same.then_some(()).ok_or(Refusal::CircuitHashMismatch)
}

fn put<P: Point>(points: &[P], announced: usize, bytes: &mut Vec<u8>) {
	bytes.extend(files::count(announced).to_be_bytes());
	points.iter().for_each(|point| point.to_hash(bytes));
}

/// `tau^(i + m) - tau^i`.
///
/// snarkjs hashes chunks of [`CHUNK`] points and does not shorten the last one, so from two chunks on it
/// hashes one point more than it announces. That one needs a power of tau that a file for exactly this domain
/// does not have; there snarkjs reads on into the next section.
fn quotient_points(ptau: &PowersOfTau) -> Result<Vec<G1Affine>, Refusal> {
	let size = ptau.size();
	let count = match size - 1 {
		short if short < CHUNK => short,
		long => long.div_ceil(CHUNK) * CHUNK,
	};
	if count + size > ptau.tau_g1.len() {
		let (power, needed) = (ptau.power, ptau.power + 1);
		return Err(Refusal::PowerTooSmall { power, needed });
	}
	let differences: Vec<G1Projective> = (0..count)
		.into_par_iter()
		.map(|index| ptau.tau_g1[index + size] - ptau.tau_g1[index].into_group())
		.collect();
	Ok(G1Projective::normalize_batch(&differences))
}

/// beta A + alpha B + C of each private variable.
fn private_points(r1cs: &R1cs, ptau: &PowersOfTau) -> Vec<G1Affine> {
	let first = r1cs.public + 1;
	let [tau, alpha_tau, beta_tau] = &ptau.lagrange;
	let mut terms = vec![Vec::new(); r1cs.variables - first];
	for (row, constraint) in r1cs.constraints.iter().enumerate() {
		for (sum, points) in constraint.iter().zip([beta_tau, alpha_tau, tau]) {
			for (variable, coefficient) in sum {
				if let Some(index) = (*variable as usize).checked_sub(first) {
					terms[index].push((points[row], *coefficient));
				}
			}
		}
	}
	let points: Vec<G1Projective> = terms.par_iter().map(|terms| weighted_sum(terms)).collect();
	G1Projective::normalize_batch(&points)
}

/// Most coefficients are one or minus one. The others share their doublings.
///
/// Within one task, unlike the sums of arkworks: thousands of short sums are spread over the cores.
fn weighted_sum(terms: &[(G1Affine, Fr)]) -> G1Projective {
	let mut units = G1Projective::default();
	let mut tables = Vec::new();
	for (point, coefficient) in terms {
		if coefficient.is_one() {
			units += point;
		} else if (-*coefficient).is_one() {
			units -= point;
		} else {
			let double = point.into_group().double();
			let multiples = iter::successors(Some(double), |last| Some(*last + point));
			let table: Vec<_> = multiples.take(DIGITS - 2).collect();
			tables.push((point, table, coefficient.into_bigint().to_bytes_be()));
		}
	}
	let mut sum = G1Projective::default();
	for digit in 0..2 * NUMBER_BYTES {
		for _ in 0..DIGIT_BITS {
			sum.double_in_place();
		}
		for (point, table, number) in &tables {
			let byte = number[digit / 2];
			match usize::from(if digit % 2 == 0 { byte >> 4 } else { byte & 15 }) {
				0 => (),
				1 => sum += *point,
				more => sum += table[more - 2],
			}
		}
	}
	sum + units
}
