//! Units of capacity, energy and money.

use parity_scale_codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Money in planck: 10^12 to one GHR, 10^6 to one GCD.
pub type Balance = u128;

/// Planck in one GHR (native token).
pub const GHR: Balance = 1_000_000_000_000;
/// Planck in one GCD (green-compute dollar).
pub const GCD: Balance = 1_000_000;
/// Asset id of GCD.
pub const GCD_ASSET: u32 = 1;

macro_rules! quantity {
	($(#[$doc:meta])* $name:ident($inner:ty)) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode,
			CompactAs, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
		)]
		#[serde(transparent)]
		pub struct $name(pub $inner);

		impl $name {
			/// Nothing.
			pub const ZERO: Self = Self(0);

			/// The sum, or `None` when it does not fit.
			pub fn checked_add(self, other: Self) -> Option<Self> {
				self.0.checked_add(other.0).map(Self)
			}

			/// The difference, or `None` when it would be negative.
			pub fn checked_sub(self, other: Self) -> Option<Self> {
				self.0.checked_sub(other.0).map(Self)
			}

			/// The difference, zero when it would be negative.
			pub fn saturating_sub(self, other: Self) -> Self {
				Self(self.0.saturating_sub(other.0))
			}

			/// True for nothing.
			pub fn is_zero(self) -> bool {
				self.0 == 0
			}
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				write!(f, "{}", self.0)
			}
		}
	};
}

quantity!(/// Thousandths of one reference GPU of the class; for one hour this is one unit (mGPUh).
	MilliGpu(u32));
quantity!(/// Whole watt-hours, rounded down.
	WattHours(u64));

/// Milli-GPUs in one reference GPU.
pub const MILLI_PER_GPU: u32 = 1_000;

/// Fewest units in one purchase. Hours of fewer units are never proved for free either, or a tenant
/// and a device in one hand could fill blocks with receipts of next to nothing.
pub const MIN_ORDER: MilliGpu = MilliGpu(100);
