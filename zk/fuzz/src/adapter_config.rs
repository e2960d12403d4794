//! What the registry keeps beside a key.

use crate::{
	fixture::{self, CONTEXT},
	receipt::decoded,
	Seeds,
};
use greenhour_adapters::{verify, Adapter, CircuitAdapter, Refusal, Signal};
use greenhour_verifier::Rejection;
use parity_scale_codec::{Encode, MaxEncodedLen};

/// The adapters of the vectors, each before the number of its circuit.
pub fn seeds() -> Seeds {
	let numbered = (0u8..).zip(fixture::ALL.iter());
	let seeds = numbered.map(|(number, fixture)| [vec![number], fixture.adapter.encode()].concat());
	seeds.collect::<Vec<_>>().into()
}

/// What decodes is written as it was read. What fits a key makes as many inputs as the key has, and
/// lets a known proof pass only if it pins what that proof shows.
pub fn law(bytes: &[u8]) -> bool {
	let Some((number, config)) = bytes.split_first() else {
		return false;
	};
	let fixture = fixture::pick(&fixture::ALL, *number);
	let Some(adapter) = decoded::<CircuitAdapter>(config) else {
		return false;
	};
	assert!(adapter.encoded_size() <= CircuitAdapter::max_encoded_len());
	let fits = adapter.check_key(&fixture.key).is_ok();
	for submission in &fixture.submissions {
		let adapted = adapter.adapt(&submission.statement, &submission.proof);
		if let (true, Ok(adapted)) = (fits, &adapted) {
			assert_eq!(adapted.inputs.len(), fixture.key.arity());
		}
		let verdict = verify(&adapter, &fixture.key, &CONTEXT, &[submission.borrowed()]);
		match verdict {
			Ok(()) => assert!(pins(&adapter, &fixture.adapter, &submission.statement)),
			Err(Refusal::Verifier(Rejection::ArityMismatch(_))) => assert!(!fits),
			Err(refusal) => assert_ne!(adapter, fixture.adapter, "{refusal:?}"),
		}
	}
	fits
}

/// Does the adapter demand what the proof of this statement shows under the known one?
fn pins(adapter: &CircuitAdapter, known: &CircuitAdapter, statement: &[u8]) -> bool {
	match (adapter, known) {
		(CircuitAdapter::Snarkjs(schema), CircuitAdapter::Snarkjs(_)) => {
			let signals = schema.signals.iter().zip(statement.chunks(32));
			schema.signals.len() * 32 == statement.len()
				&& signals.into_iter().all(|(signal, value)| match signal {
					Signal::Bits(_) => true,
					Signal::Pinned(pinned) => pinned == value,
				})
		}
		// Only the selector of the hash stands in a proof.
		(CircuitAdapter::Sp1(adapter), CircuitAdapter::Sp1(known)) => {
			adapter.verifier_hash[..4] == known.verifier_hash[..4]
				&& (adapter.vk_root, adapter.program) == (known.vk_root, known.program)
		}
		(CircuitAdapter::RiscZero(adapter), CircuitAdapter::RiscZero(known)) => adapter == known,
		_ => false,
	}
}
