//! What endorsers and devices sign.
//!
//! Each statement is SCALE: a domain that no other statement begins with, the genesis hash, then the
//! fields in the order of the struct. The signature is over the SHA-256 digest of it.

use crate::types::{Endorsement, IntermediateCertificate, ModelId, P256Key};
use greenhour_types::{DeviceId, MilliGpu, Moment};
use parity_scale_codec::Encode;
use sp_io::hashing::sha2_256;

const ENDORSEMENT: &[u8] = b"greenhour/endorsement/1";
const CERTIFICATE: &[u8] = b"greenhour/intermediate-certificate/1";
const POSSESSION: &[u8] = b"greenhour/possession/1";

/// An endorser names a device, its keys and what it is.
#[derive(Encode)]
struct EndorsementStatement {
	domain: &'static [u8],
	genesis_hash: [u8; 32],
	device: DeviceId,
	identity_key: P256Key,
	meter_key: [u8; 32],
	model: ModelId,
	serial_nullifier: [u8; 32],
	benchmark: MilliGpu,
	valid_from: Moment,
	valid_until: Moment,
	number: u64,
}

/// A root lets another key endorse for it.
#[derive(Encode)]
struct CertificateStatement {
	domain: &'static [u8],
	genesis_hash: [u8; 32],
	key: P256Key,
	valid_from: Moment,
	valid_until: Moment,
}

/// A device has the key that an endorsement names, and claims a cell.
#[derive(Encode)]
struct PossessionStatement {
	domain: &'static [u8],
	genesis_hash: [u8; 32],
	device: DeviceId,
	endorsement: [u8; 32],
	cell: Option<u16>,
}

/// The digest that the endorser signs: for this chain, this device and its meter key.
pub fn endorsement_digest(
	genesis_hash: [u8; 32],
	device: DeviceId,
	meter_key: [u8; 32],
	endorsement: &Endorsement,
) -> [u8; 32] {
	let statement = EndorsementStatement {
		domain: ENDORSEMENT,
		genesis_hash,
		device,
		identity_key: endorsement.identity_key,
		meter_key,
		model: endorsement.model,
		serial_nullifier: endorsement.serial_nullifier,
		benchmark: endorsement.benchmark,
		valid_from: endorsement.valid_from,
		valid_until: endorsement.valid_until,
		number: endorsement.number,
	};
	sha2_256(&statement.encode())
}

/// The digest that a root signs for an intermediate.
pub fn certificate_digest(
	genesis_hash: [u8; 32],
	certificate: &IntermediateCertificate,
) -> [u8; 32] {
	let statement = CertificateStatement {
		domain: CERTIFICATE,
		genesis_hash,
		key: certificate.key,
		valid_from: certificate.valid_from,
		valid_until: certificate.valid_until,
	};
	sha2_256(&statement.encode())
}

/// The digest that the identity key of the device signs; `endorsement` is the digest that the endorser
/// signed.
pub fn possession_digest(
	genesis_hash: [u8; 32],
	device: DeviceId,
	endorsement: [u8; 32],
	cell: Option<u16>,
) -> [u8; 32] {
	let statement = PossessionStatement {
		domain: POSSESSION,
		genesis_hash,
		device,
		endorsement,
		cell,
	};
	sha2_256(&statement.encode())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::{EndorserId, P256Signature};

	fn endorsement() -> Endorsement {
		Endorsement {
			endorser: EndorserId(1),
			intermediate: None,
			identity_key: P256Key([2; 33]),
			model: ModelId(3),
			serial_nullifier: [4; 32],
			benchmark: MilliGpu(5),
			valid_from: 6,
			valid_until: 7,
			number: 8,
			signature: P256Signature([9; 64]),
		}
	}

	/// Devices and endorsers in other languages must come to the same bytes.
	#[test]
	fn the_bytes_of_an_endorsement_are_these() {
		let mut bytes = vec![23 << 2];
		bytes.extend(b"greenhour/endorsement/1");
		bytes.extend([1; 32]);
		bytes.extend([10, 0, 0, 0]);
		bytes.extend([2; 33]);
		bytes.extend([11; 32]);
		bytes.extend([3, 0, 0, 0]);
		bytes.extend([4; 32]);
		bytes.extend([5, 0, 0, 0]);
		bytes.extend([6, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]);
		bytes.extend([8, 0, 0, 0, 0, 0, 0, 0]);
		let digest = endorsement_digest([1; 32], DeviceId(10), [11; 32], &endorsement());
		assert_eq!(digest, sha2_256(&bytes));
	}

	#[test]
	fn every_part_counts() {
		let base = endorsement();
		let digest = |endorsement: &Endorsement| {
			endorsement_digest([1; 32], DeviceId(10), [11; 32], endorsement)
		};
		let changes: [fn(&mut Endorsement); 7] = [
			|it| it.identity_key.0[32] ^= 1,
			|it| it.model.0 ^= 1,
			|it| it.serial_nullifier[0] ^= 1,
			|it| it.benchmark.0 ^= 1,
			|it| it.valid_from ^= 1,
			|it| it.valid_until ^= 1,
			|it| it.number ^= 1,
		];
		for change in changes {
			let mut other = base;
			change(&mut other);
			assert_ne!(digest(&other), digest(&base));
		}
		let of = |genesis, device, meter| endorsement_digest(genesis, device, meter, &base);
		for other in [
			of([2; 32], DeviceId(10), [11; 32]),
			of([1; 32], DeviceId(11), [11; 32]),
			of([1; 32], DeviceId(10), [12; 32]),
		] {
			assert_ne!(other, digest(&base));
		}
		let possession = |cell| possession_digest([1; 32], DeviceId(10), digest(&base), cell);
		assert_ne!(possession(None), possession(Some(0)));
	}
}
