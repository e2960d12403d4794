//! The lottery of a pool: one round a day.
//!
//! Until the sale of hour 0 of tomorrow closes, a device can enter the round of that hour. Its weight
//! is the units that it could offer beside what it does: what its bond covers, at most what it has
//! shown (the bond that an offer needs grows in proportion to its units), what its owner may offer
//! beside what he does and has entered in the round, and what the pool has room for. So all tickets of
//! one owner weigh no more than he may offer. The seed of the pool and that hour decides who is admitted ([`greenhour_types::lottery`]); nobody can know it before. Those
//! admitted may offer more until the day is over, each up to his weight, as long as there is room.
//!
//! A ticket is an obligation of its device, so that one bond can't stand behind two tickets. It is
//! gone when it was used, replaced by the next ticket, or discarded, which anybody may do once it has
//! lost or its day is over; the owner has to before his bond is free.

use crate::{
	admission::Present, promise, Config, Error, Event, Lotteries, Offers, OpenOfferOf, Owners,
	Pallet, Supplies, Tickets,
};
use frame_support::ensure;
use greenhour_traits::{DeviceRegistry, HourClock, Obligations, SeedSource};
use greenhour_types::{
	is_admitted, units::MIN_ORDER, Day, DeviceId, Hour, HourOfDay, HourPhase, LotteryEntries,
	MilliGpu, PoolId,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, DispatchResult};

/// Halvings after which an interval of 32-bit numbers has one left.
const BISECTIONS: u32 = 32;

/// What a device entered a lottery with.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct LotteryTicket {
	/// The round: hour 0 of the day of those admitted.
	pub round: Hour,
	/// Its weight, and the most units that it admits.
	pub weight: MilliGpu,
}

/// One round.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct LotteryRound {
	/// Hour 0 of the day of those admitted.
	pub hour: Hour,
	/// What entered, and the room at the last entry.
	pub entries: LotteryEntries,
}

/// The latest two rounds of a pool: one can be open while those admitted by the other come in.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct PoolLottery {
	/// The round that was entered last.
	pub latest: LotteryRound,
	/// The one before.
	pub previous: LotteryRound,
}

impl PoolLottery {
	fn entries(&self, hour: Hour) -> Option<LotteryEntries> {
		[self.latest, self.previous]
			.into_iter()
			.find(|round| round.hour == hour)
			.map(|round| round.entries)
	}
}

/// Hour 0 of a day.
pub(crate) fn midnight(day: Day) -> Option<Hour> {
	HourOfDay::new(0).and_then(|hour| day.hour(hour))
}

impl<T: Config> Pallet<T> {
	/// Writes: enters a device in the round of tomorrow.
	pub(crate) fn do_enter_lottery(who: &T::AccountId, device: DeviceId) -> DispatchResult {
		let record = Self::device_of_caller(who, device)?;
		let pool = record.pool();
		let policy = Self::ensure_eligible(device, &record)?;
		let (per_owner, of_pool) = policy
			.entry
			.limits()
			.filter(|_| policy.entry.is_lottery())
			.ok_or(Error::<T>::NoLottery)?;
		let present = Present::now::<T>()?;
		let round = midnight(present.today.next()).ok_or(Error::<T>::Overflow)?;
		let on_sale = T::Clock::phase_of(round) == Some(HourPhase::OnSale);
		ensure!(on_sale, Error::<T>::OutsideWindow);
		let before = Tickets::<T>::get(device);
		let is_new = before.is_none_or(|ticket| ticket.round != round);
		ensure!(is_new, Error::<T>::AlreadyEntered);

		let mut owner = Owners::<T>::get(pool, &record.owner);
		let peaks = Supplies::<T>::get(pool).map(|supply| supply.peaks);
		let room = of_pool.saturating_sub(peaks.unwrap_or_default());
		ensure!(room >= MIN_ORDER, Error::<T>::MaxUnitsExceeded);
		let of_owner = per_owner
			.saturating_sub(owner.peaks)
			.saturating_sub(owner.entered_in(round));
		ensure!(of_owner >= MIN_ORDER, Error::<T>::MaxUnitsPerOwnerExceeded);
		let limit = Self::limit_of(device, &record, Self::end_of(round.day())?, present.today);
		let weight = Self::weight_of(device, limit, of_owner.min(room));
		ensure!(weight >= MIN_ORDER, Error::<T>::InsufficientBond);
		owner.enter(round, weight).ok_or(Error::<T>::Overflow)?;
		let mut lottery = Lotteries::<T>::get(pool);
		if lottery.latest.hour != round {
			lottery.previous = lottery.latest;
			lottery.latest = LotteryRound {
				hour: round,
				..Default::default()
			};
		}
		let entries = lottery.latest.entries.with(weight);
		lottery.latest.entries = LotteryEntries {
			room,
			..entries.ok_or(Error::<T>::Overflow)?
		};
		Lotteries::<T>::insert(pool, lottery);
		Owners::<T>::insert(pool, &record.owner, owner);
		if before.is_none() {
			T::Obligations::add(device)?;
		}
		Tickets::<T>::insert(device, LotteryTicket { round, weight });
		Self::deposit_event(Event::LotteryEntered {
			device,
			pool,
			round,
			weight,
		});
		Ok(())
	}

