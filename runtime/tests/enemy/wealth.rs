//! Who owns what, and which records only somebody else may change.

use frame_support::{
	storage::storage_prefix,
	traits::{fungible::Inspect as _, fungibles::Inspect as _},
};
use greenhour_runtime::{
	currency::GCD_ASSET, AccountId, Assets, Balance, Balances, Positions, Runtime,
};
use pallet_positions::{Claimable, TotalClaimable};
use std::collections::BTreeMap;

/// What one account owns: free, held, reserved or owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holdings {
	pub(crate) ghr: Balance,
	pub(crate) gcd: Balance,
	/// Positions, and other items that exist from the start.
	pub(crate) items: u32,
}

/// What everybody owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wealth {
	accounts: BTreeMap<AccountId, Holdings>,
	/// All GHR and GCD that exist.
	pub(crate) issued: (Balance, Balance),
}

impl Wealth {
	/// In the present state. Items count in the collections below `collections`.
	pub(crate) fn now(collections: u32) -> Self {
		let mut accounts = BTreeMap::<AccountId, Holdings>::new();
		// An account of GCD that somebody else opened has no entry in the system.
		let with_gcd = pallet_assets::Account::<Runtime>::iter_key_prefix(GCD_ASSET);
		for who in frame_system::Account::<Runtime>::iter_keys().chain(with_gcd) {
			let owned = accounts.entry(who.clone()).or_default();
			owned.ghr = Balances::total_balance(&who);
			owned.gcd = Assets::total_balance(GCD_ASSET, &who);
		}
		for (who, owed) in Claimable::<Runtime>::iter() {
			accounts.entry(who).or_default().gcd += owed;
		}
		// What the pot keeps for others is theirs.
		let pot = accounts.entry(Positions::pot_account()).or_default();
		pot.gcd -= TotalClaimable::<Runtime>::get();
		for collection in 0..collections {
			for item in pallet_nfts::Item::<Runtime>::iter_prefix_values(collection) {
				accounts.entry(item.owner).or_default().items += 1;
			}
		}
		let issued = (
			Balances::total_issuance(),
			Assets::total_issuance(GCD_ASSET),
		);
		Self { accounts, issued }
	}

	/// What an account owns; nothing if it doesn't exist.
	pub(crate) fn of(&self, who: &AccountId) -> Holdings {
		self.accounts.get(who).copied().unwrap_or_default()
	}

	/// Everybody who owns something in one of two states.
	pub(crate) fn everybody<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a AccountId> {
		self.accounts.keys().chain(other.accounts.keys())
	}

	/// Does everything that exists belong to somebody?
	pub(crate) fn adds_up(&self) -> bool {
		let sum = |of: fn(&Holdings) -> Balance| self.accounts.values().map(of).sum::<Balance>();
		self.issued == (sum(|owned| owned.ghr), sum(|owned| owned.gcd))
	}
}

/// Storage whose present entries a stranger can't change; he may add some of his own.
const PROTECTED: [(&str, &str); 25] = [
	("Sudo", "Key"),
	("Session", "Validators"),
	("Session", "NextKeys"),
	("ValidatorSet", "Active"),
	("Clock", "Params"),
	("Assets", "Metadata"),
	("Assets", "Approvals"),
	("Proxy", "Proxies"),
	("Nfts", "Collection"),
	("Nfts", "CollectionConfigOf"),
	("Nfts", "ItemConfigOf"),
	("Nfts", "ItemPriceOf"),
	("Nfts", "Attribute"),
	("Devices", "Devices"),
	("Devices", "MeterKeys"),
	("Devices", "GpuClasses"),
	("Devices", "Operators"),
	("Devices", "Endorser"),
	("Devices", "GhrRate"),
	("Devices", "UnitValue"),
	("Capacity", "Offers"),
	("HourMarket", "Pools"),
	("Receipts", "Circuits"),
	("Receipts", "ClassEnergies"),
	("Receipts", "Intakes"),
];

/// The entries of [`PROTECTED`], key and value.
pub(crate) struct Records(Vec<(Vec<u8>, Vec<u8>)>);

impl Records {
	/// In the present state, in which each of them has entries.
	pub(crate) fn now() -> Self {
		let mut records = Vec::new();
		for (pallet, item) in PROTECTED {
			let prefix = storage_prefix(pallet.as_bytes(), item.as_bytes());
			let before = records.len();
			let mut key = prefix.to_vec();
			// A single value stands at the prefix itself.
			if let Some(value) = sp_io::storage::get(&key) {
				records.push((key.clone(), value.to_vec()));
			}
			while let Some(next) = sp_io::storage::next_key(&key) {
				if !next.starts_with(&prefix) {
					break;
				}
				let value = sp_io::storage::get(&next).expect("the key was just listed");
				records.push((next.clone(), value.to_vec()));
				key = next;
			}
			assert!(records.len() > before, "{pallet}.{item} has no entry");
		}
		Self(records)
	}

	/// Are they all in the present state?
	pub(crate) fn hold(&self) -> bool {
		self.0
			.iter()
			.all(|(key, value)| sp_io::storage::get(key).as_deref() == Some(value))
	}
}
