//! Statements of `receipt-v1` as JSON: what a device with a software meter would prove, from its seed.
//!
//! Meant for tests and vectors: such a file holds all secrets of its device.

use crate::{files, Error};
use greenhour_circuits::{
	receipt::Summary, DeviceKeys, Receipt, ReceiptWitness, SoftwareMeter, Statement,
};
use greenhour_types::{
	receipt::{FieldBytes, ReceiptInputs, ReceiptRules, RECEIPT_V1},
	ContractId, Day, DeviceId, HourMask, HourOfDay, OfferId,
};
use serde::Deserialize;
use std::path::Path;

/// Most bytes of a file.
const MAX_BYTES: u64 = 1 << 16;

/// A receipt of the first day of a device whose meter counts the same in every hour.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptFile {
	/// Seed of all secrets of the device, hexadecimal.
	device_seed: String,
	/// Hash of block 0, hexadecimal.
	genesis_hash: String,
	/// Contract that the work was done for.
	contract: ContractId,
	/// Offer that earns.
	position: OfferId,
	/// Device that did the work.
	device: DeviceId,
	/// Day of the hours.
	day: Day,
	/// Hours of the day, 0 to 23.
	hours: Vec<u8>,
	/// Challenge of the day, hexadecimal, little-endian.
	challenge: String,
	/// Commitment to the result of the work, hexadecimal, little-endian.
	result_commitment: String,
	/// Limits.
	rules: RulesFile,
	/// Total watt-hours of each hour.
	total_wh: u32,
	/// Green watt-hours of each hour.
	green_wh: u32,
}

/// The limits of class, contract and device.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
	wh_per_gpu_hour: u32,
	min_green_share: u16,
	max_wh_per_hour: u32,
}

/// The receipt in a file.
///
/// **Errors**: `File`, `Json`; `Statement`: a number is impossible or the statement does not hold.
pub(crate) fn read_receipt(path: &Path) -> Result<Receipt, Error> {
	let bytes = files::read(path, MAX_BYTES)?;
	let file: ReceiptFile = serde_json::from_slice(&bytes).map_err(|source| Error::Json {
		path: path.to_path_buf(),
		source,
	})?;
	let invalid = |reason: String| Error::Statement {
		path: path.to_path_buf(),
		reason,
	};
	let receipt = file.receipt().map_err(invalid)?;
	receipt
		.check()
		.map_err(|cause| invalid(cause.to_string()))?;
	Ok(receipt)
}

impl ReceiptFile {
	fn receipt(&self) -> Result<Receipt, String> {
		let seed = bytes("device_seed", &self.device_seed)?;
		let genesis_hash = bytes("genesis_hash", &self.genesis_hash)?;
		let mut hours = HourMask::EMPTY;
		for hour in &self.hours {
			let hour = HourOfDay::new(*hour).ok_or(format!("hour {hour} is not of a day"))?;
			hours = hours.union(HourMask::single(hour));
		}
		let rules = ReceiptRules {
			wh_per_gpu_hour: self.rules.wh_per_gpu_hour,
			min_green_share: self.rules.min_green_share,
			max_wh_per_hour: self.rules.max_wh_per_hour,
		};
		let (device, day) = (self.device, self.day);
		let (keys, meter) = (
			DeviceKeys::from_seed(&seed),
			SoftwareMeter::from_seed(&seed),
		);
		let metered = meter.first_day(day, &[(self.total_wh, self.green_wh); 24]);
		let summary = Summary::new(&metered, day, hours, &rules);
		let signature = meter.sign(&genesis_hash, device, day, hours, &metered);
		let (Some(summary), Some(signature)) = (summary, signature) else {
			return Err("there are no hours, or an hour has no units under these rules".into());
		};
		let inputs = ReceiptInputs {
			genesis_hash,
			version: RECEIPT_V1,
			hours,
			day,
			contract: self.contract,
			position: self.position,
			device,
			challenge: bytes("challenge", &self.challenge)?,
			result_commitment: bytes("result_commitment", &self.result_commitment)?,
			device_commitment: keys.commitment(),
			meter_key: keys.meter_key.compressed(),
			rules,
			total_wh: summary.total_wh,
			green_wh: summary.green_wh,
			facts: summary.facts,
		};
		let witness = ReceiptWitness {
			keys,
			metered,
			signature,
		};
		Ok(Receipt { inputs, witness })
	}
}

fn bytes(name: &str, text: &str) -> Result<FieldBytes, String> {
	let mut bytes = [0; 32];
	hex::decode_to_slice(text, &mut bytes).map_err(|cause| format!("{name}: {cause}"))?;
	Ok(bytes)
}
