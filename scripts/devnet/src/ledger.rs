//! The books, recomputed off chain.
//!
//! [`balances`] adds up finalized storage of one block; [`events`] replays every event since
//! genesis and compares the result with the same storage. Both name the first figure that differs.

use crate::{
	amounts::{gcd, ghr, gpus},
	chain::{ChainEvent, Encoded, First, State},
	error::{Error, Result},
	reads::{Account, AccountInfo},
	report::Finding,
	world::{Market, POOL},
};
use greenhour_types::{
	units::GCD_ASSET, Balance, Contract, ContractId, Day, DayPage, DeviceId, Hour, HourOfDay,
	HourPage, MilliGpu, OfferId, PoolId,
};
use parity_scale_codec::Decode;
use std::{collections::BTreeMap, fmt::Debug};

/// `Assets.Asset`, as far as it matters here.
#[derive(Debug, Decode)]
struct AssetTerms {
	_team: [Account; 4],
	supply: Balance,
	_deposit: Balance,
	minimum: Balance,
}

fn equal<T: PartialEq + Debug>(what: &str, left: T, right: T) -> Result<()> {
	if left == right {
		Ok(())
	} else {
		Err(Error::unexpected(format!(
			"{what}: {left:?} is not {right:?}"
		)))
	}
}

/// Sums over finalized storage agree with each other.
pub(crate) async fn balances(market: &Market) -> Result<Finding> {
	let state = market.chain.finalized().await?;
	let lines = [
		gcd_adds_up(&state).await?,
		ghr_adds_up(&state).await?,
		contracts_are_held(&state).await?,
		income_is_covered(&state).await?,
		units_add_up(market, &state).await?,
	];
	Ok(Finding::new(state.number(), lines.join("; ")))
}

async fn asset_terms(state: &State) -> Result<AssetTerms> {
	state
		.expect_first("Assets", "Asset", vec![Encoded::of(GCD_ASSET)])
		.await
}

async fn gcd_adds_up(state: &State) -> Result<String> {
	let accounts: Vec<((u32, Account), First<Balance>)> = state
		.entries("Assets", "Account", vec![Encoded::of(GCD_ASSET)])
		.await?;
	let held: Vec<((u32, Account), Balance)> = state
		.entries(
			"AssetsHolder",
			"BalancesOnHold",
			vec![Encoded::of(GCD_ASSET)],
		)
		.await?;
	let free: Balance = accounts.iter().map(|(_, balance)| balance.0).sum();
	let held: Balance = held.iter().map(|(_, amount)| amount).sum();
	let supply = asset_terms(state).await?.supply;
	equal(
		"GCD on accounts and on hold, and its supply",
		free + held,
		supply,
	)?;
	Ok(format!(
		"{} accounts + {} holds = supply",
		gcd(free),
		gcd(held)
	))
}

async fn ghr_adds_up(state: &State) -> Result<String> {
	let accounts: Vec<((Account,), First<AccountInfo>)> =
		state.entries("System", "Account", vec![]).await?;
	let free: Balance = accounts.iter().map(|(_, account)| account.0.free).sum();
	let held: Balance = accounts.iter().map(|(_, account)| account.0.held).sum();
	let issuance: Balance = state.expect("Balances", "TotalIssuance", vec![]).await?;
	equal(
		"GHR on accounts and on hold, and its issuance",
		free + held,
		issuance,
	)?;
	let bonds: Vec<((DeviceId,), Balance)> = state.entries("Devices", "Bonds", vec![]).await?;
	let mut owed: BTreeMap<Account, Balance> = BTreeMap::new();
	for ((device,), bond) in &bonds {
		*owed.entry(state.device(*device).await?.owner).or_default() += bond;
	}
	for (owner, bond) in owed {
		let holds: Vec<((u8, u8), Balance)> = state
			.get("Balances", "Holds", vec![Encoded::of(owner)])
			.await?
			.unwrap_or_default();
		let held: Balance = holds.iter().map(|(_, amount)| amount).sum();
		equal("GHR on hold of an owner and his bonds", held, bond)?;
	}
	let bonds: Balance = bonds.iter().map(|(_, bond)| bond).sum();
	Ok(format!(
		"GHR accounts + holds = issuance, bonds {} are on hold",
		ghr(bonds)
	))
}

