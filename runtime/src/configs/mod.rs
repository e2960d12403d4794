//! How each pallet is wired. SDK pallets are grouped by theme, each of our pallets has its own file.

mod assets; // Balances, assets, holds and items.
mod consensus; // Blocks, sessions, finality, offences.
mod fees; // What a transaction costs.
mod governance; // Utility, proxies, sudo, migrations.
mod system; // Accounts, limits of a block, time.

mod capacity;
mod clock;
mod contracts;
mod devices;
mod disputes;
mod hour_market;
mod pogcs;
mod positions;
mod randomness;
mod receipts;
mod validator_set;

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_helpers; // What benchmarks need in the pallets behind the one they measure.

pub use assets::gcd_team;
pub use governance::ProxyType;
pub use system::MAXIMUM_BLOCK_WEIGHT;
