//! A chain on which much is going on: hours in every phase, money held, owed and due.

use crate::common::{opened, sites, Chain};
use frame_support::assert_ok;
use greenhour_circuits::{receipt::Summary, DeviceKeys, ReceiptWitness, SoftwareMeter};
use greenhour_prover::ReceiptProver;
use greenhour_runtime::{
	currency::{GCD, GCD_ASSET, GHR},
	genesis_presets::LOCAL,
	AccountId, Clock, Runtime, RuntimeCall,
};
use greenhour_traits::{HourClock, SeedSource};
use greenhour_types::{
	receipt::{Receipt, ReceiptInputs, RECEIPT_CIRCUIT, RECEIPT_V1},
	AttestationTier, ContractId, ContractTerms, Day, DayMask, DeviceId, GpuClassId, Hour, HourMask,
	HourPhase, JobKind, MilliGpu, PoolId, Template, VerificationMode, ZoneId,
};
use pallet_receipts::types::ReceiptOf;
use sp_keyring::Sr25519Keyring::{
	self, Alice, AliceStash, Bob, BobStash, Charlie, Eve, Ferdie, One, Two,
};
use sp_runtime::MultiAddress;

const POOL: PoolId = PoolId {
	gpu_class: GpuClassId(1),
	zone: ZoneId(1),
};
const GPU: MilliGpu = MilliGpu(1_000);
const HALF: MilliGpu = MilliGpu(500);

/// The owner of device 0, who proves, and its operator.
pub(crate) const OWNER: Sr25519Keyring = Eve;
pub(crate) const OPERATOR: Sr25519Keyring = AliceStash;
/// The owner of device 1, which proves nothing, and its operator.
const LAZY_OWNER: Sr25519Keyring = Ferdie;
const LAZY_OPERATOR: Sr25519Keyring = BobStash;
/// Has contract 0: one GPU from hour 23 to hour 29.
pub(crate) const TENANT: Sr25519Keyring = Charlie;

const DEVICE: DeviceId = DeviceId(0);
const LAZY_DEVICE: DeviceId = DeviceId(1);
/// Of [`TENANT`].
pub(crate) fn contract() -> ContractId {
	opened(0)
}
/// Of One: half a GPU in hour 23; proved and closed.
fn closed() -> ContractId {
	opened(1)
}
/// Of Two: half a GPU in hour 24, which nobody served; nobody closed it.
fn unserved() -> ContractId {
	opened(2)
}

/// The chain in the second half of hour 26, and what was said on it.
///
/// | hour | phase | contract 0 |
/// |---|---|---|
/// | 23 | settled | half is proved, half is missed and due |
/// | 24 | settlement | bound to device 0, not proved |
/// | 25 | settlement | not served, not refunded |
/// | 26 | delivery | bound to device 0 |
/// | 27 | assignment | not served |
/// | 28, 29 | first refusal, on sale | not served |
pub(crate) struct World {
	pub(crate) chain: Chain,
	/// Every call that was made, with who made it.
	pub(crate) said: Vec<(Sr25519Keyring, RuntimeCall)>,
	/// A valid receipt of hour 24 that nobody has submitted yet.
	pub(crate) receipt: RuntimeCall,
}

impl World {
	pub(crate) fn new() -> Self {
		let chain = Chain::start(LOCAL);
		let mut builder = Builder {
			chain,
			said: Vec::new(),
		};
		builder.open_market();
		let receipt = builder.live_until_hour_26();
		let Builder { mut chain, said } = builder;
		chain.commit();
		Self {
			chain,
			said,
			receipt,
		}
	}
}

struct Builder {
	chain: Chain,
	said: Vec<(Sr25519Keyring, RuntimeCall)>,
}

impl Builder {
	/// A block with these calls, which all succeed.
	fn block(&mut self, calls: impl IntoIterator<Item = (Sr25519Keyring, RuntimeCall)>) {
		let calls: Vec<_> = calls.into_iter().collect();
		self.said.extend(calls.iter().cloned());
		for result in self.chain.block(calls) {
			assert_ok!(result.expect("the transaction is valid"));
		}
	}

