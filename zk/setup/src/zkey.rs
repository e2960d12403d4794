//! Keys of snarkjs with the transcript of their phase 2.
//!
//! **Source**: snarkjs, `zkey_utils`.

use crate::{
	container::{self, Container, Reader},
	files,
	points::{self, read_point, read_points, write_points, Point, NUMBER_BYTES},
	Error, Malformed,
};
use ark_bn254::{Fq, Fr, G1Affine, G2Affine};
use ark_ff::{BigInt, BigInteger, PrimeField};
use std::path::Path;

const MAGIC: &[u8; 4] = b"zkey";
const VERSION: u32 = 1;
const PROTOCOL: u32 = 1;
const HEADER: u32 = 2;
const INPUTS: u32 = 3;
const COEFFICIENTS: u32 = 4;
const A: u32 = 5;
const B_G1: u32 = 6;
const B_G2: u32 = 7;
const C: u32 = 8;
const H: u32 = 9;
const CONTRIBUTIONS: u32 = 10;
/// The number of Groth16 among the protocols of snarkjs.
const GROTH16: u32 = 1;
/// Bytes of a coefficient: matrix, row, variable, value.
const COEFFICIENT_BYTES: usize = 12 + NUMBER_BYTES;
/// Bytes of a contribution without parameters.
const SHORTEST_CONTRIBUTION: usize = 3 * 64 + 128 + 64 + 8;

/// Sizes and fixed points of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
	/// Number of variables, with the constant one.
	pub variables: usize,
	/// Number of public inputs, without the constant one.
	pub public: usize,
	/// Size of the domain, a power of two.
	pub domain: usize,
	/// alpha.
	pub alpha_g1: G1Affine,
	/// beta.
	pub beta_g1: G1Affine,
	/// beta.
	pub beta_g2: G2Affine,
	/// gamma.
	pub gamma_g2: G2Affine,
	/// delta.
	pub delta_g1: G1Affine,
	/// delta.
	pub delta_g2: G2Affine,
}

/// One entry of matrix A or B.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coefficient {
	/// 0 for A, 1 for B.
	pub matrix: u32,
	/// The row.
	pub row: u32,
	/// The variable.
	pub variable: u32,
	/// The coefficient.
	pub value: Fr,
}

/// What a participant of phase 2 left in the transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
	/// delta after it.
	pub delta_after: G1Affine,
	/// A point s of the participant.
	pub g1_s: G1Affine,
	/// s times the secret.
	pub g1_sx: G1Affine,
	/// A point that follows from the transcript, times the secret.
	pub g2_spx: G2Affine,
	/// Hash of everything before, and of `g1_s` and `g1_sx`.
	pub transcript: [u8; 64],
	/// The name that the participant gave.
	pub name: Option<String>,
	/// What the secret was made of, if everybody can make it again.
	pub beacon: Option<Beacon>,
}

/// A public random value from which anybody makes the same secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beacon {
	/// The value.
	pub value: Vec<u8>,
	/// Binary logarithm of how often it is hashed.
	pub exponent: u8,
}

/// A key of snarkjs. Every point is in its group; nothing else is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zkey {
	/// Sizes and fixed points.
	pub header: Header,
	/// One point for the constant and each public input.
	pub inputs: Vec<G1Affine>,
	/// Matrices A and B.
	pub coefficients: Vec<Coefficient>,
	/// One point for each variable, for A.
	pub a: Vec<G1Affine>,
	/// One point for each variable, for B.
	pub b_g1: Vec<G1Affine>,
	/// One point for each variable, for B.
	pub b_g2: Vec<G2Affine>,
	/// One point for each private variable.
	pub c: Vec<G1Affine>,
	/// One point for each odd point of the doubled domain.
	pub h: Vec<G1Affine>,
	/// Hash of circuit and phase 1, from which the transcript starts.
	pub circuit_hash: [u8; 64],
	/// The contributions in order.
	pub contributions: Vec<Contribution>,
}

