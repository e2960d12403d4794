//! The chain specification on disk, checked before the light client sees it.

use std::{
	fs,
	path::{Path, PathBuf},
};

use serde_json::Value;

/// Fields of a specification that the light client knows; it refuses a file with others.
const KNOWN_FIELDS: &[&str] = &[
	"name",
	"id",
	"chainType",
	"codeSubstitutes",
	"bootNodes",
	"forkId",
	"blockNumberBytes",
	"properties",
	"forkBlocks",
	"badBlocks",
	"consensusEngine",
	"genesis",
	"lightSyncState",
];

/// Why a chain specification can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SpecificationError {
	/// The file can't be read.
	#[error("cannot read chain specification {}: {cause}", path.display())]
	Unreadable {
		/// The file.
		path: PathBuf,
		/// What the system says.
		cause: std::io::Error,
	},
	/// The file is not JSON, or cut off.
	#[error("chain specification {} is not complete JSON: {cause}", path.display())]
	NotJson {
		/// The file.
		path: PathBuf,
		/// Line and column.
		cause: serde_json::Error,
	},
	/// A field is missing or has another type.
	#[error("chain specification {}: {reason}", path.display())]
	Unusable {
		/// The file.
		path: PathBuf,
		/// What is wrong and what to do.
		reason: &'static str,
	},
}

/// A raw chain specification that the light client can read.
#[derive(Debug, Clone)]
pub struct ChainSpecification {
	/// Name for people.
	pub name: String,
	/// `true` for chain types `Development` and `Local`: the only ones on which well-known keys
	/// may be used.
	pub development: bool,
	/// Whether a checkpoint (`lightSyncState`) is in it, so that restarts are fast.
	pub checkpointed: bool,
	/// Bootnodes named in it.
	pub bootnodes: usize,
	/// The text for the light client, without fields that it does not know.
	pub text: String,
}

impl ChainSpecification {
	/// Reads and checks the file at `path`.
	///
	/// **Errors**: `Unreadable`, `NotJson` (with line and column), `Unusable` (plain form, no
	/// bootnodes, child tries at genesis).
	pub fn load(path: &Path) -> Result<Self, SpecificationError> {
		let bytes = fs::read(path).map_err(|cause| SpecificationError::Unreadable {
			path: path.to_owned(),
			cause,
		})?;
		let value: Value =
			serde_json::from_slice(&bytes).map_err(|cause| SpecificationError::NotJson {
				path: path.to_owned(),
				cause,
			})?;
		Self::from_json(value).map_err(|reason| SpecificationError::Unusable {
			path: path.to_owned(),
			reason,
		})
	}

	fn from_json(mut value: Value) -> Result<Self, &'static str> {
		let fields = value.as_object_mut().ok_or("is not a JSON object")?;
		fields.retain(|field, value| KNOWN_FIELDS.contains(&field.as_str()) && !value.is_null());
		let name = fields
			.get("name")
			.and_then(Value::as_str)
			.ok_or("has no name")?
			.to_owned();
		let bootnodes = fields
			.get("bootNodes")
			.and_then(Value::as_array)
			.map_or(0, Vec::len);
		if bootnodes == 0 {
			return Err("names no bootNodes: the device would find nobody to ask");
		}
		let checkpointed = fields.contains_key("lightSyncState");
		let genesis = fields.get("genesis").ok_or("has no genesis")?;
		match genesis.get("raw") {
			Some(raw) => {
				let children = raw.get("childrenDefault").and_then(Value::as_object);
				if !children.is_some_and(serde_json::Map::is_empty) {
					return Err("genesis.raw.childrenDefault must be an empty object");
				}
			}
			None if genesis.get("stateRootHash").is_some() && checkpointed => {}
			None => return Err("is in plain form; export it with --raw"),
		}
		let kind = fields
			.get("chainType")
			.and_then(Value::as_str)
			.unwrap_or("Live");
		let development = matches!(kind, "Development" | "Local");
		Ok(Self {
			name,
			development,
			checkpointed,
			bootnodes,
			text: value.to_string(),
		})
	}
}

#[cfg(test)]
mod tests {
	use serde_json::json;

	use super::*;

	fn raw() -> Value {
		json!({
			"name": "Test", "id": "test", "chainType": "Local",
			"bootNodes": ["/ip4/127.0.0.1/tcp/1/p2p/x"],
			"telemetryEndpoints": null, "protocolId": null, "someExtension": 3,
			"genesis": { "raw": { "top": {}, "childrenDefault": {} } },
		})
	}

	#[test]
	fn raw_specification_loses_only_fields_unknown_to_the_light_client() {
		let found = ChainSpecification::from_json(raw()).unwrap();
		let text: Value = serde_json::from_str(&found.text).unwrap();
		assert!(text.get("someExtension").is_none() && text.get("protocolId").is_none());
		assert!(text.get("genesis").is_some());
		assert!(found.development && !found.checkpointed);
		assert_eq!(found.bootnodes, 1);
	}

	#[test]
	fn live_is_assumed_when_the_chain_type_is_missing() {
		let mut value = raw();
		value.as_object_mut().unwrap().remove("chainType");
		assert!(!ChainSpecification::from_json(value).unwrap().development);
	}

	#[test]
	fn plain_specification_is_refused() {
		let mut value = raw();
		value["genesis"] = json!({ "runtimeGenesis": {} });
		assert!(ChainSpecification::from_json(value)
			.unwrap_err()
			.contains("--raw"));
	}

	#[test]
	fn state_root_without_checkpoint_is_refused() {
		let mut value = raw();
		value["genesis"] = json!({ "stateRootHash": "0x00" });
		assert!(ChainSpecification::from_json(value.clone()).is_err());
		value["lightSyncState"] = json!({});
		assert!(ChainSpecification::from_json(value).unwrap().checkpointed);
	}

	#[test]
	fn specification_without_bootnodes_is_refused() {
		let mut value = raw();
		value["bootNodes"] = json!([]);
		assert!(ChainSpecification::from_json(value)
			.unwrap_err()
			.contains("bootNodes"));
	}

	#[test]
	fn child_tries_at_genesis_are_refused() {
		let mut value = raw();
		value["genesis"]["raw"]["childrenDefault"] = json!({ "0x00": {} });
		assert!(ChainSpecification::from_json(value).is_err());
	}

	#[test]
	fn cut_off_file_is_named_with_line_and_column() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("spec.json");
		fs::write(&path, "{\n  \"name\": \"x\",").unwrap();
		let text = ChainSpecification::load(&path).unwrap_err().to_string();
		assert!(
			text.contains("spec.json") && text.contains("line 2"),
			"{text}"
		);
	}

	#[test]
	fn missing_file_is_named() {
		let text = ChainSpecification::load(Path::new("/nowhere.json"))
			.unwrap_err()
			.to_string();
		assert!(text.contains("/nowhere.json"));
	}
}
