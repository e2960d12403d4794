//! Receipts that must be refused, and the honest one that shows that nothing else was wrong.
//!
//! All of them are about one hour that the dead device had served but not yet proved, made with its
//! real keys. A forged receipt carries a *valid* proof, of a statement that differs in one thing
//! from what it is submitted for. None may change the assignment, the meter ledger or the income of
//! the position; then the honest receipt of the same hour is paid, and its replays are refused.

use crate::{
	actors::Call,
	amounts::{gcd, gpus},
	chain::{Encoded, State},
	error::{Error, Result},
	reads::Account,
	report::Finding,
	sites::Site,
	world::{Market, POOL},
};
use greenhour_circuits::{receipt::Summary, DeviceKeys, ReceiptWitness, SoftwareMeter};
use greenhour_prover::ReceiptProver;
use greenhour_types::{
	draw::pool_seed,
	receipt::{
		challenge_for, HourFacts, Receipt, ReceiptInputs, ReceiptRules, RECEIPT_CIRCUIT, RECEIPT_V1,
	},
	Assignment, Balance, ClassEnergy, ContractId, Day, Device, DeviceId, Hour, HourMask, HourOfDay,
	MilliGpu,
};
use std::path::PathBuf;

/// A receipt as the call takes it.
pub(crate) type Submission = Receipt<Vec<HourFacts>>;

/// A receipt to be refused, and the name of its step.
pub(crate) struct Forgery {
	/// Name of the step.
	pub(crate) name: &'static str,
	what: &'static str,
	receipts: Vec<Submission>,
}

/// The honest receipt, a second proof of the same, and the forgeries.
pub(crate) struct Kit {
	subject: Subject,
	honest: Submission,
	again: Submission,
	/// What must be refused.
	pub(crate) forgeries: Vec<Forgery>,
}

#[derive(Clone, Copy, Debug)]
struct Subject {
	contract: ContractId,
	device: DeviceId,
	hour: Hour,
	other_device: DeviceId,
}

/// Everything that a refused receipt could have changed.
#[derive(Debug, PartialEq)]
struct Books {
	assignment: Option<Assignment>,
	metered: Option<([u8; 32], MilliGpu, MilliGpu, u32)>,
	earned: Balance,
}

async fn books(state: &State, subject: &Subject) -> Result<Books> {
	let Subject {
		contract,
		device,
		hour,
		..
	} = *subject;
	let assignment = state.assignment(device, hour.day(), contract).await?;
	let earned = match &assignment {
		Some(bound) => state.earned(bound.offer).await?,
		None => 0,
	};
	Ok(Books {
		assignment,
		metered: state.meter_hour(device, hour).await?,
		earned,
	})
}

/// Makes the receipts of `hour`, which `device` was bound to serve, with keys and meter of its `site`.
pub(crate) async fn prepare(
	market: &Market,
	site: &Site,
	device: DeviceId,
	hour: Hour,
	proving_keys: PathBuf,
) -> Result<Kit> {
	let over = market.start_of(hour.next())?;
	let state = market.chain.when_time(over).await?;
	let (contract, bound, load) = duty(market, &state, device, hour).await?;
	let mut other_contract = market.purchases.iter().map(|purchase| purchase.contract);
	let other_contract = other_contract.rfind(|other| *other != contract);
	let mut other_device = market.members.iter().map(|member| member.device);
	let other_device = other_device.rfind(|other| *other != device);
	let (Some(other_contract), Some(other_device)) = (other_contract, other_device) else {
		return Err(Error::unexpected(
			"needs a second contract and a second device",
		));
	};
	let record = state.device(device).await?;
	let rules = rules(&state, &record, hour.day()).await?;
	let seed = state
		.seed(hour)
		.await?
		.ok_or_else(|| Error::unexpected("no seed of the hour"))?;
	let counted = counted(&rules, load)?;
	let mask = HourMask::single(hour.of_day());
	let honest = Statement {
		keys: site.keys.clone(),
		meter: site.meter.clone(),
		genesis: market.chain.client.genesis_hash().0,
		contract,
		device,
		hours: mask,
		position: bound.offer,
		hour,
		counted,
		rules,
		seed: pool_seed(&seed.seed, POOL, hour),
	};
	let subject = Subject {
		contract,
		device,
		hour,
		other_device,
	};
	let make = move || make_kit(honest, subject, other_contract, proving_keys);
	let made = tokio::task::spawn_blocking(make).await;
	made.map_err(|error| Error::unexpected(format!("prover: {error}")))?
}

