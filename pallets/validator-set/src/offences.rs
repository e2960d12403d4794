//! What an equivocation costs.

use crate::{
	candidacy::days_after, Bonds, Config, Error, Event, Exposure, HoldReason, OldestSession,
	Pallet, SessionFacts, SlashedParts, WeightInfo,
};
use frame_support::{
	dispatch::DispatchClass,
	ensure,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude::Force, Precision::BestEffort},
		Get,
	},
	weights::Weight,
};
use greenhour_types::Balance;
use sp_runtime::{DispatchResult, Perbill};
use sp_staking::{
	offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler},
	SessionIndex,
};

impl<T: Config> OnOffenceHandler<T::AccountId, (T::AccountId, Exposure), Weight> for Pallet<T> {
	/// Slashes, disables and bars. Offenders are named again when others join them in one slot or round:
	/// each pays the largest part that the offences of one session ask, not the sum.
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, (T::AccountId, Exposure)>],
		fractions: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		let mut weight = Weight::zero();
		for (details, fraction) in offenders.iter().zip(fractions) {
			let (offender, exposure) = &details.offender;
			Self::punish(offender, *exposure, *fraction, session);
			weight.saturating_accrue(T::WeightInfo::on_offence());
		}
		// The call that reports an offence charges for its proof only.
		let class = DispatchClass::Normal;
		frame_system::Pallet::<T>::register_extra_weight_unchecked(weight, class);
		weight
	}
}

impl<T: Config> Pallet<T> {
	fn punish(
		offender: &T::AccountId,
		exposure: Exposure,
		fraction: Perbill,
		session: SessionIndex,
	) {
		let fraction = fraction.max(T::MinSlash::get());
		let before = SlashedParts::<T>::get(session, offender);
		if fraction <= before || session < OldestSession::<T>::get() {
			return;
		}
		SlashedParts::<T>::insert(session, offender, fraction);
		let due = slash_due(exposure, before, fraction);
		let until = days_after(Self::today(), T::CoolOffDays::get());
		let mut amount = 0;
		let mut barred_until = until;
		Bonds::<T>::mutate_extant(offender, |bond| {
			amount = Self::burn(offender, due.min(bond.amount));
			bond.amount = bond.amount.saturating_sub(amount);
			barred_until = bond.barred_until.map_or(until, |former| former.max(until));
			bond.barred_until = Some(barred_until);
		});
		T::Sessions::disable(offender, OffenceSeverity(fraction));
		Self::deposit_event(Event::OffenderSlashed {
			offender: offender.clone(),
			session,
			fraction,
			amount,
			barred_until,
		});
	}

	/// Burns what is on hold, and says how much.
	fn burn(offender: &T::AccountId, amount: Balance) -> Balance {
		let reason = HoldReason::ValidatorBond.into();
		T::Currency::burn_held(&reason, offender, amount, BestEffort, Force).unwrap_or(0)
	}

	pub(crate) fn do_pardon(offender: T::AccountId) -> DispatchResult {
		let mut bond = Bonds::<T>::get(&offender).ok_or(Error::<T>::NotFound)?;
		ensure!(bond.is_barred(Self::today()), Error::<T>::NotBarred);
		bond.barred_until = None;
		Bonds::<T>::insert(&offender, bond);
		Self::deposit_event(Event::OffenderPardoned { offender });
		Ok(())
	}
}

/// Planck that a rise of the part from `before` to `fraction` takes, both rounded up.
fn slash_due(exposure: Exposure, before: Perbill, fraction: Perbill) -> Balance {
	let taken = before.mul_ceil(exposure.bond);
	fraction.mul_ceil(exposure.bond).saturating_sub(taken)
}
