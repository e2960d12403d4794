//! The units of the two currencies. GHR pays for bonds and fees, GCD for compute.

pub use greenhour_types::units::{GCD, GCD_ASSET, GHR};

use crate::Balance;

/// A thousandth of a GHR.
pub const MILLI_GHR: Balance = GHR / 1_000;
/// A millionth of a GHR.
pub const MICRO_GHR: Balance = GHR / 1_000_000;

/// The number of decimals of GCD.
pub const GCD_DECIMALS: u8 = 6;
/// The smallest GCD balance an account can have.
///
/// It is one unit on purpose. With a larger minimum a small payout to a fresh account would fail,
/// and the rest of an account could be burned as dust; both would break the rule that every
/// payout lands and every unit is accounted for. The transaction fee bounds the growth of state.
pub const GCD_MINIMUM_BALANCE: Balance = 1;

/// The deposit for `items` entries that together take `bytes` in storage.
pub const fn deposit(items: Balance, bytes: Balance) -> Balance {
	items
		.saturating_mul(100 * MILLI_GHR)
		.saturating_add(bytes.saturating_mul(MILLI_GHR))
}
