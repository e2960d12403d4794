//! What sessions and offences ask, and what this pallet asks of sessions.

use crate::{
	types::{Exposure, Member},
	Active, AnnouncedKeys, Bonds, Config, Event, Pallet, Planned, WeightInfo,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight, BoundedVec};
use greenhour_types::Day;
use parity_scale_codec::Encode;
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Convert;
use sp_staking::{offence::OffenceSeverity, SessionIndex};

/// Session keys, disabling, and the roots that prove who held a key.
pub trait SessionFacts<AccountId> {
	/// A hash of the session keys that the account has registered; `None` without any.
	fn keys_of(account: &AccountId) -> Option<[u8; 32]>;

	/// Writes: the account takes no part in the running session, if it is a validator and few enough
	/// others are disabled.
	fn disable(account: &AccountId, severity: OffenceSeverity);

	/// Writes: who held a key in a session before this one can't be proved any more. Costs one write for
	/// each session forgotten.
	fn forget_before(session: SessionIndex);
}

/// The facts of `pallet-session` with its historical roots.
pub struct SessionsOf<T>(PhantomData<T>);

impl<T> SessionFacts<T::AccountId> for SessionsOf<T>
where
	T: pallet_session::Config<ValidatorId = <T as frame_system::Config>::AccountId>
		+ pallet_session::historical::Config,
{
	fn keys_of(account: &T::AccountId) -> Option<[u8; 32]> {
		let keys = pallet_session::NextKeys::<T>::get(account)?;
		Some(keys.using_encoded(blake2_256))
	}

	fn disable(account: &T::AccountId, severity: OffenceSeverity) {
		pallet_session::Pallet::<T>::report_offence(account.clone(), severity);
	}

	fn forget_before(session: SessionIndex) {
		pallet_session::historical::Pallet::<T>::prune_up_to(session);
	}
}

/// What a member of the running set has to lose, `None` for other accounts.
///
/// The same as in the historical root of the running session, which was made when its set was
/// announced.
pub struct ExposureOf<T>(PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<Exposure>> for ExposureOf<T> {
	fn convert(account: T::AccountId) -> Option<Exposure> {
		let members = Active::<T>::get();
		let member = members.iter().find(|member| member.account == account)?;
		Some(member.exposure)
	}
}

/// How many validators the running session has.
pub struct ValidatorCount<T>(PhantomData<T>);

impl<T: Config> Get<u32> for ValidatorCount<T> {
	fn get() -> u32 {
		let count = Active::<T>::decode_len().unwrap_or_default();
		u32::try_from(count).unwrap_or(u32::MAX)
	}
}

impl<T: Config> Pallet<T> {
	/// Plans the set of `session`; `None` if neither it nor its keys differ from what was announced last.
	///
	/// The keys matter, because the historical root of a session is a copy of the former one where
	/// nothing is announced: it would not prove who held the new keys.
	fn plan(session: SessionIndex) -> Option<Vec<Member<T::AccountId>>> {
		let accounts = Self::plan_members();
		let keys = Self::hash_of_keys(&accounts);
		let same = accounts == Self::announced_members() && AnnouncedKeys::<T>::get() == Some(keys);
		if accounts.is_empty() || same {
			return None;
		}
		let members = BoundedVec::truncate_from(Self::with_exposure(accounts));
		AnnouncedKeys::<T>::put(keys);
		Planned::<T>::put(&members);
		let members = members.into_inner();
		Self::deposit_event(Event::SetPlanned {
			session,
			members: members.clone(),
		});
		Some(members)
	}

	fn hash_of_keys(accounts: &[T::AccountId]) -> [u8; 32] {
		let keys: Vec<_> = accounts.iter().map(T::Sessions::keys_of).collect();
		keys.using_encoded(blake2_256)
	}

	pub(crate) fn with_exposure(accounts: Vec<T::AccountId>) -> Vec<Member<T::AccountId>> {
		let with_exposure = |account| {
			let bond = Bonds::<T>::get(&account).map_or(0, |bond| bond.amount);
			Member {
				account,
				exposure: Exposure { bond },
			}
		};
		accounts.into_iter().map(with_exposure).collect()
	}

	/// What a rotation of the session costs here at most. The session pallet claims the whole block for
	/// it, so nothing is registered; `integrity_test` holds it against the block.
	pub(crate) fn rotation_weight() -> Weight {
		let (most, candidates) = (T::MaxValidators::get(), T::MaxCandidates::get());
		T::WeightInfo::end_session(most)
			.saturating_add(T::WeightInfo::start_session(most))
			.saturating_add(T::WeightInfo::new_session_governed(most))
			.saturating_add(T::WeightInfo::new_session_open(candidates, most))
	}

	/// Makes the planned set the active one, bars offenders in it again, and forgets what is too old.
	pub(crate) fn start(session: SessionIndex) {
		let today = Self::today();
		if let Some(planned) = Planned::<T>::take() {
			let former = Active::<T>::get();
			for member in &former {
				if !planned.iter().any(|other| other.account == member.account) {
					Self::end_service(&member.account, today);
				}
			}
			for member in &planned {
				Bonds::<T>::mutate_extant(&member.account, |bond| bond.served_until = None);
			}
			Active::<T>::put(planned);
		}
		// The session pallet forgets whom it disabled when the set changes.
		for member in Active::<T>::get() {
			let barred = Bonds::<T>::get(&member.account).is_some_and(|bond| bond.is_barred(today));
			if barred {
				T::Sessions::disable(&member.account, OffenceSeverity::max_severity());
			}
		}
		Self::forget(session, today);
	}

	fn end_service(validator: &T::AccountId, day: Day) {
		Bonds::<T>::mutate_extant(validator, |bond| bond.served_until = Some(day));
		Self::deposit_event(Event::ServiceEnded {
			validator: validator.clone(),
			day,
		});
	}

	/// The set of the genesis, whose keys the session pallet has registered by now.
	fn genesis_set() -> Option<Vec<Member<T::AccountId>>> {
		let members = Active::<T>::get();
		if members.is_empty() {
			return None;
		}
		AnnouncedKeys::<T>::put(Self::hash_of_keys(&Self::announced_members()));
		Some(members.into_inner())
	}
}

fn accounts<AccountId>(members: Vec<Member<AccountId>>) -> Vec<AccountId> {
	members.into_iter().map(|member| member.account).collect()
}

fn identified<AccountId>(members: Vec<Member<AccountId>>) -> Vec<(AccountId, Exposure)> {
	let members = members.into_iter();
	members
		.map(|member| (member.account, member.exposure))
		.collect()
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(index: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan(index).map(accounts)
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::genesis_set().map(accounts)
	}

	fn start_session(index: SessionIndex) {
		Self::start(index);
	}

	fn end_session(_: SessionIndex) {
		Self::pay_authors();
	}
}

impl<T: Config> pallet_session::historical::SessionManager<T::AccountId, Exposure> for Pallet<T> {
	fn new_session(index: SessionIndex) -> Option<Vec<(T::AccountId, Exposure)>> {
		Self::plan(index).map(identified)
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<(T::AccountId, Exposure)>> {
		Self::genesis_set().map(identified)
	}

	fn start_session(index: SessionIndex) {
		Self::start(index);
	}

	fn end_session(_: SessionIndex) {
		Self::pay_authors();
	}
}
