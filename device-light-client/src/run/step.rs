//! One step of the loop: what is done at one finalized block.

use std::{collections::BTreeSet, time::Duration};

use greenhour_types::{
	receipt::{HourFacts, Receipt, RECEIPT_CIRCUIT, RECEIPT_V1},
	ContractId, Hour, HourMask, HourPhase, MilliGpu, WattHours,
};
use rand::Rng;
use tokio::time::sleep;

use super::device::Device;
use crate::{
	chain::{Call, FinalizedBlock, FinalizedView, Outcome, Runtime, Submitter, TransactionReport},
	clock,
	facts::{Reader, Standing},
	prover::{energy_needed_up, prepare, Proved, Subject},
	status::{Activity, BlockStatus},
	store::{QueuedReceipt, ReceiptKey},
	work::{Accept, Facts, Verdict},
	Error,
};

/// Hours for which readings are made up for after a time without power.
const MAX_MISSED_HOURS: u32 = 48;
/// Receipts in one transaction.
const MAX_BATCH: usize = 8;
/// Part of a market hour that a random wait may take: one in so many.
const JITTER_PART: u64 = 60;
/// Blocks after the start at which the light client's state is first saved.
const FIRST_SAVE: u64 = 10;
/// Blocks between two saves after that.
const SAVE_EVERY: u64 = 300;

/// Something that is tried until the chain shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Action {
	/// To make an offer.
	Offer,
	/// To accept units of an hour.
	Accept(ContractId, Hour),
	/// To prepare a receipt.
	Proof(ReceiptKey),
	/// To settle hours by a receipt.
	Receipt(ReceiptKey),
}

/// What lasts as long as one run of the light client.
pub(super) struct Connection {
	view: FinalizedView,
	runtime: Runtime,
	reader: Reader,
	pub(super) submitter: Submitter<Vec<Action>>,
	/// Finalized blocks seen.
	blocks: u64,
	/// The newest one.
	latest: u64,
}

/// Most green energy of one hour that the chain accepts from an array of this peak power: a tenth
/// more than the peak, rounded down.
fn green_cap_down(nameplate_w: u32) -> WattHours {
	WattHours(u64::from(nameplate_w) * 11 / 10)
}

impl Connection {
	pub(super) fn new(
		view: FinalizedView,
		runtime: Runtime,
		reader: Reader,
		submitter: Submitter<Vec<Action>>,
	) -> Self {
		Self {
			view,
			runtime,
			reader,
			submitter,
			blocks: 0,
			latest: 0,
		}
	}
}

impl Device {
	/// Everything that is due at `block`.
	///
	/// **Errors**: only a runtime that this program does not fit; all else is logged and tried
	/// again at the next block.
	pub(super) async fn block(
		&mut self,
		connection: &mut Connection,
		block: FinalizedBlock,
	) -> Result<(), Error> {
		connection.blocks += 1;
		connection.latest = block.number;
		if block.runtime_changed {
			connection.runtime =
				Runtime::in_force(&connection.view, &block, &self.embedded).await?;
		}
		self.status.last_error = None;
		let outcome = self.step(connection, &block).await;
		self.note("step", outcome);
		if connection.blocks % SAVE_EVERY == FIRST_SAVE {
			let saved = self.save(connection).await;
			self.note("saving the light client", saved);
		}
		self.attempts.forget_before(block.number);
		self.write_status();
		Ok(())
	}

	/// News of a transaction.
	pub(super) fn reported(
		&mut self,
		connection: &Connection,
		report: TransactionReport<Vec<Action>>,
	) {
		let TransactionReport {
			id: actions,
			hash,
			outcome,
		} = report;
		match outcome {
			// The call inside may have failed; the next facts will tell.
			Outcome::Finalized(block) => {
				tracing::info!(?actions, transaction = ?hash, ?block, "transaction finalized");
			}
			Outcome::Invalid(reason) | Outcome::Lost(reason) => {
				tracing::warn!(?actions, transaction = ?hash, reason, "transaction not included");
			}
		}
		for action in actions {
			self.attempts.answered(&action, connection.latest);
		}
	}

	/// A proof that is done, or failed.
	pub(super) fn proved(&mut self, proved: Proved) {
		let Proved { key, inputs, proof } = proved;
		self.proving.remove(&key);
		let kept = proof.map_err(Error::from).and_then(|proof| {
			let receipt = QueuedReceipt {
				key,
				queued_at: clock::now(),
				inputs,
				proof,
			};
			Ok(self.store.queue(&receipt)?)
		});
		if kept.is_ok() {
			tracing::info!(?key, "receipt proved and queued");
		}
		self.note("proof", kept);
	}

