//! A runtime of just this pallet, with the other pallets as tables, and devices that prove.

mod assigning; // what contracts ask of devices

use crate as pallet_receipts;
use crate::{GenesisCircuit, ReceiptOf};
use frame_support::{derive_impl, ord_parameter_types, parameter_types};
use frame_system::{EnsureRoot, EnsureSignedBy};
use greenhour_circuits::{receipt::Summary, DeviceKeys, ReceiptWitness, SoftwareMeter};
use greenhour_prover::ReceiptProver;
use greenhour_traits::{
	AssignmentFacts, Deliveries, DeviceRegistry, HourClock, SeedSource, Slashed,
};
use greenhour_types::{
	receipt::{Receipt, ReceiptInputs, PROOF_BYTES, RECEIPT_CIRCUIT, RECEIPT_V1},
	work::{WORK_CIRCUIT, WORK_V1},
	AttestationTier, Balance, ClockParams, ContractId, ContractTerms, Day, Device, DeviceClass,
	DeviceId, DeviceKind, DeviceStatus, GpuClassId, Hour, HourMask, HourOfDay, JobKind, MilliGpu,
	Moment, OfferId, PoolId, SiteFacts, VerificationMode, WattHours, ZoneId,
};
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};
use sp_runtime::{BuildStorage, DispatchError};
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Mutex,
};

type Block = frame_system::mocking::MockBlock<Test>;
type Key = (ContractId, DeviceId, Day);

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Receipts: pallet_receipts,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub(crate) static Now: Moment = 0;
	pub(crate) static VoidHours: BTreeSet<Hour> = BTreeSet::new();
	pub(crate) static SeedsDrawn: bool = true;
	/// Length of the money window in hours.
	pub(crate) static SettleHours: u64 = 4;
	pub(crate) static Assignments: BTreeMap<Key, AssignmentFacts> = BTreeMap::new();
	pub(crate) static Devices: BTreeMap<DeviceId, Device<u64>> = BTreeMap::new();
	/// The other half of compute-only devices.
	pub(crate) static EnergyHalf: Option<Device<u64>> = None;
	/// What was paid, in order.
	pub(crate) static Paid: Vec<(Key, HourMask)> = Vec::new();
	pub static MaxBatch: u32 = 8;
}

/// Who may pause circuits.
pub(crate) const GUARD: u64 = 88;

ord_parameter_types! {
	pub const Guard: u64 = GUARD;
}

/// Stands in for every other pallet.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct World;

pub(crate) use assigning::{ask_for, assign};

impl Deliveries for World {
	fn assignment(contract: ContractId, device: DeviceId, day: Day) -> Option<AssignmentFacts> {
		Assignments::get().get(&(contract, device, day)).cloned()
	}

	fn settle_delivered(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<Balance, DispatchError> {
		let key = (contract, device, day);
		Assignments::mutate(|all| {
			let facts = all.get_mut(&key).ok_or("no assignment")?;
			if !facts.unsettled.contains_all(hours) {
				return Err("settled twice".into());
			}
			facts.unsettled = facts.unsettled.difference(hours);
			facts.delivered = facts.delivered.union(hours);
			Paid::mutate(|paid| paid.push((key, hours)));
			Ok(1_000 * Balance::from(hours.count()))
		})
	}

	fn settle_excused(
		_: ContractId,
		_: DeviceId,
		_: Day,
		_: HourMask,
	) -> Result<(), DispatchError> {
		unreachable!("receipts excuse nobody")
	}
}

impl DeviceRegistry<u64> for World {
	fn device(device: DeviceId) -> Option<Device<u64>> {
		Devices::get().get(&device).cloned()
	}

	fn site_of(device: DeviceId) -> Option<Device<u64>> {
		let record = Self::device(device)?;
		match record.kind {
			DeviceKind::Combined => Some(record),
			DeviceKind::EnergyOnly => None,
			DeviceKind::ComputeOnly => Some(record.fed_by(EnergyHalf::get().as_ref()?)),
		}
	}

