//! What others tell this pallet: outcomes of challenges, and retirements.
//!
//! None of it can fail, because nobody's payment may wait for it: what the registry refuses leaves the
//! result as it was, and `reappraise` tries again.

use crate::{Config, Convictions, Event, Evidence, Evidences, Pallet};
use frame_support::storage::with_storage_layer;
use greenhour_traits::{AttestationResults, ChallengeOutcomes, DeviceListener, HourClock};
use greenhour_types::{AttestationResult, AttestationTier, Balance, DeviceId, Moment, SuspensionCause};

impl<T: Config> ChallengeOutcomes for Pallet<T> {
	fn answered(device: DeviceId, at: Moment) {
		let Some(mut evidence) = Evidences::<T>::get(device) else {
			return;
		};
		let at = at.min(T::Clock::now());
		if evidence.challenges.answer(at, &Self::challenge_rule()) {
			Self::write_and_grant(device, evidence);
		}
	}

	/// A device of tier 3 falls to tier 2; one below is suspended for a while.
	fn missed(device: DeviceId) {
		let Some(mut evidence) = Evidences::<T>::get(device) else {
			return Self::suspend_unenrolled(device, SuspensionCause::ChallengeMissed);
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
			return Self::suspend_unenrolled(device, SuspensionCause::Convicted);
		};
		evidence.convicted = true;
		Self::write_and_grant(device, evidence);
	}
}

impl<T: Config> Pallet<T> {
	/// A device with a result of the registry's own endorser. What the registry refuses (there is no
	/// result to suspend) needs no suspension.
	fn suspend_unenrolled(device: DeviceId, cause: SuspensionCause) {
		let told = with_storage_layer(|| T::Results::suspend(device, cause));
		if told.is_err() {
			Self::deposit_event(Event::SuspensionRefused { device, cause });
		}
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
