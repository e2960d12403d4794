//! One swap of the stock exchange pallet: GHR for a dollar asset, both ways the pallet knows best.
//!
//! A runtime of nothing but balances, assets and `pallet-asset-conversion`, with the hashers and account
//! ids of ours.

#![allow(
	unexpected_cfgs,
	reason = "FRAME's macros ask for features that a runtime has and a bench has not"
)]

use frame_support::{
	assert_ok, construct_runtime, derive_impl,
	instances::{Instance1, Instance2},
	parameter_types,
	traits::{
		tokens::{
			fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
			imbalance::ResolveAssetTo,
		},
		AsEnsureOriginWithArg, ConstU128, ConstU32,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned, RawOrigin};
use pallet_asset_conversion::{AccountIdConverter, Ascending, Chain, WithFirstAsset};
use sp_runtime::{traits::IdentityLookup, AccountId32, Permill};

type Block = frame_system::mocking::MockBlock<Exchange>;
type Balance = u128;

construct_runtime!(
	pub enum Exchange {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_assets::<Instance1>,
		PoolAssets: pallet_assets::<Instance2>,
		AssetConversion: pallet_asset_conversion,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Exchange {
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Exchange {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config<Instance1> for Exchange {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId32>>;
	type ForceOrigin = EnsureRoot<AccountId32>;
	type Freezer = ();
	type Holder = ();
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config<Instance2> for Exchange {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId32>>;
	type ForceOrigin = EnsureRoot<AccountId32>;
	type Freezer = ();
	type Holder = ();
}

parameter_types! {
	pub const ExchangeId: PalletId = PalletId(*b"gh/swaps");
	pub const Native: Kind = NativeOrWithId::Native;
	pub const NoFee: Permill = Permill::zero();
	pub const Fee: Permill = Permill::from_parts(3_000);
	pub const MostFee: Permill = Permill::from_percent(10);
	pub Treasury: AccountId32 = AccountId32::new([9; 32]);
}

type Kind = NativeOrWithId<u32>;
type Pools = AccountIdConverter<ExchangeId, (Kind, Kind)>;

impl pallet_asset_conversion::Config for Exchange {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type HigherPrecisionBalance = sp_core::U256;
	type AssetKind = Kind;
	type Assets = UnionOf<Balances, Assets, NativeFromLeft, Kind, AccountId32>;
	type PoolId = (Kind, Kind);
	type PoolLocator = Chain<
		WithFirstAsset<Native, AccountId32, Kind, Pools>,
		Ascending<AccountId32, Kind, Pools>,
	>;
	type PoolAssetId = u32;
	type PoolAssets = PoolAssets;
	type PoolSetupFee = ConstU128<0>;
	type PoolSetupFeeAsset = Native;
	type PoolSetupFeeTarget = ResolveAssetTo<Treasury, Self::Assets>;
	type PalletId = ExchangeId;
	type WeightInfo = ();
	type LPFee = Fee;
	type AdminOrigin = EnsureRoot<AccountId32>;
	type MaxSwapFee = MostFee;
	type LiquidityWithdrawalFee = NoFee;
	type MaxSwapPathLength = ConstU32<4>;
	type MintMinLiquidity = ConstU128<100>;
}

const DOLLAR: Kind = NativeOrWithId::WithId(1);
const RICH: Balance = 1 << 80;

/// Somebody who swaps.
pub(crate) fn trader() -> AccountId32 {
	AccountId32::new([7; 32])
}

/// Writes: a pool of GHR and a dollar, and a trader with both.
pub(crate) fn found() {
	System::set_block_number(1);
	let maker = AccountId32::new([8; 32]);
	for account in [&maker, &trader(), &Treasury::get()] {
		assert_ok!(Balances::force_set_balance(
			RawOrigin::Root.into(),
			account.clone(),
			RICH
		));
	}
	assert_ok!(Assets::force_create(
		RawOrigin::Root.into(),
		1,
		maker.clone(),
		true,
		1
	));
	let mint = |to: AccountId32| {
		assert_ok!(Assets::mint(
			RawOrigin::Signed(AccountId32::new([8; 32])).into(),
			1,
			to,
			RICH
		));
	};
	mint(maker.clone());
	mint(trader());
	let origin = || RawOrigin::Signed(maker.clone()).into();
	let (native, dollar) = (|| Box::new(NativeOrWithId::Native), || Box::new(DOLLAR));
	assert_ok!(AssetConversion::create_pool(origin(), native(), dollar()));
	assert_ok!(AssetConversion::add_liquidity(
		origin(),
		native(),
		dollar(),
		RICH / 4,
		RICH / 4,
		0,
		0,
		maker.clone()
	));
}

/// Writes: one swap of one hop.
pub(crate) fn swap(amount: Balance) {
	let path = vec![Box::new(DOLLAR), Box::new(NativeOrWithId::Native)];
	assert_ok!(AssetConversion::swap_exact_tokens_for_tokens(
		RawOrigin::Signed(trader()).into(),
		path,
		amount,
		1,
		trader(),
		true
	));
}
