//! Why the market refuses.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why the market refuses.
	#[pallet::error]
	pub enum Error<T> {
		/// An order is at least 100 units in each of its hours.
		UnitsBelowMinimum,
		/// The order names no day, a day without an hour, or a window without one.
		NoHours,
		/// Days must be in ascending order, each once.
		DaysNotAscending,
		/// The window touches more than eight days.
		WindowTooLong,
		/// Fewer hours of the window can be bought in this block than are asked for.
		InsufficientHours,
		/// The green share is above 10,000 ten-thousandths.
		GreenShareOutOfRange,
		/// A job commitment, which `work-v1` needs, is a canonical field element.
		JobNotCanonical,
		/// The address of the specification has a byte that is no visible ASCII character.
		SpecUriNotAscii,
		/// The rate of GHR or the value of a unit has expired; governance renews it.
		RatesExpired,
		/// A day is over, beyond the horizon, or the pool does not exist.
		PageNotOpen,
		/// The sale of an hour has closed.
		HourNotOnSale,
		/// Fewer units are left in one of the hours.
		InsufficientUnits,
		/// One of the hours has sold what it sells in one block: a quarter of what is offered, or
		/// 8 GPUs. Buy less, or the rest in the next block.
		BlockLimitExceeded,
		/// The day has no curve within the limits.
		MarketNotSet,
		/// The purchase costs more than `max_cost`; quote again.
		MaxCostExceeded,
		/// The parameters leave the limits of the curve at some lead time, or those of the premium.
		ParamsOutOfRange,
		/// No open contract has this id.
		ContractNotFound,
		/// Only the tenant of the contract may change it.
		NotAuthorized,
		/// The contract has no hours of that day.
		HoursNotBought,
		/// The contract has fewer units of an hour, or fewer that no device serves yet.
		UnitsNotBought,
		/// Hours of that day were bought less than a market hour ago.
		HoldingTooShort,
		/// An hour would keep less than the smallest order of 100 units; give all back or less.
		RemainderBelowMinimum,
		/// The refund is less than `min_refund`; quote again.
		RefundBelowMinimum,
		/// An amount does not fit.
		Overflow,
	}
}
