//! The development keys are the pinned ones, and the committed verifying keys are theirs.

use greenhour_circuits::{Receipt, Work};
use greenhour_prover::{DevelopmentKeys, Error, Keys};
use greenhour_types::{receipt::RECEIPT_V1_INPUTS, work::WORK_V1_INPUTS};
use greenhour_verifier::{is_development_key, key_digest, ReceiptKey, DEVELOPMENT_KEY_DIGESTS};
use std::fs;

const RECEIPT_V1_KEY: &[u8] = include_bytes!("../keys/receipt-v1.development.vk");
const WORK_V1_KEY: &[u8] = include_bytes!("../keys/work-v1.development.vk");

/// Place of the key in the list of the verifier.
fn assert_pinned<S: DevelopmentKeys>(committed: &[u8], place: usize) {
	let keys = Keys::generate_development::<S>().expect("the example holds");
	assert_eq!(
		keys.proving_digest().expect("memory"),
		S::PROVING_KEY_DIGEST
	);
	assert_eq!(keys.verifying_bytes().expect("memory"), committed);
	assert_eq!(keys.verifying().digest(), DEVELOPMENT_KEY_DIGESTS[place]);
}

#[test]
fn generated_keys_are_the_pinned_and_committed_ones() {
	assert_pinned::<Receipt>(RECEIPT_V1_KEY, 0);
	assert_pinned::<Work>(WORK_V1_KEY, 1);
}

#[test]
fn the_committed_keys_are_known_as_development_keys() {
	let committed = [
		(RECEIPT_V1_KEY, RECEIPT_V1_INPUTS),
		(WORK_V1_KEY, WORK_V1_INPUTS),
	];
	for (bytes, inputs) in committed {
		let key = ReceiptKey::decode_checked(bytes).expect("canonical");
		assert_eq!(key.arity(), inputs);
		assert_eq!(key.digest(), key_digest(bytes));
		assert!(is_development_key(bytes));
		let mut other = bytes.to_vec();
		other[0] ^= 1;
		assert!(!is_development_key(&other));
	}
}

#[test]
fn a_damaged_cache_is_replaced() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let made = Keys::development::<Receipt>(folder.path()).expect("made");
	let files: Vec<_> = fs::read_dir(folder.path())
		.expect("made")
		.flatten()
		.collect();
	assert_eq!(files.len(), 1, "one file and no scratch");
	let file = files[0].path();
	let good = fs::read(&file).expect("written");
	let mut bad = good.clone();
	bad[100] ^= 1;
	fs::write(&file, &bad).expect("writable");
	let again = Keys::development::<Receipt>(folder.path()).expect("made again");
	assert_eq!(again.verifying(), made.verifying());
	assert_eq!(fs::read(&file).expect("written"), good);
	let loaded = Keys::development::<Receipt>(folder.path()).expect("loaded");
	assert_eq!(loaded.proving(), made.proving());
}

#[test]
fn a_key_is_found_by_its_digest_only() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let digest = Receipt::PROVING_KEY_DIGEST;
	let find = |digest: &[u8; 32]| Keys::by_digest::<Receipt>(folder.path(), digest);
	assert!(matches!(find(&digest), Err(Error::KeyNotFound { .. })));
	let made = Keys::development::<Receipt>(folder.path()).expect("made");
	assert_eq!(find(&digest).expect("kept").verifying(), made.verifying());
	let of_another_statement = Keys::by_digest::<Work>(folder.path(), &digest);
	assert!(matches!(
		of_another_statement,
		Err(Error::KeyNotFound { .. })
	));
	let mut other = digest;
	// The file has the same name, which holds the first eight bytes.
	other[31] ^= 1;
	assert!(matches!(find(&other), Err(Error::KeyNotFound { .. })));
}

#[test]
fn a_cache_that_cannot_be_written_is_named() {
	let folder = tempfile::tempdir().expect("a temporary folder");
	let file = folder.path().join("file");
	fs::write(&file, b"not a folder").expect("writable");
	let error = Keys::development::<Receipt>(&file).expect_err("a file is no folder");
	assert!(error.to_string().contains("file"), "{error}");
}
