//! The Greenhour device client.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use greenhour_device::{
	chain::{ChainSpecification, Runtime},
	clock,
	keys::KeyUri,
	remark::remark,
	run::run,
	settings::{LogSettings, Overrides, Settings},
	status::Status,
	Error,
};
use serde_json::json;
use subxt::utils::{AccountId32, H256};
use tokio::signal::unix::{signal, SignalKind};
use tracing_subscriber::EnvFilter;

/// A day in ms.
const DAY_MS: u64 = 24 * 3_600_000;

/// Runs beside the GPUs: offers capacity, reads the meter, proves what was delivered.
#[derive(Debug, Parser)]
#[command(name = "greenhour-device", version)]
struct Cli {
	#[command(subcommand)]
	task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
	/// Follow the chain and do what is due, until stopped.
	Run(Common),
	/// Print what the owner needs to register this device; makes the keys if there are none.
	Keygen {
		/// file:PATH or dev:NAME.
		#[arg(long)]
		key: KeyUri,
		/// Print JSON.
		#[arg(long)]
		json: bool,
	},
	/// Sign that this device will work for an owner, who needs that to register it.
	Consent {
		/// file:PATH or dev:NAME.
		#[arg(long)]
		key: KeyUri,
		/// Account of the owner, in the form that wallets show.
		#[arg(long)]
		owner: AccountId32,
		/// Hash of block 0 of the chain.
		#[arg(long)]
		genesis: H256,
		/// For how long the owner may make use of it, at most 30 on most chains.
		#[arg(long, default_value_t = 7)]
		days: u32,
		/// Print JSON.
		#[arg(long)]
		json: bool,
	},
	/// Print what the device is doing.
	Status {
		#[command(flatten)]
		common: Common,
		/// Print JSON.
		#[arg(long)]
		json: bool,
	},
	/// Check the connection: send a remark by p2p and wait until it is finalized.
	Remark {
		#[command(flatten)]
		common: Common,
		/// Text of the remark.
		#[arg(long, default_value = "greenhour")]
		text: String,
		/// Print JSON.
		#[arg(long)]
		json: bool,
	},
	/// Check settings, keys, trace and chain specification, without a connection.
	CheckConfig(Common),
}

#[derive(Debug, Args)]
struct Common {
	/// Settings (TOML). The flags below override it.
	#[arg(long)]
	config: Option<PathBuf>,
	/// Raw chain specification with bootnodes.
	#[arg(long)]
	chain_spec: Option<PathBuf>,
	/// Folder of the durable state.
	#[arg(long)]
	data_dir: Option<PathBuf>,
	/// file:PATH or dev:NAME.
	#[arg(long)]
	key: Option<KeyUri>,
}

impl Common {
	fn settings(self) -> Result<Settings, Error> {
		let Self {
			config,
			chain_spec,
			data_dir,
			key,
		} = self;
		Ok(Settings::load(
			config.as_deref(),
			Overrides {
				chain_spec,
				data_dir,
				key,
			},
		)?)
	}
}

