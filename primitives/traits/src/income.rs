//! Where income goes.

use alloc::vec::Vec;
use greenhour_types::{Balance, Day, DeviceId, OfferId, PoolId, Template};
use sp_runtime::DispatchError;

/// Routes the income of an offer to whoever holds its position.
pub trait IncomeRouter<AccountId> {
	/// The account on which income waits until it is claimed.
	fn pot() -> AccountId;

	/// Writes: credits `amount` (planck of GCD, already moved to the pot) to the holder of the
	/// position now.
	fn credit(offer: OfferId, amount: Balance) -> Result<(), DispatchError>;
}

/// Issues the position of an offer.
pub trait PositionIssuer<AccountId> {
	/// Writes: issues the item of `offer` to `owner`, with its immutable facts.
	fn issue(
		offer: OfferId,
		owner: &AccountId,
		device: DeviceId,
		pool: PoolId,
		template: &Template,
		first_day: Day,
		last_day: Day,
	) -> Result<(), DispatchError>;

	/// Writes: burns the item of an offer that never started, if `owner` holds it and it has earned
	/// nothing; gives whether it did. An issuer that burns nothing gives false.
	fn withdraw(_offer: OfferId, _owner: &AccountId) -> Result<bool, DispatchError> {
		Ok(false)
	}
}

/// Tells whether the holder of a position agrees that its offer shrinks.
pub trait PositionConsent<AccountId> {
	/// Is the position held by `owner` and not pledged, or has its holder allowed it?
	fn may_shrink(offer: OfferId, owner: &AccountId) -> bool;

	/// Writes: forgets what the holder allowed; called once the offer has shrunk.
	fn consent_used(offer: OfferId);
}

/// Opens the collection of positions and writes the facts that its items show.
pub trait PositionCollection<AccountId> {
	/// Writes: creates a collection that takes no deposits, owned and administered by `owner`.
	///
	/// Returns its id. Called once, when the genesis is built.
	fn create(owner: &AccountId) -> Result<u32, DispatchError>;

	/// Writes: sets `key` of `item` to `value` in the namespace of the collection's owner, so that
	/// no holder can change it.
	fn set_fact(
		collection: u32,
		item: u32,
		key: Vec<u8>,
		value: Vec<u8>,
	) -> Result<(), DispatchError>;

	/// Writes: removes what [`PositionCollection::set_fact`] wrote for `key`. A collection that keeps
	/// the facts of burned items does nothing.
	fn clear_fact(_collection: u32, _item: u32, _key: Vec<u8>) -> Result<(), DispatchError> {
		Ok(())
	}
}
