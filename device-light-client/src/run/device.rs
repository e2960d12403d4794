//! What the loop keeps, and how it follows the chain.

use std::{
	collections::BTreeSet,
	future::Future,
	time::{Duration, Instant},
};

use greenhour_types::{Hour, MilliGpu};
use tokio::time::{interval, timeout, MissedTickBehavior};

use super::step::{Action, Connection};
use crate::{
	attempts::Attempts,
	chain::{
		ChainError, ChainSpecification, FinalizedView, LifecyclePhase, LifecycleUpdates,
		LightClient, Runtime, Submitter, H256,
	},
	clock,
	facts::Reader,
	keys::Keys,
	meters::{KeptMeter, MeterSource, Site, StorageState},
	prover::ProverHandle,
	settings::Settings,
	status::{Activity, Status},
	store::{ReceiptKey, Store},
	Error,
};

/// Without a finalized block for so long, the loop says what may be wrong.
const QUIET_LIMIT: Duration = Duration::from_secs(60);
/// Longest wait for the state of the light client when the device stops.
const CLOSE_LIMIT: Duration = Duration::from_secs(5);

/// A device: what it keeps through all connections.
pub(super) struct Device {
	pub(super) settings: Settings,
	pub(super) specification: ChainSpecification,
	pub(super) keys: Keys,
	pub(super) store: Store,
	pub(super) meter: Box<dyn MeterSource>,
	pub(super) signing: KeptMeter,
	pub(super) site: Site,
	pub(super) embedded: Runtime,
	pub(super) prover: ProverHandle,
	/// Receipts whose proof is being made.
	pub(super) proving: BTreeSet<ReceiptKey>,
	pub(super) attempts: Attempts<Action>,
	pub(super) status: Status,
	view: Option<FinalizedView>,
}

impl Device {
	/// Opens everything that does not need the chain.
	pub(super) fn open(settings: Settings) -> Result<Self, Error> {
		let specification = ChainSpecification::load(&settings.chain_spec)?;
		let keys = settings.key.load(specification.development)?;
		let meter = settings.meter()?;
		let signing = KeptMeter::new(keys.meter.clone());
		let store = Store::open(&settings.data_dir)?;
		// The best guess of the time that needs no peer: a clock before it is certainly wrong.
		clock::check_floor(
			clock::now(),
			store.latest_time()?,
			settings.clock_tolerance_ms(),
		)?;
		let embedded = Runtime::embedded()?;
		let prover = ProverHandle::start(settings.proving_keys());
		let status = Status {
			updated_at_ms: clock::now(),
			activity: Activity::Connecting,
			network: specification.name.clone(),
			genesis: String::new(),
			operator: keys.public().operator,
			device: settings.device,
			light_client: None,
			finalized: None,
			market_hour: None,
			offer: None,
			open_assignments: 0,
			queued_receipts: store.queued()?.len(),
			settled_receipts: 0,
			last_error: None,
		};
		let site = Site {
			limits: settings.storage_limits(),
		};
		tracing::info!(
			network = %specification.name,
			bootnodes = specification.bootnodes,
			checkpoint = specification.checkpointed,
			operator = %status.operator,
			"starting"
		);
		Ok(Self {
			settings,
			specification,
			keys,
			store,
			meter,
			signing,
			site,
			embedded,
			prover,
			proving: BTreeSet::new(),
			attempts: Attempts::default(),
			status,
			view: None,
		})
	}

	/// Starts the light client and works until the connection ends.
	pub(super) async fn follow(&mut self) -> Result<(), Error> {
		let (view, mut lifecycle, runtime) = with_warnings(self.connect()).await?;
		let mut blocks = view.blocks(&runtime).await?;
		let reader = Reader::new(view.clone(), self.keys.account(), self.settings.device());
		let submitter = Submitter::new(view.clone(), self.keys.operating.clone());
		let mut connection = Connection::new(view, runtime, reader, submitter);
		let mut quiet = interval(QUIET_LIMIT);
		quiet.set_missed_tick_behavior(MissedTickBehavior::Delay);
		quiet.reset();
		loop {
			tokio::select! {
				block = blocks.newest() => {
					quiet.reset();
					self.block(&mut connection, block?).await?;
				},
				report = connection.submitter.report() => self.reported(&connection, report),
				proved = self.prover.proved() => self.proved(proved),
				state = lifecycle.next() => match state {
					Some(state) => self.status.light_client = Some(state?),
					None => return Err(ChainError::Ended.into()),
				},
				_ = quiet.tick() => tracing::warn!(
					light_client = ?self.status.light_client,
					"no finalized block for a minute: no peers, a chain that stands still, or a wrong clock"
				),
			}
		}
	}