	async fn step(
		&mut self,
		connection: &mut Connection,
		block: &FinalizedBlock,
	) -> Result<(), Error> {
		let now = connection.reader.time(block).await?;
		self.status.finalized = Some(BlockStatus {
			number: block.number,
			hash: format!("{:?}", block.hash),
			time_ms: now,
		});
		tracing::debug!(block = block.number, "finalized");
		if now == 0 {
			// The genesis block has no time.
			return Ok(());
		}
		if let Err(fault) = clock::check(clock::now(), now, self.settings.clock_tolerance_ms()) {
			if self.status.activity != Activity::ClockFault {
				tracing::warn!(%fault, "following, not acting");
			}
			self.status.activity = Activity::ClockFault;
			self.status.last_error = Some(fault.to_string());
			return Ok(());
		}
		// At most one write a minute: flash wears.
		if now > self.store.latest_time()?.saturating_add(60_000) {
			self.store.raise_latest_time(now)?;
		}
		match connection.reader.standing(block, now).await? {
			Standing::Known(facts) => self.work(connection, block, &facts).await?,
			standing => {
				if self.status.activity != Activity::NotRegistered {
					tracing::info!(?standing, operator = %self.status.operator, "waiting");
				}
				self.status.activity = Activity::NotRegistered;
			}
		}
		Ok(())
	}

	async fn work(
		&mut self,
		connection: &mut Connection,
		block: &FinalizedBlock,
		facts: &Facts,
	) -> Result<(), Error> {
		self.status.activity = Activity::Working;
		self.status.device = Some(facts.device.0);
		self.status.offer = facts.offer.as_ref().map(|(id, _)| id.0);
		self.status.market_hour = facts.hour().map(|hour| hour.to_string());
		self.status.open_assignments = facts
			.duties
			.iter()
			.filter(|duty| !duty.assignment.unsettled().is_empty())
			.count();
		// The most urgent first; what fails does not hold up the rest.
		let accepted = self.accept(connection, block, facts).await;
		self.note("accept", accepted);
		let read = self.read_meter(facts);
		self.note("meter", read);
		let settled = self.settle(connection, block, facts).await;
		self.note("settle", settled);
		let proofs = self.prove(connection, block, facts).await;
		self.note("prove", proofs);
		self.offer(connection, block, facts).await
	}

	async fn accept(
		&mut self,
		connection: &mut Connection,
		block: &FinalizedBlock,
		facts: &Facts,
	) -> Result<(), Error> {
		let due = facts.accepts(|hour, units, share| self.can_serve(facts, hour, units, share));
		for Accept {
			contract,
			hour,
			units,
		} in due
		{
			let call = Call::accept(
				contract,
				facts.device,
				hour.day(),
				HourMask::single(hour.of_day()),
				units,
			);
			let action = Action::Accept(contract, hour);
			self.submit(connection, block, facts, vec![action], &call)
				.await?;
		}
		Ok(())
	}

	/// Starts the work of the running hour, and takes the readings of hours that are over.
	fn read_meter(&mut self, facts: &Facts) -> Result<(), Error> {
		let Some(current) = facts.hour() else {
			return Ok(());
		};
		let load = facts.load(current);
		if facts.clock.phase_of(current, facts.now) == Some(HourPhase::Delivery) && !load.is_zero()
		{
			self.store.start_work(current, load)?;
		}
		let last = self.store.reading_before(current)?.map(|(hour, _)| hour);
		for hour in facts.hours_over(last, MAX_MISSED_HOURS) {
			let units = self.store.work(hour)?.unwrap_or_default();
			let due = facts.load(hour);
			if units < due {
				tracing::warn!(%hour, due = due.0, served = units.0, "hour missed, not running in it");
			}
			let drawn = self.energy(facts, hour, units);
			let produced = self.meter.production(hour);
			let site = self
				.site
				.hour(self.storage_before(hour)?, produced, drawn)
				.with_green_at_most(green_cap_down(facts.record.solar_nameplate_w));
			let record = self.store.keep_reading(hour, clock::now(), site)?;
			tracing::info!(
				%hour,
				units = units.0,
				produced_wh = record.site.produced_wh,
				drawn_wh = record.site.drawn_wh,
				green_wh = record.site.green_wh,
				"reading kept"
			);
		}
		Ok(())
	}

	/// Takes settled receipts off the queue and submits the others.
	async fn settle(
		&mut self,
		connection: &mut Connection,
		block: &FinalizedBlock,
		facts: &Facts,
	) -> Result<(), Error> {
		let mut fresh = Vec::new();
		let mut again = Vec::new();
		let queued = self.store.queued()?;
		self.status.queued_receipts = queued.len();
		for receipt in queued {
			let key = receipt.key;
			match facts.verdict(&key) {
				Verdict::Settled => {
					self.store.unqueue(&key)?;
					self.status.settled_receipts += 1;
					tracing::info!(?key, "receipt settled");
				}
				Verdict::Lost(reason) => {
					self.store.unqueue(&key)?;
					tracing::warn!(?key, reason, "receipt given up");
				}
				Verdict::Submit if self.attempts.count(&Action::Receipt(key)) == 0 => {
					fresh.push(receipt)
				}
				Verdict::Submit => again.push(receipt),
			}
		}
		// One bad receipt fails its whole batch, so what failed once goes alone.
		let batches = fresh.chunks(MAX_BATCH).chain(again.chunks(1));
		for batch in batches {
			let actions = batch
				.iter()
				.map(|receipt| Action::Receipt(receipt.key))
				.collect();
			let receipts: Vec<_> = batch
				.iter()
				.map(|queued| Receipt::<Vec<HourFacts>>::new(&queued.inputs, queued.proof))
				.collect();
			let call = Call::submit_receipts(RECEIPT_CIRCUIT, RECEIPT_V1, &receipts);
			self.submit(connection, block, facts, actions, &call)
				.await?;
		}
		Ok(())
	}

