//! The same bytes natively and in Wasm, word for word.
//!
//! The module is `benches/wasm-verifier`, built with the profile of a runtime and run by the engine of
//! the node with its settings. `GREENHOUR_WASM_VERIFIER` names the file.

use crate::{batch, fixture, foreign, receipt, Seeds};
use arbitrary::{Result, Unstructured};
use parity_scale_codec::Encode;
use std::sync::LazyLock;
use wasmtime::{Config, Engine, Linker, Memory, Module, OptLevel, Store};

#[path = "../../../benches/wasm-verifier/src/verdict.rs"]
#[allow(missing_docs, reason = "a file of another crate")]
mod verdict;

use verdict::{verdict, Question};

/// The environment variable with the path of the module.
const MODULE: &str = "GREENHOUR_WASM_VERIFIER";
/// Bytes of a page of Wasm.
const PAGE: u32 = 65_536;

/// Something of every question, as bytes and as the number of a fixture.
pub fn seeds() -> Seeds {
	let key = |fixture: &fixture::Fixture| fixture.key.encode().expect("memory");
	let mut questions = vec![Question::Key(fixture::RECEIPT_KEY.to_vec())];
	questions.extend(fixture::GNARK_KEYS.map(|key| Question::GnarkKey(key.to_vec())));
	for fixture in fixture::ALL.iter() {
		let claims = fixture.claims.iter();
		let entries = claims.map(|claim| (claim.proof.clone(), claim.inputs.clone()));
		questions.push(Question::Batch(key(fixture), entries.collect()));
		let submissions = fixture.submissions.iter();
		let submissions = submissions.map(|it| (it.statement.clone(), it.proof.clone()));
		let adapter = fixture.adapter.encode();
		questions.push(Question::Adapter(
			adapter,
			key(fixture),
			submissions.collect(),
		));
	}
	questions.extend(receipt::receipts().into_iter().map(Question::Receipt));
	let inputs = receipt::inputs().map(|inputs| inputs.encode());
	questions.extend(inputs.map(Question::ReceiptInputs));
	let raw = questions
		.iter()
		.map(|question| [vec![RAW], question.encode()].concat());
	// Every change to a claim and to a submission.
	let built =
		(0..16).flat_map(|change| [vec![0, 1, 0, 0, change, 5], vec![1, 4, 0, 0, change, 5]]);
	raw.chain(built).collect::<Vec<_>>().into()
}

/// The first byte of bytes that are the question themselves.
const RAW: u8 = 2;

/// Both say the same.
pub fn law(bytes: &[u8]) -> bool {
	let Some((form, rest)) = bytes.split_first() else {
		return false;
	};
	let from = &mut Unstructured::new(rest);
	let question = match form % 4 {
		0 => claims(from).map(|question| question.encode()),
		1 => submissions(from).map(|question| question.encode()),
		_ => Ok(rest.to_vec()),
	};
	let Ok(question) = question else {
		return false;
	};
	let native = verdict(&question);
	let wasm = MACHINE.answer(&question).expect("the module does not trap");
	assert_eq!(native, wasm, "native and Wasm differ");
	!native.starts_with("Err")
}

fn claims(from: &mut Unstructured<'_>) -> Result<Question> {
	let (fixture, claims) = batch::batch(from)?;
	let key = fixture.key.encode().expect("memory");
	let claims = claims.into_iter().map(|claim| (claim.proof, claim.inputs));
	Ok(Question::Batch(key, claims.collect()))
}

fn submissions(from: &mut Unstructured<'_>) -> Result<Question> {
	let (fixture, adapter, submissions) = foreign::submissions(from)?;
	let key = fixture.key.encode().expect("memory");
	let submissions = submissions.into_iter().map(|it| (it.statement, it.proof));
	Ok(Question::Adapter(
		adapter.encode(),
		key,
		submissions.collect(),
	))
}

static MACHINE: LazyLock<Machine> = LazyLock::new(|| {
	let file = std::env::var_os(MODULE)
		.unwrap_or_else(|| panic!("{MODULE} names no file; scripts/fuzz builds it"));
	Machine::new(&std::fs::read(file).expect("a readable file")).expect("a module of Wasm")
});

/// The compiled module with what it asks of a host.
struct Machine {
	engine: Engine,
	module: Module,
	linker: Linker<Heap>,
}

/// Where the next allocation begins. Nothing is freed: every question has its own instance.
#[derive(Default)]
struct Heap {
	next: u32,
	memory: Option<Memory>,
}

impl Machine {
	fn new(module: &[u8]) -> wasmtime::Result<Self> {
		// As sc-executor-wasmtime 0.47 with the semantics of a runtime.
		let mut config = Config::new();
		config
			.cranelift_opt_level(OptLevel::SpeedAndSize)
			.wasm_simd(false)
			.wasm_relaxed_simd(false)
			.wasm_bulk_memory(false)
			.wasm_multi_value(false);
		let engine = Engine::new(&config)?;
		let module = Module::new(&engine, module)?;
		let mut linker = Linker::<Heap>::new(&engine);
		linker.func_wrap("env", "ext_allocator_malloc_version_1", allocate)?;
		linker.func_wrap("env", "ext_allocator_free_version_1", |_: u32| ())?;
		Ok(Self {
			engine,
			module,
			linker,
		})
	}

	/// What the module says of these bytes.
	fn answer(&self, question: &[u8]) -> wasmtime::Result<String> {
		let mut store = Store::new(&self.engine, Heap::default());
		let instance = self.linker.instantiate(&mut store, &self.module)?;
		let memory = instance.get_memory(&mut store, "memory");
		let memory = memory.ok_or_else(|| missing("memory"))?;
		let base = instance.get_global(&mut store, "__heap_base");
		let base = base.ok_or_else(|| missing("__heap_base"))?;
		store.data_mut().next = base.get(&mut store).unwrap_i32().cast_unsigned();
		store.data_mut().memory = Some(memory);
		let length = u32::try_from(question.len())?;
		let start = reserve(&mut store, length)?;
		memory.write(&mut store, start as usize, question)?;
		let call = instance.get_typed_func::<(u32, u32), u64>(&mut store, "verdict")?;
		let place = call.call(&mut store, (start, length))?.to_le_bytes();
		let [start, length] = [0, 4].map(|at| {
			let four = place[at..at + 4].try_into().expect("four bytes");
			u32::from_le_bytes(four) as usize
		});
		let mut answer = vec![0; length];
		memory.read(&store, start, &mut answer)?;
		Ok(String::from_utf8(answer)?)
	}
}

fn missing(name: &str) -> wasmtime::Error {
	wasmtime::Error::msg(format!("the module exports no {name}"))
}

fn allocate(mut caller: wasmtime::Caller<'_, Heap>, size: u32) -> wasmtime::Result<u32> {
	reserve(&mut caller, size)
}

/// The place of the next bytes, aligned to eight.
fn reserve(
	mut store: impl wasmtime::AsContextMut<Data = Heap>,
	size: u32,
) -> wasmtime::Result<u32> {
	let mut store = store.as_context_mut();
	let start = store.data().next.next_multiple_of(8);
	let end = start
		.checked_add(size)
		.ok_or_else(|| wasmtime::Error::msg("out of memory"))?;
	let memory = store
		.data()
		.memory
		.expect("set before the first allocation");
	let missing = u64::from(end.div_ceil(PAGE)).saturating_sub(memory.size(&store));
	memory.grow(&mut store, missing)?;
	store.data_mut().next = end;
	Ok(start)
}
