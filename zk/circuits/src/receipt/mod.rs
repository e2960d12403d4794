//! `receipt-v1`: energy of 1 to 24 hours of one contract, device and day.
//!
//! | input | field | width and check |
//! |---|---|---|
//! | public 0..=39 | as packed by [`ReceiptInputs`] | see the table in `zk/README.md` |
//! | witness | device secret, meter key (x, y), commitment salt | field elements; opened against the device commitment |
//! | witness, per hour | green Wh, grid Wh | 32 bits each |
//! | witness, per hour | salt | field element, 128 random bits; hides the reading |
//!
//! What it proves is only as good as the readings, and readings are **not signed yet**.

mod constraints;
mod native;
#[cfg(test)]
mod tests;

pub use constraints::{group, CONSTRAINTS};
pub use native::{check, Violation};

use crate::{
	field_bytes,
	poseidon::{domain_tag, hash},
	MeterKey, Statement,
};
use ark_bn254::Fr;
use ark_ff::PrimeField;
use greenhour_types::{
	receipt::{challenge_for, FieldBytes, HourFacts, ReceiptInputs, ReceiptRules, RECEIPT_V1},
	ContractId, Day, DeviceId, HourMask, HourOfDay, MilliGpu, OfferId,
};

/// Hours of a day.
pub const HOURS: usize = 24;
/// Domain of the device commitment.
const DEVICE_TAG: &str = "greenhour/device";
/// Domain of the meter-key hash.
const METER_TAG: &str = "greenhour/meter";
/// Domains of what is derived from the seed of a device.
const SECRET_SEED_TAG: &str = "greenhour/seed/secret";
const SALT_SEED_TAG: &str = "greenhour/seed/salt";
const METER_SEED_TAG: &str = "greenhour/seed/meter";
const READING_SEED_TAG: &str = "greenhour/seed/reading";
/// Domain of the reading word; at most 15 bytes, because it starts at bit 128.
const READING_TAG: &str = "greenhour/hour";

/// The secrets behind a registered device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKeys {
	/// The device's own secret.
	pub secret: Fr,
	/// The key of its meter.
	pub meter_key: MeterKey,
	/// Hides the commitment; 128 random bits.
	pub salt: u128,
}

impl DeviceKeys {
	/// All secrets of a device from one random 32-byte seed.
	pub fn from_seed(seed: &[u8; 32]) -> Self {
		let half = |bytes: &[u8]| Fr::from_le_bytes_mod_order(bytes);
		let derive = |tag| hash([domain_tag(tag), half(&seed[..16]), half(&seed[16..])]);
		Self {
			secret: derive(SECRET_SEED_TAG),
			meter_key: MeterKey::from_seed(&field_bytes(&derive(METER_SEED_TAG))),
			salt: low_128_bits(&derive(SALT_SEED_TAG)),
		}
	}

	/// The salt of the reading of one hour, always the same: a device that lost its notes still
	/// makes the one commitment that the chain accepts for the hour.
	pub fn reading_salt(&self, hour: u64) -> u128 {
		low_128_bits(&hash([
			domain_tag(READING_SEED_TAG),
			self.secret,
			Fr::from(hour),
		]))
	}

	/// The commitment under which the device is registered.
	pub fn commitment(&self) -> FieldBytes {
		field_bytes(&self.commitment_element())
	}

	fn commitment_element(&self) -> Fr {
		let MeterKey { x, y } = self.meter_key;
		hash([
			domain_tag(DEVICE_TAG),
			self.secret,
			x,
			y,
			Fr::from(self.salt),
		])
	}

	/// The commitment to one hour of the meter.
	///
	/// `hour` counts from hour zero of the chain: `24 * day + hour of day`.
	pub fn reading_commitment(&self, hour: u64, reading: &HourReading) -> FieldBytes {
		let MeterKey { x, y } = self.meter_key;
		let meter = hash([domain_tag(METER_TAG), x, y]);
		field_bytes(&hash([meter, reading.word(hour), Fr::from(reading.salt)]))
	}
}

fn low_128_bits(element: &Fr) -> u128 {
	let mut low = [0; 16];
	low.copy_from_slice(&field_bytes(element)[..16]);
	u128::from_le_bytes(low)
}

/// What the meter read in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourReading {
	/// Watt-hours fed to compute.
	pub total_wh: u32,
	/// Of these, green watt-hours.
	pub green_wh: u32,
	/// Hides the reading; 128 random bits. The same for every receipt of the hour, because the
	/// chain accepts one reading commitment for each device and hour.
	pub salt: u128,
}

