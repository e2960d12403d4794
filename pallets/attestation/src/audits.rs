//! Statements of auditors, and how they become an audit in force.

use crate::{
	Audit, AuditEvidence, AuditFacts, AuditOf, Audits, Config, Error, Event, Evidence, Evidences,
	OpenAudits, Pallet, PlaceDisputes, Statement, Statements, Zone, ZoneAuditors,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::HourClock;
use greenhour_types::{AttestationTier, Device, DeviceId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Takes a statement of an auditor of the zone, who is no party.
	pub(crate) fn do_state_audit(
		auditor: T::AccountId,
		device: DeviceId,
		facts: AuditFacts,
		dissent: bool,
	) -> DispatchResult {
		let record = Self::device(device)?;
		let evidence = Self::evidence(device)?;
		let member = ZoneAuditors::<T>::contains_key(evidence.zone, &auditor);
		ensure!(member, Error::<T>::NotAuthorized);
		let party = auditor == record.owner || auditor == record.operator;
		ensure!(!party, Error::<T>::ConflictOfInterest);
		if dissent {
			return Self::contradict(auditor, device, evidence, facts);
		}
		Self::ensure_stays(device, &evidence, &facts)?;
		let rule = Self::zone(evidence.zone)?;
		Self::ensure_facts(&record, &rule, &facts)?;
		Self::support(auditor, device, evidence, &rule, facts)
	}

	/// A device whose metering point is disputed does not go to another one before the verdict.
	pub(crate) fn ensure_stays(
		device: DeviceId,
		evidence: &Evidence,
		facts: &AuditFacts,
	) -> DispatchResult {
		let moves = evidence.audit.is_some_and(|held| {
			held.place != facts.place && Some(held.place) != facts.former_place
		});
		let contested = moves && PlaceDisputes::<T>::contains_key(device);
		ensure!(!contested, Error::<T>::Disputed);
		Ok(())
	}

	/// Could facts come into force?
	pub(crate) fn ensure_facts(
		record: &Device<T::AccountId>,
		rule: &Zone,
		facts: &AuditFacts,
	) -> DispatchResult {
		let now = T::Clock::now();
		let tier = facts.tier >= AttestationTier::Tier2;
		ensure!(tier, Error::<T>::TierMismatch);
		let current = facts.key_epoch == rule.key_epoch;
		ensure!(current, Error::<T>::KeyEpochMismatch);
		let both = facts.former_place.is_some() == Self::is_rekeying(rule);
		ensure!(both, Error::<T>::FormerPlaceMismatch);
		let shown = facts.benchmark <= record.gpu_nameplate;
		ensure!(shown, Error::<T>::MaxBenchmarkExceeded);
		ensure!(now < facts.expires_at, Error::<T>::Expired);
		let latest = now.saturating_add(T::MaxAudit::get());
		ensure!(facts.expires_at <= latest, Error::<T>::MaxLifetimeExceeded);
		Ok(())
	}

	/// Adds a statement to an open audit or opens one; lets it pass when it has enough.
	fn support(
		auditor: T::AccountId,
		device: DeviceId,
		mut evidence: Evidence,
		rule: &Zone,
		facts: AuditFacts,
	) -> DispatchResult {
		let mut audit = match OpenAudits::<T>::get(device) {
			Some(open) => open,
			None => Self::open_audit(device, &evidence, &facts)?,
		};
		ensure!(audit.disputed_at.is_none(), Error::<T>::Disputed);
		let complete = Self::is_complete(&audit, rule);
		ensure!(!complete, Error::<T>::AlreadyComplete);
		let same = audit.statements.iter().all(|other| other.facts == facts);
		ensure!(same, Error::<T>::FactsMismatch);
		Self::add_statement(&mut audit, device, auditor, facts, false)?;
		if !Self::is_complete(&audit, rule) {
			OpenAudits::<T>::insert(device, audit);
			return Ok(());
		}
		if let Some(holder) = Self::holder_of(device, &evidence, &facts) {
			OpenAudits::<T>::insert(device, audit);
			Self::deposit_event(Event::AuditWaits { device, holder });
			return Ok(());
		}
		Self::pass(device, &mut evidence, audit, &facts)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// A new audit, once the one in force can't be contradicted any more.
	fn open_audit(
		device: DeviceId,
		evidence: &Evidence,
		facts: &AuditFacts,
	) -> Result<AuditOf<T>, DispatchError> {
		let now = T::Clock::now();
		if let Some(in_force) = Audits::<T>::get(device) {
			ensure!(in_force.disputed_at.is_none(), Error::<T>::Disputed);
			let settled = now >= in_force.since.saturating_add(T::ConflictWindow::get());
			ensure!(settled || evidence.audit.is_none(), Error::<T>::TooEarly);
		}
		Ok(Audit {
			since: now,
			ends_at: facts.expires_at,
			stake: Self::stake_for(device, evidence)?,
			statements: Statements::default(),
			disputed_at: None,
			contests: false,
		})
	}

	/// Has an audit all the statements that it needs?
	pub(crate) fn is_complete(audit: &AuditOf<T>, rule: &Zone) -> bool {
		u32::try_from(audit.statements.len()).is_ok_and(|count| count >= rule.statements_needed)
	}

	fn add_statement(
		audit: &mut AuditOf<T>,
		device: DeviceId,
		auditor: T::AccountId,
		facts: AuditFacts,
		dissent: bool,
	) -> DispatchResult {
		let stated = audit
			.statements
			.iter()
			.any(|other| other.auditor == auditor);
		ensure!(!stated, Error::<T>::AlreadyStated);
		Self::commit(&auditor, audit.stake)?;
		let statement = Statement {
			auditor: auditor.clone(),
			facts,
		};
		let pushed = audit.statements.try_push(statement);
		pushed.map_err(|_| Error::<T>::MaxStatementsExceeded)?;
		Self::deposit_event(Event::FactsStated {
			device,
			auditor,
			facts,
			stake: audit.stake,
			dissent,
		});
		Ok(())
	}

	/// Who keeps the device from the place that the facts name.
	pub(crate) fn holder_of(
		device: DeviceId,
		evidence: &Evidence,
		facts: &AuditFacts,
	) -> Option<DeviceId> {
		let against = |place| Self::holder_against(evidence.zone, place, device);
		against(facts.place).or_else(|| facts.former_place.and_then(against))
	}

	/// Brings an audit into force: the device moves to the place, which is free for it, and the statements
	/// of the audit before back nothing any more.
	pub(crate) fn pass(
		device: DeviceId,
		evidence: &mut Evidence,
		mut audit: AuditOf<T>,
		facts: &AuditFacts,
	) -> DispatchResult {
		let passed = AuditEvidence {
			place: facts.place,
			tier: facts.tier,
			benchmark: facts.benchmark,
			expires_at: facts.expires_at,
		};
		if let Some(former) = evidence.audit.filter(|former| former.place != facts.place) {
			Self::leave_point(device, evidence.zone, former.place);
		}
		Self::take_place(evidence.zone, facts.place, device);
		Self::leave_cell(device, evidence);
		if let Some(former) = Audits::<T>::get(device) {
			Self::free_statements(&former);
		}
		audit.since = T::Clock::now();
		audit.ends_at = facts.expires_at;
		audit.contests = false;
		OpenAudits::<T>::remove(device);
		Audits::<T>::insert(device, audit);
		evidence.audit = Some(passed);
		Self::deposit_event(Event::AuditPassed {
			device,
			audit: passed,
		});
		Self::grant(device, evidence, true)?;
		Ok(())
	}

	/// Lets an audit pass that waited.
	pub(crate) fn do_complete_audit(device: DeviceId) -> DispatchResult {
		let record = Self::device(device)?;
		let mut evidence = Self::evidence(device)?;
		let audit = OpenAudits::<T>::get(device).ok_or(Error::<T>::AuditNotFound)?;
		ensure!(audit.disputed_at.is_none(), Error::<T>::Disputed);
		let rule = Self::zone(evidence.zone)?;
		ensure!(Self::is_complete(&audit, &rule), Error::<T>::NothingDue);
		let facts = Self::facts_of(&audit)?;
		Self::ensure_facts(&record, &rule, &facts)?;
		Self::ensure_stays(device, &evidence, &facts)?;
		let free = Self::holder_of(device, &evidence, &facts).is_none();
		ensure!(free, Error::<T>::PlaceTaken);
		Self::pass(device, &mut evidence, audit, &facts)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// What the first statement says; all the same unless the audit is disputed.
	pub(crate) fn facts_of(audit: &AuditOf<T>) -> Result<AuditFacts, DispatchError> {
		let first = audit.statements.first().ok_or(Error::<T>::AuditNotFound)?;
		Ok(first.facts)
	}

	/// Takes a statement that contradicts: what backs all of them is frozen, since nobody can close a
	/// disputed audit. A device whose audit was in force has no result until the verdict.
	fn contradict(
		auditor: T::AccountId,
		device: DeviceId,
		mut evidence: Evidence,
		facts: AuditFacts,
	) -> DispatchResult {
		let now = T::Clock::now();
		let open = OpenAudits::<T>::get(device);
		let is_open = open.is_some();
		let in_force = Audits::<T>::get(device).filter(|_| evidence.audit.is_some());
		let mut audit = open.or(in_force).ok_or(Error::<T>::AuditNotFound)?;
		ensure!(audit.disputed_at.is_none(), Error::<T>::Disputed);
		let window_end = audit.since.saturating_add(T::ConflictWindow::get());
		ensure!(is_open || now < window_end, Error::<T>::AuditNotFound);
		let same = audit.statements.iter().any(|other| other.facts == facts);
		ensure!(!same, Error::<T>::NothingContradicted);
		Self::add_statement(&mut audit, device, auditor, facts, true)?;
		audit.disputed_at = Some(now);
		Self::deposit_event(Event::AuditDisputed { device });
		if is_open {
			OpenAudits::<T>::insert(device, audit);
			return Ok(());
		}
		Audits::<T>::insert(device, audit);
		evidence.disputed = true;
		Self::grant(device, &mut evidence, false)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}
}
