//! Tests, one file per call or concept.

mod enrol;
