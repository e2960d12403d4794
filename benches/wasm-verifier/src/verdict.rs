//! What decoders and verifiers say of bytes, as text. The fuzz targets compile this file natively, and
//! compare what it says there with what it says in Wasm.

use alloc::{format, string::String, vec::Vec};
use core::fmt::Debug;
use greenhour_adapters::{verify, Adapter, CircuitAdapter, Sp1, Submission};
use greenhour_types::receipt::{HourFacts, Receipt, ReceiptInputs};
use greenhour_verifier::{
	invalid_entries, is_development_key, verify_batch, BatchContext, Entry, ReceiptKey,
};
use parity_scale_codec::Decode;

/// Something to judge.
#[derive(Debug, Decode)]
#[cfg_attr(not(target_arch = "wasm32"), derive(parity_scale_codec::Encode))]
pub enum Question {
	/// Is it a key?
	#[codec(index = 0)]
	Key(Vec<u8>),
	/// Is it a key as gnark writes it?
	#[codec(index = 1)]
	GnarkKey(Vec<u8>),
	/// Do these proofs hold for their public inputs under the key?
	#[codec(index = 2)]
	Batch(Vec<u8>, Vec<(Vec<u8>, Vec<[u8; 32]>)>),
	/// Does the adapter fit the key, and do these proofs hold for their statements?
	#[codec(index = 3)]
	Adapter(Vec<u8>, Vec<u8>, Vec<(Vec<u8>, Vec<u8>)>),
	/// What does the receipt say?
	#[codec(index = 4)]
	Receipt(Vec<u8>),
	/// What are the public inputs?
	#[codec(index = 5)]
	ReceiptInputs(Vec<u8>),
}

const CONTEXT: BatchContext = BatchContext {
	circuit: 1,
	version: 1,
	context: [1; 32],
};

/// The bytes are no SCALE encoding. The errors of the codec have a text natively only.
#[derive(Debug)]
struct Malformed;

fn decoded<T: Decode>(mut bytes: &[u8]) -> Result<T, Malformed> {
	T::decode(&mut bytes).map_err(|_| Malformed)
}

/// The whole answer to the question in these bytes.
pub fn verdict(bytes: &[u8]) -> String {
	match decoded(bytes) {
		Ok(question) => answer(&question),
		Err(malformed) => text(&Err::<(), _>(malformed)),
	}
}

fn text(answer: &impl Debug) -> String {
	format!("{answer:?}")
}

fn answer(question: &Question) -> String {
	match question {
		Question::Key(bytes) => text(&ReceiptKey::decode_checked(bytes).map(|key| {
			let development = is_development_key(bytes);
			(key.arity(), key.digest(), key.encode(), development)
		})),
		Question::GnarkKey(bytes) => {
			let made = Sp1::from_gnark_key(bytes, [0; 32], [1; 32]);
			text(&made.map(|(key, adapter)| (key.encode(), adapter)))
		}
		Question::Batch(key, entries) => text(&ReceiptKey::decode_checked(key).map(|key| {
			let entries: Vec<_> = entries
				.iter()
				.map(|(proof, inputs)| Entry { proof, inputs })
				.collect();
			let verdict = verify_batch(&key, &CONTEXT, &entries);
			let invalid = verdict
				.is_err()
				.then(|| invalid_entries(&key, &CONTEXT, &entries));
			(verdict, invalid)
		})),
		Question::Adapter(config, key, submissions) => {
			let adapter = decoded::<CircuitAdapter>(config);
			let key = ReceiptKey::decode_checked(key);
			let (Ok(adapter), Ok(key)) = (&adapter, &key) else {
				return text(&(adapter, key));
			};
			let submissions: Vec<_> = submissions
				.iter()
				.map(|(statement, proof)| Submission { statement, proof })
				.collect();
			let adapted: Vec<_> = submissions
				.iter()
				.map(|submission| adapter.adapt(submission.statement, submission.proof))
				.collect();
			let verdict = verify(adapter, key, &CONTEXT, &submissions);
			text(&(adapter.check_key(key), adapted, verdict))
		}
		Question::Receipt(bytes) => {
			let receipt = decoded::<Receipt<Vec<HourFacts>>>(bytes);
			text(&receipt.map(|receipt| (receipt.facts_by_hour(), receipt.green_wh(), receipt)))
		}
		Question::ReceiptInputs(bytes) => {
			let inputs = decoded::<ReceiptInputs>(bytes);
			text(&inputs.map(|inputs| (inputs.public_inputs(), inputs)))
		}
	}
}
