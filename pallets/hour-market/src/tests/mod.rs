//! One file per call, one for each other subject, attacks, and random sequences.

mod allocate;
mod attacks;
mod buy;
mod buy_cheapest;
mod buy_volume;
mod closing;
mod extend;
mod learning;
mod properties;
mod sell_back;
mod set_pool_params;
mod views;
