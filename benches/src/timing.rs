//! Time of one thread on the processor, so that what else the machine does hardly counts.

use rustix::time::{clock_gettime, ClockId};

/// Milliseconds that this thread has run.
pub fn processor_time_ms() -> f64 {
	let time = clock_gettime(ClockId::ThreadCPUTime);
	time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

/// The least time of several turns.
#[derive(Clone, Copy, Debug)]
pub struct Least {
	ms: f64,
}

impl Default for Least {
	fn default() -> Self {
		Self { ms: f64::INFINITY }
	}
}

impl Least {
	/// Runs a turn.
	pub fn time<R>(&mut self, turn: impl FnOnce() -> R) -> R {
		self.time_each(1, turn)
	}

	/// Runs a turn that does something so many times, of which one counts.
	pub fn time_each<R>(&mut self, count: usize, turn: impl FnOnce() -> R) -> R {
		let start = processor_time_ms();
		let result = turn();
		self.ms = self.ms.min((processor_time_ms() - start) / count as f64);
		result
	}

	/// Milliseconds of the fastest turn; infinite without one.
	pub fn ms(&self) -> f64 {
		self.ms
	}
}
