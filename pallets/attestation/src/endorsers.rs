//! The table of roots, and what is revoked.

use crate::{
	signature, Config, Endorser, EndorserId, Endorsers, Enrolment, Error, Event, GenesisConfig,
	NextEndorserId, P256Key, Pallet, Revocable, Revocables, Revocations, Zone, ZoneAuditors, Zones,
};
use frame_support::ensure;
use greenhour_types::Moment;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Adds a root.
	pub(crate) fn do_add_endorser(
		key: P256Key,
		valid_from: Moment,
		valid_until: Moment,
	) -> DispatchResult {
		ensure!(valid_from < valid_until, Error::<T>::WindowEmpty);
		ensure!(signature::is_key(&key), Error::<T>::KeyNotCanonical);
		let endorser = NextEndorserId::<T>::get();
		let next = endorser.0.checked_add(1);
		let next = next.ok_or(Error::<T>::MaxEndorsersExceeded)?;
		let record = Endorser {
			key,
			valid_from,
			valid_until,
			paused: false,
		};
		NextEndorserId::<T>::put(EndorserId(next));
		Endorsers::<T>::insert(endorser, record);
		Self::deposit_event(Event::EndorserAdded { endorser, record });
		Ok(())
	}

	/// Pauses a root, or lets it go on.
	pub(crate) fn do_pause_endorser(endorser: EndorserId, paused: bool) -> DispatchResult {
		Endorsers::<T>::try_mutate(endorser, |record| {
			record.as_mut().ok_or(Error::<T>::EndorserNotFound)?.paused = paused;
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::EndorserPauseSet { endorser, paused });
		Ok(())
	}

	/// Revokes what is not revoked yet.
	pub(crate) fn do_revoke(items: Revocables) {
		for item in items {
			if !Revocations::<T>::contains_key(item) {
				Revocations::<T>::insert(item, ());
				Self::deposit_event(Event::Revoked { item });
			}
		}
	}

	/// Takes back what is revoked.
	pub(crate) fn do_reinstate(items: Revocables) {
		for item in items {
			if Revocations::<T>::take(item).is_some() {
				Self::deposit_event(Event::Reinstated { item });
			}
		}
	}

	/// Is anything revoked that the enrolment rests on? Four reads at most.
	pub(crate) fn is_revoked(enrolment: &Enrolment) -> bool {
		let chain = enrolment.intermediate.map(Revocable::Intermediate);
		let items = [
			Revocable::Endorser(enrolment.endorser),
			Revocable::IdentityKey(enrolment.identity_key),
			Revocable::Model(enrolment.model),
		];
		let mut items = items.into_iter().chain(chain);
		items.any(Revocations::<T>::contains_key)
	}

	/// Writes roots, zones and auditors of the genesis, by the rules of the calls.
	pub(crate) fn build_genesis(genesis: &GenesisConfig<T>) -> DispatchResult {
		for endorser in &genesis.endorsers {
			let key = endorser.key.0.as_slice().try_into();
			let key = P256Key(key.map_err(|_| Error::<T>::KeyNotCanonical)?);
			Self::do_add_endorser(key, endorser.valid_from, endorser.valid_until)?;
		}
		for (zone, rule) in &genesis.zones {
			Self::ensure_rule(rule.statements_needed)?;
			let auditors = 0;
			Zones::<T>::insert(zone, Zone { auditors, ..*rule });
		}
		for (zone, auditor) in &genesis.zone_auditors {
			let known = ZoneAuditors::<T>::contains_key(zone, auditor);
			ensure!(!known, Error::<T>::AlreadyExists);
			Self::do_set_zone_auditor(*zone, auditor.clone(), true)?;
		}
		Ok(())
	}
}
