//! Benchmarks of the calls and hooks, at their largest.

use crate::{
	candidacy::days_after,
	history::MAX_FORGOTTEN,
	types::{Bond, EndCause},
	Active, Approved, AuthoredBlocks, Backings, Bonds, Call, Called, Candidates, Config,
	CurrentMode, Exposure, FirstSessions, Mode, OldestSession, Pallet, Planned, RewardPerBlock,
	SeatNumbers, Seats, SlashedParts,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, EnsureOrigin, Get},
	BoundedVec,
};
use frame_system::RawOrigin;
use greenhour_traits::WeightListener;
use greenhour_types::{units::GHR, Balance, Day};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// Puts other pallets into the state that a benchmark needs.
pub trait BenchmarkHelper<AccountId> {
	/// Registers session keys that nobody else has.
	fn register_keys(account: &AccountId);

	/// Makes the devices of `owner` weigh this much, without telling this pallet.
	fn give_weight(owner: &AccountId, weight: Balance);

	/// Makes these the validators of the running session, as the session pallet sees it.
	fn set_validators(accounts: Vec<AccountId>);

	/// Moves market time to this day.
	fn set_day(day: Day);
}

type Helper<T> = <T as Config>::BenchmarkHelper;

/// Planck that each account of the benchmarks owns beside bonds.
const WEALTH: Balance = 1_000_000 * GHR;

/// An account with GHR and session keys.
fn operator<T: Config>(index: u32) -> Result<T::AccountId, BenchmarkError> {
	let account: T::AccountId = account("operator", index, 0);
	let wealth = T::MinBond::get().saturating_mul(4).saturating_add(WEALTH);
	T::Currency::mint_into(&account, wealth)?;
	Helper::<T>::register_keys(&account);
	Ok(account)
}

fn min_bond<T: Config>() -> Balance {
	T::MinBond::get().max(GHR)
}

/// A candidate with a bond of its own size and this next.
fn candidate<T: Config>(
	index: u32,
	next: Option<T::AccountId>,
) -> Result<T::AccountId, BenchmarkError> {
	let account = operator::<T>(index)?;
	let bond = min_bond::<T>().saturating_add(index.into());
	Pallet::<T>::start_candidacy(account.clone(), Bond::default(), bond, next)?;
	Ok(account)
}

/// No candidates, bonds nor sets: each benchmark makes its own.
fn clear<T: Config>() {
	let _ = Candidates::<T>::clear(u32::MAX, None);
	let _ = Bonds::<T>::clear(u32::MAX, None);
	let _ = Backings::<T>::clear(u32::MAX, None);
	let _ = AuthoredBlocks::<T>::clear(u32::MAX, None);
	Active::<T>::kill();
	Planned::<T>::kill();
	Approved::<T>::kill();
}

/// As many candidates, each with the one before as its next and with more backing than it: every
/// chain of nexts is as long as it can be.
fn candidates<T: Config>(count: u32) -> Result<Vec<T::AccountId>, BenchmarkError> {
	clear::<T>();
	let mut accounts: Vec<T::AccountId> = Vec::new();
	for index in 0..count {
		let account = candidate::<T>(index, accounts.last().cloned())?;
		Candidates::<T>::mutate(&account, |candidacy| {
			if let Some(candidacy) = candidacy {
				candidacy.backing = GHR.saturating_add(index.into());
			}
		});
		accounts.push(account);
	}
	Ok(accounts)
}

/// Makes these accounts the active set, and all of them offenders: the set is as dear to start as it
/// can be.
fn activate_offenders<T: Config>(accounts: &[T::AccountId]) {
	Helper::<T>::set_validators(accounts.to_vec());
	for account in accounts {
		Bonds::<T>::mutate_extant(account, |bond| bond.barred_until = Some(Day(u32::MAX)));
	}
	activate::<T>(accounts);
}

/// Makes these accounts the active set.
fn activate<T: Config>(accounts: &[T::AccountId]) {
	let mut accounts = accounts.to_vec();
	accounts.sort();
	let members = Pallet::<T>::with_exposure(accounts);
	Active::<T>::put(BoundedVec::truncate_from(members));
}

