//! Reads from finalized storage what [`work`](crate::work) needs.

use std::collections::{BTreeMap, BTreeSet};

use greenhour_types::{
	draw::pool_seed, Assignment, ClassEnergy, ClockParams, Contract, ContractDay, ContractId,
	ContractTerms, Day, DayPage, Device, DeviceId, DeviceKind, Hour, HourPhase, MilliGpu, Moment,
	Offer, OfferId, PoolId, Template, VerificationMode,
};
use parity_scale_codec::{Decode, Encode};

use crate::{
	chain::{ChainError, Entry, FinalizedBlock, FinalizedView},
	store::ReceiptKey,
	work::{Demand, Draw, Duty, Facts},
};

/// Value of `Randomness.HourSeeds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(test, derive(scale_info::TypeInfo))]
pub struct HourSeed {
	/// Seed of the hour.
	pub seed: [u8; 32],
	/// Block in which the inputs of the draw froze.
	pub frozen_at: u32,
}

/// Where this device stands on the chain.
#[derive(Debug)]
pub enum Standing {
	/// The chain has no hour zero yet.
	NoMarketTime,
	/// No device is registered for the operating key.
	NotRegistered,
	/// Registered, but for another operating key.
	NotOperator,
	/// Compute-only and not bound to energy, or energy-only: it serves nothing by itself.
	NotBound,
	/// The chain does not say how much energy the device's GPU class needs.
	NoClassEnergy,
	/// Registered; these are the facts.
	Known(Box<Facts>),
}

/// Reads the facts of one device; keeps what never changes.
pub struct Reader {
	view: FinalizedView,
	operator: [u8; 32],
	device: Option<DeviceId>,
	clock: Option<ClockParams>,
	/// Smallest green share of each contract seen.
	terms: BTreeMap<ContractId, ContractTerms>,
}

impl Reader {
	/// A reader for the device of the account `operator`, or for `device` if it is given.
	pub fn new(view: FinalizedView, operator: [u8; 32], device: Option<DeviceId>) -> Self {
		Self {
			view,
			operator,
			device,
			clock: None,
			terms: BTreeMap::new(),
		}
	}

	/// Time of a block.
	pub async fn time(&self, block: &FinalizedBlock) -> Result<Moment, ChainError> {
		Ok(self.value(block, Entry::NOW, &[]).await?.unwrap_or(0))
	}

	/// Lengths of market time, once hour zero is set.
	pub async fn clock(
		&mut self,
		block: &FinalizedBlock,
	) -> Result<Option<ClockParams>, ChainError> {
		if self.clock.is_none() {
			let found: Option<ClockParams> = self.value(block, Entry::CLOCK, &[]).await?;
			self.clock = found.filter(|clock| clock.hour_zero_ms.is_some());
		}
		Ok(self.clock)
	}

	/// Seed of `pool` in `hour`, once it is drawn.
	pub async fn seed(
		&self,
		block: &FinalizedBlock,
		hour: Hour,
	) -> Result<Option<HourSeed>, ChainError> {
		self.value(block, Entry::HOUR_SEEDS, &[hour.encode()]).await
	}

	/// Seed of the challenge of a receipt, once it is drawn: that of its last hour.
	pub async fn challenge_seed(
		&self,
		block: &FinalizedBlock,
		facts: &Facts,
		key: &ReceiptKey,
	) -> Result<Option<[u8; 32]>, ChainError> {
		let pool = facts.record.pool();
		let Some(hour) = key.hours.last().and_then(|last| key.day.hour(last)) else {
			return Ok(None);
		};
		let seed = self.seed(block, hour).await?;
		Ok(seed.map(|HourSeed { seed, .. }| pool_seed(&seed, pool, hour)))
	}

