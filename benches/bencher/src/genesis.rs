//! The state that benchmarks start from.

use crate::{host::Host, Error};
use parity_scale_codec::Encode;
use serde_json::{Map, Value};
use sp_core::storage::Storage;
use sp_state_machine::BasicExternalities;

const PRESET: &str = "development";

/// The genesis state of the preset `development`.
///
/// **Errors** `NoPreset`; `State`: the runtime refuses its own preset; and those of [`Host::run`].
pub fn development(host: &Host) -> Result<Storage, Error> {
	let mut config = preset(host, None)?.unwrap_or(Value::Object(Map::new()));
	merge(
		&mut config,
		preset(host, Some(PRESET))?.ok_or(Error::NoPreset(PRESET))?,
	);
	let mut state = BasicExternalities::new_empty();
	let json = serde_json::to_vec(&config)?.encode();
	host.run::<Result<(), String>>(&mut state, "GenesisBuilder_build_state", &json)?
		.map_err(Error::State)?;
	Ok(state.into_storages())
}

fn preset(host: &Host, name: Option<&str>) -> Result<Option<Value>, Error> {
	let mut state = BasicExternalities::new_empty();
	let json: Option<Vec<u8>> =
		host.run(&mut state, "GenesisBuilder_get_preset", &name.encode())?;
	Ok(json.map(|json| serde_json::from_slice(&json)).transpose()?)
}

/// Presets other than the default one name only what differs from it.
fn merge(config: &mut Value, patch: Value) {
	match (config, patch) {
		(Value::Object(config), Value::Object(patch)) => {
			for (key, value) in patch {
				merge(config.entry(key).or_insert(Value::Null), value);
			}
		}
		(config, patch) => *config = patch,
	}
}
