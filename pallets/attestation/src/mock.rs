//! A runtime with the stock pallets that hold money. Registry and clock are one stored [`World`], so
//! that a failed call rolls them back too.
// A runtime's associated types are public.
#![allow(unreachable_pub)]

use crate as pallet_attestation;
use crate::{Endorser, EndorserId, Endorsers, NextEndorserId, P256Key, Zone, ZoneAuditors, Zones};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64},
};
use frame_system::EnsureRoot;
use greenhour_types::{units::GHR, Balance, Moment, ZoneId};
use sp_runtime::{BuildStorage, Permill};

mod signing; // endorsers and secure elements
mod world; // what other pallets would keep

pub(crate) use signing::*;
pub use world::World;

type Block = frame_system::mocking::MockBlock<Test>;

/// Owns every device.
pub(crate) const OWNER: u64 = 1;
/// Operates every device.
pub(crate) const OPERATOR: u64 = 2;
/// Calls for others.
pub(crate) const STRANGER: u64 = 3;
/// Owns a device in conflict with those of [`OWNER`].
pub(crate) const RIVAL: u64 = 4;
/// Audit in [`ZONE`]; two of them make an audit pass.
pub(crate) const AUDITORS: [u64; 5] = [11, 12, 13, 14, 15];
/// GHR of each party at the start.
pub(crate) const FUNDS: Balance = 1_000 * GHR;
/// Bond of each auditor.
pub(crate) const BOND: Balance = 100 * GHR;
/// What every device needs as a bond.
pub(crate) const DEVICE_BOND: Balance = 50 * GHR;
/// What a statement commits.
pub(crate) const STAKE: Balance = 5 * GHR;
/// Bond of a challenger.
pub(crate) const PLACE_BOND: Balance = 7 * GHR;
/// The zone of every device.
pub(crate) const ZONE: ZoneId = ZoneId(3);
/// A day in ms.
pub(crate) const DAY: Moment = 86_400_000;
/// Longest enrolment.
pub(crate) const MAX_ENDORSEMENT: Moment = 730 * DAY;
/// Longest audit.
pub(crate) const MAX_AUDIT: Moment = 365 * DAY;
/// Conflict window.
pub(crate) const CONFLICT: Moment = 14 * DAY;
/// Dispute window.
pub(crate) const DISPUTE: Moment = 30 * DAY;
/// Unbonding delay.
pub(crate) const UNBONDING: Moment = 400 * DAY;
/// Challenge window.
pub(crate) const WINDOW: Moment = 30 * DAY;
/// How long tier 3 takes.
pub(crate) const PERIOD: Moment = 30 * DAY;
/// The first moment of every test.
pub(crate) const START: Moment = 20_000 * DAY;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Attestation = pallet_attestation;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<10>;
}

parameter_types! {
	pub const TenPercent: Permill = Permill::from_percent(10);
	pub const Half: Permill = Permill::from_percent(50);
}

impl pallet_attestation::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Devices = World;
	type Results = World;
	type Obligations = World;
	type Clock = World;
	type GovernanceOrigin = EnsureRoot<u64>;
	type MaxEndorsement = ConstU64<MAX_ENDORSEMENT>;
	type MaxAudit = ConstU64<MAX_AUDIT>;
	type ConflictWindow = ConstU64<CONFLICT>;
	type DisputeWindow = ConstU64<DISPUTE>;
	type UnbondingDelay = ConstU64<UNBONDING>;
	type MinAuditorBond = ConstU128<{ 10 * GHR }>;
	type PlaceBond = ConstU128<PLACE_BOND>;
	type PlaceSlash = TenPercent;
	type WinnerShare = Half;
	type ChallengeWindow = ConstU64<WINDOW>;
	type ChallengeAnswers = ConstU32<3>;
	type ChallengePeriod = ConstU64<PERIOD>;
	type MissSuspension = ConstU64<DAY>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = World;
}

/// Builds the state of a test.
pub(crate) struct Ext {
	zone: Zone,
	bonded: bool,
}

impl Default for Ext {
	fn default() -> Self {
		Self {
			zone: Zone {
				statements_needed: 2,
				cells: 4,
				devices_per_cell: 2,
				..Zone::default()
			},
			bonded: true,
		}
	}
}

impl Ext {
	/// Another rule for the zone.
	pub(crate) fn zone(mut self, zone: Zone) -> Self {
		self.zone = zone;
		self
	}

	/// The auditors have no bonds.
	pub(crate) fn unbonded(mut self) -> Self {
		self.bonded = false;
		self
	}

	/// The state, in block 1: one root, one zone with five bonded auditors, no device.
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let accounts = [OWNER, OPERATOR, STRANGER, RIVAL]
			.into_iter()
			.chain(AUDITORS);
		let config = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: accounts.map(|who| (who, FUNDS)).collect(),
				..Default::default()
			},
			..Default::default()
		};
		let storage = config.build_storage().expect("valid genesis");
		let mut ext = sp_io::TestExternalities::from(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			World::advance_to(START);
			add_root(ROOT);
			Zones::<Test>::insert(ZONE, self.zone);
			for auditor in AUDITORS {
				let root = RuntimeOrigin::root();
				Attestation::set_zone_auditor(root, ZONE, auditor, true).expect("new");
				if self.bonded {
					Attestation::bond_auditor(RuntimeOrigin::signed(auditor), BOND).expect("funds");
				}
			}
		});
		ext
	}

	/// Nothing but a first block, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn empty(self) -> sp_io::TestExternalities {
		let storage = RuntimeGenesisConfig::default()
			.build_storage()
			.expect("valid genesis");
		let mut ext = sp_io::TestExternalities::from(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			World::advance_to(START);
		});
		ext
	}

	/// Runs a test and checks the invariants after it.
	pub(crate) fn run(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant.
pub(crate) fn check() {
	crate::invariants::check::<Test>().expect("invariants hold");
}

/// Puts the key of `seed` into the table, for ten years from now.
pub(crate) fn add_root(seed: u8) -> EndorserId {
	let id = NextEndorserId::<Test>::get();
	let until = START + 3_650 * DAY;
	Attestation::add_endorser(RuntimeOrigin::root(), key(seed), START, until).expect("a key");
	assert_eq!(root_key(id), key(seed));
	id
}

fn root_key(id: EndorserId) -> P256Key {
	Endorsers::<Test>::get(id)
		.map(|Endorser { key, .. }| key)
		.expect("a root")
}

/// Is `who` an auditor of the zone?
pub(crate) fn is_member(who: u64) -> bool {
	ZoneAuditors::<Test>::contains_key(ZONE, who)
}

/// The events of this pallet so far, oldest first.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
	let ours = |record: frame_system::EventRecord<_, _>| match record.event {
		RuntimeEvent::Attestation(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}
