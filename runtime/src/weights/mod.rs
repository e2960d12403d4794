//! What the calls of our pallets cost, as `scripts/bench-weights` measured it.

pub mod pallet_capacity;
pub mod pallet_clock;
pub mod pallet_contracts;
pub mod pallet_devices;
pub mod pallet_disputes;
pub mod pallet_hour_market;
pub mod pallet_pogcs;
pub mod pallet_positions;
pub mod pallet_randomness;
pub mod pallet_receipts;
pub mod pallet_validator_set;