async fn contracts_are_held(state: &State) -> Result<String> {
	let contracts: Vec<((ContractId,), Contract<Account>)> =
		state.entries("Contracts", "Contracts", vec![]).await?;
	let held: Vec<((u32, Account), Balance)> = state
		.entries(
			"AssetsHolder",
			"BalancesOnHold",
			vec![Encoded::of(GCD_ASSET)],
		)
		.await?;
	let owed: Balance = contracts.iter().map(|(_, contract)| contract.held).sum();
	let held: Balance = held.iter().map(|(_, amount)| amount).sum();
	equal("GCD held by contracts and on hold", owed, held)?;
	Ok(format!("{} contracts hold {}", contracts.len(), gcd(owed)))
}

async fn income_is_covered(state: &State) -> Result<String> {
	let claimable: Vec<((Account,), Balance)> =
		state.entries("Positions", "Claimable", vec![]).await?;
	let owed: Balance = claimable.iter().map(|(_, amount)| amount).sum();
	let total: Balance = state.expect("Positions", "TotalClaimable", vec![]).await?;
	equal("claimable by account and in total", owed, total)?;
	let collection = state.collection().await?;
	let pot: Account = state
		.expect_first("Nfts", "Collection", vec![Encoded::of(collection)])
		.await?;
	let minimum = asset_terms(state).await?.minimum;
	equal(
		"GCD in the pot and claimable",
		state.gcd(pot).await?,
		total + minimum,
	)?;
	Ok(format!("{} can be claimed and lie in the pot", gcd(total)))
}

async fn pages(state: &State) -> Result<Vec<(Hour, HourPage)>> {
	let pages: Vec<((PoolId, Day), DayPage)> = state
		.entries("Capacity", "DayPages", vec![Encoded::of(POOL)])
		.await?;
	let hours = (0..24).filter_map(HourOfDay::new);
	let of_page = |((_, day), page): &((PoolId, Day), DayPage)| {
		let (day, page) = (*day, *page);
		hours
			.clone()
			.filter_map(move |hour| Some((day.hour(hour)?, page.at(hour))))
			.collect::<Vec<_>>()
	};
	Ok(pages.iter().flat_map(of_page).collect())
}

async fn units_add_up(market: &Market, state: &State) -> Result<String> {
	let mut total = 0;
	for (hour, page) in pages(state).await? {
		let bought = market
			.purchases
			.iter()
			.filter(|purchase| purchase.hours.contains(&hour));
		let sold: u32 = bought.map(|purchase| purchase.units.0).sum();
		equal(
			&format!("units sold of {hour} and purchases"),
			page.sold,
			MilliGpu(sold),
		)?;
		let ordered = page.delivered <= page.accepted
			&& page.accepted <= page.sold
			&& page.sold <= page.offered;
		equal(
			&format!("delivered <= accepted <= sold <= offered at {hour}"),
			ordered,
			true,
		)?;
		total += sold;
	}
	Ok(format!(
		"day pages show the {}-hours that were bought",
		gpus(MilliGpu(total))
	))
}

/// What the events of all blocks add up to.
#[derive(Debug, Default)]
struct Replay {
	opened: BTreeMap<u128, Balance>,
	spent: BTreeMap<u128, Balance>,
	credited: BTreeMap<Account, Balance>,
	claimed: BTreeMap<Account, Balance>,
	earned: BTreeMap<u128, Balance>,
	bonds: BTreeMap<u128, Balance>,
	bound: BTreeMap<(u128, u128, u128), u128>,
	accepted: BTreeMap<u128, u128>,
	delivered: BTreeMap<u128, u128>,
	slashed: Balance,
	missed: Balance,
	burned: Balance,
	count: usize,
}

