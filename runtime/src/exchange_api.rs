//! The runtime API of the exchange, for nodes, wallets and light clients that read typed answers.
//!
//! The same answers as those of the pallets' view functions, under one name with a version. Each is
//! O(hours) at most and takes well under a millisecond; none needs a host function of its own, so that a
//! light client can run it on proved storage.

use crate::AccountId;
use alloc::vec::Vec;
use greenhour_types::{Assignment, ContractId, Day, DeviceId, Hour, MilliGpu, OfferId, PoolId};
use pallet_capacity::{DeviceHour, OfferHour, PoolHour};
use pallet_contracts::views::ContractHour;
use pallet_hour_market::{HourView, Orders, PurchaseDays, Quote, SellBackQuote};

sp_api::decl_runtime_apis! {
	/// What tenants and devices ask of the exchange. `None` where the call would be refused, or where what
	/// is asked about does not exist.
	pub trait ExchangeApi {
		/// Phase, units left, prices of a GPU-hour and demand of each hour of an open day.
		fn curve(pool: PoolId, day: Day) -> Option<Vec<HourView>>;

		/// What is online, in progress and exiting in each hour of an open day.
		fn pool_day(pool: PoolId, day: Day) -> Option<[PoolHour; 24]>;

		/// Units that can still be bought in each hour of an open day: none once its sale has closed.
		fn remaining(pool: PoolId, day: Day) -> Option<[MilliGpu; 24]>;

		/// What the same units in these hours cost now.
		fn quote(
			pool: PoolId,
			days: PurchaseDays,
			units: MilliGpu,
			min_green_share: u16,
		) -> Option<Quote>;

		/// The cheapest hours of a window, and what they cost now.
		fn quote_cheapest(
			pool: PoolId,
			first: Hour,
			deadline: Hour,
			hours: u32,
			units: MilliGpu,
			min_green_share: u16,
		) -> Option<Quote>;

		/// How a volume job spreads best over a window, and what that costs now.
		fn allocate(
			pool: PoolId,
			first: Hour,
			deadline: Hour,
			total_units: u64,
			job_cap: MilliGpu,
			min_green_share: u16,
		) -> Option<Quote>;

		/// What comes back for these units of a contract now.
		fn quote_sell_back(contract: ContractId, orders: Orders) -> Option<SellBackQuote>;

		/// Where each hour of an open contract stands.
		fn contract_hours(contract: ContractId) -> Option<Vec<ContractHour>>;

		/// What a device serves on one day, by contract.
		fn assignments_of(device: DeviceId, day: Day) -> Vec<(ContractId, Assignment)>;

		/// Offered, assigned, locked and free units of an offer on one day.
		fn offer_hours(offer: OfferId, day: Day) -> Option<[OfferHour; 24]>;

		/// What a device offers and has to serve in the next 24 hours.
		fn next_hours(device: DeviceId) -> Option<[DeviceHour; 24]>;

		/// Planck of GCD that an account can claim.
		fn claimable(account: AccountId) -> u128;
	}
}
