//! `receipt-v1`: energy of 1 to 24 hours of one contract, device and day.
//!
//! | input | field | width and check |
//! |---|---|---|
//! | public 0..=39 | as packed by [`ReceiptInputs`] | see the table in `zk/README.md` |
//! | witness | device secret, meter key (x, y), commitment salt | field elements; opened against the device commitment |
//! | witness | link one hour before the day, registers when the day starts, salt | field element, 64 bits each, field element |
//! | witness, per hour | green Wh, grid Wh | 32 bits each |
//! | witness, per hour | salt | field element, 128 random bits; hides the link |
//! | witness | signature of the meter: R (x, y), S | field elements, 251 bits |
//!
//! It proves what the meter signed; it does not prove that the meter is honest.

mod constraints;
mod native;
#[cfg(test)]
pub(crate) mod tests;

pub use constraints::{group, CONSTRAINTS, GROUPS};
pub(crate) use constraints::{input, public_inputs};
pub(crate) use native::check_as;
pub use native::{check, Violation};

use crate::{
	curve::Point,
	eddsa::Signature,
	field_bytes,
	meter::{
		software::{derived, low_128_bits},
		MeterDay, SoftwareMeter, HOURS,
	},
	poseidon::{domain_tag, hash},
	Statement,
};
use ark_bn254::Fr;
use greenhour_types::{
	receipt::{challenge_for, FieldBytes, HourFacts, ReceiptInputs, ReceiptRules, RECEIPT_V1},
	ContractId, Day, DeviceId, HourMask, OfferId,
};

/// Domain of the device commitment.
pub(super) const DEVICE_TAG: &str = "greenhour/device";
/// Domains of what is derived from the seed of a device.
const SECRET_SEED_TAG: &str = "greenhour/seed/secret";
const SALT_SEED_TAG: &str = "greenhour/seed/salt";

/// What a device registers, and the secrets behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKeys {
	/// The device's own secret.
	pub secret: Fr,
	/// The public key of its meter.
	pub meter_key: Point,
	/// Hides the commitment; 128 random bits.
	pub salt: u128,
}

impl DeviceKeys {
	/// All secrets of a device from one random 32-byte seed, with the meter of
	/// [`SoftwareMeter::from_seed`].
	pub fn from_seed(seed: &[u8; 32]) -> Self {
		Self {
			secret: derived(SECRET_SEED_TAG, seed),
			meter_key: SoftwareMeter::from_seed(seed).key(),
			salt: low_128_bits(&derived(SALT_SEED_TAG, seed)),
		}
	}

	/// The commitment under which the device is registered.
	pub fn commitment(&self) -> FieldBytes {
		let Point { x, y } = self.meter_key;
		let tag = domain_tag(DEVICE_TAG);
		field_bytes(&hash([tag, self.secret, x, y, Fr::from(self.salt)]))
	}
}

/// The private part of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptWitness {
	/// Secrets of the device.
	pub keys: DeviceKeys,
	/// The day of its meter.
	pub metered: MeterDay,
	/// The meter's signature of the link at the end of the last hour of the receipt.
	pub signature: Signature,
}

/// What a day of a meter amounts to for the hours of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
	/// Facts of each hour.
	pub facts: [HourFacts; HOURS],
	/// Watt-hours over all hours.
	pub total_wh: u64,
	/// Green watt-hours over all hours.
	pub green_wh: u64,
}

impl Summary {
	/// The summary of these hours.
	///
	/// `None` when an hour has no units under these rules ([`HourReading::max_units_down`]) or a
	/// register rolls over.
	///
	/// [`HourReading::max_units_down`]: crate::HourReading::max_units_down
	pub fn new(
		metered: &MeterDay,
		day: Day,
		hours: HourMask,
		rules: &ReceiptRules,
	) -> Option<Self> {
		let links = metered.links(day)?;
		let mut summary = Self {
			facts: [HourFacts::NONE; HOURS],
			total_wh: 0,
			green_wh: 0,
		};
		for hour in hours.hours() {
			let reading = metered.readings[hour.index()];
			summary.facts[hour.index()] = HourFacts {
				reading_commitment: field_bytes(&links[hour.index() + 1]),
				max_units: reading.max_units_down(rules.wh_per_gpu_hour)?,
				green_wh: reading.green_wh,
			};
			summary.total_wh += u64::from(reading.total_wh);
			summary.green_wh += u64::from(reading.green_wh);
		}
		Some(summary)
	}
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
		let (contract, device, day) = (ContractId(31), DeviceId(5), Day(412));
		let hours = HourMask::new(0x00ff_0ff1).unwrap_or(HourMask::FULL);
		let rules = ReceiptRules {
			wh_per_gpu_hour: 330,
			min_green_share: 4_000,
			max_wh_per_hour: 9_000,
		};
		let genesis_hash = [0xa5; 32];
		let (keys, meter) = (
			DeviceKeys::from_seed(&[7; 32]),
			SoftwareMeter::from_seed(&[7; 32]),
		);
		let mut step = 0;
		let counted = [(); HOURS].map(|()| {
			step += 1;
			(669 + 31 * step, 483 + 17 * step)
		});
		let mut metered = meter.first_day(day, &counted);
		metered.start.registers.total_wh = 7_654_321;
		metered.start.registers.green_wh = 3_456_789;
		let summary = Summary::new(&metered, day, hours, &rules);
		let signature = meter.sign(&genesis_hash, device, day, hours, &metered);
		let (Some(summary), Some(signature)) = (summary, signature) else {
			unreachable!("far from rolling over")
		};
		let inputs = ReceiptInputs {
			genesis_hash,
			version: RECEIPT_V1,
			hours,
			day,
			contract,
			position: OfferId(17),
			device,
			challenge: challenge_for(&[1; 32], contract, device, day, hours),
			result_commitment: field_bytes(&Fr::from(99u64)),
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
		Self { inputs, witness }
	}

	fn public_inputs(&self) -> Vec<FieldBytes> {
		self.inputs.public_inputs().to_vec()
	}

	fn check(&self) -> Result<(), Violation> {
		check(&self.inputs, &self.witness)
	}
}
