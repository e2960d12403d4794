//! Keys whose setup secrets are public.

use crate::key::key_digest;

/// Digests of the development keys, as [`key_digest`] computes them.
///
/// Anyone can make these keys again from a seed in the source, secrets included, and so forge
/// proofs. A chain accepts them only if its genesis says so.
pub const DEVELOPMENT_KEY_DIGESTS: [[u8; 32]; 1] = [
	// receipt-v1
	[
		0x43, 0x4e, 0x11, 0xac, 0xaf, 0xe7, 0x50, 0xe6, 0x02, 0xbd, 0x8c, 0x33, 0x16, 0xde, 0x8b,
		0xf5, 0x5c, 0xa5, 0x2d, 0x73, 0xe1, 0xfe, 0xc2, 0x9e, 0xd0, 0x6e, 0x2c, 0x1e, 0x90, 0x7f,
		0x5f, 0x82,
	],
];

/// Are these the bytes of a verifying key that is made for development only?
pub fn is_development_key(key: &[u8]) -> bool {
	DEVELOPMENT_KEY_DIGESTS.contains(&key_digest(key))
}
