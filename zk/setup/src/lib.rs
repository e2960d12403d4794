#![doc = include_str!("../README.md")]

pub mod circuit; // circuits by name
mod container; // sections of iden3's files
pub mod contribute; // taking part in phase 2
pub mod convert; // a verified zkey as keys of the chain and the prover
mod error; // causes of refusal
pub mod files; // written whole or not at all
pub mod phase1; // powers of tau for tests
pub mod pins; // digests of files
mod points; // numbers and points in files and hashes
pub mod proofs; // proofs of snarkjs, and for it
pub mod ptau; // phase 1
pub mod r1cs; // circuits
mod statement; // statements in files
mod tiny; // a circuit for quick runs
pub mod transcript; // hashes of phase 2
pub mod verify; // the second verifier
pub mod wtns; // values of all variables
pub mod zkey; // phase 2

pub use circuit::{AnyStatement, Circuit};
pub use error::{Error, Malformed, Refusal};
