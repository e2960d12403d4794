//! Settings: one TOML file, overridden by the environment, overridden by flags.
//!
//! `GREENHOUR_DEVICE__METER__SOURCE=csv` overrides `source` in `[meter]`: names in upper case,
//! levels joined by two underscores, values written as in TOML (plain text needs no quotes).

use std::{
	env, fs, io,
	path::{Path, PathBuf},
};

use greenhour_types::{DeviceId, MilliGpu, Template, WattHours};
use serde::Deserialize;
use toml::{Table, Value};

use crate::{
	keys::KeyUri,
	meters::{ClearSky, CsvReplay, MeterError, MeterSource, Placement, StorageLimits},
};

/// First part of the name of every variable.
const ENVIRONMENT_PREFIX: &str = "GREENHOUR_DEVICE__";

/// Why settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
	/// The file can't be read.
	#[error("cannot read settings {}: {cause}", path.display())]
	Unreadable {
		/// The file.
		path: PathBuf,
		/// What the system says.
		cause: io::Error,
	},
	/// The file is not TOML, or has a setting of an unknown name or of the wrong kind.
	#[error("settings {}: {cause}", path.display())]
	Invalid {
		/// The file.
		path: PathBuf,
		/// Place and reason.
		cause: Box<toml::de::Error>,
	},
	/// A value is of the right kind but makes no sense.
	#[error("settings: {0}")]
	Senseless(&'static str),
}

/// Everything that a person can set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
	/// Raw chain specification with bootnodes. Required.
	pub chain_spec: PathBuf,
	/// Folder of the durable state. Required.
	pub data_dir: PathBuf,
	/// Where the keys are. Required.
	pub key: KeyUri,
	/// Id of the device. Default: the one registered for the operating key.
	pub device: Option<u32>,
	/// Largest difference between the clock of this machine and the time of the newest finalized
	/// block, in s, at which the device still acts. Default 600.
	#[serde(default = "default_clock_tolerance")]
	pub clock_tolerance_s: u64,
	/// Longest random wait before an action, in ms; never more than a fortieth of a market hour.
	/// Default 2000.
	#[serde(default = "default_jitter")]
	pub jitter_ms: u64,
	/// Where readings come from.
	#[serde(default)]
	pub meter: MeterSettings,
	/// Storage of the site.
	#[serde(default)]
	pub storage: StorageSettings,
	/// What the GPUs draw.
	#[serde(default)]
	pub load: LoadSettings,
	/// The standing offer to keep open. Default: none.
	pub offer: Option<OfferSettings>,
	/// Proofs.
	#[serde(default)]
	pub prover: ProverSettings,
	/// What is logged, and how.
	#[serde(default)]
	pub log: LogSettings,
}

/// Settings given by flags.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
	/// Overrides `chain_spec`.
	pub chain_spec: Option<PathBuf>,
	/// Overrides `data_dir`.
	pub data_dir: Option<PathBuf>,
	/// Overrides `key`.
	pub key: Option<KeyUri>,
}

impl Overrides {
	/// The same as variables, so that required settings may come from flags alone.
	fn variables(&self) -> impl Iterator<Item = (String, String)> {
		let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
		[
			("CHAIN_SPEC", path(&self.chain_spec)),
			("DATA_DIR", path(&self.data_dir)),
			("KEY", self.key.as_ref().map(KeyUri::to_string)),
		]
		.into_iter()
		.filter_map(|(name, value)| Some((format!("{ENVIRONMENT_PREFIX}{name}"), value?)))
	}

	fn apply(self, settings: &mut Settings) {
		let Self {
			chain_spec,
			data_dir,
			key,
		} = self;
		settings.chain_spec = chain_spec.unwrap_or(std::mem::take(&mut settings.chain_spec));
		settings.data_dir = data_dir.unwrap_or(std::mem::take(&mut settings.data_dir));
		if let Some(key) = key {
			settings.key = key;
		}
	}
}

/// `[meter]`
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeterSettings {
	/// `clear-sky` or `csv`. Default `clear-sky`.
	pub source: MeterKind,
	/// Trace for `csv`.
	pub file: Option<PathBuf>,
	/// Peak power of the array in W. Default 5000.
	pub nameplate_w: u32,
	/// Offset of the site's time to market time in hours. Default -12: noon at market midnight.
	pub utc_offset_hours: i32,
	/// Day of the trace or of the year, from 0, that market day 0 stands for. Default 171.
	pub first_day: u32,
	/// Latitude in degrees for `clear-sky`. Default 35.
	pub latitude: f64,
}

