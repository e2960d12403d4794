//! The second verifier and the conversion, on files that snarkjs made for the circuit `tiny`.

use ark_bn254::{Fr, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::One;
use greenhour_circuits::field_bytes;
use greenhour_prover::Keys;
use greenhour_setup::{
	contribute::contribute,
	convert, phase1, pins, proofs,
	ptau::PowersOfTau,
	r1cs::R1cs,
	transcript,
	verify::{self, Link},
	wtns,
	zkey::Zkey,
	Circuit, Error, Refusal,
};
use greenhour_verifier::{verify_batch, BatchContext, Entry, KeyRejection};
use rand::rngs::OsRng;
use std::{
	fs,
	path::{Path, PathBuf},
};

fn vector(name: &str) -> PathBuf {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/tiny");
	folder.join(name)
}

struct Files {
	r1cs: R1cs,
	ptau: PowersOfTau,
	zkey: Zkey,
}

impl Files {
	fn read() -> Self {
		let r1cs = R1cs::read(&vector("circuit.r1cs")).expect("committed");
		let ptau = PowersOfTau::read(&vector("phase1.ptau"), r1cs.power()).expect("committed");
		let zkey = Zkey::read(&vector("phase2.zkey")).expect("committed");
		Self { r1cs, ptau, zkey }
	}

	fn verify(&self) -> Result<Vec<Link>, Refusal> {
		verify::verify(&self.r1cs, &self.ptau, &self.zkey, &mut OsRng, &mut |_| ())
	}

	fn refused(change: impl FnOnce(&mut Self)) -> Refusal {
		let mut files = Self::read();
		change(&mut files);
		files.verify().expect_err("it was changed")
	}
}

fn refused(change: fn(&mut Files)) -> Refusal {
	Files::refused(change)
}

/// Another valid point.
fn other<P: AffineRepr>(point: &mut P) {
	*point = (point.into_group() + P::generator()).into_affine();
}

#[test]
fn a_setup_of_snarkjs_is_accepted_with_all_contributions() {
	let links = Files::read().verify().expect("snarkjs accepts it too");
	let names: Vec<_> = links.iter().map(|link| link.name.as_deref()).collect();
	assert_eq!(names, [Some("first"), Some("second"), Some("beacon")]);
	let beacons: Vec<_> = links.iter().map(|link| link.beacon.is_some()).collect();
	assert_eq!(beacons, [false, false, true]);
	assert_eq!(links[2].beacon.as_ref().expect("a beacon").exponent, 10);
}

#[test]
fn one_changed_point_of_any_section_is_refused() {
	let point = |name| Refusal::PointMismatch(name);
	assert_eq!(refused(|it| other(&mut it.zkey.a[1])), point("A"));
	assert_eq!(refused(|it| other(&mut it.zkey.b_g1[3])), point("B in G1"));
	assert_eq!(refused(|it| other(&mut it.zkey.b_g2[3])), point("B in G2"));
	assert_eq!(refused(|it| other(&mut it.zkey.inputs[0])), point("IC"));
	assert_eq!(refused(|it| other(&mut it.zkey.c[2])), point("C"));
	assert_eq!(refused(|it| other(&mut it.zkey.h[7])), point("H"));
	// A point where none belongs: variable 1 is not in B.
	let infinity = |it: &mut Files| {
		assert!(it.zkey.b_g2[1].is_zero());
		it.zkey.b_g2[1] = G2Affine::generator();
	};
	assert_eq!(refused(infinity), point("B in G2"));
}

#[test]
fn a_changed_header_is_refused() {
	let header = |name| Refusal::HeaderMismatch(name);
	assert_eq!(
		refused(|it| other(&mut it.zkey.header.alpha_g1)),
		header("alpha")
	);
	assert_eq!(
		refused(|it| other(&mut it.zkey.header.beta_g1)),
		header("beta in G1")
	);
	assert_eq!(
		refused(|it| other(&mut it.zkey.header.beta_g2)),
		header("beta in G2")
	);
	assert_eq!(
		refused(|it| other(&mut it.zkey.header.gamma_g2)),
		header("gamma")
	);
	let delta = refused(|it| other(&mut it.zkey.header.delta_g1));
	assert_eq!(delta, Refusal::FinalDeltaMismatch);
	// C and H stand over delta, and are looked at first.
	let delta = refused(|it| other(&mut it.zkey.header.delta_g2));
	assert_eq!(delta, Refusal::PointMismatch("C"));
	assert_eq!(
		refused(|it| it.zkey.header.public -= 1),
		Refusal::SizeMismatch
	);
}

#[test]
fn another_circuit_is_refused() {
	let coefficient = |it: &mut Files| it.r1cs.constraints[1][0][0].1 += Fr::one();
	assert_eq!(refused(coefficient), Refusal::CoefficientMismatch);
	// C is in no coefficient of the key, but in its points.
	let of_c = |it: &mut Files| it.r1cs.constraints[2][2][0].1 += Fr::one();
	assert_eq!(refused(of_c), Refusal::PointMismatch("C"));
	let of_public = |it: &mut Files| it.r1cs.constraints[0][2][0].1 += Fr::one();
	assert_eq!(refused(of_public), Refusal::PointMismatch("IC"));
	let fewer = |it: &mut Files| drop(it.r1cs.constraints.pop());
	assert_eq!(refused(fewer), Refusal::CoefficientMismatch);
	let entry = |it: &mut Files| it.zkey.coefficients[2].value += Fr::one();
	assert_eq!(refused(entry), Refusal::CoefficientMismatch);
}

#[test]
fn powers_that_are_none_are_refused() {
	let refused = |change: fn(&mut PowersOfTau)| Files::refused(|it| change(&mut it.ptau));
	let phase1 = |what| Refusal::Phase1(what);
	assert_eq!(refused(|it| other(&mut it.tau_g1[5])), phase1("tau in G1"));
	assert_eq!(refused(|it| other(&mut it.tau_g1[15])), phase1("tau in G1"));
	assert_eq!(refused(|it| other(&mut it.tau_g2[5])), phase1("tau in G2"));
	assert_eq!(
		refused(|it| other(&mut it.alpha_tau_g1[7])),
		phase1("alpha tau in G1")
	);
	assert_eq!(
		refused(|it| other(&mut it.beta_tau_g1[7])),
		phase1("beta tau in G1")
	);
	let start = phase1("they do not start with the generators");
	assert_eq!(refused(|it| other(&mut it.tau_g1[0])), start);
	let groups = phase1("tau differs between the groups");
	assert_eq!(refused(|it| other(&mut it.tau_g2[1])), groups);
	let lagrange = phase1("tau, Lagrange form");
	assert_eq!(refused(|it| other(&mut it.lagrange[0][2])), lagrange);
	let lagrange = phase1("beta tau, Lagrange form");
	assert_eq!(refused(|it| other(&mut it.lagrange[2][2])), lagrange);
}

#[test]
fn the_transcript_holds_only_as_a_whole() {
	let nobody = refused(|it| it.zkey = Zkey::read(&vector("phase2-0.zkey")).expect("committed"));
	assert_eq!(nobody, Refusal::NoContributions);
	let cleared = refused(|it| it.zkey.contributions.clear());
	assert_eq!(cleared, Refusal::FinalDeltaMismatch);
	let without_first = refused(|it| drop(it.zkey.contributions.remove(0)));
	assert_eq!(without_first, Refusal::TranscriptMismatch(1));
	let without_last = refused(|it| drop(it.zkey.contributions.pop()));
	assert_eq!(without_last, Refusal::FinalDeltaMismatch);
	let swapped = refused(|it| it.zkey.contributions.swap(0, 1));
	assert_eq!(swapped, Refusal::TranscriptMismatch(1));
	let transcript = refused(|it| it.zkey.contributions[1].transcript[5] ^= 1);
	assert_eq!(transcript, Refusal::TranscriptMismatch(2));
	let knowledge = refused(|it| other(&mut it.zkey.contributions[1].g2_spx));
	assert_eq!(knowledge, Refusal::KnowledgeMismatch(2));
	let delta = refused(|it| other(&mut it.zkey.contributions[1].delta_after));
	assert_eq!(delta, Refusal::DeltaMismatch(2));
	let hash = refused(|it| it.zkey.circuit_hash[0] ^= 1);
	assert_eq!(hash, Refusal::CircuitHashMismatch);
}

#[test]
fn a_beacon_is_recomputed() {
	let beacon = |change: fn(&mut greenhour_setup::zkey::Beacon)| {
		Files::refused(|it| {
			let contribution = &mut it.zkey.contributions[2];
			change(contribution.beacon.as_mut().expect("a beacon"));
		})
	};
	assert_eq!(beacon(|it| it.value[0] ^= 1), Refusal::BeaconMismatch(3));
	assert_eq!(beacon(|it| it.exponent = 9), Refusal::BeaconMismatch(3));
	let (index, exponent) = (3, verify::MAX_BEACON_EXPONENT + 1);
	let long = Refusal::BeaconTooLong { index, exponent };
	assert_eq!(
		beacon(|it| it.exponent = verify::MAX_BEACON_EXPONENT + 1),
		long
	);
	// What somebody chose is no beacon.
	let claimed = Files::refused(|it| {
		let beacon = it.zkey.contributions[2].beacon.clone();
		it.zkey = Zkey::read(&vector("phase2-0.zkey")).expect("committed");
		contribute(&mut it.zkey, "mallory", &mut OsRng);
		it.zkey.contributions[0].beacon = beacon;
	});
	assert_eq!(claimed, Refusal::BeaconMismatch(1));
}

#[test]
fn a_beacon_alone_or_before_others_is_refused() {
	let mut files = Files::read();
	contribute(&mut files.zkey, "late", &mut OsRng);
	assert_eq!(files.verify(), Err(Refusal::BeaconNotLast(3)));
	let alone = Zkey::read(&vector("beacon-only.zkey")).expect("committed");
	files.zkey = alone;
	assert_eq!(files.verify(), Err(Refusal::NoContributions));
}

/// Who slips in points before a contribution must not get them back divided by its secret.
#[test]
fn whoever_contributes_sees_points_that_do_not_belong_there() {
	let mut files = Files::read();
	files.zkey = Zkey::read(&vector("phase2-0.zkey")).expect("committed");
	let unfinished = |it: &Files| {
		verify::verify_unfinished(&it.r1cs, &it.ptau, &it.zkey, &mut OsRng, &mut |_| ())
	};
	assert_eq!(unfinished(&files), Ok(Vec::new()));
	let slipped_in = files.zkey.inputs.clone();
	files.zkey.header.variables += slipped_in.len();
	for _ in &slipped_in {
		files.zkey.a.push(G1Affine::zero());
		files.zkey.b_g1.push(G1Affine::zero());
		files.zkey.b_g2.push(G2Affine::zero());
	}
	files.zkey.c.extend(slipped_in);
	assert_eq!(unfinished(&files), Err(Refusal::SizeMismatch));
}

#[test]
fn own_contributions_go_on_where_snarkjs_ended() {
	let mut files = Files::read();
	// The beacon of the vector ends its phase 2.
	files.zkey = Zkey::read(&vector("phase2-0.zkey")).expect("committed");
	contribute(&mut files.zkey, "first", &mut OsRng);
	let before = files.zkey.clone();
	let hash = contribute(&mut files.zkey, "one more ä", &mut OsRng);
	assert_ne!(files.zkey.header.delta_g2, before.header.delta_g2);
	let links = files.verify().expect("a fair contribution");
	assert_eq!(links[1].hash, hex::encode(hash));
	assert_eq!(links[1].name.as_deref(), Some("one more ä"));
	let folder = tempfile::tempdir().expect("a temporary folder");
	let path = folder.path().join("more.zkey");
	files.zkey.write(&path).expect("writable");
	assert_eq!(Zkey::read(&path).expect("just written"), files.zkey);
}

#[test]
fn whoever_knows_no_secret_cannot_replace_delta() {
	// The whole key for another delta, with the transcript of the old one.
	let refusal = Files::refused(|it| {
		let old = it.zkey.contributions.clone();
		contribute(&mut it.zkey, "mallory", &mut OsRng);
		it.zkey.contributions = old;
	});
	assert_eq!(refusal, Refusal::FinalDeltaMismatch);
}

#[test]
fn a_written_zkey_reads_back_and_is_as_long_as_that_of_snarkjs() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let path = folder.path().join("again.zkey");
	let zkey = Files::read().zkey;
	zkey.write(&path).expect("writable");
	let again = Zkey::read(&path).expect("just written");
	assert_eq!(again, zkey);
	let length = |path: &Path| fs::metadata(path).expect("a file").len();
	assert_eq!(length(&path), length(&vector("phase2.zkey")));
}

