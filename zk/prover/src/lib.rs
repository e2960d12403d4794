//! Proving keys by digest, and one generic prove call.
//!
//! [`ReceiptProver`] and [`WorkProver`] are what a device uses. [`prove`] works for every
//! [`Statement`](greenhour_circuits::Statement); [`Keys`] holds a proving key with its verifying
//! key in the chain's form.
//!
//! # Trust
//! The keys here are **for development only**: they come from a seed in this source, so anyone can
//! compute their secrets and forge proofs. The verifier lists them
//! ([`greenhour_verifier::is_development_key`]), and a chain refuses them unless its genesis allows
//! development keys.

mod device; // the calls of the device
mod error; // causes of failure
mod keys; // key generation and the cache
mod prove; // statement to proof bytes
mod prover; // a statement with its keys
mod quotient; // constraints to the scalars of the quotient

pub use device::{ReceiptProver, WorkProver};
pub use error::Error;
pub use keys::{DevelopmentKeys, Keys, MAX_PROVING_KEY_BYTES};
pub use prove::{prove, verify, OnStage, Stage};
pub use prover::Prover;
pub use quotient::CosetReduction;
