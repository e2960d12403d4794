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

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // cost of calls
mod closing; // what other pallets ask of the market
pub mod invariants; // what holds after every block
mod params; // which parameters a curve takes
mod pricing; // the one pricing function
pub mod types; // what the views answer
pub mod weights; // what calls cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{DayQuote, HourView, Quote};
pub use weights::WeightInfo;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{params, pricing, HourView, Quote, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{CapacityPools, ContractBook, HourClock, RateValidity};
	use greenhour_types::{
		Balance, ContractId, ContractTerms, Day, DayMask, MarketState, MilliGpu, PoolId,
		MAX_CONTRACT_DAYS,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Days and hours of one purchase.
	pub type PurchaseDays = BoundedVec<DayMask, ConstU32<MAX_CONTRACT_DAYS>>;

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
	pub type PoolParams<T> = StorageMap<_, Twox64Concat, PoolId, MarketState>;

	/// What happened in the market.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A tenant bought hours.
		HoursBought {
			/// The contract that holds the cost.
			contract: ContractId,
			/// Who bought.
			tenant: T::AccountId,
			/// Where.
			pool: PoolId,
			/// Units in each hour.
			units: MilliGpu,
			/// Cost over all hours, in planck of GCD.
			cost: Balance,
		},
		/// A pool has new parameters.
		PoolParamsSet {
			/// The pool.
			pool: PoolId,
			/// Parameters of pages that open from now on.
			params: MarketState,
		},
	}

	/// Why the market refuses.
	#[pallet::error]
	pub enum Error<T> {
		/// A purchase is at least 100 units.
		UnitsBelowMinimum,
		/// The purchase names no day, or a day without an hour.
		NoHours,
		/// Days must be in ascending order, each once.
		DaysNotAscending,
		/// The green share is above 10,000 ten-thousandths.
		GreenShareOutOfRange,
		/// A job commitment, which `work-v1` needs, is a canonical field element.
		JobNotCanonical,
		/// The rate of GHR or the value of a unit has expired; governance renews it.
		RatesExpired,
		/// A day is over, beyond the horizon, or the pool does not exist.
		PageNotOpen,
		/// The sale of an hour has closed.
		HourNotOnSale,
		/// Fewer units are left in one of the hours.
		InsufficientUnits,
		/// The day has no curve within the limits.
		MarketNotSet,
		/// The purchase costs more than `max_cost`; quote again.
		MaxCostExceeded,
		/// The parameters leave the limits of the curve at some lead time.
		ParamsOutOfRange,
		/// A cost does not fit.
		Overflow,
	}

	/// The pools that a chain starts with.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Pools and their parameters.
		pub pools: Vec<(PoolId, MarketState)>,
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
			for (pool, market) in &self.pools {
				assert!(
					params::are_usable(market, &clock),
					"unusable parameters of {pool:?}"
				);
				PoolParams::<T>::insert(pool, market);
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Buys units in hours of one pool, and opens a contract that holds their cost.
		///
		/// Signed by the tenant, whose GCD is held. Every hour must be on sale and have the units.
		/// Each hour is priced by its curve, rounded up to a planck.
		///
		/// - `pool`: where.
		/// - `days`: hours of up to 8 days, days ascending.
		/// - `units`: units in each hour, at least 100.
		/// - `terms`: what the job is and how green it must be.
		/// - `max_cost`: the purchase fails if it costs more.
		///
		/// Emits `HoursBought`. The weight depends on the number of days and hours.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::buy(pricing::day_count(days), pricing::hour_count(days)))]
		pub fn buy(
			origin: OriginFor<T>,
			pool: PoolId,
			days: PurchaseDays,
			units: MilliGpu,
			terms: ContractTerms,
			max_cost: Balance,
		) -> DispatchResult {
			let tenant = ensure_signed(origin)?;
			ensure!(
				terms.min_green_share <= 10_000,
				Error::<T>::GreenShareOutOfRange
			);
			ensure!(terms.are_provable(), Error::<T>::JobNotCanonical);
			let quote = Self::price(pool, &days, units)?;
			ensure!(quote.total <= max_cost, Error::<T>::MaxCostExceeded);
			for hours in &days {
				T::Capacity::sell(pool, *hours, units)?;
			}
			let cost = quote.total;
			let prices = quote.days.into_iter().map(Into::into).collect();
			let contract = T::Contracts::open(&tenant, pool, units, terms, prices)?;
			Self::deposit_event(Event::HoursBought {
				contract,
				tenant,
				pool,
				units,
				cost,
			});
			Ok(())
		}

		/// Sets the curve of the pages of a pool that open from now on.
		///
		/// Governance. Pages that are open keep the curve they have; a pool without parameters takes
		/// no offers.
		///
		/// - `pool`: where.
		/// - `params`: within the limits of the curve at every lead time up to the horizon.
		///
		/// Emits `PoolParamsSet`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_pool_params())]
		pub fn set_pool_params(
			origin: OriginFor<T>,
			pool: PoolId,
			params: MarketState,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let clock = T::Clock::params();
			ensure!(
				params::are_usable(&params, &clock),
				Error::<T>::ParamsOutOfRange
			);
			PoolParams::<T>::insert(pool, params);
			Self::deposit_event(Event::PoolParamsSet { pool, params });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What `units` in these hours cost in this block, in planck of GCD; nothing where `buy`
		/// would refuse.
		pub fn quote(pool: PoolId, days: PurchaseDays, units: MilliGpu) -> Option<Quote> {
			Self::price(pool, &days, units).ok()
		}

		/// Where each hour of an open day stands and what one GPU-hour costs; nothing for a day
		/// without a page.
		pub fn curve(pool: PoolId, day: Day) -> Option<Vec<HourView>> {
			Self::view_day(pool, day)
		}
	}
}
