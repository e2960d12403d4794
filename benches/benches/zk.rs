//! The batch verifier against arkworks' own, natively and in the executor of the node.
//!
//! Everything runs on one thread of one process, in turns, so that figures of one run can be compared.
//! Time is that of the thread on the processor: what else the machine does hardly counts. The least of
//! several turns is taken. Times include decoding the key with every check.

use ark_bn254::{Bn254, Fr};
use ark_ff::{One, UniformRand};
use ark_groth16::{prepare_verifying_key, Groth16, Proof, VerifyingKey};
use ark_relations::{
	gr1cs::{ConstraintSynthesizer, ConstraintSystemRef, SynthesisError},
	lc,
};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use ark_snark::SNARK;
use ark_std::rand::SeedableRng;
use greenhour_benches::report::Row;
use greenhour_types::{
	receipt::{HourFacts, Receipt, PROOF_BYTES, RECEIPT_V1_INPUTS},
	ContractId, Day, DeviceId, HourMask, HourOfDay, MilliGpu,
};
use greenhour_verifier::{verify_batch, BatchContext, Entry, ReceiptKey};
use parity_scale_codec::Encode;
use rand_chacha::ChaCha20Rng;
use rustix::time::{clock_gettime, ClockId};
use sc_executor::WasmExecutor;
use sp_core::traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode};
use sp_state_machine::BasicExternalities;
use std::{error::Error, fs, hint::black_box, path::PathBuf, process::Command};

/// Receipts of the large batch.
const LARGE: usize = 256;
/// Receipts that are verified one by one.
const SINGLE: usize = 32;
/// Turns of which the fastest counts.
const TURNS: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
	// Other crates of the workspace turn on threads in arkworks.
	rayon::ThreadPoolBuilder::new()
		.num_threads(1)
		.use_current_thread()
		.build_global()?;
	let fixture = Fixture::new();
	let wasm = Wasm::build()?;
	let (large, single) = (fixture.encode(LARGE), fixture.encode(SINGLE));
	let (few, alone) = (fixture.encode(64), fixture.encode(1));
	// The same verdicts there: a batch with one wrong input is refused.
	let mut spoiled = few.clone();
	if let Some(byte) = spoiled.iter_mut().rev().nth(31) {
		*byte ^= 1;
	}
	assert!(
		!wasm.holds("batch", &spoiled),
		"the last proof does not hold"
	);
	let mut least = Least::default();
	for _ in 0..TURNS {
		least.native_batch.time(LARGE, || fixture.batch(LARGE));
		least.native_alone.time(1, || fixture.batch(1));
		least
			.native_single
			.time(SINGLE, || fixture.one_by_one(SINGLE));
		least.wasm_batch.time(LARGE, || wasm.holds("batch", &large));
		least.wasm_few.time(64, || wasm.holds("batch", &few));
		least.wasm_alone.time(1, || wasm.holds("batch", &alone));
		least
			.wasm_single
			.time(SINGLE, || wasm.holds("one_by_one", &single));
	}
	let folder = criterion_folder();
	fs::create_dir_all(&folder)?;
	fs::write(
		folder.join("rows.json"),
		serde_json::to_vec(&least.rows()?)?,
	)?;
	Ok(())
}

/// The least time for one receipt, in milliseconds.
struct Time(f64);

impl Default for Time {
	fn default() -> Self {
		Self(f64::INFINITY)
	}
}

impl Time {
	fn time(&mut self, count: usize, verify: impl Fn() -> bool) {
		let start = processor_time();
		assert!(black_box(verify()), "all proofs hold");
		self.0 = self.0.min((processor_time() - start) / count as f64);
	}
}

