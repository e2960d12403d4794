//! Who may offer: sums of peaks, and tickets.

use super::OffersByPool;
use crate::{promise, ClassCaps, Config, Lotteries, Owners, Tickets, UnitCap, ZoneCaps};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use greenhour_traits::{DeviceRegistry, HourClock};
use greenhour_types::{HourPhase, LotteryEntries, PoolId};
use sp_runtime::TryRuntimeError;

pub(super) fn check<T: Config>(offers: &OffersByPool) -> Result<(), TryRuntimeError> {
	check_owners::<T>(offers)?;
	check_caps::<T>(offers)?;
	check_tickets::<T>()
}

fn check_owners<T: Config>(offers: &OffersByPool) -> Result<(), TryRuntimeError> {
	let mut left = BTreeMap::new();
	for (pool, owner, record) in Owners::<T>::iter() {
		ensure!(record != Default::default(), "an owner's record is empty");
		left.insert((pool, owner), u64::from(record.peaks.0));
	}
	for offer in offers.open() {
		let device = T::Devices::device(offer.device).ok_or("an offer has no device")?;
		let peak = u64::from(promise::peak(offer).0);
		if peak == 0 {
			continue;
		}
		let entry = left
			.get_mut(&(offer.pool, device.owner))
			.ok_or("the owner of an offer has no record")?;
		*entry = entry
			.checked_sub(peak)
			.ok_or("an owner offers more than his record says")?;
	}
	ensure!(
		left.values().all(|peaks| *peaks == 0),
		"an owner's record says more than he offers"
	);
	Ok(())
}

fn check_caps<T: Config>(offers: &OffersByPool) -> Result<(), TryRuntimeError> {
	let is_used = |cap: UnitCap, covers: &dyn Fn(&PoolId) -> bool| {
		let covered = offers.open().filter(|offer| covers(&offer.pool));
		let peaks = covered.map(|offer| u64::from(promise::peak(offer).0));
		cap.used == peaks.fold(0u64, u64::saturating_add)
	};
	for (class, cap) in ClassCaps::<T>::iter() {
		let holds = is_used(cap, &|pool| pool.gpu_class == class);
		ensure!(holds, "the use of a class cap differs from the offers");
	}
	for (zone, cap) in ZoneCaps::<T>::iter() {
		let holds = is_used(cap, &|pool| pool.zone == zone);
		ensure!(holds, "the use of a zone cap differs from the offers");
	}
	Ok(())
}

/// While a round is open, nobody can use, replace or discard a ticket of it.
fn check_tickets<T: Config>() -> Result<(), TryRuntimeError> {
	let mut rounds = BTreeMap::new();
	let mut owners = BTreeMap::new();
	for (device, ticket) in Tickets::<T>::iter() {
		ensure!(!ticket.weight.is_zero(), "a ticket weighs nothing");
		let record = T::Devices::device(device).ok_or("a ticket has no device")?;
		let pool = record.pool();
		let owner = (pool, record.owner, ticket.round);
		let weight: &mut u64 = owners.entry(owner).or_default();
		*weight = weight.saturating_add(u64::from(ticket.weight.0));
		let entries: &mut LotteryEntries = rounds.entry((pool, ticket.round)).or_default();
		*entries = entries.with(ticket.weight).ok_or("weights overflow")?;
	}
	for (pool, owner, record) in Owners::<T>::iter() {
		let weights = owners.get(&(pool, owner, record.round)).copied();
		ensure!(
			weights.unwrap_or_default() == u64::from(record.entered.0),
			"an owner entered another weight than that of his tickets"
		);
		ensure!(
			record.entered.is_zero() == (record.round == Default::default()),
			"an owner has a round and no ticket of it"
		);
	}
	for (pool, lottery) in Lotteries::<T>::iter() {
		let round = lottery.latest;
		if T::Clock::phase_of(round.hour) != Some(HourPhase::OnSale) {
			continue;
		}
		let tickets = rounds.get(&(pool, round.hour)).copied().unwrap_or_default();
		ensure!(
			(tickets.total, tickets.squares) == (round.entries.total, round.entries.squares),
			"an open round differs from its tickets"
		);
	}
	Ok(())
}
