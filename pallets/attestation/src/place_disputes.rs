//! Disputes about places: who is not where he says.

use crate::{
	appraisal::appraise, Audit, AuditEvidence, Audits, Config, Error, Event, Evidence, Evidences,
	HoldReason, OpenAudits, Pallet, PlaceDispute, PlaceDisputes, PlaceParty, PlaceVerdict, Places,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision, Get},
};
use greenhour_traits::{DeviceRegistry, HourClock, Obligations};
use greenhour_types::{AttestationTier, DeviceId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Opens a dispute. It changes nothing before its end, so that it costs the holder nothing to be
	/// disputed without reason.
	pub(crate) fn do_dispute_place(
		challenger: T::AccountId,
		device: DeviceId,
		claimant: Option<DeviceId>,
	) -> DispatchResult {
		let record = Self::device(device)?;
		let evidence = Self::standing(device).ok_or(Error::<T>::PlaceMissing)?;
		let party = challenger == record.owner || challenger == record.operator;
		ensure!(!party, Error::<T>::ConflictOfInterest);
		let open = PlaceDisputes::<T>::contains_key(device);
		ensure!(!open, Error::<T>::Disputed);
		if let Some(claimant) = claimant {
			Self::contest(&challenger, device, &evidence, claimant)?;
		}
		let bond = T::PlaceBond::get();
		T::Currency::hold(&HoldReason::PlaceDispute.into(), &challenger, bond)?;
		let dispute = PlaceDispute {
			challenger: challenger.clone(),
			claimant,
			bond,
			opened_at: T::Clock::now(),
		};
		// Nobody retires a device to save its bond from the verdict.
		T::Obligations::add(device)?;
		PlaceDisputes::<T>::insert(device, dispute);
		Self::deposit_event(Event::PlaceDisputed {
			device,
			challenger,
			claimant,
			bond,
		});
		Ok(())
	}

	/// Marks the audit of `claimant`, which has all its statements and waits for the metering point of
	/// `device`, so that nobody can close it.
	fn contest(
		challenger: &T::AccountId,
		device: DeviceId,
		evidence: &Evidence,
		claimant: DeviceId,
	) -> DispatchResult {
		let owner = Self::device(claimant)?.owner;
		ensure!(owner == *challenger, Error::<T>::NotAuthorized);
		let own = Self::evidence(claimant)?;
		let mut audit = OpenAudits::<T>::get(claimant).ok_or(Error::<T>::AuditNotFound)?;
		ensure!(audit.disputed_at.is_none(), Error::<T>::Disputed);
		ensure!(!audit.contests, Error::<T>::AlreadyExists);
		let facts = Self::facts_of(&audit)?;
		let rule = Self::zone(own.zone)?;
		let waits = Self::is_complete(&audit, &rule)
			&& own.zone == evidence.zone
			&& evidence.audit.is_some_and(|held| {
				held.place == facts.place || Some(held.place) == facts.former_place
			});
		ensure!(waits && claimant != device, Error::<T>::AuditNotFound);
		audit.contests = true;
		OpenAudits::<T>::insert(claimant, audit);
		Ok(())
	}

	/// Judges a dispute.
	pub(crate) fn do_resolve_place(device: DeviceId, verdict: PlaceVerdict) -> DispatchResult {
		let dispute = PlaceDisputes::<T>::take(device).ok_or(Error::<T>::DisputeNotFound)?;
		Self::end_dispute(device, dispute, verdict)
	}

	/// Ends a dispute by the default: the higher tier is right, the holder when there is none. Auditors
	/// never pay without a verdict.
	pub(crate) fn do_settle_place(device: DeviceId) -> DispatchResult {
		let dispute = PlaceDisputes::<T>::get(device).ok_or(Error::<T>::DisputeNotFound)?;
		let due_at = dispute.opened_at.saturating_add(T::DisputeWindow::get());
		let evidence = Self::standing(device);
		let due = evidence.is_none() || T::Clock::now() >= due_at;
		ensure!(due, Error::<T>::TooEarly);
		let winner = match Self::tier_claimed(&dispute) > evidence.and_then(Self::tier_of) {
			true => PlaceParty::Challenger,
			false => PlaceParty::Holder,
		};
		PlaceDisputes::<T>::remove(device);
		let auditors_pay = false;
		let verdict = PlaceVerdict {
			winner,
			auditors_pay,
		};
		Self::end_dispute(device, dispute, verdict)
	}

	/// The evidence about a device that has a place and is not retired.
	fn standing(device: DeviceId) -> Option<Evidence> {
		let placed = |evidence: &Evidence| evidence.audit.is_some() || evidence.cell.is_some();
		Evidences::<T>::get(device)
			.filter(placed)
			.filter(|_| !Self::is_withdrawn(device))
	}

	fn tier_of(evidence: Evidence) -> Option<AttestationTier> {
		let revoked = Self::is_revoked(&evidence.enrolment);
		let (rule, now) = (Self::challenge_rule(), T::Clock::now());
		let result = appraise(&evidence, revoked, &rule, now);
		result.ok().map(|result| result.tier)
	}

	/// The tier that the claimant would have at the place, if its audit still waits for it.
	fn tier_claimed(dispute: &PlaceDispute<T::AccountId>) -> Option<AttestationTier> {
		let claimant = dispute.claimant?;
		let evidence = Evidences::<T>::get(claimant)?;
		let audit = OpenAudits::<T>::get(claimant).filter(|audit| audit.disputed_at.is_none())?;
		let facts = Self::facts_of(&audit).ok()?;
		let audit = Some(AuditEvidence {
			place: facts.place,
			tier: facts.tier,
			benchmark: facts.benchmark,
			expires_at: facts.expires_at,
		});
		Self::tier_of(Evidence { audit, ..evidence })
	}

	/// What a verdict does: nothing to the place when its holder has left it.
	fn end_dispute(
		device: DeviceId,
		dispute: PlaceDispute<T::AccountId>,
		verdict: PlaceVerdict,
	) -> DispatchResult {
		T::Obligations::remove(device)?;
		let evidence = Self::standing(device);
		let winner = evidence.map(|_| verdict.winner);
		match (evidence, verdict.winner) {
			(Some(evidence), PlaceParty::Challenger) => {
				Self::evict(device, evidence, &dispute.challenger, verdict.auditors_pay)?;
				Self::return_bond(&dispute)?;
			}
			(Some(_), PlaceParty::Holder) => {
				let owner = Self::device(device)?.owner;
				Self::slash_challenger(&dispute.challenger, dispute.bond, &owner)?;
			}
			(None, _) => Self::return_bond(&dispute)?,
		}
		let wrong = winner == Some(PlaceParty::Holder) && verdict.auditors_pay;
		Self::end_claim(dispute.claimant, wrong)?;
		Self::deposit_event(Event::PlaceResolved { device, winner });
		Ok(())
	}

	fn return_bond(dispute: &PlaceDispute<T::AccountId>) -> DispatchResult {
		let reason = HoldReason::PlaceDispute.into();
		let (who, exact) = (&dispute.challenger, Precision::Exact);
		T::Currency::release(&reason, who, dispute.bond, exact)?;
		Ok(())
	}

	/// The audit of a claimant waits no more for the verdict; `complete_audit` brings it into force when
	/// the place is free. When it was `wrong`, its auditors pay.
	fn end_claim(claimant: Option<DeviceId>, wrong: bool) -> DispatchResult {
		let claim = claimant.and_then(|device| Some((device, OpenAudits::<T>::get(device)?)));
		let Some((device, mut audit)) = claim.filter(|(_, audit)| audit.contests) else {
			return Ok(());
		};
		if wrong && audit.disputed_at.is_none() {
			OpenAudits::<T>::remove(device);
			return Self::punish(audit, |_| false).map(|_| ());
		}
		audit.contests = false;
		// Its window starts again, so that nobody can close it before it is brought into force.
		audit.since = T::Clock::now();
		OpenAudits::<T>::insert(device, audit);
		Ok(())
	}

	/// Takes a device from its place, and with it whoever stands there beside it. The bond of the device
	/// pays, and the auditors who vouched for the place if `auditors_pay`.
	fn evict(
		device: DeviceId,
		evidence: Evidence,
		challenger: &T::AccountId,
		auditors_pay: bool,
	) -> DispatchResult {
		let bond = T::Devices::answering_value_down(device);
		let slash = T::PlaceSlash::get().mul_floor(bond);
		if slash > 0 {
			let share = T::WinnerShare::get().mul_floor(slash);
			T::Devices::slash(device, slash, share, challenger)?;
		}
		let place = evidence
			.audit
			.and_then(|held| Places::<T>::get((evidence.zone, held.place)));
		let others: Vec<_> = place
			.iter()
			.flat_map(|it| it.second.into_iter().chain([it.first]))
			.collect();
		let leaving = others.into_iter().filter(|other| *other != device);
		for device in leaving.chain([device]) {
			Self::lose_place(device, challenger, auditors_pay)?;
		}
		Ok(())
	}

	fn lose_place(
		device: DeviceId,
		challenger: &T::AccountId,
		auditors_pay: bool,
	) -> DispatchResult {
		let mut evidence = Self::evidence(device)?;
		let held = evidence.audit;
		Self::leave_cell(device, &mut evidence);
		Self::leave_place(device, &mut evidence);
		evidence.disputed = false;
		if let Some(audit) = Audits::<T>::get(device) {
			let audit = Self::settle_statements(audit, held, challenger, auditors_pay)?;
			match audit {
				Some(audit) => Audits::<T>::insert(device, audit),
				None => Audits::<T>::remove(device),
			}
		}
		Self::grant(device, &mut evidence, false)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// Slashes who vouched for the place and frees the others; or keeps all of them, undisputed, until
	/// the audit is closed.
	fn settle_statements(
		mut audit: Audit<T::AccountId>,
		held: Option<AuditEvidence>,
		challenger: &T::AccountId,
		auditors_pay: bool,
	) -> Result<Option<Audit<T::AccountId>>, sp_runtime::DispatchError> {
		if !auditors_pay {
			audit.disputed_at = None;
			return Ok(Some(audit));
		}
		let place = held.map(|held| held.place);
		for statement in &audit.statements {
			match Some(statement.facts.place) == place {
				true => {
					let winner = core::slice::from_ref(challenger);
					Self::slash_auditor(&statement.auditor, audit.stake, winner)?;
				}
				false => Self::uncommit(&statement.auditor, audit.stake),
			}
		}
		Ok(None)
	}
}
