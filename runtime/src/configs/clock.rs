//! Market time.

use crate::{Runtime, Timestamp};

impl pallet_clock::Config for Runtime {
	type Time = Timestamp;
	type WeightInfo = ();
}