#[test]
fn exports_are_the_committed_ones_and_read_back() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let (r1cs, values) = (folder.path().join("r1cs"), folder.path().join("wtns"));
	let circuit = Circuit::Tiny.r1cs().expect("it builds");
	circuit.write(&r1cs).expect("writable");
	assert_eq!(R1cs::read(&r1cs).expect("just written"), circuit);
	let bytes = |path: &Path| fs::read(path).expect("a file");
	assert_eq!(bytes(&r1cs), bytes(&vector("circuit.r1cs")));
	let assignment = Circuit::Tiny.example().assignment().expect("it holds");
	wtns::write(&values, &assignment).expect("writable");
	assert_eq!(wtns::read(&values).expect("just written"), assignment);
	assert_eq!(bytes(&values), bytes(&vector("statement.wtns")));
	for [a, b, c] in &circuit.constraints {
		let sum = |terms: &greenhour_setup::r1cs::Sum| -> Fr {
			let term =
				|(variable, coefficient): &(u32, Fr)| assignment[*variable as usize] * coefficient;
			terms.iter().map(term).sum()
		};
		assert_eq!(sum(a) * sum(b), sum(c));
	}
}

fn accepts(keys: &Keys, proof: &[u8; 128], inputs: &[[u8; 32]]) -> bool {
	let context = BatchContext {
		circuit: 0,
		version: 0,
		context: [0; 32],
	};
	verify_batch(keys.verifying(), &context, &[Entry { proof, inputs }]).is_ok()
}

