//! What others tell this pallet: outcomes of challenges, and retirements.
//!
//! None of it can fail, because nobody's payment may wait for it: what the registry refuses leaves the
//! result as it was, and `reappraise` tries again.

use crate::{
	challenge_history::ChallengeRule, Config, Convictions, Event, Evidence, Evidences, Pallet,
};
use frame_support::storage::with_storage_layer;
use greenhour_traits::{ChallengeOutcomes, DeviceListener, HourClock};
use greenhour_types::{
	AttestationResult, AttestationTier, Balance, DeviceId, Moment, SuspensionCause,
};

impl<T: Config> ChallengeOutcomes for Pallet<T> {
	fn answered(device: DeviceId, at: Moment) {
		let Some(mut evidence) = Evidences::<T>::get(device) else {
			return;
		};
		let (now, rule) = (T::Clock::now(), Self::challenge_rule());
		let counted = evidence.challenges.answer(at.min(now), &rule);
		if counted || Self::is_due_for_tier_3(&evidence, &rule, now) {
			Self::write_and_grant(device, evidence);
		}
	}

	/// A device of tier 3 falls to tier 2; one below is suspended for a while.
	///
	/// One that is not enrolled has its result from the registry's own endorser, who must give another.
	fn missed(device: DeviceId) {
		let Some(mut evidence) = Evidences::<T>::get(device) else {
			return Self::suspend(device, SuspensionCause::ChallengeMissed);
		};
		let tier = evidence.result.map(|result| result.tier);
		let suspends = tier != Some(AttestationTier::Tier3);
		let (now, rule) = (T::Clock::now(), Self::challenge_rule());
		evidence.challenges.miss(now, suspends, &rule);
		Self::write_and_grant(device, evidence);
	}

	fn convicted(device: DeviceId) {
		Self::deposit_event(Event::DeviceConvicted { device });
		let Some(mut evidence) = Evidences::<T>::get(device) else {
			Convictions::<T>::insert(device, ());
			return Self::suspend(device, SuspensionCause::Convicted);
		};
		evidence.convicted = true;
		if evidence.result.is_none() {
			Self::suspend(device, SuspensionCause::Convicted);
		}
		Self::write_and_grant(device, evidence);
	}
}

impl<T: Config> Pallet<T> {
	/// Has it come to the highest tier by time alone, since its answers were enough before?
	fn is_due_for_tier_3(evidence: &Evidence, rule: &ChallengeRule, now: Moment) -> bool {
		let high = AttestationTier::Tier3;
		evidence
			.audit
			.is_some_and(|audit| audit.tier >= high && now < audit.expires_at)
			&& evidence.result.is_some_and(|result| result.tier < high)
			&& evidence.challenges.suffices_until(now, rule).is_some()
	}

	fn write_and_grant(device: DeviceId, mut evidence: Evidence) {
		let mut granted = evidence;
		let told = with_storage_layer(|| Self::grant(device, &mut granted, false));
		if told.is_ok() {
			evidence = granted;
		}
		Evidences::<T>::insert(device, evidence);
	}
}

impl<T: Config> DeviceListener<T::AccountId> for Pallet<T> {
	fn bond_changed(_: DeviceId, _: &T::AccountId, _: Balance) {}

	fn owner_changed(_: DeviceId, _: &T::AccountId, _: &T::AccountId) {}

	/// A device that is retired frees its place; one that is suspended keeps it.
	fn result_changed(device: DeviceId, result: Option<AttestationResult>) {
		if result.is_some() || !Self::is_withdrawn(device) {
			return;
		}
		if let Some(evidence) = Evidences::<T>::get(device) {
			Self::forget(device, evidence);
		}
	}
}
