//! A runtime with the stock pallets that hold money and items, and closures for our own traits.
// A runtime's associated types are public.
#![allow(unreachable_pub)]

use crate as pallet_positions;
use frame_support::{
	derive_impl, parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64},
	BoundedVec, PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned, RawOrigin};
use greenhour_traits::{HourClock, PositionCollection, PositionIssuer, Unsettled};
use greenhour_types::{
	units::GCD_ASSET, Balance, ClockParams, Day, DeviceId, GpuClassId, Hour, MilliGpu, Moment,
	OfferId, PoolId, Template, ZoneId,
};
use pallet_nfts::{
	AttributeNamespace, CollectionConfig, CollectionSetting, CollectionSettings, ItemConfig,
	MintSettings, NextCollectionId, PalletFeatures,
};
use sp_runtime::{
	traits::{IdentifyAccount, IdentityLookup, Verify},
	AccountId32, BuildStorage, DispatchError, MultiSignature,
};
use std::cell::{Cell, RefCell};

type Block = frame_system::mocking::MockBlock<Test>;

/// Smallest balance of GCD that an account can have.
pub(crate) const MIN_GCD: Balance = 10_000;
/// The hour of the mock at its start.
pub(crate) const START: Hour = Hour(30);

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(3)]
	pub type Nfts = pallet_nfts;
	#[runtime::pallet_index(4)]
	pub type Positions = pallet_positions;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<Self::AccountId>;
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<10>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId32>>;
	type ForceOrigin = EnsureRoot<AccountId32>;
}

parameter_types! {
	pub Features: PalletFeatures = PalletFeatures::all_enabled();
	pub const PotId: PalletId = PalletId(*b"gh/posit");
}

impl pallet_nfts::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type ForceOrigin = EnsureRoot<AccountId32>;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId32>>;
	type Locker = Positions;
	type CollectionDeposit = ConstU128<2_000>;
	type ItemDeposit = ConstU128<1_000>;
	type MetadataDepositBase = ConstU128<1_000>;
	type AttributeDepositBase = ConstU128<1_000>;
	type DepositPerByte = ConstU128<10>;
	type StringLimit = ConstU32<256>;
	type KeyLimit = ConstU32<64>;
	type ValueLimit = ConstU32<263>;
	type ApprovalsLimit = ConstU32<4>;
	type ItemAttributesApprovalsLimit = ConstU32<2>;
	type MaxTips = ConstU32<4>;
	type MaxDeadlineDuration = ConstU64<1_000>;
	type MaxAttributesPerCall = ConstU32<8>;
	type Features = Features;
	type OffchainSignature = MultiSignature;
	type OffchainPublic = <MultiSignature as Verify>::Signer;
	#[cfg(feature = "runtime-benchmarks")]
	type Helper = ();
	type WeightInfo = ();
	type BlockNumberProvider = System;
}

// A runtime signs with accounts that its signatures identify.
const _: fn() = || {
	fn same<A, B: IdentifyAccount<AccountId = A>>() {}
	same::<AccountId32, <MultiSignature as Verify>::Signer>();
};

impl pallet_positions::Config for Test {
	type Assets = Assets;
	type Items = Nfts;
	type ItemConfig = ItemConfig;
	type Collections = StockCollection;
	type Clock = MockClock;
	type Contracts = MockContracts;
	type PalletId = PotId;
	type WeightInfo = ();
}

/// Opens the collection and writes facts with the calls of `pallet-nfts`.
pub struct StockCollection;

impl PositionCollection<AccountId32> for StockCollection {
	fn create(owner: &AccountId32) -> Result<u32, DispatchError> {
		use frame_support::traits::Incrementable;
		let next = NextCollectionId::<Test>::get().or(u32::initial_value());
		let config = CollectionConfig {
			settings: CollectionSettings::from_disabled(CollectionSetting::DepositRequired.into()),
			max_supply: None,
			mint_settings: MintSettings::default(),
		};
		Nfts::force_create(RawOrigin::Root.into(), owner.clone(), config)?;
		next.ok_or(DispatchError::Unavailable)
	}

	fn set_fact(
		collection: u32,
		item: u32,
		key: Vec<u8>,
		value: Vec<u8>,
	) -> Result<(), DispatchError> {
		Nfts::force_set_attribute(
			RawOrigin::Root.into(),
			None,
			collection,
			Some(item),
			AttributeNamespace::CollectionOwner,
			BoundedVec::try_from(key).map_err(|_| DispatchError::Exhausted)?,
			BoundedVec::try_from(value).map_err(|_| DispatchError::Exhausted)?,
		)
	}

