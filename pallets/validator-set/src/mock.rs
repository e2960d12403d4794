//! A runtime of this pallet with balances, sessions, their history and offences. The clock and the
//! weights of owners stand where the test puts them.

use crate::{self as pallet_validator_set, Mode, SessionsOf};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, KeyOwnerProofSystem, OnInitialize},
	PalletId,
};
use frame_system::EnsureRoot;
use greenhour_traits::{HourClock, PogcsWeights, WeightListener};
use greenhour_types::{units::GHR, Balance, ClockParams, Day, DeviceId, Hour, HourOfDay, Moment};
use pallet_session::{disabling::UpToLimitWithReEnablingDisablingStrategy, historical};
use pallet_validator_set::Exposure;
use parity_scale_codec::Encode;
use sp_runtime::{
	impl_opaque_keys,
	key_types::DUMMY,
	testing::UintAuthorityId,
	traits::{ConvertInto, OpaqueKeys},
	BuildStorage, KeyTypeId, Perbill,
};
use sp_staking::{
	offence::{Kind, Offence, ReportOffence},
	SessionIndex,
};
use std::collections::BTreeMap;

type Block = frame_system::mocking::MockBlock<Test>;

impl_opaque_keys! {
	pub struct MockKeys {
		pub dummy: UintAuthorityId,
	}
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Offences: pallet_offences,
		Historical: historical,
		ValidatorSet: pallet_validator_set,
		Session: pallet_session,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type AccountStore = System;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
}

parameter_types! {
	pub static Now: Moment = 0;
	/// What the devices of each owner weigh.
	pub static Weights: BTreeMap<u64, Balance> = BTreeMap::new();
	/// Is the session over with the next block?
	pub static SessionEnds: bool = false;
	/// Did the last session announce other authorities than the one before?
	pub static Changed: bool = false;
	pub const PotId: PalletId = PalletId(*b"test/pot");
	pub const MinSlash: Perbill = Perbill::from_percent(5);
}

/// The clock of the test.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockClock;

impl HourClock for MockClock {
	fn now() -> Moment {
		Now::get()
	}

	fn params() -> ClockParams {
		ClockParams {
			hour_zero_ms: Some(0),
			..ClockParams::PRODUCTION
		}
	}

	fn is_void(_: Hour) -> bool {
		unreachable!("the set asks for the day only")
	}
}

/// What owners weigh in the test.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockWeights;

impl PogcsWeights<u64> for MockWeights {
	fn weight_of_device(_: DeviceId) -> Balance {
		unreachable!("the set asks for owners and the total")
	}

	fn weight_of(owner: &u64) -> Balance {
		Weights::get().get(owner).copied().unwrap_or(0)
	}

	fn total_weight() -> Balance {
		Weights::get().values().sum()
	}
}

/// Ends a session when the test says so.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct WhenTold;

impl pallet_session::ShouldEndSession<u64> for WhenTold {
	fn should_end_session(_: u64) -> bool {
		SessionEnds::mutate(|ends| std::mem::replace(ends, false))
	}
}

/// The authorities of the test, who only note whether they changed.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct Authorities;

impl pallet_session::SessionHandler<u64> for Authorities {
	const KEY_TYPE_IDS: &'static [KeyTypeId] = &[DUMMY];

	fn on_genesis_session<Keys: OpaqueKeys>(_: &[(u64, Keys)]) {}

	fn on_new_session<Keys: OpaqueKeys>(changed: bool, _: &[(u64, Keys)], _: &[(u64, Keys)]) {
		Changed::set(changed);
	}

	fn on_disabled(_: u32) {}
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = u64;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = WhenTold;
	type NextSessionRotation = ();
	type SessionManager = historical::NoteHistoricalRoot<Self, ValidatorSet>;
	type SessionHandler = Authorities;
	type Keys = MockKeys;
	type DisablingStrategy = UpToLimitWithReEnablingDisablingStrategy;
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = ConstU128<GHR>;
}

impl historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = Exposure;
	type FullIdentificationOf = crate::ExposureOf<Self>;
}

