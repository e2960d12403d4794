//! Public randomness from what block authors prove with their VRF keys.

use crate::{weights, Clock, Runtime};
use frame_support::traits::Get;

impl pallet_randomness::Config for Runtime {
	type Clock = Clock;
	type AuthorVrf = AuthorVrf;
	type FindAuthor = <Runtime as pallet_authorship::Config>::FindAuthor;
	type AuthorityCount = pallet_validator_set::ValidatorCount<Runtime>;
	type WeightInfo = weights::pallet_randomness::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::MarketTime;
}

/// The VRF output of the author of the current block.
///
/// BABE writes it when it finalizes a block, before the randomness pallet does; see the order of
/// pallets in `lib.rs`.
pub struct AuthorVrf;

impl Get<Option<[u8; 32]>> for AuthorVrf {
	fn get() -> Option<[u8; 32]> {
		pallet_babe::AuthorVrfRandomness::<Runtime>::get()
	}
}
