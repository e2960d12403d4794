//! Audits that contradict each other, and audits that are over.

use crate::{
	AuditFacts, AuditOf, Audits, Config, Error, Event, Evidence, Evidences, OpenAudits, Pallet,
	PlaceDisputes, Statement, Statements,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use greenhour_traits::HourClock;
use greenhour_types::DeviceId;
use parity_scale_codec::Encode;
use sp_io::hashing::blake2_256;
use sp_runtime::DispatchResult;

/// The name of facts in a verdict.
pub(crate) fn hash_of(facts: &AuditFacts) -> [u8; 32] {
	blake2_256(&facts.encode())
}

impl<T: Config> Pallet<T> {
	/// Judges a disputed audit: who stated other facts than `upheld` pays, and what is left goes on. At
	/// most one audit of a device is disputed: none opens beside one in force that is, and an open one is
	/// contradicted before one in force.
	pub(crate) fn do_resolve_audit(device: DeviceId, upheld: Option<[u8; 32]>) -> DispatchResult {
		let disputed = |audit: &AuditOf<T>| audit.disputed_at.is_some();
		let open = OpenAudits::<T>::get(device).filter(disputed);
		let in_force = Audits::<T>::get(device).filter(disputed);
		let (audit, was_open) = match (open, in_force) {
			(Some(open), _) => (open, true),
			(None, Some(in_force)) => (in_force, false),
			(None, None) => return Err(Error::<T>::AuditNotFound.into()),
		};
		let right = |statement: &Statement<_>| upheld == Some(hash_of(&statement.facts));
		let known = upheld.is_none() || audit.statements.iter().any(right);
		ensure!(known, Error::<T>::AuditNotFound);
		Self::deposit_event(Event::AuditResolved { device, upheld });
		let left = Self::punish(audit, right)?;
		match was_open {
			true => OpenAudits::<T>::remove(device),
			false => Audits::<T>::remove(device),
		}
		match Evidences::<T>::get(device) {
			Some(evidence) => Self::go_on(device, evidence, left, was_open),
			// Retired meanwhile: nothing is left to vouch for.
			None => {
				Self::free_statements(&left);
				Ok(())
			}
		}
	}

	/// Takes what backed the statements that are not `right`; the audit with the others.
	pub(crate) fn punish(
		mut audit: AuditOf<T>,
		right: impl Fn(&Statement<T::AccountId>) -> bool,
	) -> Result<AuditOf<T>, sp_runtime::DispatchError> {
		let (winners, losers): (Vec<_>, Vec<_>) = audit
			.statements
			.into_iter()
			.partition(|statement| right(statement));
		let paid: Vec<_> = winners
			.iter()
			.map(|winner| winner.auditor.clone())
			.collect();
		for loser in losers {
			Self::slash_auditor(&loser.auditor, audit.stake, &paid)?;
		}
		// No more than there were.
		audit.statements = Statements::truncate_from(winners);
		audit.disputed_at = None;
		Ok(audit)
	}

	/// What becomes of a judged audit that keeps the statements that were right.
	fn go_on(
		device: DeviceId,
		mut evidence: Evidence,
		mut left: AuditOf<T>,
		was_open: bool,
	) -> DispatchResult {
		let facts = left.statements.first().map(|statement| statement.facts);
		evidence.disputed &= was_open;
		let in_force = evidence.audit.zip(facts).is_some_and(|(audit, facts)| {
			!was_open
				&& audit.place == facts.place
				&& audit.expires_at == facts.expires_at
				&& audit.tier == facts.tier
				&& audit.benchmark == facts.benchmark
		});
		if in_force {
			Audits::<T>::insert(device, left);
			Self::grant(device, &mut evidence, false)?;
			Evidences::<T>::insert(device, evidence);
			return Ok(());
		}
		if !was_open {
			Self::leave_place(device, &mut evidence);
		}
		let rule = Self::zone(evidence.zone)?;
		let record = Self::device(device);
		let facts = facts.filter(|facts| {
			record
				.as_ref()
				.is_ok_and(|it| Self::ensure_facts(it, &rule, facts).is_ok())
		});
		match facts {
			None => Self::free_statements(&left),
			Some(facts) => {
				left.since = T::Clock::now();
				left.ends_at = facts.expires_at;
				let free = Self::holder_of(device, &evidence, &facts).is_none()
					&& Self::ensure_stays(device, &evidence, &facts).is_ok();
				match Self::is_complete(&left, &rule) && free {
					true => Self::pass(device, &mut evidence, left, &facts)?,
					false => OpenAudits::<T>::insert(device, left),
				}
			}
		}
		Self::grant(device, &mut evidence, false)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// Ends what is over.
	pub(crate) fn do_close_audit(device: DeviceId) -> DispatchResult {
		let open = OpenAudits::<T>::get(device).filter(|audit| Self::is_over(audit, true));
		let in_force = Audits::<T>::get(device).filter(|audit| {
			Self::is_over(audit, false) && !PlaceDisputes::<T>::contains_key(device)
		});
		ensure!(open.is_some() || in_force.is_some(), Error::<T>::NothingDue);
		if let Some(open) = open {
			Self::free_statements(&open);
			OpenAudits::<T>::remove(device);
		}
		if let Some(in_force) = in_force {
			Self::free_statements(&in_force);
			Audits::<T>::remove(device);
			if let Some(mut evidence) = Evidences::<T>::get(device) {
				Self::leave_place(device, &mut evidence);
				evidence.disputed = false;
				Self::grant(device, &mut evidence, false)?;
				Evidences::<T>::insert(device, evidence);
			}
		}
		Self::deposit_event(Event::AuditClosed { device });
		Ok(())
	}

	/// Nobody judged a disputed audit in time; an open one found too few statements in its window, unless
	/// it is a claim to a disputed place; one in force ended a dispute window ago.
	fn is_over(audit: &AuditOf<T>, open: bool) -> bool {
		let window = T::DisputeWindow::get();
		let over_at = match (audit.disputed_at, open) {
			(Some(disputed_at), _) => disputed_at.saturating_add(window),
			(None, true) => audit.since.saturating_add(T::ConflictWindow::get()),
			(None, false) => audit.ends_at.saturating_add(window),
		};
		T::Clock::now() >= over_at && !(open && audit.contests)
	}
}
