//! Capabilities that the pallets offer each other.
//!
//! A pallet asks for a capability in its `Config` and never names another pallet; the runtime wires
//! them together. Methods that write say so; a method that returns an error has written nothing.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod attestation;
pub mod audits;
pub mod capacity;
pub mod clock;
pub mod contracts;
pub mod devices;
pub mod income;
pub mod market;
pub mod physical;
pub mod pogcs;
pub mod proofs;
pub mod randomness;

pub use attestation::{AttestationResults, ChallengeOutcomes};
pub use audits::Auditors;
pub use capacity::{BoundHours, CapacityPools, Shown};
pub use clock::{last_countable, HourClock, MAX_COUNTED};
pub use contracts::{
	AssignmentFacts, ContractBook, ContractFacts, Deliveries, HourPrices, HourRefunds, OpenClaims,
	Unsettled,
};
pub use devices::{DeviceRegistry, Obligations, Slashed};
pub use income::{IncomeRouter, PositionCollection, PositionConsent, PositionIssuer};
pub use market::{ClosingPrices, LatchedMarket, RateValidity};
pub use physical::{PhysicalBound, Sites};
pub use pogcs::{
	DeviceListener, PogcsRates, PogcsWeights, SettledHours, SettlementListener, WeightListener,
};
pub use proofs::ProofIntake;
pub use randomness::{BlockSeed, BlockSeeds, SeedSource};
