//! Amounts as a person reads them.

use greenhour_types::{
	units::{GCD, GHR},
	Balance, Day, HourMask, MilliGpu,
};

/// `12.345678 GCD`.
pub(crate) fn gcd(amount: Balance) -> String {
	format!("{}.{:06} GCD", amount / GCD, amount % GCD)
}

/// `12.3456 GHR`, cut after four decimals.
pub(crate) fn ghr(amount: Balance) -> String {
	format!("{}.{:04} GHR", amount / GHR, amount % GHR / (GHR / 10_000))
}

/// `2.500 GPU`.
pub(crate) fn gpus(units: MilliGpu) -> String {
	format!("{}.{:03} GPU", units.0 / 1_000, units.0 % 1_000)
}

/// `day 1 00:00 01:00`.
pub(crate) fn hours(day: Day, mask: HourMask) -> String {
	let list: Vec<String> = mask
		.hours()
		.map(|hour| format!("{:02}:00", hour.get()))
		.collect();
	format!("{day} {}", list.join(" "))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_keep_their_decimals() {
		assert_eq!(gcd(12_000_345), "12.000345 GCD");
		assert_eq!(ghr(3 * GHR + GHR / 2), "3.5000 GHR");
		assert_eq!(gpus(MilliGpu(2_050)), "2.050 GPU");
	}
}
