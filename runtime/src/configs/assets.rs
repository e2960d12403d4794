//! Balances, assets, holds and items.
//!
//! Only root creates assets and collections of items cost a deposit: an asset here is money.
//! pallet-assets, pallet-nfts and pallet-proxy take their deposits as reserves, because that is how
//! the SDK writes them; our own pallets only use holds.

use crate::{
	currency::{deposit, MILLI_GHR},
	AccountId, AssetId, AssetsHolder, Balance, Balances, BlockNumber, Positions, Runtime,
	RuntimeEvent, RuntimeFreezeReason, RuntimeHoldReason, Signature, System,
};
use frame_support::{
	parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU32, VariantCountOf},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned};
use pallet_nfts::PalletFeatures;
use sp_runtime::traits::{AccountIdConversion, Verify};

/// The account that owns, issues and administers GCD. Nobody has a key for it.
pub fn gcd_team() -> AccountId {
	PalletId(*b"gh/gcdtm").into_account_truncating()
}

parameter_types! {
	/// Below this an account doesn't exist.
	pub const ExistentialDeposit: Balance = MILLI_GHR;
	pub const AssetDeposit: Balance = deposit(1, 190);
	pub const AssetAccountDeposit: Balance = deposit(1, 16);
	pub const AssetMetadataDepositBase: Balance = deposit(1, 68);
	pub const MetadataDepositPerByte: Balance = deposit(0, 1);
	pub const AssetApprovalDeposit: Balance = deposit(1, 16);
	pub GcdTeam: AccountId = gcd_team();
	pub const CollectionDeposit: Balance = deposit(1, 130);
	pub const ItemDeposit: Balance = deposit(1, 164);
	pub const ItemMetadataDepositBase: Balance = deposit(1, 129);
	pub const AttributeDepositBase: Balance = deposit(1, 0);
	/// For how long an offer to swap or buy an item can stand: a year of six-second blocks.
	pub const MaxDeadlineDuration: BlockNumber = 12 * 30 * 24 * 600;
	pub ItemFeatures: PalletFeatures = PalletFeatures::all_enabled();
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
	type Balance = Balance;
	type DustRemoval = ();
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<1_000>;
	type AssetId = AssetId;
	type AssetIdParameter = AssetId;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureRootWithSuccess<AccountId, GcdTeam>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type AssetDeposit = AssetDeposit;
	type AssetAccountDeposit = AssetAccountDeposit;
	type MetadataDepositBase = AssetMetadataDepositBase;
	type MetadataDepositPerByte = MetadataDepositPerByte;
	type ApprovalDeposit = AssetApprovalDeposit;
	type StringLimit = ConstU32<50>;
	type Freezer = ();
	type Holder = AssetsHolder;
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

impl pallet_assets_holder::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}

impl pallet_nfts::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type ForceOrigin = EnsureRoot<AccountId>;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type Locker = Positions;
	type CollectionDeposit = CollectionDeposit;
	type ItemDeposit = ItemDeposit;
	type MetadataDepositBase = ItemMetadataDepositBase;
	type AttributeDepositBase = AttributeDepositBase;
	type DepositPerByte = MetadataDepositPerByte;
	type StringLimit = ConstU32<256>;
	type KeyLimit = ConstU32<64>;
	// The longest fact of a position takes 263 bytes.
	type ValueLimit = ConstU32<320>;
	type ApprovalsLimit = ConstU32<20>;
	type ItemAttributesApprovalsLimit = ConstU32<30>;
	// The SDK weighs `pay_tips` without its reads and writes.
	type MaxTips = ConstU32<0>;
	type MaxDeadlineDuration = MaxDeadlineDuration;
	type MaxAttributesPerCall = ConstU32<10>;
	type Features = ItemFeatures;
	type OffchainSignature = Signature;
	type OffchainPublic = <Signature as Verify>::Signer;
	#[cfg(feature = "runtime-benchmarks")]
	type Helper = ();
	type WeightInfo = pallet_nfts::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = System;
}
