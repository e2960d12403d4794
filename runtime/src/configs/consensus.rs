//! Blocks (BABE), finality (GRANDPA), sessions and offences.

use crate::{
	currency::deposit, AccountId, Babe, Balance, Balances, Historical, Offences, Runtime,
	RuntimeEvent, Session, SessionKeys, ValidatorSet,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, KeyOwnerProofSystem},
};
use sp_runtime::{traits::OpaqueKeys, KeyTypeId};

/// The most validators a session can have. Traffic of light clients grows with it.
pub(super) const MAX_AUTHORITIES: u32 = 64;

parameter_types! {
	/// For how many blocks an equivocation can be reported: 28 days of 6 s blocks, the time for
	/// which a bond stays slashable.
	pub const ReportLongevity: u64 = 28 * 24 * 600;
	/// For how many sessions the GRANDPA set can be looked up: as long as reports are taken, with
	/// epochs of an hour.
	pub const MaxSetIdSessionEntries: u64 = 28 * 24;
	/// What registering session keys costs while they are registered.
	pub const KeyDeposit: Balance = deposit(3, 128);
}

impl pallet_babe::Config for Runtime {
	type EpochDuration = pallet_clock::EpochLength<Runtime>;
	type ExpectedBlockTime = pallet_clock::SlotLength<Runtime>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	// The SDK's own weights of this pallet; they count database access dearer than ours is.
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	type MaxNominators = ConstU32<0>;
	type KeyOwnerProof =
		<Historical as KeyOwnerProofSystem<(KeyTypeId, pallet_babe::AuthorityId)>>::Proof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	// As for BABE.
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<MAX_AUTHORITIES>;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = MaxSetIdSessionEntries;
	type KeyOwnerProof =
		<Historical as KeyOwnerProofSystem<(KeyTypeId, pallet_grandpa::AuthorityId)>>::Proof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = ValidatorSet;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = sp_runtime::traits::ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, ValidatorSet>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	// Up to a third, the gravest offences first; in a set of three nobody.
	type DisablingStrategy = pallet_session::disabling::UpToLimitWithReEnablingDisablingStrategy;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = pallet_validator_set::Exposure;
	type FullIdentificationOf = pallet_validator_set::ExposureOf<Runtime>;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = ValidatorSet;
}
