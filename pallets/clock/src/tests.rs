mod counting;
mod hour_zero;
mod lengths;
mod properties;
