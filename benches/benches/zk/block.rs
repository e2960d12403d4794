//! What a receipt takes of a block: bytes, and weight as the runtime charges it.

use greenhour_benches::weights::{cost, DbWeight};
use greenhour_types::{
	receipt::{HourFacts, Receipt, PROOF_BYTES},
	ContractId, Day, DeviceId, HourMask, HourOfDay, MilliGpu,
};
use parity_scale_codec::Encode;
use std::error::Error;

/// What transactions may take of a block, in picoseconds: three quarters of two seconds.
const BLOCK_TIME: u64 = 1_500_000_000_000;
/// `ParityDbWeight` and `ExtrinsicBaseWeight` of frame-support 49.0.1, in picoseconds.
const PARITY_DB: DbWeight = DbWeight {
	read: 8_000_000,
	write: 50_000_000,
};
const EXTRINSIC_BASE: u64 = 108_157_000;

const WEIGHTS: &str = include_str!("../../../runtime/src/weights/pallet_receipts.rs");
const SYSTEM: &str = include_str!("../../../runtime/src/configs/system.rs");
const RECEIPTS: &str = include_str!("../../../runtime/src/configs/receipts.rs");

/// How many one-hour receipts fit into the transactions of a block: full calls of `submit_receipts`, and
/// one with what still fits.
pub(crate) fn receipts_of_a_block() -> Result<u64, Box<dyn Error>> {
	for line in [
		"type DbWeight = ParityDbWeight;",
		"weights.base_extrinsic = ExtrinsicBaseWeight::get();",
	] {
		if !SYSTEM.contains(line) {
			return Err(format!("the runtime no longer says `{line}`").into());
		}
	}
	let (_, bound) = RECEIPTS
		.split_once("type MaxBatch = ConstU32<")
		.ok_or("the runtime has no MaxBatch")?;
	let (bound, _) = bound.split_once('>').ok_or("MaxBatch is no constant")?;
	let full: u64 = bound.replace('_', "").parse()?;
	let mut left = BLOCK_TIME;
	let mut receipts = 0;
	loop {
		let fitting = largest(full, left)?;
		receipts += fitting;
		left -= call(fitting)?;
		if fitting < full {
			return Ok(receipts);
		}
	}
}

/// The largest call that fits; zero if none does.
fn largest(full: u64, left: u64) -> Result<u64, Box<dyn Error>> {
	for receipts in (1..=full).rev() {
		if call(receipts)? <= left {
			return Ok(receipts);
		}
	}
	Ok(0)
}

/// The weight of `submit_receipts` with so many receipts of one hour, as `Pallet::weight_of` sums it.
fn call(receipts: u64) -> Result<u64, Box<dyn Error>> {
	if receipts == 0 {
		return Ok(0);
	}
	let verify = cost(WEIGHTS, "verify_proofs", &[("n", receipts)])?.ref_time(PARITY_DB);
	let settle = cost(WEIGHTS, "settle_receipt", &[("h", 1)])?.ref_time(PARITY_DB);
	Ok(EXTRINSIC_BASE + verify + receipts * settle)
}

/// Ids below this take four bytes.
const MANY: u32 = (1 << 30) - 1;
/// A year of blocks.
const YEAR: u32 = 365 * 24 * 600;

/// Bytes of a receipt as it stands in a block, of a billion devices and a chain of a year; the energy of an hour takes two
/// bytes up to 16 kWh.
pub(crate) fn bytes_of_a_receipt() -> usize {
	let contract = ContractId::opened_in(YEAR, 1_000).expect("few events");
	let receipt = Receipt {
		contract,
		device: DeviceId(MANY),
		day: Day(20_000),
		hours: HourMask::single(HourOfDay::new(12).expect("noon")),
		facts: vec![HourFacts {
			reading_commitment: [1; 32],
			max_units: MilliGpu(1_000),
			green_wh: 700,
		}],
		total_wh: 1_000,
		result_commitment: [1; 32],
		proof: [0; PROOF_BYTES],
	};
	receipt.encode().len()
}
