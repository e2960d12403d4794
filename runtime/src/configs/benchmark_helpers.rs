//! What the benchmarks of one pallet need in the pallets behind it.

/// Market time for benchmarks.
pub struct MarketTime;

/// A market with devices, offers and tenants for benchmarks.
pub struct Market;
