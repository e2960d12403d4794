//! The part of a powers-of-tau file (phase 1) that a circuit needs.
//!
//! **Source**: snarkjs, `powersoftau_utils` and `powersoftau_preparephase2`.

use crate::{
	container::{self, Container, Reader},
	points::{self, Point, NUMBER_BYTES},
	Error, Malformed, Refusal,
};
use ark_bn254::{Fq, G1Affine, G2Affine};
use std::path::Path;

const MAGIC: &[u8; 4] = b"ptau";
const VERSION: u32 = 1;
pub(crate) const HEADER: u32 = 1;
pub(crate) const TAU_G1: u32 = 2;
pub(crate) const TAU_G2: u32 = 3;
pub(crate) const ALPHA_TAU_G1: u32 = 4;
pub(crate) const BETA_TAU_G1: u32 = 5;
pub(crate) const BETA_G2: u32 = 6;
pub(crate) const CONTRIBUTIONS: u32 = 7;
pub(crate) const LAGRANGE_TAU_G1: u32 = 12;
pub(crate) const LAGRANGE_TAU_G2: u32 = 13;
pub(crate) const LAGRANGE_ALPHA_TAU_G1: u32 = 14;
pub(crate) const LAGRANGE_BETA_TAU_G1: u32 = 15;
/// Largest power of a file: the largest domain of the field.
const MAX_POWER: u32 = 28;

/// Powers of tau for a domain of size `m = 2^power`; every point is in its group.
#[derive(Clone, Debug)]
pub struct PowersOfTau {
	/// Binary logarithm of `m`.
	pub power: u32,
	/// tau^i, `2 m - 1` points, and one more if the file reaches beyond the domain.
	pub tau_g1: Vec<G1Affine>,
	/// tau^i, `m` points.
	pub tau_g2: Vec<G2Affine>,
	/// alpha tau^i, `m` points.
	pub alpha_tau_g1: Vec<G1Affine>,
	/// beta tau^i, `m` points.
	pub beta_tau_g1: Vec<G1Affine>,
	/// beta.
	pub beta_g2: G2Affine,
	/// `L_i(tau)` for the Lagrange polynomials of the domain, times one, alpha, beta.
	pub lagrange: [Vec<G1Affine>; 3],
}

impl PowersOfTau {
	/// What a domain of size `2^power` needs of the file. Other parts are neither read nor checked.
	///
	/// **Errors**: `File`, `Malformed`; `Refused`: the powers are too few, or the file was not prepared for
	/// phase 2.
	pub fn read(path: &Path, power: u32) -> Result<Self, Error> {
		let file = Container::open(path, MAGIC, VERSION)?;
		let header = file.read(HEADER)?;
		let mut header = Reader::new(&header, path, HEADER);
		let number_bytes = header.u32()?;
		if number_bytes as usize != NUMBER_BYTES
			|| header.take::<NUMBER_BYTES>()?.as_slice() != points::modulus::<Fq>()
		{
			return Err(file.malformed(Malformed::Unsupported));
		}
		let (available, _ceremony) = (header.u32()?, header.u32()?);
		header.end()?;
		if available > MAX_POWER {
			return Err(file.malformed(Malformed::Sizes));
		}
		if power > available {
			let (power, needed) = (available, power);
			return Err(Refusal::PowerTooSmall { power, needed }.into());
		}
		let size = 1usize << power;
		let more = usize::from(available > power);
		let tau_g1 = some(&file, TAU_G1, 0, 2 * size - 1 + more)?;
		let tau_g2 = some(&file, TAU_G2, 0, size)?;
		let alpha_tau_g1 = some(&file, ALPHA_TAU_G1, 0, size)?;
		let beta_tau_g1 = some(&file, BETA_TAU_G1, 0, size)?;
		let beta_g2 = some(&file, BETA_G2, 0, 1)?;
		let [beta_g2] = beta_g2[..] else {
			return Err(file.malformed(Malformed::SectionLength(BETA_G2)));
		};
		// The points of all smaller domains come first.
		let level = |id| some(&file, id, size - 1, size);
		let lagrange = [
			level(LAGRANGE_TAU_G1)?,
			level(LAGRANGE_ALPHA_TAU_G1)?,
			level(LAGRANGE_BETA_TAU_G1)?,
		];
		Ok(Self {
			power,
			tau_g1,
			tau_g2,
			alpha_tau_g1,
			beta_tau_g1,
			beta_g2,
			lagrange,
		})
	}

	/// Size of the domain.
	pub fn size(&self) -> usize {
		1 << self.power
	}
}

/// Writes a file with these sections.
///
/// **Errors**: `File`.
pub(crate) fn write(path: &Path, sections: &[(u32, Vec<u8>)]) -> Result<(), Error> {
	container::write(path, MAGIC, VERSION, sections)
}

/// Some points of a section.
fn some<P: Point>(file: &Container, id: u32, start: usize, count: usize) -> Result<Vec<P>, Error> {
	let bytes = |points: usize| points as u64 * P::BYTES as u64;
	let content = file.read_part(id, bytes(start), bytes(count))?;
	points::read_points(Reader::new(&content, file.path(), id), count)
}