#[test]
fn a_converted_key_accepts_proofs_of_snarkjs_and_makes_its_own() {
	let files = Files::read();
	let keys = convert::keys(&files.zkey).expect("a good key");
	let (proof, inputs) =
		proofs::read(&vector("proof.json"), &vector("public.json")).expect("of snarkjs");
	assert_eq!(inputs, Circuit::Tiny.example().public_inputs());
	assert!(accepts(&keys, &proof, &inputs));
	let mut wrong = inputs.clone();
	wrong[0] = field_bytes(&Fr::from(43u64));
	assert!(!accepts(&keys, &proof, &wrong));
	// The first time with matrices, the second time with those kept.
	for _ in 0..2 {
		let proof = Circuit::Tiny.example().prove(&keys).expect("it holds");
		assert!(accepts(&keys, &proof, &inputs));
	}
}

#[test]
fn another_statement_does_not_spoil_a_key() {
	let keys = convert::keys(&Files::read().zkey).expect("a good key");
	let error = Circuit::ReceiptV1.example().prove(&keys);
	let refused = matches!(error, Err(Error::Prover(greenhour_prover::Error::Proof(_))));
	assert!(refused, "the key is of another circuit");
	Circuit::Tiny.example().prove(&keys).expect("its own");
}

#[test]
fn proofs_are_written_as_snarkjs_reads_them() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let (proof, public) = (folder.path().join("proof"), folder.path().join("public"));
	let made = proofs::read(&vector("proof.json"), &vector("public.json")).expect("of snarkjs");
	proofs::write(&made.0, &made.1, &proof, &public).expect("writable");
	let json = |path: &Path| -> serde_json::Value {
		serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
	};
	assert_eq!(json(&proof), json(&vector("proof.json")));
	assert_eq!(json(&public), json(&vector("public.json")));
}