impl HourReading {
	/// Total 32, green 32, hour 64, domain tag.
	fn word(&self, hour: u64) -> Fr {
		let low =
			u128::from(self.total_wh) | u128::from(self.green_wh) << 32 | u128::from(hour) << 64;
		Fr::from(low) + domain_tag(READING_TAG) * crate::integer::power_of_two(128)
	}

	/// Most units that this energy can have served, rounded down; `None` when `wh_per_gpu_hour` is
	/// zero or the units do not fit 32 bits.
	///
	/// `total_wh * 1000 / wh_per_gpu_hour`.
	pub fn max_units_down(&self, wh_per_gpu_hour: u32) -> Option<MilliGpu> {
		let milli = u64::from(self.total_wh).checked_mul(1_000)?;
		let units = milli.checked_div(u64::from(wh_per_gpu_hour))?;
		u32::try_from(units).ok().map(MilliGpu)
	}
}

/// The private part of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptWitness {
	/// Secrets of the device.
	pub keys: DeviceKeys,
	/// Readings by hour of day; zero Wh outside the mask.
	pub readings: [HourReading; HOURS],
}

impl ReceiptWitness {
	/// The facts that the readings amount to, for the hours of `hours` on `day`.
	///
	/// `None` when an hour has no units under these rules (see [`HourReading::max_units_down`]).
	pub fn facts(
		&self,
		day: Day,
		hours: HourMask,
		rules: &ReceiptRules,
	) -> Option<[HourFacts; HOURS]> {
		let mut facts = [HourFacts::NONE; HOURS];
		for hour in hours.hours() {
			let reading = self.readings.get(hour.index())?;
			*facts.get_mut(hour.index())? = HourFacts {
				reading_commitment: self
					.keys
					.reading_commitment(hour_number(day, hour), reading),
				max_units: reading.max_units_down(rules.wh_per_gpu_hour)?,
				green_wh: reading.green_wh,
			};
		}
		Some(facts)
	}
}

/// `24 * day + hour`, which fits for every day.
pub fn hour_number(day: Day, hour: HourOfDay) -> u64 {
	u64::from(day.0) * 24 + u64::from(hour.get())
}

/// The statement: public inputs with a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
	/// Public inputs.
	pub inputs: ReceiptInputs,
	/// Witness.
	pub witness: ReceiptWitness,
}

impl Statement for Receipt {
	const NAME: &'static str = "receipt-v1";
	type Violation = Violation;

	fn example() -> Self {
		let day = Day(412);
		let hours = HourMask::new(0x00ff_0ff1).unwrap_or(HourMask::FULL);
		let rules = ReceiptRules {
			wh_per_gpu_hour: 330,
			min_green_share: 4_000,
			max_wh_per_hour: 9_000,
		};
		let keys = DeviceKeys {
			secret: Fr::from(0x5eed_u64),
			meter_key: MeterKey::from_seed(&[7; 32]),
			salt: 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10,
		};
		let mut readings = [HourReading::default(); HOURS];
		for hour in hours.hours() {
			let step = u32::from(hour.get());
			readings[hour.index()] = HourReading {
				total_wh: 700 + 31 * step,
				green_wh: 500 + 17 * step,
				salt: u128::from(step) << 90 | 0xabcd,
			};
		}
		let witness = ReceiptWitness { keys, readings };
		let (contract, device) = (ContractId(31), DeviceId(5));
		let sum = |wh: fn(&HourReading) -> u32| readings.iter().map(|r| u64::from(wh(r))).sum();
		let inputs = ReceiptInputs {
			genesis_hash: [0xa5; 32],
			version: RECEIPT_V1,
			hours,
			day,
			contract,
			position: OfferId(17),
			device,
			challenge: challenge_for(&[1; 32], contract, device, day, hours),
			result_commitment: field_bytes(&Fr::from(99u64)),
			device_commitment: witness.keys.commitment(),
			rules,
			total_wh: sum(|reading| reading.total_wh),
			green_wh: sum(|reading| reading.green_wh),
			facts: witness
				.facts(day, hours, &rules)
				.unwrap_or([HourFacts::NONE; HOURS]),
		};
		Self { inputs, witness }
	}

	fn public_inputs(&self) -> Vec<FieldBytes> {
		self.inputs.public_inputs().to_vec()
	}

	fn check(&self) -> Result<(), Violation> {
		check(&self.inputs, &self.witness)
	}
}
