//! A phase 1 in one go, by one party: for tests, where nobody minds that its secrets were known.
//!
//! snarkjs needs ten minutes for the same with 2^14 points, because it may know no secret.

use crate::{
	files,
	points::{self, write_points, NUMBER_BYTES},
	ptau, Error,
};
use ark_bn254::{Fq, Fr, G1Projective, G2Projective};
use ark_ec::{scalar_mul::BatchMulPreprocessing, PrimeGroup};
use ark_ff::{One, UniformRand};
use ark_poly::{EvaluationDomain, Radix2EvaluationDomain};
use rand::{CryptoRng, RngCore};
use std::{iter, path::Path};

/// Writes powers of tau up to `2^power` with their Lagrange forms, and without contributions.
///
/// **Errors**: `File`.
pub fn write(path: &Path, power: u32, rng: &mut (impl RngCore + CryptoRng)) -> Result<(), Error> {
	let [tau, alpha, beta] = [(); 3].map(|()| Fr::rand(rng));
	let size = 1usize << power;
	let powers = |start: Fr, count: usize| -> Vec<Fr> {
		iter::successors(Some(start), |last| Some(*last * tau))
			.take(count)
			.collect()
	};
	let g1 = BatchMulPreprocessing::new(G1Projective::generator(), 16 * size);
	let g2 = BatchMulPreprocessing::new(G2Projective::generator(), 4 * size);
	let in_g1 = |scalars: &[Fr]| write_points(&g1.batch_mul(scalars));
	let in_g2 = |scalars: &[Fr]| write_points(&g2.batch_mul(scalars));

	let mut header = files::count(NUMBER_BYTES).to_le_bytes().to_vec();
	header.extend(points::modulus::<Fq>());
	header.extend([power.to_le_bytes(), power.to_le_bytes()].concat());
	let one = Fr::one();
	let tau_powers = powers(one, 2 * size - 1);
	let sections = [
		(ptau::HEADER, header),
		(ptau::TAU_G1, in_g1(&tau_powers)),
		(ptau::TAU_G2, in_g2(&tau_powers[..size])),
		(ptau::ALPHA_TAU_G1, in_g1(&powers(alpha, size))),
		(ptau::BETA_TAU_G1, in_g1(&powers(beta, size))),
		(ptau::BETA_G2, in_g2(&[beta])),
		(ptau::CONTRIBUTIONS, 0u32.to_le_bytes().to_vec()),
		(
			ptau::LAGRANGE_TAU_G1,
			in_g1(&lagrange(&tau_powers, power + 1)),
		),
		(ptau::LAGRANGE_TAU_G2, in_g2(&lagrange(&tau_powers, power))),
		(
			ptau::LAGRANGE_ALPHA_TAU_G1,
			in_g1(&lagrange(&powers(alpha, size), power)),
		),
		(
			ptau::LAGRANGE_BETA_TAU_G1,
			in_g1(&lagrange(&powers(beta, size), power)),
		),
	];
	ptau::write(path, &sections)
}

/// The Lagrange form on the domain of every size up to `2^power`; missing powers count as zero.
fn lagrange(powers: &[Fr], power: u32) -> Vec<Fr> {
	let level = |power: u32| {
		let size = 1usize << power;
		let mut values = powers[..size.min(powers.len())].to_vec();
		if let Some(domain) = Radix2EvaluationDomain::<Fr>::new(size) {
			domain.ifft_in_place(&mut values);
		}
		values
	};
	(0..=power).flat_map(level).collect()
}
