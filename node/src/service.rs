//! How the parts of a node are put together: client, pool, BABE, GRANDPA, network, RPC.

use crate::rpc;
use greenhour_runtime::{apis::RuntimeApi, BlockNumber, Hash, OpaqueBlock as Block};
use sc_basic_authorship::ProposerFactory;
use sc_consensus::{BoxBlockImport, DefaultImportQueue, LongestChain};
use sc_consensus_babe::{
	BabeLink, BabeParams, BabeWorkerHandle, ImportQueueParams, SlotProportion,
};
use sc_consensus_grandpa::{
	warp_proof::NetworkProvider, FinalityProofProvider, GrandpaParams, LinkHalf, SharedVoterState,
	VotingRulesBuilder,
};
use sc_executor::WasmExecutor;
use sc_network::{
	config::FullNetworkConfiguration,
	service::{traits::NetworkService, NotificationMetrics},
	Litep2pNetworkBackend, NetworkBackend, NotificationService, ProtocolName,
};
use sc_network_sync::SyncingService;
use sc_service::{
	BuildNetworkParams, Configuration, Error, Role, SpawnTasksParams, TFullBackend, TFullClient,
	TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool::TransactionPoolHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::{inherents::InherentDataProvider as SlotInherent, SlotDuration};
use sp_keystore::KeystorePtr;
use sp_timestamp::InherentDataProvider as TimestampInherent;
use std::{sync::Arc, time::Duration};
use substrate_prometheus_endpoint::Registry;

/// Runs the runtime's Wasm. Only the standard host functions: light clients have no others.
type Executor = WasmExecutor<sp_io::SubstrateHostFunctions>;
pub(crate) type Client = TFullClient<Block, RuntimeApi, Executor>;
pub(crate) type Backend = TFullBackend<Block>;
pub(crate) type SelectChain = LongestChain<Backend, Block>;
pub(crate) type Pool = TransactionPoolHandle<Block, Client>;
type Transport = Litep2pNetworkBackend;

/// At least every so many blocks a justification is made and kept, for warp sync and for light
/// clients, which hold at most 1,024 blocks that are not finalized.
const JUSTIFICATION_PERIOD: u32 = 512;

/// How long a GRANDPA message may take through the network.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// Everything of a node that works without a network.
pub(crate) struct Parts {
	pub(crate) client: Arc<Client>,
	pub(crate) backend: Arc<Backend>,
	pub(crate) task_manager: TaskManager,
	pool: Arc<Pool>,
	keystore: KeystorePtr,
	select_chain: SelectChain,
	telemetry: Option<Telemetry>,
}

/// What the two consensus engines take over when they start.
pub(crate) struct Consensus {
	block_import: BoxBlockImport<Block>,
	babe_link: BabeLink<Block>,
	babe_worker: BabeWorkerHandle<Block>,
	grandpa_link: LinkHalf<Block, Client, SelectChain>,
}

/// The connections of a node.
struct Network {
	service: Arc<dyn NetworkService>,
	sync: Arc<SyncingService<Block>>,
	gossip: Gossip,
}

/// GRANDPA's channel of the network.
struct Gossip {
	protocol: ProtocolName,
	notifications: Box<dyn NotificationService>,
}

/// What of the configuration the consensus engines still need when the servers own it.
struct Settings {
	role: Role,
	name: String,
	force_authoring: bool,
	finality: bool,
	metrics: Option<Registry>,
}

/// Starts a full node, and its validator when the role says so.
///
/// # Errors
///
/// If the database, the network or a server can't be opened.
pub(crate) fn start(config: Configuration) -> Result<TaskManager, Error> {
	let (mut parts, consensus, import_queue) = assemble(&config)?;
	let settings = Settings {
		role: config.role,
		name: config.network.node_name.clone(),
		force_authoring: config.force_authoring,
		finality: !config.disable_grandpa,
		metrics: config.prometheus_registry().cloned(),
	};
	let voter_state = SharedVoterState::empty();
	let sources = rpc_sources(&config, &parts, &consensus, &voter_state);
	let network = open_network(config, &mut parts, &consensus, import_queue, sources)?;
	let Consensus {
		block_import,
		babe_link,
		grandpa_link,
		..
	} = consensus;
	if settings.role.is_authority() {
		start_babe(&settings, &parts, &network, block_import, babe_link)?;
	}
	if settings.finality {
		start_grandpa(&settings, &parts, network, grandpa_link, voter_state)?;
	}
	Ok(parts.task_manager)
}

/// Opens the database and builds what imports blocks into it.
///
/// # Errors
///
/// If the database belongs to another chain or can't be opened, or the runtime lacks an API.
pub(crate) fn assemble(
	config: &Configuration,
) -> Result<(Parts, Consensus, DefaultImportQueue<Block>), Error> {
	let parts = open_database(config)?;
	let (client, select_chain) = (parts.client.clone(), parts.select_chain.clone());
	let (grandpa_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		parts.telemetry_handle(),
	)?;
	let babe_config = sc_consensus_babe::configuration(&*client)?;
	let slot_duration = babe_config.slot_duration();
	let (block_import, babe_link) = sc_consensus_babe::block_import(
		babe_config,
		grandpa_import.clone(),
		client.clone(),
		move |_, ()| async move { Ok(inherents(slot_duration)) },
		select_chain,
		OffchainTransactionPoolFactory::new(parts.pool.clone()),
	)?;
	let (import_queue, babe_worker) = sc_consensus_babe::import_queue(ImportQueueParams {
		link: babe_link.clone(),
		block_import: block_import.clone(),
		justification_import: Some(Box::new(grandpa_import)),
		client,
		slot_duration,
		spawner: &parts.task_manager.spawn_essential_handle(),
		registry: config.prometheus_registry(),
		telemetry: parts.telemetry_handle(),
	})?;
	let block_import = Box::new(block_import);
	Ok((
		parts,
		Consensus {
			block_import,
			babe_link,
			babe_worker,
			grandpa_link,
		},
		import_queue,
	))
}

fn open_database(config: &Configuration) -> Result<Parts, Error> {
	let endpoints = config
		.telemetry_endpoints
		.clone()
		.filter(|list| !list.is_empty());
	let worker = endpoints
		.as_ref()
		.map(|_| TelemetryWorker::new(16))
		.transpose()?;
	let telemetry = worker
		.as_ref()
		.zip(endpoints)
		.map(|(worker, list)| worker.handle().new_telemetry(list));
	let (client, backend, keystore, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(Telemetry::handle),
			sc_service::new_wasm_executor(&config.executor),
			Vec::new(),
		)?;
	let client = Arc::new(client);
	if let Some(worker) = worker {
		task_manager
			.spawn_handle()
			.spawn("telemetry", None, worker.run());
	}
	let pool = sc_transaction_pool::Builder::new(
		task_manager.spawn_essential_handle(),
		client.clone(),
		config.role.is_authority().into(),
	)
	.with_options(config.transaction_pool.clone())
	.with_prometheus(config.prometheus_registry())
	.build();
	Ok(Parts {
		select_chain: LongestChain::new(backend.clone()),
		client,
		backend,
		task_manager,
		pool: Arc::new(pool),
		keystore: keystore.keystore(),
		telemetry,
	})
}

impl Parts {
	fn telemetry_handle(&self) -> Option<TelemetryHandle> {
		self.telemetry.as_ref().map(Telemetry::handle)
	}
}

/// What each block carries of the time: the slot and the wall clock.
fn inherents(slot_duration: SlotDuration) -> (SlotInherent, TimestampInherent) {
	let timestamp = TimestampInherent::from_system_time();
	(
		SlotInherent::from_timestamp_and_slot_duration(*timestamp, slot_duration),
		timestamp,
	)
}

/// Joins the network and starts the RPC and metrics servers. Warp sync and light clients are served.
fn open_network(
	config: Configuration,
	parts: &mut Parts,
	consensus: &Consensus,
	import_queue: DefaultImportQueue<Block>,
	sources: rpc::Sources,
) -> Result<Network, Error> {
	let (net_config, metrics, gossip) = network_config(&config, parts);
	let authority_set = consensus.grandpa_link.shared_authority_set().clone();
	let warp_sync = NetworkProvider::new(parts.backend.clone(), authority_set, Vec::new());
	let (service, system_rpc_tx, tx_handler_controller, sync, _bitswap) =
		sc_service::build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: parts.client.clone(),
			transaction_pool: parts.pool.clone(),
			spawn_handle: parts.task_manager.spawn_handle(),
			spawn_essential_handle: parts.task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;
	sc_service::spawn_tasks(SpawnTasksParams {
		config,
		client: parts.client.clone(),
		backend: parts.backend.clone(),
		task_manager: &mut parts.task_manager,
		keystore: parts.keystore.clone(),
		transaction_pool: parts.pool.clone(),
		rpc_builder: Box::new(move |executor| sources.module(executor)),
		network: service.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync.clone(),
		telemetry: parts.telemetry.as_mut(),
		tracing_execute_block: None,
	})?;
	Ok(Network {
		service,
		sync,
		gossip,
	})
}

/// The protocols of the network: those of the SDK and GRANDPA's gossip.
fn network_config(
	config: &Configuration,
	parts: &Parts,
) -> (
	FullNetworkConfiguration<Block, Hash, Transport>,
	NotificationMetrics,
	Gossip,
) {
	let metrics = <Transport as NetworkBackend<Block, Hash>>::register_notification_metrics(
		config.prometheus_registry(),
	);
	let mut net_config =
		FullNetworkConfiguration::new(&config.network, config.prometheus_registry().cloned());
	let genesis_hash = parts.client.info().genesis_hash;
	let protocol = sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (set, notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<Block, Transport>(
		protocol.clone(),
		metrics.clone(),
		net_config.peer_store_handle(),
	);
	net_config.add_notification_protocol(set);
	(
		net_config,
		metrics,
		Gossip {
			protocol,
			notifications,
		},
	)
}

fn rpc_sources(
	config: &Configuration,
	parts: &Parts,
	consensus: &Consensus,
	voter_state: &SharedVoterState,
) -> rpc::Sources {
	let authority_set = consensus.grandpa_link.shared_authority_set().clone();
	rpc::Sources {
		client: parts.client.clone(),
		pool: parts.pool.clone(),
		select_chain: parts.select_chain.clone(),
		chain_spec: config.chain_spec.cloned_box(),
		keystore: parts.keystore.clone(),
		babe: consensus.babe_worker.clone(),
		voter_state: voter_state.clone(),
		justifications: consensus.grandpa_link.justification_stream(),
		finality_proofs: FinalityProofProvider::new_for_service(
			parts.backend.clone(),
			Some(authority_set.clone()),
		),
		authority_set,
	}
}

/// Authors blocks in the slots that the keystore can claim.
fn start_babe(
	settings: &Settings,
	parts: &Parts,
	network: &Network,
	block_import: BoxBlockImport<Block>,
	babe_link: BabeLink<Block>,
) -> Result<(), Error> {
	let proposer = ProposerFactory::new(
		parts.task_manager.spawn_handle(),
		parts.client.clone(),
		parts.pool.clone(),
		settings.metrics.as_ref(),
		parts.telemetry_handle(),
	);
	let slot_duration = babe_link.config().slot_duration();
	let author = sc_consensus_babe::start_babe(BabeParams {
		keystore: parts.keystore.clone(),
		client: parts.client.clone(),
		select_chain: parts.select_chain.clone(),
		env: proposer,
		block_import,
		sync_oracle: network.sync.clone(),
		justification_sync_link: network.sync.clone(),
		create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot_duration)) },
		force_authoring: settings.force_authoring,
		// Blocks go on while finality is stalled: market hours don't wait for validators.
		backoff_authoring_blocks: None::<()>,
		babe_link,
		block_proposal_slot_portion: SlotProportion::new(0.5),
		max_block_proposal_slot_portion: None,
		telemetry: parts.telemetry_handle(),
	})?;
	parts.task_manager.spawn_essential_handle().spawn_blocking(
		"babe-proposer",
		Some("block-authoring"),
		author,
	);
	Ok(())
}

