//! Validators finalize, devices register, are activated and offer.

use crate::{
	amounts::{ghr, gpus},
	calls,
	chain::Chain,
	error::{Error, Result},
	network::Validator,
	report::Finding,
	sites::Site,
	world::{Member, People, BOND, ENERGY_CAP, FEE_MONEY, POOL},
};
use greenhour_types::{ClockParams, DeviceId, DeviceStatus, Hour, HourOfDay};
use std::time::Duration;

/// How long a step that needs only a few blocks may take.
const SHORTLY: Duration = Duration::from_secs(60);
/// How long the consent of an operator can be used, in ms.
const CONSENT_MS: u64 = 10 * 60_000;
/// Days for which devices are activated.
const ACTIVE_DAYS: u32 = 3;

/// The block that shows that a network has begun to finalize.
const FIRST_FINALIZED: u32 = 2;

/// All validators finalize the same chain.
pub(crate) async fn network(validators: &[Validator]) -> Result<Finding> {
	let hash = agreed(validators, FIRST_FINALIZED, SHORTLY).await?;
	let detail = format!(
		"{} validators finalize the same chain, block {FIRST_FINALIZED} is {hash}",
		validators.len(),
	);
	Ok(Finding::new(FIRST_FINALIZED, detail))
}

/// Waits until every validator has finalized block `number`, each not longer than `limit`. Returns
/// the first bytes of its hash, on which all agree.
pub(crate) async fn agreed(
	validators: &[Validator],
	number: u32,
	limit: Duration,
) -> Result<String> {
	let mut hashes = Vec::new();
	for validator in validators {
		let chain = Chain::connect(&validator.url, limit).await?;
		let what = format!("block {number} final at {}", validator.process.name);
		chain
			.when(&what, limit, async |state| Ok(state.number() >= number))
			.await?;
		hashes.push(chain.block(number).await?.hash());
	}
	if hashes.windows(2).any(|pair| pair[0] != pair[1]) {
		return Err(Error::unexpected(format!(
			"validators disagree on block {number}"
		)));
	}
	let hash = hashes.first().map(|hash| hex::encode(&hash[..6]));
	Ok(format!("0x{}", hash.unwrap_or_default()))
}

/// The lengths of market time, once block 1 has fixed hour zero.
pub(crate) async fn clock(chain: &Chain) -> Result<ClockParams> {
	loop {
		let clock = chain.best().await?.clock().await?;
		if clock.hour_zero_ms.is_some() {
			return Ok(clock);
		}
		tokio::time::sleep(Duration::from_millis(200)).await;
	}
}

/// Owners register their devices and the endorser activates them; goes on at the next block, not
/// at finality, because the hours of the demo wait for nobody.
pub(crate) async fn send(
	chain: &Chain,
	people: &People,
	sites: &[Site],
	clock: &ClockParams,
) -> Result<Vec<DeviceId>> {
	let state = chain.best().await?;
	let genesis_hash = chain.client.genesis_hash().0;
	let until = state.now().await?.saturating_add(CONSENT_MS);
	let mut sent = Vec::new();
	for site in sites {
		let register = calls::register(site, POOL, ENERGY_CAP, BOND, &genesis_hash, until);
		let fees = calls::transfer(site.operator.account(), FEE_MONEY);
		sent.push(
			site.owner
				.send(chain, &calls::all_or_none(&state, &[register, fees])?)
				.await?,
		);
	}
	for submitted in &mut sent {
		submitted.in_block().await?;
	}
	let state = chain.best().await?;
	let today = clock.hour_at(state.now().await?).unwrap_or_default().day();
	let until = Hour((today.0 + ACTIVE_DAYS) * 24);
	let until = clock
		.start_of(until)
		.ok_or_else(|| Error::unexpected("hour zero is not known"))?;
	let mut devices = Vec::new();
	let mut sent = Vec::new();
	for site in sites {
		let device = state.device_of(site.operator.account()).await?;
		let device = device.ok_or_else(|| {
			Error::unexpected(format!(
				"the chain did not register the device at {}",
				site.plan.name
			))
		})?;
		let activate = calls::activate(device, until, site.plan.gpus);
		sent.push(people.endorser.send(chain, &activate).await?);
		devices.push(device);
	}
	for submitted in &mut sent {
		submitted.in_block().await?;
	}
	Ok(devices)
}