	/// Starts the light client and waits until it follows the chain; nothing may be sent before.
	async fn connect(&mut self) -> Result<(FinalizedView, LifecycleUpdates, Runtime), Error> {
		let started = Instant::now();
		let client = LightClient::start(&self.specification.text, &self.store.light_client()?)
			.map_err(ChainError::from)?;
		let view = FinalizedView::follow(client).await?;
		self.pair(view.genesis())?;
		self.view = Some(view.clone());
		let mut lifecycle = LifecycleUpdates::open(view.rpc()).await?;
		self.wait_until_ready(&mut lifecycle).await?;
		// Without a peer the light client calls itself ready all the same; then these reads wait.
		let first = view.finalized().await?;
		let runtime = Runtime::in_force(&view, &first, &self.embedded).await?;
		tracing::info!(
			block = first.number,
			seconds = started.elapsed().as_secs_f32(),
			runtime = runtime.spec_version,
			"following finalized blocks"
		);
		Ok((view, lifecycle, runtime))
	}

	/// Saves the state of the light client, if there is one.
	pub(super) async fn close(&mut self) {
		let Some(view) = self.view.take() else { return };
		match timeout(CLOSE_LIMIT, view.database()).await {
			Ok(Ok(database)) => {
				if let Err(error) = self.store.save_light_client(&database) {
					tracing::warn!(%error, "the state of the light client is not saved");
				}
			}
			_ => tracing::warn!("the light client did not give its state in time"),
		}
	}

	/// Binds the durable state to this chain, or refuses another one.
	fn pair(&mut self, found: H256) -> Result<(), Error> {
		match self.store.genesis()?.map(H256) {
			Some(expected) if expected != found => {
				return Err(ChainError::GenesisMismatch { expected, found }.into())
			}
			Some(_) => {}
			None => self.store.pair(found.0)?,
		}
		self.status.genesis = format!("{found:?}");
		Ok(())
	}

	async fn wait_until_ready(&mut self, lifecycle: &mut LifecycleUpdates) -> Result<(), Error> {
		loop {
			let state = lifecycle.next().await.ok_or(ChainError::Ended)??;
			tracing::debug!(?state, "light client");
			let ready = state.phase == LifecyclePhase::Ready;
			self.status.light_client = Some(state);
			self.write_status();
			if ready {
				return Ok(());
			}
		}
	}

	/// The reading before `hour`: storage to start from.
	pub(super) fn storage_before(&self, hour: Hour) -> Result<StorageState, Error> {
		let initial = self.settings.storage;
		let none = StorageState {
			charge: initial.initial_wh,
			green: initial.initial_green_wh,
		};
		Ok(self
			.store
			.reading_before(hour)?
			.map_or(none, |(_, record)| record.site.storage))
	}

	/// Did the machine work on anything in `hour`?
	pub(super) fn worked(&self, hour: Hour) -> bool {
		let units = self
			.store
			.work(hour)
			.ok()
			.flatten()
			.unwrap_or(MilliGpu::ZERO);
		!units.is_zero() && self.store.reading(hour).ok().flatten().is_some()
	}

	pub(super) fn write_status(&mut self) {
		self.status.updated_at_ms = clock::now();
		if let Err(error) = self.status.write(&self.settings.data_dir) {
			tracing::warn!(%error, "status not written");
		}
	}
}

/// Completes `connecting`, and says every minute why it may still be waiting. The watchdog of the light
/// client is not asked: it calls itself ready while no bootnode answers.
async fn with_warnings<T>(connecting: impl Future<Output = T>) -> T {
	let mut quiet = interval(QUIET_LIMIT);
	quiet.reset();
	tokio::pin!(connecting);
	loop {
		tokio::select! {
			done = &mut connecting => return done,
			_ = quiet.tick() => tracing::warn!(
				"the light client finds no peer of this chain: bootnodes down, the specification of \
				 another network, or no connection"
			),
		}
	}
}
