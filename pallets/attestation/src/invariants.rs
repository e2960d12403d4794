//! What always holds; see the README for the list.

use crate::{
	Audit, Auditors, Audits, Cells, Config, Convictions, Evidences, HoldReason, IdentityKeys,
	OpenAudits, PlaceDisputes, Places, SerialNullifiers, ZoneAuditors, Zones, MAX_STATEMENTS,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use greenhour_types::{AttestationTier, Balance};
use sp_runtime::TryRuntimeError;

/// Checks every invariant of the pallet.
///
/// **Errors**: the text of the first invariant that does not hold.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	evidence_has_its_keys::<T>()?;
	results_rest_on_evidence::<T>()?;
	cells_count_their_devices::<T>()?;
	places_and_audits_agree::<T>()?;
	audits_are_well_formed::<T>()?;
	bonds_back_statements::<T>()?;
	holds_match_records::<T>()?;
	zones_count_their_auditors::<T>()
}

fn evidence_has_its_keys<T: Config>() -> Result<(), TryRuntimeError> {
	let serials: BTreeMap<_, _> = SerialNullifiers::<T>::iter()
		.map(|(_, it)| (it, ()))
		.collect();
	for (device, evidence) in Evidences::<T>::iter() {
		let user = IdentityKeys::<T>::get(evidence.enrolment.identity_key);
		ensure!(
			user == Some(device),
			"an identity key serves another device"
		);
		ensure!(
			serials.contains_key(&device),
			"an enrolled device has no serial number"
		);
		let twice = Convictions::<T>::contains_key(device);
		ensure!(
			!twice,
			"a conviction of an enrolled device is kept beside its evidence"
		);
	}
	Ok(())
}

fn results_rest_on_evidence<T: Config>() -> Result<(), TryRuntimeError> {
	for (_, evidence) in Evidences::<T>::iter() {
		let Some(result) = evidence.result else {
			continue;
		};
		ensure!(!evidence.convicted, "a convicted device has a result");
		ensure!(!evidence.disputed, "a disputed device has a result");
		let high = result.tier >= AttestationTier::Tier2;
		match evidence.audit {
			None => {
				ensure!(!high, "a high tier without an audit");
				ensure!(evidence.cell.is_some(), "a result without a place");
			}
			Some(audit) => {
				let first = !high || result.expires_at <= audit.expires_at;
				ensure!(first, "a result outlasts its audit");
			}
		}
	}
	Ok(())
}

fn cells_count_their_devices<T: Config>() -> Result<(), TryRuntimeError> {
	let mut counted: BTreeMap<_, u32> = BTreeMap::new();
	for (_, evidence) in Evidences::<T>::iter() {
		if let Some(cell) = evidence.cell {
			ensure!(
				evidence.audit.is_none(),
				"a device has a slot and a metering point"
			);
			let count = counted
				.entry((evidence.zone, cell.key_epoch, cell.number))
				.or_default();
			*count = count.saturating_add(1);
		}
	}
	let stored: BTreeMap<_, _> = Cells::<T>::iter().collect();
	ensure!(stored == counted, "cells do not count their devices");
	Ok(())
}

fn places_and_audits_agree<T: Config>() -> Result<(), TryRuntimeError> {
	let mut standing: usize = 0;
	for (device, evidence) in Evidences::<T>::iter() {
		ensure!(
			!evidence.disputed || evidence.audit.is_some(),
			"a disputed device has no audit in force"
		);
		let Some(held) = evidence.audit else {
			continue;
		};
		standing = standing.saturating_add(1);
		let place = Places::<T>::get((evidence.zone, held.place));
		let here = place.is_some_and(|place| place.holds(device));
		ensure!(here, "an audit names a place that the device does not hold");
		let audit = Audits::<T>::get(device).ok_or("nothing backs an audit in force")?;
		let first = audit
			.statements
			.first()
			.ok_or("an audit without a statement")?;
		ensure!(
			first.facts.place == held.place,
			"an audit in force names another place"
		);
		ensure!(
			audit.disputed_at.is_some() == evidence.disputed,
			"a device does not know that its audit is disputed"
		);
	}
	let mut held: usize = 0;
	for (_, place) in Places::<T>::iter() {
		ensure!(
			place.second != Some(place.first),
			"a device stands beside itself"
		);
		let devices = if place.second.is_some() { 2 } else { 1 };
		held = held.saturating_add(devices);
	}
	ensure!(
		held == standing,
		"a place holds a device that does not know of it"
	);
	Ok(())
}

