//! What a runtime upgrade changes in storage. Empty until the first upgrade of a live chain.

/// Migrations that fit into the first block of an upgrade.
pub type SingleBlock = ();

/// Migrations that take several blocks; transactions wait until they are done.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type MultiBlock = ();

/// Stand-ins, so that the migrations pallet itself can be measured.
#[cfg(feature = "runtime-benchmarks")]
pub type MultiBlock = pallet_migrations::mock_helpers::MockedMigrations;
