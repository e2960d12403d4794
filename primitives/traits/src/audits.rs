//! Who audits, and what audits may take.

use greenhour_types::{Balance, DeviceId};
use sp_runtime::DispatchError;

/// The bonded auditors, as a dense list.
///
/// An implementer must not let the list change at the will of whoever sees a draw coming: who joins can be
/// drawn 16 blocks later at the earliest, and leaves no sooner.
pub trait Auditors<AccountId> {
	/// How many auditors can be drawn.
	fn auditor_count() -> u32;

	/// The auditor at `index` of the list.
	fn auditor_at(index: u32) -> Option<AccountId>;

	/// Has the auditor no part in the device: is he neither its owner nor its operator, and has he never
	/// vouched for it?
	fn may_audit(auditor: &AccountId, device: DeviceId) -> bool;

	/// Writes: one more audit for which his bond must stay.
	fn engage(auditor: &AccountId) -> Result<(), DispatchError>;

	/// Writes: one fewer.
	fn disengage(auditor: &AccountId);

	/// Writes: burns up to `amount` planck of GCD of his bond. Returns what was burned; nobody receives it.
	fn slash(auditor: &AccountId, amount: Balance) -> Balance;
}
