//! Verifying keys as the chain keeps them.

use crate::{fixture, reference, Seeds};
use ark_bn254::G2Affine;
use ark_ec::AffineRepr;
use ark_serialize::CanonicalSerialize;
use greenhour_adapters::{Adapter, RiscZero};
use greenhour_verifier::{key_digest, ReceiptKey};

/// Where gamma and delta begin.
const GAMMA: usize = 64 + 128;
const DELTA: usize = GAMMA + 128;

/// Every key of the vectors; and the same after a setup without phase 2.
pub fn seeds() -> Seeds {
	let keys = fixture::ALL.iter().map(|fixture| fixture.key.encode());
	let accepted: Vec<_> = keys.map(|key| key.expect("memory")).collect();
	let mut generator = Vec::new();
	let written = G2Affine::generator().serialize_uncompressed(&mut generator);
	written.expect("memory");
	let mut refused = Vec::new();
	for key in &accepted {
		let mut forgeable = key.clone();
		forgeable[DELTA..DELTA + 128].copy_from_slice(&generator);
		refused.push(forgeable.clone());
		forgeable.copy_within(GAMMA..DELTA, DELTA);
		refused.push(forgeable);
	}
	Seeds { accepted, refused }
}

/// A key is accepted exactly if every point of it is sound by arkworks, nobody can forge for it, and
/// these are its only bytes. What is accepted is written as it was read.
pub fn law(bytes: &[u8]) -> bool {
	let reference = reference::key(bytes);
	let Ok(key) = ReceiptKey::decode_checked(bytes) else {
		assert!(reference.is_none(), "a sound key is refused");
		return false;
	};
	let reference = reference.expect("an unsound key is accepted");
	assert_eq!(key.encode().as_deref(), Some(bytes));
	assert_eq!(key.arity() + 1, reference.gamma_abc_g1.len());
	assert_eq!(key.digest(), key_digest(bytes));
	assert!(bytes.len() <= ReceiptKey::max_encoded_len());
	let others = [reference.beta_g2, reference.gamma_g2, reference.delta_g2];
	let parts = ReceiptKey::from_parts(reference.alpha_g1, others, reference.gamma_abc_g1);
	assert_eq!(parts, Ok(key.clone()));
	// The digest of RISC Zero reads the same bytes once more.
	if let Ok(mut adapter) = RiscZero::new(&key, [1; 32], [2; 32], [3; 32]) {
		assert_eq!(adapter.check_key(&key), Ok(()));
		adapter.selector[0] ^= 1;
		assert!(adapter.check_key(&key).is_err());
	}
	true
}
