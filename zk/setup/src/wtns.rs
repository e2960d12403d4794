//! The values of all variables in iden3's wtns format, version 2.

use crate::{
	container::{self, Container, Reader},
	files,
	points::{self, NUMBER_BYTES},
	Error, Malformed,
};
use ark_bn254::Fr;
use std::path::Path;

const MAGIC: &[u8; 4] = b"wtns";
const VERSION: u32 = 2;
const HEADER: u32 = 1;
const VALUES: u32 = 2;

/// Writes the values: the constant one, the public inputs, the private variables.
///
/// **Errors**: `File`.
pub fn write(path: &Path, values: &[Fr]) -> Result<(), Error> {
	let mut header = files::count(NUMBER_BYTES).to_le_bytes().to_vec();
	header.extend(points::modulus::<Fr>());
	header.extend(files::count(values.len()).to_le_bytes());
	let mut content = Vec::with_capacity(values.len() * NUMBER_BYTES);
	for value in values {
		points::put_integer(value, &mut content);
	}
	let sections = [(HEADER, header), (VALUES, content)];
	container::write(path, MAGIC, VERSION, &sections)
}

/// Reads the values.
///
/// **Errors**: `File`, `Malformed`.
pub fn read(path: &Path) -> Result<Vec<Fr>, Error> {
	let file = Container::open(path, MAGIC, VERSION)?;
	let header = file.read(HEADER)?;
	let mut header = Reader::new(&header, path, HEADER);
	let number_bytes = header.u32()?;
	if number_bytes != files::count(NUMBER_BYTES)
		|| header.take::<NUMBER_BYTES>()?.as_slice() != points::modulus::<Fr>()
	{
		return Err(file.malformed(Malformed::Unsupported));
	}
	let count = header.u32()? as usize;
	header.end()?;
	let content = file.read(VALUES)?;
	let (numbers, rest) = content.as_chunks::<NUMBER_BYTES>();
	if numbers.len() != count || !rest.is_empty() {
		return Err(file.malformed(Malformed::SectionLength(VALUES)));
	}
	let values: Option<Vec<Fr>> = numbers.iter().map(|it| points::integer(it)).collect();
	values.ok_or_else(|| file.malformed(Malformed::Number(VALUES)))
}
