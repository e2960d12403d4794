//! The contributions: each follows from the ones before it, and shows knowledge of what it multiplied.

use super::same_ratio;
use crate::{
	transcript::{beacon_secret, challenge_point, contribution_hash, history, next},
	zkey::{Contribution, Zkey},
	Refusal,
};
use ark_bn254::{G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use serde::Serialize;

/// Largest binary logarithm of iterations of a beacon that is recomputed: minutes of work.
pub const MAX_BEACON_EXPONENT: u8 = 32;

/// Most contributions that are looked at.
pub const MAX_CONTRIBUTIONS: usize = 1_024;

/// What a participant did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
	/// The number of the contribution, from 1.
	pub index: usize,
	/// The name that the participant gave, with unprintable letters escaped. Nothing vouches for it.
	pub name: Option<String>,
	/// The hash that the participant published, hexadecimal.
	pub hash: String,
	/// The public value behind it, if it is a beacon.
	pub beacon: Option<BeaconReport>,
}

/// The public value behind a contribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BeaconReport {
	/// The value, hexadecimal.
	pub value: String,
	/// Binary logarithm of how often it is hashed.
	pub exponent: u8,
}

pub(super) fn check(zkey: &Zkey) -> Result<Vec<Link>, Refusal> {
	let all = &zkey.contributions;
	let mut delta = G1Affine::generator();
	let mut links = Vec::with_capacity(all.len());
	for (before, contribution) in all.iter().enumerate() {
		let index = before + 1;
		// After its beacon a phase 2 is finished; else many beacons could cost a verifier days.
		if contribution.beacon.is_some() && index < all.len() {
			return Err(Refusal::BeaconNotLast(index));
		}
		let history = history(&zkey.circuit_hash, &all[..before]);
		check_contribution(index, history, delta, contribution)?;
		delta = contribution.delta_after;
		links.push(Link {
			index,
			name: contribution
				.name
				.as_ref()
				.map(|name| name.escape_debug().to_string()),
			hash: hex::encode(contribution_hash(contribution)),
			beacon: contribution.beacon.as_ref().map(|beacon| BeaconReport {
				value: hex::encode(&beacon.value),
				exponent: beacon.exponent,
			}),
		});
	}
	let header = &zkey.header;
	let (one_g1, one_g2) = (G1Affine::generator(), G2Affine::generator());
	let ends = header.delta_g1 == delta && same_ratio([one_g1, delta], [one_g2, header.delta_g2]);
	ends.then_some(links).ok_or(Refusal::FinalDeltaMismatch)
}

fn check_contribution(
	index: usize,
	history: Vec<u8>,
	delta_before: G1Affine,
	contribution: &Contribution,
) -> Result<(), Refusal> {
	let Contribution {
		delta_after,
		g1_s,
		g1_sx,
		g2_spx,
		transcript,
		beacon,
		..
	} = contribution;
	if next(history, g1_s, g1_sx) != *transcript {
		return Err(Refusal::TranscriptMismatch(index));
	}
	let secret: [G2Affine; 2] = [challenge_point(transcript), *g2_spx];
	if !same_ratio([*g1_s, *g1_sx], secret) {
		return Err(Refusal::KnowledgeMismatch(index));
	}
	if !same_ratio([delta_before, *delta_after], secret) {
		return Err(Refusal::DeltaMismatch(index));
	}
	let Some(beacon) = beacon else { return Ok(()) };
	if beacon.exponent > MAX_BEACON_EXPONENT {
		let exponent = beacon.exponent;
		return Err(Refusal::BeaconTooLong { index, exponent });
	}
	let (secret, s) = beacon_secret(beacon);
	let same = s == *g1_s && (s * secret).into_affine() == *g1_sx;
	same.then_some(()).ok_or(Refusal::BeaconMismatch(index))
}