impl pallet_offences::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = historical::IdentificationTuple<Self>;
	type OnOffenceHandler = ValidatorSet;
}

pub(crate) const EXISTENTIAL_DEPOSIT: Balance = GHR / 100;
pub(crate) const MIN_BOND: Balance = 100 * GHR;
pub(crate) const MAX_VALIDATORS: u32 = 12;
pub(crate) const MAX_CANDIDATES: u32 = 24;
pub(crate) const UNBONDING_DAYS: u32 = 28;
pub(crate) const COOL_OFF_DAYS: u32 = 14;
/// When tests start: the first hour of this day.
pub(crate) const START: Day = Day(1_000);

impl pallet_validator_set::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Sessions = SessionsOf<Self>;
	type Weights = MockWeights;
	type Clock = MockClock;
	type GovernanceOrigin = EnsureRoot<u64>;
	type MaxValidators = ConstU32<MAX_VALIDATORS>;
	type MinValidators = ConstU32<1>;
	type MaxCandidates = ConstU32<MAX_CANDIDATES>;
	type MinBond = ConstU128<MIN_BOND>;
	type UnbondingDays = ConstU32<UNBONDING_DAYS>;
	type CheckpointDays = ConstU32<21>;
	type CoolOffDays = ConstU32<COOL_OFF_DAYS>;
	type MinSlash = MinSlash;
	type PotId = PotId;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Helper;
}

/// What benchmarks need of other pallets.
#[cfg(feature = "runtime-benchmarks")]
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct Helper;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for Helper {
	fn register_keys(account: &u64) {
		register_keys(*account, *account);
	}

	fn give_weight(owner: &u64, weight: Balance) {
		Weights::mutate(|weights| weights.insert(*owner, weight));
	}

	fn set_validators(accounts: Vec<u64>) {
		pallet_session::Validators::<Test>::put(accounts);
	}

	fn set_day(day: Day) {
		advance_to(day);
	}
}

/// Builds a chain; every test ends in the invariants.
pub(crate) struct Ext {
	validators: Vec<u64>,
	minimum: u32,
	mode: Mode,
	reward: Balance,
}

impl Default for Ext {
	fn default() -> Self {
		Self {
			validators: vec![1, 2, 3, 4],
			minimum: 2,
			mode: Mode::Open,
			reward: 0,
		}
	}
}

impl Ext {
	pub(crate) fn with_validators(mut self, validators: impl IntoIterator<Item = u64>) -> Self {
		self.validators = validators.into_iter().collect();
		self
	}

	pub(crate) fn with_minimum(mut self, minimum: u32) -> Self {
		self.minimum = minimum;
		self
	}

	pub(crate) fn governed(mut self) -> Self {
		self.mode = Mode::Governed;
		self
	}

	pub(crate) fn with_reward(mut self, reward: Balance) -> Self {
		self.reward = reward;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		Now::set(0);
		Weights::set(BTreeMap::new());
		SessionEnds::set(false);
		let keys = self.validators.iter();
		let keys = keys.map(|account| (*account, *account, keys_of(*account)));
		let genesis = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: (1..=100).map(|who| (who, 100_000 * GHR)).collect(),
				..Default::default()
			},
			session: pallet_session::GenesisConfig {
				keys: keys.collect(),
				..Default::default()
			},
			validator_set: pallet_validator_set::GenesisConfig {
				seats: u32::try_from(self.validators.len()).expect("few"),
				validators: self.validators,
				bond: MIN_BOND,
				mode: self.mode,
				minimum: self.minimum,
				reward_per_block: self.reward,
			},
			..Default::default()
		};
		let storage = genesis.build_storage().expect("valid genesis");
		let mut ext = sp_io::TestExternalities::from(storage);
		ext.execute_with(|| {
			advance_to(START);
			System::set_block_number(1);
		});
		ext
	}

	pub(crate) fn execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
	}
}

fn keys_of(key: u64) -> MockKeys {
	MockKeys {
		dummy: UintAuthorityId(key),
	}
}

