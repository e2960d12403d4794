//! The circuit and the native check agree, on receipts that hold and on every way to spoil one.

pub(crate) mod agreement; // native and circuit
mod groups; // every group of constraints is needed
mod shape; // number of constraints, nothing free

use super::*;
use crate::{
	assigned::{circuit_holds, synthesized, Grouped, Synthesis},
	statement::Enter,
	HourReading, SoftwareMeter,
};
use ark_relations::gr1cs::ConstraintSystemRef;
use greenhour_types::HourOfDay;
use proptest::prelude::*;

impl Grouped for Receipt {
	const GROUPS: &'static [&'static str] = &GROUPS;

	fn constrain(&self, cs: &ConstraintSystemRef<Fr>, enter: Enter<'_>) -> Synthesis {
		Self::constrain(self, cs, enter)
	}
}

/// Makes everything follow from the readings again that is derived from them: public facts and
/// totals, and the signature of the meter with this seed. Green energy may exceed energy.
fn derive(receipt: &mut Receipt, seed: &[u8; 32]) {
	let Receipt { inputs, witness } = receipt;
	let meter = SoftwareMeter::from_seed(seed);
	let summary = Summary::new(&witness.metered, inputs.day, inputs.hours, &inputs.rules)
		.expect("a GPU-hour needs energy, and no register is full");
	inputs.facts = summary.facts;
	inputs.total_wh = summary.total_wh;
	inputs.green_wh = summary.green_wh;
	witness.signature = meter
		.sign(
			&inputs.genesis_hash,
			inputs.device,
			inputs.day,
			inputs.hours,
			&witness.metered,
		)
		.expect("an hour");
}

fn reading(total_max: u32) -> impl Strategy<Value = HourReading> {
	(0..=total_max, 0u32..=10_000, any::<u128>()).prop_map(|(total_wh, share, salt)| {
		let green = u64::from(total_wh) * u64::from(share) / 10_000;
		HourReading {
			total_wh,
			green_wh: u32::try_from(green).expect("at most total"),
			salt,
		}
	})
}

fn metered() -> impl Strategy<Value = (u32, MeterDay)> {
	let start = (
		any::<u64>(),
		0..u64::MAX / 2,
		0..u64::MAX / 2,
		any::<u128>(),
	);
	let readings = (0u32..=32).prop_flat_map(|bits| {
		let cap = u32::try_from((1u64 << bits) - 1).expect("at most 32 bits");
		(Just(cap), proptest::array::uniform24(reading(cap)))
	});
	(start, readings).prop_map(|((previous, total_wh, green_wh, salt), (cap, readings))| {
		let registers = crate::meter::Registers { total_wh, green_wh };
		let start = crate::DayStart {
			previous: -Fr::from(previous),
			registers,
		};
		let metered = MeterDay {
			start,
			salt,
			readings,
		};
		(cap, metered)
	})
}

/// Receipts that hold, over the full range of every field, with the seed of the meter.
pub(crate) fn valid_receipt() -> impl Strategy<Value = (Receipt, [u8; 32])> {
	let subject = (
		1u32..1 << 24,
		any::<u32>(),
		any::<u64>(),
		any::<u32>(),
		any::<u32>(),
	);
	let rules = (1_000u32.., 0u16..=10_000);
	let secrets = (
		any::<u64>(),
		any::<u128>(),
		any::<[u8; 32]>(),
		any::<[u8; 32]>(),
	);
	(subject, metered(), rules, secrets).prop_map(|(subject, metered, rules, secrets)| {
		let (mask, day, contract, position, device) = subject;
		let (max_wh_per_hour, mut metered) = metered;
		let (wh_per_gpu_hour, share) = rules;
		let (secret, salt, seed, genesis_hash) = secrets;
		let (hours, day) = (HourMask::new(mask).expect("24 bits"), Day(day));
		// The cap holds in the mask only.
		for hour in HourMask::FULL.difference(hours).hours() {
			let reading = &mut metered.readings[hour.index()];
			reading.total_wh = reading.total_wh.saturating_mul(3);
		}
		let rules = ReceiptRules {
			wh_per_gpu_hour,
			min_green_share: 0,
			max_wh_per_hour,
		};
		let keys = DeviceKeys {
			secret: -Fr::from(secret),
			meter_key: SoftwareMeter::from_seed(&seed).key(),
			salt,
		};
		let (contract, device) = (ContractId(contract), DeviceId(device));
		let inputs = ReceiptInputs {
			genesis_hash,
			version: RECEIPT_V1,
			hours,
			day,
			contract,
			position: OfferId(position),
			device,
			challenge: challenge_for(&seed, contract, device, day, hours),
			result_commitment: field_bytes(&-Fr::from(salt)),
			device_commitment: keys.commitment(),
			meter_key: keys.meter_key.compressed(),
			rules,
			total_wh: 0,
			green_wh: 0,
			facts: [HourFacts::NONE; HOURS],
		};
		let signature = Receipt::example().witness.signature;
		let witness = ReceiptWitness {
			keys,
			metered,
			signature,
		};
		let mut receipt = Receipt { inputs, witness };
		derive(&mut receipt, &seed);
		let inputs = &mut receipt.inputs;
		let most = (inputs.green_wh * 10_000)
			.checked_div(inputs.total_wh)
			.unwrap_or(u64::MAX);
		inputs.rules.min_green_share = share.min(u16::try_from(most).unwrap_or(u16::MAX));
		(receipt, seed)
	})
}

/// The hour of day with this number.
fn hour(number: u8) -> HourOfDay {
	HourOfDay::new(number).expect("an hour of the day")
}