#[test]
fn a_proving_key_is_found_by_its_digest_only() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let path = folder.path().join("tiny.pk");
	let keys = convert::keys(&Files::read().zkey).expect("a good key");
	let bytes = convert::proving_bytes(&keys).expect("memory");
	greenhour_setup::files::write(&path, &bytes).expect("writable");
	let digest = keys.proving_digest().expect("memory");
	assert_eq!(
		greenhour_setup::files::digest(&path).expect("a file"),
		digest
	);
	let read = Keys::read(&path, &digest).expect("just written");
	assert_eq!(read.proving(), keys.proving());
	let mut other = digest;
	other[31] ^= 1;
	assert!(Keys::read(&path, &other).is_err());
}

#[test]
fn a_key_of_a_skipped_phase_2_cannot_be_converted() {
	let zkey = Zkey::read(&vector("phase2-0.zkey")).expect("committed");
	assert_eq!(zkey.header.delta_g1, G1Affine::generator());
	let error = convert::keys(&zkey).expect_err("delta is the generator");
	let refused = |error: &Error| {
		let Error::Prover(greenhour_prover::Error::Key(rejection)) = error else {
			return false;
		};
		// Gamma is the generator in every key of snarkjs.
		*rejection == KeyRejection::GammaEqualsDelta
	};
	assert!(refused(&error), "{error}");
}

