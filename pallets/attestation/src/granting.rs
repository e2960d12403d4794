//! From evidence to the registry.

use crate::{
	appraisal::{appraise, Shortfall},
	challenge_history::ChallengeRule,
	Config, Convictions, Error, Event, Evidence, Evidences, Pallet,
};
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use greenhour_traits::{AttestationResults, HourClock};
use greenhour_types::{AttestationResult, DeviceId, SuspensionCause};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// What tier 3 asks of answers.
	pub(crate) fn challenge_rule() -> ChallengeRule {
		ChallengeRule {
			window: T::ChallengeWindow::get(),
			answers: T::ChallengeAnswers::get(),
			period: T::ChallengePeriod::get(),
			suspension: T::MissSuspension::get(),
		}
	}

	/// What evidence leads to now.
	pub(crate) fn appraisal(evidence: &Evidence) -> Result<AttestationResult, Shortfall> {
		let revoked = Self::is_revoked(&evidence.enrolment);
		appraise(evidence, revoked, &Self::challenge_rule(), T::Clock::now())
	}

	/// Tells the registry what evidence leads to, if that has changed; says whether it had.
	///
	/// A suspension that is not for this pallet to end stays, over the new result: the owner's always, one
	/// for inconsistent claims unless there is `new_evidence`.
	pub(crate) fn grant(
		device: DeviceId,
		evidence: &mut Evidence,
		new_evidence: bool,
	) -> Result<bool, DispatchError> {
		let result = match Self::appraisal(evidence) {
			Ok(result) => result,
			Err(shortfall) => return Ok(Self::withdraw_result(device, evidence, shortfall)),
		};
		let suspension = T::Results::suspension(device);
		let stays = suspension.filter(|cause| match cause {
			SuspensionCause::Owner => true,
			SuspensionCause::Inconsistent => !new_evidence,
			_ => false,
		});
		let ends = suspension.is_some() && stays.is_none();
		if !ends && evidence.result == Some(result) {
			return Ok(false);
		}
		T::Results::attest(device, result)?;
		if let Some(cause) = stays {
			T::Results::suspend(device, cause)?;
		}
		evidence.result = Some(result);
		Self::deposit_event(Event::ResultGranted { device, result });
		Ok(true)
	}

	fn withdraw_result(device: DeviceId, evidence: &mut Evidence, shortfall: Shortfall) -> bool {
		let Some(result) = evidence.result else {
			return false;
		};
		// The registry sees for itself that a result has expired; a conviction it must know.
		let stands = T::Clock::now() < result.expires_at;
		if let Some(cause) = shortfall.cause() {
			if stands || shortfall == Shortfall::Convicted {
				Self::suspend(device, cause);
			}
		}
		evidence.result = None;
		Self::deposit_event(Event::ResultWithdrawn { device, shortfall });
		true
	}

	/// Suspends a device. The registry refuses only where nothing is left to suspend: the device is
	/// retired or has no result.
	pub(crate) fn suspend(device: DeviceId, cause: SuspensionCause) {
		let told = with_storage_layer(|| T::Results::suspend(device, cause));
		if told.is_err() {
			Self::deposit_event(Event::SuspensionRefused { device, cause });
		}
	}

	/// Appraises again.
	pub(crate) fn do_reappraise(device: DeviceId) -> DispatchResult {
		let mut evidence = Self::evidence(device)?;
		let changed = Self::grant(device, &mut evidence, false)?;
		ensure!(changed, Error::<T>::NothingDue);
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// Ends a conviction; the answers before it are gone.
	pub(crate) fn do_pardon(device: DeviceId) -> DispatchResult {
		if Convictions::<T>::take(device).is_some() {
			Self::deposit_event(Event::DevicePardoned { device });
			return Ok(());
		}
		let mut evidence = Self::evidence(device)?;
		ensure!(evidence.convicted, Error::<T>::NothingDue);
		evidence.convicted = false;
		evidence
			.challenges
			.miss(T::Clock::now(), false, &Self::challenge_rule());
		Self::deposit_event(Event::DevicePardoned { device });
		Self::grant(device, &mut evidence, true)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// The evidence about a device.
	pub(crate) fn evidence(device: DeviceId) -> Result<Evidence, DispatchError> {
		Evidences::<T>::get(device).ok_or(Error::<T>::NotEnrolled.into())
	}
}
