//! How an audit goes: the panel judges, the accused may appeal, governance decides where they differ.

use crate::{
	rules::{judge, Judgement},
	types::{Audit, AuditMethod, AuditOutcome, AuditStage, Verdict},
	Audits, Config, Error, Event, HoldReason, Pallet,
};
use frame_support::{
	ensure,
	traits::{
		fungible::hold::Mutate as _,
		tokens::{Fortitude::Force, Precision::BestEffort},
		Get,
	},
};
use greenhour_traits::{AttestationResults, Auditors, ChallengeOutcomes, DeviceRegistry};
use greenhour_types::{Balance, DeviceId, SuspensionCause};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Stores a verdict; the last one decides.
	pub(crate) fn do_give_verdict(
		signer: T::AccountId,
		id: u64,
		verdict: Verdict,
		method: AuditMethod,
		evidence: [u8; 32],
	) -> DispatchResult {
		let mut audit = Audits::<T>::get(id).ok_or(Error::<T>::AuditNotFound)?;
		let AuditStage::Judging { until } = audit.stage else {
			return Err(Error::<T>::StageMismatch.into());
		};
		ensure!(Self::block() <= until, Error::<T>::Expired);
		let mut seats = audit.panel.iter_mut();
		let seat = seats.find(|seat| seat.auditor == signer);
		let seat = seat.ok_or(Error::<T>::NotOnPanel)?;
		ensure!(seat.verdict.is_none(), Error::<T>::AlreadyJudged);
		seat.verdict = Some(verdict);
		Self::deposit_event(Event::VerdictGiven {
			audit: id,
			auditor: signer,
			verdict,
			method,
			evidence,
		});
		match Self::judgement(&audit, false) {
			Judgement::Open => {
				Audits::<T>::insert(id, audit);
				Ok(())
			}
			judged => Self::apply_judgement(id, audit, judged),
		}
	}

	/// Ends a window that has passed.
	pub(crate) fn do_close_audit(id: u64) -> DispatchResult {
		let audit = Audits::<T>::get(id).ok_or(Error::<T>::AuditNotFound)?;
		let (AuditStage::Judging { until }
		| AuditStage::Accused { until }
		| AuditStage::Appealed { until, .. }
		| AuditStage::Disputed { until }) = audit.stage;
		ensure!(Self::block() > until, Error::<T>::NothingDue);
		match audit.stage {
			AuditStage::Judging { .. } => {
				let judged = Self::judgement(&audit, true);
				Self::apply_judgement(id, audit, judged)
			}
			AuditStage::Accused { .. } => Self::end_audit(id, audit, AuditOutcome::Convicted, None),
			AuditStage::Appealed { .. } | AuditStage::Disputed { .. } => {
				Self::end_audit(id, audit, AuditOutcome::Dismissed, None)
			}
		}
	}

	/// Takes an accusation to governance.
	pub(crate) fn do_appeal(signer: T::AccountId, id: u64) -> DispatchResult {
		let mut audit = Audits::<T>::get(id).ok_or(Error::<T>::AuditNotFound)?;
		let AuditStage::Accused { until } = audit.stage else {
			return Err(Error::<T>::StageMismatch.into());
		};
		ensure!(Self::block() <= until, Error::<T>::Expired);
		let record = T::Devices::device(audit.device).ok_or(Error::<T>::DeviceNotFound)?;
		ensure!(
			signer == record.owner || signer == record.operator,
			Error::<T>::NotAuthorized
		);
		let deposit = T::AppealDeposit::get();
		T::Currency::hold(&HoldReason::Appeal.into(), &signer, deposit)?;
		let until = Self::decision_until();
		audit.stage = AuditStage::Appealed {
			appellant: signer.clone(),
			deposit,
			until,
		};
		Audits::<T>::insert(id, audit);
		Self::deposit_event(Event::AuditAppealed {
			audit: id,
			appellant: signer,
			deposit,
			until,
		});
		Ok(())
	}

	/// Decides for governance; auditors on the other side pay.
	pub(crate) fn do_resolve_audit(id: u64, fraud: bool) -> DispatchResult {
		let audit = Audits::<T>::get(id).ok_or(Error::<T>::AuditNotFound)?;
		ensure!(
			!matches!(audit.stage, AuditStage::Judging { .. }),
			Error::<T>::StageMismatch
		);
		let (outcome, wrong) = match fraud {
			true => (AuditOutcome::Convicted, Verdict::Delivered),
			false => (AuditOutcome::Acquitted, Verdict::Fraud),
		};
		Self::end_audit(id, audit, outcome, Some(wrong))
	}

	fn judgement(audit: &Audit<T::AccountId>, window_over: bool) -> Judgement {
		judge(audit.panel.iter().map(|seat| seat.verdict), window_over)
	}

	fn decision_until() -> u32 {
		Self::block().saturating_add(T::DecisionBlocks::get())
	}

	fn apply_judgement(
		id: u64,
		mut audit: Audit<T::AccountId>,
		judged: Judgement,
	) -> DispatchResult {
		let device = audit.device;
		match judged {
			Judgement::Open => return Err(Error::<T>::NothingDue.into()),
			Judgement::Clean => return Self::end_audit(id, audit, AuditOutcome::Clean, None),
			Judgement::Unjudged => return Self::end_audit(id, audit, AuditOutcome::Unjudged, None),
			Judgement::Accused => {
				let until = Self::block().saturating_add(T::AppealBlocks::get());
				audit.stage = AuditStage::Accused { until };
				// It has nothing to lose any more, so it must not sell until this is decided.
				Self::suspend(device, SuspensionCause::Disputed);
				Self::deposit_event(Event::DeviceAccused {
					audit: id,
					device,
					until,
				});
			}
			Judgement::Disputed => {
				let until = Self::decision_until();
				audit.stage = AuditStage::Disputed { until };
				Self::deposit_event(Event::AuditDisputed { audit: id, until });
			}
		}
		Audits::<T>::insert(id, audit);
		Ok(())
	}

	/// Writes: ends an audit. Who gave no verdict pays, and who gave the `wrong` one; with a conviction the bond
	/// burns. The obligation goes last, so that the bond is there until then.
	fn end_audit(
		id: u64,
		audit: Audit<T::AccountId>,
		outcome: AuditOutcome,
		wrong: Option<Verdict>,
	) -> DispatchResult {
		let device = audit.device;
		for seat in &audit.panel {
			let due = match seat.verdict {
				None => T::IdleSlash::get(),
				given if given == wrong => T::WrongVerdictSlash::get(),
				_ => 0,
			};
			if due > 0 {
				let burned = T::Auditors::slash(&seat.auditor, due);
				Self::deposit_event(Event::AuditorSlashed {
					audit: id,
					auditor: seat.auditor.clone(),
					burned,
				});
			}
			T::Auditors::disengage(&seat.auditor);
		}
		let convicted = outcome == AuditOutcome::Convicted;
		if let AuditStage::Appealed {
			appellant, deposit, ..
		} = &audit.stage
		{
			Self::end_appeal(appellant, *deposit, convicted)?;
		}
		let burned = match convicted {
			true => Self::convict(device)?,
			false => 0,
		};
		Self::release(device, audit.obliged);
		Audits::<T>::remove(id);
		Self::deposit_event(Event::AuditClosed {
			audit: id,
			device,
			outcome,
			burned,
		});
		Ok(())
	}

	/// Writes: burns the deposit of an appeal that failed, releases another. What the account has not on hold any
	/// more is not waited for.
	fn end_appeal(who: &T::AccountId, deposit: Balance, burn: bool) -> DispatchResult {
		let reason = HoldReason::Appeal.into();
		match burn {
			true => T::Currency::burn_held(&reason, who, deposit, BestEffort, Force)?,
			false => T::Currency::release(&reason, who, deposit, BestEffort)?,
		};
		Ok(())
	}

	/// Writes: burns the whole bond and says so. Nobody receives any of it, so nobody gains by convicting.
	fn convict(device: DeviceId) -> Result<Balance, DispatchError> {
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		let value = T::Devices::answering_value_down(device);
		let burned = Self::burn_bond(device, value, &record.owner)?;
		Self::suspend(device, SuspensionCause::Convicted);
		T::Outcomes::convicted(device);
		Ok(burned)
	}

	/// Writes: burns planck of GCD of a bond; returns planck of GHR.
	pub(crate) fn burn_bond(
		device: DeviceId,
		value: Balance,
		owner: &T::AccountId,
	) -> Result<Balance, DispatchError> {
		if value == 0 {
			return Ok(0);
		}
		Ok(T::Devices::slash(device, value, 0, owner)?.burned)
	}

	/// Writes: suspends a device. One that has left is suspended for good already.
	pub(crate) fn suspend(device: DeviceId, cause: SuspensionCause) {
		let _ = T::Devices::suspend(device, cause);
	}
}