	/// Units that a device could offer beside what it does, up to `room`: its peak within `limit`, and
	/// covered by its bond.
	fn weight_of(device: DeviceId, limit: MilliGpu, room: MilliGpu) -> MilliGpu {
		let offer = OpenOfferOf::<T>::get(device).and_then(Offers::<T>::get);
		let offered = offer.as_ref().map(promise::peak).unwrap_or_default();
		let most = MilliGpu(offered.0.saturating_add(room.0)).min(limit);
		Self::covered_down(device, most).saturating_sub(offered)
	}

	/// The most units, up to `limit`, that the bond of a device covers.
	pub(crate) fn covered_down(device: DeviceId, limit: MilliGpu) -> MilliGpu {
		if T::Devices::bond_covers(device, limit) {
			return limit;
		}
		let (mut covered, mut not_covered) = (0u32, limit.0);
		for _ in 0..BISECTIONS {
			let middle = covered.midpoint(not_covered);
			if middle == covered {
				break;
			}
			if T::Devices::bond_covers(device, MilliGpu(middle)) {
				covered = middle;
			} else {
				not_covered = middle;
			}
		}
		MilliGpu(covered)
	}

	/// Was `ticket` of `device` admitted? `None` before the seed of its round is known.
	fn is_admitted(pool: PoolId, device: DeviceId, ticket: LotteryTicket) -> Option<bool> {
		let seed = T::Seeds::seed(pool, ticket.round)?;
		let entries = Lotteries::<T>::get(pool).entries(ticket.round)?;
		Some(is_admitted(
			&seed,
			ticket.round,
			device,
			ticket.weight,
			&entries,
		))
	}

	pub(crate) fn view_admitted(device: DeviceId) -> Option<bool> {
		let ticket = Tickets::<T>::get(device)?;
		Self::is_admitted(T::Devices::device(device)?.pool(), device, ticket)
	}

	/// Checks that a device was admitted today, for `units` more.
	pub(crate) fn ensure_ticket(
		pool: PoolId,
		device: DeviceId,
		units: MilliGpu,
		today: Day,
	) -> DispatchResult {
		let ticket = Tickets::<T>::get(device).ok_or(Error::<T>::NotAdmitted)?;
		let of_today = Some(ticket.round) == midnight(today) && units <= ticket.weight;
		let admitted = of_today && Self::is_admitted(pool, device, ticket) == Some(true);
		ensure!(admitted, Error::<T>::NotAdmitted);
		Ok(())
	}

	/// Writes: takes the ticket that admitted a device.
	pub(crate) fn use_ticket(device: DeviceId) -> DispatchResult {
		let round = Self::remove_ticket(device)?;
		Self::deposit_event(Event::TicketUsed { device, round });
		Ok(())
	}

	/// Writes: removes a ticket that admits nobody.
	pub(crate) fn do_discard_ticket(device: DeviceId) -> DispatchResult {
		let ticket = Tickets::<T>::get(device).ok_or(Error::<T>::TicketNotFound)?;
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		let today = Present::now::<T>()?.today;
		let is_over = ticket.round.day() < today
			|| Self::is_admitted(record.pool(), device, ticket) == Some(false);
		ensure!(is_over, Error::<T>::TicketValid);
		let round = Self::remove_ticket(device)?;
		Self::deposit_event(Event::TicketDiscarded { device, round });
		Ok(())
	}

	/// Writes: removes a ticket and what it owes, and gives its round.
	fn remove_ticket(device: DeviceId) -> Result<Hour, DispatchError> {
		let ticket = Tickets::<T>::take(device).ok_or(Error::<T>::TicketNotFound)?;
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		let (pool, owner) = (record.pool(), record.owner);
		let mut entered = Owners::<T>::get(pool, &owner);
		entered.leave(ticket.round, ticket.weight);
		Self::put_owner(pool, &owner, entered);
		T::Obligations::remove(device)?;
		Ok(ticket.round)
	}
}
