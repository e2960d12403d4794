//! Keys: made once from a pinned seed, kept on disk under their digest.

use crate::Error;
use ark_bn254::Bn254;
use ark_groth16::{Groth16, ProvingKey};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use greenhour_circuits::{Receipt, Statement};
use greenhour_verifier::ReceiptKey;
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use sp_crypto_hashing::blake2_256;
use std::{fs, path::Path};

/// A statement whose development key is pinned.
pub trait DevelopmentKeys: Statement {
	/// blake2-256 of the uncompressed proving key.
	const PROVING_KEY_DIGEST: [u8; 32];
}

impl DevelopmentKeys for Receipt {
	const PROVING_KEY_DIGEST: [u8; 32] = [
		0x1c, 0x00, 0xb1, 0xb3, 0xb9, 0xb4, 0xb6, 0xf6, 0xe2, 0x07, 0x0f, 0xf5, 0xce, 0x8a, 0x60,
		0x05, 0x55, 0x8e, 0x29, 0x13, 0x34, 0x68, 0x5b, 0x57, 0x81, 0x3d, 0xc3, 0x43, 0xfb, 0x6d,
		0x5d, 0x64,
	];
}

/// A proving key and the verifying key that belongs to it.
#[derive(Clone, Debug)]
pub struct Keys {
	proving: ProvingKey<Bn254>,
	verifying: ReceiptKey,
}

impl Keys {
	/// The development keys of a statement, from `cache` or made now and kept there.
	///
	/// The file is named after the digest and believed only if its content has that digest, so a
	/// damaged or foreign file is replaced. Several processes may share the folder.
	///
	/// **Errors**: `Cache`, `DigestMismatch`, `Synthesis`, `Encoding`, `Key`.
	pub fn development<S: DevelopmentKeys>(cache: &Path) -> Result<Self, Error> {
		let pinned = S::PROVING_KEY_DIGEST;
		let file = cache.join(format!("{}.{}.pk", S::NAME, hex::encode(&pinned[..8])));
		if let Ok(bytes) = fs::read(&file) {
			if blake2_256(&bytes) == pinned {
				// The digest vouches for every point.
				return Self::new(ProvingKey::deserialize_uncompressed_unchecked(&bytes[..])?);
			}
		}
		let keys = Self::generate_development::<S>()?;
		let bytes = keys.proving_bytes()?;
		let found = blake2_256(&bytes);
		if found != pinned {
			let (pinned, found) = (hex::encode(pinned), hex::encode(found));
			return Err(Error::DigestMismatch { pinned, found });
		}
		store(&file, &bytes).map_err(|source| Error::Cache { path: file, source })?;
		Ok(keys)
	}

	/// The development keys of a statement, made now.
	///
	/// Single party, from the name of the statement: everybody knows the secrets behind them.
	///
	/// **Errors**: `Synthesis`, `Key`.
	pub fn generate_development<S: Statement>() -> Result<Self, Error> {
		let seed = blake2_256(format!("greenhour development key: {}", S::NAME).as_bytes());
		let mut rng = ChaCha20Rng::from_seed(seed);
		let proving =
			Groth16::<Bn254>::generate_random_parameters_with_reduction(S::example(), &mut rng)?;
		Self::new(proving)
	}

	fn new(proving: ProvingKey<Bn254>) -> Result<Self, Error> {
		let vk = &proving.vk;
		let verifying = ReceiptKey::from_parts(
			vk.alpha_g1,
			[vk.beta_g2, vk.gamma_g2, vk.delta_g2],
			vk.gamma_abc_g1.clone(),
		)
		.map_err(Error::Key)?;
		Ok(Self { proving, verifying })
	}

	/// The proving key.
	pub fn proving(&self) -> &ProvingKey<Bn254> {
		&self.proving
	}

	/// The verifying key, as the chain checks it.
	pub fn verifying(&self) -> &ReceiptKey {
		&self.verifying
	}

	/// The canonical bytes of the verifying key, as the chain stores them.
	///
	/// **Errors**: `Key`.
	pub fn verifying_bytes(&self) -> Result<Vec<u8>, Error> {
		self.verifying
			.encode()
			.ok_or(Error::Key(greenhour_verifier::KeyRejection::Length))
	}

	/// blake2-256 of the uncompressed proving key.
	///
	/// **Errors**: `Encoding`.
	pub fn proving_digest(&self) -> Result<[u8; 32], Error> {
		Ok(blake2_256(&self.proving_bytes()?))
	}

	fn proving_bytes(&self) -> Result<Vec<u8>, Error> {
		let mut bytes = Vec::with_capacity(self.proving.uncompressed_size());
		self.proving.serialize_uncompressed(&mut bytes)?;
		Ok(bytes)
	}
}

/// Writes beside the file and renames, so that nobody reads half a key.
fn store(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
	if let Some(folder) = file.parent() {
		fs::create_dir_all(folder)?;
	}
	let scratch = file.with_extension(format!("{}.part", std::process::id()));
	fs::write(&scratch, bytes)?;
	fs::rename(&scratch, file)
}
