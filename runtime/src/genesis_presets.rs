//! The named genesis states of development networks.
//!
//! Every key in here is public: `development` and `local*` are for networks that nobody trusts with
//! anything. A production network writes its own genesis and names no sudo account.

use crate::{
	configs,
	currency::{GCD, GCD_ASSET, GCD_DECIMALS, GCD_MINIMUM_BALANCE, GHR},
	AccountId, AssetsConfig, BabeConfig, Balance, BalancesConfig, ClockConfig, DevicesConfig,
	DisputesConfig, HourMarketConfig, ReceiptsConfig, RuntimeGenesisConfig, SessionConfig,
	SessionKeys, SudoConfig, ValidatorSet, ValidatorSetConfig,
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1, RECEIPT_V1_SCHEMA},
	work::{WORK_CIRCUIT, WORK_V1, WORK_V1_SCHEMA},
	ClockParams, GpuClass, GpuClassId, Moment, PoolId, ZoneId,
};
use pallet_devices::GovernedRate;
use pallet_hour_market::PoolParams;
use pallet_receipts::GenesisCircuit;
use pallet_validator_set::Mode;
use serde_json::Value;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_genesis_builder::PresetId;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// Stands for the setup of keys that had none: one public seed made them.
const DEVELOPMENT_SETUP: [u8; 32] = *b"development keys from one seed  ";

/// One validator, Alice.
pub const DEVELOPMENT: &str = sp_genesis_builder::DEV_RUNTIME_PRESET;
/// Two validators: Alice and Bob.
pub const LOCAL: &str = "local";
/// Three validators: Alice, Bob and Charlie.
pub const LOCAL_3: &str = "local3";
/// Four validators: Alice, Bob, Charlie and Dave.
pub const LOCAL_4: &str = "local4";

/// A quarter of the slots have a secret author; every slot has a known one besides, whose VRF
/// output feeds the randomness as well.
pub const BABE_CONFIG: BabeEpochConfiguration = BabeEpochConfiguration {
	c: (1, 4),
	allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
};

/// What each account of the keyring owns at genesis.
const ENDOWMENT_GHR: Balance = 1_000_000 * GHR;
const ENDOWMENT_GCD: Balance = 1_000_000 * GCD;

/// What each validator bonds at genesis.
const VALIDATOR_BOND: Balance = 100_000 * GHR;
/// Seats of an election, once candidacy is open.
const SEATS: u32 = 7;
/// Members that a set keeps at least, where it has as many.
const LEAST_VALIDATORS: u32 = 2;
/// What a block earns, and what there is to pay it from.
const REWARD_PER_BLOCK: Balance = GHR / 10;
const REWARD_POT: Balance = 1_000_000 * GHR;

/// The pool that development networks trade.
pub const POOL: PoolId = PoolId {
	gpu_class: GpuClassId(1),
	zone: ZoneId(1),
};
/// Its curve. A GPU-hour costs 0.50 GCD at least; with 3 GPUs on offer it costs 0.60 GCD an hour
/// ahead and 1.61 GCD two days ahead, with one 1.10 and 2.11 GCD.
const MARKET: PoolParams = PoolParams {
	immediate: 9_000,
	per_hour: 1_450,
	unit_price: 500,
	// A fifth more for energy that is green in all units.
	green_premium: 2_000,
};
/// What one GPU of its class draws.
const WATT_HOURS_PER_GPU_HOUR: u32 = 700;
/// The verifying key of `receipt-v1` whose secrets follow from a published seed.
const RECEIPT_V1_DEVELOPMENT_KEY: &[u8] =
	include_bytes!("../../zk/prover/keys/receipt-v1.development.vk");
/// As the one above, of `work-v1`.
const WORK_V1_DEVELOPMENT_KEY: &[u8] =
	include_bytes!("../../zk/prover/keys/work-v1.development.vk");
/// 2100-01-01T00:00:00Z.
const YEAR_2100: Moment = 4_102_444_800_000;

