//! The container of all files of iden3: four letters, a version, and numbered sections with their lengths.
//!
//! **Shape**: magic 4 bytes, version 32 bits, number of sections 32 bits; each section: number 32 bits,
//! length 64 bits, content. Integers are little-endian.
//!
//! **Source**: iden3 `binfileutils`. Unlike there, a section may be there only once and the sections fill
//! the file.

use crate::{files, Error, Malformed};
use std::{
	collections::BTreeMap,
	fs::File,
	io::{Read, Seek, SeekFrom},
	path::{Path, PathBuf},
};

/// Most sections of a file: the largest format has 15.
const MAX_SECTIONS: u32 = 32;

/// A file whose sections were found, but not read.
#[derive(Debug)]
pub(crate) struct Container {
	path: PathBuf,
	file: File,
	sections: BTreeMap<u32, Extent>,
}

/// Where a section is; within the file.
#[derive(Clone, Copy, Debug)]
struct Extent {
	start: u64,
	length: u64,
}

impl Container {
	/// The container in this file.
	///
	/// **Errors**: `File`; `Malformed`: another format, a version above `max_version`, sections that are
	/// repeated or do not fill the file.
	pub(crate) fn open(path: &Path, magic: &[u8; 4], max_version: u32) -> Result<Self, Error> {
		let mut file = File::open(path).map_err(Error::file(path))?;
		let malformed = |reason| Error::malformed(path, reason);
		let end = file.metadata().map_err(Error::file(path))?.len();
		let mut head = [0; 12];
		file.read_exact(&mut head)
			.map_err(|_| malformed(Malformed::Length))?;
		let [found, version, count] = head.as_chunks::<4>().0 else {
			return Err(malformed(Malformed::Length));
		};
		if found != magic {
			return Err(malformed(Malformed::Magic));
		}
		let (version, count) = (u32::from_le_bytes(*version), u32::from_le_bytes(*count));
		if version == 0 || version > max_version {
			return Err(malformed(Malformed::Version(version)));
		}
		if count > MAX_SECTIONS {
			return Err(malformed(Malformed::TooManySections(count)));
		}
		let mut sections = BTreeMap::new();
		let mut at = 12u64;
		for _ in 0..count {
			let mut head = [0; 12];
			file.seek(SeekFrom::Start(at)).map_err(Error::file(path))?;
			file.read_exact(&mut head)
				.map_err(|_| malformed(Malformed::Length))?;
			let mut reader = Reader::new(&head, path, 0);
			let (id, length) = (reader.u32()?, reader.u64()?);
			let start = at + 12;
			at = start
				.checked_add(length)
				.filter(|next| *next <= end)
				.ok_or_else(|| malformed(Malformed::Length))?;
			if sections.insert(id, Extent { start, length }).is_some() {
				return Err(malformed(Malformed::DuplicateSection(id)));
			}
		}
		if at != end {
			return Err(malformed(Malformed::Length));
		}
		let path = path.to_path_buf();
		Ok(Self {
			path,
			file,
			sections,
		})
	}

	/// The file.
	pub(crate) fn path(&self) -> &Path {
		&self.path
	}

	/// Is there a section with this number?
	pub(crate) fn has(&self, id: u32) -> bool {
		self.sections.contains_key(&id)
	}

	/// Bytes of a section.
	///
	/// **Errors**: `Malformed`: it is missing.
	pub(crate) fn length(&self, id: u32) -> Result<u64, Error> {
		self.extent(id).map(|extent| extent.length)
	}

	/// All bytes of a section.
	///
	/// **Errors**: `File`, `Malformed`: it is missing.
	pub(crate) fn read(&self, id: u32) -> Result<Vec<u8>, Error> {
		self.read_part(id, 0, self.length(id)?)
	}

	/// Some bytes of a section. No more memory is asked for than the file has bytes.
	///
	/// **Errors**: `File`; `Malformed`: the section is missing or shorter.
	pub(crate) fn read_part(&self, id: u32, start: u64, length: u64) -> Result<Vec<u8>, Error> {
		let extent = self.extent(id)?;
		let short = || Error::malformed(&self.path, Malformed::SectionLength(id));
		let end = start.checked_add(length).ok_or_else(short)?;
		if end > extent.length {
			return Err(short());
		}
		let mut bytes = vec![0; usize::try_from(length).map_err(|_| short())?];
		let mut file = &self.file;
		file.seek(SeekFrom::Start(extent.start + start))
			.and_then(|_| file.read_exact(&mut bytes))
			.map_err(Error::file(&self.path))?;
		Ok(bytes)
	}