impl Replay {
	fn take(&mut self, event: &ChainEvent) -> Result<()> {
		let of = |field: &str| event.number(field);
		match (event.pallet.as_str(), event.name.as_str()) {
			("Contracts", "ContractOpened") => {
				*self.opened.entry(of("contract")?).or_default() += of("held")?;
			}
			("Contracts", "HoursAccepted" | "HoursAssigned") => {
				for hour in
					(0..24).filter(|hour| of("hours").is_ok_and(|hours| hours >> hour & 1 == 1))
				{
					let hour = of("day")? * 24 + hour;
					*self.accepted.entry(hour).or_default() += of("units")?;
					let key = (of("contract")?, of("device")?, hour);
					*self.bound.entry(key).or_default() += of("units")?;
				}
			}
			("Contracts", "HourDelivered") => {
				let key = (of("contract")?, of("device")?, of("hour")?);
				let units = self.bound.get(&key).copied().unwrap_or_default();
				*self.delivered.entry(of("hour")?).or_default() += units;
				*self.spent.entry(of("contract")?).or_default() += of("earned")? + of("fee")?;
				self.burned += of("fee")?;
			}
			("Contracts", "HourMissed") => {
				*self.spent.entry(of("contract")?).or_default() += of("refunded")?;
				self.missed += of("compensation")? + of("burned")?;
			}
			("Contracts", "HourVoided") => {
				*self.spent.entry(of("contract")?).or_default() += of("refunded")?;
			}
			("Contracts", "UnservedRefunded") => {
				*self.spent.entry(of("contract")?).or_default() += of("refunded")? + of("fee")?;
				self.burned += of("fee")?;
			}
			("Contracts", "HourExcused") => {
				*self.spent.entry(of("contract")?).or_default() += of("refunded")? + of("fee")?;
				self.burned += of("fee")?;
			}
			("Contracts", "SettlementRewarded") => {
				*self.spent.entry(of("contract")?).or_default() += of("amount")?;
			}
			("Contracts", "ContractClosed") => {
				*self.spent.entry(of("contract")?).or_default() += of("released")?;
			}
			("Positions", "IncomeCredited") => {
				*self.credited.entry(event.bytes32("holder")?).or_default() += of("amount")?;
				*self.earned.entry(of("offer")?).or_default() += of("amount")?;
			}
			("Positions", "IncomeBurned") => self.burned += of("amount")?,
			("Positions", "IncomeClaimed") => {
				*self.claimed.entry(event.bytes32("account")?).or_default() += of("amount")?;
			}
			("Devices", "DeviceRegistered") => {
				*self.bonds.entry(of("device")?).or_default() += of("bond")?;
			}
			("Devices", "BondSlashed") => {
				let slash = of("compensation")? + of("burned")?;
				let bond = self.bonds.entry(of("device")?).or_default();
				*bond = bond
					.checked_sub(slash)
					.ok_or_else(|| Error::unexpected("the events slash more than was bonded"))?;
				self.slashed += slash;
			}
			_ => return Ok(()),
		}
		self.count += 1;
		Ok(())
	}
}

/// Storage is what the events of all finalized blocks say.
pub(crate) async fn events(market: &Market) -> Result<Finding> {
	let state = market.chain.finalized().await?;
	let mut replay = Replay::default();
	for number in 1..=state.number() {
		for event in market.chain.block(number).await?.events().await? {
			replay.take(&event)?;
		}
	}
	let genesis = asset_terms(&market.chain.block(0).await?).await?.supply;
	let supply = asset_terms(&state).await?.supply;
	equal(
		"supply of GCD and genesis less what was burned",
		supply,
		genesis - replay.burned,
	)?;
	equal(
		"slashes of bonds and missed hours",
		replay.slashed,
		replay.missed,
	)?;
	for (contract, opened) in &replay.opened {
		let id = ContractId(u64::try_from(*contract).unwrap_or(u64::MAX));
		let held = state
			.contract(id)
			.await?
			.map_or(0, |contract| contract.held);
		let spent = replay.spent.get(contract).copied().unwrap_or_default();
		equal(
			&format!("money of contract {contract}"),
			*opened,
			spent + held,
		)?;
	}
	for (hour, page) in pages(&state).await? {
		let of =
			|units: &BTreeMap<u128, u128>| units.get(&hour.0.into()).copied().unwrap_or_default();
		let said = [of(&replay.accepted), of(&replay.delivered)];
		let shown = [u128::from(page.accepted.0), u128::from(page.delivered.0)];
		equal(
			&format!("units accepted and delivered of {hour}"),
			said,
			shown,
		)?;
	}
	for (account, credited) in &replay.credited {
		let claimed = replay.claimed.get(account).copied().unwrap_or_default();
		let claimable = state.claimable(*account).await?;
		equal(
			"income credited, and claimed or claimable",
			*credited,
			claimed + claimable,
		)?;
	}
	for (offer, earned) in &replay.earned {
		let id = OfferId(u32::try_from(*offer).unwrap_or(u32::MAX));
		equal(
			&format!("income of position {offer}"),
			state.earned(id).await?,
			*earned,
		)?;
	}
	for (device, bond) in &replay.bonds {
		let id = DeviceId(u32::try_from(*device).unwrap_or(u32::MAX));
		equal(
			&format!("bond of device {device}"),
			state.bond(id).await?,
			*bond,
		)?;
	}
	let paid: Balance = replay.opened.values().sum();
	let detail = format!(
		"{} events in {} blocks: {} contracts for {}, {} burned as fee, {} slashed; storage agrees",
		replay.count,
		state.number(),
		replay.opened.len(),
		gcd(paid),
		gcd(replay.burned),
		ghr(replay.slashed),
	);
	Ok(Finding::new(state.number(), detail))
}
