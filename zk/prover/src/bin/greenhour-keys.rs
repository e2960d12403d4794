//! Makes the development keys and writes the verifying keys that the runtime embeds, and one proof
//! of each statement with its public inputs for benchmarks of verifiers.
//!
//! Run it after a change of the circuit and copy the printed digests to where they are pinned.

use clap::Parser;
use greenhour_circuits::{Receipt, Statement, Work};
use greenhour_prover::{prove, Error, Keys};
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use std::{
	fs,
	ops::ControlFlow,
	path::{Path, PathBuf},
};

/// Seed of the randomness in the example proof.
const EXAMPLE_SEED: u64 = 1;

/// Makes the development keys of all statements.
#[derive(Parser)]
struct Arguments {
	/// Folder for `<statement>.development.vk` and `<statement>.example`.
	#[arg(long, default_value = "zk/prover/keys")]
	out: PathBuf,
}

fn main() -> Result<(), Error> {
	let Arguments { out } = Arguments::parse();
	make::<Receipt>(&out)?;
	make::<Work>(&out)
}

fn make<S: Statement>(out: &Path) -> Result<(), Error> {
	let keys = Keys::generate_development::<S>()?;
	let example = S::example();
	let proof = prove(
		&keys,
		&example,
		&mut ChaCha20Rng::seed_from_u64(EXAMPLE_SEED),
		&mut |_| ControlFlow::Continue(()),
	)?;
	let claim = [&proof[..], &example.public_inputs().concat()].concat();
	write(
		&out.join(format!("{}.development.vk", S::NAME)),
		&keys.verifying_bytes()?,
	)?;
	write(&out.join(format!("{}.example", S::NAME)), &claim)?;
	println!("{}", S::NAME);
	println!(
		"proving key digest   {}",
		rust_bytes(&keys.proving_digest()?)
	);
	println!(
		"verifying key digest {}",
		rust_bytes(&keys.verifying().digest())
	);
	Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
	let folder = path.parent().unwrap_or(Path::new("."));
	fs::create_dir_all(folder)
		.and_then(|()| fs::write(path, bytes))
		.map_err(|source| Error::Cache {
			path: path.to_path_buf(),
			source,
		})?;
	println!("wrote {}", path.display());
	Ok(())
}

fn rust_bytes(digest: &[u8; 32]) -> String {
	let bytes: Vec<String> = digest.iter().map(|byte| format!("0x{byte:02x}")).collect();
	format!("[{}]", bytes.join(", "))
}
