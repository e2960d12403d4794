//! A meter in software, for devices whose meter has no key of its own, and for tests.
//!
//! Whoever has its seed can make it sign anything: what it says is worth no more than the word of the
//! device's owner.

use super::{first_hour, head_message, DayStart, MeterDay, HOURS};
use crate::{
	curve::Point,
	eddsa::{Signature, SigningKey},
	field_bytes,
	poseidon::{domain_tag, hash},
	HourReading,
};
use ark_bn254::Fr;
use ark_ff::PrimeField;
use greenhour_types::{Day, DeviceId, HourMask};

/// Domains of what is derived from the seed of a device.
const KEY_SEED_TAG: &str = "greenhour/seed/meter";
const READINGS_SEED_TAG: &str = "greenhour/seed/readings";
/// Domain of the salt of one link.
const SALT_TAG: &str = "greenhour/reading-salt";

/// Key and salts of a meter.
#[derive(Clone, Debug)]
pub struct SoftwareMeter {
	key: SigningKey,
	salt_secret: Fr,
}

impl SoftwareMeter {
	/// The meter of the device with this seed.
	pub fn from_seed(seed: &[u8; 32]) -> Self {
		let derive = |tag| derived(tag, seed);
		Self {
			key: SigningKey::from_seed(&field_bytes(&derive(KEY_SEED_TAG))),
			salt_secret: derive(READINGS_SEED_TAG),
		}
	}

	/// The public key, which the device registers.
	pub fn key(&self) -> Point {
		self.key.public()
	}

	/// A day from what was counted in each hour: total and green watt-hours.
	///
	/// Salts depend on the seed and the hour only, so the same readings make the same links.
	pub fn day(&self, start: DayStart, day: Day, counted: &[(u32, u32); HOURS]) -> MeterDay {
		let midnight = first_hour(day);
		let mut ends = midnight + 1..;
		let readings = counted.map(|(total_wh, green_wh)| HourReading {
			total_wh,
			green_wh,
			salt: self.salt(ends.next().unwrap_or(u64::MAX)),
		});
		MeterDay {
			start,
			salt: self.salt(midnight),
			readings,
		}
	}

	/// The first day of a meter, from what was counted in each hour.
	pub fn first_day(&self, day: Day, counted: &[(u32, u32); HOURS]) -> MeterDay {
		self.day(DayStart::of_new_meter(&self.key()), day, counted)
	}

	/// The signature that a receipt of these hours shows; `None` without hours, or when a register rolls
	/// over.
	pub fn sign(
		&self,
		genesis_hash: &[u8; 32],
		device: DeviceId,
		day: Day,
		hours: HourMask,
		metered: &MeterDay,
	) -> Option<Signature> {
		let head = metered.head(day, hours)?;
		Some(self.key.sign(head_message(genesis_hash, device, head)))
	}

	/// Salt of the link at the start of an hour.
	fn salt(&self, hour: u64) -> u128 {
		let tag = domain_tag(SALT_TAG);
		low_128_bits(&hash([tag, self.salt_secret, Fr::from(hour)]))
	}
}

/// One of the secrets of the device with this seed.
pub(crate) fn derived(tag: &str, seed: &[u8; 32]) -> Fr {
	let half = |bytes: &[u8]| Fr::from_le_bytes_mod_order(bytes);
	hash([domain_tag(tag), half(&seed[..16]), half(&seed[16..])])
}

pub(crate) fn low_128_bits(element: &Fr) -> u128 {
	let mut low = [0; 16];
	low.copy_from_slice(&field_bytes(element)[..16]);
	u128::from_le_bytes(low)
}
