//! Which networks the node knows: the development presets of the runtime, and any spec file.

use greenhour_runtime::{genesis_presets as presets, OpaqueBlock as Block, WASM_BINARY};
use sc_chain_spec::{ChainSpecExtension, ChainType, GenericChainSpec};
use sc_network::{
	config::{ed25519::SecretKey, MultiaddrWithPeerId, NodeKeyConfig, Secret},
	multiaddr::{Multiaddr, Protocol},
};
use serde::{Deserialize, Serialize};
use sp_keyring::Sr25519Keyring;
use std::{net::Ipv4Addr, path::PathBuf};

/// What a spec may carry besides the fields of the SDK. Light clients refuse any other field.
#[derive(Default, Clone, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extensions {
	/// Block hashes that must be on the chain.
	pub(crate) fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Block hashes that must not be on the chain.
	pub(crate) bad_blocks: sc_client_api::BadBlocks<Block>,
	/// A checkpoint, which `sync_state_genSyncSpec` fills in.
	pub(crate) light_sync_state: sc_sync_state_rpc::LightSyncStateExtension,
}

/// The specification of a chain of this runtime.
pub(crate) type ChainSpec = GenericChainSpec<Extensions>;

/// The peer-to-peer port of the first validator of a local network; the next ones follow.
const FIRST_PORT: u16 = 30_333;

/// The validators that a local network can have.
const LOCAL_VALIDATORS: [Sr25519Keyring; 4] = [
	Sr25519Keyring::Alice,
	Sr25519Keyring::Bob,
	Sr25519Keyring::Charlie,
	Sr25519Keyring::Dave,
];

/// The chain that `--chain ID` means.
pub(crate) fn load(id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
	Ok(Box::new(match id {
		"" | "dev" | presets::DEVELOPMENT => {
			from_preset("Greenhour Development", "dev", presets::DEVELOPMENT, 0)?
		}
		presets::LOCAL => from_preset("Greenhour Local", "local", presets::LOCAL, 2)?,
		presets::LOCAL_3 => from_preset("Greenhour Local 3", "local3", presets::LOCAL_3, 3)?,
		presets::LOCAL_4 => from_preset("Greenhour Local 4", "local4", presets::LOCAL_4, 4)?,
		path => ChainSpec::from_json_file(PathBuf::from(path))?,
	}))
}

/// Whether the fixed node keys of [`development_node_key`] belong to this chain.
pub(crate) fn has_development_node_keys(id: &str) -> bool {
	[presets::LOCAL, presets::LOCAL_3, presets::LOCAL_4].contains(&id)
}

/// The node key, in hex, of this validator on a local network: 1 for Alice, 2 for Bob and so on, so
/// that the spec can name its bootnodes. Not a secret.
pub(crate) fn development_node_key(validator: Sr25519Keyring) -> Option<String> {
	let number = LOCAL_VALIDATORS
		.iter()
		.position(|known| *known == validator)?
		+ 1;
	Some(format!("{number:064x}"))
}

fn from_preset(name: &str, id: &str, preset: &str, boot_nodes: usize) -> Result<ChainSpec, String> {
	let code = WASM_BINARY.ok_or("this binary was built without the Wasm runtime")?;
	let chain_type = if boot_nodes == 0 {
		ChainType::Development
	} else {
		ChainType::Local
	};
	let mut properties = sc_service::Properties::new();
	properties.insert("tokenSymbol".into(), "GHR".into());
	properties.insert("tokenDecimals".into(), 12.into());
	properties.insert("ss58Format".into(), 42.into());
	Ok(ChainSpec::builder(code, Extensions::default())
		.with_name(name)
		.with_id(id)
		.with_chain_type(chain_type)
		.with_properties(properties)
		.with_genesis_config_preset_name(preset)
		.with_boot_nodes(
			LOCAL_VALIDATORS
				.into_iter()
				.zip(FIRST_PORT..)
				.take(boot_nodes)
				.map(|(validator, port)| boot_node(validator, port))
				.collect::<Result<_, _>>()?,
		)
		.build())
}

/// Where a validator of a local network listens on this machine.
fn boot_node(validator: Sr25519Keyring, port: u16) -> Result<MultiaddrWithPeerId, String> {
	let hex_key = development_node_key(validator).ok_or("no development node key")?;
	let mut bytes = hex::decode(hex_key).map_err(|error| error.to_string())?;
	let secret = SecretKey::try_from_bytes(&mut bytes).map_err(|error| error.to_string())?;
	let keypair = NodeKeyConfig::Ed25519(Secret::Input(secret))
		.into_keypair()
		.map_err(|error| error.to_string())?;
	Ok(MultiaddrWithPeerId {
		multiaddr: Multiaddr::empty()
			.with(Protocol::Ip4(Ipv4Addr::LOCALHOST))
			.with(Protocol::Tcp(port)),
		peer_id: keypair.public().to_peer_id(),
	})
}
