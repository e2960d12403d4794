//! Cost of the calls. None depends on how many devices there are; that of a batch on how many it has.

use crate::{
	BatchEntry, Bindings, Bonds, BoundedBatch, Call, ClaimKeys, Config, DeviceClasses, Devices,
	Endorser, GhrRate, GpuClasses, NextDeviceId, OperatorConsent, Operators, Pallet, Transfers,
	Unbondings, UnitValue, MAX_BATCH,
};
use alloc::vec::Vec;
use frame_benchmarking::{account, v2::*};
use frame_support::traits::{fungible::Mutate, EnsureOrigin, Get};
use frame_system::RawOrigin;
use greenhour_traits::{AttestationResults, HourClock};
use greenhour_types::{
	device::{claim_statement, operator_statement},
	units::GHR,
	AttestationResult, AttestationTier, Balance, ClassTerms, DeviceClass, DeviceFacts, DeviceId,
	DeviceKind, DeviceStatus, GpuClass, GpuClassId, MilliGpu, PoolId, SiteFacts, WattHours,
};

/// What the benchmarks need of the runtime.
pub trait BenchmarkHelper<AccountId, Signature> {
	/// An account that can sign, another one for each seed.
	fn signer(seed: u32) -> AccountId;

	/// What `signer` signs a message with.
	fn sign(signer: &AccountId, message: &[u8]) -> Signature;

	/// The pool of the devices.
	fn pool() -> PoolId;

	/// Gives an active device, of which more may be bonded for it, all that a listener must move when it is
	/// sold.
	fn oblige(device: DeviceId);
}

type Helper<T> = <T as Config>::BenchmarkHelper;
type ConsentOf<T> = OperatorConsent<<T as Config>::Signature>;
type EntryOf<T> = BatchEntry<<T as frame_system::Config>::AccountId, <T as Config>::Signature>;

fn min_bond() -> Balance {
	ClassTerms::default_of(DeviceClass::HomeHub).min_bond
}

/// An owner with enough GHR for so many devices.
fn rich<T: Config>(name: &'static str, devices: u32) -> Result<T::AccountId, BenchmarkError> {
	let owner: T::AccountId = account(name, 0, 0);
	let each = min_bond().saturating_mul(4).saturating_add(GHR);
	T::Currency::mint_into(
		&owner,
		each.saturating_mul(devices.saturating_add(1).into()),
	)?;
	Ok(owner)
}

fn owner<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	GpuClasses::<T>::insert(Helper::<T>::pool().gpu_class, GpuClass::REFERENCE);
	DeviceClasses::<T>::remove(DeviceClass::HomeHub);
	rich::<T>("owner", MAX_BATCH)
}

fn facts<T: Config>(kind: DeviceKind, seed: u32) -> DeviceFacts {
	let PoolId { gpu_class, zone } = Helper::<T>::pool();
	let mut unique = [1; 32];
	for (byte, part) in unique.iter_mut().zip(seed.to_le_bytes()) {
		*byte = part;
	}
	let energy = kind != DeviceKind::ComputeOnly;
	let gpus = if kind == DeviceKind::EnergyOnly {
		0
	} else {
		1_000
	};
	DeviceFacts {
		kind,
		class: DeviceClass::HomeHub,
		gpu_class,
		zone,
		meter_key: if energy { unique } else { [0; 32] },
		commitment: unique,
		gpu_nameplate: MilliGpu(gpus),
		solar_nameplate_w: if energy { 5_000 } else { 0 },
		energy_cap: WattHours(if energy { 5_000 } else { 0 }),
		site: SiteFacts::default(),
	}
}

fn consent<T: Config>(operator: &T::AccountId, owner: &T::AccountId) -> ConsentOf<T> {
	let until = T::Clock::now().saturating_add(T::MaxConsent::get());
	let statement = operator_statement(&Pallet::<T>::genesis_hash(), owner, until);
	OperatorConsent {
		until,
		signature: Helper::<T>::sign(operator, &statement),
	}
}

fn entry<T: Config>(owner: &T::AccountId, seed: u32) -> EntryOf<T> {
	let operator = Helper::<T>::signer(seed);
	BatchEntry {
		consent: consent::<T>(&operator, owner),
		operator,
		facts: facts::<T>(DeviceKind::Combined, seed),
		claim_key: Helper::<T>::signer(MAX_BATCH.saturating_add(seed)),
	}
}

