//! The storage entries that a run reads, with their types.

use crate::{
	chain::{decode, Encoded, First, State},
	error::{Error, Result},
	world::POOL,
};
use greenhour_types::{
	units::GCD_ASSET, Assignment, Balance, Contract, ContractDay, ContractId, Day, DayPage, Device,
	DeviceId, Hour, HourMask, MilliGpu, Offer, OfferId, PoolId,
};
use parity_scale_codec::{Decode, Encode};

/// An account id.
pub(crate) type Account = [u8; 32];

/// What a purchase costs, in planck of GCD: the first fields of the chain's answer.
#[derive(Clone, Copy, Debug, Decode)]
pub(crate) struct Quote {
	/// Prices of all hours.
	pub(crate) total: Balance,
	/// Held beside them, to reward those who settle for others.
	pub(crate) deposit: Balance,
}

/// The draw of one hour.
#[derive(Clone, Copy, Debug, Decode)]
pub(crate) struct HourSeed {
	/// Public randomness of the hour.
	pub(crate) seed: [u8; 32],
	/// Block in which the inputs of the draw froze.
	_frozen_at: u32,
}

/// The first fields of `System.Account`.
#[derive(Clone, Copy, Debug, Decode)]
pub(crate) struct AccountInfo {
	/// Transactions that the account has signed and the chain has included.
	pub(crate) nonce: u32,
	_references: [u32; 3],
	/// Planck of GHR that can be spent.
	pub(crate) free: Balance,
	/// Planck of GHR on hold.
	pub(crate) held: Balance,
}

impl State {
	/// The device that `operator` speaks for.
	pub(crate) async fn device_of(&self, operator: Account) -> Result<Option<DeviceId>> {
		self.get("Devices", "Operators", vec![Encoded::of(operator)])
			.await
	}

	/// A device.
	pub(crate) async fn device(&self, device: DeviceId) -> Result<Device<Account>> {
		self.expect("Devices", "Devices", vec![Encoded::of(device)])
			.await
	}

	/// Planck of GHR that a device's owner put up for it.
	pub(crate) async fn bond(&self, device: DeviceId) -> Result<Balance> {
		self.get("Devices", "Bonds", vec![Encoded::of(device)])
			.await
			.map(Option::unwrap_or_default)
	}

	/// The open offer of a device.
	pub(crate) async fn open_offer(&self, device: DeviceId) -> Result<Option<OfferId>> {
		self.get("Capacity", "OpenOfferOf", vec![Encoded::of(device)])
			.await
	}

	/// An offer.
	pub(crate) async fn offer(&self, offer: OfferId) -> Result<Offer> {
		self.expect("Capacity", "Offers", vec![Encoded::of(offer)])
			.await
	}

	/// Units of a pool by hour of a day.
	pub(crate) async fn page(&self, pool: PoolId, day: Day) -> Result<DayPage> {
		self.expect(
			"Capacity",
			"DayPages",
			vec![Encoded::of(pool), Encoded::of(day)],
		)
		.await
	}

	/// The draw of an hour, once it is ready.
	pub(crate) async fn seed(&self, hour: Hour) -> Result<Option<HourSeed>> {
		self.get("Randomness", "HourSeeds", vec![Encoded::of(hour)])
			.await
	}

	/// Hours of a day that are over and not void.
	pub(crate) async fn counted(&self, day: Day) -> Result<HourMask> {
		self.get("Clock", "CountedHours", vec![Encoded::of(day)])
			.await
			.map(Option::unwrap_or_default)
	}

	/// An open contract.
	pub(crate) async fn contract(&self, contract: ContractId) -> Result<Option<Contract<Account>>> {
		self.get("Contracts", "Contracts", vec![Encoded::of(contract)])
			.await
	}

	/// One day of an open contract in the pool of the demo.
	pub(crate) async fn contract_day(
		&self,
		contract: ContractId,
		day: Day,
	) -> Result<Option<ContractDay>> {
		let keys = vec![Encoded::of(POOL), Encoded::of(day), Encoded::of(contract)];
		self.get("Contracts", "ContractDays", keys).await
	}

	/// Hours of a contract and day that are bound to a device.
	pub(crate) async fn assignment(
		&self,
		device: DeviceId,
		day: Day,
		contract: ContractId,
	) -> Result<Option<Assignment>> {
		let keys = vec![Encoded::of(device), Encoded::of(day), Encoded::of(contract)];
		self.get("Contracts", "Assignments", keys).await
	}

