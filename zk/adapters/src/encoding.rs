//! Points and field elements as other libraries write them.
//!
//! Big-endian everywhere; of an element of the quadratic extension the coefficient of `u` comes
//! first. gnark, the precompiles of Ethereum and RISC Zero agree on that. This project writes what
//! arkworks writes: little-endian, the coefficient of `u` last, flags in the two highest bits of the
//! last byte.

use crate::AdapterError;
use ark_bn254::{Fq, Fq2, G1Affine, G2Affine};
use ark_ec::{
	short_weierstrass::{Affine, SWCurveConfig},
	AffineRepr,
};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use greenhour_types::receipt::{FieldBytes, FIELD_MODULUS, PROOF_BYTES};

/// Bytes of A, B, C uncompressed.
pub(crate) const POINTS_BYTES: usize = 256;

/// Takes fixed pieces from the front of bytes.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
	pub(crate) fn new(bytes: &'a [u8]) -> Self {
		Self(bytes)
	}

	/// The next `N` bytes, if there are as many.
	pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
		let (piece, rest) = self.0.split_first_chunk::<N>()?;
		self.0 = rest;
		Some(*piece)
	}

	/// Was everything taken?
	pub(crate) fn is_empty(&self) -> bool {
		self.0.is_empty()
	}
}

/// The same number with its bytes in the other order.
pub(crate) fn reversed<const N: usize>(mut bytes: [u8; N]) -> [u8; N] {
	bytes.reverse();
	bytes
}

/// Is this little-endian number below the order of the scalar field?
pub(crate) fn is_canonical(value: &FieldBytes) -> bool {
	value.iter().rev().lt(FIELD_MODULUS.iter().rev())
}

/// Compressed A, B, C from their uncompressed big-endian coordinates.
///
/// Coordinates must be below the modulus and points on their curves: otherwise two encodings of a
/// proof would mean the same. Subgroups are checked where the proof is decoded.
pub(crate) fn compressed_proof(
	points: &[u8; POINTS_BYTES],
) -> Result<[u8; PROOF_BYTES], AdapterError> {
	let mut reader = Reader::new(points);
	let mut coordinate = || reader.take().and_then(coordinate);
	let mut read = || {
		let a = G1Affine::new_unchecked(coordinate()?, coordinate()?);
		let b = G2Affine::new_unchecked(quadratic(&mut coordinate)?, quadratic(&mut coordinate)?);
		let c = G1Affine::new_unchecked(coordinate()?, coordinate()?);
		Some((a, b, c))
	};
	let (a, b, c) = read().ok_or(AdapterError::InvalidPoint)?;
	compress(a, b, c).ok_or(AdapterError::InvalidPoint)
}

/// Compressed A, B, C, if they are on their curves and not at infinity.
pub(crate) fn compress(a: G1Affine, b: G2Affine, c: G1Affine) -> Option<[u8; PROOF_BYTES]> {
	let valid = is_point(&a) && is_point(&b) && is_point(&c);
	if !valid {
		return None;
	}
	let mut bytes = [0; PROOF_BYTES];
	let mut rest = bytes.as_mut_slice();
	a.serialize_compressed(&mut rest).ok()?;
	b.serialize_compressed(&mut rest).ok()?;
	c.serialize_compressed(&mut rest).ok()?;
	rest.is_empty().then_some(bytes)
}

fn is_point<P: SWCurveConfig>(point: &Affine<P>) -> bool {
	!point.is_zero() && point.is_on_curve()
}

/// The coordinate with these big-endian bytes, if they are below the modulus.
fn coordinate(bytes: [u8; 32]) -> Option<Fq> {
	Fq::deserialize_compressed(reversed(bytes).as_slice()).ok()
}

fn quadratic(coordinate: &mut impl FnMut() -> Option<Fq>) -> Option<Fq2> {
	let c1 = coordinate()?;
	let c0 = coordinate()?;
	Some(Fq2::new(c0, c1))
}

/// What gnark writes into the two highest bits of the first byte of a compressed point.
const GNARK_FLAGS: u8 = 0b1100_0000;
const GNARK_SMALLER_Y: u8 = 0b1000_0000;
const GNARK_LARGER_Y: u8 = 0b1100_0000;
/// What arkworks writes into the highest bit of the last byte for the larger y.
const ARK_LARGER_Y: u8 = 0b1000_0000;

/// The point with these bytes of gnark, compressed; on its curve, in its subgroup.
///
/// Both libraries call the y larger that exceeds its negative, comparing the coefficient of `u`
/// first.
pub(crate) fn gnark_point<P: AffineRepr, const N: usize>(bytes: [u8; N]) -> Option<P> {
	let mut bytes = reversed(bytes);
	let last = bytes.last_mut()?;
	let flag = match *last & GNARK_FLAGS {
		GNARK_SMALLER_Y => 0,
		GNARK_LARGER_Y => ARK_LARGER_Y,
		_ => return None,
	};
	*last = *last & !GNARK_FLAGS | flag;
	let mut rest = bytes.as_slice();
	let point = P::deserialize_compressed(&mut rest).ok()?;
	rest.is_empty().then_some(point)
}
