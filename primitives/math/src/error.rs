//! Why a computation has no result.

use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Why a computation has no result.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum MathError {
	/// The result does not fit its type.
	Overflow,
	/// The divisor is zero.
	DivisionByZero,
	/// More units are asked for than are left.
	InsufficientUnits,
	/// The argument of a logarithm is zero or above [`crate::ln::MAX_ARGUMENT`].
	ArgumentOutOfRange,
	/// More hours than [`crate::allocation::MAX_HOURS`], or fewer than are asked for.
	HoursOutOfRange,
	/// Demand is zero or above [`crate::hour_curve::MAX_DEMAND`].
	DemandOutOfRange,
	/// More units are left than [`crate::hour_curve::MAX_UNITS`].
	UnitsOutOfRange,
	/// The price scale is zero or above [`crate::hour_curve::MAX_UNIT_PRICE`].
	PriceOutOfRange,
}
