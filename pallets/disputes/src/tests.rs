//! Tests, one file per call or concept.

mod attacks;
mod cannot_start;
mod claim_hours;
mod judge;
mod object;
mod open_hours;
mod postponed;
mod properties;
mod publish_spec;
mod set_auditing;
mod settle_claim;
