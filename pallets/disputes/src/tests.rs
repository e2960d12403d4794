//! Tests, one file per call or concept.

mod attacks;
mod cannot_start;
mod claim_hours;
mod judge;
mod object;
mod postponed;
mod properties;
mod publish_spec;
mod settle_claim;
