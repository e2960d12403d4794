//! Turns the estimates that criterion leaves on disk into one table.
#![doc = include_str!("../README.md")]

pub mod report;