	fn clear_fact(collection: u32, item: u32, key: Vec<u8>) -> Result<(), DispatchError> {
		let owner = Nfts::collection_owner(collection).ok_or(DispatchError::Unavailable)?;
		Nfts::clear_attribute(
			RawOrigin::Signed(owner).into(),
			collection,
			Some(item),
			AttributeNamespace::CollectionOwner,
			BoundedVec::try_from(key).map_err(|_| DispatchError::Exhausted)?,
		)
	}
}

type Answer = Box<dyn Fn(OfferId, Hour) -> bool>;

thread_local! {
	static HOUR: Cell<Option<Hour>> = const { Cell::new(Some(START)) };
	static UNSETTLED: RefCell<Option<Answer>> = const { RefCell::new(None) };
}

/// Market time as the test says.
pub struct MockClock;

impl MockClock {
	/// Sets the current hour; `None` is a chain before its first block.
	pub(crate) fn set(hour: Option<Hour>) {
		HOUR.set(hour);
	}
}

impl HourClock for MockClock {
	fn now() -> Moment {
		HOUR.get().map_or(0, |hour| {
			u64::from(hour.0) * ClockParams::DEVELOPMENT.hour_length_ms
		})
	}

	fn params() -> ClockParams {
		ClockParams {
			hour_zero_ms: HOUR.get().map(|_| 0),
			..ClockParams::DEVELOPMENT
		}
	}

	fn is_void(_: Hour) -> bool {
		panic!("positions never ask whether an hour is void")
	}
}

/// Contracts as the test says.
pub struct MockContracts;

impl MockContracts {
	/// Answers `has_unsettled` with `answer`.
	pub(crate) fn has_unsettled(answer: impl Fn(OfferId, Hour) -> bool + 'static) {
		UNSETTLED.set(Some(Box::new(answer)));
	}
}

impl Unsettled for MockContracts {
	fn has_unsettled(offer: OfferId, before: Hour) -> bool {
		UNSETTLED.with_borrow(|answer| match answer {
			Some(answer) => answer(offer, before),
			None => panic!("nobody said what is unsettled"),
		})
	}
}

/// The account with this number.
pub(crate) fn account(number: u8) -> AccountId32 {
	AccountId32::new([number; 32])
}

/// Receives positions first.
pub(crate) fn seller() -> AccountId32 {
	account(1)
}

/// Buys positions.
pub(crate) fn buyer() -> AccountId32 {
	account(2)
}

/// Calls for others.
pub(crate) fn stranger() -> AccountId32 {
	account(3)
}

/// Administers GCD in the mock; in a runtime this account has no key.
pub(crate) fn asset_team() -> AccountId32 {
	account(9)
}

/// The pool of every offer here.
pub(crate) const POOL: PoolId = PoolId {
	gpu_class: GpuClassId(1),
	zone: ZoneId(2),
};

/// Issues the position of `offer` to `owner`.
pub(crate) fn issue(offer: OfferId, owner: &AccountId32) -> Result<(), DispatchError> {
	let template = Template::flat(MilliGpu(800));
	Positions::issue(offer, owner, DeviceId(5), POOL, &template, Day(1), Day(4))
}

/// Moves `amount` of new GCD to the pot and credits it to the position of `offer`.
pub(crate) fn earn(offer: OfferId, amount: Balance) -> Result<(), DispatchError> {
	use frame_support::traits::fungibles::Mutate;
	use greenhour_traits::IncomeRouter;
	<Assets as Mutate<_>>::mint_into(GCD_ASSET, &Positions::pot(), amount)?;
	Positions::credit(offer, amount)
}

/// GCD of `who`.
pub(crate) fn gcd(who: &AccountId32) -> Balance {
	Assets::balance(GCD_ASSET, who)
}

/// Builds the storage of a test; every test ends in the invariants.
pub(crate) struct Ext {
	sufficient: bool,
}

impl Default for Ext {
	fn default() -> Self {
		Self { sufficient: true }
	}
}

impl Ext {
	/// GCD alone does not keep an account alive.
	pub(crate) fn with_insufficient_gcd(mut self) -> Self {
		self.sufficient = false;
		self
	}

	/// The storage, for benchmarks.
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let people = [seller(), buyer(), stranger()];
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: people.iter().map(|who| (who.clone(), 1_000_000)).collect(),
				..Default::default()
			},
			assets: pallet_assets::GenesisConfig {
				assets: vec![(GCD_ASSET, asset_team(), self.sufficient, MIN_GCD)],
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.expect("the genesis of the mock builds");
		MockClock::set(Some(START));
		MockContracts::has_unsettled(|_, _| false);
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Runs `test` and then the invariants.
	pub(crate) fn run(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("the invariants hold after the test");
		});
	}
}
