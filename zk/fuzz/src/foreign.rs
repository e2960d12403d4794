//! What holds for the proofs of every foreign prover.

use crate::{
	batch::flip,
	fixture::{self, Fixture, Submission, CONTEXT},
	reference::{self, Claim},
	Seeds,
};
use arbitrary::{Result, Unstructured};
use ark_bn254::Fq;
use ark_ff::{BigInteger, PrimeField};
use greenhour_adapters::{verify, Adapted, Adapter, AdapterKind, CircuitAdapter, Refusal};
use num_bigint::BigUint;

/// Number of the circuit among those of its kind and a change, length of the statement; then statement and
/// proof.
const HEAD: usize = 3;
/// Changes in the upper half of the first byte: to this coordinate of the points, the last being one,
/// the modulus is added.
const COORDINATES: u8 = 8;

/// The submissions of the vectors, and the same with other numbers for their coordinates.
pub(crate) fn seeds(kind: AdapterKind) -> Seeds {
	let mut seeds = Vec::new();
	for (number, fixture) in (0u8..).zip(fixture::of_kind(kind)) {
		for submission in &fixture.submissions {
			let length = u16::try_from(submission.statement.len()).expect("short statements");
			let mut seed = vec![number];
			seed.extend(length.to_le_bytes());
			seed.extend(&submission.statement);
			seed.extend(&submission.proof);
			seeds.push(seed);
		}
	}
	let changed = seeds.iter().flat_map(|seed: &Vec<u8>| {
		(1..=COORDINATES).map(|coordinate| {
			let mut seed = seed.clone();
			seed[0] |= coordinate << 4;
			seed
		})
	});
	Seeds {
		refused: changed.collect(),
		accepted: seeds,
	}
}

/// The circuit and submission of these bytes.
pub(crate) fn split(kind: AdapterKind, bytes: &[u8]) -> Option<(&'static Fixture, Submission)> {
	let ([number, low, high], rest) = bytes.split_first_chunk::<HEAD>()?;
	let length = usize::from(u16::from_le_bytes([*low, *high]));
	let (statement, proof) = rest.split_at(length.min(rest.len()));
	let mut submission = Submission {
		statement: statement.to_vec(),
		proof: proof.to_vec(),
	};
	let coordinate = number >> 4;
	if (1..=COORDINATES).contains(&coordinate) {
		add_modulus(&mut submission.proof, 32 * usize::from(coordinate));
	}
	let fixture = *fixture::pick(&fixture::of_kind(kind), number & 0xf);
	Some((fixture, submission))
}

/// Writes the coordinate that begins so many bytes before the end as another number of the same residue.
fn add_modulus(proof: &mut [u8], from_end: usize) {
	let length = proof.len();
	let Some(range) = length.checked_sub(from_end).map(|start| start..start + 32) else {
		return;
	};
	let sum = BigUint::from_bytes_be(&proof[range.clone()]) + BigUint::from(Fq::MODULUS);
	let sum = sum.to_bytes_be();
	if sum.len() == 32 {
		proof[range].copy_from_slice(&sum);
	}
}

/// What an adapter hands on is judged as arkworks judges it; `None` if it hands nothing on.
pub(crate) fn adapt(fixture: &Fixture, submission: &Submission) -> Option<(Adapted, bool)> {
	let adapted = fixture
		.adapter
		.adapt(&submission.statement, &submission.proof);
	let verdict = verify(
		&fixture.adapter,
		&fixture.key,
		&CONTEXT,
		&[submission.borrowed()],
	);
	let adapted = match adapted {
		Ok(adapted) => adapted,
		Err(error) => {
			assert_eq!(verdict, Err(Refusal::Adapter(0, error)));
			return None;
		}
	};
	assert_eq!(adapted.inputs.len(), fixture.key.arity());
	let claim = Claim {
		proof: adapted.proof.to_vec(),
		inputs: adapted.inputs.clone(),
	};
	let expected = reference::verdict(&reference::faults(&fixture.prepared, &[claim]));
	assert_eq!(verdict, expected.map_err(Refusal::Verifier));
	Some((adapted, verdict.is_ok()))
}

/// The points of an adapted proof as Ethereum's precompiles read them: nobody can write them otherwise.
pub(crate) fn big_endian_points(adapted: &Adapted) -> Vec<u8> {
	let proof = reference::proof(&adapted.proof).expect("adapted points are on their curves");
	let coordinates = [
		proof.a.x,
		proof.a.y,
		proof.b.x.c1,
		proof.b.x.c0,
		proof.b.y.c1,
		proof.b.y.c0,
		proof.c.x,
		proof.c.y,
	];
	let bytes = coordinates.map(|coordinate: Fq| coordinate.into_bigint().to_bytes_be());
	bytes.concat()
}

/// The same bytes, the last first.
pub(crate) fn reversed(bytes: &[u8]) -> Vec<u8> {
	bytes.iter().rev().copied().collect()
}

/// A foreign circuit, with up to three of its submissions, some of them changed.
pub(crate) fn submissions(
	from: &mut Unstructured<'_>,
) -> Result<(&'static Fixture, CircuitAdapter, Vec<Submission>)> {
	// The first is the project's own and takes no submissions.
	let fixture = fixture::pick(&fixture::ALL[1..], from.arbitrary()?);
	let count = 1 + from.arbitrary::<u8>()? % 3;
	let submissions = (0..count).map(|_| {
		let mut submission = fixture::pick(&fixture.submissions, from.arbitrary()?).clone();
		match from.arbitrary::<u8>()? % 4 {
			1 => flip(&mut submission.statement, from)?,
			2 => flip(&mut submission.proof, from)?,
			3 => {
				let other = fixture::pick(&fixture::ALL[1..], from.arbitrary()?);
				submission = fixture::pick(&other.submissions, from.arbitrary()?).clone();
			}
			_ => (),
		}
		Ok(submission)
	});
	let submissions = submissions.collect::<Result<_>>()?;
	Ok((fixture, fixture.adapter.clone(), submissions))
}
