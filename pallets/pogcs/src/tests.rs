mod attacks;
mod bonds;
mod incentives;
mod owners;
mod properties;
mod round;
mod settled;
mod weights;
