//! Proofs of SP1.

use crate::{
	foreign::{self, big_endian_points, reversed},
	Seeds,
};
use greenhour_adapters::{AdapterKind, SP1_PROOF_BYTES};

/// Where the nonce and the points begin.
const NONCE: usize = 4 + 64;
const POINTS: usize = NONCE + 32;

/// The proofs of the vectors.
pub fn seeds() -> Seeds {
	foreign::seeds(AdapterKind::Sp1)
}

/// Every byte of a proof is either one value or handed on; only the public values and the nonce move
/// inputs.
pub fn law(bytes: &[u8]) -> bool {
	let Some((fixture, submission)) = foreign::split(AdapterKind::Sp1, bytes) else {
		return false;
	};
	let Some((adapted, holds)) = foreign::adapt(fixture, &submission) else {
		return false;
	};
	let proof = &submission.proof;
	assert_eq!(proof.len(), SP1_PROOF_BYTES);
	assert_eq!(proof[..NONCE], fixture.submissions[0].proof[..NONCE]);
	assert_eq!(proof[POINTS..], big_endian_points(&adapted));
	let known = &fixture.claims[0].inputs;
	let [program, values, exit_code, root, nonce] = adapted.inputs[..] else {
		unreachable!("the arity was compared");
	};
	assert_eq!([program, exit_code, root], [known[0], known[2], known[3]]);
	assert_eq!(reversed(&nonce), proof[NONCE..POINTS]);
	assert_eq!(values[31] & 0xe0, 0);
	let same = submission.statement == fixture.submissions[0].statement;
	assert_eq!(values == known[1], same);
	holds
}
