//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened to lists, challenges and audits.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The lists will change.
		ChangeQueued {
			/// Number of the change.
			number: u64,
			/// The device.
			device: DeviceId,
			/// On which terms it is listed from then on; `None` when it leaves.
			terms: Option<ListingTerms<T::AccountId>>,
		},
		/// Changes up to this number, exclusive, are applied, in their order. A device that enters a list is
		/// appended; one that leaves gives its index to the last one. New terms of the same owner move nothing.
		ChangesApplied {
			/// The number.
			until: u64,
		},
		/// Devices are challenged.
		RoundDrawn {
			/// The block, which names the round.
			round: u32,
			/// Seed of their products.
			seed: [u8; 32],
			/// The devices, the drawn one first.
			devices: Vec<DeviceId>,
		},
		/// A device has committed to its product.
		ProductCommitted {
			/// The device.
			device: DeviceId,
			/// Its round.
			round: u32,
			/// Root of the tree.
			root: [u8; 32],
		},
		/// The leaves of a round are drawn.
		OpeningSeeded {
			/// The round.
			round: u32,
			/// The seed.
			seed: [u8; 32],
			/// Last block that takes openings.
			until: u32,
		},
		/// Receipts are to answer a challenge.
		ChallengeDeferred {
			/// The device.
			device: DeviceId,
			/// Its round.
			round: u32,
			/// The hour that receipts must show.
			hour: Hour,
			/// How many units of it.
			needed: MilliGpu,
		},
		/// Receipts have shown a part of what a deferred challenge needs.
		DeferralShown {
			/// The device.
			device: DeviceId,
			/// The hour.
			hour: Hour,
			/// Units shown so far.
			shown: MilliGpu,
		},
		/// A device has answered.
		ChallengeAnswered {
			/// The device.
			device: DeviceId,
			/// Its round.
			round: u32,
		},
		/// A device has let a challenge pass.
		ChallengeMissed {
			/// The device.
			device: DeviceId,
			/// Its round.
			round: u32,
		},
		/// Nobody is to blame: the hour of a deferred challenge is void, or could not be proved.
		ChallengeExcused {
			/// The device.
			device: DeviceId,
			/// Its round.
			round: u32,
		},
		/// Paid hours wait for their draw.
		TicketQueued {
			/// Number of the ticket.
			ticket: u64,
			/// Who was paid.
			device: DeviceId,
			/// For which contract.
			contract: ContractId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
		},
		/// Too many tickets wait: these paid hours are never drawn.
		TicketDropped {
			/// Who was paid.
			device: DeviceId,
			/// For which contract.
			contract: ContractId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
		},
		/// Tickets up to this number, exclusive, are drawn.
		TicketsDrawn {
			/// The number.
			until: u64,
			/// What chose their hours.
			seed: [u8; 32],
		},
		/// A paid hour is audited.
		AuditOpened {
			/// Number of the audit.
			audit: u64,
			/// Number of the ticket.
			ticket: u64,
			/// The device.
			device: DeviceId,
			/// The hour.
			hour: Hour,
			/// Who judges.
			panel: Vec<T::AccountId>,
			/// Last block for verdicts.
			until: u32,
		},
		/// A paid hour was drawn and is not audited: too few auditors could be found.
		AuditUnstaffed {
			/// Number of the ticket.
			ticket: u64,
		},
		/// An auditor has judged.
		VerdictGiven {
			/// The audit.
			audit: u64,
			/// Who.
			auditor: T::AccountId,
			/// What he found.
			verdict: Verdict,
			/// How.
			method: AuditMethod,
			/// Hash of his evidence.
			evidence: [u8; 32],
		},
		/// A panel has found fraud.
		DeviceAccused {
			/// The audit.
			audit: u64,
			/// The device.
			device: DeviceId,
			/// Last block for an appeal.
			until: u32,
		},
		/// A panel does not agree; governance decides.
		AuditDisputed {
			/// The audit.
			audit: u64,
			/// Last block for a decision.
			until: u32,
		},
		/// An accusation is appealed against; governance decides.
		AuditAppealed {
			/// The audit.
			audit: u64,
			/// Who appealed.
			appellant: T::AccountId,
			/// Planck of GHR held on his account.
			deposit: Balance,
			/// Last block for a decision.
			until: u32,
		},
		/// An audit is over.
		AuditClosed {
			/// The audit.
			audit: u64,
			/// The device.
			device: DeviceId,
			/// How it ended.
			outcome: AuditOutcome,
			/// Planck of GHR of the bond that were burned.
			burned: Balance,
		},
		/// An auditor has paid.
		AuditorSlashed {
			/// The audit.
			audit: u64,
			/// Who.
			auditor: T::AccountId,
			/// Planck of GCD that were burned.
			burned: Balance,
		},
		/// Receipts of a device contradict each other or its site.
		MeteringInconsistent {
			/// The device.
			device: DeviceId,
			/// The hour whose receipt showed it.
			hour: Hour,
			/// How.
			cause: Inconsistency,
			/// Planck of GHR of the bond that were burned.
			burned: Balance,
		},
		/// Products of a GPU class have another size.
		ProductSizeSet {
			/// The class.
			gpu_class: GpuClassId,
			/// Leaves for each thousandth of a GPU.
			leaves_per_unit: u32,
		},
		/// Contradictions cost another part of the bond.
		ViolationShareSet {
			/// The part.
			share: Permill,
		},
		/// A zone has another ceiling of sun.
		SunCeilingSet {
			/// The zone.
			zone: ZoneId,
			/// Thousandths of an hour of full sun in a day; `None` for none.
			milli_hours: Option<u32>,
		},
	}
}
