//! Statements of Greenhour receipts and their circuits.
//!
//! Each statement is written twice: as a check in plain Rust (`native`) and as constraints over the
//! scalar field of BN254 (`constraints`). Tests hold the two together. The public inputs of every
//! statement are packed in `greenhour_types`, so that the chain packs them with the same code.
//!
//! `zk/README.md` lists every public input, every witness and every group of constraints.

pub mod integer;
pub mod meter;
pub mod poseidon;
pub mod receipt;
mod statement;

pub use ark_bn254::Fr;
pub use meter::MeterKey;
pub use receipt::{DeviceKeys, HourReading, Receipt, ReceiptWitness, Violation};
pub use statement::{field_bytes, field_from_bytes, Statement};
