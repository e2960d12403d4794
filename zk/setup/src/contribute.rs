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
/// Whoever knows the secrets of **all** contributions can forge proofs; one that is forgotten suffices.
/// `name` is cut to [`MAX_NAME_BYTES`].
pub fn contribute(zkey: &mut Zkey, name: &str, rng: &mut (impl RngCore + CryptoRng)) -> [u8; 64] {
	let (secret, inverse) = loop {
		let secret = Fr::rand(rng);
		if let Some(inverse) = secret.inverse() {
			break (secret, inverse);
		}
	};
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
