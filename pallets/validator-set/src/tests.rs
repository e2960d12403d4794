//! Tests, one file per concept.

mod attacks;
mod backing;
mod candidacy;
mod election;
mod genesis;
mod governing;
mod offences;
mod properties;
mod rewards;
mod rules;
mod sessions;
mod views;
