//! What a block does before its calls: seeds of openings, deadlines of rounds and deferrals, draws.

use crate::{
	rules,
	types::{
		Deferral, OpeningSeed, Round, RoundCursors, DEFERRALS_PER_BLOCK, MAX_ROUND, ROUND_STEPS,
	},
	Challenges, Config, Cursors, DeferralOrder, DeferralQueue, Deferrals, Event, Pallet, Rounds,
	WeightInfo,
};
use frame_support::{traits::Get, weights::Weight};
use greenhour_traits::{BlockSeed, BlockSeeds, ChallengeOutcomes, HourClock, ProofIntake};
use greenhour_types::{DeviceId, Hour, VerificationMode};

impl<T: Config> Pallet<T> {
	/// Writes: everything that the start of a block does. Each part is bounded by a constant.
	pub(crate) fn advance() -> Weight {
		let block = Self::block();
		let started = Cursors::<T>::get().unwrap_or(RoundCursors {
			unseeded: block,
			unclosed: block,
		});
		let mut cursors = started;
		let closed = Self::close_rounds(&mut cursors);
		let deferrals = Self::close_deferrals();
		let mut weight = T::WeightInfo::close_rounds(closed)
			.saturating_add(T::WeightInfo::close_deferrals(deferrals));
		if let Some(drawn) = T::Seeds::block_seed() {
			let changes = Self::apply_changes(drawn.inputs_until);
			Self::seed_openings(&drawn, &mut cursors);
			let looked_at = Self::draw_round(&drawn, &cursors);
			let (tickets, audits) = Self::draw_tickets(&drawn);
			weight = weight
				.saturating_add(T::WeightInfo::apply_changes(changes))
				.saturating_add(T::WeightInfo::draw_round(looked_at))
				.saturating_add(T::WeightInfo::draw_tickets(tickets))
				.saturating_add(T::WeightInfo::open_audits(audits));
		}
		Cursors::<T>::put(cursors);
		weight
	}

	/// Writes: gives rounds whose commitments are older than the seed's inputs the seed of their openings. At the
	/// first block that can, so that nobody chooses which seed it is.
	pub(crate) fn seed_openings(drawn: &BlockSeed, cursors: &mut RoundCursors) {
		let block = Self::block();
		for _ in 0..ROUND_STEPS {
			let round = cursors.unseeded;
			let last_commitment = round.saturating_add(T::CommitBlocks::get());
			if round >= block || last_commitment > drawn.inputs_until {
				return;
			}
			cursors.unseeded = round.saturating_add(1);
			let Some(mut record) = Rounds::<T>::get(round) else {
				continue;
			};
			let until = block.saturating_add(T::OpenBlocks::get());
			record.opening = Some(OpeningSeed {
				seed: drawn.seed,
				until,
			});
			Rounds::<T>::insert(round, record);
			Self::deposit_event(Event::OpeningSeeded {
				round,
				seed: drawn.seed,
				until,
			});
		}
	}

	/// Writes: closes rounds whose openings are due, of at most 20 devices together. Returns how many devices.
	pub(crate) fn close_rounds(cursors: &mut RoundCursors) -> u32 {
		let block = Self::block();
		let mut closed = 0u32;
		for _ in 0..ROUND_STEPS {
			let number = cursors.unclosed;
			if number >= cursors.unseeded {
				return closed;
			}
			if let Some(round) = Rounds::<T>::get(number) {
				let devices = u32::try_from(round.devices.len()).unwrap_or(MAX_ROUND);
				let with_these = closed.saturating_add(devices);
				let is_due = round.opening.is_some_and(|opening| opening.until < block);
				if !is_due || with_these > MAX_ROUND {
					return closed;
				}
				closed = with_these;
				Self::close_round(number, &round);
			}
			cursors.unclosed = number.saturating_add(1);
		}
		closed
	}

	/// Writes: who has not committed, or not opened what was drawn, has missed. Others have answered.
	fn close_round(number: u32, round: &Round) {
		Rounds::<T>::remove(number);
		for device in &round.devices {
			let Some(challenge) = Challenges::<T>::get(device).filter(|it| it.round == number)
			else {
				continue;
			};
			Challenges::<T>::remove(device);
			let was_drawn = round.opening.is_none_or(|opening| {
				rules::is_opened(&opening.seed, *device, T::OpenOneIn::get())
			});
			match challenge.commitment.is_some() && !was_drawn {
				true => Self::note_answer(*device, number, round.moment),
				false => Self::note_miss(*device, number),
			}
		}
	}

	/// Writes: closes deferrals whose hour can't be paid any more, the oldest first. Returns how many were looked at.
	pub(crate) fn close_deferrals() -> u32 {
		let mut queue = DeferralQueue::<T>::get();
		let (params, now) = (T::Clock::params(), T::Clock::now());
		let mut looked_at = 0u32;
		while looked_at < DEFERRALS_PER_BLOCK && !queue.is_empty() {
			if let Some((device, hour)) = DeferralOrder::<T>::get(queue.first) {
				let end = params.end_of(hour);
				let is_due =
					end.is_some_and(|end| now > end.saturating_add(params.windows.settle_ms));
				if !is_due {
					break;
				}
				Self::close_deferral(device, hour);
			}
			DeferralOrder::<T>::remove(queue.first);
			queue.first = queue.first.saturating_add(1);
			looked_at = looked_at.saturating_add(1);
		}
		if looked_at > 0 {
			DeferralQueue::<T>::put(queue);
		}
		looked_at
	}

	/// Writes: a deferral that is still there has missed, unless nobody is to blame.
	fn close_deferral(device: DeviceId, hour: Hour) {
		let Some(deferral) = Self::take_deferral(device, hour) else {
			return;
		};
		let was_closed = |asked: bool, mode| asked && T::Proofs::was_closed(mode, hour);
		let excused = T::Clock::is_void(hour)
			|| was_closed(deferral.by_receipt, VerificationMode::Receipt)
			|| was_closed(deferral.by_work, VerificationMode::Work);
		match excused {
			true => Self::deposit_event(Event::ChallengeExcused {
				device,
				round: deferral.round,
			}),
			false => Self::note_miss(device, deferral.round),
		}
	}

	/// Writes: removes the deferral of a device and hour, if there is one.
	pub(crate) fn take_deferral(device: DeviceId, hour: Hour) -> Option<Deferral> {
		let mut hours = Deferrals::<T>::get(device, hour.day());
		let deferral = hours.remove(&hour.of_day().get())?;
		match hours.is_empty() {
			true => Deferrals::<T>::remove(device, hour.day()),
			false => Deferrals::<T>::insert(device, hour.day(), hours),
		}
		Some(deferral)
	}

	/// Writes: a device has answered.
	pub(crate) fn note_answer(device: DeviceId, round: u32, moment: greenhour_types::Moment) {
		T::Outcomes::answered(device, moment);
		Self::deposit_event(Event::ChallengeAnswered { device, round });
	}

	fn note_miss(device: DeviceId, round: u32) {
		T::Outcomes::missed(device);
		Self::deposit_event(Event::ChallengeMissed { device, round });
	}
}
