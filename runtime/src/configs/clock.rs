//! Market time.

use crate::{weights, Runtime, Timestamp};

impl pallet_clock::Config for Runtime {
	type Time = Timestamp;
	type WeightInfo = weights::pallet_clock::WeightInfo<Runtime>;
}
