//! From readings to receipts.

use std::{ops::ControlFlow, path::PathBuf, sync::mpsc as jobs};

use greenhour_circuits::{receipt::Summary, DeviceKeys, ReceiptWitness};
use greenhour_prover::ReceiptProver;
use greenhour_types::{
	receipt::{challenge_for, ReceiptInputs, ReceiptRules, PROOF_BYTES, RECEIPT_V1},
	Day, Hour, MilliGpu, WattHours,
};
use parity_scale_codec::Encode;
use sp_crypto_hashing::blake2_256;
use tokio::sync::mpsc;

use crate::{
	meters::{Meter, Readings},
	store::{ReadingRecord, ReceiptKey, StoreError},
	work::Facts,
};

/// Why a receipt can't be prepared or proved.
#[derive(Debug, thiserror::Error)]
pub enum ProverError {
	/// The chain shows no such assignment.
	#[error("no assignment for these hours")]
	NoAssignment,
	/// An hour has no reading, or one that does not fit 32 bits.
	#[error("no usable reading for {0}")]
	NoReading(Hour),
	/// The meter has no chain for the day, or a full register.
	#[error("the meter does not show {0}")]
	NotMetered(Day),
	/// The readings can't be read.
	#[error(transparent)]
	Store(#[from] StoreError),
	/// The energy of an hour is less than its units need.
	#[error("the energy of {hour} served {served} units, {due} are due")]
	TooLittleEnergy {
		/// The hour.
		hour: Hour,
		/// Units that the energy can have served.
		served: MilliGpu,
		/// Units of all contracts in that hour.
		due: MilliGpu,
	},
	/// The green energy of an hour is less than its contracts ask for.
	#[error("{hour} had {green_wh} green Wh, {needed_wh} are needed")]
	TooLittleGreen {
		/// The hour.
		hour: Hour,
		/// Green energy of the hour.
		green_wh: u64,
		/// Green energy for this contract and those of the hour that are paid already.
		needed_wh: u64,
	},
	/// The proof failed.
	#[error(transparent)]
	Prover(#[from] greenhour_prover::Error),
	/// The prover has stopped.
	#[error("the prover has stopped")]
	Stopped,
}

/// A receipt without its proof.
#[derive(Debug, Clone)]
pub struct Prepared {
	/// What it settles.
	pub key: ReceiptKey,
	/// What it says in public.
	pub inputs: ReceiptInputs,
	/// What it keeps secret.
	pub witness: ReceiptWitness,
}

/// A receipt with its proof, or why there is none.
#[derive(Debug)]
pub struct Proved {
	/// What it settles.
	pub key: ReceiptKey,
	/// What it says in public.
	pub inputs: ReceiptInputs,
	/// Its proof.
	pub proof: Result<[u8; PROOF_BYTES], ProverError>,
}

/// Everything that a receipt depends on beside the facts and the readings.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
	/// Genesis hash of the chain.
	pub genesis: [u8; 32],
	/// Seed of the challenge.
	pub seed: [u8; 32],
	/// Watt-hours that one reference GPU of the class needs in one hour.
	pub wh_per_gpu_hour: u32,
	/// Keys of the device.
	pub keys: &'a DeviceKeys,
	/// Its meter.
	pub meter: &'a dyn Meter,
}

/// Energy that `units` need for one hour with a margin, rounded up, at most `cap`.
pub fn energy_needed_up(
	units: MilliGpu,
	wh_per_gpu_hour: u32,
	margin_percent: u32,
	cap: WattHours,
) -> WattHours {
	let milli =
		u128::from(units.0) * u128::from(wh_per_gpu_hour) * u128::from(100 + margin_percent);
	// Milli-GPU to GPU, percent to parts.
	let wanted = u64::try_from(milli.div_ceil(100_000)).unwrap_or(u64::MAX);
	WattHours(wanted.min(cap.0))
}

/// The receipt for the hours of `key`.
///
/// **Errors**: `NoAssignment`, `NoReading`, `TooLittleEnergy`, `TooLittleGreen`, `NotMetered`, `Store`.
pub fn prepare(
	subject: &Subject<'_>,
	key: ReceiptKey,
	facts: &Facts,
	readings: &dyn Readings,
) -> Result<Prepared, ProverError> {
	let duty = facts
		.duties
		.iter()
		.find(|duty| (duty.contract, duty.day) == (key.contract, key.day))
		.ok_or(ProverError::NoAssignment)?;
	let rules = rules(subject, facts);
	for of_day in key.hours.hours() {
		let hour = key.day.hour(of_day).ok_or(ProverError::NoAssignment)?;
		let found = readings.at(hour)?.filter(fits);
		found.ok_or(ProverError::NoReading(hour))?;
	}
	let metered = subject.meter.day(readings, key.day, key.hours)?;
	let metered = metered.ok_or(ProverError::NotMetered(key.day))?;
	for of_day in key.hours.hours() {
		let hour = key.day.hour(of_day).ok_or(ProverError::NoAssignment)?;
		let found = &metered.readings[of_day.index()];
		let served = found
			.max_units_down(rules.wh_per_gpu_hour)
			.unwrap_or_default();
		let due = facts.load(hour);
		if served < due {
			return Err(ProverError::TooLittleEnergy { hour, served, due });
		}
		let green = u64::from(found.green_wh);
		let needed_wh = green_needed_up(facts, &key, hour, rules.wh_per_gpu_hour);
		if green < needed_wh {
			return Err(ProverError::TooLittleGreen {
				hour,
				green_wh: green,
				needed_wh,
			});
		}
	}
	let summary = Summary::new(&metered, key.day, key.hours, &rules);
	let summary = summary.ok_or(ProverError::NoAssignment)?;
	let meter = subject.meter;
	let signature = meter
		.sign(&subject.genesis, facts.device, key.day, key.hours, &metered)
		.ok_or(ProverError::NotMetered(key.day))?;
	let witness = ReceiptWitness {
		keys: subject.keys.clone(),
		metered,
		signature,
	};
	let inputs = ReceiptInputs {
		genesis_hash: subject.genesis,
		version: RECEIPT_V1,
		hours: key.hours,
		day: key.day,
		contract: key.contract,
		position: duty.assignment.offer,
		device: facts.device,
		challenge: challenge_for(
			&subject.seed,
			key.contract,
			facts.device,
			key.day,
			key.hours,
		),
		result_commitment: result_commitment(&key, facts),
		device_commitment: facts.record.commitment,
		meter_key: facts.record.meter_key,
		rules,
		total_wh: summary.total_wh,
		green_wh: summary.green_wh,
		facts: summary.facts,
	};
	Ok(Prepared {
		key,
		inputs,
		witness,
	})
}

/// Green energy that the contract of `key` and the paid contracts of `hour` take from the ledger,
/// each rounded up.
fn green_needed_up(facts: &Facts, key: &ReceiptKey, hour: Hour, wh_per_gpu_hour: u32) -> u64 {
	let of_day = hour.of_day();
	facts
		.duties
		.iter()
		.filter(|duty| {
			duty.day == key.day
				&& (duty.contract == key.contract || duty.assignment.delivered.contains(of_day))
		})
		.map(|duty| {
			let wh = u128::from(duty.assignment.units_at(of_day).0) * u128::from(wh_per_gpu_hour);
			// Milli-GPU to GPU, ten-thousandths to parts.
			let green = (wh * u128::from(duty.min_green_share)).div_ceil(10_000_000);
			u64::try_from(green).unwrap_or(u64::MAX)
		})
		.fold(0, u64::saturating_add)
}

fn rules(subject: &Subject<'_>, facts: &Facts) -> ReceiptRules {
	ReceiptRules {
		wh_per_gpu_hour: subject.wh_per_gpu_hour,
		// The ledger asks each contract for its share; the proof only shows what was green.
		min_green_share: 0,
		max_wh_per_hour: u32::try_from(facts.record.energy_cap.0).unwrap_or(u32::MAX),
	}
}

/// Does the circuit have room for the reading?
fn fits(record: &ReadingRecord) -> bool {
	let (total_wh, green_wh) = record.counted();
	(u64::from(total_wh), u64::from(green_wh)) == (record.site.drawn_wh, record.site.green_wh)
}

/// Stands for the result of the work until jobs are run: binds the receipt to what it is for.
fn result_commitment(key: &ReceiptKey, facts: &Facts) -> [u8; 32] {
	let mut commitment = blake2_256(&(b"greenhour/result", key, facts.device).encode());
	// 248 bits are always below the modulus.
	commitment[31] = 0;
	commitment
}

/// Makes proofs, one after the other, on a thread of its own.
pub struct ProverHandle {
	jobs: jobs::Sender<Prepared>,
	proved: mpsc::UnboundedReceiver<Proved>,
}

impl ProverHandle {
	/// Starts the prover with development keys kept in `cache`.
	pub fn start(cache: PathBuf) -> Self {
		let (jobs, receive) = jobs::channel::<Prepared>();
		let (send, proved) = mpsc::unbounded_channel();
		std::thread::spawn(move || {
			while let Ok(Prepared {
				key,
				inputs,
				witness,
			}) = receive.recv()
			{
				// Loaded at the first proof; the second call returns the same keys.
				// Nobody waits any more once the handle is gone.
				let mut on_stage = |stage| {
					tracing::debug!(?stage, "proving");
					if send.is_closed() {
						ControlFlow::Break(())
					} else {
						ControlFlow::Continue(())
					}
				};
				let proof = ReceiptProver::development(&cache)
					.and_then(|prover| {
						prover.prove_receipt_watched(&inputs, &witness, &mut on_stage)
					})
					.map_err(ProverError::from);
				if send.send(Proved { key, inputs, proof }).is_err() {
					return;
				}
			}
		});
		Self { jobs, proved }
	}

	/// Queues a receipt.
	///
	/// **Errors**: `Stopped`.
	pub fn prove(&self, prepared: Prepared) -> Result<(), ProverError> {
		self.jobs.send(prepared).map_err(|_| ProverError::Stopped)
	}

	/// The next receipt that is done. Never returns when the prover has stopped.
	pub async fn proved(&mut self) -> Proved {
		match self.proved.recv().await {
			Some(proved) => proved,
			None => std::future::pending().await,
		}
	}
}

#[cfg(test)]
#[path = "prover_tests.rs"]
mod tests;
