#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss,
		clippy::cast_precision_loss,
		clippy::cast_possible_wrap,
		clippy::indexing_slicing,
		clippy::expect_used,
		clippy::panic,
		clippy::unreachable,
		clippy::float_arithmetic,
		clippy::todo,
		clippy::unimplemented
	)
)]

extern crate alloc;

mod adapter; // the trait and what it hands to the verifier
mod circuit; // the adapter of a registered circuit
mod encoding; // points and field elements of other libraries
mod risc_zero; // RISC Zero receipts
mod snarkjs; // circom circuits proved by snarkjs
mod sp1; // SP1 proofs
#[cfg(test)]
mod tests;
mod verify; // from submissions to the batch verifier

pub use adapter::{Adapted, Adapter, AdapterError};
pub use circuit::{AdapterKind, CircuitAdapter};
pub use risc_zero::{RiscZero, RISC_ZERO_INPUTS, SEAL_BYTES};
#[cfg(feature = "std")]
pub use snarkjs::json::{self, JsonError};
pub use snarkjs::{Signal, Snarkjs, FIELD_BITS};
pub use sp1::{Sp1, SP1_INPUTS, SP1_PROOF_BYTES};
pub use verify::{verify, Refusal, Submission};

/// Most bytes of a statement: what one call may hash for one proof.
pub const MAX_STATEMENT_BYTES: usize = 4_096;
