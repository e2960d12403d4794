//! Positions: items of a stock collection, and the ledger of their income.

use crate::{weights, AccountId, Assets, Clock, Contracts, Nfts, Runtime, RuntimeOrigin};
use alloc::vec::Vec;
use frame_support::{parameter_types, PalletId};
use greenhour_traits::PositionCollection;
use pallet_nfts::{
	AttributeNamespace, CollectionConfig, CollectionSetting, CollectionSettings, ItemConfig,
	MintSettings, NextCollectionId,
};
use sp_runtime::{DispatchError, MultiAddress};

parameter_types! {
	/// Makes the account that owns the collection and keeps income until it is claimed.
	pub const PositionsPot: PalletId = PalletId(*b"gh/posit");
}

impl pallet_positions::Config for Runtime {
	type Assets = Assets;
	type Items = Nfts;
	type ItemConfig = ItemConfig;
	type Collections = StockCollection;
	type Clock = Clock;
	type Contracts = Contracts;
	type PalletId = PositionsPot;
	type WeightInfo = weights::pallet_positions::WeightInfo<Runtime>;
}

/// The collection of positions in pallet-nfts.
///
/// Nobody has a key for its owner, so only root could change it; it asks for no deposits.
pub struct StockCollection;

impl PositionCollection<AccountId> for StockCollection {
	fn create(owner: &AccountId) -> Result<u32, DispatchError> {
		let id = NextCollectionId::<Runtime>::get().unwrap_or_default();
		let config = CollectionConfig {
			settings: CollectionSettings::from_disabled(CollectionSetting::DepositRequired.into()),
			max_supply: None,
			mint_settings: MintSettings::default(),
		};
		Nfts::force_create(
			RuntimeOrigin::root(),
			MultiAddress::Id(owner.clone()),
			config,
		)?;
		Ok(id)
	}

	fn set_fact(
		collection: u32,
		item: u32,
		key: Vec<u8>,
		value: Vec<u8>,
	) -> Result<(), DispatchError> {
		let too_long = |_| DispatchError::Other("a fact is longer than an attribute");
		Nfts::force_set_attribute(
			RuntimeOrigin::root(),
			None,
			collection,
			Some(item),
			AttributeNamespace::CollectionOwner,
			key.try_into().map_err(too_long)?,
			value.try_into().map_err(too_long)?,
		)
	}

	fn clear_fact(collection: u32, item: u32, key: Vec<u8>) -> Result<(), DispatchError> {
		let owner = Nfts::collection_owner(collection).ok_or(DispatchError::Unavailable)?;
		let too_long = |_| DispatchError::Other("a fact is longer than an attribute");
		Nfts::clear_attribute(
			RuntimeOrigin::signed(owner),
			collection,
			Some(item),
			AttributeNamespace::CollectionOwner,
			key.try_into().map_err(too_long)?,
		)
	}
}
