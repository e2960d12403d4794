//! What holds for every adapter.

use super::*;
use crate::{
	encoding::{compressed_proof, POINTS_BYTES},
	AdapterKind, MAX_STATEMENT_BYTES,
};
use ark_bn254::{Bn254, Fq, Fq2, G2Affine};
use ark_ec::pairing::Pairing;
use ark_ff::{BigInteger, PrimeField};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use greenhour_verifier::MAX_BATCH;
use parity_scale_codec::{Decode, Encode, MaxEncodedLen};
use proptest::prelude::*;
use std::sync::OnceLock;

#[test]
fn foreign_proofs_verify() {
	for vector in all() {
		assert_eq!(vector.verify(), Ok(()), "{}", vector.name);
		assert_eq!(vector.adapter.check_key(&vector.key), Ok(()));
	}
}

#[test]
fn a_batch_of_one_circuit_verifies_and_one_bad_proof_fails_it() {
	for vector in all() {
		let good = vector.submission();
		let Vector { adapter, key, .. } = &vector;
		assert_eq!(verify(adapter, key, &CONTEXT, &[good; 5]), Ok(()));
		let mut statement = vector.statement.clone();
		statement[0] ^= 1;
		let bad = Submission {
			statement: &statement,
			..good
		};
		assert!(verify(adapter, key, &CONTEXT, &[good, good, bad]).is_err());
	}
}

#[test]
fn a_refusal_names_the_place_in_the_batch() {
	let vector = sp1_v6_1();
	let good = vector.submission();
	let bad = Submission {
		proof: &good.proof[1..],
		..good
	};
	let refusal = verify(&vector.adapter, &vector.key, &CONTEXT, &[good, good, bad]);
	assert_eq!(refusal, Err(Refusal::Adapter(2, AdapterError::ProofLength)));
}

#[test]
fn empty_and_overlong_batches_are_refused() {
	let vector = multiplier();
	let Vector { adapter, key, .. } = &vector;
	let empty = Refusal::Verifier(Rejection::EmptyBatch);
	assert_eq!(verify(adapter, key, &CONTEXT, &[]), Err(empty));
	let overlong = alloc::vec![vector.submission(); MAX_BATCH + 1];
	let exceeded = Refusal::Verifier(Rejection::MaxBatchExceeded);
	assert_eq!(verify(adapter, key, &CONTEXT, &overlong), Err(exceeded));
	// Counted before the first submission is looked at.
	let malformed = Submission {
		statement: &[],
		proof: &[],
	};
	let overlong = alloc::vec![malformed; MAX_BATCH + 1];
	assert_eq!(verify(adapter, key, &CONTEXT, &overlong), Err(exceeded));
}

#[test]
fn every_flipped_byte_of_a_proof_is_refused() {
	for vector in all() {
		for index in 0..vector.proof.len() {
			vector.refusal(|changed| changed.proof[index] ^= 1);
		}
	}
}

#[test]
fn every_flipped_byte_of_a_statement_is_refused() {
	for vector in all() {
		for index in 0..vector.statement.len() {
			vector.refusal(|changed| changed.statement[index] ^= 0x80);
		}
	}
}

#[test]
fn a_truncated_or_extended_proof_is_refused() {
	for vector in all() {
		let length = vector.proof.len();
		for other in (0..length + 40).filter(|other| *other != length) {
			let refusal = vector.refusal(|changed| changed.proof.resize(other, 0));
			assert_eq!(refusal, refused(AdapterError::ProofLength));
		}
	}
}

#[test]
fn a_truncated_or_extended_statement_is_refused() {
	for vector in all() {
		let length = vector.statement.len();
		let expected = match vector.adapter.kind() {
			AdapterKind::Snarkjs => refused(AdapterError::StatementLength),
			_ => INVALID,
		};
		for other in [0, length - 1, length + 1] {
			let refusal = vector.refusal(|changed| changed.statement.resize(other, 0));
			assert_eq!(refusal, expected, "{}", vector.name);
		}
		let overlong = MAX_STATEMENT_BYTES + 1;
		let refusal = vector.refusal(|changed| changed.statement.resize(overlong, 0));
		assert_eq!(refusal, refused(AdapterError::StatementLength));
	}
}

