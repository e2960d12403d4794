//! The devices of a run: keys, settings and one `greenhour-device` process each.

use crate::{
	actors::Actor,
	error::{Error, Result},
	network::{binary, Layout},
	processes::Process,
};
use greenhour_circuits::{DeviceKeys, SoftwareMeter};
use greenhour_types::{DeviceClass, MilliGpu};
use serde::{Deserialize, Serialize};
use std::{
	ffi::OsString,
	path::{Path, PathBuf},
	process::Command,
};

/// Settings of a device, in the folder of its site.
const SETTINGS: &str = "device.toml";
/// Its data folder, relative to the settings.
const DATA: &str = "data";

/// What stands at a site.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
	/// Name in messages and of its folder.
	pub(crate) name: &'static str,
	/// Kind of site.
	pub(crate) class: DeviceClass,
	/// Development account that owns the device.
	pub(crate) owner: &'static str,
	/// Capacity of its GPUs.
	pub(crate) gpus: MilliGpu,
	/// Peak power of the solar array in W.
	pub(crate) solar_w: u32,
}

/// The three sites of the demo, all in one pool.
pub(crate) const SITES: [Plan; 3] = [
	Plan {
		name: "home",
		class: DeviceClass::HomeHub,
		owner: "Eve",
		gpus: MilliGpu(1_000),
		solar_w: 6_000,
	},
	Plan {
		name: "pile",
		class: DeviceClass::ChargingPile,
		owner: "Ferdie",
		gpus: MilliGpu(1_000),
		solar_w: 9_000,
	},
	Plan {
		name: "station",
		class: DeviceClass::EnergyStation,
		owner: "One",
		gpus: MilliGpu(1_000),
		solar_w: 12_000,
	},
];

/// Variables that a device finds in its environment: `GREENHOUR_DEVICE__..` overrides a setting.
pub(crate) type Variables = Vec<(&'static str, OsString)>;

/// What a device says of itself in `status.json`, as far as it matters here.
#[derive(Debug, Deserialize)]
pub(crate) struct Status {
	/// What it is doing, such as `working`.
	pub(crate) activity: String,
	/// Newest finalized block that it has verified.
	pub(crate) finalized: Option<StatusBlock>,
}

/// A block in [`Status`].
#[derive(Debug, Deserialize)]
pub(crate) struct StatusBlock {
	/// Height.
	pub(crate) number: u64,
}

/// A device with its keys and settings.
pub(crate) struct Site {
	/// What stands there.
	pub(crate) plan: Plan,
	/// Account that owns the device.
	pub(crate) owner: Actor,
	/// Account that speaks for the device.
	pub(crate) operator: Actor,
	/// Secrets behind the commitment.
	pub(crate) keys: DeviceKeys,
	/// Its meter.
	pub(crate) meter: SoftwareMeter,
	/// Where all of them lie.
	folder: PathBuf,
}

/// The key file that `greenhour-device keygen` writes.
#[derive(Deserialize)]
struct KeyFile {
	operating_seed: String,
	device_seed: String,
}

#[derive(Serialize)]
struct Settings<'a> {
	chain_spec: &'a Path,
	data_dir: &'a Path,
	key: &'a str,
	jitter_ms: u64,
	meter: Meter<'a>,
	offer: Offer,
	prover: Prover<'a>,
}

#[derive(Serialize)]
struct Meter<'a> {
	source: &'a str,
	#[serde(skip_serializing_if = "Option::is_none")]
	file: Option<&'a Path>,
	nameplate_w: u32,
}

#[derive(Serialize)]
struct Offer {
	units: u32,
	days: u32,
}

#[derive(Serialize)]
struct Prover<'a> {
	keys_dir: &'a Path,
}

/// Makes the proving keys, and keys and settings of every site.
pub(crate) fn prepare(plans: &[Plan], layout: &Layout, solar: Option<&Path>) -> Result<Vec<Site>> {
	greenhour_prover::ReceiptProver::development(&proving_keys(layout))
		.map_err(|error| Error::unexpected(format!("proving keys: {error}")))?;
	let site = |plan: &Plan| Site::prepare(*plan, layout, solar);
	plans.iter().map(site).collect()
}