fn main() -> ExitCode {
	match perform(Cli::parse().task) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

fn perform(task: Task) -> Result<(), Error> {
	match task {
		Task::Run(common) => {
			let settings = common.settings()?;
			log(&settings.log);
			tokio()?.block_on(async { run(settings, stop_signal()?).await })
		}
		Task::Keygen { key, json } => keygen(&key, json),
		Task::Consent {
			key,
			owner,
			genesis,
			days,
			json,
		} => consent(&key, &owner, &genesis, days, json),
		Task::Status { common, json } => status(&common.settings()?, json),
		Task::Remark { common, text, json } => {
			let settings = common.settings()?;
			log(&settings.log);
			let specification = ChainSpecification::load(&settings.chain_spec)?;
			let keys = settings.key.load(specification.development)?;
			let checked = tokio()?.block_on(remark(&specification, keys.operating, &text))?;
			if json {
				println!("{}", json!(checked));
			} else {
				println!("network    {} ({})", specification.name, checked.genesis);
				println!("ready      after {:.1} s", checked.ready_s);
				println!(
					"remark     {} sent after block {}",
					checked.transaction, checked.sent_after
				);
				println!(
					"finalized  in {} after {:.1} s",
					checked.finalized_in, checked.finality_s
				);
			}
			Ok(())
		}
		Task::CheckConfig(common) => check_config(&common.settings()?),
	}
}

fn keygen(key: &KeyUri, json: bool) -> Result<(), Error> {
	let created = key.create()?;
	// Nothing is signed here, so well-known keys may be shown.
	let public = key.load(true)?.public();
	if json {
		println!(
			"{}",
			json!({ "created": created, "key": key.to_string(), "public": public })
		);
	} else {
		println!("{} {key}", if created { "created " } else { "existing" });
		println!("operator    {} ({})", public.operator_ss58, public.operator);
		println!("commitment  {}", public.commitment);
		println!("meter key   {}", public.meter_key);
	}
	Ok(())
}

fn consent(
	key: &KeyUri,
	owner: &AccountId32,
	genesis: &H256,
	days: u32,
	json: bool,
) -> Result<(), Error> {
	let until = clock::now().saturating_add(u64::from(days).saturating_mul(DAY_MS));
	// What is signed gives nobody more than the well-known keys do.
	let keys = key.load(true)?;
	let signature = keys.consent(&genesis.0, &owner.0, until);
	let (operator, signature) = (keys.public().operator, hex::encode(signature));
	if json {
		let consent = json!({
			"operator": operator,
			"owner": owner.to_string(),
			"until": until,
			"sr25519": format!("0x{signature}"),
		});
		println!("{consent}");
	} else {
		println!("operator    {operator}");
		println!("owner       {owner}");
		println!("until       {until} (ms since the Unix epoch)");
		println!("sr25519     0x{signature}");
	}
	Ok(())
}

fn status(settings: &Settings, json: bool) -> Result<(), Error> {
	let status = Status::read(&settings.data_dir)?;
	if json {
		println!("{}", json!(status));
		return Ok(());
	}
	let known = |value: Option<String>| value.unwrap_or_else(|| "-".into());
	println!("activity    {:?}", status.activity);
	println!("network     {}", status.network);
	println!(
		"device      {}",
		known(status.device.map(|device| device.to_string()))
	);
	println!(
		"finalized   {}",
		known(status.finalized.map(|block| block.number.to_string()))
	);
	println!("market      {}", known(status.market_hour));
	println!(
		"offer       {}",
		known(status.offer.map(|offer| offer.to_string()))
	);
	println!("contracts   {} open", status.open_assignments);
	println!(
		"receipts    {} queued, {} settled",
		status.queued_receipts, status.settled_receipts
	);
	println!("last error  {}", known(status.last_error));
	Ok(())
}

fn check_config(settings: &Settings) -> Result<(), Error> {
	let specification = ChainSpecification::load(&settings.chain_spec)?;
	let public = settings.key.load(specification.development)?.public();
	settings.meter()?;
	let runtime = Runtime::embedded()?;
	println!(
		"network     {} ({} bootnodes{})",
		specification.name,
		specification.bootnodes,
		if specification.checkpointed {
			", checkpoint"
		} else {
			""
		}
	);
	println!("operator    {}", public.operator_ss58);
	println!(
		"meter       {:?}, {} W",
		settings.meter.source, settings.meter.nameplate_w
	);
	println!("runtime     {} embedded", runtime.spec_version);
	println!("settings are usable");
	Ok(())
}

fn log(settings: &LogSettings) {
	// The usual variable wins, because one sets it to look into something.
	let filter = EnvFilter::try_from_default_env()
		.unwrap_or_else(|_| EnvFilter::new(settings.filter.clone()));
	let builder = tracing_subscriber::fmt()
		.with_env_filter(filter)
		.with_ansi(false)
		.with_writer(std::io::stderr);
	if settings.json {
		builder.json().init();
	} else {
		builder.init();
	}
}

fn tokio() -> Result<tokio::runtime::Runtime, Error> {
	Ok(tokio::runtime::Builder::new_multi_thread()
		.worker_threads(2)
		.enable_all()
		.build()?)
}

/// Completes at SIGINT or SIGTERM.
fn stop_signal() -> Result<impl std::future::Future<Output = ()>, Error> {
	let (mut interrupt, mut terminate) = (
		signal(SignalKind::interrupt())?,
		signal(SignalKind::terminate())?,
	);
	Ok(async move {
		tokio::select! {
			_ = interrupt.recv() => {},
			_ = terminate.recv() => {},
		}
	})
}
