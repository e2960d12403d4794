//! Proofs with public inputs, as the pallet hands them to the batch verifier.

use crate::{
	fixture::{self, Fixture, CONTEXT},
	reference::{self, Claim},
	Seeds,
};
use arbitrary::{Result, Unstructured};
use ark_bn254::{Fq2, Fr, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::PrimeField;
use ark_serialize::CanonicalSerialize;
use greenhour_types::receipt::FIELD_MODULUS;
use greenhour_verifier::{invalid_entries, verify_batch, Entry};

/// Most claims of a batch that is made here.
const MAX_CLAIMS: u8 = 4;

/// One claim of each circuit, and what means the same; and every change that makes a claim wrong.
pub fn seeds() -> Seeds {
	let circuits = u8::try_from(fixture::ALL.len()).expect("few circuits");
	let mut seeds: Vec<_> = (0..circuits).map(|circuit| vec![circuit]).collect();
	// One claim, its change being the number below, with the bytes that the change takes.
	seeds.extend([NEGATED, RANDOMISED].map(|change| vec![1, 0, 0, change, 5]));
	seeds.push(vec![3, 1, 0, 0, 1, RANDOMISED, 9, 0, 0, 0, 0, 0, 0, 0, 0]);
	let wrong = (3..16).map(|change| [vec![0, 0, 0, change], (5..40).collect()].concat());
	Seeds {
		accepted: seeds,
		refused: wrong.collect(),
	}
}

/// The verdict on a batch, and on every entry of a refused batch, is that of arkworks on each claim.
pub fn law(bytes: &[u8]) -> bool {
	let Ok((fixture, claims)) = batch(&mut Unstructured::new(bytes)) else {
		return false;
	};
	let entries: Vec<Entry<'_>> = claims.iter().map(Claim::entry).collect();
	let verdict = verify_batch(&fixture.key, &CONTEXT, &entries);
	let faults = reference::faults(&fixture.prepared, &claims);
	assert_eq!(verdict, reference::verdict(&faults));
	if verdict.is_err() {
		let numbered = faults.iter().enumerate();
		let invalid: Vec<usize> = numbered
			.filter_map(|(index, fault)| fault.map(|_| index))
			.collect();
		assert_eq!(invalid_entries(&fixture.key, &CONTEXT, &entries), invalid);
	}
	verdict.is_ok()
}

/// A circuit and a few of its claims, most of them changed. No bytes at all mean one that holds.
pub(crate) fn batch(from: &mut Unstructured<'_>) -> Result<(&'static Fixture, Vec<Claim>)> {
	let fixture = fixture::pick(&fixture::ALL, from.arbitrary()?);
	let count = match from.arbitrary::<u8>()? {
		u8::MAX => 0,
		byte => 1 + byte % MAX_CLAIMS,
	};
	let claims = (0..count).map(|_| {
		let mut claim = fixture::pick(&fixture.claims, from.arbitrary()?).clone();
		change(&mut claim, from)?;
		Ok(claim)
	});
	Ok((fixture, claims.collect::<Result<_>>()?))
}

/// Numbers of the changes that leave a claim true.
const NEGATED: u8 = 1;
const RANDOMISED: u8 = 2;

fn change(claim: &mut Claim, from: &mut Unstructured<'_>) -> Result<()> {
	let proof = reference::proof(&claim.proof);
	match from.arbitrary::<u8>()? % 16 {
		NEGATED => {
			for last in [31, 95] {
				if let Some(byte) = claim.proof.get_mut(last) {
					*byte ^= 0x80;
				}
			}
		}
		RANDOMISED => {
			if let Some(proof) = proof {
				let factor = Fr::from(from.arbitrary::<u64>()?);
				claim.proof = reference::compressed(&reference::randomised(&proof, factor));
			}
		}
		3 => flip(&mut claim.proof, from)?,
		4 => {
			let place = usize::from(from.arbitrary::<u8>()?);
			if let Some(input) = item_mut(&mut claim.inputs, place) {
				flip(input, from)?;
			}
		}
		5 => {
			let length = from.arbitrary::<u8>()?.into();
			claim.proof.resize(length, 0);
		}
		6 => drop(claim.inputs.pop()),
		7 => claim.inputs.push(from.arbitrary()?),
		8 => {
			let place = usize::from(from.arbitrary::<u8>()?);
			if let Some(input) = item_mut(&mut claim.inputs, place) {
				*input = plus_modulus(input);
			}
		}
		9 => {
			let length = claim.inputs.len();
			if length > 0 {
				let [a, b] = [from.arbitrary::<u8>()?, from.arbitrary()?].map(usize::from);
				claim.inputs.swap(a % length, b % length);
			}
		}
		10 => {
			// One of the points at infinity, as arkworks writes it.
			let (start, end) = [(0, 32), (32, 96), (96, 128)][from.choose_index(3)?];
			if let Some(point) = claim.proof.get_mut(start..end) {
				point.fill(0);
				point[end - start - 1] = 0x40;
			}
		}
		11 => {
			// B anywhere on its curve.
			if let Some(mut proof) = proof {
				proof.b = point_of_the_curve(from.arbitrary()?);
				claim.proof = reference::compressed(&proof);
			}
		}
		12 => {
			// B with a summand outside the subgroup.
			if let Some(mut proof) = proof {
				let outside = point_of_the_curve(from.arbitrary()?).mul_bigint(Fr::MODULUS);
				proof.b = (outside + proof.b).into_affine();
				claim.proof = reference::compressed(&proof);
			}
		}
		13 => {
			// Another point of G1 for A or C.
			if let Some(mut proof) = proof {
				let factor = Fr::from(from.arbitrary::<u64>()?);
				if from.arbitrary()? {
					proof.a = (proof.a * factor).into_affine();
				} else {
					proof.c = (proof.c * factor).into_affine();
				}
				claim.proof = reference::compressed(&proof);
			}
		}
		14 => {
			let length = from.arbitrary_len::<u8>()?.min(256);
			claim.proof = from.bytes(length)?.to_vec();
		}
		15 => {
			let input = Fr::from_le_bytes_mod_order(&from.arbitrary::<[u8; 32]>()?);
			let place = usize::from(from.arbitrary::<u8>()?);
			if let Some(slot) = item_mut(&mut claim.inputs, place) {
				input.serialize_compressed(&mut slot[..]).expect("memory");
			}
		}
		_ => (),
	}
	Ok(())
}

/// The first point of the curve of G2 from this coordinate on; hardly ever in the subgroup.
fn point_of_the_curve(start: u64) -> G2Affine {
	let from_start = (0u64..).map(|step| Fq2::new(start.into(), step.into()));
	from_start
		.filter_map(|x| G2Affine::get_point_from_x_unchecked(x, false))
		.next()
		.expect("half of all coordinates have a point")
}

fn item_mut<T>(all: &mut [T], place: usize) -> Option<&mut T> {
	let length = all.len();
	all.get_mut(place.checked_rem(length)?)
}

/// Changes one byte.
pub(crate) fn flip(bytes: &mut [u8], from: &mut Unstructured<'_>) -> Result<()> {
	let place = usize::from(from.arbitrary::<u16>()?);
	if let Some(byte) = item_mut(bytes, place) {
		*byte ^= from.arbitrary::<u8>()?;
	}
	Ok(())
}

/// The other 32 bytes of the same element, where it fits.
fn plus_modulus(input: &[u8; 32]) -> [u8; 32] {
	let mut carry = 0;
	let mut sum = *input;
	for (byte, summand) in sum.iter_mut().zip(FIELD_MODULUS) {
		let [low, high] = (u16::from(*byte) + u16::from(summand) + carry).to_le_bytes();
		(*byte, carry) = (low, u16::from(high));
	}
	sum
}