/// Votes on finality with the keys of a validator, or follows the votes of others.
fn start_grandpa(
	settings: &Settings,
	parts: &Parts,
	network: Network,
	link: LinkHalf<Block, Client, SelectChain>,
	voter_state: SharedVoterState,
) -> Result<(), Error> {
	let config = sc_consensus_grandpa::Config {
		gossip_duration: GOSSIP_DURATION,
		justification_generation_period: JUSTIFICATION_PERIOD,
		observer_enabled: false,
		local_role: settings.role,
		name: Some(settings.name.clone()),
		keystore: settings.role.is_authority().then(|| parts.keystore.clone()),
		telemetry: parts.telemetry_handle(),
		protocol_name: network.gossip.protocol,
	};
	let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
		config,
		link,
		network: network.service,
		sync: network.sync,
		notification_service: network.gossip.notifications,
		voting_rule: VotingRulesBuilder::default().build(),
		prometheus_registry: settings.metrics.clone(),
		shared_voter_state: voter_state,
		telemetry: parts.telemetry_handle(),
		offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(parts.pool.clone()),
	})?;
	parts
		.task_manager
		.spawn_essential_handle()
		.spawn_blocking("grandpa-voter", None, voter);
	Ok(())
}

/// Takes back blocks in the auxiliary data of both consensus engines.
///
/// # Errors
///
/// If the database can't be read or written.
pub(crate) fn revert(
	client: Arc<Client>,
	backend: Arc<Backend>,
	blocks: BlockNumber,
) -> sc_cli::Result<()> {
	sc_consensus_babe::revert(client.clone(), backend, blocks)?;
	sc_consensus_grandpa::revert(client, blocks)?;
	Ok(())
}
