//! Devices with papers, auditors with bonds.

use super::BenchmarkHelper;
use crate::{
	statement, AuditFacts, Audits, Config, Endorsement, EndorserId, Evidence, Evidences,
	IntermediateCertificate, ModelId, NextEndorserId, OpenAudits, P256Key, P256Signature, Pallet,
	MAX_STATEMENTS,
};
use alloc::vec::Vec;
use frame_benchmarking::{account, BenchmarkError};
use frame_support::{
	ensure,
	traits::{fungible::Mutate, EnsureOrigin, Get},
};
use greenhour_traits::{DeviceRegistry, HourClock};
use greenhour_types::{units::GHR, AttestationTier, Balance, DeviceId, MilliGpu, Moment, ZoneId};
use p256::ecdsa::{signature::hazmat::PrehashSigner, Signature, SigningKey};

pub(super) type Helper<T> = <T as Config>::BenchmarkHelper;

pub(super) const ZONE: ZoneId = ZoneId(7);
/// Seed of the root's key.
pub(super) const ROOT: u8 = 200;
/// Seed of the intermediate's key.
pub(super) const INTERMEDIATE: u8 = 201;
/// A day in ms.
pub(super) const DAY: Moment = 86_400_000;

pub(super) fn signing_key(seed: u8) -> Result<SigningKey, BenchmarkError> {
	SigningKey::from_slice(&[seed; 32]).map_err(|_| BenchmarkError::Stop("a scalar"))
}

pub(super) fn key(seed: u8) -> Result<P256Key, BenchmarkError> {
	let point = signing_key(seed)?.verifying_key().to_encoded_point(true);
	let bytes = point.as_bytes().try_into();
	Ok(P256Key(
		bytes.map_err(|_| BenchmarkError::Stop("33 bytes"))?,
	))
}

pub(super) fn sign(seed: u8, digest: &[u8; 32]) -> Result<P256Signature, BenchmarkError> {
	let signature: Signature = signing_key(seed)?
		.sign_prehash(digest)
		.map_err(|_| BenchmarkError::Stop("signs"))?;
	let low = signature.normalize_s().unwrap_or(signature);
	Ok(P256Signature(low.to_bytes().into()))
}

pub(super) fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

pub(super) fn now<T: Config>() -> Moment {
	T::Clock::now()
}

pub(super) fn owner<T: Config>() -> T::AccountId {
	account("owner", 0, 0)
}

/// The root of these benchmarks, and a zone that needs the most statements.
pub(super) fn tables<T: Config>() -> Result<EndorserId, BenchmarkError> {
	Helper::<T>::advance_to(now::<T>().max(20_000 * DAY));
	let root = NextEndorserId::<T>::get();
	Pallet::<T>::do_add_endorser(key(ROOT)?, now::<T>(), Moment::MAX)?;
	Pallet::<T>::do_set_zone(ZONE, MAX_STATEMENTS.saturating_sub(1), 100, 1_000)?;
	Ok(root)
}

pub(super) fn bonded<T: Config>(who: &T::AccountId) -> Result<(), BenchmarkError> {
	let bond: Balance = T::MinAuditorBond::get().saturating_add(100_000 * GHR);
	T::Currency::mint_into(who, bond.saturating_mul(2))?;
	Pallet::<T>::do_bond_auditor(who, bond)?;
	Ok(())
}

/// As many auditors of the zone as an audit has statements.
pub(super) fn auditors<T: Config>() -> Result<Vec<T::AccountId>, BenchmarkError> {
	let auditors: Vec<T::AccountId> = (0..MAX_STATEMENTS)
		.map(|at| account("auditor", at, 0))
		.collect();
	for auditor in &auditors {
		bonded::<T>(auditor)?;
		Pallet::<T>::do_set_zone_auditor(ZONE, auditor.clone(), true)?;
	}
	Ok(auditors)
}

