mod block_seeds;
mod completing;
mod mixing;
mod opening;
mod properties;
mod pruning;