#[test]
fn the_setup_transcript_binds_every_part() {
	let zkey = Files::read().zkey;
	let hash = |r1cs: u8, ptau: u8, zkey: &Zkey, key: u8| {
		convert::transcript_hash(&[r1cs; 32], &[ptau; 32], zkey, &[key; 32])
	};
	let mut all = vec![hash(1, 2, &zkey, 3)];
	all.extend([
		hash(9, 2, &zkey, 3),
		hash(1, 9, &zkey, 3),
		hash(1, 2, &zkey, 9),
	]);
	let mut shorter = zkey.clone();
	shorter.contributions.pop();
	all.push(hash(1, 2, &shorter, 3));
	let mut other = zkey.clone();
	other.contributions[0].transcript[0] ^= 1;
	all.push(hash(1, 2, &other, 3));
	let mut beacon = zkey;
	beacon.contributions[2].beacon = None;
	all.push(hash(1, 2, &beacon, 3));
	let count = all.len();
	all.sort_unstable();
	all.dedup();
	assert_eq!(all.len(), count);
}

#[test]
fn a_phase_1_of_one_party_has_consistent_powers() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let path = folder.path().join("own.ptau");
	phase1::write(&path, 3, &mut OsRng).expect("writable");
	let exact = PowersOfTau::read(&path, 3).expect("just written");
	assert_eq!(exact.tau_g1.len(), 15);
	let mut files = Files::read();
	files.ptau = exact;
	// The powers are fine; the key is of others.
	assert_eq!(files.verify(), Err(Refusal::HeaderMismatch("alpha")));
	let error = PowersOfTau::read(&path, 4).expect_err("too few");
	let small = Refusal::PowerTooSmall {
		power: 3,
		needed: 4,
	};
	assert!(matches!(error, Error::Refused(refusal) if refusal == small));
}

#[test]
fn pinned_digests_are_compared_by_name() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let (pinned, copy) = (
		folder.path().join("pins.json"),
		folder.path().join("circuit.r1cs"),
	);
	let files = [vector("circuit.r1cs"), vector("phase2.zkey")];
	pins::write(&pinned, &files).expect("writable");
	pins::check(&pinned, &files).expect("unchanged");
	let mut bytes = fs::read(&files[0]).expect("a file");
	bytes[100] ^= 1;
	fs::write(&copy, bytes).expect("writable");
	let error = pins::check(&pinned, &[copy]).expect_err("changed");
	assert!(matches!(error, Error::DigestMismatch { .. }), "{error}");
	let error = pins::check(&pinned, &[vector("phase1.ptau")]).expect_err("not in the list");
	assert!(matches!(error, Error::NotPinned(_)), "{error}");
}

#[test]
fn drawn_points_are_in_their_groups() {
	let point = transcript::challenge_point(&[7; 64]);
	assert!(point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve());
	assert_ne!(point, transcript::challenge_point(&[8; 64]));
}