	fn offer_limit(_: DeviceId, _: u64) -> MilliGpu {
		unreachable!("receipts do not offer")
	}

	fn bond_covers(_: DeviceId, _: MilliGpu) -> bool {
		unreachable!("receipts do not offer")
	}

	fn slash(_: DeviceId, _: Balance, _: Balance, _: &u64) -> Result<Slashed, DispatchError> {
		unreachable!("receipts never slash")
	}
}

impl HourClock for World {
	fn now() -> Moment {
		Now::get()
	}

	fn params() -> ClockParams {
		let mut params = ClockParams::DEVELOPMENT;
		params.hour_zero_ms = Some(0);
		params.windows.settle_ms = SettleHours::get() * params.hour_length_ms;
		params
	}

	fn is_void(hour: Hour) -> bool {
		VoidHours::get().contains(&hour)
	}
}

impl World {
	/// When an hour starts.
	pub(crate) fn start_of(day: Day, hour: u8) -> Moment {
		let hour = day.hour(of_day(hour)).expect("a small day");
		Self::params().start_of(hour).expect("hour zero is known")
	}

	/// The latest hour whose sale is closed; its draw is ready at once.
	fn latest_draw() -> Hour {
		let latest = Self::params().latest_closed_hour(Self::now());
		latest.unwrap_or_default()
	}
}

impl SeedSource for World {
	fn seed(pool: PoolId, hour: Hour) -> Option<[u8; 32]> {
		let drawn = SeedsDrawn::get() && hour <= Self::latest_draw();
		drawn.then(|| greenhour_types::draw::pool_seed(&[9; 32], pool, hour))
	}

	fn frozen_at(hour: Hour) -> Option<u32> {
		(SeedsDrawn::get() && hour <= Self::latest_draw()).then_some(0)
	}
}

impl pallet_receipts::Config for Test {
	type Deliveries = World;
	type Devices = World;
	type Clock = World;
	type Seeds = World;
	type GovernanceOrigin = EnsureRoot<u64>;
	type PauseOrigin = EnsureSignedBy<Guard, u64>;
	type ActivationDelay = frame_support::traits::ConstU64<10>;
	type MaxBatch = MaxBatch;
	type MaxForeignBatch = frame_support::traits::ConstU32<4>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = World;
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::benchmarking::BenchmarkHelper<u64> for World {
	fn assign(hours: HourMask, mode: VerificationMode) -> crate::benchmarking::Assigned<u64> {
		register(DEVICE);
		assign(CONTRACT, DEVICE, hours, 1_000);
		ask_for(CONTRACT, mode, [0; 32]);
		// As if the draws that results wait for had been dropped.
		SeedsDrawn::set(mode == VerificationMode::Receipt);
		SettleHours::set(48);
		end_of_hour(23);
		let mut longer = Assignments::get();
		longer
			.values_mut()
			.for_each(|facts| facts.unsettled = hours);
		Assignments::set(longer);
		crate::benchmarking::Assigned {
			contract: CONTRACT,
			device: DEVICE,
			operator: operator(DEVICE),
			day: DAY,
		}
	}

	fn gpu_class() -> GpuClassId {
		GPU_CLASS
	}
}

pub(crate) const WORK_DEVELOPMENT_KEY: &[u8] =
	include_bytes!("../../../zk/prover/keys/work-v1.development.vk");
pub(crate) const DEVELOPMENT_KEY: &[u8] =
	include_bytes!("../../../zk/prover/keys/receipt-v1.development.vk");
/// Stand-ins: the registry only asks that there is one.
pub(crate) const SCHEMA: [u8; 32] = [1; 32];
pub(crate) const SETUP: [u8; 32] = [2; 32];
pub(crate) const GPU_CLASS: GpuClassId = GpuClassId(3);
pub(crate) const CONTRACT: ContractId = ContractId(10);
pub(crate) const OTHER_CONTRACT: ContractId = ContractId(11);
pub(crate) const DEVICE: DeviceId = DeviceId(1);
pub(crate) const OTHER_DEVICE: DeviceId = DeviceId(2);
pub(crate) const DAY: Day = Day(5);
/// Length of an hour.
pub(crate) const HOUR_MS: u64 = ClockParams::DEVELOPMENT.hour_length_ms;
/// Anyone who has no device.
pub(crate) const STRANGER: u64 = 99;

/// Builds a chain; every test ends in the invariants.
pub(crate) struct Ext {
	allow_development_keys: bool,
	circuits: Vec<GenesisCircuit>,
}

impl Default for Ext {
	fn default() -> Self {
		let key = DEVELOPMENT_KEY.to_vec();
		let receipt_v1 = GenesisCircuit {
			circuit: RECEIPT_CIRCUIT,
			version: RECEIPT_V1,
			key,
			schema: SCHEMA,
			setup: SETUP,
		};
		Self {
			allow_development_keys: true,
			circuits: vec![receipt_v1],
		}
	}
}

impl Ext {
	/// A chain without circuits on which development keys are refused.
	pub(crate) fn production() -> Self {
		Self {
			allow_development_keys: false,
			circuits: Vec::new(),
		}
	}

