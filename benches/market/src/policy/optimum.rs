//! The optimum with known demand: dynamic programming over units left and demand still to come.
//!
//! With V(n) the expected revenue of n units while the demand x is still to come, and orders of q
//! units coming with probability w_q,
//!
//! ```text
//! dV(n)/dx = sum over q <= n of (w_q / mean size) max_p e^-p (p q - (V(n) - V(n - q)))
//!          = sum over q <= n of (w_q / mean size) q e^-(1 + (V(n) - V(n - q)) / q)
//! ```
//!
//! A price may depend on the size of the order, so that no policy that posts prices does better.

use crate::known::Market;

/// Expected revenue of the optimum, in price scales times units.
pub fn expected_revenue(market: &Market) -> f64 {
	let grid = market.grid();
	let orders = market.orders_in_grid();
	let slope = |values: &[f64], n: usize| -> f64 {
		orders
			.iter()
			.filter(|order| order.0 <= n)
			.map(|&(size, rate)| {
				let units = size as f64 * grid;
				let loss = (values[n] - values[n - size]) / units;
				rate * units * (-1.0 - loss).exp()
			})
			.sum()
	};
	let mut values = vec![0.0; market.states()];
	let steps = market.steps();
	let step = market.demand() / steps as f64;
	for _ in 0..steps {
		values = runge_kutta(&values, step, &slope);
	}
	values[market.states() - 1]
}

/// One step of the classical method of fourth order.
pub(crate) fn runge_kutta(
	values: &[f64],
	step: f64,
	slope: &dyn Fn(&[f64], usize) -> f64,
) -> Vec<f64> {
	let slopes = |at: &[f64]| (0..at.len()).map(|n| slope(at, n)).collect::<Vec<_>>();
	let moved = |by: &[f64], part: f64| {
		values
			.iter()
			.zip(by)
			.map(|(value, slope)| value + step * part * slope)
			.collect::<Vec<_>>()
	};
	let first = slopes(values);
	let second = slopes(&moved(&first, 0.5));
	let third = slopes(&moved(&second, 0.5));
	let fourth = slopes(&moved(&third, 1.0));
	(0..values.len())
		.map(|n| values[n] + step / 6.0 * (first[n] + 2.0 * (second[n] + third[n]) + fourth[n]))
		.collect()
}
