//! Proving one receipt and verifying batches of them, on this machine and natively.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use ark_std::rand::SeedableRng;
use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion};
use greenhour_circuits::{Receipt, Statement};
use greenhour_prover::ReceiptProver;
use greenhour_types::{receipt::PROOF_BYTES, CircuitVersion};
use greenhour_verifier::{verify_batch, BatchContext, Entry};
use rand_chacha::ChaCha20Rng;

const BATCHES: [usize; 3] = [1, 16, 64];

fn receipts(criterion: &mut Criterion) {
	let folder = tempfile::tempdir().expect("temporary folder");
	let prover = ReceiptProver::development(folder.path()).expect("development keys");
	let receipt = Receipt::example();
	let mut group = criterion.benchmark_group("receipts");
	group.sample_size(10);

	let mut rng = ChaCha20Rng::seed_from_u64(1);
	group.bench_function("prove", |bencher| {
		bencher.iter(|| {
			prover
				.prove_receipt_with(&receipt.inputs, &receipt.witness, &mut rng)
				.expect("holds")
		});
	});

	// Different proofs of one statement: every point differs, as in a real batch.
	let inputs = receipt.inputs.public_inputs();
	let proofs: Vec<[u8; PROOF_BYTES]> = (0..BATCHES[2])
		.map(|_| {
			prover
				.prove_receipt_with(&receipt.inputs, &receipt.witness, &mut rng)
				.expect("holds")
		})
		.collect();
	let CircuitVersion(version) = receipt.inputs.version;
	let context = BatchContext {
		circuit: 1,
		version,
		context: receipt.inputs.genesis_hash,
	};
	for size in BATCHES {
		let entries: Vec<Entry<'_>> = proofs
			.iter()
			.take(size)
			.map(|proof| Entry {
				proof,
				inputs: &inputs,
			})
			.collect();
		group.bench_with_input(
			BenchmarkId::from_parameter(format!("verify_{size}")),
			&entries,
			{
				|bencher, entries| {
					bencher.iter(|| {
						verify_batch(prover.keys().verifying(), &context, entries)
							.expect("all hold")
					});
				}
			},
		);
	}
	group.finish();
}

criterion_group!(benches, receipts);
criterion_main!(benches);
