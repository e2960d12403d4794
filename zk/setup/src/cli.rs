//! Commands and their output: results on standard output, progress on standard error.

use clap::{Args, Parser, Subcommand};
use greenhour_circuits::field_from_bytes;
use greenhour_prover::Keys;
use greenhour_setup::{
	contribute::contribute,
	convert::{self, Digests},
	files, phase1, pins, proofs,
	ptau::PowersOfTau,
	r1cs::R1cs,
	verify::{self, Link},
	wtns,
	zkey::Zkey,
	Circuit, Error, Refusal,
};
use greenhour_types::receipt::PROOF_BYTES;
use greenhour_verifier::{verify_batch, BatchContext, Entry};
use rand::rngs::OsRng;
use rustix::time::{clock_gettime, ClockId};
use serde::Serialize;
use sp_crypto_hashing::blake2_256;
use std::{
	path::{Path, PathBuf},
	process::ExitCode,
	time::{Duration, Instant},
};

/// Trusted setup of the circuits: exports them for snarkjs, verifies a phase 2 independently of snarkjs, and
/// converts its key.
#[derive(Parser)]
#[command(version)]
struct Arguments {
	#[command(subcommand)]
	command: Command,
	/// Prints results as JSON.
	#[arg(long, global = true)]
	json: bool,
	/// Says nothing about progress.
	#[arg(long, short, global = true)]
	quiet: bool,
}

#[derive(Subcommand)]
enum Command {
	/// Writes a circuit, or the values of a statement, in the formats of iden3.
	#[command(subcommand)]
	Export(Export),
	/// Writes powers of tau of one party, prepared for phase 2: for tests only.
	TestPtau {
		/// Binary logarithm of the largest domain.
		#[arg(value_parser = clap::value_parser!(u32).range(1..=20))]
		power: u32,
		/// Where they go.
		file: PathBuf,
	},
	/// Verifies the zkey so far and takes part in phase 2: multiplies delta by a secret from the system's
	/// randomness.
	Contribute {
		#[command(flatten)]
		setup: Setup,
		/// The zkey with this contribution.
		out: PathBuf,
		/// Name in the transcript.
		#[arg(long)]
		name: String,
	},
	/// Verifies a zkey against circuit and powers of tau.
	Verify(Setup),
	/// Verifies a zkey and writes its keys in our formats.
	Convert {
		#[command(flatten)]
		setup: Setup,
		/// Where the proving key goes.
		#[arg(long)]
		proving_key: PathBuf,
		/// Where the verifying key goes.
		#[arg(long)]
		verifying_key: PathBuf,
	},
	/// Compares the digests of files with pinned ones.
	Pin {
		/// The JSON file with the digests.
		#[arg(long)]
		pins: PathBuf,
		/// Writes the digests instead.
		#[arg(long)]
		write: bool,
		/// The files.
		#[arg(required = true)]
		files: Vec<PathBuf>,
	},
	/// Proves a statement and writes the proof as snarkjs does.
	Prove(Prove),
	/// Verifies a proof of snarkjs as the chain does.
	Accept(Accept),
}

#[derive(Subcommand)]
enum Export {
	/// The constraints.
	R1cs {
		/// The circuit.
		circuit: Circuit,
		/// Where they go.
		file: PathBuf,
	},
	/// The values of all variables.
	Wtns {
		/// The circuit.
		circuit: Circuit,
		/// Where they go.
		file: PathBuf,
		/// A statement as JSON; otherwise the example of the circuit.
		#[arg(long)]
		statement: Option<PathBuf>,
	},
}

/// The files of a setup.
#[derive(Args)]
struct Setup {
	/// The circuit as r1cs file.
	#[arg(long)]
	r1cs: PathBuf,
	/// The powers of tau, prepared for phase 2.
	#[arg(long)]
	ptau: PathBuf,
	/// The key.
	#[arg(long)]
	zkey: PathBuf,
	/// Our circuit whose export the r1cs file must be, byte for byte.
	#[arg(long)]
	circuit: Option<Circuit>,
	/// A contribution hash, as its participant saw it, that must be there. May be given more than once.
	#[arg(long, value_name = "HASH")]
	contribution: Vec<String>,
}