	/// Two devices on offer, three contracts, and things of no concern to the market.
	fn open_market(&mut self) {
		self.block([
			(OWNER, register(OWNER, OPERATOR, 1)),
			(LAZY_OWNER, register(LAZY_OWNER, LAZY_OPERATOR, 2)),
			(Bob, create_collection()),
			(Charlie, approve(Bob)),
			(Charlie, add_proxy(Bob)),
		]);
		let expires_at = self.chain.now_ms() + 3 * 24 * 60_000;
		self.block([
			(Alice, activate(DEVICE, expires_at)),
			(Alice, activate(LAZY_DEVICE, expires_at)),
			(Bob, mint_item()),
		]);
		self.block([
			(OWNER, offer(DEVICE)),
			(LAZY_OWNER, offer(LAZY_DEVICE)),
			(Bob, sell_item()),
		]);
		self.block([
			(TENANT, buy(23..=29, GPU, 0)),
			(One, buy(23..=23, HALF, 5_000)),
			(Two, buy(24..=24, HALF, 0)),
		]);
	}

	fn live_until_hour_26(&mut self) -> RuntimeCall {
		let prover = ReceiptProver::development(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
			.expect("development keys can be made");
		self.until_drawn(23);
		self.block([
			(OPERATOR, accept(contract(), DEVICE, 23, HALF)),
			(OPERATOR, accept(closed(), DEVICE, 23, HALF)),
			(LAZY_OPERATOR, accept(contract(), LAZY_DEVICE, 23, HALF)),
		]);
		self.until_drawn(24);
		self.block([(OPERATOR, accept(contract(), DEVICE, 24, GPU))]);
		self.until(23, HourPhase::Settlement);
		let receipts = [contract(), closed()].map(|contract| self.prove(&prover, contract, 23));
		self.block([(OPERATOR, submit(receipts.into()))]);
		self.until_drawn(26);
		self.block([(OPERATOR, accept(contract(), DEVICE, 26, GPU))]);
		let receipt = self.prove(&prover, contract(), 24);
		self.until(27, HourPhase::Assignment);
		submit(vec![receipt])
	}

	fn until(&mut self, hour: u32, phase: HourPhase) {
		self.chain
			.until(200, || Clock::phase_of(Hour(hour)) == Some(phase));
	}

	/// Until an hour can be accepted.
	fn until_drawn(&mut self, hour: u32) {
		self.until(hour, HourPhase::FirstRefusal);
		let drawn = || greenhour_runtime::Randomness::seed(POOL, Hour(hour)).is_some();
		self.chain.until(20, drawn);
	}

	/// A receipt of device 0 for one hour.
	fn prove(&mut self, prover: &ReceiptProver, contract: ContractId, hour: u32) -> ReceiptOf {
		let (day, hours) = (Hour(hour).day(), mask(hour..=hour));
		let terms = self
			.chain
			.state(|| {
				pallet_receipts::Pallet::<Runtime>::receipt_terms(contract, DEVICE, day, hours)
			})
			.expect("the hour is bound and its seed known");
		let genesis_hash = self
			.chain
			.state(|| greenhour_runtime::System::block_hash(0))
			.0;
		let seed = [1; 32];
		let (keys, meter) = (
			DeviceKeys::from_seed(&seed),
			SoftwareMeter::from_seed(&seed),
		);
		let mut counted = [(0, 0); 24];
		counted[Hour(hour).of_day().index()] = (700, 700);
		let metered = meter.first_day(day, &counted);
		let summary = Summary::new(&metered, day, hours, &terms.rules).expect("units fit");
		let signature = meter
			.sign(&genesis_hash, DEVICE, day, hours, &metered)
			.expect("an hour");
		let inputs = ReceiptInputs {
			genesis_hash,
			version: RECEIPT_V1,
			hours,
			day,
			contract,
			position: terms.position,
			device: DEVICE,
			challenge: terms.challenge,
			result_commitment: [3; 32],
			device_commitment: terms.device_commitment,
			meter_key: keys.meter_key.compressed(),
			rules: terms.rules,
			total_wh: summary.total_wh,
			green_wh: summary.green_wh,
			facts: summary.facts,
		};
		let witness = ReceiptWitness {
			keys,
			metered,
			signature,
		};
		let proof = prover
			.prove_receipt(&inputs, &witness)
			.expect("the statement is true");
		let receipt = Receipt::new(&inputs, proof);
		Receipt {
			contract,
			device: DEVICE,
			day,
			hours,
			facts: receipt.facts.try_into().expect("at most 24 hours"),
			total_wh: receipt.total_wh,
			result_commitment: receipt.result_commitment,
			proof: receipt.proof,
		}
	}
}

fn mask(hours: std::ops::RangeInclusive<u32>) -> HourMask {
	hours.fold(HourMask::EMPTY, |mask, hour| {
		mask.union(HourMask::single(Hour(hour).of_day()))
	})
}

fn id(of: Sr25519Keyring) -> MultiAddress<AccountId, ()> {
	MultiAddress::Id(of.to_account_id())
}

fn register(owner: Sr25519Keyring, operator: Sr25519Keyring, seed: u8) -> RuntimeCall {
	RuntimeCall::Devices(pallet_devices::Call::register {
		operator: operator.to_account_id(),
		consent: sites::consent(operator, owner),
		facts: sites::facts(&[seed; 32]),
		bond: 500 * GHR,
	})
}

fn activate(device: DeviceId, expires_at: u64) -> RuntimeCall {
	RuntimeCall::Devices(pallet_devices::Call::activate {
		device,
		tier: AttestationTier::Tier0,
		expires_at,
		benchmark: GPU,
	})
}

fn offer(device: DeviceId) -> RuntimeCall {
	RuntimeCall::Capacity(pallet_capacity::Call::create_offer {
		device,
		template: Template::flat(GPU),
		first_day: Day(0),
		last_day: Day(2),
	})
}

/// Hours of days 0 and 1.
fn buy(hours: std::ops::RangeInclusive<u32>, units: MilliGpu, min_green_share: u16) -> RuntimeCall {
	let days: Vec<_> = [Day(0), Day(1)]
		.map(|day| {
			let of_day = hours.clone().filter(|hour| Hour(*hour).day() == day);
			let hours = of_day.fold(HourMask::EMPTY, |all, hour| all.union(mask(hour..=hour)));
			DayMask { day, hours }
		})
		.into_iter()
		.filter(|day| !day.hours.is_empty())
		.collect();
	RuntimeCall::HourMarket(pallet_hour_market::Call::buy {
		pool: POOL,
		days: days.try_into().expect("two days"),
		units,
		spec_uri: Default::default(),
		terms: ContractTerms {
			kind: JobKind::Inference,
			spec_hash: [9; 32],
			min_green_share,
			verification: VerificationMode::Receipt,
		},
		max_cost: 100 * GCD,
	})
}

fn accept(contract: ContractId, device: DeviceId, hour: u32, units: MilliGpu) -> RuntimeCall {
	RuntimeCall::Contracts(pallet_contracts::Call::accept {
		contract,
		device,
		day: Hour(hour).day(),
		hours: mask(hour..=hour),
		units,
	})
}

fn submit(receipts: Vec<ReceiptOf>) -> RuntimeCall {
	RuntimeCall::Receipts(pallet_receipts::Call::submit_receipts {
		circuit: RECEIPT_CIRCUIT,
		version: RECEIPT_V1,
		receipts: receipts.try_into().expect("a small batch"),
	})
}

/// Everything that anybody may do for contracts 0 and 2 once their hours are over.
pub(crate) fn settle_all() -> Vec<RuntimeCall> {
	let mut calls = Vec::new();
	for (contract, day) in [(contract(), 0), (contract(), 1), (unserved(), 1)] {
		let day = Day(day);
		calls.extend(
			[DEVICE, LAZY_DEVICE].map(|device| pallet_contracts::Call::settle_missed {
				contract,
				device,
				day,
			}),
		);
		calls.push(pallet_contracts::Call::refund_unserved { contract, day });
	}
	calls.extend(
		[contract(), unserved()].map(|contract| pallet_contracts::Call::close { contract }),
	);
	calls.into_iter().map(RuntimeCall::Contracts).collect()
}

fn create_collection() -> RuntimeCall {
	let admin = id(Bob);
	let config = pallet_nfts::CollectionConfig {
		settings: pallet_nfts::CollectionSettings::all_enabled(),
		max_supply: None,
		mint_settings: pallet_nfts::MintSettings::default(),
	};
	RuntimeCall::Nfts(pallet_nfts::Call::create { admin, config })
}

fn mint_item() -> RuntimeCall {
	RuntimeCall::Nfts(pallet_nfts::Call::mint {
		collection: 1,
		item: 7,
		mint_to: id(Bob),
		witness_data: None,
	})
}

fn sell_item() -> RuntimeCall {
	RuntimeCall::Nfts(pallet_nfts::Call::set_price {
		collection: 1,
		item: 7,
		price: Some(GHR),
		whitelisted_buyer: Some(id(Alice)),
	})
}

fn approve(delegate: Sr25519Keyring) -> RuntimeCall {
	RuntimeCall::Assets(pallet_assets::Call::approve_transfer {
		id: GCD_ASSET,
		delegate: id(delegate),
		amount: 10 * GCD,
	})
}

fn add_proxy(delegate: Sr25519Keyring) -> RuntimeCall {
	RuntimeCall::Proxy(pallet_proxy::Call::add_proxy {
		delegate: id(delegate),
		proxy_type: greenhour_runtime::configs::ProxyType::NonTransfer,
		delay: 0,
	})
}
