//! Proofs of circom circuits.

use crate::{foreign, Seeds};
use greenhour_adapters::{AdapterKind, CircuitAdapter, Signal};

/// The proofs of the vectors.
pub fn seeds() -> Seeds {
	foreign::seeds(AdapterKind::Snarkjs).accepted.into()
}

/// Statement and proof are handed on as they are, within the schema.
pub fn law(bytes: &[u8]) -> bool {
	let Some((fixture, submission)) = foreign::split(AdapterKind::Snarkjs, bytes) else {
		return false;
	};
	let Some((adapted, holds)) = foreign::adapt(fixture, &submission) else {
		return false;
	};
	assert_eq!(adapted.proof[..], submission.proof);
	assert_eq!(adapted.inputs.concat(), submission.statement);
	let CircuitAdapter::Snarkjs(schema) = &fixture.adapter else {
		unreachable!("the kind was asked for");
	};
	for (signal, value) in schema.signals.iter().zip(&adapted.inputs) {
		match signal {
			Signal::Pinned(pinned) => assert_eq!(value, pinned),
			Signal::Bits(bits) => {
				let integer = num_bigint::BigUint::from_bytes_le(value);
				assert!(integer.bits() <= u64::from(*bits));
			}
		}
	}
	holds
}
