//! Cost of calls and hooks, at their largest: audits with the most statements, pairs of devices.

use crate::{
	verdicts::hash_of, Auditors, Audits, Call, Config, Evidences, ModelId, NextEndorserId,
	OpenAudits, Pallet, PlaceDisputes, PlaceParty, PlaceVerdict, Places, Revocable, Revocables,
	Revocations, ZoneAuditors, Zones,
};
use alloc::boxed::Box;
use frame_benchmarking::{account, v2::*, whitelisted_caller};
use frame_support::traits::{fungible::Mutate, Get};
use frame_system::RawOrigin;
use greenhour_traits::{ChallengeOutcomes, DeviceListener};
use greenhour_types::{units::GHR, AttestationTier, DeviceId, Moment, ZoneId};
use p256::ecdsa::{signature::hazmat::PrehashVerifier, Signature, VerifyingKey};
use setup::*;

mod setup; // devices with papers, auditors with bonds

/// Puts other pallets into the state that a benchmark needs.
pub trait BenchmarkHelper<AccountId> {
	/// Registers a device of `owner` with at least one GPU in `zone`; `seed` names its operator and its
	/// meter. The bond that it needs is known and below 10,000 GHR.
	fn register(owner: &AccountId, zone: ZoneId, seed: u8) -> DeviceId;

	/// Joins two devices of an owner by a binding.
	fn bind(one: DeviceId, other: DeviceId);

	/// Ends a device for ever, without telling this pallet.
	fn retire(device: DeviceId);

	/// Moves the timestamp; the rates that bonds depend on stay valid.
	fn advance_to(now: Moment);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn bare_p256() -> Result<(), BenchmarkError> {
		let (key, digest) = (key(ROOT)?, [9; 32]);
		let signature = sign(ROOT, &digest)?;
		let verified;

		#[block]
		{
			verified = VerifyingKey::from_sec1_bytes(&key.0).is_ok_and(|key| {
				Signature::from_slice(&signature.0)
					.is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok())
			});
		}