	/// A chain that takes proofs of `work-v1` as well.
	pub(crate) fn with_work() -> Self {
		let mut ext = Self::default();
		ext.circuits.push(GenesisCircuit {
			circuit: WORK_CIRCUIT,
			version: WORK_V1,
			key: WORK_DEVELOPMENT_KEY.to_vec(),
			schema: SCHEMA,
			setup: SETUP,
		});
		ext
	}

	pub(crate) fn with_circuits(mut self, circuits: Vec<GenesisCircuit>) -> Self {
		self.circuits = circuits;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		Now::set(0);
		VoidHours::set(BTreeSet::new());
		SeedsDrawn::set(true);
		Assignments::set(BTreeMap::new());
		Devices::set(BTreeMap::new());
		EnergyHalf::set(None);
		Paid::set(Vec::new());
		let receipts = pallet_receipts::GenesisConfig {
			allow_development_keys: self.allow_development_keys,
			circuits: self.circuits,
			class_energy: vec![(GPU_CLASS, 300)],
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities = RuntimeGenesisConfig {
			receipts,
			..Default::default()
		}
		.build_storage()
		.expect("valid genesis")
		.into();
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	pub(crate) fn execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
	}

	/// A device with an assignment of two hours, and the time at which they can be settled.
	pub(crate) fn execute_assigned(self, test: impl FnOnce()) {
		self.execute(|| {
			register(DEVICE);
			assign(CONTRACT, DEVICE, hours(&[22, 23]), 1_000);
			end_of_hour(23);
			test();
		});
	}
}

pub(crate) fn hours(list: &[u8]) -> HourMask {
	list.iter().fold(HourMask::EMPTY, |mask, hour| {
		mask.union(HourMask::single(of_day(*hour)))
	})
}

fn of_day(hour: u8) -> HourOfDay {
	HourOfDay::new(hour).expect("0 to 23")
}

pub(crate) fn hour(of: u8) -> Hour {
	DAY.hour(of_day(of)).expect("a small day")
}

/// Moves to the end of an hour of [`DAY`].
pub(crate) fn end_of_hour(of: u8) {
	Now::set(
		World::params()
			.end_of(hour(of))
			.expect("hour zero is known"),
	);
}

fn seed(device: DeviceId) -> [u8; 32] {
	[device.0.to_le_bytes()[0]; 32]
}

fn keys(device: DeviceId) -> DeviceKeys {
	DeviceKeys::from_seed(&seed(device))
}

/// The operating key of a device.
pub(crate) fn operator(device: DeviceId) -> u64 {
	u64::from(device.0)
}

/// Registers a device with 6 kW of solar and a cap of 2,000 Wh an hour.
pub(crate) fn register(device: DeviceId) {
	let keys = keys(device);
	let record = Device {
		owner: 50 + u64::from(device.0),
		operator: operator(device),
		kind: DeviceKind::Combined,
		class: DeviceClass::HomeHub,
		gpu_class: GPU_CLASS,
		zone: ZoneId(1),
		meter_key: keys.meter_key.compressed(),
		commitment: keys.commitment(),
		gpu_nameplate: MilliGpu(4_000),
		solar_nameplate_w: 6_000,
		energy_cap: WattHours(2_000),
		site: SiteFacts::default(),
		status: DeviceStatus::Active {
			tier: AttestationTier::Tier0,
			expires_at: Moment::MAX,
			benchmark: MilliGpu(4_000),
		},
	};
	Devices::mutate(|all| all.insert(device, record));
}

/// What meters count in every hour: 900 Wh, enough for 3,000 units, 540 Wh of it green.
const COUNTED: (u32, u32) = (900, 540);

/// The inputs and witness that an honest device makes for these hours.
pub(crate) fn statement(
	contract: ContractId,
	device: DeviceId,
	hours: HourMask,
) -> (ReceiptInputs, ReceiptWitness) {
	statement_of(contract, device, hours, &[COUNTED; 24])
}

/// The same, of a meter that counted other total and green watt-hours.
pub(crate) fn statement_of(
	contract: ContractId,
	device: DeviceId,
	hours: HourMask,
	counted: &[(u32, u32); 24],
) -> (ReceiptInputs, ReceiptWitness) {
	let terms = Receipts::terms_of(contract, device, DAY, hours).expect("assigned and seeded");
	let (keys, meter) = (keys(device), SoftwareMeter::from_seed(&seed(device)));
	let genesis_hash = Receipts::genesis_hash();
	let metered = meter.first_day(DAY, counted);
	let summary = Summary::new(&metered, DAY, hours, &terms.rules).expect("energy for units");
	let signature = meter
		.sign(&genesis_hash, device, DAY, hours, &metered)
		.expect("an hour");
	let inputs = ReceiptInputs {
		genesis_hash,
		version: RECEIPT_V1,
		hours,
		day: DAY,
		contract,
		position: terms.position,
		device,
		challenge: terms.challenge,
		result_commitment: [6; 32],
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
	(inputs, witness)
}

/// A proof; the same statement is proved once for all tests.
pub(crate) fn prove(inputs: &ReceiptInputs, witness: &ReceiptWitness) -> [u8; PROOF_BYTES] {
	static PROVED: Mutex<Vec<(ReceiptInputs, [u8; PROOF_BYTES])>> = Mutex::new(Vec::new());
	let mut proved = PROVED.lock().expect("no test panics while proving");
	if let Some((_, proof)) = proved.iter().find(|(known, _)| known == inputs) {
		return *proof;
	}
	let cache = std::env::temp_dir().join("greenhour-test-keys");
	let proof = ReceiptProver::development(&cache)
		.expect("keys")
		.prove_receipt_with(inputs, witness, &mut ChaCha20Rng::seed_from_u64(1))
		.expect("the statement holds");
	proved.push((inputs.clone(), proof));
	proof
}

/// The receipt that an honest device submits for these hours.
pub(crate) fn receipt(contract: ContractId, device: DeviceId, hours: HourMask) -> ReceiptOf {
	let (inputs, witness) = statement(contract, device, hours);
	with_proof(&inputs, prove(&inputs, &witness))
}

/// The receipt that says what the inputs say.
pub(crate) fn with_proof(inputs: &ReceiptInputs, proof: [u8; PROOF_BYTES]) -> ReceiptOf {
	let Receipt {
		contract,
		device,
		day,
		hours,
		facts,
		total_wh,
		result_commitment,
		proof,
	} = Receipt::new(inputs, proof);
	let facts = facts.try_into().expect("at most 24 hours");
	Receipt {
		contract,
		device,
		day,
		hours,
		facts,
		total_wh,
		result_commitment,
		proof,
	}
}