/// The validators that a local network can have, in the order in which they join.
const VALIDATORS: [(Sr25519Keyring, Ed25519Keyring); 4] = [
	(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
	(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
	(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
	(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
];

/// The names that [`get_preset`] knows.
pub fn preset_names() -> Vec<PresetId> {
	[DEVELOPMENT, LOCAL, LOCAL_3, LOCAL_4]
		.into_iter()
		.map(PresetId::from)
		.collect()
}

/// The genesis state of this name as JSON, relative to the defaults of the pallets.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let validators = match id.as_ref() {
		DEVELOPMENT => 1,
		LOCAL => 2,
		LOCAL_3 => 3,
		LOCAL_4 => 4,
		_ => return None,
	};
	serde_json::to_vec(&development_network(validators)).ok()
}

/// The whole genesis of a preset as JSON, laid over the defaults of the pallets as chain specifications do: for
/// chains that no node makes.
///
/// # Panics
/// For a name that [`preset_names`] does not list.
#[cfg(feature = "std")]
pub fn whole(preset: &str) -> Vec<u8> {
	use frame_support::genesis_builder_helper;

	let value = |json: Option<Vec<u8>>| -> Value {
		let json = json.expect("the preset exists");
		serde_json::from_slice(&json).expect("a preset is JSON")
	};
	let defaults = genesis_builder_helper::get_preset::<RuntimeGenesisConfig>(&None, get_preset);
	let mut config = value(defaults);
	merge(&mut config, value(get_preset(&preset.into())));
	serde_json::to_vec(&config).expect("a JSON value encodes")
}

/// Lays a JSON patch over a value.
#[cfg(feature = "std")]
fn merge(base: &mut Value, patch: Value) {
	match (base, patch) {
		(Value::Object(base), Value::Object(patch)) => {
			for (key, value) in patch {
				merge(base.entry(key).or_insert(Value::Null), value);
			}
		}
		(base, patch) => *base = patch,
	}
}

/// A network of public keys with the first `validators` of the keyring; Alice is root.
fn development_network(validators: usize) -> Value {
	let session = VALIDATORS
		.iter()
		.take(validators)
		.map(|(account, finality)| {
			let keys = SessionKeys {
				babe: account.public().into(),
				grandpa: finality.public().into(),
			};
			(account.to_account_id(), account.to_account_id(), keys)
		});
	let session: Vec<_> = session.collect();
	let accounts: Vec<AccountId> = Sr25519Keyring::iter()
		.map(|key| key.to_account_id())
		.collect();
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			balances: accounts
				.iter()
				.cloned()
				.map(|who| (who, ENDOWMENT_GHR))
				.chain([(ValidatorSet::pot(), REWARD_POT)])
				.collect(),
		},
		clock: ClockConfig {
			params: ClockParams::DEVELOPMENT
		},
		babe: BabeConfig {
			epoch_config: BABE_CONFIG
		},
		validator_set: ValidatorSetConfig {
			validators: session
				.iter()
				.map(|(account, ..)| account.clone())
				.collect(),
			bond: VALIDATOR_BOND,
			mode: Mode::Governed,
			seats: SEATS,
			minimum: u32::try_from(session.len()).map_or(1, |count| count.min(LEAST_VALIDATORS)),
			reward_per_block: REWARD_PER_BLOCK,
		},
		session: SessionConfig { keys: session },
		assets: AssetsConfig {
			assets: vec![(GCD_ASSET, configs::gcd_team(), true, GCD_MINIMUM_BALANCE)],
			metadata: vec![(
				GCD_ASSET,
				b"Green-compute dollar".to_vec(),
				b"GCD".to_vec(),
				GCD_DECIMALS
			)],
			accounts: accounts
				.iter()
				.cloned()
				.map(|who| (GCD_ASSET, who, ENDOWMENT_GCD))
				.collect(),
		},
		devices: DevicesConfig {
			endorser: Some(Sr25519Keyring::Alice.to_account_id()),
			ghr_rate: Some(until_2100(GCD)),
			unit_value: Some(until_2100(GCD)),
			gpu_classes: vec![(POOL.gpu_class, GpuClass::REFERENCE)],
		},
		// The sudo account judges.
		disputes: DisputesConfig { auditing: true },
		hour_market: HourMarketConfig {
			pools: vec![(POOL, MARKET)]
		},
		receipts: ReceiptsConfig {
			allow_development_keys: true,
			circuits: vec![
				GenesisCircuit {
					circuit: RECEIPT_CIRCUIT,
					version: RECEIPT_V1,
					key: RECEIPT_V1_DEVELOPMENT_KEY.to_vec(),
					schema: RECEIPT_V1_SCHEMA,
					setup: DEVELOPMENT_SETUP,
				},
				GenesisCircuit {
					circuit: WORK_CIRCUIT,
					version: WORK_V1,
					key: WORK_V1_DEVELOPMENT_KEY.to_vec(),
					schema: WORK_V1_SCHEMA,
					setup: DEVELOPMENT_SETUP,
				},
			],
			class_energy: vec![(POOL.gpu_class, WATT_HOURS_PER_GPU_HOUR)],
		},
		sudo: SudoConfig {
			key: Some(Sr25519Keyring::Alice.to_account_id())
		},
	})
}

/// A governed value that never expires while a development network lives.
fn until_2100(value: Balance) -> GovernedRate {
	GovernedRate {
		value,
		expires_at: YEAR_2100,
	}
}
