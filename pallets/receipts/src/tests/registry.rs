use crate::{
	mock::*, Circuit, CircuitStatus, Circuits, Error, Event, GenesisCircuit, MAX_KEY_BYTES,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1, RECEIPT_V1_INPUTS},
	CircuitId, CircuitVersion,
};
use greenhour_verifier::{key_digest, ReceiptKey};
use sp_runtime::DispatchError;

const VERSION: CircuitVersion = CircuitVersion(2);

fn register(key: &[u8], activates_at: u64) -> sp_runtime::DispatchResult {
	let key = key.to_vec().try_into().expect("short enough");
	let root = RuntimeOrigin::root();
	Receipts::register_circuit(root, RECEIPT_CIRCUIT, VERSION, key, activates_at)
}

fn activate() -> sp_runtime::DispatchResult {
	Receipts::activate_circuit(RuntimeOrigin::root(), RECEIPT_CIRCUIT, VERSION)
}

fn retire() -> sp_runtime::DispatchResult {
	Receipts::retire_circuit(RuntimeOrigin::root(), RECEIPT_CIRCUIT, VERSION)
}

fn status() -> CircuitStatus<u64> {
	Circuits::<Test>::get((RECEIPT_CIRCUIT, VERSION))
		.expect("registered")
		.status
}

/// A sound key that is not a development key: another constant point.
fn foreign_key() -> Vec<u8> {
	let mut key = DEVELOPMENT_KEY.to_vec();
	let (constant, first) = (448..512, 512..576);
	let point = key[first].to_vec();
	key[constant].copy_from_slice(&point);
	key
}

#[test]
fn the_longest_key_is_as_long_as_the_verifier_says() {
	assert_eq!(
		usize::try_from(MAX_KEY_BYTES),
		Ok(ReceiptKey::max_encoded_len())
	);
}

#[test]
fn a_circuit_is_registered_activated_and_retired() {
	Ext::default().execute(|| {
		assert_ok!(register(DEVELOPMENT_KEY, 11));
		let expected = Circuit {
			key: DEVELOPMENT_KEY.to_vec().try_into().expect("fits"),
			arity: u32::try_from(RECEIPT_V1_INPUTS).expect("small"),
			status: CircuitStatus::Pending { activates_at: 11 },
		};
		assert_eq!(
			Circuits::<Test>::get((RECEIPT_CIRCUIT, VERSION)),
			Some(expected)
		);
		System::assert_last_event(
			Event::CircuitRegistered {
				circuit: RECEIPT_CIRCUIT,
				version: VERSION,
				key_digest: key_digest(DEVELOPMENT_KEY),
				activates_at: 11,
			}
			.into(),
		);
		System::set_block_number(11);
		assert_ok!(activate());
		assert_eq!(status(), CircuitStatus::Active);
		System::assert_last_event(
			Event::CircuitActivated {
				circuit: RECEIPT_CIRCUIT,
				version: VERSION,
			}
			.into(),
		);
		assert_ok!(retire());
		assert_eq!(status(), CircuitStatus::Retired);
		System::assert_last_event(
			Event::CircuitRetired {
				circuit: RECEIPT_CIRCUIT,
				version: VERSION,
			}
			.into(),
		);
	});
}

#[test]
fn only_governance_touches_the_registry() {
	Ext::default().execute(|| {
		let anyone = || RuntimeOrigin::signed(1);
		let bad = DispatchError::BadOrigin;
		let (circuit, version) = (RECEIPT_CIRCUIT, VERSION);
		let key = DEVELOPMENT_KEY.to_vec().try_into().expect("fits");
		let registered = Receipts::register_circuit(anyone(), circuit, version, key, 11);
		assert_noop!(registered, bad);
		assert_noop!(Receipts::activate_circuit(anyone(), circuit, version), bad);
		assert_noop!(Receipts::retire_circuit(anyone(), circuit, version), bad);
	});
}

#[test]
fn a_registered_key_is_never_replaced() {
	Ext::default().execute(|| {
		assert_ok!(register(DEVELOPMENT_KEY, 11));
		assert_noop!(
			register(&foreign_key(), 11),
			Error::<Test>::CircuitAlreadyExists
		);
		assert_ok!(retire());
		assert_noop!(
			register(&foreign_key(), 11),
			Error::<Test>::CircuitAlreadyExists
		);
	});
}

#[test]
fn a_development_key_is_refused_unless_the_genesis_allows_it() {
	Ext::production().execute(|| {
		assert_noop!(
			register(DEVELOPMENT_KEY, 11),
			Error::<Test>::DevelopmentKeyRefused
		);
		assert_ok!(register(&foreign_key(), 11));
	});
}

#[test]
#[should_panic(expected = "a circuit of the genesis is refused")]
fn a_genesis_with_a_development_key_that_it_does_not_allow_is_refused() {
	let key = DEVELOPMENT_KEY.to_vec();
	let circuit = GenesisCircuit {
		circuit: RECEIPT_CIRCUIT,
		version: RECEIPT_V1,
		key,
	};
	Ext::production().with_circuits(vec![circuit]).build();
}

#[test]
fn a_malformed_key_is_refused() {
	Ext::default().execute(|| {
		let short = &DEVELOPMENT_KEY[..DEVELOPMENT_KEY.len() - 1];
		assert_noop!(register(short, 11), Error::<Test>::MalformedKey);
		assert_noop!(register(&[], 11), Error::<Test>::MalformedKey);
		// Delta where gamma stands.
		let mut forgeable = DEVELOPMENT_KEY.to_vec();
		let delta = forgeable[320..448].to_vec();
		forgeable[192..320].copy_from_slice(&delta);
		assert_noop!(register(&forgeable, 11), Error::<Test>::MalformedKey);
	});
}

#[test]
fn the_activation_delay_is_kept() {
	Ext::default().execute(|| {
		assert_noop!(
			register(DEVELOPMENT_KEY, 10),
			Error::<Test>::ActivationTooEarly
		);
		assert_ok!(register(DEVELOPMENT_KEY, 12));
		System::set_block_number(11);
		assert_noop!(activate(), Error::<Test>::ActivationTooEarly);
	});
}

#[test]
fn a_status_never_goes_back() {
	Ext::default().execute(|| {
		assert_noop!(activate(), Error::<Test>::CircuitNotFound);
		assert_noop!(retire(), Error::<Test>::CircuitNotFound);
		assert_ok!(register(DEVELOPMENT_KEY, 11));
		System::set_block_number(11);
		assert_ok!(activate());
		assert_noop!(activate(), Error::<Test>::CircuitStatusMismatch);
		assert_ok!(retire());
		assert_noop!(activate(), Error::<Test>::CircuitStatusMismatch);
		assert_noop!(retire(), Error::<Test>::CircuitStatusMismatch);
	});
}

#[test]
fn extreme_ids_can_be_registered() {
	Ext::default().execute(|| {
		let key = DEVELOPMENT_KEY.to_vec().try_into().expect("fits");
		assert_ok!(Receipts::register_circuit(
			RuntimeOrigin::root(),
			CircuitId(u16::MAX),
			CircuitVersion(u16::MAX),
			key,
			u64::MAX,
		));
	});
}
