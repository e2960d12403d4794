//! A call is made in a world, judged, and taken back.

use crate::{
	calls::Attempt,
	open_calls::{BURN_GHR, PAY_FROM_HOLDS, REWARDED, SLASH, UNSIGNED_CALLS},
	wealth::{Records, Wealth},
};
use frame_support::dispatch::{GetDispatchInfo, Pays};
use greenhour_runtime::{AccountId, Runtime, RuntimeOrigin};
use sp_keyring::Sr25519Keyring;
use sp_runtime::traits::Dispatchable;
use sp_storage::StateVersion;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// Collections that exist in a world.
pub(crate) const COLLECTIONS: u32 = 2;

/// Who makes a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
	/// Somebody with money and nothing else.
	Stranger,
	/// Somebody who takes part in the market.
	Party(Sr25519Keyring),
	/// Nobody signed.
	Nobody,
	/// Governance.
	Root,
}

/// The state before a call, and what must not change in it.
pub(crate) struct Trial {
	stranger: AccountId,
	root: Vec<u8>,
	wealth: Wealth,
	records: Records,
}

/// Does something and takes back what it wrote.
pub(crate) fn taken_back<R>(run: impl FnOnce() -> R) -> R {
	sp_io::storage::start_transaction();
	let result = run();
	sp_io::storage::rollback_transaction();
	result
}

fn storage_root() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

impl Trial {
	/// In the present state.
	pub(crate) fn begin(stranger: Sr25519Keyring) -> Self {
		let wealth = Wealth::now(COLLECTIONS);
		assert!(wealth.adds_up(), "something belongs to nobody");
		let root = storage_root();
		let traced = taken_back(|| {
			sp_io::storage::set(b"trace", b"");
			storage_root()
		});
		assert_ne!(traced, root, "a trace would not be seen");
		assert_eq!(storage_root(), root, "what is taken back leaves a trace");
		Self {
			stranger: stranger.to_account_id(),
			root,
			wealth,
			records: Records::now(),
		}
	}

	/// Makes a call and takes it back. Was it accepted?
	pub(crate) fn judge(&self, attempt: &Attempt, caller: Caller) -> bool {
		// An inherent of the block's author; `no_call_enters_the_pool_unsigned` shows that nobody
		// else can send it. It panics to make a block with a wrong one invalid.
		if caller == Caller::Nobody && attempt.is_any_of(&[("Timestamp", "set")]) {
			return false;
		}
		let what = format!("{} by {caller:?}", attempt.describe());
		taken_back(|| {
			let dispatch = || attempt.call.clone().dispatch(self.origin(caller));
			let result = catch_unwind(AssertUnwindSafe(dispatch))
				.unwrap_or_else(|_| panic!("{what} panicked"));
			let accepted = result.is_ok();
			let post_info = result.unwrap_or_else(|error| error.post_info);
			if accepted {
				self.judge_accepted(attempt, caller, &what);
			} else {
				assert_eq!(
					storage_root(),
					self.root,
					"{what} was refused and left a trace"
				);
			}
			let declared = attempt.call.get_dispatch_info();
			let weight = post_info.calc_actual_weight(&declared);
			assert_eq!(
				Some(weight),
				post_info.actual_weight.or(Some(declared.call_weight)),
				"{what} weighed more than it declared"
			);
			if caller == Caller::Stranger {
				assert_eq!(post_info.pays_fee(&declared), Pays::Yes, "{what} was free");
			}
			accepted
		})
	}

	fn origin(&self, caller: Caller) -> RuntimeOrigin {
		match caller {
			Caller::Stranger => RuntimeOrigin::signed(self.stranger.clone()),
			Caller::Party(who) => RuntimeOrigin::signed(who.to_account_id()),
			Caller::Nobody => RuntimeOrigin::none(),
			Caller::Root => RuntimeOrigin::root(),
		}
	}

	fn judge_accepted(&self, attempt: &Attempt, caller: Caller, what: &str) {
		let (pallet, call) = &attempt.names[0];
		let wealth = Wealth::now(COLLECTIONS);
		match caller {
			Caller::Stranger => {
				assert!(
					self.records.hold(),
					"{what} changed a record of somebody else"
				);
				self.judge_wealth(&wealth, attempt, &self.stranger, what);
			}
			Caller::Party(who) => {
				self.judge_wealth(&wealth, attempt, &who.to_account_id(), what);
			}
			Caller::Nobody => {
				let listed = UNSIGNED_CALLS.contains(&(pallet.as_str(), call.as_str()));
				assert!(listed, "{what} succeeded without a signature");
				assert_eq!(wealth, self.wealth, "{what} moved money");
			}
			Caller::Root => assert_eq!(wealth, self.wealth, "{what} moved money"),
		}
	}

	/// The caller has not gained, nobody else has lost, nothing was made of nothing.
	fn judge_wealth(&self, now: &Wealth, attempt: &Attempt, caller: &AccountId, what: &str) {
		assert!(now.adds_up(), "{what}: something belongs to nobody");
		let slashes = attempt.is_any_of(SLASH);
		let pays = attempt.is_any_of(PAY_FROM_HOLDS);
		let reward = match attempt.is_any_of(REWARDED) {
			true => <Runtime as pallet_contracts::Config>::SettlementDeposit::get(),
			false => 0,
		};
		for who in now.everybody(&self.wealth) {
			let (before, after) = (self.wealth.of(who), now.of(who));
			if who == caller {
				// A tenant gets a part of the slash, a stranger nothing.
				let compensated = slashes && *who != self.stranger;
				let gained = (after.ghr > before.ghr && !compensated)
					|| after.gcd > before.gcd.saturating_add(reward)
					|| after.items > before.items;
				assert!(!gained, "{what} paid: {before:?} became {after:?}");
			} else {
				let lost = (after.ghr < before.ghr && !slashes)
					|| (after.gcd.saturating_add(reward) < before.gcd && !pays)
					|| after.items < before.items;
				assert!(!lost, "{what} cost {who}: {before:?} became {after:?}");
			}
		}
		let (before, after) = (self.wealth.issued, now.issued);
		let may_burn_ghr = slashes || attempt.is_any_of(BURN_GHR);
		assert!(
			after.0 == before.0 || (after.0 < before.0 && may_burn_ghr),
			"{what}: GHR was {} and is {}",
			before.0,
			after.0
		);
		assert!(
			after.1 == before.1 || (after.1 < before.1 && pays),
			"{what}: GCD was {} and is {}",
			before.1,
			after.1
		);
	}
}
