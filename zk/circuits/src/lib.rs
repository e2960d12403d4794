//! Statements of Greenhour receipts and their circuits.
//!
//! Each statement is written twice: as a check in plain Rust (`native`) and as constraints over the
//! scalar field of BN254 (`constraints`). Tests hold the two together. The public inputs of every
//! statement are packed in `greenhour_types`, so that the chain packs them with the same code.
//!
//! `zk/README.md` lists every public input, every witness and every group of constraints.

#[cfg(test)]
mod assigned;
pub mod curve;
pub mod eddsa;
pub mod integer;
pub mod meter;
pub mod poseidon;
pub mod receipt;
mod statement;
#[cfg(test)]
mod vectors;
pub mod work;

pub use ark_bn254::Fr;
pub use curve::Point;
pub use eddsa::Signature;
pub use meter::{DayStart, HourReading, MeterDay, SoftwareMeter};
pub use receipt::{DeviceKeys, Receipt, ReceiptWitness, Violation};
pub use statement::{field_bytes, field_from_bytes, Statement};
pub use work::{Work, WorkWitness};
