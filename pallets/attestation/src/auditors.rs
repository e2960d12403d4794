//! Auditors: their bonds, what backs a statement, where they audit.

use crate::{
	Audit, Auditor, Auditors, Config, Error, Event, Evidence, HoldReason, Pallet, ZoneAuditors,
	Zones, VOUCH_RATIO,
};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision, Get},
};
use greenhour_traits::{DeviceRegistry, HourClock};
use greenhour_types::{Balance, DeviceId, ZoneId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// An auditor's bond.
	pub(crate) fn auditor(who: &T::AccountId) -> Result<Auditor, DispatchError> {
		Auditors::<T>::get(who).ok_or(Error::<T>::AuditorNotFound.into())
	}

	/// Adds to a bond.
	pub(crate) fn do_bond_auditor(who: &T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut auditor = Auditors::<T>::get(who).unwrap_or_default();
		let bond = auditor.bond.checked_add(amount);
		auditor.bond = bond.ok_or(Error::<T>::Overflow)?;
		let least = T::MinAuditorBond::get();
		ensure!(auditor.active() >= least, Error::<T>::InsufficientBond);
		T::Currency::hold(&HoldReason::AuditorBond.into(), who, amount)?;
		Auditors::<T>::insert(who, auditor);
		Self::deposit_event(Event::AuditorBonded {
			auditor: who.clone(),
			amount,
			bond: auditor.bond,
		});
		Ok(())
	}

	/// Lets a free part of a bond leave.
	pub(crate) fn do_unbond_auditor(who: &T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut auditor = Self::auditor(who)?;
		ensure!(auditor.unbonding == 0, Error::<T>::AlreadyUnbonding);
		ensure!(amount <= auditor.free(), Error::<T>::InsufficientBond);
		auditor.unbonding = amount;
		let left = auditor.active();
		let enough = left == 0 || left >= T::MinAuditorBond::get();
		ensure!(enough, Error::<T>::InsufficientBond);
		auditor.unbonds_at = T::Clock::now().saturating_add(T::UnbondingDelay::get());
		Auditors::<T>::insert(who, auditor);
		Self::deposit_event(Event::AuditorUnbonding {
			auditor: who.clone(),
			amount,
			unbonds_at: auditor.unbonds_at,
		});
		Ok(())
	}

	/// Releases what has left.
	pub(crate) fn do_withdraw_unbonded(who: &T::AccountId) -> DispatchResult {
		let mut auditor = Self::auditor(who)?;
		let amount = auditor.unbonding;
		ensure!(amount > 0, Error::<T>::NothingDue);
		ensure!(T::Clock::now() >= auditor.unbonds_at, Error::<T>::TooEarly);
		let reason = HoldReason::AuditorBond.into();
		T::Currency::release(&reason, who, amount, Precision::Exact)?;
		auditor.bond = auditor.active();
		auditor.unbonding = 0;
		Self::put_auditor(who, auditor);
		Self::deposit_event(Event::AuditorUnbonded {
			auditor: who.clone(),
			amount,
			bond: auditor.bond,
		});
		Ok(())
	}

	/// Writes a bond; an empty one is no bond.
	pub(crate) fn put_auditor(who: &T::AccountId, auditor: Auditor) {
		match auditor.bond {
			0 => Auditors::<T>::remove(who),
			_ => Auditors::<T>::insert(who, auditor),
		}
	}

	/// Lets an account audit in a zone, or no more.
	pub(crate) fn do_set_zone_auditor(
		zone: ZoneId,
		auditor: T::AccountId,
		member: bool,
	) -> DispatchResult {
		let mut rule = Self::zone(zone)?;
		let known = ZoneAuditors::<T>::contains_key(zone, &auditor);
		ensure!(known != member, Error::<T>::AlreadyExists);
		let auditors = match member {
			true => rule.auditors.checked_add(1),
			false => rule.auditors.checked_sub(1),
		};
		rule.auditors = auditors.ok_or(Error::<T>::Overflow)?;
		match member {
			true => ZoneAuditors::<T>::insert(zone, &auditor, ()),
			false => ZoneAuditors::<T>::remove(zone, &auditor),
		}
		Zones::<T>::insert(zone, rule);
		Self::deposit_event(Event::ZoneAuditorSet {
			zone,
			auditor,
			member,
		});
		Ok(())
	}

	/// What a statement on a device commits: a tenth, rounded up, of the bond that the device needs for
	/// what it is endorsed for. Thus nobody vouches for more than ten times his bond.
	pub(crate) fn stake_for(
		device: DeviceId,
		evidence: &Evidence,
	) -> Result<Balance, DispatchError> {
		let vouched = T::Devices::required_bond(device, evidence.enrolment.benchmark);
		let vouched = vouched.ok_or(Error::<T>::RateMissing)?;
		Ok(vouched.div_ceil(VOUCH_RATIO).max(1))
	}

	/// Commits a part of a bond to a statement.
	pub(crate) fn commit(who: &T::AccountId, stake: Balance) -> DispatchResult {
		let mut auditor = Self::auditor(who)?;
		let enough = auditor.active() >= T::MinAuditorBond::get() && auditor.free() >= stake;
		ensure!(enough, Error::<T>::InsufficientBond);
		let committed = auditor.committed.checked_add(stake);
		auditor.committed = committed.ok_or(Error::<T>::Overflow)?;
		Auditors::<T>::insert(who, auditor);
		Ok(())
	}

	/// Frees what backed every statement of an audit.
	pub(crate) fn free_statements(audit: &Audit<T::AccountId>) {
		for statement in &audit.statements {
			Self::uncommit(&statement.auditor, audit.stake);
		}
	}

	/// Frees what backed one statement.
	pub(crate) fn uncommit(who: &T::AccountId, stake: Balance) {
		Auditors::<T>::mutate(who, |auditor| {
			if let Some(auditor) = auditor {
				auditor.committed = auditor.committed.saturating_sub(stake);
			}
		});
	}
}
