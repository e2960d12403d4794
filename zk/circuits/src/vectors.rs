//! Reads `vectors/circomlibjs.txt`, which circomlibjs made.

use ark_bn254::Fr;
use std::str::FromStr;

const TEXT: &str = include_str!("../vectors/circomlibjs.txt");

/// The fields of every line of this kind.
pub(crate) fn of(kind: &str) -> impl Iterator<Item = Vec<&'static str>> + '_ {
	TEXT.lines().filter_map(move |line| {
		let mut fields = line.split(' ');
		(fields.next() == Some(kind)).then(|| fields.collect())
	})
}

/// A decimal number below the modulus.
pub(crate) fn element(text: &str) -> Fr {
	Fr::from_str(text).expect("a field element")
}

/// Hexadecimal bytes.
pub(crate) fn bytes<const N: usize>(text: &str) -> [u8; N] {
	let mut bytes = [0; N];
	hex::decode_to_slice(text, &mut bytes).expect("hexadecimal");
	bytes
}
