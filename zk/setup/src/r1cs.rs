//! Circuits in iden3's r1cs format, version 1.
//!
//! Wires are the constant one, the public inputs, the private variables, in the order of arkworks. Public
//! inputs are written as inputs, and no output, which for snarkjs is the same.
//!
//! **Source**: iden3 `r1csfile`, `doc/r1cs_bin_format.md`.

use crate::{
	container::{self, Container, Reader},
	files,
	points::{self, NUMBER_BYTES},
	Error, Malformed,
};
use ark_bn254::Fr;
use ark_ff::Zero;
use ark_relations::gr1cs::{ConstraintSystemRef, SynthesisError, R1CS_PREDICATE_LABEL};
use std::path::Path;

const MAGIC: &[u8; 4] = b"r1cs";
const VERSION: u32 = 1;
const HEADER: u32 = 1;
const CONSTRAINTS: u32 = 2;
const WIRE_TO_LABEL: u32 = 3;
const CUSTOM_GATES: [u32; 2] = [4, 5];
/// Bytes of an empty constraint: three lengths.
const SHORTEST_CONSTRAINT: usize = 12;
/// Bytes of a variable with its coefficient.
const TERM_BYTES: usize = 4 + NUMBER_BYTES;

/// A sum of variables times coefficients.
pub type Sum = Vec<(u32, Fr)>;

/// The constraints of a circuit, each `A B = C`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct R1cs {
	/// Number of variables, with the constant one.
	pub variables: usize,
	/// Number of public inputs, without the constant one.
	pub public: usize,
	/// A, B and C of each constraint.
	pub constraints: Vec<[Sum; 3]>,
}

impl R1cs {
	/// The circuit that was built in a constraint system, with variables in ascending order.
	///
	/// **Errors**: `PredicateNotFound`: it was built without matrices.
	pub fn new(cs: &ConstraintSystemRef<Fr>) -> Result<Self, SynthesisError> {
		let matrices = cs.to_matrices()?;
		let matrices = matrices.get(R1CS_PREDICATE_LABEL).map(Vec::as_slice);
		let Some([a, b, c]) = matrices else {
			return Err(SynthesisError::PredicateNotFound);
		};
		let constraints = a
			.iter()
			.zip(b)
			.zip(c)
			.map(|((a, b), c)| [a, b, c].map(|row| ascending(row)))
			.collect();
		Ok(Self {
			variables: cs.num_instance_variables() + cs.num_witness_variables(),
			public: cs.num_instance_variables() - 1,
			constraints,
		})
	}

	/// The binary logarithm of the domain: one row for each constraint, each input, and the constant.
	pub fn power(&self) -> u32 {
		let rows = self.constraints.len() + self.public + 1;
		rows.next_power_of_two().trailing_zeros().max(1)
	}

	/// Writes the file.
	///
	/// **Errors**: `File`.
	pub fn write(&self, path: &Path) -> Result<(), Error> {
		files::write(path, &self.encode())
	}

	/// The bytes of the file; the same for the same constraints.
	pub fn encode(&self) -> Vec<u8> {
		let mut header = files::count(NUMBER_BYTES).to_le_bytes().to_vec();
		header.extend(points::modulus::<Fr>());
		let private = self.variables - self.public - 1;
		for number in [self.variables, 0, self.public, private] {
			header.extend(files::count(number).to_le_bytes());
		}
		header.extend((self.variables as u64).to_le_bytes());
		header.extend(files::count(self.constraints.len()).to_le_bytes());

		let mut constraints = Vec::new();
		for sum in self.constraints.iter().flatten() {
			constraints.extend(files::count(sum.len()).to_le_bytes());
			for (variable, coefficient) in sum {
				constraints.extend(variable.to_le_bytes());
				points::put_integer(coefficient, &mut constraints);
			}
		}
		let labels = (0..self.variables as u64).flat_map(u64::to_le_bytes);
		let sections = [
			(HEADER, header),
			(CONSTRAINTS, constraints),
			(WIRE_TO_LABEL, labels.collect()),
		];
		container::encode(MAGIC, VERSION, &sections)
	}

	/// Reads the file; outputs and public inputs are one list.
	///
	/// **Errors**: `File`, `Malformed`.
	pub fn read(path: &Path) -> Result<Self, Error> {
		let file = Container::open(path, MAGIC, VERSION)?;
		if CUSTOM_GATES.iter().any(|id| file.has(*id)) {
			return Err(file.malformed(Malformed::CustomGates));
		}
		let header = file.read(HEADER)?;
		let mut header = Reader::new(&header, path, HEADER);
		let number_bytes = header.u32()?;
		if number_bytes != files::count(NUMBER_BYTES)
			|| header.take::<NUMBER_BYTES>()?.as_slice() != points::modulus::<Fr>()
		{
			return Err(file.malformed(Malformed::Unsupported));
		}
		let mut number = || header.u32().map(|number| number as usize);
		let (variables, outputs, inputs, _private) = (number()?, number()?, number()?, number()?);
		header.u64()?; // labels
		let count = header.u32()? as usize;
		header.end()?;
		let public = outputs + inputs;
		if public >= variables {
			return Err(file.malformed(Malformed::Sizes));
		}
		let content = file.read(CONSTRAINTS)?;
		// What is announced is not believed: the capacity is what the section can hold.
		if count > content.len() / SHORTEST_CONSTRAINT {
			return Err(file.malformed(Malformed::SectionLength(CONSTRAINTS)));
		}
		let mut reader = Reader::new(&content, path, CONSTRAINTS);
		let mut constraints = Vec::with_capacity(count);
		for _ in 0..count {
			let mut sum = || read_sum(&mut reader, variables);
			constraints.push([sum()?, sum()?, sum()?]);
		}
		reader.end()?;
		Ok(Self {
			variables,
			public,
			constraints,
		})
	}
}

fn read_sum(reader: &mut Reader<'_>, variables: usize) -> Result<Sum, Error> {
	let terms = reader.u32()? as usize;
	if terms > reader.remaining() / TERM_BYTES {
		return Err(reader.error(Malformed::SectionLength(CONSTRAINTS)));
	}
	let mut sum = Vec::with_capacity(terms);
	for _ in 0..terms {
		let variable = reader.u32()?;
		if variable as usize >= variables {
			return Err(reader.error(Malformed::Index(CONSTRAINTS)));
		}
		let coefficient = points::integer(&reader.take::<NUMBER_BYTES>()?);
		let coefficient =
			coefficient.ok_or_else(|| reader.error(Malformed::Number(CONSTRAINTS)))?;
		sum.push((variable, coefficient));
	}
	Ok(sum)
}

/// The row with each variable once, in ascending order, without zeros.
fn ascending(row: &[(Fr, usize)]) -> Sum {
	let mut terms: Vec<(u32, Fr)> = row
		.iter()
		.map(|(coefficient, variable)| (files::count(*variable), *coefficient))
		.collect();
	terms.sort_by_key(|(variable, _)| *variable);
	let mut sum: Sum = Vec::with_capacity(terms.len());
	for (variable, coefficient) in terms {
		match sum.last_mut() {
			Some((last, total)) if *last == variable => *total += coefficient,
			_ => sum.push((variable, coefficient)),
		}
	}
	sum.retain(|(_, coefficient)| !coefficient.is_zero());
	sum
}
