//! The calls that people and devices sign in a run.

use crate::{actors::Call, chain::Encoded, error::Result, sites::Site};
use greenhour_types::{
	device::operator_statement, AttestationTier, Balance, ContractId, ContractTerms, Day, DayMask,
	DeviceFacts, DeviceId, DeviceKind, HourMask, HourOfDay, MilliGpu, Moment, OfferId, PoolId,
	SiteFacts, WattHours,
};
use parity_scale_codec::Encode;

type Account = [u8; 32];

/// The variant of `MultiSignature` for sr25519.
const SR25519: u8 = 1;

/// An account as a call names it.
fn address(account: Account) -> Encoded {
	Encoded::of((0u8, account))
}

/// Registers the device of a site with a bond in GHR. Its operator agrees until `until`.
pub(crate) fn register(
	site: &Site,
	pool: PoolId,
	energy_cap: WattHours,
	bond: Balance,
	genesis_hash: &[u8; 32],
	until: Moment,
) -> Call {
	let statement = operator_statement(genesis_hash, &site.owner.account(), until);
	let facts = DeviceFacts {
		kind: DeviceKind::Combined,
		class: site.plan.class,
		gpu_class: pool.gpu_class,
		zone: pool.zone,
		meter_key: site.keys.meter_key.compressed(),
		commitment: site.keys.commitment(),
		gpu_nameplate: site.plan.gpus,
		solar_nameplate_w: site.plan.solar_w,
		energy_cap,
		site: SiteFacts::default(),
	};
	let args = vec![
		Encoded::of(site.operator.account()),
		Encoded::of((until, SR25519, site.operator.sign(&statement))),
		Encoded::of(facts),
		Encoded::of(bond),
	];
	Call::new("Devices", "register", args)
}

/// Gives a device its first attestation result.
pub(crate) fn activate(device: DeviceId, expires_at: Moment, benchmark: MilliGpu) -> Call {
	let args = vec![
		Encoded::of(device),
		Encoded::of(AttestationTier::Tier0),
		Encoded::of(expires_at),
		Encoded::of(benchmark),
	];
	Call::new("Devices", "activate", args)
}

/// Moves GHR.
pub(crate) fn transfer(to: Account, amount: Balance) -> Call {
	let args = vec![
		address(to),
		Encoded::of(parity_scale_codec::Compact(amount)),
	];
	Call::new("Balances", "transfer_keep_alive", args)
}

/// Buys hours.
pub(crate) fn buy(
	pool: PoolId,
	days: &[DayMask],
	units: MilliGpu,
	terms: ContractTerms,
	spec_uri: &[u8],
	max_cost: Balance,
) -> Call {
	let args = vec![
		Encoded::of(pool),
		Encoded(days.encode()),
		Encoded::of(units),
		Encoded::of(terms),
		Encoded(spec_uri.encode()),
		Encoded::of(max_cost),
	];
	Call::new("HourMarket", "buy", args)
}

/// Binds hours of a contract to a device, in the name of its operator.
pub(crate) fn accept(
	contract: ContractId,
	device: DeviceId,
	day: Day,
	hours: HourMask,
	units: MilliGpu,
) -> Call {
	let args = vec![
		Encoded::of(contract),
		Encoded::of(device),
		Encoded::of(day),
		Encoded::of(hours),
		Encoded::of(units),
	];
	Call::new("Contracts", "accept", args)
}

/// Gives units that nobody accepted to devices picked by hash.
pub(crate) fn assign(contract: ContractId, day: Day, hour: HourOfDay) -> Call {
	let args = vec![
		Encoded::of(contract),
		Encoded::of(day),
		Encoded::of(hour.get()),
	];
	Call::new("Contracts", "assign", args)
}

/// Settles hours that were not proved in time.
pub(crate) fn settle_missed(contract: ContractId, device: DeviceId, day: Day) -> Call {
	let args = vec![Encoded::of(contract), Encoded::of(device), Encoded::of(day)];
	Call::new("Contracts", "settle_missed", args)
}

/// Refunds units that no device serves.
pub(crate) fn refund_unserved(contract: ContractId, day: Day) -> Call {
	Call::new(
		"Contracts",
		"refund_unserved",
		vec![Encoded::of(contract), Encoded::of(day)],
	)
}

/// Pays out what an account can claim.
pub(crate) fn claim(account: Account) -> Call {
	Call::new("Positions", "claim", vec![Encoded::of(account)])
}

/// Offers a position for sale in GHR, with the stock call.
pub(crate) fn set_price(collection: u32, position: OfferId, price: Balance) -> Call {
	let args = vec![
		Encoded::of(collection),
		Encoded::of(position.0),
		Encoded::of(Some(price)),
		Encoded::of(None::<(u8, Account)>),
	];
	Call::new("Nfts", "set_price", args)
}

/// Buys a position for GHR, with the stock call.
pub(crate) fn buy_item(collection: u32, position: OfferId, price: Balance) -> Call {
	let args = vec![
		Encoded::of(collection),
		Encoded::of(position.0),
		Encoded::of(price),
	];
	Call::new("Nfts", "buy_item", args)
}

/// Several calls as one, all or none.
pub(crate) fn all_or_none(chain: &crate::chain::State, calls: &[Call]) -> Result<Call> {
	let mut list =
		parity_scale_codec::Compact(u32::try_from(calls.len()).unwrap_or(u32::MAX)).encode();
	for call in calls {
		list.extend(call.bytes(chain)?);
	}
	Ok(Call::new("Utility", "batch_all", vec![Encoded(list)]))
}