#[derive(Args)]
struct Prove {
	/// The circuit.
	circuit: Circuit,
	/// The proving key.
	#[arg(long)]
	proving_key: PathBuf,
	/// Its digest, hexadecimal, as `convert` printed it.
	#[arg(long)]
	digest: String,
	/// A statement as JSON; otherwise the example of the circuit.
	#[arg(long)]
	statement: Option<PathBuf>,
	/// Where `proof.json` goes.
	#[arg(long)]
	proof: PathBuf,
	/// Where `public.json` goes.
	#[arg(long)]
	public: PathBuf,
	/// Proves as often and prints how long each took.
	#[arg(long, default_value_t = 1)]
	repeat: usize,
}

#[derive(Args)]
struct Accept {
	/// The verifying key in our format.
	#[arg(long)]
	verifying_key: PathBuf,
	/// `proof.json` of snarkjs.
	#[arg(long)]
	proof: PathBuf,
	/// `public.json` of snarkjs.
	#[arg(long)]
	public: PathBuf,
	/// Also writes the 128 bytes of the proof that the chain takes.
	#[arg(long)]
	out: Option<PathBuf>,
	/// A statement of this circuit that the public inputs must be those of.
	#[arg(long, requires = "circuit")]
	statement: Option<PathBuf>,
	/// The circuit of the statement.
	#[arg(long)]
	circuit: Option<Circuit>,
}

