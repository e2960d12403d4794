//! Tests, one file per call or concept.

mod attacks;
mod auditors;
mod audits;
mod cells;
mod endorsers;
mod enrol;
mod enumeration;
mod genesis;
mod outcomes;
mod place_disputes;
mod places;
mod properties;
mod verdicts;