/// The first contract that `device` has to serve in `hour`, and its load over all contracts.
async fn duty(
	market: &Market,
	state: &State,
	device: DeviceId,
	hour: Hour,
) -> Result<(ContractId, Assignment, MilliGpu)> {
	let mut found = None;
	let mut load = 0;
	for purchase in &market.purchases {
		let bound = state
			.assignment(device, hour.day(), purchase.contract)
			.await?;
		if let Some(bound) = bound.filter(|bound| bound.unsettled().contains(hour.of_day())) {
			load += bound.units_at(hour.of_day()).0;
			found.get_or_insert((purchase.contract, bound));
		}
	}
	let (contract, bound) =
		found.ok_or_else(|| Error::unexpected(format!("device {device} has no duty in {hour}")))?;
	Ok((contract, bound, MilliGpu(load)))
}

async fn rules(state: &State, device: &Device<Account>, day: Day) -> Result<ReceiptRules> {
	let energy: ClassEnergy = state
		.expect(
			"Receipts",
			"ClassEnergies",
			vec![Encoded::of(device.gpu_class)],
		)
		.await?;
	Ok(ReceiptRules {
		wh_per_gpu_hour: energy.on(day),
		min_green_share: 0,
		max_wh_per_hour: u32::try_from(device.energy_cap.0).unwrap_or(u32::MAX),
	})
}

/// What the meter of the dead device counts, total and green: the energy of its units and a twentieth
/// more, rounded up, three quarters of it green.
fn counted(rules: &ReceiptRules, load: MilliGpu) -> Result<(u32, u32)> {
	let needed = u64::from(load.0) * u64::from(rules.wh_per_gpu_hour) * 105;
	let total = u32::try_from(needed.div_ceil(100_000)).ok();
	let total_wh = total
		.filter(|total| *total <= rules.max_wh_per_hour)
		.ok_or_else(|| Error::unexpected("the load needs more energy than the site can feed"))?;
	Ok((total_wh, total_wh / 4 * 3))
}

/// What a proof says.
#[derive(Clone)]
struct Statement {
	keys: DeviceKeys,
	meter: SoftwareMeter,
	genesis: [u8; 32],
	contract: ContractId,
	device: DeviceId,
	hours: HourMask,
	position: greenhour_types::OfferId,
	hour: Hour,
	counted: (u32, u32),
	rules: ReceiptRules,
	seed: [u8; 32],
}

impl Statement {
	/// Public inputs and witness; an hour of the mask other than the real one reads the same.
	fn build(&self) -> Result<(ReceiptInputs, ReceiptWitness)> {
		let day = self.hour.day();
		let mut counted = [(0, 0); 24];
		for hour in self.hours.hours() {
			counted[hour.index()] = self.counted;
		}
		let metered = self.meter.first_day(day, &counted);
		let summary = Summary::new(&metered, day, self.hours, &self.rules)
			.ok_or_else(|| Error::unexpected("the readings make no facts"))?;
		let signature = self
			.meter
			.sign(&self.genesis, self.device, day, self.hours, &metered)
			.ok_or_else(|| Error::unexpected("the readings can't be signed"))?;
		let inputs = ReceiptInputs {
			genesis_hash: self.genesis,
			version: RECEIPT_V1,
			hours: self.hours,
			day,
			contract: self.contract,
			position: self.position,
			device: self.device,
			challenge: challenge_for(&self.seed, self.contract, self.device, day, self.hours),
			result_commitment: self.seed.map(|byte| byte & 0x0f),
			device_commitment: self.keys.commitment(),
			meter_key: self.keys.meter_key.compressed(),
			rules: self.rules,
			total_wh: summary.total_wh,
			green_wh: summary.green_wh,
			facts: summary.facts,
		};
		let witness = ReceiptWitness {
			keys: self.keys.clone(),
			metered,
			signature,
		};
		Ok((inputs, witness))
	}
}

/// Proves the honest statement twice and each altered one once.
fn make_kit(
	honest: Statement,
	subject: Subject,
	other_contract: ContractId,
	proving_keys: PathBuf,
) -> Result<Kit> {
	let failed = |error: greenhour_prover::Error| Error::unexpected(format!("prover: {error}"));
	let prover = ReceiptProver::development(&proving_keys).map_err(failed)?;
	let prove = |statement: &Statement| -> Result<(ReceiptInputs, Submission)> {
		let (inputs, witness) = statement.build()?;
		let proof = prover.prove_receipt(&inputs, &witness).map_err(failed)?;
		let receipt = Receipt::new(&inputs, proof);
		Ok((inputs, receipt))
	};
	let (inputs, real) = prove(&honest)?;
	let again = prove(&honest)?.1;
	// The proof of an altered statement, submitted for the real one.
	let swapped = |altered: &Submission| Receipt::new(&inputs, altered.proof);

	let other_genesis = sp_crypto_hashing::blake2_256(b"another chain");
	let genesis = prove(&Statement {
		genesis: other_genesis,
		..honest.clone()
	})?
	.1;
	let device = prove(&Statement {
		device: subject.other_device,
		..honest.clone()
	})?
	.1;
	let contract = prove(&Statement {
		contract: other_contract,
		..honest.clone()
	})?
	.1;
	let earlier = HourOfDay::new(subject.hour.of_day().get().saturating_sub(1));
	let more = earlier
		.map(HourMask::single)
		.unwrap_or_default()
		.union(honest.hours);
	let hours = prove(&Statement {
		hours: more,
		..honest
	})?
	.1;

	let forgery = |name, what, receipts| Forgery {
		name,
		what,
		receipts,
	};
	let forgeries = vec![
		forgery(
			"refused_other_genesis",
			"a proof for another chain",
			vec![swapped(&genesis)],
		),
		forgery(
			"refused_other_device",
			"a proof for another device, under either name",
			vec![swapped(&device), device],
		),
		forgery(
			"refused_other_contract",
			"a proof for another contract, under either name",
			vec![swapped(&contract), contract],
		),
		forgery(
			"refused_other_hours",
			"a proof for another hour mask, under either mask",
			vec![swapped(&hours), hours],
		),
		forgery(
			"refused_inflated_energy",
			"a proof with the energy doubled",
			vec![inflated(&real)],
		),
	];
	Ok(Kit {
		subject,
		honest: real,
		again,
		forgeries,
	})
}

