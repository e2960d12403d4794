//! Endorsements: checked once, when a device enrols.

use crate::{
	signature, statement, Config, Convictions, Endorsement, Endorsers, Enrolment, Error, Event,
	Evidence, Evidences, IdentityKeys, P256Key, P256Signature, Pallet, SerialNullifiers,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{DeviceRegistry, HourClock};
use greenhour_types::{Device, DeviceId, DeviceStatus, Moment};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The hash of block 0, which names this chain.
	pub(crate) fn genesis_hash() -> [u8; 32] {
		let hash = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		// A hash of the runtime that is shorter than 32 bytes is filled up with zeros.
		let mut bytes = [0; 32];
		for (to, from) in bytes.iter_mut().zip(hash.as_ref()) {
			*to = *from;
		}
		bytes
	}

	/// The device, unless it is withdrawn.
	pub(crate) fn device(device: DeviceId) -> Result<Device<T::AccountId>, DispatchError> {
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		let withdrawn = record.status == DeviceStatus::Withdrawn;
		ensure!(!withdrawn, Error::<T>::DeviceNotFound);
		Ok(record)
	}

	/// Enrols a device or renews its enrolment. Two signatures are verified, three with an intermediate,
	/// after all that is cheap.
	pub(crate) fn do_enrol(
		device: DeviceId,
		endorsement: Endorsement,
		possession: P256Signature,
		cell: Option<u16>,
	) -> DispatchResult {
		let record = Self::device(device)?;
		let former = Evidences::<T>::get(device);
		let expires_at = Self::ensure_valid(&endorsement)?;
		let enrolment = Enrolment {
			endorser: endorsement.endorser,
			intermediate: endorsement.intermediate.map(|certificate| certificate.key),
			identity_key: endorsement.identity_key,
			model: endorsement.model,
			benchmark: endorsement.benchmark,
			number: endorsement.number,
			expires_at,
		};
		ensure!(
			endorsement.benchmark <= record.gpu_nameplate,
			Error::<T>::MaxBenchmarkExceeded
		);
		ensure!(!Self::is_revoked(&enrolment), Error::<T>::Revoked);
		Self::ensure_unused(device, &endorsement, former.as_ref())?;
		Self::ensure_signatures(device, &record, &endorsement, &possession, cell)?;

		let fresh = || Evidence {
			zone: record.zone,
			enrolment,
			audit: None,
			challenges: Default::default(),
			cell: None,
			disputed: false,
			convicted: Convictions::<T>::take(device).is_some(),
			result: None,
		};
		let mut evidence = former.unwrap_or_else(fresh);
		evidence.enrolment = enrolment;
		match (cell, evidence.cell.is_some() || evidence.audit.is_some()) {
			(Some(number), false) => Self::take_cell(device, &mut evidence, number)?,
			(None, true) => {}
			(Some(_), true) => return Err(Error::<T>::PlaceHeld.into()),
			(None, false) => return Err(Error::<T>::PlaceMissing.into()),
		}
		let serial_nullifier = endorsement.serial_nullifier;
		// Renewals write neither again.
		if former.is_none_or(|former| former.enrolment.identity_key != enrolment.identity_key) {
			IdentityKeys::<T>::insert(enrolment.identity_key, device);
		}
		if !SerialNullifiers::<T>::contains_key(serial_nullifier) {
			SerialNullifiers::<T>::insert(serial_nullifier, device);
		}
		Self::deposit_event(Event::DeviceEnrolled {
			device,
			enrolment,
			serial_nullifier,
		});
		Self::grant(device, &mut evidence, true)?;
		Evidences::<T>::insert(device, evidence);
		Ok(())
	}

	/// The windows of root, intermediate and endorsement include now. When the first of them ends, or the
	/// longest enrolment.
	fn ensure_valid(endorsement: &Endorsement) -> Result<Moment, DispatchError> {
		let now = T::Clock::now();
		let root = Endorsers::<T>::get(endorsement.endorser);
		let root = root.ok_or(Error::<T>::EndorserNotFound)?;
		ensure!(!root.paused, Error::<T>::EndorserPaused);
		let chain = endorsement.intermediate;
		let chain = chain.map(|certificate| (certificate.valid_from, certificate.valid_until));
		let windows = [
			(root.valid_from, root.valid_until),
			(endorsement.valid_from, endorsement.valid_until),
		];
		let longest = now.saturating_add(T::MaxEndorsement::get());
		windows
			.into_iter()
			.chain(chain)
			.try_fold(longest, |least, (from, until)| {
				ensure!(from <= now && now < until, Error::<T>::Expired);
				Ok(least.min(until))
			})
	}

	/// The endorsement is new; key and serial number belong to nobody else.
	fn ensure_unused(
		device: DeviceId,
		endorsement: &Endorsement,
		former: Option<&Evidence>,
	) -> DispatchResult {
		let newer = former.is_none_or(|former| former.enrolment.number < endorsement.number);
		ensure!(newer, Error::<T>::EndorsementReplayed);
		let is_own = |user: Option<DeviceId>| user.is_none_or(|user| user == device);
		let key = IdentityKeys::<T>::get(endorsement.identity_key);
		ensure!(is_own(key), Error::<T>::IdentityKeyUsed);
		let serial = SerialNullifiers::<T>::get(endorsement.serial_nullifier);
		ensure!(is_own(serial), Error::<T>::SerialUsed);
		Ok(())
	}

	/// Root, intermediate and device have signed for this chain and this device.
	fn ensure_signatures(
		device: DeviceId,
		record: &Device<T::AccountId>,
		endorsement: &Endorsement,
		possession: &P256Signature,
		cell: Option<u16>,
	) -> DispatchResult {
		let root = Endorsers::<T>::get(endorsement.endorser);
		let root = root.ok_or(Error::<T>::EndorserNotFound)?.key;
		let genesis = Self::genesis_hash();
		let signed = |key: &P256Key, digest: &[u8; 32], signature: &P256Signature| {
			signature::verify(key, digest, signature)
		};
		let signer = match &endorsement.intermediate {
			None => root,
			Some(certificate) => {
				let digest = statement::certificate_digest(genesis, certificate);
				let certified = signed(&root, &digest, &certificate.signature);
				ensure!(certified, Error::<T>::CertificateInvalid);
				certificate.key
			}
		};
		let digest = statement::endorsement_digest(genesis, device, record.meter_key, endorsement);
		let endorsed = signed(&signer, &digest, &endorsement.signature);
		ensure!(endorsed, Error::<T>::EndorsementInvalid);
		let proof = statement::possession_digest(genesis, device, digest, cell);
		let possessed = signed(&endorsement.identity_key, &proof, possession);
		ensure!(possessed, Error::<T>::PossessionInvalid);
		Ok(())
	}
}
