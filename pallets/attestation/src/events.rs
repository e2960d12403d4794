//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened to evidence and to those who give it. Amounts are planck of GHR, moments ms since
	/// the Unix epoch.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A root is in the table.
		EndorserAdded {
			/// Its id.
			endorser: EndorserId,
			/// Its key and its window.
			record: Endorser,
		},
		/// A root enrols nobody for now, or enrols again.
		EndorserPauseSet {
			/// The root.
			endorser: EndorserId,
			/// Does it pause?
			paused: bool,
		},
		/// Something is revoked.
		Revoked {
			/// What.
			item: Revocable,
		},
		/// Something is not revoked any more.
		Reinstated {
			/// What.
			item: Revocable,
		},
		/// An endorsement was appraised.
		DeviceEnrolled {
			/// The device.
			device: DeviceId,
			/// What is kept of the endorsement.
			enrolment: Enrolment,
			/// Nullifier of the serial number.
			serial_nullifier: [u8; 32],
		},
		/// A device has an attestation result.
		ResultGranted {
			/// The device.
			device: DeviceId,
			/// The result.
			result: AttestationResult,
		},
		/// A device has no attestation result any more.
		ResultWithdrawn {
			/// The device.
			device: DeviceId,
			/// Why.
			shortfall: Shortfall,
		},
		/// A device takes a slot in a cell.
		CellTaken {
			/// The device.
			device: DeviceId,
			/// Its zone.
			zone: ZoneId,
			/// The cell.
			cell: Cell,
		},
		/// A device leaves its slot.
		CellReleased {
			/// The device.
			device: DeviceId,
			/// Its zone.
			zone: ZoneId,
			/// The cell.
			cell: Cell,
		},
		/// A device stands at a metering point.
		PlaceTaken {
			/// The device.
			device: DeviceId,
			/// Its zone.
			zone: ZoneId,
			/// The nullifier.
			place: [u8; 32],
		},
		/// A device stands there no more.
		PlaceReleased {
			/// The device.
			device: DeviceId,
			/// Its zone.
			zone: ZoneId,
			/// The nullifier.
			place: [u8; 32],
		},
		/// A bond of an auditor has grown.
		AuditorBonded {
			/// Who.
			auditor: T::AccountId,
			/// How much more.
			amount: Balance,
			/// The bond now.
			bond: Balance,
		},
		/// A part of a bond is leaving.
		AuditorUnbonding {
			/// Who.
			auditor: T::AccountId,
			/// How much.
			amount: Balance,
			/// When it may leave.
			unbonds_at: Moment,
		},
		/// A part of a bond has left.
		AuditorUnbonded {
			/// Who.
			auditor: T::AccountId,
			/// How much.
			amount: Balance,
			/// The bond now.
			bond: Balance,
		},
		/// An auditor has lost what backed a statement.
		AuditorSlashed {
			/// Who.
			auditor: T::AccountId,
			/// Paid to those who were right.
			paid: Balance,
			/// Burned.
			burned: Balance,
		},
		/// An account audits in a zone, or does so no more.
		ZoneAuditorSet {
			/// The zone.
			zone: ZoneId,
			/// Who.
			auditor: T::AccountId,
			/// Does it audit there?
			member: bool,
		},
		/// A zone has another rule or another key.
		ZoneSet {
			/// The zone.
			zone: ZoneId,
			/// The rule, and which key.
			rule: Zone,
		},
		/// An auditor stated facts.
		FactsStated {
			/// The device.
			device: DeviceId,
			/// Who.
			auditor: T::AccountId,
			/// What.
			facts: AuditFacts,
			/// What the auditor commits.
			stake: Balance,
			/// Do they contradict others?
			dissent: bool,
		},
		/// An audit has the statements it needs, and waits for its place.
		AuditWaits {
			/// The device.
			device: DeviceId,
			/// Who stands there.
			holder: DeviceId,
		},
		/// An audit is in force.
		AuditPassed {
			/// The device.
			device: DeviceId,
			/// What counts.
			audit: AuditEvidence,
		},
		/// Auditors contradict each other; what they committed is frozen.
		AuditDisputed {
			/// The device.
			device: DeviceId,
		},
		/// Governance has judged a disputed audit.
		AuditResolved {
			/// The device.
			device: DeviceId,
			/// Hash of the facts that are true; `None` when none are.
			upheld: Option<[u8; 32]>,
		},
		/// Statements back an audit no more.
		AuditClosed {
			/// The device.
			device: DeviceId,
		},
		/// Somebody disputes the place of a device.
		PlaceDisputed {
			/// The device.
			device: DeviceId,
			/// Who.
			challenger: T::AccountId,
			/// His device that waits for the place.
			claimant: Option<DeviceId>,
			/// What he has at stake.
			bond: Balance,
		},
		/// A dispute about a place has ended.
		PlaceResolved {
			/// The device.
			device: DeviceId,
			/// Who is right; `None` when the device had left.
			winner: Option<PlaceParty>,
		},
		/// A challenger has lost his bond.
		ChallengerSlashed {
			/// Who.
			challenger: T::AccountId,
			/// Paid to the owner of the device.
			paid: Balance,
			/// Burned.
			burned: Balance,
		},
		/// The registry had nothing to suspend.
		SuspensionRefused {
			/// The device.
			device: DeviceId,
			/// Why it was to be suspended.
			cause: SuspensionCause,
		},
		/// A device was paid for work that it did not do.
		DeviceConvicted {
			/// The device.
			device: DeviceId,
		},
		/// Governance lets a convicted device go on.
		DevicePardoned {
			/// The device.
			device: DeviceId,
		},
		/// A retired device is forgotten, but for its keys.
		DeviceForgotten {
			/// The device.
			device: DeviceId,
		},
	}
}
