//! Turns what benches leave on disk into one table.
#![doc = include_str!("../README.md")]

pub mod report;
