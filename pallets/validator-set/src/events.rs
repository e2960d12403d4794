//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened to the set, its candidates and their backing. Amounts are planck of GHR.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An account stands for election.
		CandidacyStarted {
			/// Which candidacy.
			candidacy: CandidacyId,
			/// Who.
			candidate: T::AccountId,
			/// All that is on hold for it.
			bond: Balance,
			/// Its declared next, counted at once.
			next: Option<T::AccountId>,
		},
		/// A candidate bonded more.
		BondAdded {
			/// Who.
			candidate: T::AccountId,
			/// How much more.
			amount: Balance,
			/// All that is on hold for it.
			bond: Balance,
		},
		/// A candidate declared another next.
		NextSet {
			/// Who.
			candidate: T::AccountId,
			/// The next.
			next: Option<T::AccountId>,
			/// The first day whose election counts it.
			counts_from: Day,
		},
		/// An account stands for election no more. Its backers back nobody.
		CandidacyEnded {
			/// Which candidacy.
			candidacy: CandidacyId,
			/// Who.
			candidate: T::AccountId,
			/// Why.
			cause: EndCause,
			/// The first day on which the bond can be released, if the account is in no set by then.
			unbonds_on: Day,
		},
		/// A bond was given back.
		BondReleased {
			/// To whom.
			account: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// An owner of devices backs a candidate, and nobody else.
		Backed {
			/// Which candidacy.
			candidacy: CandidacyId,
			/// Who backs.
			owner: T::AccountId,
			/// Whom.
			candidate: T::AccountId,
			/// What the devices of the owner weigh.
			weight: Balance,
		},
		/// The devices of a backer weigh something else.
		BackingChanged {
			/// Which candidacy.
			candidacy: CandidacyId,
			/// Who backs.
			owner: T::AccountId,
			/// What the devices of the owner weigh.
			weight: Balance,
		},
		/// An owner backs nobody: by choice, or because the devices weigh nothing or the candidacy is over.
		BackingEnded {
			/// Which candidacy.
			candidacy: CandidacyId,
			/// Who backed.
			owner: T::AccountId,
		},
		/// Governance chose who decides.
		ModeSet {
			/// Who decides.
			mode: Mode,
		},
		/// Governance approved a list.
		ValidatorsApproved {
			/// The whole list.
			validators: Vec<T::AccountId>,
		},
		/// Governance set the number of seats.
		SeatsSet {
			/// The numbers.
			seats: Seats,
		},
		/// Governance set what a block earns.
		RewardSet {
			/// Planck for each block.
			per_block: Balance,
		},
		/// Governance called an election at the start of the next session, beside the one of the day.
		ElectionCalled,
		/// An election was held.
		ElectionHeld {
			/// On which day.
			day: Day,
			/// Backing that a seat took.
			quota: Balance,
			/// All backing.
			total: Balance,
			/// Backing that no chain of nexts led on.
			exhausted: Balance,
			/// Those elected, the first elected first.
			elected: Vec<T::AccountId>,
		},
		/// The set or its keys change with a session.
		SetPlanned {
			/// The first session of the new set.
			session: SessionIndex,
			/// Accounts and what each has to lose, in order of accounts.
			members: Vec<Member<T::AccountId>>,
		},
		/// A validator is in the active set no more.
		ServiceEnded {
			/// Who.
			validator: T::AccountId,
			/// The last day of it.
			day: Day,
		},
		/// A part of a bond was burned for an offence.
		OffenderSlashed {
			/// Who.
			offender: T::AccountId,
			/// When it offended.
			session: SessionIndex,
			/// The part of the exposure for all offences of that session so far.
			fraction: Perbill,
			/// What was burned now; less than the part if the bond has no more.
			amount: Balance,
			/// The day before which it isn't elected.
			barred_until: Day,
		},
		/// Governance lets an offender be elected again.
		OffenderPardoned {
			/// Who.
			offender: T::AccountId,
		},
		/// A validator was paid for the blocks it authored in a session.
		AuthorRewarded {
			/// Who.
			validator: T::AccountId,
			/// How many blocks.
			blocks: u32,
			/// How much.
			amount: Balance,
		},
	}
}
