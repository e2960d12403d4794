//! Simulates the hour market against other ways to sell hours that die.
#![doc = include_str!("../README.md")]

pub mod demand; // tasks and orders
pub mod error;
pub mod figures; // what is measured
pub mod known; // expected revenue with known demand
pub mod plots; // SVG
pub mod policy; // ways to sell
pub mod random; // seeded draws
pub mod replay; // orders against a policy
pub mod solar; // irradiance
pub mod tuning; // best parameters in hindsight
pub mod water; // water-filling