/// An endorsement of `device` whose identity key is that of `seed`, and the proof that it has it.
pub(super) fn papers<T: Config>(
	endorser: EndorserId,
	device: DeviceId,
	seed: u8,
	chained: bool,
) -> Result<(Endorsement, P256Signature), BenchmarkError> {
	let genesis = Pallet::<T>::genesis_hash();
	let from = now::<T>();
	let until = from.saturating_add(T::MaxEndorsement::get());
	let mut endorsement = Endorsement {
		endorser,
		intermediate: None,
		identity_key: key(seed)?,
		model: ModelId(1),
		serial_nullifier: [seed; 32],
		benchmark: MilliGpu(1_000),
		valid_from: from,
		valid_until: until,
		number: 1,
		signature: P256Signature([0; 64]),
	};
	if chained {
		let mut certificate = IntermediateCertificate {
			key: key(INTERMEDIATE)?,
			valid_from: from,
			valid_until: until,
			signature: P256Signature([0; 64]),
		};
		let digest = statement::certificate_digest(genesis, &certificate);
		certificate.signature = sign(ROOT, &digest)?;
		endorsement.intermediate = Some(certificate);
	}
	let record = T::Devices::device(device).ok_or(BenchmarkError::Stop("registered"))?;
	let digest = statement::endorsement_digest(genesis, device, record.meter_key, &endorsement);
	endorsement.signature = sign(if chained { INTERMEDIATE } else { ROOT }, &digest)?;
	let proof = statement::possession_digest(genesis, device, digest, Some(0));
	Ok((endorsement, sign(seed, &proof)?))
}

/// A device with its papers, registered and not enrolled.
pub(super) fn registered<T: Config>(
	endorser: EndorserId,
	owner: &T::AccountId,
	seed: u8,
	chained: bool,
) -> Result<(DeviceId, Endorsement, P256Signature), BenchmarkError> {
	let device = Helper::<T>::register(owner, ZONE, seed);
	let (endorsement, possession) = papers::<T>(endorser, device, seed, chained)?;
	Ok((device, endorsement, possession))
}

pub(super) fn enrolled<T: Config>(
	endorser: EndorserId,
	owner: &T::AccountId,
	seed: u8,
) -> Result<DeviceId, BenchmarkError> {
	let (device, endorsement, possession) = registered::<T>(endorser, owner, seed, false)?;
	Pallet::<T>::do_enrol(device, endorsement, possession, Some(0))?;
	Ok(device)
}

pub(super) fn facts<T: Config>(place: u8) -> AuditFacts {
	AuditFacts {
		key_epoch: 0,
		place: [place; 32],
		former_place: None,
		tier: AttestationTier::Tier3,
		benchmark: MilliGpu(1_000),
		evidence_hash: [1; 32],
		expires_at: now::<T>().saturating_add(T::MaxAudit::get()),
	}
}

/// All auditors but the last agree, from the first on.
pub(super) fn audit<T: Config>(
	device: DeviceId,
	auditors: &[T::AccountId],
	facts: AuditFacts,
) -> Result<(), BenchmarkError> {
	let (_, agree) = auditors
		.split_last()
		.ok_or(BenchmarkError::Stop("auditors"))?;
	for auditor in agree {
		Pallet::<T>::do_state_audit(auditor.clone(), device, facts, false)?;
	}
	Ok(())
}

/// A device with an audit in force.
pub(super) fn audited<T: Config>() -> Result<(DeviceId, Vec<T::AccountId>), BenchmarkError> {
	let root = tables::<T>()?;
	let auditors = auditors::<T>()?;
	let device = enrolled::<T>(root, &owner::<T>(), 1)?;
	audit::<T>(device, &auditors, facts::<T>(1))?;
	ensure!(
		Audits::<T>::contains_key(device),
		BenchmarkError::Stop("an audit in force")
	);
	Ok((device, auditors))
}

pub(super) fn evidence<T: Config>(device: DeviceId) -> Result<Evidence, BenchmarkError> {
	Evidences::<T>::get(device).ok_or(BenchmarkError::Stop("enrolled"))
}

pub(super) fn tier_of<T: Config>(device: DeviceId) -> Option<AttestationTier> {
	Some(Evidences::<T>::get(device)?.result?.tier)
}

pub(super) fn advance<T: Config>(by: Moment) {
	Helper::<T>::advance_to(now::<T>().saturating_add(by));
}

pub(super) fn last_root<T: Config>() -> EndorserId {
	EndorserId(NextEndorserId::<T>::get().0.saturating_sub(1))
}

/// A device of somebody else whose audit waits for place 1, and that somebody.
pub(super) fn claimant<T: Config>(
	auditors: &[T::AccountId],
) -> Result<(T::AccountId, DeviceId), BenchmarkError> {
	let rival: T::AccountId = account("rival", 0, 0);
	T::Currency::mint_into(&rival, T::PlaceBond::get().saturating_add(GHR))?;
	let device = enrolled::<T>(last_root::<T>(), &rival, 3)?;
	audit::<T>(device, auditors, facts::<T>(1))?;
	ensure!(
		OpenAudits::<T>::contains_key(device),
		BenchmarkError::Stop("an audit that waits")
	);
	Ok((rival, device))
}