/// Kind of energy source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeterKind {
	/// The built-in model.
	ClearSky,
	/// A trace.
	Csv,
}

/// `[storage]`
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StorageSettings {
	/// Most energy it keeps, in Wh. Default 10000.
	pub capacity_wh: u64,
	/// Most energy in or out in one hour, in Wh. Default 5000.
	pub hourly_wh: u64,
	/// Energy in it when the device starts for the first time, in Wh. Default 0.
	pub initial_wh: u64,
	/// The part of it that was charged green, in Wh. Default 0.
	pub initial_green_wh: u64,
}

/// `[load]`
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LoadSettings {
	/// What the machine draws beyond the energy that the units need, in percent. Default 5.
	pub margin_percent: u32,
}

/// `[offer]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferSettings {
	/// Units (milli-GPU) for each hour of the market day. Either this or `units`.
	pub template: Option<[u32; 24]>,
	/// The same units at every hour.
	pub units: Option<u32>,
	/// Days that the offer spans, the first day included. Default 7.
	#[serde(default = "default_offer_days")]
	pub days: u32,
}

/// `[prover]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProverSettings {
	/// Folder of the proving keys. Default: `proving-keys` in the data folder.
	pub keys_dir: Option<PathBuf>,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogSettings {
	/// Filter as of `RUST_LOG`, which overrides it. Default: this program at `info`, the light
	/// client at `error`.
	pub filter: String,
	/// One JSON object for each line instead of text. Default false.
	pub json: bool,
}

fn default_clock_tolerance() -> u64 {
	600
}

fn default_jitter() -> u64 {
	2_000
}

fn default_offer_days() -> u32 {
	7
}

impl Default for MeterSettings {
	fn default() -> Self {
		Self {
			source: MeterKind::ClearSky,
			file: None,
			nameplate_w: 5_000,
			utc_offset_hours: -12,
			first_day: 171,
			latitude: 35.0,
		}
	}
}

impl Default for StorageSettings {
	fn default() -> Self {
		Self {
			capacity_wh: 10_000,
			hourly_wh: 5_000,
			initial_wh: 0,
			initial_green_wh: 0,
		}
	}
}

impl Default for LoadSettings {
	fn default() -> Self {
		Self { margin_percent: 5 }
	}
}

impl Default for LogSettings {
	fn default() -> Self {
		Self {
			filter: "error,greenhour_device=info".into(),
			json: false,
		}
	}
}

impl Settings {
	/// Reads the file `path`, if there is one, and applies the variables of this process, then
	/// `overrides`.
	///
	/// Paths in file and variables are relative to the folder of the file, those in `overrides` to
	/// the working folder.
	///
	/// **Errors**: see [`SettingsError`].
	pub fn load(path: Option<&Path>, overrides: Overrides) -> Result<Self, SettingsError> {
		let (path, text) = match path {
			Some(path) => {
				let text = fs::read_to_string(path).map_err(|cause| SettingsError::Unreadable {
					path: path.to_owned(),
					cause,
				})?;
				(path, text)
			}
			None => (Path::new("from flags"), String::new()),
		};
		let invalid = |cause| SettingsError::Invalid {
			path: path.to_owned(),
			cause,
		};
		let mut settings = Self::parse(&text, env::vars().chain(overrides.variables()))
			.map_err(|cause| invalid(Box::new(cause)))?;
		settings.resolve(path.parent().unwrap_or(Path::new("")));
		overrides.apply(&mut settings);
		settings.check()?;
		Ok(settings)
	}

	fn parse(
		text: &str,
		variables: impl Iterator<Item = (String, String)>,
	) -> Result<Self, toml::de::Error> {
		// First without overrides, because these messages carry line and column.
		let mut overrides = variables.filter(|(name, _)| name.starts_with(ENVIRONMENT_PREFIX));
		let Some(first) = overrides.next() else {
			return toml::from_str(text);
		};
		let mut table: Table = toml::from_str(text)?;
		for (name, value) in std::iter::once(first).chain(overrides) {
			let path = name.trim_start_matches(ENVIRONMENT_PREFIX).to_lowercase();
			insert(
				&mut table,
				&path.split("__").collect::<Vec<_>>(),
				scalar(&value),
			);
		}
		Value::Table(table).try_into()
	}