/// An owner whose devices weigh something.
fn owner<T: Config>(index: u32, weight: Balance) -> T::AccountId {
	let owner: T::AccountId = account("owner", index, 0);
	Helper::<T>::give_weight(&owner, weight);
	owner
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

fn as_origin<T: Config>(account: &T::AccountId) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(account.clone())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn become_candidate() -> Result<(), BenchmarkError> {
		let next = candidates::<T>(1)?.pop();
		let who = operator::<T>(1)?;
		let bond = min_bond::<T>();

		#[extrinsic_call]
		_(as_origin::<T>(&who), bond, next);

		assert!(Candidates::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn become_candidate_displacing(
		c: Linear<1, { T::MaxCandidates::get() }>,
	) -> Result<(), BenchmarkError> {
		let accounts = candidates::<T>(c)?;
		// What the call does when the list is full, for a list of any length.
		let who = operator::<T>(c)?;
		let bond = min_bond::<T>().saturating_mul(2).saturating_add(GHR);
		// The first is the weakest.
		let next = accounts.get(1).cloned();

		#[block]
		{
			let weakest = Pallet::<T>::weakest(bond)?;
			Pallet::<T>::end_candidacy(weakest, EndCause::Displaced)?;
			Pallet::<T>::do_become_candidate(who.clone(), bond, next)?;
		}

		assert!(Candidates::<T>::contains_key(&who));
		assert_eq!(Candidates::<T>::count(), c);
		Ok(())
	}

	#[benchmark]
	fn add_bond() -> Result<(), BenchmarkError> {
		let who = candidate::<T>(0, None)?;

		#[extrinsic_call]
		_(as_origin::<T>(&who), GHR);

		Ok(())
	}

	#[benchmark]
	fn set_next() -> Result<(), BenchmarkError> {
		let next = candidate::<T>(0, None)?;
		let who = candidate::<T>(1, None)?;

		#[extrinsic_call]
		_(as_origin::<T>(&who), Some(next));

		Ok(())
	}

	#[benchmark]
	fn leave() -> Result<(), BenchmarkError> {
		let who = candidate::<T>(0, None)?;

		#[extrinsic_call]
		_(as_origin::<T>(&who));

		assert!(!Candidates::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn release_bond() -> Result<(), BenchmarkError> {
		let accounts = candidates::<T>(T::MaxValidators::get())?;
		activate::<T>(&accounts);
		let who = candidate::<T>(T::MaxCandidates::get(), None)?;
		Pallet::<T>::do_leave(who.clone())?;
		Bonds::<T>::mutate_extant(&who, |bond| bond.unbonds_on = Some(Day(0)));

		#[extrinsic_call]
		_(as_origin::<T>(&who));

		assert!(!Bonds::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn back() -> Result<(), BenchmarkError> {
		let former = candidate::<T>(0, None)?;
		let who = candidate::<T>(1, None)?;
		let owner = owner::<T>(0, GHR);
		Pallet::<T>::do_back(owner.clone(), former)?;

		#[extrinsic_call]
		_(as_origin::<T>(&owner), who.clone());

		assert_eq!(Candidates::<T>::get(&who).map(|c| c.backing), Some(GHR));
		Ok(())
	}

	#[benchmark]
	fn stop_backing() -> Result<(), BenchmarkError> {
		let who = candidate::<T>(0, None)?;
		let owner = owner::<T>(0, GHR);
		Pallet::<T>::do_back(owner.clone(), who)?;

		#[extrinsic_call]
		_(as_origin::<T>(&owner));

		assert!(!Backings::<T>::contains_key(&owner));
		Ok(())
	}

	#[benchmark]
	fn set_mode() -> Result<(), BenchmarkError> {
		Called::<T>::put(true);
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Mode::Governed);

		Ok(())
	}

	#[benchmark]
	fn approve(n: Linear<1, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let accounts: Vec<T::AccountId> = (0..n).map(|index| account("new", index, 0)).collect();
		let list = BoundedVec::truncate_from(accounts);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, list);

		assert_eq!(
			Approved::<T>::decode_len().and_then(|n| u32::try_from(n).ok()),
			Some(n)
		);
		Ok(())
	}

	#[benchmark]
	fn set_seats() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let (seats, minimum) = (T::MaxValidators::get(), T::MinValidators::get());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, seats, minimum);

		Ok(())
	}

	#[benchmark]
	fn set_reward() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, GHR);

		Ok(())
	}

	#[benchmark]
	fn pardon() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let who = candidate::<T>(0, None)?;
		Bonds::<T>::mutate_extant(&who, |bond| bond.barred_until = Some(Day(u32::MAX)));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who);

		Ok(())
	}

	#[benchmark]
	fn call_election() -> Result<(), BenchmarkError> {
		CurrentMode::<T>::put(Mode::Open);
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin);

		assert!(Called::<T>::get());
		Ok(())
	}

	#[benchmark]
	fn weight_changed() -> Result<(), BenchmarkError> {
		let who = candidate::<T>(0, None)?;
		let owner = owner::<T>(0, GHR);
		Pallet::<T>::do_back(owner.clone(), who.clone())?;

		#[block]
		{
			Pallet::<T>::weight_changed(&owner, GHR.saturating_mul(2));
		}

		assert_eq!(Candidates::<T>::get(&who).map(|c| c.backing), Some(2 * GHR));
		Ok(())
	}

	#[benchmark]
	fn on_offence() -> Result<(), BenchmarkError> {
		let accounts = candidates::<T>(T::MaxValidators::get())?;
		activate::<T>(&accounts);
		Helper::<T>::set_validators(accounts.clone());
		let offender = accounts.last().cloned();
		let offender = offender.ok_or(BenchmarkError::Stop("there are validators"))?;
		let bond = min_bond::<T>();
		let session = OldestSession::<T>::get();
		let details = OffenceDetails {
			offender: (offender.clone(), Exposure { bond }),
			reporters: vec![],
		};

		#[block]
		{
			Pallet::<T>::on_offence(&[details], &[Perbill::one()], session);
		}

		assert_eq!(SlashedParts::<T>::get(session, &offender), Perbill::one());
		Ok(())
	}

	#[benchmark]
	fn note_author() -> Result<(), BenchmarkError> {
		let who = operator::<T>(0)?;

		#[block]
		{
			<Pallet<T> as pallet_authorship::EventHandler<_, _>>::note_author(who.clone());
		}

		assert_eq!(AuthoredBlocks::<T>::get(&who), 1);
		Ok(())
	}

	#[benchmark]
	fn end_session(n: Linear<1, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		let accounts = candidates::<T>(n)?;
		T::Currency::mint_into(&Pallet::<T>::pot(), WEALTH)?;
		RewardPerBlock::<T>::put(GHR);
		for account in &accounts {
			AuthoredBlocks::<T>::insert(account, 10);
		}

		#[block]
		{
			Pallet::<T>::pay_authors();
		}

		assert_eq!(AuthoredBlocks::<T>::iter().count(), 0);
		Ok(())
	}

	#[benchmark]
	fn start_session(n: Linear<1, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		let accounts = candidates::<T>(n.saturating_mul(2))?;
		let (going, coming) = accounts.split_at(accounts.len() / 2);
		activate_offenders::<T>(coming);
		Planned::<T>::put(Active::<T>::get());
		activate::<T>(going);
		// The oldest sessions can't be proved any more, and each of their validators was slashed.
		let today = days_after(Day(0), T::UnbondingDays::get().saturating_add(9));
		Helper::<T>::set_day(today);
		let session = 2 * MAX_FORGOTTEN;
		OldestSession::<T>::put(0);
		FirstSessions::<T>::put(BoundedVec::truncate_from(vec![
			(Day(0), 0),
			(Day(1), session),
		]));
		for forgotten in 0..MAX_FORGOTTEN {
			for account in going {
				SlashedParts::<T>::insert(forgotten, account, Perbill::one());
			}
		}

		#[block]
		{
			Pallet::<T>::start(session);
		}

		assert!(Planned::<T>::get().is_none());
		assert_eq!(OldestSession::<T>::get(), MAX_FORGOTTEN);
		assert!(SlashedParts::<T>::iter().next().is_none());
		Ok(())
	}

	#[benchmark]
	fn new_session_governed(
		n: Linear<1, { T::MaxValidators::get() }>,
	) -> Result<(), BenchmarkError> {
		let accounts = candidates::<T>(n.saturating_mul(2))?;
		let (going, coming) = accounts.split_at(accounts.len() / 2);
		activate::<T>(going);
		Approved::<T>::put(BoundedVec::truncate_from(coming.to_vec()));
		CurrentMode::<T>::put(Mode::Governed);

		#[block]
		{
			let _ = <Pallet<T> as pallet_session::SessionManager<T::AccountId>>::new_session(2);
		}

		assert!(Planned::<T>::get().is_some());
		Ok(())
	}

	#[benchmark]
	fn new_session_open(
		c: Linear<1, { T::MaxCandidates::get() }>,
		n: Linear<1, { T::MaxValidators::get() }>,
	) -> Result<(), BenchmarkError> {
		let accounts = candidates::<T>(c)?;
		let going: Vec<_> = accounts
			.iter()
			.take(usize::try_from(n).unwrap_or(0))
			.cloned()
			.collect();
		activate::<T>(&going);
		let minimum = T::MinValidators::get();
		let seats = n.max(minimum);
		SeatNumbers::<T>::put(Seats { seats, minimum });
		CurrentMode::<T>::put(Mode::Open);
		Called::<T>::put(true);

		#[block]
		{
			let _ = <Pallet<T> as pallet_session::SessionManager<T::AccountId>>::new_session(2);
		}

		assert!(!Called::<T>::get());
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().build(),
		crate::mock::Test
	);
}
