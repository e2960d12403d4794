//! Files: written whole or not at all, and known by their digests.

use crate::Error;
use blake2::{digest::consts::U32, Blake2b, Digest};
use std::{
	fs,
	io::Read,
	path::{Path, PathBuf},
};

/// Bytes that are hashed at once.
const CHUNK: usize = 1 << 20;

/// Writes beside the file and renames, so that nobody reads half a file.
///
/// **Errors**: `File`.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
	let mut name = path.file_name().unwrap_or_default().to_os_string();
	name.push(format!(".{}.part", std::process::id()));
	let scratch = path.with_file_name(name);
	let folder = path
		.parent()
		.filter(|folder| !folder.as_os_str().is_empty());
	folder
		.map_or(Ok(()), fs::create_dir_all)
		.and_then(|()| fs::write(&scratch, bytes))
		.and_then(|()| fs::rename(&scratch, path))
		.inspect_err(|_| drop(fs::remove_file(&scratch)))
		.map_err(Error::file(path))
}

/// All bytes of a file that has no more than `limit`.
///
/// **Errors**: `File`; `Malformed`: it is longer.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
	let mut bytes = Vec::new();
	fs::File::open(path)
		.and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
		.map_err(Error::file(path))?;
	if bytes.len() as u64 > limit {
		return Err(Error::malformed(path, crate::Malformed::Length));
	}
	Ok(bytes)
}

/// blake2-256 of the content of a file of any size.
///
/// **Errors**: `File`.
pub fn digest(path: &Path) -> Result<[u8; 32], Error> {
	let mut file = fs::File::open(path).map_err(Error::file(path))?;
	let mut hasher = Blake2b::<U32>::new();
	let mut chunk = vec![0; CHUNK];
	loop {
		let read = file.read(&mut chunk).map_err(Error::file(path))?;
		if read == 0 {
			return Ok(hasher.finalize().into());
		}
		hasher.update(&chunk[..read]);
	}
}

/// A length as 32 bits; every container is far below.
pub(crate) fn count(length: usize) -> u32 {
	u32::try_from(length).unwrap_or(u32::MAX)
}

/// The name by which a file is pinned: the last part of its path.
pub(crate) fn name(path: &Path) -> String {
	let name = path.file_name().map(PathBuf::from).unwrap_or_default();
	name.display().to_string()
}
