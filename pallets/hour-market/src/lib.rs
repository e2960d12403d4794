#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss,
		clippy::cast_precision_loss,
		clippy::cast_possible_wrap,
		clippy::indexing_slicing,
		clippy::expect_used,
		clippy::panic,
		clippy::unreachable,
		clippy::float_arithmetic,
		clippy::todo,
		clippy::unimplemented
	)
)]

extern crate alloc;

use frame_support::pallet_macros::import_section;
use greenhour_types::MilliGpu;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // cost of calls
mod closing; // the price at which a sale closed
mod errors; // why calls are refused
mod events; // what happened
mod evidence; // what a sale shows of the demand
mod flexible; // jobs that may run at any time of a window
pub mod invariants; // what holds after every block
mod learning; // what pages get, and what they teach
mod params; // which parameters a curve takes
mod pricing; // the one function that prices purchases
mod purchase; // hours are sold, their cost is held
mod returning; // units that come back
mod spreading; // a volume job over hours
pub mod types; // what is stored and what the views answer
mod views; // what the views answer
pub mod weights; // what calls cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{
	DayQuote, DayRefund, HourTrade, HourView, LearnedState, PoolParams, PriceView, Quote,
	SellBackQuote,
};
pub use weights::WeightInfo;

/// Largest green premium, in ten-thousandths of the price.
pub const MAX_GREEN_PREMIUM: u16 = 5_000;
/// One block sells one of so many parts of what an hour offers,
pub const BLOCK_LIMIT_PART: u32 = 4;
/// or this many units, whichever is more.
pub const BLOCK_LIMIT_LEAST: MilliGpu = MilliGpu(8_000);
/// Most demand that one sale implies.
pub const MAX_IMPLIED: u64 = 1 << 50;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::{
		flexible::Window,
		params, pricing,
		purchase::{self, Job},
		HourTrade, HourView, LearnedState, PoolParams, Quote, SellBackQuote, WeightInfo,
		BLOCK_LIMIT_LEAST, BLOCK_LIMIT_PART, MAX_GREEN_PREMIUM,
	};
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use greenhour_math::{PriceScale, PriceTrial};
	use greenhour_traits::{CapacityPools, ContractBook, HourClock, RateValidity};
	use greenhour_types::{
		Balance, ContractId, ContractTerms, Day, DayMask, DayUnits, Hour, MilliGpu, PoolId,
		SpecUri, HOURS_PER_DAY, MAX_CONTRACT_DAYS,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Days and hours of one purchase.
	pub type PurchaseDays = BoundedVec<DayMask, ConstU32<MAX_CONTRACT_DAYS>>;

	/// Units by day and hour.
	pub type Orders = BoundedVec<DayUnits, ConstU32<MAX_CONTRACT_DAYS>>;

	/// The market of the chain.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the market asks of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Market time.
		type Clock: HourClock;

		/// What is offered and sold.
		type Capacity: CapacityPools;

		/// Holds the cost and opens contracts.
		type Contracts: ContractBook<Self::AccountId>;

		/// The governed rates behind the bonds that secure what is sold.
		type Rates: RateValidity;

		/// Sets the parameters of pools.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What calls cost.
		type WeightInfo: WeightInfo;

		/// Prepares the pallets behind the capabilities above for a benchmark.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// Pool -> parameters of pages that open from now on. Written by governance, never removed.
	#[pallet::storage]
	// Twox64Concat: pools are approved by governance.
	pub type Pools<T> = StorageMap<_, Twox64Concat, PoolId, PoolParams>;

	/// Pool -> what its hours have taught. Written when hours are final, and by governance.
	#[pallet::storage]
	// Twox64Concat: pools are approved by governance.
	pub type Learned<T> = StorageMap<_, Twox64Concat, PoolId, LearnedState>;

	/// The pools that a chain starts with.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Pools and their parameters.
		pub pools: Vec<(PoolId, PoolParams)>,
		/// Ties the genesis to the runtime; holds nothing.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self {
				pools: Vec::new(),
				_config: Default::default(),
			}
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let clock = T::Clock::params();
			for (pool, params) in &self.pools {
				assert!(
					params::are_usable(params, &clock),
					"unusable parameters of {pool:?}"
				);
				Pools::<T>::insert(pool, params);
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let hours = u32::from(HOURS_PER_DAY) * MAX_CONTRACT_DAYS;
			assert_eq!(
				usize::try_from(hours),
				Ok(greenhour_math::allocation::MAX_HOURS),
				"an allocation covers the hours of a contract"
			);
			const {
				assert!(BLOCK_LIMIT_PART > 0, "a block sells something");
				assert!(
					MAX_GREEN_PREMIUM <= pricing::ALL_GREEN,
					"green energy costs at most as much as the hour"
				);
			}
			assert!(
				BLOCK_LIMIT_LEAST >= greenhour_types::units::MIN_ORDER,
				"a block sells at least the smallest order"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Buys the same units in hours of one pool, and opens a contract that holds their cost.
		///
		/// Signed by the tenant, whose GCD is held, with the settlement deposit on top. Every hour must
		/// be on sale, have the units and not have sold what one block sells. Each hour is priced by
		/// its curve, rounded up to a planck.
		///
		/// - `pool`: where.
		/// - `days`: hours of up to 8 days, days ascending.
		/// - `units`: units in each hour, at least 100.
		/// - `terms`: what the job is and how green it must be.
		/// - `spec_uri`: where the specification is, or nothing.
		/// - `max_cost`: the purchase fails if it costs more, without the deposit.
		///
		/// Emits `HoursBought`. The weight depends on the number of days and hours.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::buy(
			purchase::day_count(days),
			purchase::hour_count(days)
		))]
		pub fn buy(
			origin: OriginFor<T>,
			pool: PoolId,
			days: PurchaseDays,
			units: MilliGpu,
			terms: ContractTerms,
			spec_uri: SpecUri,
			max_cost: Balance,
		) -> DispatchResult {
			let tenant = ensure_signed(origin)?;
			let job = Job {
				pool,
				terms,
				spec_uri,
			};
			purchase::ensure_job::<T>(&job)?;
			let orders = purchase::flat_orders::<T>(&days, units)?;
			let purchase = Self::price(pool, &orders, terms.min_green_share)?;
			Self::open_contract(tenant, job, purchase, max_cost)?;
			Ok(())
		}

		/// Sets the parameters of the pages of a pool that open from now on.
		///
		/// Governance. Pages that are open keep the curve they have; a pool without parameters takes
		/// no offers. What was learned is relative to the parameters: a new demand starts the scales of
		/// all hours of day anew, a new price scale starts its own.
		///
		/// - `pool`: where.
		/// - `params`: within the limits of the curve at every lead time up to the horizon, for
		///   everything that may be learned.
		///
		/// Emits `PoolParamsSet`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_pool_params())]
		pub fn set_pool_params(
			origin: OriginFor<T>,
			pool: PoolId,
			params: PoolParams,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let clock = T::Clock::params();
			ensure!(
				params::are_usable(&params, &clock),
				Error::<T>::ParamsOutOfRange
			);
			let before = Pools::<T>::get(pool).unwrap_or_default();
			Learned::<T>::mutate_extant(pool, |learned| {
				if (before.immediate, before.per_hour) != (params.immediate, params.per_hour) {
					learned.demand = Default::default();
				}
				if before.unit_price != params.unit_price {
					learned.price = PriceScale::default();
					learned.trial = PriceTrial::default();
				}
			});
			Pools::<T>::insert(pool, params);
			Self::deposit_event(Event::PoolParamsSet { pool, params });
			Ok(())
		}

		/// Buys own units in each hour, as the view `allocate` gives them, and opens a contract.
		///
		/// Signed by the tenant; as `buy` but for:
		///
		/// - `orders`: units by hour of up to 8 days, days ascending, at least 100 in each hour.
		///
		/// Emits `HoursBought`. The weight depends on the number of days and hours.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::buy_volume(
			purchase::order_days(orders),
			purchase::order_hours(orders),
		))]
		pub fn buy_volume(
			origin: OriginFor<T>,
			pool: PoolId,
			orders: Orders,
			terms: ContractTerms,
			spec_uri: SpecUri,
			max_cost: Balance,
		) -> DispatchResult {
			let tenant = ensure_signed(origin)?;
			let job = Job {
				pool,
				terms,
				spec_uri,
			};
			purchase::ensure_job::<T>(&job)?;
			let purchase = Self::price(pool, &orders, terms.min_green_share)?;
			Self::open_contract(tenant, job, purchase, max_cost)?;
			Ok(())
		}

		/// Buys the cheapest hours of a window as they are priced in this block, and opens a contract.
		///
		/// Signed by the tenant. Hours that are not on sale, or can't sell the units in this block, are
		/// left out; of hours at one price the earlier are taken.
		///
		/// - `pool`: where.
		/// - `first`, `deadline`: the window, up to 8 days; the hour `deadline` is outside.
		/// - `hours`: how many hours the job runs.
		/// - `units`: units in each of them, at least 100.
		/// - `terms`, `spec_uri`, `max_cost`: as in `buy`.
		///
		/// Emits `HoursBought`. The weight is that of all hours of the days that the window touches.
		#[pallet::call_index(3)]
		#[pallet::weight({
			let window = Window { first: *first, deadline: *deadline };
			T::WeightInfo::buy_cheapest(window.bounded_days())
		})]
		pub fn buy_cheapest(
			origin: OriginFor<T>,
			pool: PoolId,
			first: Hour,
			deadline: Hour,
			hours: u32,
			units: MilliGpu,
			terms: ContractTerms,
			spec_uri: SpecUri,
			max_cost: Balance,
		) -> DispatchResult {
			let tenant = ensure_signed(origin)?;
			let job = Job {
				pool,
				terms,
				spec_uri,
			};
			purchase::ensure_job::<T>(&job)?;
			let window = Window { first, deadline };
			let purchase = Self::price_cheapest(pool, window, hours, units, terms.min_green_share)?;
			Self::open_contract(tenant, job, purchase, max_cost)?;
			Ok(())
		}

		/// Buys more hours, or more units of hours, for an open contract.
		///
		/// Signed by the tenant of the contract, on its terms and at the prices of now. The contract keeps
		/// to 8 days in all. Hours of these days can't be sold back for one market hour.
		///
		/// - `contract`: which.
		/// - `orders`: units by hour to add, days ascending, at least 100 in each hour.
		/// - `max_cost`: the purchase fails if it costs more.
		///
		/// Emits `ContractExtended`. The weight depends on the number of days and hours.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::extend(
			purchase::order_days(orders),
			purchase::order_hours(orders),
		))]
		pub fn extend(
			origin: OriginFor<T>,
			contract: ContractId,
			orders: Orders,
			max_cost: Balance,
		) -> DispatchResult {
			let tenant = ensure_signed(origin)?;
			Self::do_extend(tenant, contract, &orders, max_cost)
		}

		/// Gives units of hours on sale back, for the lower of the curve's price and what was paid, less
		/// a charge.
		///
		/// Signed by the tenant of the contract, one market hour after he last bought hours of each
		/// day. The charge is 5 % and 20 % times the unsold share of the hour, unit by unit; it is
		/// burned with all that is not refunded.
		///
		/// - `contract`: which.
		/// - `orders`: units by hour to give back, days ascending; what is left in an hour is at least
		///   100 units or nothing.
		/// - `min_refund`: fails if less comes back.
		///
		/// Emits `HoursSoldBack`. The weight depends on the number of days and hours.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::sell_back(
			purchase::order_days(orders),
			purchase::order_hours(orders),
		))]
		pub fn sell_back(
			origin: OriginFor<T>,
			contract: ContractId,
			orders: Orders,
			min_refund: Balance,
		) -> DispatchResult {
			let tenant = ensure_signed(origin)?;
			Self::do_sell_back(tenant, contract, &orders, min_refund)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What `units` in these hours cost in this block, in planck of GCD, for a contract with this
		/// green share (ten-thousandths); nothing where `buy` would refuse.
		pub fn quote(
			pool: PoolId,
			days: PurchaseDays,
			units: MilliGpu,
			min_green_share: u16,
		) -> Option<Quote> {
			let orders = purchase::flat_orders::<T>(&days, units).ok()?;
			let purchase = Self::price(pool, &orders, min_green_share).ok()?;
			Some(Self::with_deposit(purchase))
		}

		/// What these units cost in this block; nothing where `buy_volume` would refuse.
		pub fn quote_volume(pool: PoolId, orders: Orders, min_green_share: u16) -> Option<Quote> {
			let purchase = Self::price(pool, &orders, min_green_share).ok()?;
			Some(Self::with_deposit(purchase))
		}

		/// What `buy_cheapest` would buy in this block; nothing where it would refuse.
		pub fn quote_cheapest(
			pool: PoolId,
			first: Hour,
			deadline: Hour,
			hours: u32,
			units: MilliGpu,
			min_green_share: u16,
		) -> Option<Quote> {
			let window = Window { first, deadline };
			let purchase =
				Self::price_cheapest(pool, window, hours, units, min_green_share).ok()?;
			Some(Self::with_deposit(purchase))
		}

		/// How a volume job spreads `total_units` over the hours of a window, at most `job_cap` units
		/// in one hour; nothing where they can't be bought in this block.
		pub fn allocate(
			pool: PoolId,
			first: Hour,
			deadline: Hour,
			total_units: u64,
			job_cap: MilliGpu,
			min_green_share: u16,
		) -> Option<Quote> {
			let window = Window { first, deadline };
			let orders = Self::allocated_orders(pool, window, total_units, job_cap).ok()?;
			let purchase = Self::price(pool, &orders, min_green_share).ok()?;
			Some(Self::with_deposit(purchase))
		}

		/// What comes back for these units in this block; nothing where `sell_back` would refuse.
		pub fn quote_sell_back(contract: ContractId, orders: Orders) -> Option<SellBackQuote> {
			let facts = T::Contracts::contract(contract)?;
			Self::price_return(contract, &facts, &orders).ok()
		}

		/// Where each hour of an open day stands and what one GPU-hour costs; nothing for a day
		/// without a page.
		pub fn curve(pool: PoolId, day: Day) -> Option<Vec<HourView>> {
			Self::view_day(pool, day)
		}
	}
}
