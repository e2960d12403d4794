//! The keys of a device, named by a URI.
//!
//! | URI | keys |
//! |---|---|
//! | `file:PATH` | secrets in a file that only its owner can read |
//! | `dev:NAME` | well-known keys of the development account `NAME`; only on development chains |
//!
//! The operating key signs transactions. The device seed opens the registered commitment; until a
//! meter with a key of its own is attached, the key of the software meter comes from it too.

use std::{
	fmt, fs, io,
	io::Write,
	path::{Path, PathBuf},
	str::FromStr,
};

use greenhour_circuits::{DeviceKeys, SoftwareMeter};
use greenhour_types::{device::operator_statement, Moment};
use rand::{rngs::OsRng, RngCore};
use serde::{Deserialize, Serialize};
use sp_crypto_hashing::blake2_256;
use subxt_signer::{sr25519::Keypair, SecretUri};

/// Why keys can't be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
	/// The URI has no known scheme.
	#[error("key {0:?} is neither file:PATH nor dev:NAME")]
	UnknownScheme(String),
	/// Well-known keys on a chain where they would be anybody's.
	#[error("key dev:{0} is known to everybody; it works on development chains only")]
	DevelopmentOnly(String),
	/// The file can't be read or written.
	#[error("cannot use key file {}: {cause} (`greenhour-device keygen --key file:PATH` makes one)", path.display())]
	File {
		/// The file.
		path: PathBuf,
		/// What the system says.
		cause: io::Error,
	},
	/// Others can read the file.
	#[error("key file {} can be read by others (mode {mode:o}); run: chmod 600 {}", path.display(), path.display())]
	TooOpen {
		/// The file.
		path: PathBuf,
		/// Its permissions.
		mode: u32,
	},
	/// The file does not hold what [`KeyUri::create`] writes.
	#[error("key file {} is damaged: {reason}", path.display())]
	Damaged {
		/// The file.
		path: PathBuf,
		/// What is wrong.
		reason: String,
	},
}

/// Where the keys are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum KeyUri {
	/// In this file.
	File(PathBuf),
	/// The well-known ones of this name.
	Development(String),
}

impl FromStr for KeyUri {
	type Err = KeyError;

	fn from_str(text: &str) -> Result<Self, KeyError> {
		match text.split_once(':') {
			Some(("file", path)) if !path.is_empty() => Ok(Self::File(PathBuf::from(path))),
			Some(("dev", name)) if !name.is_empty() && name.chars().all(char::is_alphanumeric) => {
				Ok(Self::Development(name.to_owned()))
			}
			_ => Err(KeyError::UnknownScheme(text.to_owned())),
		}
	}
}

impl TryFrom<String> for KeyUri {
	type Error = KeyError;

	fn try_from(text: String) -> Result<Self, KeyError> {
		text.parse()
	}
}

impl fmt::Display for KeyUri {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::File(path) => write!(f, "file:{}", path.display()),
			Self::Development(name) => write!(f, "dev:{name}"),
		}
	}
}

/// The secrets of a device. Never printed.
#[derive(Clone)]
pub struct Keys {
	/// Signs transactions.
	pub operating: Keypair,
	/// Opens the registered commitment.
	pub device: DeviceKeys,
	/// Signs readings.
	pub meter: SoftwareMeter,
}

/// What may be told about a device's keys: all that the owner needs to register it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicKeys {
	/// Account of the operating key.
	pub operator: String,
	/// The same, in the form that wallets show.
	pub operator_ss58: String,
	/// Commitment to device secret and meter key.
	pub commitment: String,
	/// Compressed meter key.
	pub meter_key: String,
}

/// The form of the key file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
	operating_seed: String,
	device_seed: String,
}

impl KeyUri {
	/// Loads the keys.
	///
	/// **Errors**: see [`KeyError`]; `DevelopmentOnly` unless `development_chain`.
	pub fn load(&self, development_chain: bool) -> Result<Keys, KeyError> {
		match self {
			Self::File(path) => load_file(path),
			Self::Development(name) if development_chain => development_keys(name),
			Self::Development(name) => Err(KeyError::DevelopmentOnly(name.clone())),
		}
	}