pub(crate) fn main() -> ExitCode {
	let Arguments {
		command,
		json,
		quiet,
	} = Arguments::parse();
	match run(command, &Output { json, quiet }) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

/// Where results and progress go.
struct Output {
	json: bool,
	quiet: bool,
}

impl Output {
	fn step(&self, text: &str) {
		if !self.quiet {
			eprintln!("{text}");
		}
	}

	/// Prints a value as JSON, or line by line.
	fn print(&self, value: &impl Serialize) {
		let value = serde_json::to_value(value).unwrap_or_default();
		match (&value, self.json) {
			(serde_json::Value::Object(fields), false) => {
				for (name, value) in fields {
					let text = value.as_str().map_or(value.to_string(), Into::into);
					println!("{:<18} {text}", name.replace('_', " "));
				}
			}
			_ => println!("{value:#}"),
		}
	}
}

fn run(command: Command, output: &Output) -> Result<(), Error> {
	match command {
		Command::Export(Export::R1cs { circuit, file }) => export_r1cs(circuit, &file, output),
		Command::Export(Export::Wtns {
			circuit,
			file,
			statement,
		}) => {
			let values = circuit.read(statement.as_deref())?.assignment()?;
			wtns::write(&file, &values)?;
			output.print(&serde_json::json!({ "variables": values.len() }));
			Ok(())
		}
		Command::TestPtau { power, file } => phase1::write(&file, power, &mut OsRng),
		Command::Contribute { setup, out, name } => take_part(&setup, &out, &name, output),
		Command::Verify(setup) => verify_setup(&setup, output).map(|_| ()),
		Command::Convert {
			setup,
			proving_key,
			verifying_key,
		} => convert_setup(&setup, &proving_key, &verifying_key, output),
		Command::Pin {
			pins,
			write: true,
			files,
		} => pins::write(&pins, &files),
		Command::Pin { pins, files, .. } => {
			pins::check(&pins, &files)?;
			output.print(&serde_json::json!({ "pinned": files.len() }));
			Ok(())
		}
		Command::Prove(prove) => prove_statement(&prove, output),
		Command::Accept(accept) => accept_proof(&accept, output),
	}
}

fn export_r1cs(circuit: Circuit, file: &Path, output: &Output) -> Result<(), Error> {
	let r1cs = circuit.r1cs()?;
	r1cs.write(file)?;
	output.print(&serde_json::json!({
		"variables": r1cs.variables,
		"public_inputs": r1cs.public,
		"constraints": r1cs.constraints.len(),
		"power": r1cs.power(),
		"digest": hex::encode(files::digest(file)?),
	}));
	Ok(())
}

/// What `verify` reports.
#[derive(Serialize)]
struct Verified {
	accepted: bool,
	circuit_hash: String,
	contributions: Vec<Link>,
}

fn verify_setup(setup: &Setup, output: &Output) -> Result<Zkey, Error> {
	let (zkey, contributions) = verified(setup, output)?;
	let circuit_hash = hex::encode(zkey.circuit_hash);
	output.print(&Verified {
		accepted: true,
		circuit_hash,
		contributions,
	});
	Ok(zkey)
}

/// The files of a setup, read.
struct Opened {
	r1cs: R1cs,
	ptau: PowersOfTau,
	zkey: Zkey,
}

impl Opened {
	fn read(setup: &Setup, output: &Output) -> Result<Self, Error> {
		output.step("reading the circuit");
		let r1cs = R1cs::read(&setup.r1cs)?;
		if let Some(circuit) = setup.circuit {
			let export = circuit.r1cs()?.encode();
			if export != files::read(&setup.r1cs, export.len() as u64)? {
				return Err(Refusal::R1csMismatch.into());
			}
		}
		output.step("reading the powers of tau");
		let ptau = PowersOfTau::read(&setup.ptau, r1cs.power())?;
		output.step("reading the zkey");
		let zkey = Zkey::read(&setup.zkey)?;
		Ok(Self { r1cs, ptau, zkey })
	}
}

fn verified(setup: &Setup, output: &Output) -> Result<(Zkey, Vec<Link>), Error> {
	let Opened { r1cs, ptau, zkey } = Opened::read(setup, output)?;
	let on_step = &mut |step: &str| output.step(&format!("verifying: {step}"));
	let links = verify::verify(&r1cs, &ptau, &zkey, &mut OsRng, on_step)?;
	wanted(setup, &links)?;
	Ok((zkey, links))
}

/// Is every contribution there that was asked for?
fn wanted(setup: &Setup, links: &[Link]) -> Result<(), Refusal> {
	for hash in &setup.contribution {
		let found = links
			.iter()
			.any(|link| link.hash.eq_ignore_ascii_case(hash));
		if !found {
			return Err(Refusal::ContributionMissing(hash.clone()));
		}
	}
	Ok(())
}

fn take_part(setup: &Setup, out: &Path, name: &str, output: &Output) -> Result<(), Error> {
	let Opened {
		r1cs,
		ptau,
		mut zkey,
	} = Opened::read(setup, output)?;
	let on_step = &mut |step: &str| output.step(&format!("verifying: {step}"));
	let links = verify::verify_unfinished(&r1cs, &ptau, &zkey, &mut OsRng, on_step)?;
	wanted(setup, &links)?;
	if links.last().is_some_and(|link| link.beacon.is_some()) {
		return Err(Refusal::Finished.into());
	}
	output.step("contributing");
	let hash = contribute(&mut zkey, name, &mut OsRng);
	zkey.write(out)?;
	output.print(&serde_json::json!({ "contribution_hash": hex::encode(hash) }));
	Ok(())
}

fn convert_setup(
	setup: &Setup,
	proving_key: &Path,
	verifying_key: &Path,
	output: &Output,
) -> Result<(), Error> {
	// Digests of what is verified: files that change meanwhile are refused.
	let before = digests_of(setup)?;
	let (zkey, contributions) = verified(setup, output)?;
	let keys = convert::keys(&zkey)?;
	let proving = convert::proving_bytes(&keys)?;
	let [r1cs, ptau, of_zkey] = digests_of(setup)?;
	for (path, (before, after)) in [&setup.r1cs, &setup.ptau, &setup.zkey]
		.into_iter()
		.zip(before.iter().zip([&r1cs, &ptau, &of_zkey]))
	{
		if before != after {
			return Err(Error::DigestMismatch {
				path: path.clone(),
				pinned: hex::encode(before),
				found: hex::encode(after),
			});
		}
	}
	let of_key = keys.verifying().digest();
	let transcript = convert::transcript_hash(&r1cs, &ptau, &zkey, &of_key);
	files::write(proving_key, &proving)?;
	files::write(verifying_key, &keys.verifying_bytes()?)?;
	output.print(&Digests {
		circuit: setup.circuit.map_or("unnamed", Circuit::name).into(),
		r1cs: hex::encode(r1cs),
		ptau: hex::encode(ptau),
		zkey: hex::encode(of_zkey),
		proving_key: hex::encode(blake2_256(&proving)),
		verifying_key: hex::encode(of_key),
		setup_transcript: hex::encode(transcript),
		contributions,
	});
	Ok(())
}

/// Digests of r1cs, powers of tau and zkey.
fn digests_of(setup: &Setup) -> Result<[[u8; 32]; 3], Error> {
	Ok([
		files::digest(&setup.r1cs)?,
		files::digest(&setup.ptau)?,
		files::digest(&setup.zkey)?,
	])
}

fn prove_statement(arguments: &Prove, output: &Output) -> Result<(), Error> {
	let started = Instant::now();
	let statement = arguments.circuit.read(arguments.statement.as_deref())?;
	let digest = parse_digest(&arguments.digest, &arguments.proving_key)?;
	let keys = Keys::read(&arguments.proving_key, &digest)?;
	let loaded = started.elapsed();
	let (mut seconds, mut processor) = (Vec::new(), Vec::new());
	let mut proof = [0; PROOF_BYTES];
	for _ in 0..arguments.repeat.max(1) {
		let (started, used) = (Instant::now(), processor_seconds());
		proof = statement.prove(&keys)?;
		seconds.push(started.elapsed().as_secs_f64());
		processor.push(processor_seconds() - used);
	}
	let inputs = statement.public_inputs();
	proofs::write(&proof, &inputs, &arguments.proof, &arguments.public)?;
	output.print(&serde_json::json!({
		"load_seconds": loaded.as_secs_f64(),
		"prove_seconds": seconds,
		"processor_seconds": processor,
		"peak_memory_mb": peak_memory_mb(),
	}));
	Ok(())
}

/// Time that all threads of this process spent on processors.
fn processor_seconds() -> f64 {
	let time = clock_gettime(ClockId::ProcessCPUTime);
	Duration::try_from(time).map_or(0.0, |time| time.as_secs_f64())
}

/// The most memory that this process had, where the system tells; in 10^6 bytes.
fn peak_memory_mb() -> Option<f64> {
	let status = std::fs::read_to_string("/proc/self/status").ok()?;
	let line = status
		.lines()
		.find_map(|line| line.strip_prefix("VmHWM:"))?;
	let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
	Some(kib * 1.024 / 1e3)
}

fn parse_digest(text: &str, path: &Path) -> Result<[u8; 32], Error> {
	let mut digest = [0; 32];
	hex::decode_to_slice(text, &mut digest).map_err(|cause| Error::Statement {
		path: path.to_path_buf(),
		reason: format!("its digest is not one: {cause}"),
	})?;
	Ok(digest)
}

fn accept_proof(arguments: &Accept, output: &Output) -> Result<(), Error> {
	let key = proofs::read_key(&arguments.verifying_key)?;
	let (proof, inputs) = proofs::read(&arguments.proof, &arguments.public)?;
	if let Some(circuit) = arguments.circuit {
		let statement = circuit.read(arguments.statement.as_deref())?;
		if statement.public_inputs() != inputs {
			return Err(Error::Statement {
				path: arguments.public.clone(),
				reason: "these are not the public inputs of the statement".into(),
			});
		}
	}
	// One entry alone: its coefficient protects nothing, so the context may be empty.
	let context = BatchContext {
		circuit: 0,
		version: 0,
		context: [0; 32],
	};
	let entry = Entry {
		proof: &proof,
		inputs: &inputs,
	};
	verify_batch(&key, &context, &[entry]).map_err(greenhour_prover::Error::Proof)?;
	if let Some(out) = &arguments.out {
		files::write(out, &proof)?;
	}
	let canonical = inputs.iter().filter_map(field_from_bytes).count();
	output.print(&serde_json::json!({ "accepted": true, "public_inputs": canonical }));
	Ok(())
}