impl Zkey {
	/// Reads the file.
	///
	/// **Errors**: `File`, `Malformed`.
	pub fn read(path: &Path) -> Result<Self, Error> {
		let file = Container::open(path, MAGIC, VERSION)?;
		let protocol = file.read(PROTOCOL)?;
		let mut protocol = Reader::new(&protocol, path, PROTOCOL);
		if protocol.u32()? != GROTH16 {
			return Err(file.malformed(Malformed::Unsupported));
		}
		protocol.end()?;
		let header = read_header(&file)?;
		let Header {
			variables,
			public,
			domain,
			..
		} = header;
		let g1 = |id, count| points_of::<G1Affine>(&file, id, count);
		let (circuit_hash, contributions) = read_contributions(&file)?;
		Ok(Self {
			inputs: g1(INPUTS, public + 1)?,
			coefficients: read_coefficients(&file)?,
			a: g1(A, variables)?,
			b_g1: g1(B_G1, variables)?,
			b_g2: points_of::<G2Affine>(&file, B_G2, variables)?,
			c: g1(C, variables - public - 1)?,
			h: g1(H, domain)?,
			header,
			circuit_hash,
			contributions,
		})
	}

	/// Writes the file.
	///
	/// **Errors**: `File`.
	pub fn write(&self, path: &Path) -> Result<(), Error> {
		let sections = [
			(PROTOCOL, GROTH16.to_le_bytes().to_vec()),
			(HEADER, self.header.bytes()),
			(INPUTS, write_points(&self.inputs)),
			(COEFFICIENTS, self.coefficient_bytes()),
			(A, write_points(&self.a)),
			(B_G1, write_points(&self.b_g1)),
			(B_G2, write_points(&self.b_g2)),
			(C, write_points(&self.c)),
			(H, write_points(&self.h)),
			(CONTRIBUTIONS, self.contribution_bytes()),
		];
		container::write(path, MAGIC, VERSION, &sections)
	}

	fn coefficient_bytes(&self) -> Vec<u8> {
		let mut bytes = files::count(self.coefficients.len()).to_le_bytes().to_vec();
		for coefficient in &self.coefficients {
			let Coefficient {
				matrix,
				row,
				variable,
				value,
			} = coefficient;
			for number in [matrix, row, variable] {
				bytes.extend(number.to_le_bytes());
			}
			bytes.extend(twice_montgomery(value).to_bytes_le());
		}
		bytes
	}

	fn contribution_bytes(&self) -> Vec<u8> {
		let mut bytes = self.circuit_hash.to_vec();
		bytes.extend(files::count(self.contributions.len()).to_le_bytes());
		for contribution in &self.contributions {
			contribution.put(&mut bytes);
		}
		bytes
	}
}

impl Header {
	fn bytes(&self) -> Vec<u8> {
		let mut bytes = Vec::new();
		for modulus in [points::modulus::<Fq>(), points::modulus::<Fr>()] {
			bytes.extend(files::count(modulus.len()).to_le_bytes());
			bytes.extend(modulus);
		}
		for size in [self.variables, self.public, self.domain] {
			bytes.extend(files::count(size).to_le_bytes());
		}
		self.alpha_g1.to_file(&mut bytes);
		self.beta_g1.to_file(&mut bytes);
		self.beta_g2.to_file(&mut bytes);
		self.gamma_g2.to_file(&mut bytes);
		self.delta_g1.to_file(&mut bytes);
		self.delta_g2.to_file(&mut bytes);
		bytes
	}
}

impl Contribution {
	fn put(&self, bytes: &mut Vec<u8>) {
		self.delta_after.to_file(bytes);
		self.g1_s.to_file(bytes);
		self.g1_sx.to_file(bytes);
		self.g2_spx.to_file(bytes);
		bytes.extend(self.transcript);
		bytes.extend(u32::from(self.beacon.is_some()).to_le_bytes());
		let mut parameters = Vec::new();
		let text = |kind: u8, value: &[u8], parameters: &mut Vec<u8>| {
			let length = u8::try_from(value.len()).unwrap_or(u8::MAX);
			parameters.extend([kind, length]);
			parameters.extend(value.iter().take(length.into()));
		};
		if let Some(name) = &self.name {
			text(1, name.as_bytes(), &mut parameters);
		}
		if let Some(beacon) = &self.beacon {
			parameters.extend([2, beacon.exponent]);
			text(3, &beacon.value, &mut parameters);
		}
		bytes.extend(files::count(parameters.len()).to_le_bytes());
		bytes.extend(parameters);
	}
}

fn points_of<P: Point>(file: &Container, id: u32, count: usize) -> Result<Vec<P>, Error> {
	let content = file.read(id)?;
	read_points(Reader::new(&content, file.path(), id), count)
}

