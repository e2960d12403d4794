//! What always holds; see the README for the list.

use crate::{
	types::{hours_of, ByHour, ClaimState, ClaimedHour},
	Claims, Config, Declarations, HoldReason, OpenHours, Pallet, Postponed, Publications, Specs,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungibles::hold::Inspect as _};
use greenhour_traits::{ContractBook, Deliveries};
use greenhour_types::{units::GCD_ASSET, Balance, OfferId, VerificationMode, HOURS_PER_DAY};
use sp_io::hashing::blake2_256;
use sp_runtime::TryRuntimeError;

/// GCD of the records, by who holds it and why.
struct Held<AccountId>(BTreeMap<(AccountId, u8), Balance>);

const REASONS: [(HoldReason, u8); 4] = [
	(HoldReason::ClaimDeposit, 0),
	(HoldReason::Objection, 1),
	(HoldReason::CannotStart, 2),
	(HoldReason::SpecDeposit, 3),
];

impl<AccountId: Ord + Clone> Held<AccountId> {
	fn add(
		&mut self,
		who: &AccountId,
		reason: HoldReason,
		amount: Balance,
	) -> Result<(), TryRuntimeError> {
		for (_, number) in REASONS.iter().filter(|(known, _)| *known == reason) {
			let sum = self.0.entry((who.clone(), *number)).or_default();
			*sum = sum.checked_add(amount).ok_or("holds overflow")?;
		}
		Ok(())
	}
}

/// Checks every invariant of the pallet.
///
/// **Errors**: the text of the first invariant that does not hold.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	records_are_well_formed::<T>()?;
	holds_match_records::<T>()?;
	open_hours_match_records::<T>()?;
	claims_are_unsettled::<T>()?;
	nothing_is_claimed_and_declared::<T>()?;
	specifications_match_their_contracts::<T>()
}

fn is_well_formed<Entry>(record: &ByHour<Entry>) -> bool {
	!record.is_empty() && record.keys().all(|hour| *hour < HOURS_PER_DAY)
}

fn records_are_well_formed<T: Config>() -> Result<(), TryRuntimeError> {
	for (_, _, claim) in Claims::<T>::iter() {
		ensure!(
			is_well_formed(&claim),
			"a claim is empty or has a 25th hour"
		);
	}
	for (_, _, declared) in Declarations::<T>::iter() {
		ensure!(
			is_well_formed(&declared),
			"a declaration is empty or has a 25th hour"
		);
	}
	for (_, _, amount) in Postponed::<T>::iter() {
		ensure!(amount > 0, "nothing is postponed");
	}
	Ok(())
}

fn holds_match_records<T: Config>() -> Result<(), TryRuntimeError> {
	let mut held = Held(BTreeMap::new());
	for (_, _, claim) in Claims::<T>::iter() {
		for claimed in claim.values() {
			held.add(&claimed.claimant, HoldReason::ClaimDeposit, claimed.deposit)?;
			if let ClaimState::Objected { tenant, stake, .. } = &claimed.state {
				held.add(tenant, HoldReason::Objection, *stake)?;
			}
		}
	}
	for (_, _, declared) in Declarations::<T>::iter() {
		for declaration in declared.values() {
			let reason = HoldReason::CannotStart;
			held.add(&declaration.declarer, reason, declaration.stake)?;
		}
	}
	for (_, publication) in Publications::<T>::iter() {
		let reason = HoldReason::SpecDeposit;
		held.add(&publication.publisher, reason, publication.deposit)?;
	}
	for (who, reason, amount) in Postponed::<T>::iter() {
		held.add(&who, reason, amount)?;
	}
	// Accounts of records; one that holds without any would need a list of all accounts.
	for ((who, number), sum) in held.0 {
		for (reason, _) in REASONS.iter().filter(|(_, known)| *known == number) {
			let on_hold = T::Assets::balance_on_hold(GCD_ASSET, &(*reason).into(), &who);
			ensure!(
				on_hold == sum,
				"what is held of an account is not what the records say"
			);
		}
	}
	Ok(())
}

fn open_hours_match_records<T: Config>() -> Result<(), TryRuntimeError> {
	let mut records = BTreeMap::<OfferId, u32>::new();
	let claimed = Claims::<T>::iter().flat_map(|(_, _, claim)| {
		let open = claim
			.into_inner()
			.into_values()
			.filter(ClaimedHour::is_open);
		open.map(|claimed| claimed.offer)
	});
	let declared = Declarations::<T>::iter().flat_map(|(_, _, declared)| {
		let all = declared.into_inner().into_values();
		all.map(|declaration| declaration.offer)
	});
	for offer in claimed.chain(declared) {
		let hours = records.entry(offer).or_default();
		*hours = hours.checked_add(1).ok_or("open hours overflow")?;
	}
	let counted: BTreeMap<_, _> = OpenHours::<T>::iter().collect();
	ensure!(
		counted == records,
		"open hours are not what the records say"
	);
	Ok(())
}

fn claims_are_unsettled<T: Config>() -> Result<(), TryRuntimeError> {
	for (contract, (device, day), claim) in Claims::<T>::iter() {
		let open = hours_of(&claim, ClaimedHour::is_open);
		let refused = hours_of(&claim, |_| true).difference(open);
		let Some(facts) = T::Contracts::assignment(contract, device, day) else {
			ensure!(open.is_empty(), "an hour of no assignment is claimed");
			continue;
		};
		ensure!(
			claim
				.values()
				.all(|claimed| !claimed.is_open() || claimed.offer == facts.offer),
			"a claimed hour names another offer than its assignment"
		);
		let mode = facts.terms.verification;
		ensure!(
			!mode.is_by_receipt(),
			"an hour is claimed that a circuit shows"
		);
		ensure!(
			facts.unsettled.contains_all(open),
			"a claimed hour is settled"
		);
		ensure!(
			facts.delivered.intersection(refused).is_empty(),
			"a refused hour is delivered"
		);
		let objected = hours_of(&claim, |claimed| {
			matches!(claimed.state, ClaimState::Objected { .. })
		});
		ensure!(
			objected.is_empty() || mode == VerificationMode::TenantConfirmed,
			"a tenant objected where auditors always judge"
		);
	}
	Ok(())
}

fn nothing_is_claimed_and_declared<T: Config>() -> Result<(), TryRuntimeError> {
	for (contract, (device, day), claim) in Claims::<T>::iter() {
		let open = hours_of(&claim, ClaimedHour::is_open);
		let declared = Pallet::<T>::unanswered(contract, device, day);
		ensure!(
			open.intersection(declared).is_empty(),
			"an hour is claimed that could not start"
		);
	}
	Ok(())
}

fn specifications_match_their_contracts<T: Config>() -> Result<(), TryRuntimeError> {
	for (contract, publication) in Publications::<T>::iter() {
		let spec = Specs::<T>::get(contract).ok_or("a publication has no specification")?;
		if let Some(facts) = T::Contracts::contract(contract) {
			ensure!(
				blake2_256(&spec) == facts.terms.spec_hash,
				"a specification has another hash than its contract"
			);
		}
		for (_, declared) in Declarations::<T>::iter_prefix(contract) {
			let older = declared
				.values()
				.all(|declaration| declaration.declared_at <= publication.published_at);
			ensure!(older, "a declaration is younger than the publication");
		}
	}
	for contract in Specs::<T>::iter_keys() {
		ensure!(
			Publications::<T>::contains_key(contract),
			"a specification has no publisher"
		);
	}
	Ok(())
}
