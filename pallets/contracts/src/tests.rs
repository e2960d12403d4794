//! Tests, one file per call or concept.

mod accept;
mod amend;
mod assign;
mod attacks;
mod close;
mod collusion;
mod drop_hours;
mod extend;
mod give_back;
mod open;
mod properties;
mod refund_unserved;
mod script;
mod settle_delivered;
mod settle_excused;
mod settle_missed;
mod unsettled;
mod views;