		assert!(verified);
		Ok(())
	}

	#[benchmark]
	fn add_endorser() -> Result<(), BenchmarkError> {
		let (origin, key) = (governance::<T>()?, key(ROOT)?);
		let before = NextEndorserId::<T>::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, key, 1, 2);

		assert!(NextEndorserId::<T>::get() > before);
		Ok(())
	}

	#[benchmark]
	fn pause_endorser() -> Result<(), BenchmarkError> {
		let root = tables::<T>()?;
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, root, true);

		Ok(())
	}

	#[benchmark]
	fn revoke(n: Linear<1, 64>) -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let models = (0..n).map(|model| Revocable::Model(ModelId(model)));
		let items = Revocables::truncate_from(models.collect());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, items);

		assert!(Revocations::<T>::contains_key(Revocable::Model(ModelId(0))));
		Ok(())
	}

	#[benchmark]
	fn enrol() -> Result<(), BenchmarkError> {
		let root = tables::<T>()?;
		let owner = owner::<T>();
		let (device, endorsement, possession) = registered::<T>(root, &owner, 1, false)?;
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(caller),
			device,
			Box::new(endorsement),
			possession,
			Some(0),
		);

		assert_eq!(tier_of::<T>(device), Some(AttestationTier::Tier1));
		Ok(())
	}

	#[benchmark]
	fn enrol_chained() -> Result<(), BenchmarkError> {
		let root = tables::<T>()?;
		let owner = owner::<T>();
		let (device, endorsement, possession) = registered::<T>(root, &owner, 1, true)?;
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		enrol(
			RawOrigin::Signed(caller),
			device,
			Box::new(endorsement),
			possession,
			Some(0),
		);

		assert_eq!(tier_of::<T>(device), Some(AttestationTier::Tier1));
		Ok(())
	}

	#[benchmark]
	fn reappraise() -> Result<(), BenchmarkError> {
		let (device, _) = audited::<T>()?;
		Revocations::<T>::insert(Revocable::Model(ModelId(1)), ());
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), device);

		assert_eq!(tier_of::<T>(device), None);
		Ok(())
	}

	#[benchmark]
	fn claim_cell() -> Result<(), BenchmarkError> {
		let (device, _) = audited::<T>()?;
		// As if it had expired, and its former cell were still its own.
		let mut before = evidence::<T>(device)?;
		before.audit = before.audit.map(|mut audit| {
			audit.expires_at = 0;
			audit
		});
		Pallet::<T>::take_cell(device, &mut before, 1)?;
		Evidences::<T>::insert(device, before);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner::<T>()), device, 0);

		assert_eq!(tier_of::<T>(device), Some(AttestationTier::Tier1));
		Ok(())
	}

	#[benchmark]
	fn release_place() -> Result<(), BenchmarkError> {
		let (device, _) = audited::<T>()?;
		<Pallet<T> as ChallengeOutcomes>::convicted(device);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), device);

		assert!(!Places::<T>::contains_key((ZONE, [1; 32])));
		Ok(())
	}

	#[benchmark]
	fn pardon() -> Result<(), BenchmarkError> {
		let (device, _) = audited::<T>()?;
		<Pallet<T> as ChallengeOutcomes>::convicted(device);
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, device);

		assert_eq!(tier_of::<T>(device), Some(AttestationTier::Tier2));
		Ok(())
	}

	#[benchmark]
	fn bond_auditor() -> Result<(), BenchmarkError> {
		let caller: T::AccountId = whitelisted_caller();
		let bond = T::MinAuditorBond::get();
		T::Currency::mint_into(&caller, bond.saturating_add(GHR))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), bond);

		assert!(Auditors::<T>::contains_key(caller));
		Ok(())
	}

	#[benchmark]
	fn unbond_auditor() -> Result<(), BenchmarkError> {
		let caller: T::AccountId = whitelisted_caller();
		bonded::<T>(&caller)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), GHR);

		assert!(Auditors::<T>::get(caller).is_some_and(|auditor| auditor.unbonding == GHR));
		Ok(())
	}

	#[benchmark]
	fn withdraw_unbonded() -> Result<(), BenchmarkError> {
		let caller: T::AccountId = whitelisted_caller();
		bonded::<T>(&caller)?;
		let bond = Pallet::<T>::auditor(&caller)?.bond;
		Pallet::<T>::do_unbond_auditor(&caller, bond)?;
		advance::<T>(T::UnbondingDelay::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()));

		assert!(!Auditors::<T>::contains_key(caller));
		Ok(())
	}

	#[benchmark]
	fn set_zone_auditor() -> Result<(), BenchmarkError> {
		tables::<T>()?;
		let auditor: T::AccountId = account("auditor", 0, 0);
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ZONE, auditor.clone(), true);

		assert!(ZoneAuditors::<T>::contains_key(ZONE, auditor));
		Ok(())
	}

	#[benchmark]
	fn state_audit() -> Result<(), BenchmarkError> {
		let (device, auditors) = audited::<T>()?;
		advance::<T>(T::ConflictWindow::get());
		let renewed = facts::<T>(2);
		let mut agree = auditors.into_iter().skip(1);
		let last = agree.next_back().ok_or(BenchmarkError::Stop("auditors"))?;
		for auditor in agree {
			Pallet::<T>::do_state_audit(auditor, device, renewed, false)?;
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(last), device, renewed, false);

		assert!(Places::<T>::contains_key((ZONE, [2; 32])));
		Ok(())
	}

	#[benchmark]
	fn dissent() -> Result<(), BenchmarkError> {
		let (device, auditors) = audited::<T>()?;
		let last = auditors
			.last()
			.cloned()
			.ok_or(BenchmarkError::Stop("auditors"))?;

		#[extrinsic_call]
		state_audit(RawOrigin::Signed(last), device, facts::<T>(2), true);

		assert!(evidence::<T>(device)?.disputed);
		Ok(())
	}

	#[benchmark]
	fn resolve_audit() -> Result<(), BenchmarkError> {
		let (device, auditors) = audited::<T>()?;
		let last = auditors
			.last()
			.cloned()
			.ok_or(BenchmarkError::Stop("auditors"))?;
		let other = facts::<T>(2);
		Pallet::<T>::do_state_audit(last, device, other, true)?;
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, device, Some(hash_of(&other)));

		assert!(OpenAudits::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn close_audit() -> Result<(), BenchmarkError> {
		let (device, auditors) = audited::<T>()?;
		let holder = enrolled::<T>(last_root::<T>(), &owner::<T>(), 2)?;
		audit::<T>(holder, &auditors, facts::<T>(2))?;
		advance::<T>(T::ConflictWindow::get());
		audit::<T>(device, &auditors, facts::<T>(2))?;
		advance::<T>(T::MaxAudit::get().saturating_add(T::DisputeWindow::get()));
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), device);

		assert!(!OpenAudits::<T>::contains_key(device));
		assert!(!Audits::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn set_zone() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ZONE, 3, 4, 5);

		assert!(Zones::<T>::contains_key(ZONE));
		Ok(())
	}

	#[benchmark]
	fn rotate_zone_key() -> Result<(), BenchmarkError> {
		tables::<T>()?;
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ZONE);

		assert!(Zones::<T>::get(ZONE).is_some_and(|rule| rule.key_epoch == 1));
		Ok(())
	}

	#[benchmark]
	fn dispute_place() -> Result<(), BenchmarkError> {
		let (device, auditors) = audited::<T>()?;
		let (rival, claimant) = claimant::<T>(&auditors)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(rival), device, Some(claimant));

		assert!(PlaceDisputes::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn resolve_place() -> Result<(), BenchmarkError> {
		let (device, auditors) = audited::<T>()?;
		let second = enrolled::<T>(last_root::<T>(), &owner::<T>(), 2)?;
		Helper::<T>::bind(device, second);
		audit::<T>(second, &auditors, facts::<T>(1))?;
		let (rival, claimant) = claimant::<T>(&auditors)?;
		Pallet::<T>::do_dispute_place(rival, device, Some(claimant))?;
		let origin = governance::<T>()?;
		let winner = PlaceParty::Challenger;
		let auditors_pay = true;

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			device,
			PlaceVerdict {
				winner,
				auditors_pay,
			},
		);

		assert!(!Places::<T>::contains_key((ZONE, [1; 32])));
		assert!(!Audits::<T>::contains_key(second));
		Ok(())
	}

	#[benchmark]
	fn answered() -> Result<(), BenchmarkError> {
		let (device, _) = audited::<T>()?;
		let mut before = evidence::<T>(device)?;
		before.challenges.window = now::<T>()
			.checked_div(T::ChallengeWindow::get())
			.unwrap_or(0);
		before.challenges.current = T::ChallengeAnswers::get();
		Evidences::<T>::insert(device, before);

		#[block]
		{
			<Pallet<T> as ChallengeOutcomes>::answered(device, now::<T>());
		}

		assert_eq!(tier_of::<T>(device), Some(AttestationTier::Tier3));
		Ok(())
	}

	#[benchmark]
	fn missed() -> Result<(), BenchmarkError> {
		let (device, _) = audited::<T>()?;

		#[block]
		{
			<Pallet<T> as ChallengeOutcomes>::missed(device);
		}

		assert_eq!(tier_of::<T>(device), None);
		Ok(())
	}

	#[benchmark]
	fn convicted() -> Result<(), BenchmarkError> {
		let (device, _) = audited::<T>()?;

		#[block]
		{
			<Pallet<T> as ChallengeOutcomes>::convicted(device);
		}

		assert_eq!(tier_of::<T>(device), None);
		Ok(())
	}

	#[benchmark]
	fn retired() -> Result<(), BenchmarkError> {
		let (device, _) = audited::<T>()?;
		Helper::<T>::retire(device);

		#[block]
		{
			<Pallet<T> as DeviceListener<T::AccountId>>::result_changed(device, None);
		}

		assert!(!Evidences::<T>::contains_key(device));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().empty(),
		crate::mock::Test
	);
}
