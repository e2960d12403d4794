use crate::{
	mock::*, Circuit, CircuitRegistration, CircuitStatus, Circuits, Error, Event, GenesisCircuit,
	MAX_KEY_BYTES,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_adapters::{AdapterKind, CircuitAdapter, Signal, Snarkjs, FIELD_BITS};
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1, RECEIPT_V1_INPUTS},
	work::WORK_CIRCUIT,
	CircuitId, CircuitVersion,
};
use greenhour_verifier::{key_digest, ReceiptKey};
use sp_runtime::DispatchError;

const VERSION: CircuitVersion = CircuitVersion(2);

fn registration(key: &[u8]) -> CircuitRegistration {
	CircuitRegistration {
		key: key.to_vec().try_into().expect("short enough"),
		adapter: CircuitAdapter::Native,
		schema: SCHEMA,
		setup: SETUP,
	}
}

fn register_as(
	circuit: CircuitId,
	registration: CircuitRegistration,
	activates_at: u64,
) -> sp_runtime::DispatchResult {
	let root = RuntimeOrigin::root();
	Receipts::register_circuit(root, circuit, VERSION, registration, activates_at)
}

fn register(key: &[u8], activates_at: u64) -> sp_runtime::DispatchResult {
	register_as(RECEIPT_CIRCUIT, registration(key), activates_at)
}

fn activate() -> sp_runtime::DispatchResult {
	Receipts::activate_circuit(RuntimeOrigin::root(), RECEIPT_CIRCUIT, VERSION)
}

fn retire() -> sp_runtime::DispatchResult {
	Receipts::retire_circuit(RuntimeOrigin::root(), RECEIPT_CIRCUIT, VERSION)
}

fn pause() -> sp_runtime::DispatchResult {
	Receipts::pause_circuit(RuntimeOrigin::signed(GUARD), RECEIPT_CIRCUIT, VERSION)
}

fn resume() -> sp_runtime::DispatchResult {
	Receipts::resume_circuit(RuntimeOrigin::root(), RECEIPT_CIRCUIT, VERSION)
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
			adapter: CircuitAdapter::Native,
			schema: SCHEMA,
			setup: SETUP,
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
				adapter: AdapterKind::Native,
				schema: SCHEMA,
				setup: SETUP,
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
		let registration = registration(DEVELOPMENT_KEY);
		let registered = Receipts::register_circuit(anyone(), circuit, version, registration, 11);
		assert_noop!(registered, bad);
		assert_noop!(Receipts::activate_circuit(anyone(), circuit, version), bad);
		assert_noop!(Receipts::retire_circuit(anyone(), circuit, version), bad);
		assert_noop!(Receipts::pause_circuit(anyone(), circuit, version), bad);
		assert_noop!(Receipts::resume_circuit(anyone(), circuit, version), bad);
		// Whoever may pause may not start.
		let guard = || RuntimeOrigin::signed(GUARD);
		assert_noop!(Receipts::resume_circuit(guard(), circuit, version), bad);
		assert_noop!(Receipts::retire_circuit(guard(), circuit, version), bad);
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
		schema: SCHEMA,
		setup: SETUP,
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
fn a_circuit_is_paused_and_resumed() {
	Ext::default().execute(|| {
		let (circuit, version) = (RECEIPT_CIRCUIT, VERSION);
		assert_noop!(pause(), Error::<Test>::CircuitNotFound);
		assert_noop!(resume(), Error::<Test>::CircuitNotFound);
		assert_ok!(register(DEVELOPMENT_KEY, 11));
		assert_noop!(pause(), Error::<Test>::CircuitStatusMismatch);
		assert_noop!(resume(), Error::<Test>::CircuitStatusMismatch);
		System::set_block_number(11);
		assert_ok!(activate());
		assert_noop!(resume(), Error::<Test>::CircuitStatusMismatch);
		assert_ok!(pause());
		assert_eq!(status(), CircuitStatus::Paused);
		System::assert_last_event(Event::CircuitPaused { circuit, version }.into());
		assert_noop!(pause(), Error::<Test>::CircuitStatusMismatch);
		assert_noop!(activate(), Error::<Test>::CircuitStatusMismatch);
		assert_ok!(resume());
		assert_eq!(status(), CircuitStatus::Active);
		System::assert_last_event(Event::CircuitResumed { circuit, version }.into());
		assert_ok!(pause());
		assert_ok!(retire());
		assert_noop!(resume(), Error::<Test>::CircuitStatusMismatch);
		assert_noop!(pause(), Error::<Test>::CircuitStatusMismatch);
	});
}

#[test]
fn a_circuit_needs_a_schema_and_a_setup() {
	Ext::default().execute(|| {
		let without_schema = CircuitRegistration {
			schema: [0; 32],
			..registration(DEVELOPMENT_KEY)
		};
		let refused = register_as(RECEIPT_CIRCUIT, without_schema, 11);
		assert_noop!(refused, Error::<Test>::SchemaMissing);
		let without_setup = CircuitRegistration {
			setup: [0; 32],
			..registration(DEVELOPMENT_KEY)
		};
		let refused = register_as(RECEIPT_CIRCUIT, without_setup, 11);
		assert_noop!(refused, Error::<Test>::SetupMissing);
	});
}

#[test]
fn under_the_id_of_a_circuit_that_pays_stands_no_other() {
	Ext::default().execute(|| {
		let signals = vec![Signal::Bits(FIELD_BITS); RECEIPT_V1_INPUTS];
		let adapter = CircuitAdapter::Snarkjs(Snarkjs {
			signals: signals.try_into().expect("40 of 64"),
		});
		let foreign = CircuitRegistration {
			adapter,
			..registration(DEVELOPMENT_KEY)
		};
		for circuit in [RECEIPT_CIRCUIT, WORK_CIRCUIT] {
			let refused = register_as(circuit, foreign.clone(), 11);
			assert_noop!(refused, Error::<Test>::AdapterMismatch);
		}
		// `work-v1` has one input more.
		let refused = register_as(WORK_CIRCUIT, registration(DEVELOPMENT_KEY), 11);
		assert_noop!(refused, Error::<Test>::AdapterMismatch);
		// Elsewhere both can stand, and neither pays.
		assert_ok!(register_as(CircuitId(7), foreign, 11));
		assert_ok!(register_as(CircuitId(8), registration(DEVELOPMENT_KEY), 11));
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
		assert_ok!(Receipts::register_circuit(
			RuntimeOrigin::root(),
			CircuitId(u16::MAX),
			CircuitVersion(u16::MAX),
			registration(DEVELOPMENT_KEY),
			u64::MAX,
		));
	});
}
