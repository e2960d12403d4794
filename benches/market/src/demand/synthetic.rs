//! Made-up tasks in the likeness of a production cluster.

use super::Task;
use crate::random::Random;

/// Days of the built-in demand.
pub const DAYS: usize = 75;

/// GPUs of a task, with how often they are asked for.
const SIZES: [(u32, f64); 6] = [
	(1_000, 0.58),
	(810, 0.16),
	(470, 0.13),
	(320, 0.06),
	(230, 0.06),
	(8_000, 0.01),
];
/// Tasks that are created in a mean hour.
const TASKS_PER_HOUR: f64 = 9.0;
/// Median hours of a task; the logarithm's deviation is below.
const MEDIAN_HOURS: f64 = 0.6;
/// Standard deviation of the logarithm of hours.
const SPREAD: f64 = 1.6;
/// One of so many tasks is flexible.
const FLEXIBLE: f64 = 0.3;

/// Tasks of [`DAYS`] days: Poisson, with a working-day profile, weeks, and days that differ by
/// chance.
pub fn tasks(seed: u64) -> Vec<Task> {
	let mut random = Random::new(seed, "synthetic demand");
	let mut tasks = Vec::new();
	let mut day_factor = 1.0;
	for hour in 0..DAYS * 24 {
		if hour.is_multiple_of(24) {
			let week = if (hour / 24) % 7 >= 5 { 0.7 } else { 1.0 };
			day_factor = week * (0.3 * normal(&mut random)).exp();
		}
		let angle = ((hour % 24) as f64 - 8.0) / 24.0 * std::f64::consts::TAU;
		let rate = TASKS_PER_HOUR * day_factor * (1.0 + 0.6 * angle.sin());
		let mut minute = random.exponential() / rate;
		while minute < 1.0 {
			let size = random.weighted(SIZES.iter().map(|size| size.1));
			tasks.push(Task {
				created: hour as f64 + minute,
				duration: (MEDIAN_HOURS * (SPREAD * normal(&mut random)).exp()).min(720.0),
				units: SIZES[size].0,
				flexible: random.unit() < FLEXIBLE,
			});
			minute += random.exponential() / rate;
		}
	}
	tasks
}

/// Standard normal (Box and Muller).
fn normal(random: &mut Random) -> f64 {
	(-2.0 * random.unit().ln()).sqrt() * (std::f64::consts::TAU * random.unit()).cos()
}
