//! Seals of RISC Zero.

use crate::{
	foreign::{self, big_endian_points},
	Seeds,
};
use greenhour_adapters::{AdapterKind, SEAL_BYTES};

/// The receipts of the vectors.
pub fn seeds() -> Seeds {
	foreign::seeds(AdapterKind::RiscZero)
}

/// Every byte of a seal is either one value or handed on; only the journal moves inputs.
pub fn law(bytes: &[u8]) -> bool {
	let Some((fixture, submission)) = foreign::split(AdapterKind::RiscZero, bytes) else {
		return false;
	};
	let Some((adapted, holds)) = foreign::adapt(fixture, &submission) else {
		return false;
	};
	assert_eq!(submission.proof.len(), SEAL_BYTES);
	assert_eq!(submission.proof[..4], fixture.submissions[0].proof[..4]);
	assert_eq!(submission.proof[4..], big_endian_points(&adapted));
	let known = &fixture.claims[0].inputs;
	let inputs = &adapted.inputs;
	assert_eq!(
		[inputs[0], inputs[1], inputs[4]],
		[known[0], known[1], known[4]]
	);
	let same = submission.statement == fixture.submissions[0].statement;
	assert_eq!(inputs[2..4] == known[2..4], same);
	assert!(same || !holds, "another journal was proved");
	holds
}