/// The receipt with twice the energy and twice the units, and the proof as it was.
fn inflated(honest: &Submission) -> Submission {
	let mut receipt = honest.clone();
	receipt.total_wh *= 2;
	for facts in &mut receipt.facts {
		facts.max_units = MilliGpu(facts.max_units.0 * 2);
	}
	receipt
}

fn submit(receipt: &Submission) -> Call {
	let args = vec![
		Encoded::of(RECEIPT_CIRCUIT),
		Encoded::of(RECEIPT_V1),
		Encoded::of(vec![receipt.clone()]),
	];
	Call::new("Receipts", "submit_receipts", args)
}

/// Submits a forgery; it must be refused and leave the books as they were.
pub(crate) async fn refused(market: &Market, kit: &Kit, forgery: &Forgery) -> Result<Finding> {
	let before = books(&market.chain.finalized().await?, &kit.subject).await?;
	let mut sent = Vec::new();
	for receipt in &forgery.receipts {
		sent.push(
			market
				.people
				.gateway
				.send(&market.chain, &submit(receipt))
				.await?,
		);
	}
	let mut refusals = Vec::new();
	let mut block = 0;
	for submitted in sent {
		let outcome = submitted.finalized().await?;
		block = outcome.block;
		let paid = || Error::unexpected(format!("{} was accepted", forgery.what));
		refusals.push(outcome.refusal.ok_or_else(paid)?);
	}
	let state = market.chain.block(block).await?;
	if books(&state, &kit.subject).await? != before {
		return Err(Error::unexpected(format!(
			"{} changed the books",
			forgery.what
		)));
	}
	let forged = forgery.receipts.iter().flat_map(|receipt| &receipt.facts);
	let metered = state
		.meter_hour(kit.subject.other_device, kit.subject.hour)
		.await?;
	if forged
		.into_iter()
		.any(|facts| Some(facts.reading_commitment) == metered.map(|hour| hour.0))
	{
		return Err(Error::unexpected(
			"a forged reading reached the meter ledger",
		));
	}
	refusals.dedup();
	let detail = format!("{}: {}; nothing changed", forgery.what, refusals.join(", "));
	Ok(Finding::new(block, detail))
}

/// The honest receipt of the same hour is paid, whoever submits it.
pub(crate) async fn honest_is_paid(market: &Market, kit: &Kit) -> Result<Finding> {
	let before = books(&market.chain.finalized().await?, &kit.subject).await?;
	let call = submit(&kit.honest);
	let outcome = market
		.people
		.gateway
		.finalize(&market.chain, &call)
		.await?
		.success()?;
	let after = books(&market.chain.block(outcome.block).await?, &kit.subject).await?;
	let hour = kit.subject.hour;
	let bound = after
		.assignment
		.ok_or_else(|| Error::unexpected("the assignment is gone"))?;
	let earned = after.earned.saturating_sub(before.earned);
	if !bound.delivered.contains(hour.of_day()) || earned == 0 || after.metered.is_none() {
		return Err(Error::unexpected("the honest receipt was not paid"));
	}
	let detail = format!(
		"the same hour with its honest receipt, from a gateway: {} of {hour} paid, {} earned",
		gpus(bound.units_at(hour.of_day())),
		gcd(earned),
	);
	Ok(Finding::new(outcome.block, detail))
}

/// The paid receipt once more, and a fresh proof of the same statement: both change nothing.
pub(crate) async fn replay_is_refused(market: &Market, kit: &Kit) -> Result<Finding> {
	let forgery = Forgery {
		name: "refused_replay",
		what: "the paid receipt again, and a fresh proof of the same",
		receipts: vec![kit.honest.clone(), kit.again.clone()],
	};
	refused(market, kit, &forgery).await
}
