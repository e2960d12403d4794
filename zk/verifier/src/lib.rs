//! Batch verifier for Groth16 proofs, without std.
//!
//! One [`VerifyingKey`], decoded with every check; one [`verify_batch`], which takes proofs and
//! public inputs as bytes, refuses what is not canonical, and pays one final exponentiation for
//! the whole batch. Written for the runtime: no panic path, sizes bounded before anything is
//! decoded, nothing allocated in proportion to what is not checked.
//!
//! # Trust
//! The verifier trusts that a key belongs to the circuit it is registered for and that its setup
//! was honest. It refuses keys that anyone can forge for (gamma equal to delta, delta equal to the
//! generator), and names the keys whose secrets are public ([`is_development_key`]).
//!
//! # Curves
//! [`Engine`] says what is needed of a curve and does it for any; [`Bn254`] does it faster, with its own
//! field, decoding and Miller loops. It has the encodings of `ark-bn254`, and tests compare both.
//!
//! # Why not `ark_groth16::verify_proof`
//! Version 0.6 zips public inputs with the key instead of comparing their number, and unwraps the
//! final exponentiation. It also checks one proof at a time.
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

mod batch; // the equation
mod bn254; // the curve, for speed
mod development; // keys whose secrets are public
mod engine; // what differs between curves
mod invalid; // which entries of a batch
mod key; // verifying keys
mod proof; // proofs
#[cfg(test)]
mod tests;
mod transcript; // coefficients

pub use batch::{verify_batch, Entry, Rejection, MAX_BATCH};
pub use bn254::Bn254;
pub use development::{is_development_key, DEVELOPMENT_KEY_DIGESTS};
pub use engine::{Engine, OutsideSubgroup};
pub use invalid::invalid_entries;
pub use key::{key_digest, KeyRejection, VerifyingKey, MAX_INPUTS};
pub use transcript::BatchContext;

/// Verifying keys of the curve that the chain uses.
pub type ReceiptKey = VerifyingKey<Bn254>;
