//! Keys: made once from a pinned seed, kept on disk under their digest.

use crate::{quotient::Matrices, CosetReduction, Error};
use ark_bn254::{Bn254, Fr};
use ark_groth16::{Groth16, ProvingKey};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use greenhour_circuits::{Receipt, Statement, Work};
use greenhour_verifier::ReceiptKey;
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use sp_crypto_hashing::blake2_256;
use std::{
	fs,
	io::Read,
	path::{Path, PathBuf},
	sync::{Arc, OnceLock},
};

/// Most bytes that are read of a proving key: three times those of `work-v1`.
pub const MAX_PROVING_KEY_BYTES: u64 = 64 << 20;

/// A statement whose development key is pinned.
pub trait DevelopmentKeys: Statement {
	/// blake2-256 of the uncompressed proving key.
	const PROVING_KEY_DIGEST: [u8; 32];
}

impl DevelopmentKeys for Receipt {
	const PROVING_KEY_DIGEST: [u8; 32] = [
		0x4f, 0x64, 0x3d, 0xe2, 0x69, 0xf6, 0x52, 0xcc, 0x81, 0xe9, 0xaa, 0xd1, 0x42, 0xe3, 0x97,
		0x41, 0xde, 0x7f, 0x68, 0x61, 0x7c, 0xb1, 0x90, 0xdc, 0xa0, 0xc8, 0x84, 0xbd, 0x33, 0x8d,
		0xa7, 0x12,
	];
}

impl DevelopmentKeys for Work {
	const PROVING_KEY_DIGEST: [u8; 32] = [
		0xac, 0xd9, 0x2d, 0xfd, 0xa9, 0xa2, 0x1b, 0x39, 0x0a, 0x34, 0x59, 0xae, 0x18, 0x51, 0x8f,
		0x02, 0xe7, 0x6a, 0xfe, 0x40, 0x9c, 0x26, 0x10, 0xeb, 0xe4, 0x92, 0x89, 0x15, 0x69, 0x42,
		0x1e, 0xf2,
	];
}

/// A proving key and the verifying key that belongs to it.
#[derive(Clone, Debug)]
pub struct Keys {
	proving: ProvingKey<Bn254>,
	verifying: ReceiptKey,
	/// Name and matrices of the statement that was proved with these keys first.
	matrices: OnceLock<(&'static str, Arc<Matrices<Fr>>)>,
}

impl Keys {
	/// The keys of a statement whose proving key has this digest, from a folder of keys.
	///
	/// The file is named after the digest and believed only if its content has that digest; no more than
	/// [`MAX_PROVING_KEY_BYTES`] of it are read.
	///
	/// **Errors**: `KeyNotFound`, also when the file is damaged; `Encoding`, `Key`.
	pub fn by_digest<S: Statement>(folder: &Path, digest: &[u8; 32]) -> Result<Self, Error> {
		Self::read(&file_of::<S>(folder, digest), digest)
	}

	/// The keys in a file whose content has this digest; no more than [`MAX_PROVING_KEY_BYTES`] are read.
	///
	/// **Errors**: as [`Self::by_digest`].
	pub fn read(path: &Path, digest: &[u8; 32]) -> Result<Self, Error> {
		let mut bytes = Vec::new();
		let read = fs::File::open(path)
			.and_then(|file| file.take(MAX_PROVING_KEY_BYTES).read_to_end(&mut bytes));
		if read.is_err() || blake2_256(&bytes) != *digest {
			let (path, digest) = (path.to_path_buf(), hex::encode(digest));
			return Err(Error::KeyNotFound { path, digest });
		}
		// The digest vouches for every point.
		Self::new(ProvingKey::deserialize_uncompressed_unchecked(&bytes[..])?)
	}

	/// The development keys of a statement, from `cache` or made now and kept there.
	///
	/// A damaged or foreign file is replaced. Several processes may share the folder.
	///
	/// **Errors**: `Cache`, `DigestMismatch`, `Synthesis`, `Encoding`, `Key`.
	pub fn development<S: DevelopmentKeys>(cache: &Path) -> Result<Self, Error> {
		let pinned = S::PROVING_KEY_DIGEST;
		match Self::by_digest::<S>(cache, &pinned) {
			Err(Error::KeyNotFound { .. }) => (),
			found => return found,
		}
		let keys = Self::generate_development::<S>()?;
		let bytes = keys.proving_bytes()?;
		let found = blake2_256(&bytes);
		if found != pinned {
			let (pinned, found) = (hex::encode(pinned), hex::encode(found));
			return Err(Error::DigestMismatch { pinned, found });
		}
		let file = file_of::<S>(cache, &pinned);
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
		let proving = Groth16::<Bn254, CosetReduction>::generate_random_parameters_with_reduction(
			S::example(),
			&mut rng,
		)?;
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
		Ok(Self {
			proving,
			verifying,
			matrices: OnceLock::new(),
		})
	}

	/// The keys of a proving key whose points somebody checked: its digest is not pinned here.
	///
	/// **Errors**: `Key`: the verifier refuses its verifying key.
	pub fn from_proving(proving: ProvingKey<Bn254>) -> Result<Self, Error> {
		Self::new(proving)
	}

	/// The matrices of the statement with this name, if a proof of it was made with these keys.
	pub(crate) fn matrices(&self, name: &str) -> Option<Arc<Matrices<Fr>>> {
		let (known, matrices) = self.matrices.get()?;
		(*known == name).then(|| matrices.clone())
	}

	/// Keeps the matrices with which a proof was made that the verifier accepts.
	pub(crate) fn keep_matrices(&self, name: &'static str, matrices: Arc<Matrices<Fr>>) {
		let _ = self.matrices.set((name, matrices));
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

/// Where the proving key with this digest is kept.
fn file_of<S: Statement>(folder: &Path, digest: &[u8; 32]) -> PathBuf {
	folder.join(format!("{}.{}.pk", S::NAME, hex::encode(&digest[..8])))
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
