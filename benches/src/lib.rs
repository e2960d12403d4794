//! Turns what benches leave on disk into one table.
#![doc = include_str!("../README.md")]

pub mod report; // rows and tables
pub mod timing; // time on the processor
pub mod weights; // what the runtime charges
