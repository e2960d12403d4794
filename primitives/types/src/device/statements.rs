//! What keys of a device sign so that others may act: nobody can take an operator without its consent, or
//! a device with a claim that was made for somebody else.

use crate::{DeviceId, Moment};
use alloc::vec::Vec;
use parity_scale_codec::Encode;

/// Says what the statement of an operator is about.
const OPERATOR: &[u8; 18] = b"greenhour/operator";
/// Says what the statement of a claim key is about.
const CLAIM: &[u8; 15] = b"greenhour/claim";

/// What an operator signs: it will speak for one device of `owner`, who must say so until `until` (ms since
/// the Unix epoch).
///
/// **Shape**: SCALE of the tuple (18 bytes of context, genesis hash, owner, moment), signed as it is.
pub fn operator_statement<AccountId: Encode>(
	genesis_hash: &[u8; 32],
	owner: &AccountId,
	until: Moment,
) -> Vec<u8> {
	(OPERATOR, genesis_hash, owner, until).encode()
}

/// What the claim key of a device signs: the device goes to `claimer`.
///
/// **Shape**: SCALE of the tuple (15 bytes of context, genesis hash, device, claimer), signed as it is.
pub fn claim_statement<AccountId: Encode>(
	genesis_hash: &[u8; 32],
	device: DeviceId,
	claimer: &AccountId,
) -> Vec<u8> {
	(CLAIM, genesis_hash, device, claimer).encode()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn statements_differ_in_everything_that_they_are_about() {
		let (genesis, owner) = ([1; 32], [2u8; 32]);
		let statements = [
			operator_statement(&genesis, &owner, 3),
			operator_statement(&[9; 32], &owner, 3),
			operator_statement(&genesis, &[9u8; 32], 3),
			operator_statement(&genesis, &owner, 9),
			claim_statement(&genesis, DeviceId(3), &owner),
			claim_statement(&[9; 32], DeviceId(3), &owner),
			claim_statement(&genesis, DeviceId(9), &owner),
			claim_statement(&genesis, DeviceId(3), &[9u8; 32]),
		];
		for (index, one) in statements.iter().enumerate() {
			assert!(!statements[..index].contains(one), "{index}");
		}
		assert_eq!(statements[0].len(), 18 + 32 + 32 + 8);
		assert_eq!(statements[4].len(), 15 + 32 + 4 + 32);
	}
}
