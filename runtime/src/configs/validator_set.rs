//! The validators of the chain.

use super::consensus::MAX_AUTHORITIES;
use crate::Runtime;
use frame_support::traits::ConstU32;

impl pallet_validator_set::Config for Runtime {
	type MaxValidators = ConstU32<MAX_AUTHORITIES>;
}