impl Site {
	/// Makes keys and settings of a site. `solar` is the irradiance trace it replays, if any.
	fn prepare(plan: Plan, layout: &Layout, solar: Option<&Path>) -> Result<Self> {
		let folder = layout.folder.join(plan.name);
		std::fs::create_dir_all(&folder).map_err(Error::io(folder.display()))?;
		let key_file = folder.join("keys.toml");
		run_once(Command::new(binary("greenhour-device")?).args([
			"keygen",
			"--json",
			"--key",
			&format!("file:{}", key_file.display()),
		]))?;
		let (operating_seed, device_seed) = read_keys(&key_file)?;
		write_settings(&plan, layout, solar, &folder.join(SETTINGS))?;
		Ok(Self {
			plan,
			owner: Actor::from_uri(plan.owner, &format!("//{}", plan.owner))?,
			operator: Actor::from_uri(plan.name, &operating_seed)?,
			keys: DeviceKeys::from_seed(&device_seed),
			meter: SoftwareMeter::from_seed(&device_seed),
			folder,
		})
	}

	/// Starts the device.
	pub(crate) fn start(&self, layout: &Layout) -> Result<Process> {
		self.start_with(self.plan.name, layout, &Variables::new())
	}

	/// Starts the device as `name` with `variables` beside its settings.
	pub(crate) fn start_with(
		&self,
		name: &str,
		layout: &Layout,
		variables: &Variables,
	) -> Result<Process> {
		let mut command = Command::new(binary("greenhour-device")?);
		command
			.args(["run", "--config"])
			.arg(self.folder.join(SETTINGS))
			.envs(variables.iter().map(|(name, value)| (name, value)));
		Process::start(name, &layout.logs, command)
	}

	/// What the device says of itself; `None` until it has said anything.
	pub(crate) fn status(&self) -> Option<Status> {
		let text = std::fs::read(self.folder.join(DATA).join("status.json")).ok()?;
		serde_json::from_slice(&text).ok()
	}
}

/// Where the proving keys of all devices of a run are kept.
pub(crate) fn proving_keys(layout: &Layout) -> PathBuf {
	layout.folder.join("proving-keys")
}

fn write_settings(plan: &Plan, layout: &Layout, solar: Option<&Path>, config: &Path) -> Result<()> {
	let solar = solar
		.map(Path::canonicalize)
		.transpose()
		.map_err(Error::io("solar trace"))?;
	let settings = Settings {
		chain_spec: &layout.chain_spec,
		data_dir: Path::new(DATA),
		key: "file:keys.toml",
		jitter_ms: 500,
		meter: Meter {
			source: if solar.is_some() { "csv" } else { "clear-sky" },
			file: solar.as_deref(),
			nameplate_w: plan.solar_w,
		},
		offer: Offer {
			units: plan.gpus.0,
			days: 2,
		},
		prover: Prover {
			keys_dir: &proving_keys(layout),
		},
	};
	let text = toml::to_string(&settings)
		.map_err(|error| Error::unexpected(format!("settings of {}: {error}", plan.name)))?;
	std::fs::write(config, text).map_err(Error::io(config.display()))
}

/// Operating seed and device seed.
fn read_keys(path: &Path) -> Result<(String, [u8; 32])> {
	let damaged = || Error::unexpected(format!("{} is not a key file", path.display()));
	let text = std::fs::read_to_string(path).map_err(Error::io(path.display()))?;
	let file: KeyFile = toml::from_str(&text).map_err(|_| damaged())?;
	let seed = hex::decode(&file.device_seed)
		.ok()
		.and_then(|seed| seed.try_into().ok())
		.ok_or_else(damaged)?;
	Ok((format!("0x{}", file.operating_seed), seed))
}

fn run_once(command: &mut Command) -> Result<()> {
	let name = format!("{command:?}");
	let output = command.output().map_err(Error::io(&name))?;
	if output.status.success() {
		Ok(())
	} else {
		let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
		Err(Error::ProcessEnded(name, complaint))
	}
}
