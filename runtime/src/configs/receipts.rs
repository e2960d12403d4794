//! Proofs of delivery.

use crate::{weights, AccountId, BlockNumber, Clock, Contracts, Devices, Randomness, Runtime};
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::EnsureRoot;

parameter_types! {
	/// A new circuit waits a week of six-second blocks before it can be used, so that whoever
	/// doesn't trust it can leave.
	pub const ActivationDelay: BlockNumber = 7 * 24 * 600;
}

impl pallet_receipts::Config for Runtime {
	type Deliveries = Contracts;
	type Devices = Devices;
	type Clock = Clock;
	type Seeds = Randomness;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type PauseOrigin = EnsureRoot<AccountId>;
	type ActivationDelay = ActivationDelay;
	type MaxBatch = ConstU32<64>;
	type MaxForeignBatch = ConstU32<64>;
	type WeightInfo = weights::pallet_receipts::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}
