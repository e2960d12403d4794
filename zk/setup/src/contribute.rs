//! Taking part in phase 2, as `snarkjs zkey contribute` does.

use crate::{
	transcript::{challenge_point, contribution_hash, history, next},
	zkey::{Contribution, Zkey},
};
use ark_bn254::{Fr, G1Affine, G1Projective};
use ark_ec::CurveGroup;
use ark_ff::{Field, UniformRand};
use rand::{CryptoRng, RngCore};
use rayon::prelude::*;

/// Longest name that snarkjs writes.
pub const MAX_NAME_BYTES: usize = 64;

/// Multiplies delta by a secret that is forgotten; returns the hash to publish.
///
/// The zkey must have been verified before ([`verify_unfinished`](crate::verify::verify_unfinished)).
/// The secret is not wiped from memory: end the process, and better the machine, afterwards.
///
/// Whoever knows the secrets of **all** contributions can forge proofs; one that is forgotten suffices.
/// `name` is cut to [`MAX_NAME_BYTES`].
pub fn contribute(zkey: &mut Zkey, name: &str, rng: &mut (impl RngCore + CryptoRng)) -> [u8; 64] {
	let secret = loop {
		let secret = Fr::rand(rng);
		if let Some(inverse) = secret.inverse() {
			break [secret, inverse];
		}
	};
	contribute_secret(zkey, name, secret, rng)
}

fn contribute_secret(
	zkey: &mut Zkey,
	name: &str,
	[secret, inverse]: [Fr; 2],
	rng: &mut (impl RngCore + CryptoRng),
) -> [u8; 64] {
	let g1_s = G1Projective::rand(rng).into_affine();
	let g1_sx = (g1_s * secret).into_affine();
	let history = history(&zkey.circuit_hash, &zkey.contributions);
	let transcript = next(history, &g1_s, &g1_sx);
	let delta_after = (zkey.header.delta_g1 * secret).into_affine();
	let fits = |end: &usize| *end <= MAX_NAME_BYTES;
	let ends = name
		.char_indices()
		.map(|(at, letter)| at + letter.len_utf8());
	let name = &name[..ends.take_while(fits).last().unwrap_or_default()];
	let contribution = Contribution {
		delta_after,
		g1_s,
		g1_sx,
		g2_spx: (challenge_point(&transcript) * secret).into_affine(),
		transcript,
		name: (!name.is_empty()).then(|| name.into()),
		beacon: None,
	};
	let hash = contribution_hash(&contribution);
	zkey.header.delta_g1 = delta_after;
	zkey.header.delta_g2 = (zkey.header.delta_g2 * secret).into_affine();
	zkey.c = times(&zkey.c, inverse);
	zkey.h = times(&zkey.h, inverse);
	zkey.contributions.push(contribution);
	hash
}

fn times(points: &[G1Affine], scalar: Fr) -> Vec<G1Affine> {
	let products: Vec<_> = points.par_iter().map(|point| *point * scalar).collect();
	G1Projective::normalize_batch(&products)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{ptau::PowersOfTau, r1cs::R1cs, verify::verify, Refusal};
	use ark_ff::One;
	use rand::rngs::OsRng;
	use std::path::Path;

	#[test]
	fn secrets_that_cancel_out_are_refused() {
		let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/tiny");
		let r1cs = R1cs::read(&folder.join("circuit.r1cs")).expect("committed");
		let ptau = PowersOfTau::read(&folder.join("phase1.ptau"), r1cs.power()).expect("committed");
		let mut zkey = Zkey::read(&folder.join("phase2-0.zkey")).expect("committed");
		contribute_secret(&mut zkey, "one", [Fr::one(), Fr::one()], &mut OsRng);
		let verdict = verify(&r1cs, &ptau, &zkey, &mut OsRng, &mut |_| ());
		assert_eq!(verdict, Err(Refusal::DeltaIsGenerator));
	}
}
