//! The best parameter in hindsight.

/// Values tried after the first two between the ends.
const GOLDEN_STEPS: usize = 6;

/// The largest value of `revenue` between `low` and `high` and where it is, on a logarithmic
/// scale: the best of a coarse grid, refined by golden section.
pub fn best(low: f64, high: f64, grid: usize, mut revenue: impl FnMut(f64) -> f64) -> (f64, f64) {
	let at = |part: f64| low * (high / low).powf(part);
	let mut top = (f64::NEG_INFINITY, 0.0);
	for index in 0..=grid {
		let part = index as f64 / grid as f64;
		let value = revenue(at(part));
		if value > top.0 {
			top = (value, part);
		}
	}
	let width = 1.0 / grid as f64;
	let (mut left, mut right) = ((top.1 - width).max(0.0), (top.1 + width).min(1.0));
	let ratio = (5f64.sqrt() - 1.0) / 2.0;
	let mut inner = [
		right - ratio * (right - left),
		left + ratio * (right - left),
	];
	let mut values = inner.map(|part| revenue(at(part)));
	for _ in 0..GOLDEN_STEPS {
		if values[0] > values[1] {
			right = inner[1];
			inner = [right - ratio * (right - left), inner[0]];
			values = [revenue(at(inner[0])), values[0]];
		} else {
			left = inner[0];
			inner = [inner[1], left + ratio * (right - left)];
			values = [values[1], revenue(at(inner[1]))];
		}
	}
	for (value, part) in values.into_iter().zip(inner) {
		if value > top.0 {
			top = (value, part);
		}
	}
	(top.0, at(top.1))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_best_fixed_price_of_endless_stock_is_the_price_scale() {
		let (value, price) = best(0.1, 10.0, 10, |price| price * (-price).exp());
		assert!((price - 1.0).abs() < 0.02 && (value - (-1f64).exp()).abs() < 1e-4);
	}
}