	/// Makes new keys where there are none, and returns whether it made any.
	///
	/// An existing file stays as it is.
	pub fn create(&self) -> Result<bool, KeyError> {
		let Self::File(path) = self else {
			return Ok(false);
		};
		let failed = |cause| KeyError::File {
			path: path.clone(),
			cause,
		};
		if path.exists() {
			return Ok(false);
		}
		if let Some(folder) = path.parent() {
			fs::create_dir_all(folder).map_err(failed)?;
		}
		let seed = || {
			let mut bytes = [0; 32];
			OsRng.fill_bytes(&mut bytes);
			hex::encode(bytes)
		};
		let file = KeyFile {
			operating_seed: seed(),
			device_seed: seed(),
		};
		let text = toml::to_string(&file).map_err(|error| KeyError::Damaged {
			path: path.clone(),
			reason: error.to_string(),
		})?;
		let mut options = fs::OpenOptions::new();
		options.write(true).create_new(true);
		#[cfg(unix)]
		std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
		let mut output = options.open(path).map_err(failed)?;
		output
			.write_all(text.as_bytes())
			.and_then(|()| output.sync_all())
			.map_err(failed)?;
		Ok(true)
	}
}

impl Keys {
	/// What may be told about them.
	pub fn public(&self) -> PublicKeys {
		let hex = |bytes: &[u8]| format!("0x{}", hex::encode(bytes));
		PublicKeys {
			operator: hex(&self.operating.public_key().0),
			operator_ss58: self.operating.public_key().to_account_id().to_string(),
			commitment: hex(&self.device.commitment()),
			meter_key: hex(&self.device.meter_key.compressed()),
		}
	}

	/// Signs that the operating key will speak for one device of `owner`, who must make use of it until
	/// `until` (ms since the Unix epoch).
	pub fn consent(&self, genesis_hash: &[u8; 32], owner: &[u8; 32], until: Moment) -> [u8; 64] {
		let statement = operator_statement(genesis_hash, owner, until);
		self.operating.sign(&statement).0
	}

	/// Account of the operating key.
	pub fn account(&self) -> [u8; 32] {
		self.operating.public_key().0
	}
}

fn load_file(path: &Path) -> Result<Keys, KeyError> {
	let failed = |cause| KeyError::File {
		path: path.to_owned(),
		cause,
	};
	#[cfg(unix)]
	{
		use std::os::unix::fs::PermissionsExt;
		let mode = fs::metadata(path).map_err(failed)?.permissions().mode() & 0o777;
		if mode & 0o077 != 0 {
			return Err(KeyError::TooOpen {
				path: path.to_owned(),
				mode,
			});
		}
	}
	let damaged = |reason: String| KeyError::Damaged {
		path: path.to_owned(),
		reason,
	};
	let text = fs::read_to_string(path).map_err(failed)?;
	// The message of the parser may quote the secret: name the place only.
	let file: KeyFile = toml::from_str(&text).map_err(|error| {
		let line = error
			.span()
			.map_or(1, |span| text[..span.start].lines().count().max(1));
		damaged(format!("line {line} is not as written by keygen"))
	})?;
	let operating =
		Keypair::from_secret_key(seed("operating_seed", &file.operating_seed).map_err(damaged)?)
			.map_err(|error| damaged(error.to_string()))?;
	let device = seed("device_seed", &file.device_seed).map_err(damaged)?;
	Ok(Keys {
		operating,
		device: DeviceKeys::from_seed(&device),
		meter: SoftwareMeter::from_seed(&device),
	})
}

fn development_keys(name: &str) -> Result<Keys, KeyError> {
	let unknown = || KeyError::UnknownScheme(format!("dev:{name}"));
	let uri: SecretUri = format!("//{name}").parse().map_err(|_| unknown())?;
	let operating = Keypair::from_uri(&uri).map_err(|_| unknown())?;
	let device = blake2_256(format!("greenhour development device: {name}").as_bytes());
	Ok(Keys {
		operating,
		device: DeviceKeys::from_seed(&device),
		meter: SoftwareMeter::from_seed(&device),
	})
}