fn audits_are_well_formed<T: Config>() -> Result<(), TryRuntimeError> {
	let passed = Audits::<T>::iter().map(|(device, audit)| (device, audit, false));
	let open = OpenAudits::<T>::iter().map(|(device, audit)| (device, audit, true));
	for (_, audit, is_open) in passed.chain(open) {
		ensure!(audit.stake > 0, "a statement costs nothing");
		ensure!(
			is_open || !audit.contests,
			"an audit in force waits for a place"
		);
		let first = audit
			.statements
			.first()
			.ok_or("an audit without a statement")?;
		let same = audit
			.statements
			.iter()
			.all(|other| other.facts == first.facts);
		ensure!(
			same || audit.disputed_at.is_some() || !is_open,
			"facts differ without dispute"
		);
		let mut auditors: BTreeMap<_, ()> = BTreeMap::new();
		for statement in &audit.statements {
			let again = auditors.insert(&statement.auditor, ()).is_some();
			ensure!(!again, "an auditor stated twice");
		}
	}
	Ok(())
}

fn bonds_back_statements<T: Config>() -> Result<(), TryRuntimeError> {
	let mut committed: BTreeMap<T::AccountId, Balance> = BTreeMap::new();
	let audits = Audits::<T>::iter_values().chain(OpenAudits::<T>::iter_values());
	for Audit {
		statements, stake, ..
	} in audits
	{
		for statement in statements {
			let sum = committed.entry(statement.auditor).or_default();
			*sum = sum.checked_add(stake).ok_or("stakes overflow")?;
		}
	}
	for (who, auditor) in Auditors::<T>::iter() {
		let sum = committed.remove(&who).unwrap_or(0);
		ensure!(
			sum == auditor.committed,
			"a bond does not know what it backs"
		);
		ensure!(sum <= auditor.active(), "a bond backs more than it is");
		ensure!(auditor.bond > 0, "an empty bond is kept");
	}
	ensure!(committed.is_empty(), "statements without a bond");
	Ok(())
}

fn holds_match_records<T: Config>() -> Result<(), TryRuntimeError> {
	for (who, auditor) in Auditors::<T>::iter() {
		let held = T::Currency::balance_on_hold(&HoldReason::AuditorBond.into(), &who);
		ensure!(
			held == auditor.bond,
			"an auditor's hold differs from the bond"
		);
	}
	let mut bonds: BTreeMap<T::AccountId, Balance> = BTreeMap::new();
	for (_, dispute) in PlaceDisputes::<T>::iter() {
		let sum = bonds.entry(dispute.challenger).or_default();
		*sum = sum.checked_add(dispute.bond).ok_or("bonds overflow")?;
	}
	for (who, bond) in bonds {
		let held = T::Currency::balance_on_hold(&HoldReason::PlaceDispute.into(), &who);
		ensure!(held == bond, "a challenger's hold differs from his bonds");
	}
	Ok(())
}

fn zones_count_their_auditors<T: Config>() -> Result<(), TryRuntimeError> {
	let mut counted: BTreeMap<_, u32> = BTreeMap::new();
	for (zone, _, ()) in ZoneAuditors::<T>::iter() {
		let count = counted.entry(zone).or_default();
		*count = count.saturating_add(1);
	}
	for (zone, rule) in Zones::<T>::iter() {
		let auditors = counted.remove(&zone).unwrap_or(0);
		ensure!(
			auditors == rule.auditors,
			"a zone does not count its auditors"
		);
		ensure!(
			(1..MAX_STATEMENTS).contains(&rule.statements_needed),
			"a zone needs too many"
		);
	}
	ensure!(counted.is_empty(), "auditors of no zone");
	Ok(())
}
