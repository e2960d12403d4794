//! Keys whose setup secrets are public.

use crate::key::key_digest;

/// Digests of the development keys, as [`key_digest`] computes them.
///
/// Anyone can make these keys again from a seed in the source, secrets included, and so forge
/// proofs. A chain accepts them only if its genesis says so.
pub const DEVELOPMENT_KEY_DIGESTS: [[u8; 32]; 1] = [
	// receipt-v1
	[
		0xbf, 0xa8, 0x3a, 0x3a, 0x47, 0x4a, 0xb2, 0x87, 0xac, 0x01, 0x28, 0x57, 0x83, 0x86, 0xd2,
		0x93, 0x07, 0xc3, 0x94, 0x04, 0x90, 0x93, 0xca, 0x65, 0x33, 0x42, 0xd3, 0x3d, 0xda, 0x05,
		0x2f, 0x7b,
	],
];

/// Are these the bytes of a verifying key that is made for development only?
pub fn is_development_key(key: &[u8]) -> bool {
	DEVELOPMENT_KEY_DIGESTS.contains(&key_digest(key))
}