#[test]
fn a_proof_of_another_circuit_or_kind_is_refused() {
	for circuit in all() {
		for other in all().iter().filter(|other| other.name != circuit.name) {
			let refusal = circuit.refusal(|changed| {
				changed.statement.clone_from(&other.statement);
				changed.proof.clone_from(&other.proof);
			});
			if circuit.adapter.kind() != other.adapter.kind() {
				let expected = [AdapterError::ProofLength, AdapterError::StatementLength];
				assert!(expected.map(refused).contains(&refusal), "{refusal:?}");
			}
		}
	}
}

#[test]
fn a_proof_is_refused_under_the_key_of_another_circuit() {
	for circuit in all() {
		for other in all().iter().filter(|other| other.key != circuit.key) {
			let refusal = circuit.refusal(|changed| changed.key = other.key.clone());
			let arity = Refusal::Verifier(Rejection::ArityMismatch(0));
			assert!([INVALID, arity].contains(&refusal), "{refusal:?}");
		}
	}
}

#[test]
fn a_native_circuit_takes_no_statement_as_bytes() {
	for vector in all() {
		let refusal = vector.refusal(|changed| changed.adapter = CircuitAdapter::Native);
		assert_eq!(refusal, refused(AdapterError::NotForeign));
	}
}

/// Where A, B, C begin in a proof with uncompressed points.
fn points(vector: &Vector) -> usize {
	vector.proof.len() - POINTS_BYTES
}

fn with_points() -> Vec<Vector> {
	let mut vectors = receipts();
	vectors.extend([sp1_v6_0(), sp1_v6_1()]);
	vectors
}

#[test]
fn a_coordinate_not_below_the_modulus_is_refused() {
	for vector in with_points() {
		for number in 0..8 {
			let at = points(&vector) + 32 * number;
			let coordinate = word(vector.proof[at..at + 32].to_vec());
			let larger = sum(coordinate, base_modulus()).expect("four moduli fit 256 bits");
			let refusal =
				vector.refusal(|changed| changed.proof[at..at + 32].copy_from_slice(&larger));
			assert_eq!(refusal, refused(AdapterError::InvalidPoint));
		}
	}
}

#[test]
fn a_point_off_its_curve_is_refused() {
	for vector in with_points() {
		for index in points(&vector)..vector.proof.len() {
			let refusal = vector.refusal(|changed| changed.proof[index] ^= 1);
			assert_eq!(refusal, refused(AdapterError::InvalidPoint));
		}
	}
}

#[test]
fn a_point_at_infinity_is_refused() {
	for vector in with_points() {
		for (from, to) in [(0, 64), (64, 192), (192, 256)] {
			let range = points(&vector) + from..points(&vector) + to;
			let refusal = vector.refusal(|changed| changed.proof[range].fill(0));
			assert_eq!(refusal, refused(AdapterError::InvalidPoint));
		}
	}
}

#[test]
fn coefficients_in_the_order_of_arkworks_are_refused() {
	for vector in with_points() {
		let at = points(&vector) + 64;
		let refusal = vector.refusal(|changed| {
			let [x, y] = [at, at + 64];
			changed.proof[x..x + 64].rotate_left(32);
			changed.proof[y..y + 64].rotate_left(32);
		});
		assert_eq!(refusal, refused(AdapterError::InvalidPoint));
	}
}

fn big_endian(value: Fq) -> Vec<u8> {
	value.into_bigint().to_bytes_be()
}

#[test]
fn a_point_outside_the_subgroup_is_refused() {
	let outside = (0u64..)
		.filter_map(|x| G2Affine::get_point_from_x_unchecked(Fq2::from(x), false))
		.find(|point| !point.is_in_correct_subgroup_assuming_on_curve())
		.expect("almost no point of the curve is in the subgroup");
	let bytes: Vec<u8> = [outside.x.c1, outside.x.c0, outside.y.c1, outside.y.c0]
		.into_iter()
		.flat_map(big_endian)
		.collect();
	for vector in with_points() {
		let at = points(&vector) + 64;
		let refusal = vector.refusal(|changed| changed.proof[at..at + 128].copy_from_slice(&bytes));
		assert_eq!(refusal, Refusal::Verifier(Rejection::MalformedProof(0)));
	}
}

