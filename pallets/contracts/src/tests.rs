//! Tests, one file per call or concept.

mod accept;
mod assign;
mod close;
mod open;
mod properties;
mod refund_unserved;
mod remove_assignment;
mod settle_delivered;
mod settle_missed;
mod unsettled;
