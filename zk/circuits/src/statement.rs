//! What a statement offers to the prover, and how field elements are written as bytes.

use ark_bn254::Fr;
use ark_ff::{BigInteger, PrimeField};
use ark_relations::gr1cs::ConstraintSynthesizer;
use greenhour_types::receipt::FieldBytes;

/// A statement with its public inputs and witness, ready to be turned into constraints.
pub trait Statement: ConstraintSynthesizer<Fr> + Clone {
	/// Name of the statement, as in file names and key seeds.
	const NAME: &'static str;

	/// Why a statement cannot be proved.
	type Violation: std::error::Error + Send + Sync + 'static;

	/// A statement that holds. Key generation runs over it; the keys do not depend on its values.
	fn example() -> Self;

	/// The public inputs in order.
	fn public_inputs(&self) -> Vec<FieldBytes>;

	/// Does the statement hold? The same verdict as the constraints, without building them.
	fn check(&self) -> Result<(), Self::Violation>;
}

/// Told the name of each group of constraints before it is made.
pub(crate) type Enter<'a> = &'a mut dyn FnMut(&'static str);

/// The canonical bytes of a field element, little-endian.
pub fn field_bytes(element: &Fr) -> FieldBytes {
	let mut bytes = [0; 32];
	let integer = element.into_bigint().to_bytes_le();
	for (slot, byte) in bytes.iter_mut().zip(integer) {
		*slot = byte;
	}
	bytes
}

/// The field element with these bytes, or `None` when they are not canonical.
pub fn field_from_bytes(bytes: &FieldBytes) -> Option<Fr> {
	let element = Fr::from_le_bytes_mod_order(bytes);
	(field_bytes(&element) == *bytes).then_some(element)
}
