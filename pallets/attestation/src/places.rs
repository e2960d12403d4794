//! Places: slots in cells for low tiers, metering points for high ones.

use crate::{
	Audits, Cell, Cells, Config, Error, Event, Evidence, Evidences, Pallet, Place, PlaceDisputes,
	Places, Zone, Zones, MAX_STATEMENTS,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{DeviceRegistry, HourClock};
use greenhour_types::{DeviceId, DeviceStatus, ZoneId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The rule of a zone.
	pub(crate) fn zone(zone: ZoneId) -> Result<Zone, DispatchError> {
		Zones::<T>::get(zone).ok_or(Error::<T>::ZoneNotFound.into())
	}

	/// Leaves room for a statement that contradicts.
	pub(crate) fn ensure_rule(statements_needed: u32) -> DispatchResult {
		let possible = 1..MAX_STATEMENTS;
		ensure!(
			possible.contains(&statements_needed),
			Error::<T>::MaxStatementsExceeded
		);
		Ok(())
	}

	/// Sets the rule of a zone.
	pub(crate) fn do_set_zone(
		zone: ZoneId,
		statements_needed: u32,
		cells: u16,
		devices_per_cell: u32,
	) -> DispatchResult {
		Self::ensure_rule(statements_needed)?;
		let rule = Zone {
			statements_needed,
			cells,
			devices_per_cell,
			..Zones::<T>::get(zone).unwrap_or_default()
		};
		Zones::<T>::insert(zone, rule);
		Self::deposit_event(Event::ZoneSet { zone, rule });
		Ok(())
	}

	/// Starts a new key of a zone, once no audit under the key before the present one can be in force.
	pub(crate) fn do_rotate_zone_key(zone: ZoneId) -> DispatchResult {
		let mut rule = Self::zone(zone)?;
		ensure!(!Self::is_rekeying(&rule), Error::<T>::TooEarly);
		let next = rule.key_epoch.checked_add(1);
		rule.key_epoch = next.ok_or(Error::<T>::Overflow)?;
		rule.key_since = T::Clock::now();
		Zones::<T>::insert(zone, rule);
		Self::deposit_event(Event::ZoneSet { zone, rule });
		Ok(())
	}

	/// Can there be audits in force whose places are named under the key before?
	pub(crate) fn is_rekeying(rule: &Zone) -> bool {
		let ends_at = rule.key_since.saturating_add(T::MaxAudit::get());
		rule.key_epoch > 0 && T::Clock::now() < ends_at
	}

	/// Gives a device a slot in a cell.
	pub(crate) fn take_cell(
		device: DeviceId,
		evidence: &mut Evidence,
		number: u16,
	) -> DispatchResult {
		let (zone, rule) = (evidence.zone, Self::zone(evidence.zone)?);
		ensure!(number < rule.cells, Error::<T>::CellNotFound);
		let cell = Cell {
			key_epoch: rule.key_epoch,
			number,
		};
		Cells::<T>::try_mutate((zone, cell.key_epoch, number), |taken| {
			let full = *taken >= rule.devices_per_cell;
			ensure!(!full, Error::<T>::MaxDevicesPerCellExceeded);
			*taken = taken.checked_add(1).ok_or(Error::<T>::Overflow)?;
			Ok::<_, DispatchError>(())
		})?;
		evidence.cell = Some(cell);
		Self::deposit_event(Event::CellTaken { device, zone, cell });
		Ok(())
	}

	/// Frees the slot of a device, if it has one.
	pub(crate) fn leave_cell(device: DeviceId, evidence: &mut Evidence) {
		let Some(cell) = evidence.cell.take() else {
			return;
		};
		let zone = evidence.zone;
		let key = (zone, cell.key_epoch, cell.number);
		match Cells::<T>::get(key).saturating_sub(1) {
			0 => Cells::<T>::remove(key),
			left => Cells::<T>::insert(key, left),
		}
		Self::deposit_event(Event::CellReleased { device, zone, cell });
	}

	/// Who keeps `device` from standing at a metering point: nobody when it is free, its own, or that of
	/// the one device that a binding joins it to.
	pub(crate) fn holder_against(
		zone: ZoneId,
		nullifier: [u8; 32],
		device: DeviceId,
	) -> Option<DeviceId> {
		let place = Places::<T>::get((zone, nullifier))?;
		let joins = place.second.is_none() && T::Devices::bound_to(place.first) == Some(device);
		(!place.holds(device) && !joins).then_some(place.first)
	}

	/// Puts a device at a metering point that [`Self::holder_against`] said is free for it.
	pub(crate) fn take_place(zone: ZoneId, nullifier: [u8; 32], device: DeviceId) {
		let place = match Places::<T>::get((zone, nullifier)) {
			None => Place {
				first: device,
				second: None,
			},
			Some(place) if place.holds(device) => return,
			Some(place) => Place {
				second: Some(device),
				..place
			},
		};
		Places::<T>::insert((zone, nullifier), place);
		Self::deposit_event(Event::PlaceTaken {
			device,
			zone,
			place: nullifier,
		});
	}

	/// Takes a device from its metering point, and with it the audit that names it; the statements stay
	/// backed for a dispute window.
	pub(crate) fn leave_place(device: DeviceId, evidence: &mut Evidence) {
		let Some(audit) = evidence.audit.take() else {
			return;
		};
		let now = T::Clock::now();
		Self::leave_point(device, evidence.zone, audit.place);
		Audits::<T>::mutate(device, |audit| {
			if let Some(audit) = audit {
				audit.ends_at = audit.ends_at.min(now);
			}
		});
	}

	/// Takes a device from a metering point.
	pub(crate) fn leave_point(device: DeviceId, zone: ZoneId, nullifier: [u8; 32]) {
		Places::<T>::mutate_exists((zone, nullifier), |place| {
			*place = place.and_then(|place| place.without(device));
		});
		Self::deposit_event(Event::PlaceReleased {
			device,
			zone,
			place: nullifier,
		});
	}

	/// Moves a device to another slot, or back to one after its audit expired.
	pub(crate) fn do_claim_cell(
		who: &T::AccountId,
		device: DeviceId,
		number: u16,
	) -> DispatchResult {
		let record = Self::device(device)?;
		let own = record.owner == *who || record.operator == *who;
		ensure!(own, Error::<T>::NotAuthorized);
		let mut evidence = Self::evidence(device)?;
		let contested = evidence.disputed || PlaceDisputes::<T>::contains_key(device);
		ensure!(!contested, Error::<T>::Disputed);
		let now = T::Clock::now();
		let held = evidence.audit.is_some_and(|audit| now < audit.expires_at);
		ensure!(!held, Error::<T>::PlaceHeld);
		Self::leave_place(device, &mut evidence);
		Self::leave_cell(device, &mut evidence);
		Self::take_cell(device, &mut evidence, number)?;
		Self::grant(device, &mut evidence, false)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// Frees a place whose device has no right to it any more.
	pub(crate) fn do_release_place(device: DeviceId) -> DispatchResult {
		let mut evidence = Self::evidence(device)?;
		if Self::is_withdrawn(device) {
			Self::forget(device, evidence);
			return Ok(());
		}
		let contested = evidence.disputed || PlaceDisputes::<T>::contains_key(device);
		ensure!(!contested, Error::<T>::Disputed);
		let lapsed = evidence.enrolment.expires_at;
		let lapsed = lapsed.saturating_add(T::DisputeWindow::get()) <= T::Clock::now();
		let before = evidence;
		if evidence.convicted || lapsed {
			Self::leave_cell(device, &mut evidence);
		}
		if evidence.convicted || lapsed || Self::stands_unbound(device, &evidence) {
			Self::leave_place(device, &mut evidence);
		}
		ensure!(evidence != before, Error::<T>::NothingDue);
		Self::grant(device, &mut evidence, false)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// Is it the second at a metering point, without a binding to the first?
	fn stands_unbound(device: DeviceId, evidence: &Evidence) -> bool {
		let place = evidence
			.audit
			.and_then(|audit| Places::<T>::get((evidence.zone, audit.place)));
		place.is_some_and(|place| {
			place.second == Some(device) && T::Devices::bound_to(place.first) != Some(device)
		})
	}

	/// Is the device withdrawn for ever?
	pub(crate) fn is_withdrawn(device: DeviceId) -> bool {
		let record = T::Devices::device(device);
		record.is_some_and(|record| record.status == DeviceStatus::Withdrawn)
	}

	/// Frees what a retired device held, and forgets it but for its keys.
	pub(crate) fn forget(device: DeviceId, mut evidence: Evidence) {
		Self::leave_cell(device, &mut evidence);
		Self::leave_place(device, &mut evidence);
		Evidences::<T>::remove(device);
		Self::deposit_event(Event::DeviceForgotten { device });
	}
}
