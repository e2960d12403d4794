//! The storage entries that the device reads, and their keys.

use sp_crypto_hashing::{blake2_128, twox_128, twox_64};

/// How one part of a key is hashed. Both keep the part readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
	/// Eight bytes of xxHash, then the part.
	Twox64Concat,
	/// Sixteen bytes of BLAKE2, then the part.
	Blake2_128Concat,
}

/// A storage entry: where it is and how its keys are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
	/// Name of the pallet.
	pub pallet: &'static str,
	/// Name of the entry.
	pub name: &'static str,
	/// Hasher of each part of the key; none for a plain value.
	pub parts: &'static [KeyPart],
}

/// Every entry used.
pub const USED_ENTRIES: &[Entry] = &[
	Entry::ACCOUNT,
	Entry::NOW,
	Entry::CLOCK,
	Entry::COUNTED_HOURS,
	Entry::OPERATORS,
	Entry::DEVICES,
	Entry::BINDINGS,
	Entry::OPEN_OFFER_OF,
	Entry::OFFERS,
	Entry::BOUND_UNITS,
	Entry::DAY_PAGES,
	Entry::HOUR_SEEDS,
	Entry::CLASS_ENERGIES,
	Entry::CONTRACTS,
	Entry::CONTRACT_DAYS,
	Entry::ASSIGNMENTS,
];

use KeyPart::{Blake2_128Concat, Twox64Concat};

impl Entry {
	/// `System.Account`: account -> number of transactions and balances.
	pub const ACCOUNT: Self = Self {
		pallet: "System",
		name: "Account",
		parts: &[Blake2_128Concat],
	};
	/// `Timestamp.Now`: time of the block in ms.
	pub const NOW: Self = Self {
		pallet: "Timestamp",
		name: "Now",
		parts: &[],
	};
	/// `Clock.Params`: lengths of market time.
	pub const CLOCK: Self = Self {
		pallet: "Clock",
		name: "Params",
		parts: &[],
	};
	/// `Clock.CountedHours`: day -> hours that are over and not void.
	pub const COUNTED_HOURS: Self = Self {
		pallet: "Clock",
		name: "CountedHours",
		parts: &[Twox64Concat],
	};
	/// `Devices.Operators`: operating key -> device.
	pub const OPERATORS: Self = Self {
		pallet: "Devices",
		name: "Operators",
		parts: &[Blake2_128Concat],
	};
	/// `Devices.Devices`: device -> record.
	pub const DEVICES: Self = Self {
		pallet: "Devices",
		name: "Devices",
		parts: &[Twox64Concat],
	};
	/// `Devices.Bindings`: device -> the other half of its site.
	pub const BINDINGS: Self = Self {
		pallet: "Devices",
		name: "Bindings",
		parts: &[Twox64Concat],
	};
	/// `Capacity.OpenOfferOf`: device -> its open offer.
	pub const OPEN_OFFER_OF: Self = Self {
		pallet: "Capacity",
		name: "OpenOfferOf",
		parts: &[Twox64Concat],
	};
	/// `Capacity.Offers`: offer -> record.
	pub const OFFERS: Self = Self {
		pallet: "Capacity",
		name: "Offers",
		parts: &[Twox64Concat],
	};
	/// `Capacity.BoundUnits`: offer, day -> units bound to contracts by hour of day.
	pub const BOUND_UNITS: Self = Self {
		pallet: "Capacity",
		name: "BoundUnits",
		parts: &[Twox64Concat, Twox64Concat],
	};
	/// `Capacity.DayPages`: pool, day -> what is offered, sold and bound in each hour.
	pub const DAY_PAGES: Self = Self {
		pallet: "Capacity",
		name: "DayPages",
		parts: &[Twox64Concat, Twox64Concat],
	};
	/// `Randomness.HourSeeds`: hour -> seed and the block in which its inputs froze.
	pub const HOUR_SEEDS: Self = Self {
		pallet: "Randomness",
		name: "HourSeeds",
		parts: &[Twox64Concat],
	};
	/// `Receipts.ClassEnergies`: GPU class -> watt-hours of one reference GPU in one hour, by day.
	pub const CLASS_ENERGIES: Self = Self {
		pallet: "Receipts",
		name: "ClassEnergies",
		parts: &[Twox64Concat],
	};
	/// `Contracts.Contracts`: contract -> record.
	pub const CONTRACTS: Self = Self {
		pallet: "Contracts",
		name: "Contracts",
		parts: &[Twox64Concat],
	};
	/// `Contracts.ContractDays`: pool, day, contract -> hours and units.
	pub const CONTRACT_DAYS: Self = Self {
		pallet: "Contracts",
		name: "ContractDays",
		parts: &[Twox64Concat, Twox64Concat, Twox64Concat],
	};
	/// `Contracts.Assignments`: device, day, contract -> hours bound to the device.
	pub const ASSIGNMENTS: Self = Self {
		pallet: "Contracts",
		name: "Assignments",
		parts: &[Blake2_128Concat, Blake2_128Concat, Blake2_128Concat],
	};

	/// Prefix of all keys.
	pub fn prefix(&self) -> Vec<u8> {
		[
			twox_128(self.pallet.as_bytes()),
			twox_128(self.name.as_bytes()),
		]
		.concat()
	}

	/// Key of the encoded `parts`; with fewer parts than the entry has, the prefix of all keys
	/// that begin with them.
	pub fn key(&self, parts: &[Vec<u8>]) -> Vec<u8> {
		let mut key = self.prefix();
		for (hasher, part) in self.parts.iter().zip(parts) {
			match hasher {
				KeyPart::Twox64Concat => key.extend(twox_64(part)),
				KeyPart::Blake2_128Concat => key.extend(blake2_128(part)),
			}
			key.extend(part);
		}
		key
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn key_of_a_plain_value_is_its_prefix() {
		// Known from every Substrate chain.
		assert_eq!(
			hex::encode(Entry::NOW.key(&[])),
			"f0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb"
		);
	}

	#[test]
	fn key_of_an_account_is_the_well_known_one() {
		let alice = hex::decode("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
		assert_eq!(
			hex::encode(Entry::ACCOUNT.key(&[alice.unwrap()])),
			"26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9\
			 de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
		);
	}
}