fn seed(field: &str, text: &str) -> Result<[u8; 32], String> {
	let mut bytes = [0; 32];
	hex::decode_to_slice(text, &mut bytes)
		.map_err(|_| format!("{field} is not 32 bytes of hex"))?;
	Ok(bytes)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn file() -> (tempfile::TempDir, KeyUri, PathBuf) {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("keys/device.toml");
		(folder, KeyUri::File(path.clone()), path)
	}

	#[test]
	fn created_keys_are_the_same_when_loaded_again() {
		let (_folder, uri, _) = file();
		assert!(uri.create().unwrap());
		let first = uri.load(false).unwrap().public();
		assert!(!uri.create().unwrap(), "existing keys stay");
		assert_eq!(uri.load(false).unwrap().public(), first);
	}

	#[test]
	fn a_consent_is_signed_by_the_operating_key_for_one_owner() {
		use subxt_signer::sr25519::{verify, Signature};
		let (_folder, uri, _) = file();
		uri.create().unwrap();
		let keys = uri.load(false).unwrap();
		let (genesis, owner) = ([1; 32], [2; 32]);
		let signature = Signature(keys.consent(&genesis, &owner, 3));
		let holds = |owner: &[u8; 32], until| {
			let statement = operator_statement(&genesis, owner, until);
			verify(&signature, statement, &keys.operating.public_key())
		};
		assert!(holds(&owner, 3));
		assert!(!holds(&[9; 32], 3));
		assert!(!holds(&owner, 4));
	}

	#[test]
	fn new_keys_differ_from_each_other() {
		let ((_a, first, _), (_b, second, _)) = (file(), file());
		first.create().unwrap();
		second.create().unwrap();
		let (first, second) = (first.load(false).unwrap(), second.load(false).unwrap());
		assert_ne!(first.public().operator, second.public().operator);
		assert_ne!(first.public().commitment, second.public().commitment);
		assert_ne!(first.public().meter_key, second.public().meter_key);
	}

	#[test]
	fn development_keys_are_well_known_and_refused_elsewhere() {
		let uri: KeyUri = "dev:Alice".parse().unwrap();
		assert_eq!(
			uri.load(true).unwrap().public().operator_ss58,
			"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
		);
		assert!(matches!(uri.load(false), Err(KeyError::DevelopmentOnly(_))));
	}

	#[test]
	fn other_uris_are_refused() {
		for text in [
			"",
			"Alice",
			"file:",
			"dev:",
			"dev:A//B",
			"http://x",
			"seed:0x00",
		] {
			assert!(
				matches!(text.parse::<KeyUri>(), Err(KeyError::UnknownScheme(_))),
				"{text}"
			);
		}
	}

	#[test]
	fn damaged_file_is_named_but_its_secrets_are_not_quoted() {
		let (_folder, uri, path) = file();
		uri.create().unwrap();
		let text = fs::read_to_string(&path).unwrap();
		let secret = text.split('"').nth(1).unwrap().to_owned();
		for damaged in [
			text.replacen('"', "", 1),
			text.replace(&secret, &secret[2..]),
			String::new(),
		] {
			fs::write(&path, damaged).unwrap();
			let error = uri.load(false).err().unwrap();
			assert!(matches!(error, KeyError::Damaged { .. }));
			let message = error.to_string();
			assert!(
				message.contains("device.toml") && !message.contains(&secret[2..]),
				"{message}"
			);
		}
	}

	#[cfg(unix)]
	#[test]
	fn file_that_others_can_read_is_refused() {
		use std::os::unix::fs::PermissionsExt;
		let (_folder, uri, path) = file();
		uri.create().unwrap();
		assert_eq!(
			fs::metadata(&path).unwrap().permissions().mode() & 0o777,
			0o600
		);
		fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
		assert!(matches!(
			uri.load(false),
			Err(KeyError::TooOpen { mode: 0o644, .. })
		));
	}
}