	/// The facts of `block`, whose time is `now`.
	pub async fn standing(
		&mut self,
		block: &FinalizedBlock,
		now: Moment,
	) -> Result<Standing, ChainError> {
		let Some(clock) = self.clock(block).await? else {
			return Ok(Standing::NoMarketTime);
		};
		let device = match self.device {
			Some(device) => Some(device),
			None => {
				self.value(block, Entry::OPERATORS, &[self.operator.encode()])
					.await?
			}
		};
		let Some(device) = device else {
			return Ok(Standing::NotRegistered);
		};
		let record: Option<Device<[u8; 32]>> = self
			.value(block, Entry::DEVICES, &[device.encode()])
			.await?;
		let Some(record) = record else {
			return Ok(Standing::NotRegistered);
		};
		if record.operator != self.operator {
			return Ok(Standing::NotOperator);
		}
		let Some(record) = self.site(block, device, record).await? else {
			return Ok(Standing::NotBound);
		};
		let class_energy: Option<ClassEnergy> = self
			.value(block, Entry::CLASS_ENERGIES, &[record.gpu_class.encode()])
			.await?;
		let Some(class_energy) = class_energy else {
			return Ok(Standing::NoClassEnergy);
		};
		let offer = self.offer(block, device).await?;
		let duties = self.duties(block, device, &clock, now).await?;
		let mut facts = Facts {
			now,
			clock,
			device,
			record,
			offer,
			bound: BTreeMap::new(),
			demand: Vec::new(),
			class_energy,
			counted: BTreeMap::new(),
			duties,
		};
		let days: BTreeSet<Day> = facts
			.duties
			.iter()
			.filter(|duty| !duty.assignment.unsettled().is_empty())
			.map(|duty| duty.day)
			.collect();
		for day in days {
			let hours = self
				.value(block, Entry::COUNTED_HOURS, &[day.encode()])
				.await?;
			facts.counted.insert(day, hours.unwrap_or_default());
		}
		if facts.offer.is_some() {
			self.add_demand(block, &mut facts).await?;
		}
		Ok(Standing::Known(Box::new(facts)))
	}

	/// The device as it serves: a compute-only one with the energy that it is bound to.
	async fn site(
		&self,
		block: &FinalizedBlock,
		device: DeviceId,
		record: Device<[u8; 32]>,
	) -> Result<Option<Device<[u8; 32]>>, ChainError> {
		match record.kind {
			DeviceKind::Combined => return Ok(Some(record)),
			DeviceKind::EnergyOnly => return Ok(None),
			DeviceKind::ComputeOnly => (),
		}
		let partner: Option<DeviceId> = self
			.value(block, Entry::BINDINGS, &[device.encode()])
			.await?;
		let Some(partner) = partner else {
			return Ok(None);
		};
		let energy: Option<Device<[u8; 32]>> = self
			.value(block, Entry::DEVICES, &[partner.encode()])
			.await?;
		Ok(energy.map(|energy| record.fed_by(&energy)))
	}

	async fn offer(
		&self,
		block: &FinalizedBlock,
		device: DeviceId,
	) -> Result<Option<(OfferId, Offer)>, ChainError> {
		let id: Option<OfferId> = self
			.value(block, Entry::OPEN_OFFER_OF, &[device.encode()])
			.await?;
		let Some(id) = id else { return Ok(None) };
		let offer: Option<Offer> = self.value(block, Entry::OFFERS, &[id.encode()]).await?;
		Ok(offer.map(|offer| (id, offer)))
	}

	/// Assignments of all days of which an hour may still be settled, or is running.
	async fn duties(
		&mut self,
		block: &FinalizedBlock,
		device: DeviceId,
		clock: &ClockParams,
		now: Moment,
	) -> Result<Vec<Duty>, ChainError> {
		let window = clock.windows.settle_ms.saturating_add(clock.hour_length_ms);
		let first = clock
			.hour_at(now.saturating_sub(window))
			.unwrap_or_default()
			.day();
		let last = clock.hour_at(now).unwrap_or_default().day();
		let mut duties = Vec::new();
		for day in (first.0..=last.0).map(Day) {
			let prefix = Entry::ASSIGNMENTS.key(&[device.encode(), day.encode()]);
			for (key, value) in self.view.under(block, prefix).await? {
				let contract = last_part(&key)?;
				let assignment: Assignment = decode(Entry::ASSIGNMENTS, &value)?;
				let terms = self.terms(block, contract).await?;
				let min_green_share = terms.map_or(0, |terms| terms.min_green_share);
				duties.push(Duty {
					contract,
					day,
					assignment,
					min_green_share,
				});
			}
		}
		Ok(duties)
	}

