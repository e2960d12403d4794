//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened to circuits and receipts.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A circuit waits for its activation.
		CircuitRegistered {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
			/// Digest of the verifying key.
			key_digest: [u8; 32],
			/// How proofs come in.
			adapter: AdapterKind,
			/// Blake2-256 of the document that says what every public input means.
			schema: [u8; 32],
			/// Hash of the transcript of the trusted setup.
			setup: [u8; 32],
			/// First block in which it can be activated.
			activates_at: BlockNumberFor<T>,
		},
		/// Proofs of a circuit are accepted from now on.
		CircuitActivated {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
		},
		/// Proofs of a circuit are refused from now on.
		CircuitRetired {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
		},
		/// The energy of a GPU class is set.
		ClassEnergySet {
			/// GPU class.
			gpu_class: GpuClassId,
			/// What one reference GPU needs, by day.
			energy: ClassEnergy,
		},
		/// Proofs of a circuit are refused until it is resumed.
		CircuitPaused {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
		},
		/// Proofs of a circuit are accepted again.
		CircuitResumed {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
		},
		/// A foreign proof held.
		StatementVerified {
			/// Circuit.
			circuit: CircuitId,
			/// Version.
			version: CircuitVersion,
			/// Hash of circuit, version and statement.
			statement: [u8; 32],
		},
		/// A device committed to the result of some hours.
		ResultCommitted {
			/// Device.
			device: DeviceId,
			/// Hours, commitment, and the hour whose seed makes the challenge.
			result: CommittedResult,
		},
		/// A proof held, and its hours are paid.
		ReceiptSettled {
			/// Contract.
			contract: ContractId,
			/// Device.
			device: DeviceId,
			/// Day.
			day: Day,
			/// Hours.
			hours: HourMask,
			/// Metered energy of the hours.
			total: WattHours,
			/// Green energy that the contract used.
			green_used: WattHours,
			/// What the position earned, in planck of GCD.
			earned: Balance,
		},
		/// No hour of a receipt was open: delivered before, missed, or not bound; it changed nothing.
		ReceiptSkipped {
			/// Contract.
			contract: ContractId,
			/// Device.
			device: DeviceId,
			/// Day.
			day: Day,
			/// Hours.
			hours: HourMask,
		},
	}
}