/// The devices are on the chain with their bonds.
pub(crate) async fn registered(
	chain: &Chain,
	sites: &[Site],
	devices: &[DeviceId],
) -> Result<Finding> {
	let state = chain
		.when("registration", SHORTLY, async |state| {
			for site in sites {
				if state.device_of(site.operator.account()).await?.is_none() {
					return Ok(false);
				}
			}
			Ok(true)
		})
		.await?;
	let mut lines = Vec::new();
	for (site, id) in sites.iter().zip(devices) {
		let device = state.device(*id).await?;
		let bond = state.bond(*id).await?;
		let held = state.ghr(site.owner.account()).await?.held;
		let as_sent = device.owner == site.owner.account()
			&& device.operator == site.operator.account()
			&& device.commitment == site.keys.commitment()
			&& device.pool() == POOL;
		if !as_sent || bond != BOND || held < bond {
			return Err(Error::unexpected(format!(
				"device {id} is not as it was registered"
			)));
		}
		lines.push(format!(
			"{} is device {id} ({:?}, {}, owner {}, bond {})",
			site.plan.name,
			device.class,
			gpus(device.gpu_nameplate),
			site.plan.owner,
			ghr(bond),
		));
	}
	Ok(Finding::new(state.number(), lines.join("; ")))
}

/// The devices have an attestation result.
pub(crate) async fn activated(chain: &Chain, devices: &[DeviceId]) -> Result<Finding> {
	let active = async |state: &crate::chain::State| {
		for id in devices {
			if !matches!(state.device(*id).await?.status, DeviceStatus::Active { .. }) {
				return Ok(false);
			}
		}
		Ok(true)
	};
	let state = chain.when("activation", SHORTLY, active).await?;
	let detail = format!(
		"{} devices activated by the endorser, tier 0",
		devices.len()
	);
	Ok(Finding::new(state.number(), detail))
}

/// Waits until every device has offered through its light client, or `deadline` has passed.
pub(crate) async fn wait_for_offers(
	chain: &Chain,
	sites: &[Site],
	devices: &[DeviceId],
	deadline: u64,
) -> Result<Vec<Member>> {
	loop {
		let state = chain.best().await?;
		let mut members = Vec::new();
		for (site, device) in sites.iter().zip(devices) {
			if let Some(offer) = state.open_offer(*device).await? {
				members.push(Member {
					name: site.plan.name,
					device: *device,
					offer,
					owner: site.owner.account(),
				});
			}
		}
		if members.len() == sites.len() {
			return Ok(members);
		}
		if state.now().await? >= deadline {
			let (some, all) = (members.len(), sites.len());
			return Err(Error::unexpected(format!(
				"only {some} of {all} devices offered in time"
			)));
		}
		tokio::time::sleep(Duration::from_millis(500)).await;
	}
}

/// The offers stand, and each position belongs to the owner of the device.
pub(crate) async fn offered(chain: &Chain, members: &[Member]) -> Result<Finding> {
	let state = chain
		.when("offers", SHORTLY, async |state| {
			for member in members {
				if state.open_offer(member.device).await? != Some(member.offer) {
					return Ok(false);
				}
			}
			Ok(true)
		})
		.await?;
	let collection = state.collection().await?;
	let mut lines = Vec::new();
	for member in members {
		let offer = state.offer(member.offer).await?;
		if state.holder(collection, member.offer).await? != member.owner {
			return Err(Error::unexpected(format!(
				"position {} is not its owner's",
				member.offer
			)));
		}
		let noon = HourOfDay::new(0)
			.map(|hour| offer.template.at(hour))
			.unwrap_or_default();
		lines.push(format!(
			"{} offers {} an hour until {} (position {})",
			member.name,
			gpus(noon),
			offer.last_day,
			member.offer,
		));
	}
	Ok(Finding::new(state.number(), lines.join("; ")))
}
