//! Who has first refusal: a draw that everybody can repeat.
//!
//! For one hour of one contract every open offer of the pool is drawn independently with the same
//! chance, `min(1, EXPECTED_DRAWN / offers)`, from the seed of that hour. The chance of an offer
//! does not depend on its place in a list, so nobody gains by leaving and coming back.

use crate::{ContractId, Hour, OfferId};
use parity_scale_codec::Encode;

/// Offers drawn on average for each hour of a contract.
pub const EXPECTED_DRAWN: u32 = 2;

/// Is `offer` drawn for `hour` of `contract`, among `offers` open offers of the pool?
///
/// `seed` is the seed of the pool and hour. With [`EXPECTED_DRAWN`] offers or fewer, all are drawn.
pub fn is_drawn(
	seed: &[u8; 32],
	contract: ContractId,
	hour: Hour,
	offer: OfferId,
	offers: u32,
) -> bool {
	if offers <= EXPECTED_DRAWN {
		return offers > 0;
	}
	let ticket = ticket(b"greenhour/first-refusal", seed, contract, hour, offer.0);
	// ticket / 2^64 < EXPECTED_DRAWN / offers, without division.
	u128::from(ticket).saturating_mul(u128::from(offers))
		< u128::from(EXPECTED_DRAWN).saturating_mul(1u128 << 64)
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
	let digest = sp_crypto_hashing::blake2_256(&(tag, seed, contract, hour, subject).encode());
	let [a, b, c, d, e, f, g, h, ..] = digest;
	u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// The seed of one pool in one hour, from the seed of the hour.
pub fn pool_seed(hour_seed: &[u8; 32], pool: crate::PoolId, hour: Hour) -> [u8; 32] {
	sp_crypto_hashing::blake2_256(&(b"greenhour/pool-seed", hour_seed, pool, hour).encode())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn few_offers_are_all_drawn_and_none_of_none() {
		assert!(is_drawn(&[0; 32], ContractId(1), Hour(1), OfferId(0), 1));
		assert!(is_drawn(&[0; 32], ContractId(1), Hour(1), OfferId(9), 2));
		assert!(!is_drawn(&[0; 32], ContractId(1), Hour(1), OfferId(0), 0));
	}

	#[test]
	fn the_share_drawn_is_as_expected() {
		// 4,000 draws with chance 2/8: mean 1,000, standard deviation 27.4; seven of them either way.
		let drawn = (0..4_000)
			.filter(|hour| is_drawn(&[7; 32], ContractId(3), Hour(*hour), OfferId(5), 8))
			.count();
		assert!((800..1_200).contains(&drawn), "{drawn} of 4000");
	}

	#[test]
	fn assign_stays_inside_the_list() {
		assert_eq!(assign_index(&[1; 32], ContractId(1), Hour(1), 0, 0), None);
		for attempt in 0..100 {
			assert!(assign_index(&[1; 32], ContractId(1), Hour(1), attempt, 3) < Some(3));
		}
	}
}