	fn resolve(&mut self, base: &Path) {
		let files = [Some(&mut self.chain_spec), Some(&mut self.data_dir)];
		let more = [self.meter.file.as_mut(), self.prover.keys_dir.as_mut()];
		for path in files.into_iter().chain(more).flatten() {
			*path = base.join(&path);
		}
		if let KeyUri::File(path) = &mut self.key {
			*path = base.join(&path);
		}
	}

	fn check(&self) -> Result<(), SettingsError> {
		let senseless = |reason| Err(SettingsError::Senseless(reason));
		if self.meter.source == MeterKind::Csv && self.meter.file.is_none() {
			return senseless("[meter] source = \"csv\" needs file");
		}
		if !(-14..=14).contains(&self.meter.utc_offset_hours) {
			return senseless("[meter] utc_offset_hours must be between -14 and 14");
		}
		if !(-90.0..=90.0).contains(&self.meter.latitude) {
			return senseless("[meter] latitude must be between -90 and 90");
		}
		let storage = self.storage;
		if storage.initial_wh > storage.capacity_wh || storage.initial_green_wh > storage.initial_wh
		{
			return senseless("[storage] initial_green_wh <= initial_wh <= capacity_wh must hold");
		}
		if self.load.margin_percent > 100 {
			return senseless("[load] margin_percent must be at most 100");
		}
		match &self.offer {
			Some(offer) if offer.template.is_some() == offer.units.is_some() => {
				senseless("[offer] needs either template or units")
			}
			Some(offer) if offer.days == 0 => senseless("[offer] days must be at least 1"),
			_ => Ok(()),
		}
	}

	/// The id of the device, if it is set.
	pub fn device(&self) -> Option<DeviceId> {
		self.device.map(DeviceId)
	}

	/// Largest difference of the clocks, in ms.
	pub fn clock_tolerance_ms(&self) -> u64 {
		self.clock_tolerance_s.saturating_mul(1_000)
	}

	/// Opens the energy source.
	///
	/// **Errors**: the trace is missing, truncated or damaged.
	pub fn meter(&self) -> Result<Box<dyn MeterSource>, MeterError> {
		let MeterSettings {
			utc_offset_hours,
			first_day,
			nameplate_w,
			latitude,
			..
		} = self.meter;
		match (self.meter.source, &self.meter.file) {
			(MeterKind::Csv, Some(file)) => {
				let placement = Placement {
					utc_offset_hours,
					first_day,
					nameplate_w,
				};
				Ok(Box::new(CsvReplay::load(file, placement)?))
			}
			_ => Ok(Box::new(ClearSky {
				latitude,
				utc_offset_hours,
				first_day,
				nameplate_w,
			})),
		}
	}

	/// Size of the storage.
	pub fn storage_limits(&self) -> StorageLimits {
		StorageLimits {
			capacity: WattHours(self.storage.capacity_wh),
			hourly: WattHours(self.storage.hourly_wh),
		}
	}

	/// Folder of the proving keys.
	pub fn proving_keys(&self) -> PathBuf {
		self.prover
			.keys_dir
			.clone()
			.unwrap_or_else(|| self.data_dir.join("proving-keys"))
	}
}

impl OfferSettings {
	/// Units by hour of day.
	pub fn template(&self) -> Template {
		match (self.template, self.units) {
			(Some(units), _) => Template(units.map(MilliGpu)),
			(None, units) => Template::flat(MilliGpu(units.unwrap_or_default())),
		}
	}
}

fn insert(table: &mut Table, path: &[&str], value: Value) {
	match path {
		[] => {}
		[name] => drop(table.insert((*name).to_owned(), value)),
		[name, rest @ ..] => {
			let level = table
				.entry((*name).to_owned())
				.or_insert_with(|| Table::new().into());
			if let Value::Table(level) = level {
				insert(level, rest, value);
			}
		}
	}
}

/// The value as TOML, or as plain text if it is none.
fn scalar(text: &str) -> Value {
	format!("value = {text}")
		.parse::<Table>()
		.ok()
		.and_then(|mut table| table.remove("value"))
		.unwrap_or_else(|| Value::String(text.to_owned()))
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
