//! Endorsers and secure elements: keys from seeds, and what they sign.

use super::*;
use crate::{statement, AuditFacts, Endorsement, IntermediateCertificate, ModelId, P256Signature};
use frame_support::assert_ok;
use greenhour_types::{AttestationTier, DeviceId, MilliGpu};
use p256::ecdsa::{signature::hazmat::PrehashSigner, Signature, SigningKey};
use sp_runtime::DispatchResult;

/// Seed of the first root, which has id 0.
pub(crate) const ROOT: u8 = 200;

fn signer(seed: u8) -> SigningKey {
	let mut bytes = [0; 32];
	bytes[31] = seed.max(1);
	SigningKey::from_slice(&bytes).expect("a small scalar")
}

/// The public key of a seed.
pub(crate) fn key(seed: u8) -> P256Key {
	let point = signer(seed).verifying_key().to_encoded_point(true);
	P256Key(point.as_bytes().try_into().expect("33 bytes"))
}

/// A signature of a seed's key, with a low s.
pub(crate) fn sign(seed: u8, digest: &[u8; 32]) -> P256Signature {
	let signature: Signature = signer(seed).sign_prehash(digest).expect("signs");
	let low = signature.normalize_s().unwrap_or(signature);
	P256Signature(low.to_bytes().into())
}

/// The hash of block 0 in the mock.
pub(crate) fn genesis() -> [u8; 32] {
	Attestation::genesis_hash()
}

/// What one endorser says of one device, and who signs it.
#[derive(Clone, Copy)]
pub(crate) struct Paper {
	/// The device.
	pub device: DeviceId,
	/// Who signs the endorsement.
	pub endorser: u8,
	/// Who proves possession.
	pub element: u8,
	/// The cell it claims.
	pub cell: Option<u16>,
	/// What is endorsed; the signature is put in by [`Paper::seal`].
	pub endorsement: Endorsement,
	/// The meter key that the endorser saw.
	pub meter_key: [u8; 32],
}

impl Paper {
	/// An endorsement by the first root, valid for a year from now, of a device whose secure element,
	/// serial number and meter are named after its id; it claims cell 0.
	pub(crate) fn of(device: DeviceId) -> Self {
		let element = u8::try_from(device.0).expect("few devices") + 1;
		Self {
			device,
			endorser: ROOT,
			element,
			cell: Some(0),
			endorsement: Endorsement {
				endorser: EndorserId(0),
				intermediate: None,
				identity_key: key(element),
				model: ModelId(5),
				serial_nullifier: [element; 32],
				benchmark: MilliGpu(1_000),
				valid_from: World::time(),
				valid_until: World::time() + 365 * DAY,
				number: 1,
				signature: P256Signature([0; 64]),
			},
			meter_key: World::meter_key(device),
		}
	}

	/// With signatures of the seeds named.
	pub(crate) fn seal(self) -> (Endorsement, P256Signature) {
		let mut endorsement = self.endorsement;
		let digest =
			statement::endorsement_digest(genesis(), self.device, self.meter_key, &endorsement);
		endorsement.signature = sign(self.endorser, &digest);
		let proof = statement::possession_digest(genesis(), self.device, digest, self.cell);
		(endorsement, sign(self.element, &proof))
	}

	/// Submits it.
	pub(crate) fn enrol(self) -> DispatchResult {
		let (endorsement, possession) = self.seal();
		let stranger = RuntimeOrigin::signed(STRANGER);
		Attestation::enrol(
			stranger,
			self.device,
			Box::new(endorsement),
			possession,
			self.cell,
		)
	}
}

/// A certificate of `root` for `intermediate`, valid for a year from now.
pub(crate) fn certificate(root: u8, intermediate: u8) -> IntermediateCertificate {
	let mut certificate = IntermediateCertificate {
		key: key(intermediate),
		valid_from: World::time(),
		valid_until: World::time() + 365 * DAY,
		signature: P256Signature([0; 64]),
	};
	let digest = statement::certificate_digest(genesis(), &certificate);
	certificate.signature = sign(root, &digest);
	certificate
}

/// A device of [`OWNER`], registered and enrolled in cell 0.
pub(crate) fn enrolled() -> DeviceId {
	enrolled_of(OWNER, 0)
}

/// A device of `owner`, registered and enrolled in `cell`.
pub(crate) fn enrolled_of(owner: u64, cell: u16) -> DeviceId {
	let device = World::register(owner);
	let mut paper = Paper::of(device);
	paper.cell = Some(cell);
	assert_ok!(paper.enrol());
	device
}

/// Facts about a device at `place`, for half a year from now.
pub(crate) fn facts(place: u8) -> AuditFacts {
	AuditFacts {
		key_epoch: 0,
		place: [place; 32],
		former_place: None,
		tier: AttestationTier::Tier3,
		benchmark: MilliGpu(900),
		evidence_hash: [7; 32],
		expires_at: World::time() + 180 * DAY,
	}
}

/// A statement of an auditor who agrees.
pub(crate) fn state(auditor: u64, device: DeviceId, facts: AuditFacts) -> DispatchResult {
	Attestation::state_audit(RuntimeOrigin::signed(auditor), device, facts, false)
}

/// A statement of an auditor who contradicts.
pub(crate) fn dissent(auditor: u64, device: DeviceId, facts: AuditFacts) -> DispatchResult {
	Attestation::state_audit(RuntimeOrigin::signed(auditor), device, facts, true)
}

/// Two auditors agree on `facts`.
pub(crate) fn audit(device: DeviceId, facts: AuditFacts) {
	assert_ok!(state(AUDITORS[0], device, facts));
	assert_ok!(state(AUDITORS[1], device, facts));
}

/// An enrolled device of [`OWNER`] that is audited at `place`.
pub(crate) fn audited(place: u8) -> DeviceId {
	let device = enrolled();
	audit(device, facts(place));
	device
}
