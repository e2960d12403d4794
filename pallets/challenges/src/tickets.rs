//! Which paid hours are audited, and who audits them.

use crate::{
	rules,
	types::{
		Audit, AuditStage, Panel, PanelSeat, Ticket, AUDITS_PER_BLOCK, PANEL, PANEL_PICKS, QUORUM,
		TICKETS_PER_BLOCK,
	},
	Audits, Config, Event, NextAudit, Pallet, TicketQueue, Tickets,
};
use frame_support::traits::Get;
use greenhour_traits::{Auditors, BlockSeed, Obligations};
use greenhour_types::{Hour, HourOfDay, MilliGpu, HOURS_PER_DAY};
use sp_crypto_hashing::blake2_256;

impl<T: Config> Pallet<T> {
	/// Writes: in a block that draws audits, draws tickets that are older than the seed's inputs, the oldest first, until enough are drawn or enough
	/// audits open. Returns how many of each.
	pub(crate) fn draw_tickets(drawn: &BlockSeed) -> (u32, u32) {
		let lot = rules::pick(
			&drawn.seed,
			b"greenhour/audit-block",
			(),
			T::AuditBlockOneIn::get(),
		);
		if lot != Some(0) {
			return (0, 0);
		}
		let mut queue = TicketQueue::<T>::get();
		let (mut tickets, mut audits) = (0u32, 0u32);
		while tickets < TICKETS_PER_BLOCK && audits < AUDITS_PER_BLOCK && !queue.is_empty() {
			let number = queue.first;
			match Tickets::<T>::get(number) {
				Some(ticket) if ticket.block > drawn.inputs_until => break,
				Some(ticket) => match drawn_hour(&drawn.seed, &ticket) {
					Some((hour, units)) => {
						Self::open_audit(&drawn.seed, number, &ticket, hour, units);
						audits = audits.saturating_add(1);
					}
					None => Self::release(ticket.device, ticket.obliged),
				},
				None => {}
			}
			Tickets::<T>::remove(number);
			queue.first = number.saturating_add(1);
			tickets = tickets.saturating_add(1);
		}
		if tickets > 0 {
			TicketQueue::<T>::put(queue);
			Self::deposit_event(Event::TicketsDrawn {
				until: queue.first,
				seed: drawn.seed,
			});
		}
		(tickets, audits)
	}

	/// Writes: opens the audit of one hour of a ticket, with a panel that nobody chose.
	pub(crate) fn open_audit(
		seed: &[u8; 32],
		number: u64,
		ticket: &Ticket,
		hour: Hour,
		units: MilliGpu,
	) {
		let Some(panel) = Self::draw_panel(seed, number, ticket) else {
			Self::release(ticket.device, ticket.obliged);
			Self::deposit_event(Event::AuditUnstaffed { ticket: number });
			return;
		};
		let id = NextAudit::<T>::get();
		NextAudit::<T>::put(id.saturating_add(1));
		let until = Self::block().saturating_add(T::VerdictBlocks::get());
		Self::deposit_event(Event::AuditOpened {
			audit: id,
			ticket: number,
			device: ticket.device,
			hour,
			panel: panel.iter().map(|seat| seat.auditor.clone()).collect(),
			until,
		});
		let audit = Audit {
			device: ticket.device,
			contract: ticket.contract,
			hour,
			units,
			seed: blake2_256(&[seed.as_slice(), number.to_le_bytes().as_slice()].concat()),
			panel,
			stage: AuditStage::Judging { until },
			obliged: ticket.obliged,
		};
		Audits::<T>::insert(id, audit);
	}

	/// Writes: engages up to three auditors, picked by the seed, who have no part in the device. `None`, and nobody
	/// engaged, if there are too few.
	fn draw_panel(seed: &[u8; 32], number: u64, ticket: &Ticket) -> Option<Panel<T::AccountId>> {
		let count = T::Auditors::auditor_count();
		let mut panel = Panel::<T::AccountId>::new();
		for attempt in 0..PANEL_PICKS {
			let index = rules::pick(seed, b"greenhour/panel", (number, attempt), count);
			let Some(auditor) = index.and_then(T::Auditors::auditor_at) else {
				continue;
			};
			let sits = panel.iter().any(|seat| seat.auditor == auditor);
			if !sits
				&& T::Auditors::may_audit(&auditor, ticket.device)
				&& T::Auditors::engage(&auditor).is_ok()
			{
				let seat = PanelSeat {
					auditor,
					verdict: None,
				};
				// A full panel ends the loop.
				let _ = panel.try_push(seat);
			}
			if panel.is_full() {
				break;
			}
		}
		let seats = u32::try_from(panel.len()).unwrap_or(PANEL);
		if seats >= QUORUM {
			return Some(panel);
		}
		for seat in &panel {
			T::Auditors::disengage(&seat.auditor);
		}
		None
	}

	/// Writes: ends the obligation that was counted for a ticket or an audit.
	pub(crate) fn release(device: greenhour_types::DeviceId, obliged: bool) {
		if obliged {
			// It was counted when the ticket was queued, so there is one to end.
			let _ = T::Devices::remove(device);
		}
	}
}

/// The hour of a ticket that is audited, with its units: one of 24 hours of day is drawn, and that is audited if it was
/// paid. So each paid hour has a chance of one in 24, however hours are spread over tickets; and of a whole day that is
/// drawn together one hour is audited for sure, in one ticket or in many.
fn drawn_hour(seed: &[u8; 32], ticket: &Ticket) -> Option<(Hour, MilliGpu)> {
	let subject = (ticket.device, ticket.day);
	let of_day = rules::pick(seed, b"greenhour/audit", subject, HOURS_PER_DAY.into())?;
	let of_day = HourOfDay::new(u8::try_from(of_day).ok()?)?;
	let units = ticket
		.units
		.get(of_day.index())
		.copied()
		.unwrap_or_default();
	let hour = ticket.day.hour(of_day)?;
	ticket.hours.contains(of_day).then_some((hour, units))
}