	/// Demand in hours whose sale is closed and that have not started.
	async fn add_demand(
		&mut self,
		block: &FinalizedBlock,
		facts: &mut Facts,
	) -> Result<(), ChainError> {
		let Some((offer, Offer { pool, .. })) = facts.offer.clone() else {
			return Ok(());
		};
		let (clock, now) = (facts.clock, facts.now);
		let (Some(current), Some(latest)) = (clock.hour_at(now), clock.latest_closed_hour(now))
		else {
			return Ok(());
		};
		let mut days: BTreeMap<Day, Vec<(ContractId, ContractDay)>> = BTreeMap::new();
		let mut pages: BTreeMap<Day, DayPage> = BTreeMap::new();
		for hour in (current.next().0..=latest.0).map(Hour) {
			let phase = clock.phase_of(hour, now);
			if !matches!(phase, Some(HourPhase::FirstRefusal | HourPhase::Assignment)) {
				continue;
			}
			// Without a draw nothing can be accepted, so nothing else need be read.
			let Some(HourSeed { seed, .. }) = self.seed(block, hour).await? else {
				continue;
			};
			let day = hour.day();
			if let std::collections::btree_map::Entry::Vacant(vacant) = days.entry(day) {
				let bound: Option<Template> = self
					.value(block, Entry::BOUND_UNITS, &[offer.encode(), day.encode()])
					.await?;
				facts.bound.insert(day, bound.unwrap_or_default());
				let page: Option<DayPage> = self
					.value(block, Entry::DAY_PAGES, &[pool.encode(), day.encode()])
					.await?;
				pages.insert(day, page.unwrap_or_default());
				vacant.insert(self.contract_days(block, pool, day).await?);
			}
			let draw = Draw {
				seed: pool_seed(&seed, pool, hour),
				offered: pages
					.get(&day)
					.map_or(MilliGpu::ZERO, |page| page.at(hour.of_day()).offered),
			};
			for (contract, contract_day) in days.get(&day).into_iter().flatten() {
				let unassigned = contract_day.unassigned_at(hour.of_day());
				if unassigned.is_zero() || !contract_day.hours.contains(hour.of_day()) {
					continue;
				}
				// This device runs no jobs, so it has no result to show a sample of.
				let terms = self.terms(block, *contract).await?;
				let Some(ContractTerms {
					min_green_share,
					verification: VerificationMode::Receipt,
					..
				}) = terms
				else {
					continue;
				};
				facts.demand.push(Demand {
					contract: *contract,
					hour,
					unassigned,
					min_green_share,
					draw: Some(draw),
				});
			}
		}
		Ok(())
	}

	async fn contract_days(
		&self,
		block: &FinalizedBlock,
		pool: PoolId,
		day: Day,
	) -> Result<Vec<(ContractId, ContractDay)>, ChainError> {
		let prefix = Entry::CONTRACT_DAYS.key(&[pool.encode(), day.encode()]);
		let found = self.view.under(block, prefix).await?;
		let decoded = found.iter().map(|(key, value)| {
			let contract = last_part(key)?;
			Ok((contract, decode(Entry::CONTRACT_DAYS, value)?))
		});
		decoded.collect()
	}

	/// The terms of a contract, which never change; `None` when it is closed.
	async fn terms(
		&mut self,
		block: &FinalizedBlock,
		contract: ContractId,
	) -> Result<Option<ContractTerms>, ChainError> {
		if let Some(terms) = self.terms.get(&contract) {
			return Ok(Some(*terms));
		}
		let found: Option<Contract<[u8; 32]>> = self
			.value(block, Entry::CONTRACTS, &[contract.encode()])
			.await?;
		let terms = found.map(|contract| contract.terms);
		self.terms.extend(terms.map(|terms| (contract, terms)));
		Ok(terms)
	}

	async fn value<V: Decode>(
		&self,
		block: &FinalizedBlock,
		entry: Entry,
		parts: &[Vec<u8>],
	) -> Result<Option<V>, ChainError> {
		self.view.value(block, entry.name, entry.key(parts)).await
	}
}

fn decode<V: Decode>(entry: Entry, bytes: &[u8]) -> Result<V, ChainError> {
	crate::chain::decode(entry.name, bytes)
}

/// The last part of a key whose hashers keep the parts readable.
fn last_part<V: Decode + parity_scale_codec::MaxEncodedLen>(key: &[u8]) -> Result<V, ChainError> {
	let start = key.len().saturating_sub(V::max_encoded_len());
	crate::chain::decode("a storage key", key.get(start..).unwrap_or_default())
}