/// A registered device of `owner`.
fn device_of<T: Config>(
	owner: &T::AccountId,
	kind: DeviceKind,
) -> Result<DeviceId, BenchmarkError> {
	let device = NextDeviceId::<T>::get();
	let operator = Helper::<T>::signer(device.0);
	let consent = consent::<T>(&operator, owner);
	Pallet::<T>::do_register(
		owner.clone(),
		operator,
		&consent,
		facts::<T>(kind, device.0),
		min_bond(),
	)?;
	Ok(device)
}

/// An active device of `owner`.
fn active<T: Config>(owner: &T::AccountId) -> Result<DeviceId, BenchmarkError> {
	let device = device_of::<T>(owner, DeviceKind::Combined)?;
	let result = AttestationResult {
		tier: AttestationTier::Tier3,
		expires_at: T::Clock::now().saturating_add(T::MaxAttestation::get()),
		benchmark: MilliGpu(1_000),
	};
	<Pallet<T> as AttestationResults>::attest(device, result)?;
	Ok(device)
}

/// The two halves of a site of two owners, not bound.
fn halves<T: Config>() -> Result<(T::AccountId, DeviceId, DeviceId), BenchmarkError> {
	let (owner, other) = (owner::<T>()?, rich::<T>("other", 1)?);
	let energy = device_of::<T>(&other, DeviceKind::EnergyOnly)?;
	let compute = device_of::<T>(&owner, DeviceKind::ComputeOnly)?;
	Pallet::<T>::do_bind(other, energy, compute)?;
	Ok((owner, energy, compute))
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn status_of<T: Config>(device: DeviceId) -> Option<DeviceStatus> {
	Devices::<T>::get(device).map(|record| record.status)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = NextDeviceId::<T>::get();
		let operator = Helper::<T>::signer(0);
		let consent = consent::<T>(&operator, &owner);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(owner),
			operator,
			consent,
			facts::<T>(DeviceKind::Combined, 0),
			min_bond(),
		);

		assert_eq!(Bonds::<T>::get(device), Some(min_bond()));
		Ok(())
	}

	#[benchmark]
	fn activate() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner, DeviceKind::Combined)?;
		let endorser: T::AccountId = account("endorser", 0, 0);
		Endorser::<T>::put(&endorser);
		let expires_at = T::Clock::now().saturating_add(1);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(endorser),
			device,
			AttestationTier::Tier1,
			expires_at,
			MilliGpu(1_000),
		);

		assert!(matches!(
			status_of::<T>(device),
			Some(DeviceStatus::Active { .. })
		));
		Ok(())
	}

	#[benchmark]
	fn add_bond() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner, DeviceKind::Combined)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, GHR);

		assert_eq!(
			Bonds::<T>::get(device),
			Some(min_bond().saturating_add(GHR))
		);
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = active::<T>(&owner)?;
		Pallet::<T>::do_add_bond(owner.clone(), device, GHR)?;
		Pallet::<T>::do_unbond(owner.clone(), device, GHR)?;
		Pallet::<T>::do_offer_transfer(owner.clone(), device, account("buyer", 0, 0), None)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device);

		assert_eq!(Bonds::<T>::get(device), None);
		Ok(())
	}

	#[benchmark]
	fn set_endorser() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let endorser: T::AccountId = account("endorser", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, endorser.clone());

		assert_eq!(Endorser::<T>::get(), Some(endorser));
		Ok(())
	}

	#[benchmark]
	fn set_operator() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner, DeviceKind::Combined)?;
		let operator = Helper::<T>::signer(MAX_BATCH);
		let consent = consent::<T>(&operator, &owner);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, operator.clone(), consent);

		assert_eq!(Operators::<T>::get(operator), Some(device));
		Ok(())
	}

	#[benchmark]
	fn set_ghr_rate() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let expires_at = T::Clock::now().saturating_add(1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 7, expires_at);

		assert_eq!(GhrRate::<T>::get().map(|rate| rate.value), Some(7));
		Ok(())
	}

	#[benchmark]
	fn set_unit_value() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let expires_at = T::Clock::now().saturating_add(1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 7, expires_at);

		assert_eq!(UnitValue::<T>::get().map(|rate| rate.value), Some(7));
		Ok(())
	}

	#[benchmark]
	fn unbond() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = active::<T>(&owner)?;
		Pallet::<T>::do_add_bond(owner.clone(), device, GHR)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, GHR);

		assert_eq!(Bonds::<T>::get(device), Some(min_bond()));
		Ok(())
	}

	#[benchmark]
	fn release_bond() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner, DeviceKind::Combined)?;
		Pallet::<T>::do_withdraw(owner.clone(), device)?;
		// The clock of a benchmark stands.
		Unbondings::<T>::mutate(device, |unbonding| {
			if let Some(unbonding) = unbonding {
				unbonding.releasable_at = 0;
			}
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device);

		assert_eq!(Unbondings::<T>::get(device), None);
		Ok(())
	}

	#[benchmark]
	fn set_commitment() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner, DeviceKind::Combined)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, [7; 32]);

		let commitment = Devices::<T>::get(device).map(|record| record.commitment);
		assert_eq!(commitment, Some([7; 32]));
		Ok(())
	}

	#[benchmark]
	fn pause() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = active::<T>(&owner)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device);

		assert!(matches!(
			status_of::<T>(device),
			Some(DeviceStatus::Suspended { .. })
		));
		Ok(())
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = active::<T>(&owner)?;
		Pallet::<T>::do_pause(owner.clone(), device)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device);

		assert!(matches!(
			status_of::<T>(device),
			Some(DeviceStatus::Active { .. })
		));
		Ok(())
	}

	#[benchmark]
	fn bind() -> Result<(), BenchmarkError> {
		let (owner, energy, compute) = halves::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), compute, energy);

		assert_eq!(Bindings::<T>::get(energy), Some(compute));
		Ok(())
	}

	#[benchmark]
	fn unbind() -> Result<(), BenchmarkError> {
		let (owner, energy, compute) = halves::<T>()?;
		Pallet::<T>::do_bind(owner.clone(), compute, energy)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), compute);

		assert_eq!(Bindings::<T>::get(energy), None);
		Ok(())
	}

	#[benchmark]
	fn offer_transfer() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner, DeviceKind::Combined)?;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(owner),
			device,
			account("buyer", 0, 0),
			Some(GHR),
		);

		assert!(Transfers::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn cancel_transfer() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner, DeviceKind::Combined)?;
		Pallet::<T>::do_offer_transfer(owner.clone(), device, account("buyer", 0, 0), None)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device);

		assert!(!Transfers::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn accept_transfer() -> Result<(), BenchmarkError> {
		let (owner, buyer) = (owner::<T>()?, rich::<T>("buyer", 1)?);
		let device = active::<T>(&owner)?;
		Helper::<T>::oblige(device);
		let bond = Bonds::<T>::get(device).unwrap_or_default();
		T::Currency::mint_into(&buyer, bond)?;
		Pallet::<T>::do_offer_transfer(owner, device, buyer.clone(), Some(GHR))?;
		let expected = Pallet::<T>::state_of(device).ok_or("registered")?;

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer.clone()), device, GHR, expected);

		let owner = Devices::<T>::get(device).map(|record| record.owner);
		assert_eq!(owner, Some(buyer));
		Ok(())
	}

	#[benchmark]
	fn register_batch(n: Linear<1, MAX_BATCH>) -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let entries: Vec<_> = (0..n).map(|seed| entry::<T>(&owner, seed)).collect();
		let batch = BoundedBatch::try_from(entries).map_err(|_| "at most a batch")?;
		let first = NextDeviceId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), batch, min_bond(), GHR);

		assert_eq!(NextDeviceId::<T>::get().0, first.0.saturating_add(n));
		Ok(())
	}

	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		let (owner, buyer) = (owner::<T>()?, rich::<T>("buyer", 1)?);
		let device = NextDeviceId::<T>::get();
		let entry = entry::<T>(&owner, 0);
		let key = entry.claim_key.clone();
		let batch = BoundedBatch::try_from(Vec::from([entry])).map_err(|_| "one")?;
		Pallet::<T>::do_register_batch(owner, batch, min_bond(), GHR)?;
		let statement = claim_statement(&Pallet::<T>::genesis_hash(), device, &buyer);
		let signature = Helper::<T>::sign(&key, &statement);

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), device, min_bond(), signature);

		assert_eq!(ClaimKeys::<T>::get(device), None);
		Ok(())
	}

	#[benchmark]
	fn set_device_class() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let class = DeviceClass::EnergyStation;
		let terms = ClassTerms::default_of(class);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, class, terms);

		assert_eq!(DeviceClasses::<T>::get(class), Some(terms));
		Ok(())
	}

	#[benchmark]
	fn set_gpu_class() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let class = GpuClassId(u16::MAX);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, class, GpuClass::REFERENCE);

		assert!(GpuClasses::<T>::contains_key(class));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().build(),
		crate::mock::Test
	);
}
