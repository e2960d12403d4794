#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod attempts; // when to try again
pub mod chain; // light client, finalized reads, transactions
pub mod clock; // is the clock right enough to act
mod error; // why the device stopped
pub mod facts; // what the chain says at one block
pub mod keys; // keys by URI
pub mod meters; // where readings come from
pub mod prover; // receipts from readings
pub mod remark; // the connectivity check
pub mod run; // the loop
pub mod settings; // file, environment, flags
pub mod status; // what the device is doing
pub mod store; // what survives a power cut
pub mod work; // what is due

pub use error::Error;
