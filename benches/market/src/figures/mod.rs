//! What the simulator measures, one file for each figure.

pub mod flexible;
pub mod known_demand;
pub mod learned_demand;

/// How thorough a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
	/// Seconds: few cells and seeds.
	Quick,
	/// The whole grid.
	Full,
}