fn read_header(file: &Container) -> Result<Header, Error> {
	let content = file.read(HEADER)?;
	let mut reader = Reader::new(&content, file.path(), HEADER);
	for modulus in [points::modulus::<Fq>(), points::modulus::<Fr>()] {
		let number_bytes = reader.u32()?;
		if number_bytes as usize != NUMBER_BYTES
			|| reader.take::<NUMBER_BYTES>()?.as_slice() != modulus
		{
			return Err(file.malformed(Malformed::Unsupported));
		}
	}
	let mut size = || reader.u32().map(|size| size as usize);
	let (variables, public, domain) = (size()?, size()?, size()?);
	if public >= variables || !domain.is_power_of_two() {
		return Err(file.malformed(Malformed::Sizes));
	}
	let header = Header {
		variables,
		public,
		domain,
		alpha_g1: read_point(&mut reader)?,
		beta_g1: read_point(&mut reader)?,
		beta_g2: read_point(&mut reader)?,
		gamma_g2: read_point(&mut reader)?,
		delta_g1: read_point(&mut reader)?,
		delta_g2: read_point(&mut reader)?,
	};
	reader.end()?;
	Ok(header)
}

fn read_coefficients(file: &Container) -> Result<Vec<Coefficient>, Error> {
	let content = file.read(COEFFICIENTS)?;
	let mut reader = Reader::new(&content, file.path(), COEFFICIENTS);
	let count = reader.u32()? as usize;
	if count != reader.remaining() / COEFFICIENT_BYTES {
		return Err(file.malformed(Malformed::SectionLength(COEFFICIENTS)));
	}
	let mut coefficients = Vec::with_capacity(count);
	for _ in 0..count {
		let (matrix, row, variable) = (reader.u32()?, reader.u32()?, reader.u32()?);
		let value = once_integer(reader.take()?);
		let value = value.ok_or_else(|| file.malformed(Malformed::Number(COEFFICIENTS)))?;
		coefficients.push(Coefficient {
			matrix,
			row,
			variable,
			value,
		});
	}
	reader.end()?;
	Ok(coefficients)
}

/// Coefficients are stored times R^2.
fn twice_montgomery(value: &Fr) -> BigInt<4> {
	Fr::from_bigint(value.0).unwrap_or_default().0
}

fn once_integer(bytes: [u8; NUMBER_BYTES]) -> Option<Fr> {
	let stored: Fr = points::integer(&bytes)?;
	// From n R^2 to n R, and from there to n.
	let once = Fr::new_unchecked(stored.into_bigint()).into_bigint();
	Some(Fr::new_unchecked(once))
}

fn read_contributions(file: &Container) -> Result<([u8; 64], Vec<Contribution>), Error> {
	let content = file.read(CONTRIBUTIONS)?;
	let mut reader = Reader::new(&content, file.path(), CONTRIBUTIONS);
	let circuit_hash = reader.take()?;
	let count = reader.u32()? as usize;
	if count > reader.remaining() / SHORTEST_CONTRIBUTION {
		return Err(file.malformed(Malformed::SectionLength(CONTRIBUTIONS)));
	}
	let contributions = (1..=count)
		.map(|index| read_contribution(&mut reader, index))
		.collect::<Result<_, _>>()?;
	reader.end()?;
	Ok((circuit_hash, contributions))
}

fn read_contribution(reader: &mut Reader<'_>, index: usize) -> Result<Contribution, Error> {
	let mut contribution = Contribution {
		delta_after: read_point(reader)?,
		g1_s: read_point(reader)?,
		g1_sx: read_point(reader)?,
		g2_spx: read_point(reader)?,
		transcript: reader.take()?,
		name: None,
		beacon: None,
	};
	let kind = reader.u32()?;
	let length = reader.u32()? as usize;
	let wrong = || Malformed::Parameters(index);
	let mut parameters = reader.part(length)?;
	let (mut exponent, mut value, mut last) = (None, None, 0);
	while parameters.remaining() > 0 {
		let parameter = parameters.u8()?;
		if parameter <= last {
			return Err(reader.error(wrong()));
		}
		last = parameter;
		let size = parameters.u8()?;
		match parameter {
			1 => {
				let name = parameters.slice(size.into())?.to_vec();
				let name = String::from_utf8(name).map_err(|_| reader.error(wrong()))?;
				contribution.name = Some(name);
			}
			2 => exponent = Some(size),
			3 => value = Some(parameters.slice(size.into())?.to_vec()),
			_ => return Err(reader.error(wrong())),
		}
	}
	contribution.beacon = match (kind, exponent, value) {
		(0, None, None) => None,
		(1, Some(exponent), Some(value)) => Some(Beacon { value, exponent }),
		_ => return Err(reader.error(wrong())),
	};
	Ok(contribution)
}
