//! What happens in a run, one subject each. A step acts, waits for finality, reads finalized
//! storage and says what it found; only that read decides whether it is ok.

pub(crate) mod acceptance; // Who serves: first refusal, its refusal of others, assignment.
pub(crate) mod candidacy; // A validator that joins and leaves.
pub(crate) mod closing; // Claims, and the end of contracts.
pub(crate) mod delivery; // Receipts that were proved and paid.
pub(crate) mod equivocation; // A validator that runs twice.
pub(crate) mod expiry; // An hour that nobody bought.
pub(crate) mod forgery; // Receipts that must be refused.
pub(crate) mod misled; // A device that is started with something wrong.
pub(crate) mod miss; // A device that dies, its refund and its slash.
pub(crate) mod outage; // Validators and devices that die and come back.
pub(crate) mod position; // A position that changes hands half-way.
pub(crate) mod setup; // Validators, devices, offers.
pub(crate) mod trade; // Hours sold.
