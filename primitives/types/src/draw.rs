//! Who has first refusal: a draw that everybody can repeat.
//!
//! For one hour of one contract every offer of the pool is drawn independently, with the chance
//! `1 - exp(-EXPECTED_DRAWN * units / offered)`, where `units` are what it offers in that hour and
//! `offered` what the pool does. The chance of an offer does not depend on its place in a list, and
//! two halves of an offer are drawn, one or both, with exactly the chance of the whole: so nobody
//! gains by leaving and coming back, or by splitting. What an hour offers is fixed once its sale has
//! closed, before the seed is known.

use crate::{ContractId, Hour, MilliGpu, OfferId};
use greenhour_math::ln::{ln, LN_FRACTION_BITS};
use parity_scale_codec::Encode;

/// Offers drawn on average for each hour of a contract, when no offer is a large part of the pool.
pub const EXPECTED_DRAWN: u32 = 2;

/// From here on, in parts of the pool's units, an offer is always drawn: one of half the pool.
const ALWAYS_DRAWN_PARTS: u64 = 2;

/// Fraction bits in which logarithms are compared: products with 32-bit units fit.
const COMPARED_BITS: u32 = 60;

/// Is `offer` drawn for `hour` of `contract`, with `units` of the `offered` units of the pool?
///
/// `seed` is the seed of the pool and hour. An offer without units is never drawn, one with half of
/// the pool's units or more always.
pub fn is_drawn(
	seed: &[u8; 32],
	contract: ContractId,
	hour: Hour,
	offer: OfferId,
	units: MilliGpu,
	offered: MilliGpu,
) -> bool {
	let (units, offered) = (u64::from(units.0), u64::from(offered.0));
	if units == 0 {
		return false;
	}
	if units.saturating_mul(ALWAYS_DRAWN_PARTS) >= offered {
		return true;
	}
	let ticket = ticket(b"greenhour/first-refusal", seed, contract, hour, offer.0);
	// With u = ticket / 2^62 uniform, P(-ln u <= c) = 1 - exp(-c), for c = EXPECTED_DRAWN units / offered.
	let Ok(ln_ticket) = ln((ticket >> 2).max(1)) else {
		return false;
	};
	let exponent = LN_2_POW_62.saturating_sub(ln_ticket) >> (LN_FRACTION_BITS - COMPARED_BITS);
	// At most 2^6 2^60 2^32 on the left and 2^1 2^32 2^60 on the right.
	exponent.saturating_mul(u128::from(offered))
		<= (u128::from(EXPECTED_DRAWN).saturating_mul(u128::from(units))) << COMPARED_BITS
}

/// Is a uniform `ticket` below the chance `1 - exp(-numerator / denominator)`?
///
/// False when the denominator is zero. Ratios are rounded down, so that no chance is larger than it
/// says, and cut to 2^64.
pub(crate) fn is_below_chance(ticket: u64, numerator: u128, denominator: u128) -> bool {
	// At most 62 bits below and 64 above the line, so that the products fit.
	let too_long = u128::BITS
		.saturating_sub(denominator.leading_zeros())
		.saturating_sub(62);
	let denominator_up = denominator
		.checked_shr(too_long)
		.unwrap_or(0)
		.saturating_add(u128::from(too_long > 0));
	let numerator = numerator
		.checked_shr(too_long)
		.unwrap_or(0)
		.min(u128::from(u64::MAX));
	let Ok(ln_ticket) = ln((ticket >> 2).max(1)) else {
		return false;
	};
	let exponent = LN_2_POW_62.saturating_sub(ln_ticket) >> (LN_FRACTION_BITS - COMPARED_BITS);
	denominator > 0 && exponent.saturating_mul(denominator_up) <= numerator << COMPARED_BITS
}

/// The first eight bytes of the hash of `input`.
pub(crate) fn uniform(input: &[u8]) -> u64 {
	let [a, b, c, d, e, f, g, h, ..] = sp_crypto_hashing::blake2_256(input);
	u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// The index in a dense list of `count` offers that attempt number `attempt` of `assign` tries.
///
/// `None` for an empty list. The bias of the modulus is below 2^-32.
pub fn assign_index(
	seed: &[u8; 32],
	contract: ContractId,
	hour: Hour,
	attempt: u32,
	count: u32,
) -> Option<u32> {
	let ticket = ticket(b"greenhour/assign", seed, contract, hour, attempt);
	ticket
		.checked_rem(u64::from(count))
		.and_then(|index| u32::try_from(index).ok())
}

fn ticket(tag: &[u8], seed: &[u8; 32], contract: ContractId, hour: Hour, subject: u32) -> u64 {
	uniform(&(tag, seed, contract, hour, subject).encode())
}

/// The seed of one pool in one hour, from the seed of the hour.
pub fn pool_seed(hour_seed: &[u8; 32], pool: crate::PoolId, hour: Hour) -> [u8; 32] {
	sp_crypto_hashing::blake2_256(&(b"greenhour/pool-seed", hour_seed, pool, hour).encode())
}

/// ln(2^62) in the format of logarithms, rounded down.
const LN_2_POW_62: u128 = 0x2af9_a1ce_04d0_3f77_9ae5_257e;

#[cfg(test)]
mod tests {
	use super::*;

	fn drawn_of(hours: u32, units: u32, offered: u32) -> usize {
		let is_drawn = |hour: &u32| {
			let (units, offered) = (MilliGpu(units), MilliGpu(offered));
			super::is_drawn(
				&[7; 32],
				ContractId(3),
				Hour(*hour),
				OfferId(5),
				units,
				offered,
			)
		};
		(0..hours).filter(is_drawn).count()
	}

	#[test]
	fn an_offer_of_half_the_pool_is_always_drawn_and_an_empty_one_never() {
		assert_eq!(drawn_of(100, 500, 1_000), 100);
		assert_eq!(drawn_of(100, 1_000, 1_000), 100);
		assert_eq!(drawn_of(100, 0, 1_000), 0);
		assert_eq!(drawn_of(100, 0, 0), 0);
	}

	#[test]
	fn the_share_drawn_is_as_expected() {
		// 4,000 draws with chance 1 - exp(-2/8) = 0.2212: mean 885, standard deviation 26.3; seven
		// of them either way.
		let drawn = drawn_of(4_000, 1_000, 8_000);
		assert!((701..1_069).contains(&drawn), "{drawn} of 4000");
	}

	#[test]
	fn splitting_an_offer_gains_nothing() {
		// Two halves, each its own offer: one of them or both are drawn as often as the whole.
		let half = |offer: u32, hour: u32| {
			let (units, offered) = (MilliGpu(500), MilliGpu(8_000));
			is_drawn(
				&[9; 32],
				ContractId(3),
				Hour(hour),
				OfferId(offer),
				units,
				offered,
			)
		};
		let either = (0..4_000)
			.filter(|hour| half(1, *hour) || half(2, *hour))
			.count();
		assert!((701..1_069).contains(&either), "{either} of 4000");
	}

	#[test]
	fn the_constant_is_the_logarithm() {
		// ln(2^62) is twice ln(2^31).
		let half = ln(1 << 31).expect("positive");
		assert!(LN_2_POW_62.abs_diff(2 * half) <= 4);
	}

	#[test]
	fn assign_stays_inside_the_list() {
		assert_eq!(assign_index(&[1; 32], ContractId(1), Hour(1), 0, 0), None);
		for attempt in 0..100 {
			assert!(assign_index(&[1; 32], ContractId(1), Hour(1), attempt, 3) < Some(3));
		}
	}
}
