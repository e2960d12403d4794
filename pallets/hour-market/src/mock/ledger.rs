//! The contracts of the mock, and where all money is.

use super::World;
use frame_support::{ensure, storage::unhashed};
use greenhour_traits::{ContractBook, ContractFacts, HourClock, HourPrices, HourRefunds};
use greenhour_types::{
	Balance, ContractDay, ContractId, ContractTerms, Day, DayUnits, HourMask, MilliGpu, PoolId,
	SpecUri,
};
use parity_scale_codec::{Decode, Encode};
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

/// Nobody can hold more than this in the mock.
pub(crate) const WEALTH: Balance = 1 << 90;
/// Held for each day of a contract beside its price.
pub(crate) const DEPOSIT: Balance = 10_000;

/// A contract of the mock.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Opened {
	pub(crate) tenant: u64,
	pub(crate) pool: PoolId,
	pub(crate) terms: ContractTerms,
	pub(crate) spec_uri: SpecUri,
	pub(crate) days: BTreeMap<Day, ContractDay>,
	/// Planck of GCD held for what is paid; without the deposit.
	pub(crate) held: Balance,
}

/// All contracts and all money.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub(crate) struct Ledger {
	pub(crate) contracts: BTreeMap<u64, Opened>,
	/// What each tenant ever paid into contracts.
	pub(crate) paid: BTreeMap<u64, Balance>,
	/// What each tenant got back.
	pub(crate) refunded: BTreeMap<u64, Balance>,
	/// What was burned of each tenant's payments.
	pub(crate) burned: BTreeMap<u64, Balance>,
}

const KEY: &[u8] = b"ledger";

impl Ledger {
	pub(crate) fn now() -> Self {
		unhashed::get_or_default(KEY)
	}

	fn change<R>(
		change: impl FnOnce(&mut Self) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		let mut ledger = Self::now();
		let result = change(&mut ledger)?;
		unhashed::put(KEY, &ledger);
		Ok(result)
	}

	/// What the account lost for ever: paid, and neither refunded nor still held.
	pub(crate) fn lost(&self, tenant: u64) -> Balance {
		let of = |amounts: &BTreeMap<u64, Balance>| amounts.get(&tenant).copied().unwrap_or(0);
		of(&self.paid) - of(&self.refunded) - self.held(tenant)
	}

	pub(crate) fn held(&self, tenant: u64) -> Balance {
		let own = self.contracts.values().filter(|one| one.tenant == tenant);
		own.map(|contract| contract.held).sum()
	}

	pub(crate) fn total(amounts: &BTreeMap<u64, Balance>) -> Balance {
		amounts.values().sum()
	}

	/// Everything paid is refunded, burned or held; each hold is the sum of its hours; nothing is
	/// paid for an hour without units.
	pub(crate) fn check(&self) {
		let held: Balance = self.contracts.values().map(|one| one.held).sum();
		assert_eq!(
			Self::total(&self.paid),
			Self::total(&self.refunded) + Self::total(&self.burned) + held
		);
		for contract in self.contracts.values() {
			let paid: Balance = contract.days.values().flat_map(|day| day.paid).sum();
			assert_eq!(paid, contract.held);
			for day in contract.days.values() {
				for (units, paid) in day.units.iter().zip(day.paid) {
					assert_eq!(units.is_zero(), paid == 0);
					assert!(units.is_zero() || units.0 >= 100);
				}
			}
		}
	}

	fn pay(&mut self, tenant: u64, days: &[HourPrices]) -> Result<Balance, DispatchError> {
		let total = days
			.iter()
			.flat_map(|day| day.paid)
			.try_fold(0u128, u128::checked_add);
		let total = total.filter(|total| *total <= WEALTH);
		let total = total.ok_or("the tenant can't pay")?;
		*self.paid.entry(tenant).or_default() += total;
		Ok(total)
	}
}

