//! One file per call, one for each other subject, and random sequences.

mod buy;
mod closing;
mod properties;
mod set_pool_params;
mod views;
