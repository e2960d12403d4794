//! Digests of files, pinned in a JSON file by name.

use crate::{files, Error};
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};

/// Most bytes of a file with pins.
const MAX_BYTES: u64 = 1 << 20;

/// blake2-256 of each file, hexadecimal, by the last part of its path.
///
/// **Errors**: `File`; `DuplicateName`: of two files.
pub fn digests(paths: &[PathBuf]) -> Result<BTreeMap<String, String>, Error> {
	let mut digests = BTreeMap::new();
	for path in paths {
		let name = files::name(path);
		let digest = hex::encode(files::digest(path)?);
		if digests.insert(name.clone(), digest).is_some() {
			return Err(Error::DuplicateName(name));
		}
	}
	Ok(digests)
}

/// Writes the digests of these files.
///
/// **Errors**: `File`, `DuplicateName`.
pub fn write(pins: &Path, paths: &[PathBuf]) -> Result<(), Error> {
	let json = |source| Error::Json {
		path: pins.to_path_buf(),
		source,
	};
	let mut text = serde_json::to_string_pretty(&digests(paths)?).map_err(json)?;
	text.push('\n');
	files::write(pins, text.as_bytes())
}

/// Has every file the digest that is pinned for its name?
///
/// **Errors**: `File`, `Json`; `DigestMismatch`: the first that differs; `NotPinned`: no digest has its name.
pub fn check(pins: &Path, paths: &[PathBuf]) -> Result<(), Error> {
	let bytes = files::read(pins, MAX_BYTES)?;
	let pinned: BTreeMap<String, String> =
		serde_json::from_slice(&bytes).map_err(|source| Error::Json {
			path: pins.to_path_buf(),
			source,
		})?;
	for path in paths {
		let name = files::name(path);
		let found = hex::encode(files::digest(path)?);
		match pinned.get(&name) {
			None => return Err(Error::NotPinned(name)),
			Some(expected) if *expected != found => {
				return Err(Error::DigestMismatch {
					path: path.clone(),
					pinned: expected.clone(),
					found,
				})
			}
			Some(_) => (),
		}
	}
	Ok(())
}