/// Milliseconds that this thread has run.
fn processor_time() -> f64 {
	let time = clock_gettime(ClockId::ThreadCPUTime);
	time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

#[derive(Default)]
struct Least {
	native_batch: Time,
	native_alone: Time,
	native_single: Time,
	wasm_batch: Time,
	wasm_few: Time,
	wasm_alone: Time,
	wasm_single: Time,
}

impl Least {
	fn rows(&self) -> Result<Vec<Row>, Box<dyn Error>> {
		let row = |figure: &str, value: f64, unit: &str| Row {
			figure: figure.into(),
			value,
			unit: unit.into(),
			target: None,
			ok: true,
		};
		let at_least = |figure: &str, value: f64, target: f64| Row {
			target: Some(target),
			ok: value >= target,
			..row(figure, value, "times")
		};
		let at_most = |figure: &str, value: f64, unit: &str, target: f64| Row {
			target: Some(target),
			ok: value <= target,
			..row(figure, value, unit)
		};
		let bytes = u32::try_from(one_hour_receipt().encode().len())?;
		Ok(vec![
			at_least(
				"batch verify n = 256 native, times cheaper than arkworks one by one, key unprepared, checked decoding",
				self.native_single.0 / self.native_batch.0,
				5.0,
			),
			at_least(
				"batch verify n = 256 in the node's Wasm executor, times cheaper than the same one by one there",
				self.wasm_single.0 / self.wasm_batch.0,
				5.0,
			),
			at_most(
				"batch verify, Wasm over native time",
				self.wasm_batch.0 / self.native_batch.0,
				"times",
				3.2,
			),
			row("native, per receipt (one thread)", self.native_batch.0, "ms"),
			row("native, a batch of one", self.native_alone.0, "ms"),
			row("native, arkworks one by one", self.native_single.0, "ms"),
			row("Wasm executor, per receipt (one thread)", self.wasm_batch.0, "ms"),
			row("Wasm executor, per receipt of a batch of 64", self.wasm_few.0, "ms"),
			row("Wasm executor, a batch of one", self.wasm_alone.0, "ms"),
			row("Wasm executor, arkworks one by one", self.wasm_single.0, "ms"),
			at_most("bytes on chain per one-hour receipt", f64::from(bytes), "bytes", 220.0),
		])
	}
}

/// A receipt as it stands in a block; the energy of an hour takes two bytes up to 16 kWh.
fn one_hour_receipt() -> Receipt<Vec<HourFacts>> {
	Receipt {
		contract: ContractId(1),
		device: DeviceId(1),
		day: Day(20_000),
		hours: HourMask::single(HourOfDay::new(12).expect("noon")),
		facts: vec![HourFacts {
			reading_commitment: [1; 32],
			max_units: MilliGpu(1_000),
			green_wh: 700,
		}],
		total_wh: 1_000,
		result_commitment: [1; 32],
		proof: [0; PROOF_BYTES],
	}
}

/// As many public inputs as a receipt has; what they say has no influence on the time.
#[derive(Clone)]
struct Squares {
	roots: Vec<Fr>,
}

impl Squares {
	fn inputs(&self) -> Vec<Fr> {
		self.roots.iter().map(|root| root * root).collect()
	}
}

impl ConstraintSynthesizer<Fr> for Squares {
	fn generate_constraints(self, cs: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
		for (root, square) in self.roots.iter().zip(self.inputs()) {
			let square = cs.new_input_variable(|| Ok(square))?;
			let root = cs.new_witness_variable(|| Ok(*root))?;
			cs.enforce_r1cs_constraint(|| lc!() + root, || lc!() + root, || lc!() + square)?;
		}
		Ok(())
	}
}

/// A key and claims that hold for it.
struct Fixture {
	key: Vec<u8>,
	arkworks_key: Vec<u8>,
	claims: Vec<(Vec<u8>, Vec<[u8; 32]>)>,
}

impl Fixture {
	fn new() -> Self {
		let mut rng = ChaCha20Rng::seed_from_u64(1);
		let example = Squares {
			roots: vec![Fr::one(); RECEIPT_V1_INPUTS],
		};
		let (proving, vk) =
			Groth16::<Bn254>::circuit_specific_setup(example, &mut rng).expect("small circuit");
		let key = ReceiptKey::from_parts(
			vk.alpha_g1,
			[vk.beta_g2, vk.gamma_g2, vk.delta_g2],
			vk.gamma_abc_g1.clone(),
		);
		let claims = (0..LARGE)
			.map(|_| {
				let roots = (0..RECEIPT_V1_INPUTS).map(|_| Fr::rand(&mut rng)).collect();
				let statement = Squares { roots };
				let proof = Groth16::<Bn254>::prove(&proving, statement.clone(), &mut rng);
				let mut bytes = Vec::new();
				proof
					.expect("it holds")
					.serialize_compressed(&mut bytes)
					.expect("memory");
				(bytes, statement.inputs().iter().map(bytes_of).collect())
			})
			.collect();
		let mut arkworks_key = Vec::new();
		vk.serialize_uncompressed(&mut arkworks_key)
			.expect("memory");
		Self {
			key: key.expect("an honest setup").encode().expect("memory"),
			arkworks_key,
			claims,
		}
	}

	fn batch(&self, count: usize) -> bool {
		let key = ReceiptKey::decode_checked(&self.key).expect("just made");
		let context = BatchContext {
			circuit: 1,
			version: 1,
			context: [0; 32],
		};
		let entries: Vec<_> = self
			.claims
			.iter()
			.take(count)
			.map(|(proof, inputs)| Entry { proof, inputs })
			.collect();
		verify_batch(&key, &context, &entries).is_ok()
	}

	fn one_by_one(&self, count: usize) -> bool {
		let key = VerifyingKey::<Bn254>::deserialize_uncompressed(&self.arkworks_key[..]);
		let key = key.expect("just made");
		self.claims.iter().take(count).all(|(proof, inputs)| {
			let inputs: Vec<Fr> = inputs
				.iter()
				.map(|input| Fr::deserialize_compressed(&input[..]).expect("canonical"))
				.collect();
			let proof = Proof::deserialize_compressed(&proof[..]).expect("well formed");
			Groth16::<Bn254>::verify_proof(&prepare_verifying_key(&key), &proof, &inputs)
				.expect("as many inputs as the key has")
		})
	}

	/// What the exports of the Wasm module take.
	fn encode(&self, count: usize) -> Vec<u8> {
		let mut bytes = Vec::new();
		for length in [self.key.len(), self.arkworks_key.len(), RECEIPT_V1_INPUTS] {
			bytes.extend_from_slice(&u32::try_from(length).expect("short").to_le_bytes());
		}
		bytes.extend_from_slice(&self.key);
		bytes.extend_from_slice(&self.arkworks_key);
		for (proof, inputs) in self.claims.iter().take(count) {
			bytes.extend_from_slice(proof);
			bytes.extend(inputs.iter().flatten());
		}
		bytes
	}
}

fn bytes_of(element: &Fr) -> [u8; 32] {
	let mut bytes = Vec::new();
	element.serialize_compressed(&mut bytes).expect("memory");
	bytes.try_into().expect("32 bytes")
}

/// The module `benches/wasm-verifier`, compiled by the executor that nodes use.
struct Wasm {
	executor: WasmExecutor,
	code: WrappedRuntimeCode<'static>,
}

impl Wasm {
	fn build() -> Result<Self, Box<dyn Error>> {
		let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wasm-verifier");
		let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
		let target = target_folder();
		let status = Command::new(cargo)
			.args([
				"build",
				"--quiet",
				"--release",
				"--locked",
				"--target",
				"wasm32v1-none",
			])
			.current_dir(folder)
			.env("CARGO_TARGET_DIR", &target)
			.status()?;
		if !status.success() {
			return Err("the Wasm module does not build".into());
		}
		let module = "wasm32v1-none/release/greenhour_wasm_verifier.wasm";
		Ok(Self {
			executor: WasmExecutor::builder().build(),
			code: WrappedRuntimeCode(fs::read(target.join(module))?.into()),
		})
	}

	fn holds(&self, method: &str, data: &[u8]) -> bool {
		let code = RuntimeCode {
			code_fetcher: &self.code,
			heap_pages: None,
			hash: vec![0],
		};
		let mut externalities = BasicExternalities::default();
		let (answer, _) = self.executor.call(
			&mut externalities,
			&code,
			method,
			data,
			CallContext::Offchain,
		);
		answer.expect("the module does not trap") == [1]
	}
}

fn target_folder() -> PathBuf {
	std::env::var_os("CARGO_TARGET_DIR").map_or_else(
		|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target"),
		PathBuf::from,
	)
}

fn criterion_folder() -> PathBuf {
	target_folder().join("criterion/zk")
}
