//! Keys as gnark writes them.

use crate::{fixture, reference, Seeds};
use ark_ec::{
	short_weierstrass::{Affine, SWCurveConfig},
	AffineRepr,
};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use greenhour_adapters::{Adapter, AdapterError, Sp1};

/// The keys of the vectors.
pub fn seeds() -> Seeds {
	fixture::GNARK_KEYS.map(<[u8]>::to_vec).to_vec().into()
}

/// An accepted key is sound, and gnark would write it with exactly these bytes, but for the two points
/// that only provers need.
pub fn law(bytes: &[u8]) -> bool {
	let made = Sp1::from_gnark_key(bytes, [0; 32], [1; 32]);
	let (key, adapter) = match made {
		Ok(made) => made,
		// Sound, but with another number of inputs than SP1's circuits.
		Err(AdapterError::ArityMismatch) => return false,
		Err(_) => {
			assert!(!fixture::GNARK_KEYS.contains(&bytes));
			return false;
		}
	};
	assert_eq!(adapter.check_key(&key), Ok(()));
	let ours = key.encode().expect("memory");
	let reference = reference::key(&ours).expect("an unsound key is accepted");
	let mut expected = written(&reference.alpha_g1);
	expected.extend(&bytes[32..64]);
	expected.extend(written(&reference.beta_g2));
	expected.extend(written(&reference.gamma_g2));
	expected.extend(&bytes[192..224]);
	expected.extend(written(&reference.delta_g2));
	let count = u32::try_from(reference.gamma_abc_g1.len()).expect("few points");
	expected.extend(count.to_be_bytes());
	for point in &reference.gamma_abc_g1 {
		expected.extend(written(point));
	}
	expected.extend([0; 8]);
	assert_eq!(bytes, expected);
	true
}

/// A point as gnark compresses it: x big-endian, the larger y marked.
fn written<P: SWCurveConfig>(point: &Affine<P>) -> Vec<u8>
where
	Affine<P>: AffineRepr + CanonicalDeserialize,
{
	let mut bytes = Vec::new();
	point.x.serialize_compressed(&mut bytes).expect("memory");
	bytes.reverse();
	let larger = point.y > -point.y;
	bytes[0] |= if larger { 0xc0 } else { 0x80 };
	bytes
}