/// Adds what was bought to the days of a contract.
fn add(days: &mut BTreeMap<Day, ContractDay>, bought: &[HourPrices]) {
	for one in bought {
		let day = days.entry(one.order.day).or_insert_with(|| ContractDay {
			hours: HourMask::EMPTY,
			units: [MilliGpu::ZERO; 24],
			paid: [0; 24],
			incentive: [0; 24],
			unassigned: [MilliGpu::ZERO; 24],
			refunded: HourMask::EMPTY,
			open_assignments: 0,
			bought_at: 0,
		});
		day.bought_at = World::now();
		day.hours = day.hours.union(one.order.hours());
		for index in 0..24 {
			day.units[index].0 += one.order.units[index].0;
			day.unassigned[index].0 += one.order.units[index].0;
			day.paid[index] += one.paid[index];
		}
	}
}

impl ContractBook<u64> for World {
	fn contract(contract: ContractId) -> Option<ContractFacts<u64>> {
		let ledger = Ledger::now();
		let contract = ledger.contracts.get(&contract.0)?;
		Some(ContractFacts {
			tenant: contract.tenant,
			pool: contract.pool,
			terms: contract.terms,
		})
	}

	fn day(contract: ContractId, day: Day) -> Option<ContractDay> {
		let ledger = Ledger::now();
		ledger.contracts.get(&contract.0)?.days.get(&day).cloned()
	}

	fn settlement_deposit(days: u32) -> Balance {
		DEPOSIT * Balance::from(days)
	}

	fn open(
		tenant: &u64,
		pool: PoolId,
		terms: ContractTerms,
		spec_uri: SpecUri,
		days: Vec<HourPrices>,
	) -> Result<ContractId, DispatchError> {
		Ledger::change(|ledger| {
			let held = ledger.pay(*tenant, &days)?;
			let id = u64::try_from(ledger.contracts.len()).expect("few contracts");
			let mut opened = Opened {
				tenant: *tenant,
				pool,
				terms,
				spec_uri,
				days: BTreeMap::new(),
				held,
			};
			add(&mut opened.days, &days);
			ledger.contracts.insert(id, opened);
			Ok(ContractId(id))
		})
	}

	fn extend(contract: ContractId, days: Vec<HourPrices>) -> Result<(), DispatchError> {
		Ledger::change(|ledger| {
			let tenant = ledger
				.contracts
				.get(&contract.0)
				.ok_or("no contract")?
				.tenant;
			let more = ledger.pay(tenant, &days)?;
			let opened = ledger.contracts.get_mut(&contract.0).ok_or("no contract")?;
			opened.held += more;
			add(&mut opened.days, &days);
			Ok(())
		})
	}

	fn give_back(contract: ContractId, given: HourRefunds) -> Result<(), DispatchError> {
		Ledger::change(|ledger| {
			let opened = ledger.contracts.get_mut(&contract.0).ok_or("no contract")?;
			let tenant = opened.tenant;
			let day = opened.days.get_mut(&given.order.day).ok_or("no day")?;
			let (mut refunded, mut burned) = (0, 0);
			for hour in given.order.hours().hours() {
				let (index, units) = (hour.index(), given.order.at(hour));
				let bought = day.units[index];
				ensure!(units <= bought, "more than bought");
				let share =
					day.paid[index] * Balance::from(units.0) / Balance::from(bought.0.max(1));
				let fee = share.checked_sub(given.refunded[index]);
				burned += fee.ok_or("more than was paid")?;
				refunded += given.refunded[index];
				day.paid[index] -= share;
				day.units[index].0 -= units.0;
				day.unassigned[index].0 -= units.0;
			}
			opened.held -= refunded + burned;
			*ledger.refunded.entry(tenant).or_default() += refunded;
			*ledger.burned.entry(tenant).or_default() += burned;
			Ok(())
		})
	}
}

/// Binds units of an hour to a device, as a draw would.
pub(crate) fn assign(contract: ContractId, order: &DayUnits) {
	Ledger::change(|ledger| {
		let opened = ledger.contracts.get_mut(&contract.0).expect("open");
		let day = opened.days.get_mut(&order.day).expect("bought");
		for (unassigned, units) in day.unassigned.iter_mut().zip(order.units) {
			unassigned.0 -= units.0;
		}
		Ok(())
	})
	.expect("assigned");
}