/// Registers a session key for the account, as `set_keys` does once the proof is checked.
pub(crate) fn register_keys(account: u64, key: u64) {
	pallet_session::NextKeys::<Test>::insert(account, keys_of(key));
	pallet_session::KeyOwner::<Test>::insert((DUMMY, key.encode()), account);
}

/// Moves the clock to the start of a day.
pub(crate) fn advance_to(day: Day) {
	let first = HourOfDay::new(0).and_then(|hour| day.hour(hour));
	let start = first.and_then(|hour| MockClock::params().start_of(hour));
	Now::set(start.expect("within the life of the chain"));
}

pub(crate) fn days_later(days: u32) {
	advance_to(Day(ValidatorSet::today().0 + days));
}

/// Ends the session with the next block.
pub(crate) fn next_session() {
	SessionEnds::set(true);
	System::set_block_number(System::block_number() + 1);
	Session::on_initialize(System::block_number());
	crate::invariants::check::<Test>().expect("invariants hold");
}

/// Ends two sessions: what is planned with the first is active with the second.
pub(crate) fn two_sessions() {
	next_session();
	next_session();
}

/// An election on the next day, whose set is active at the end.
pub(crate) fn election_of_next_day() {
	days_later(1);
	two_sessions();
}

pub(crate) fn active() -> Vec<u64> {
	let members = crate::Active::<Test>::get().into_iter();
	let accounts: Vec<_> = members.map(|member| member.account).collect();
	assert_eq!(accounts, Session::validators());
	accounts
}

/// Makes a candidate with session keys.
pub(crate) fn stand(who: u64, bond: Balance, next: Option<u64>) {
	register_keys(who, who);
	ValidatorSet::become_candidate(RuntimeOrigin::signed(who), bond, next).expect("can stand");
}

/// Gives an owner's devices a weight, as the pallet of weights does.
pub(crate) fn weigh(owner: u64, weight: Balance) {
	Weights::mutate(|weights| weights.insert(owner, weight));
	ValidatorSet::weight_changed(&owner, weight);
}

/// An owner with this weight backs the candidate.
pub(crate) fn back_with(owner: u64, weight: Balance, candidate: u64) {
	weigh(owner, weight);
	ValidatorSet::back(RuntimeOrigin::signed(owner), candidate).expect("can back");
}

/// An offence that the test says happened; the key that signed it is proved as the chain does.
pub(crate) struct Equivocation {
	offender: (u64, Exposure),
	session: SessionIndex,
	slot: u64,
	fraction: Perbill,
}

impl Offence<(u64, Exposure)> for Equivocation {
	const ID: Kind = *b"test:equivocatio";
	type Slot = u64;

	fn offenders(&self) -> Vec<(u64, Exposure)> {
		vec![self.offender]
	}

	fn session_index(&self) -> SessionIndex {
		self.session
	}

	fn validator_set_count(&self) -> u32 {
		unreachable!("the fraction is given")
	}

	fn slot(&self) -> u64 {
		self.slot
	}

	fn slash_fraction(&self, _: u32) -> Perbill {
		self.fraction
	}
}

/// Who held a key in the running session, with the proof of it.
pub(crate) struct Evidence {
	key: u64,
	proof: sp_session::MembershipProof,
}

/// Collects evidence against the holder of a key in the running session.
pub(crate) fn evidence(key: u64) -> Evidence {
	let encoded = key.encode();
	let proof = Historical::prove((DUMMY, &encoded[..])).expect("a validator of the session");
	Evidence { key, proof }
}

/// Reports an equivocation in this slot with evidence of its session. Says whether the proof was
/// accepted.
pub(crate) fn report(evidence: &Evidence, slot: u64, per_cent: u32) -> bool {
	let encoded = evidence.key.encode();
	let proof = evidence.proof.clone();
	let session = proof.session;
	let Some(offender) = Historical::check_proof((DUMMY, &encoded[..]), proof) else {
		return false;
	};
	let offence = Equivocation {
		offender,
		session,
		slot,
		fraction: Perbill::from_percent(per_cent),
	};
	Offences::report_offence(vec![], offence).is_ok()
}

impl Evidence {
	pub(crate) fn proof(&self) -> &sp_session::MembershipProof {
		&self.proof
	}
}