	/// Starts the proofs that are due.
	async fn prove(
		&mut self,
		connection: &mut Connection,
		block: &FinalizedBlock,
		facts: &Facts,
	) -> Result<(), Error> {
		let mut covered: BTreeSet<ReceiptKey> = self
			.store
			.queued()?
			.into_iter()
			.map(|receipt| receipt.key)
			.collect();
		covered.extend(&self.proving);
		for key in facts.proofs(|hour| self.worked(hour), &covered) {
			if !self.attempts.start(Action::Proof(key), block.number) {
				continue;
			}
			let Some(seed) = connection.reader.challenge_seed(block, facts, &key).await? else {
				continue;
			};
			let subject = Subject {
				genesis: connection.view.genesis().0,
				seed,
				wh_per_gpu_hour: facts.class_energy.on(key.day),
				keys: &self.keys.device,
				meter: &self.signing,
			};
			let started = prepare(&subject, key, facts, &self.store)
				.and_then(|prepared| self.prover.prove(prepared));
			match started {
				Ok(()) => drop(self.proving.insert(key)),
				Err(error) => self.note("proof", Err(error.into())),
			}
		}
		Ok(())
	}

	async fn offer(
		&mut self,
		connection: &mut Connection,
		block: &FinalizedBlock,
		facts: &Facts,
	) -> Result<(), Error> {
		let Some(settings) = &self.settings.offer else {
			return Ok(());
		};
		let Some(plan) = facts.offer_due(settings.template(), settings.days) else {
			return Ok(());
		};
		let call = Call::create_offer(facts.device, plan.template, plan.first_day, plan.last_day);
		self.submit(connection, block, facts, vec![Action::Offer], &call)
			.await
	}

	/// Submits `call` unless one of its actions was tried a moment ago.
	async fn submit(
		&mut self,
		connection: &mut Connection,
		block: &FinalizedBlock,
		facts: &Facts,
		actions: Vec<Action>,
		call: &Call,
	) -> Result<(), Error> {
		if !actions
			.iter()
			.all(|action| self.attempts.is_due(action, block.number))
		{
			return Ok(());
		}
		for action in &actions {
			self.attempts.start(action.clone(), block.number);
		}
		sleep(self.jitter(facts)).await;
		let transaction = match connection
			.submitter
			.submit(actions.clone(), call, &connection.runtime, block)
			.await
		{
			Ok(transaction) => transaction,
			Err(error) => {
				for action in &actions {
					self.attempts.answered(action, block.number);
				}
				return Err(error.into());
			}
		};
		tracing::info!(?actions, ?transaction, block = block.number, "submitted");
		Ok(())
	}

	/// A random wait, so that devices do not all speak at the same moment.
	fn jitter(&self, facts: &Facts) -> Duration {
		let longest = self
			.settings
			.jitter_ms
			.min(facts.clock.hour_length_ms / JITTER_PART);
		Duration::from_millis(rand::thread_rng().gen_range(0..=longest))
	}

	/// Energy for `units` in `hour`.
	fn energy(&self, facts: &Facts, hour: Hour, units: MilliGpu) -> WattHours {
		let margin = self.settings.load.margin_percent;
		energy_needed_up(
			units,
			facts.class_energy.on(hour.day()),
			margin,
			facts.record.energy_cap,
		)
	}

	/// Can the site be expected to have the energy for `units` in `hour`, and `share` of it, in
	/// ten-thousandths, green?
	///
	/// Storage as after the latest reading, sun as the source says for that hour.
	fn can_serve(&self, facts: &Facts, hour: Hour, units: MilliGpu, share: u16) -> bool {
		let unlimited = WattHours(u64::MAX);
		let drawn = self.energy(facts, hour, units);
		let storage = self.storage_before(hour).unwrap_or_default();
		let site = self
			.site
			.hour(storage, self.meter.production(hour), drawn)
			.with_green_at_most(green_cap_down(facts.record.solar_nameplate_w));
		let enough =
			drawn >= energy_needed_up(units, facts.class_energy.on(hour.day()), 0, unlimited);
		enough && u128::from(site.green_wh) * 10_000 >= u128::from(drawn.0) * u128::from(share)
	}

	async fn save(&mut self, connection: &Connection) -> Result<(), Error> {
		let database = connection.view.database().await?;
		self.store.save_light_client(&database)?;
		tracing::debug!(bytes = database.len(), "state of the light client saved");
		Ok(())
	}

	fn note(&mut self, what: &'static str, outcome: Result<(), Error>) {
		if let Err(error) = outcome {
			tracing::warn!(what, %error, "will be tried again");
			self.status.last_error = Some(format!("{what}: {error}"));
		}
	}
}
