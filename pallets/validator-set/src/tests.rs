mod genesis;
mod sessions;