#[test]
fn the_sign_of_every_point_survives_compression() {
	for vector in with_points() {
		let at = points(&vector);
		let mut bytes: [u8; POINTS_BYTES] = vector.proof[at..].try_into().expect("points");
		let upright = compressed_proof(&bytes).expect("points are on their curves");
		for y in [32, 128, 160, 224] {
			let coordinate: Vec<u8> = bytes[y..y + 32].iter().rev().copied().collect();
			let value = Fq::deserialize_compressed(coordinate.as_slice()).expect("canonical");
			bytes[y..y + 32].copy_from_slice(&big_endian(-value));
		}
		let negated = compressed_proof(&bytes).expect("points are on their curves");
		type G1 = <Bn254 as Pairing>::G1Affine;
		for at in [0, 96] {
			let point = |bytes: &[u8]| G1::deserialize_compressed(&bytes[at..at + 32]).unwrap();
			assert_eq!(point(&negated), -point(&upright));
		}
		let point = |bytes: &[u8]| G2Affine::deserialize_compressed(&bytes[32..96]).unwrap();
		assert_eq!(point(&negated), -point(&upright));
	}
}

#[test]
fn a_proof_can_be_written_anew_by_anyone() {
	// (-A, -B, C) holds whenever (A, B, C) does: bytes of a proof are no identity.
	for vector in [multiplier(), polynomial()] {
		let mut other = vector.clone();
		for last in [31, 95] {
			other.proof[last] ^= 0x80;
		}
		assert_ne!(other.proof, vector.proof);
		assert_eq!(other.verify(), Ok(()));
	}
}

#[test]
fn adapters_have_a_pinned_encoding() {
	let kinds = [
		AdapterKind::Native,
		AdapterKind::Snarkjs,
		AdapterKind::Sp1,
		AdapterKind::RiscZero,
	];
	for (index, kind) in (0u8..).zip(kinds) {
		assert_eq!(kind.encode(), [index]);
	}
	let mut adapters: Vec<_> = all().into_iter().map(|vector| vector.adapter).collect();
	adapters.push(CircuitAdapter::Native);
	for adapter in adapters {
		let bytes = adapter.encode();
		assert_eq!(bytes[..1], adapter.kind().encode());
		assert_eq!(CircuitAdapter::decode(&mut bytes.as_slice()), Ok(adapter));
	}
	assert!(CircuitAdapter::decode(&mut [4u8].as_slice()).is_err());
	assert_eq!(CircuitAdapter::max_encoded_len(), 1 + 1 + 1 + 64 * 33);
}

#[test]
fn an_adapted_proof_is_canonical() {
	for vector in all() {
		let adapted = vector.adapter.adapt(&vector.statement, &vector.proof);
		let adapted = adapted.expect(vector.name);
		let mut points = adapted.proof.as_slice();
		let a = <Bn254 as Pairing>::G1Affine::deserialize_compressed(&mut points).unwrap();
		let b = G2Affine::deserialize_compressed(&mut points).unwrap();
		let c = <Bn254 as Pairing>::G1Affine::deserialize_compressed(&mut points).unwrap();
		let mut again = Vec::new();
		a.serialize_compressed(&mut again).unwrap();
		b.serialize_compressed(&mut again).unwrap();
		c.serialize_compressed(&mut again).unwrap();
		assert_eq!(again, adapted.proof);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn no_bytes_make_an_adapter_panic(
		statement in proptest::collection::vec(any::<u8>(), 0..200),
		body in proptest::collection::vec(any::<u8>(), 0..400),
		cut in 0usize..400,
	) {
		static VECTORS: OnceLock<Vec<Vector>> = OnceLock::new();
		for vector in VECTORS.get_or_init(all) {
			let _ = vector.adapter.adapt(&statement, &body);
			// A true beginning, so that later checks are reached.
			let mut mixed = vector.proof.clone();
			let cut = cut.min(mixed.len());
			mixed.truncate(cut);
			mixed.extend(body.iter().take(vector.proof.len() - cut));
			let _ = vector.adapter.adapt(&vector.statement, &mixed);
		}
		let _ = Sp1::from_gnark_key(&body, [0; 32], [0; 32]);
	}
}
