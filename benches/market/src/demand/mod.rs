//! Who wants which hours: tasks, from a file or made up, and the orders that they place.

pub mod orders;
pub mod synthetic;
pub mod trace;

/// One job as a cluster saw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Task {
	/// Hours since the start at which it was created.
	pub created: f64,
	/// Hours that it ran.
	pub duration: f64,
	/// Milli-GPUs it ran on.
	pub units: u32,
	/// May it run at any hours before a deadline?
	pub flexible: bool,
}