	/// An error of this file.
	pub(crate) fn malformed(&self, reason: Malformed) -> Error {
		Error::malformed(&self.path, reason)
	}

	fn extent(&self, id: u32) -> Result<Extent, Error> {
		let missing = || self.malformed(Malformed::MissingSection(id));
		self.sections.get(&id).copied().ok_or_else(missing)
	}
}

/// Takes numbers from the front of a section.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
	bytes: &'a [u8],
	path: &'a Path,
	section: u32,
}

impl<'a> Reader<'a> {
	/// A reader of these bytes of a section of a file.
	pub(crate) fn new(bytes: &'a [u8], path: &'a Path, section: u32) -> Self {
		Self {
			bytes,
			path,
			section,
		}
	}

	/// The next bytes.
	///
	/// **Errors**: `Malformed`: there are fewer.
	pub(crate) fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
		let Some((piece, rest)) = self.bytes.split_first_chunk::<N>() else {
			return Err(self.short());
		};
		self.bytes = rest;
		Ok(*piece)
	}

	/// The next bytes, as many as a number that was read says.
	///
	/// **Errors**: `Malformed`: there are fewer.
	pub(crate) fn slice(&mut self, length: usize) -> Result<&'a [u8], Error> {
		let Some((piece, rest)) = self.bytes.split_at_checked(length) else {
			return Err(self.short());
		};
		self.bytes = rest;
		Ok(piece)
	}

	/// A reader of the next bytes, as [`Self::slice`].
	///
	/// **Errors**: `Malformed`: there are fewer.
	pub(crate) fn part(&mut self, length: usize) -> Result<Self, Error> {
		let bytes = self.slice(length)?;
		Ok(Self::new(bytes, self.path, self.section))
	}

	/// The next byte.
	///
	/// **Errors**: as [`Self::take`].
	pub(crate) fn u8(&mut self) -> Result<u8, Error> {
		Ok(self.take::<1>()?[0])
	}

	/// The next 32 bits.
	///
	/// **Errors**: as [`Self::take`].
	pub(crate) fn u32(&mut self) -> Result<u32, Error> {
		Ok(u32::from_le_bytes(self.take()?))
	}

	/// The next 64 bits.
	///
	/// **Errors**: as [`Self::take`].
	pub(crate) fn u64(&mut self) -> Result<u64, Error> {
		Ok(u64::from_le_bytes(self.take()?))
	}

	/// Bytes that are left.
	pub(crate) fn remaining(&self) -> usize {
		self.bytes.len()
	}

	/// Was everything read?
	///
	/// **Errors**: `Malformed`: not everything.
	pub(crate) fn end(self) -> Result<(), Error> {
		if self.bytes.is_empty() {
			return Ok(());
		}
		Err(self.short())
	}

	fn short(&self) -> Error {
		self.error(Malformed::SectionLength(self.section))
	}

	/// An error of the file that is read.
	pub(crate) fn error(&self, reason: Malformed) -> Error {
		Error::malformed(self.path, reason)
	}

	/// The number of the section.
	pub(crate) fn section(&self) -> u32 {
		self.section
	}
}

/// Writes a container with these sections in this order.
///
/// **Errors**: `File`.
pub(crate) fn write(
	path: &Path,
	magic: &[u8; 4],
	version: u32,
	sections: &[(u32, Vec<u8>)],
) -> Result<(), Error> {
	files::write(path, &encode(magic, version, sections))
}

/// The bytes of a file with these sections.
pub(crate) fn encode(magic: &[u8; 4], version: u32, sections: &[(u32, Vec<u8>)]) -> Vec<u8> {
	let length: usize = sections.iter().map(|(_, content)| content.len() + 12).sum();
	let mut bytes = Vec::with_capacity(length + 12);
	bytes.extend_from_slice(magic);
	bytes.extend_from_slice(&version.to_le_bytes());
	bytes.extend_from_slice(&files::count(sections.len()).to_le_bytes());
	for (id, content) in sections {
		bytes.extend_from_slice(&id.to_le_bytes());
		bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
		bytes.extend_from_slice(content);
	}
	bytes
}
