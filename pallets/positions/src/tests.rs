//! Tests, one file per call or concept.

mod claim;
mod consent;
mod credit;
mod genesis;
mod issue;
mod properties;
mod sale;
mod withdraw;
