//! Who takes part in a run, and what they have to do with each other.

use crate::{
	actors::Actor,
	chain::{Chain, State},
	error::{Error, Result},
	reads::Account,
};
use greenhour_types::{
	units::GHR, Balance, ClockParams, ContractId, Day, DayMask, DeviceId, GpuClassId, Hour,
	HourMask, MilliGpu, OfferId, PoolId, WattHours, ZoneId,
};

/// The pool in which everything trades.
pub(crate) const POOL: PoolId = PoolId {
	gpu_class: GpuClassId(1),
	zone: ZoneId(1),
};
/// Bond of each device.
pub(crate) const BOND: Balance = 5_000 * GHR;
/// What an owner gives its device's operating key for fees.
pub(crate) const FEE_MONEY: Balance = 100 * GHR;
/// Most energy that a site can feed to compute in one hour.
pub(crate) const ENERGY_CAP: WattHours = WattHours(5_000);
/// Name and secret of every account that may be endorser.
const KEYRING: [&str; 8] = [
	"Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two",
];

/// The people of a run. The owners of devices belong to their sites.
pub(crate) struct People {
	/// Buys hours.
	pub(crate) tenant: Actor,
	/// Buys a position.
	pub(crate) investor: Actor,
	/// Makes the calls that anyone may make.
	pub(crate) clerk: Actor,
	/// Submits receipts for others, honest ones and forged ones.
	pub(crate) gateway: Actor,
	/// Activates devices.
	pub(crate) endorser: Actor,
}

impl People {
	/// The people of a development network; the endorser is whom genesis names.
	pub(crate) async fn of(state: &State) -> Result<Self> {
		let actor = |name: &str| Actor::from_uri(name, &format!("//{name}"));
		let endorser: Account = state.expect("Devices", "Endorser", vec![]).await?;
		let mut keyring = KEYRING.iter().filter_map(|name| actor(name).ok());
		let endorser = keyring
			.find(|known| known.account() == endorser)
			.ok_or_else(|| Error::unexpected("the endorser is no development account"))?;
		Ok(Self {
			tenant: actor("Charlie")?,
			investor: actor("Dave")?,
			clerk: actor("Two")?,
			gateway: actor("Bob")?,
			endorser,
		})
	}
}

/// A device that takes part.
#[derive(Clone, Debug)]
pub(crate) struct Member {
	/// Name of its site.
	pub(crate) name: &'static str,
	/// The device.
	pub(crate) device: DeviceId,
	/// Its open offer, and so position.
	pub(crate) offer: OfferId,
	/// Owner of the device.
	pub(crate) owner: Account,
}

/// A purchase of the tenant.
#[derive(Clone, Debug)]
pub(crate) struct Purchase {
	/// The contract.
	pub(crate) contract: ContractId,
	/// Units in each hour.
	pub(crate) units: MilliGpu,
	/// The hours, ascending.
	pub(crate) hours: Vec<Hour>,
	/// Does the tenant ask for green energy?
	pub(crate) green: bool,
	/// Planck of GCD paid.
	pub(crate) cost: Balance,
	/// The finalized block of the purchase.
	pub(crate) block: u32,
}

/// The market of a run: everything that its later steps look back to.
pub(crate) struct Market {
	/// The connection.
	pub(crate) chain: Chain,
	/// Lengths of market time.
	pub(crate) clock: ClockParams,
	/// The people.
	pub(crate) people: People,
	/// The devices.
	pub(crate) members: Vec<Member>,
	/// The purchases.
	pub(crate) purchases: Vec<Purchase>,
}

impl Market {
	/// All hours bought, ascending, each once.
	pub(crate) fn hours(&self) -> Vec<Hour> {
		let mut hours: Vec<Hour> = self
			.purchases
			.iter()
			.flat_map(|purchase| purchase.hours.clone())
			.collect();
		hours.sort_unstable();
		hours.dedup();
		hours
	}

	/// When `hour` starts.
	pub(crate) fn start_of(&self, hour: Hour) -> Result<u64> {
		self.clock
			.start_of(hour)
			.ok_or_else(|| Error::unexpected("hour zero is not known"))
	}

	/// When the money of `hour` is final.
	pub(crate) fn settled_at(&self, hour: Hour) -> Result<u64> {
		let length = self
			.clock
			.hour_length_ms
			.saturating_add(self.clock.windows.settle_ms);
		Ok(self.start_of(hour)?.saturating_add(length))
	}
}

/// The hours as masks of their days.
pub(crate) fn masks(hours: &[Hour]) -> Vec<DayMask> {
	let mut masks: Vec<DayMask> = Vec::new();
	for hour in hours {
		let single = HourMask::single(hour.of_day());
		match masks.last_mut() {
			Some(last) if last.day == hour.day() => last.hours = last.hours.union(single),
			_ => masks.push(DayMask {
				day: hour.day(),
				hours: single,
			}),
		}
	}
	masks
}

/// The days of the hours, ascending, each once.
pub(crate) fn days(hours: &[Hour]) -> Vec<Day> {
	masks(hours).into_iter().map(|mask| mask.day).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn hours_over_midnight_make_two_masks() {
		let masks = masks(&[Hour(23), Hour(24), Hour(26)]);
		assert_eq!(masks.len(), 2);
		assert_eq!((masks[0].day, masks[0].hours.bits()), (Day(0), 1 << 23));
		assert_eq!((masks[1].day, masks[1].hours.bits()), (Day(1), 0b101));
		assert_eq!(days(&[Hour(23), Hour(24), Hour(26)]), [Day(0), Day(1)]);
	}
}