	/// For each hour of a day, how many assignments of an offer have money unsettled.
	pub(crate) async fn unsettled(&self, offer: OfferId, day: Day) -> Result<[u32; 24]> {
		let keys = vec![Encoded::of(offer), Encoded::of(day)];
		self.get("Contracts", "UnsettledHours", keys)
			.await
			.map(Option::unwrap_or_default)
	}

	/// What the meter of a device showed in an hour: reading commitment, most units, used units,
	/// green Wh left.
	pub(crate) async fn meter_hour(
		&self,
		device: DeviceId,
		hour: Hour,
	) -> Result<Option<([u8; 32], MilliGpu, MilliGpu, u32)>> {
		self.get(
			"Receipts",
			"MeterHours",
			vec![Encoded::of(device), Encoded::of(hour)],
		)
		.await
	}

	/// Planck of GCD that an account can claim.
	pub(crate) async fn claimable(&self, account: Account) -> Result<Balance> {
		let keys = vec![Encoded::of(account)];
		self.get("Positions", "Claimable", keys)
			.await
			.map(Option::unwrap_or_default)
	}

	/// Planck of GCD that a position has earned.
	pub(crate) async fn earned(&self, offer: OfferId) -> Result<Balance> {
		let keys = vec![Encoded::of(offer)];
		self.get("Positions", "Earned", keys)
			.await
			.map(Option::unwrap_or_default)
	}

	/// The collection of positions.
	pub(crate) async fn collection(&self) -> Result<u32> {
		self.expect("Positions", "Collection", vec![]).await
	}

	/// Who holds a position.
	pub(crate) async fn holder(&self, collection: u32, offer: OfferId) -> Result<Account> {
		let keys = vec![Encoded::of(collection), Encoded::of(offer.0)];
		self.expect_first("Nfts", "Item", keys).await
	}

	/// Planck of GCD on an account that are not on hold.
	pub(crate) async fn gcd(&self, account: Account) -> Result<Balance> {
		let keys = vec![Encoded::of(GCD_ASSET), Encoded::of(account)];
		let balance: Option<First<Balance>> = self.get("Assets", "Account", keys).await?;
		Ok(balance.map_or(0, |balance| balance.0))
	}

	/// Planck of GCD on hold on an account.
	pub(crate) async fn gcd_held(&self, account: Account) -> Result<Balance> {
		let keys = vec![Encoded::of(GCD_ASSET), Encoded::of(account)];
		self.get("AssetsHolder", "BalancesOnHold", keys)
			.await
			.map(Option::unwrap_or_default)
	}

	/// The GHR account.
	pub(crate) async fn ghr(&self, account: Account) -> Result<AccountInfo> {
		self.expect_first("System", "Account", vec![Encoded::of(account)])
			.await
	}

	/// Units that no device serves in one hour of a contract; zero when the contract is closed.
	pub(crate) async fn unassigned(&self, contract: ContractId, hour: Hour) -> Result<MilliGpu> {
		let day = self.contract_day(contract, hour.day()).await?;
		Ok(day.map_or(MilliGpu::ZERO, |day| day.unassigned_at(hour.of_day())))
	}

	/// What `units` in each hour of `days` cost now, for this share of green energy in ten-thousandths.
	pub(crate) async fn quote(
		&self,
		pool: PoolId,
		days: &[greenhour_types::DayMask],
		units: MilliGpu,
		min_green_share: u16,
	) -> Result<Quote> {
		let metadata = self.at().metadata_ref();
		let quote = metadata
			.pallet_by_name("HourMarket")
			.and_then(|pallet| pallet.view_function_by_name("quote"))
			.ok_or_else(|| Error::unexpected("the chain gives no quotes"))?;
		// subxt 0.51 leaves out that the inputs travel as a vector of bytes, and that the answer
		// does as well.
		let call = (
			quote.query_id(),
			(pool, days, units, min_green_share).encode(),
		)
			.encode();
		let answer = self.at().view_functions().call_raw(Some(&call)).await?;
		let answer: std::result::Result<Vec<u8>, First<()>> =
			decode(&answer, "HourMarket", "quote")?;
		let answer = answer.map_err(|_| Error::unexpected("the chain did not answer a quote"))?;
		let quote: Option<First<Quote>> = decode(&answer, "HourMarket", "quote")?;
		let quote = quote.ok_or_else(|| Error::unexpected("these hours can't be bought now"))?;
		Ok(quote.0)
	}
}
