//! Jobs that can't be fetched: declarations, and specifications that answer them.

use crate::{
	rules::{answer_deadline, is_declarable, spec_over},
	types::{hours_of, Declaration, DeclarationEnd, Publication, Spec},
	Config, Declarations, Error, Event, HoldReason, Pallet, Publications, Specs,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{ContractBook, Deliveries, HourClock};
use greenhour_types::{ContractId, Day, DeviceId, Hour, HourMask, VerificationMode};
use sp_io::hashing::blake2_256;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Declares for the operator of `device` that the job of `hour` can't be fetched.
	pub(crate) fn do_cannot_start(
		who: T::AccountId,
		contract: ContractId,
		device: DeviceId,
		hour: Hour,
	) -> DispatchResult {
		ensure!(
			Self::device(device)?.operator == who,
			Error::<T>::NotOperator
		);
		let (day, of_day) = (hour.day(), hour.of_day());
		let facts = Self::assignment(contract, device, day)?;
		let checkable = facts.terms.verification != VerificationMode::Work;
		ensure!(checkable, Error::<T>::ModeMismatch);
		ensure!(facts.unsettled.contains(of_day), Error::<T>::AlreadySettled);
		let (params, now) = (T::Clock::params(), T::Clock::now());
		ensure!(is_declarable(&params, hour, now), Error::<T>::OutsideWindow);
		ensure!(
			!Publications::<T>::contains_key(contract),
			Error::<T>::AlreadyPublished
		);
		let mut declared = Declarations::<T>::get(contract, (device, day)).unwrap_or_default();
		ensure!(
			!declared.contains_key(&of_day.get()),
			Error::<T>::AlreadyDeclared
		);

		let stake = Self::stake_on(&facts, of_day);
		Self::hold(HoldReason::CannotStart, &who, stake)?;
		let declaration = Declaration {
			declarer: who.clone(),
			stake,
			declared_at: now,
			offer: facts.offer,
		};
		let added = declared.try_insert(of_day.get(), declaration);
		added.map_err(|_| Error::<T>::Overflow)?;
		Declarations::<T>::insert(contract, (device, day), declared);
		Self::open_hours(facts.offer, 1)?;
		Self::deposit_event(Event::CannotStartDeclared {
			contract,
			device,
			hour,
			declarer: who,
			stake,
			answer_until: answer_deadline(&params, now),
		});
		Ok(())
	}

	/// Puts the specification of an open contract on the chain.
	pub(crate) fn do_publish_spec(
		who: T::AccountId,
		contract: ContractId,
		spec: Spec,
	) -> DispatchResult {
		let terms = Self::contract(contract)?.terms;
		let checkable = terms.verification != VerificationMode::Work;
		ensure!(checkable, Error::<T>::ModeMismatch);
		ensure!(
			!Publications::<T>::contains_key(contract),
			Error::<T>::AlreadyPublished
		);
		ensure!(
			blake2_256(&spec) == terms.spec_hash,
			Error::<T>::SpecMismatch
		);

		let deposit = T::SpecDeposit::get();
		Self::hold(HoldReason::SpecDeposit, &who, deposit)?;
		Publications::<T>::insert(
			contract,
			Publication {
				publisher: who.clone(),
				deposit,
				published_at: T::Clock::now(),
			},
		);
		Specs::<T>::insert(contract, spec);
		Self::deposit_event(Event::SpecPublished {
			contract,
			publisher: who,
			deposit,
		});
		Ok(())
	}

	/// Ends a declaration that was answered, that nobody answered in time, or whose hour is settled.
	pub(crate) fn do_settle_cannot_start(
		who: &T::AccountId,
		contract: ContractId,
		device: DeviceId,
		hour: Hour,
	) -> DispatchResult {
		let (day, of_day) = (hour.day(), hour.of_day());
		let mut declared = Declarations::<T>::get(contract, (device, day))
			.ok_or(Error::<T>::DeclarationNotFound)?;
		let declaration = declared
			.remove(&of_day.get())
			.ok_or(Error::<T>::DeclarationNotFound)?;
		let (params, now) = (T::Clock::params(), T::Clock::now());
		let deadline = answer_deadline(&params, declaration.declared_at);
		let unsettled = T::Contracts::assignment(contract, device, day)
			.is_some_and(|facts| facts.unsettled.contains(of_day));
		let answer = Publications::<T>::get(contract)
			.filter(|publication| publication.published_at < deadline);
		let Declaration {
			declarer,
			stake,
			offer,
			..
		} = declaration;
		// An answer after the declaration shows that the job could not be fetched before.
		let (end, due_at) = if let Some(Publication { published_at, .. }) = answer {
			(DeclarationEnd::Answered, published_at)
		} else if unsettled {
			ensure!(now >= deadline, Error::<T>::NothingDue);
			let hours = HourMask::single(of_day);
			T::Contracts::settle_excused(contract, device, day, hours)?;
			(DeclarationEnd::Excused, deadline)
		} else {
			(DeclarationEnd::Settled, deadline)
		};
		let settler = Self::rewarded(who, due_at, params.hour_length_ms, now);
		Self::give_back_less_reward(HoldReason::CannotStart, &declarer, stake, settler)?;
		Self::close_hour(offer);
		if declared.is_empty() {
			Declarations::<T>::remove(contract, (device, day));
		} else {
			Declarations::<T>::insert(contract, (device, day), declared);
		}
		Self::deposit_event(Event::DeclarationEnded {
			contract,
			device,
			hour,
			end,
		});
		Ok(())
	}

	/// Frees the specification of a contract that is closed and has no declarations.
	pub(crate) fn do_remove_spec(who: &T::AccountId, contract: ContractId) -> DispatchResult {
		let Publication {
			publisher,
			deposit,
			published_at,
		} = Publications::<T>::get(contract).ok_or(Error::<T>::NotPublished)?;
		// Declarations that were answered would count as unanswered without it.
		let needed = T::Contracts::contract(contract).is_some()
			|| Declarations::<T>::iter_key_prefix(contract)
				.next()
				.is_some();
		ensure!(!needed, Error::<T>::SpecNeeded);
		Publications::<T>::remove(contract);
		Specs::<T>::remove(contract);
		let params = T::Clock::params();
		let over = spec_over(&params, published_at, &Self::windows());
		let settler = Self::rewarded(who, over, params.hour_length_ms, T::Clock::now());
		Self::give_back_less_reward(HoldReason::SpecDeposit, &publisher, deposit, settler)?;
		Self::deposit_event(Event::SpecRemoved {
			contract,
			publisher,
		});
		Ok(())
	}

	/// Declared hours that no publication has answered in time.
	pub(crate) fn unanswered(contract: ContractId, device: DeviceId, day: Day) -> HourMask {
		let Some(declared) = Declarations::<T>::get(contract, (device, day)) else {
			return HourMask::EMPTY;
		};
		let params = T::Clock::params();
		let published = Publications::<T>::get(contract).map(|answer| answer.published_at);
		hours_of(&declared, |declaration| {
			let deadline = answer_deadline(&params, declaration.declared_at);
			published.is_none_or(|published_at| published_at >= deadline)
		})
	}
}
