//! Numbers and points as the files of iden3 hold them, and as their hashes take them.
//!
//! In files, coordinates are little-endian in Montgomery form with R = 2^256, the coefficient of `u` last,
//! and infinity is all zeros. In hashes they are big-endian integers, the coefficient of `u` first.
//!
//! **Source**: `ffjavascript`, `toRprLEM` and `toRprUncompressed`.

use crate::{container::Reader, Error, Malformed};
use ark_bn254::{g1, g2, Fq, Fq2, Fr};
use ark_ec::{
	short_weierstrass::{Affine, SWCurveConfig},
	AffineRepr,
};
use ark_ff::{BigInt, BigInteger, PrimeField};
use rayon::prelude::*;

/// Bytes of a number.
pub(crate) const NUMBER_BYTES: usize = 32;

/// A point of either group, as files and hashes hold it.
pub(crate) trait Point: AffineRepr<ScalarField = Fr> + Send + Sync {
	/// Bytes of a point.
	const BYTES: usize;

	/// The point with these bytes of a file: on its curve and in its subgroup, or `None`.
	fn from_file(bytes: &[u8]) -> Option<Self>;

	/// Appends the bytes of a file.
	fn to_file(&self, bytes: &mut Vec<u8>);

	/// Appends the bytes that hashes take.
	fn to_hash(&self, bytes: &mut Vec<u8>);
}

impl Point for Affine<g1::Config> {
	const BYTES: usize = 2 * NUMBER_BYTES;

	fn from_file(bytes: &[u8]) -> Option<Self> {
		let [x, y] = coordinates(bytes)?;
		checked(x, y)
	}

	fn to_file(&self, bytes: &mut Vec<u8>) {
		let (x, y) = self.xy().unwrap_or_default();
		[x, y].iter().for_each(|part| put_montgomery(part, bytes));
	}

	fn to_hash(&self, bytes: &mut Vec<u8>) {
		let (x, y) = self.xy().unwrap_or_default();
		[x, y].iter().for_each(|part| put_big_endian(part, bytes));
	}
}

impl Point for Affine<g2::Config> {
	const BYTES: usize = 4 * NUMBER_BYTES;

	fn from_file(bytes: &[u8]) -> Option<Self> {
		let [x0, x1, y0, y1] = coordinates(bytes)?;
		checked(Fq2::new(x0, x1), Fq2::new(y0, y1))
	}

	fn to_file(&self, bytes: &mut Vec<u8>) {
		let (x, y) = self.xy().unwrap_or_default();
		let parts = [x.c0, x.c1, y.c0, y.c1];
		parts.iter().for_each(|part| put_montgomery(part, bytes));
	}

	fn to_hash(&self, bytes: &mut Vec<u8>) {
		let (x, y) = self.xy().unwrap_or_default();
		let parts = [x.c1, x.c0, y.c1, y.c0];
		parts.iter().for_each(|part| put_big_endian(part, bytes));
	}
}

/// The next point, which may not be at infinity.
///
/// **Errors**: `Malformed`: too short, or an invalid point.
pub(crate) fn read_point<P: Point>(reader: &mut Reader<'_>) -> Result<P, Error> {
	match P::from_file(reader.slice(P::BYTES)?) {
		Some(point) if !point.is_zero() => Ok(point),
		_ => Err(reader.error(Malformed::Point(reader.section()))),
	}
}

/// All points of a section, each checked; those at infinity as well.
///
/// **Errors**: `Malformed`: another number of points, or an invalid one.
pub(crate) fn read_points<P: Point>(mut reader: Reader<'_>, count: usize) -> Result<Vec<P>, Error> {
	let wrong = reader.error(Malformed::SectionLength(reader.section()));
	let length = count.checked_mul(P::BYTES).ok_or(wrong)?;
	let bytes = reader.slice(length)?;
	let invalid = reader.error(Malformed::Point(reader.section()));
	reader.end()?;
	let points: Option<Vec<P>> = bytes.par_chunks(P::BYTES).map(P::from_file).collect();
	points.ok_or(invalid)
}

/// The bytes of a section of points.
pub(crate) fn write_points<P: Point>(points: &[P]) -> Vec<u8> {
	let mut bytes = Vec::with_capacity(points.len() * P::BYTES);
	points.iter().for_each(|point| point.to_file(&mut bytes));
	bytes
}

/// The element with this canonical little-endian integer, not in Montgomery form.
pub(crate) fn integer<F: PrimeField<BigInt = BigInt<4>>>(bytes: &[u8]) -> Option<F> {
	F::from_bigint(limbs(bytes)?)
}

/// The bytes of [`integer`].
pub(crate) fn put_integer<F: PrimeField<BigInt = BigInt<4>>>(element: &F, bytes: &mut Vec<u8>) {
	bytes.extend_from_slice(&element.into_bigint().to_bytes_le());
}

/// The modulus of a field as files hold it.
pub(crate) fn modulus<F: PrimeField<BigInt = BigInt<4>>>() -> Vec<u8> {
	F::MODULUS.to_bytes_le()
}

fn coordinates<const N: usize>(bytes: &[u8]) -> Option<[Fq; N]> {
	let (parts, rest) = bytes.as_chunks::<NUMBER_BYTES>();
	if parts.len() != N || !rest.is_empty() {
		return None;
	}
	let mut coordinates = [Fq::default(); N];
	for (slot, part) in coordinates.iter_mut().zip(parts) {
		*slot = montgomery(limbs(part)?)?;
	}
	Some(coordinates)
}

/// The element whose Montgomery form is this integer, if it is below the modulus.
pub(crate) fn montgomery(integer: BigInt<4>) -> Option<Fq> {
	(integer < Fq::MODULUS).then(|| Fq::new_unchecked(integer))
}

fn limbs(bytes: &[u8]) -> Option<BigInt<4>> {
	let (parts, rest) = bytes.as_chunks::<8>();
	let parts: [[u8; 8]; 4] = parts.try_into().ok()?;
	rest.is_empty()
		.then(|| BigInt(parts.map(u64::from_le_bytes)))
}

fn checked<P: SWCurveConfig>(x: P::BaseField, y: P::BaseField) -> Option<Affine<P>> {
	use ark_ff::AdditiveGroup;
	if (x, y) == (P::BaseField::ZERO, P::BaseField::ZERO) {
		return Some(Affine::identity());
	}
	let point = Affine::new_unchecked(x, y);
	let valid = point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve();
	valid.then_some(point)
}

fn put_montgomery(coordinate: &Fq, bytes: &mut Vec<u8>) {
	bytes.extend_from_slice(&coordinate.0.to_bytes_le());
}

fn put_big_endian(coordinate: &Fq, bytes: &mut Vec<u8>) {
	bytes.extend_from_slice(&coordinate.into_bigint().to_bytes_be());
}
