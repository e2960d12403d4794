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
pub mod benchmarking; // cost of calls and roll
mod creation; // a device makes an offer
mod dense_list; // open offers of a pool, by index
mod ending; // an offer leaves or is over
pub mod invariants; // what holds after every block
mod pages; // what is offered, sold, accepted, delivered
mod pools; // the capability that other pallets use
mod roll; // the hour roll
mod span; // which days and hours an offer covers
mod supply; // the running supply of a pool
pub mod types; // stored types
pub mod weights; // what calls and roll cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{PoolSupply, RollCursor, SupplyDelta};
pub use weights::WeightInfo;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{PoolSupply, RollCursor, SupplyDelta, WeightInfo};
	use frame_support::{pallet_prelude::*, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{DeviceRegistry, HourClock, LatchedMarket, Obligations, PositionIssuer};
	use greenhour_types::{
		Day, DayPage, DeviceId, Hour, MilliGpu, Offer, OfferId, PoolId, Template,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pools of the chain.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pools ask of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Market time.
		type Clock: HourClock;

		/// Who a device is, what it may offer, and whether its bond covers that.
		type Devices: DeviceRegistry<Self::AccountId>;

		/// Counts open offers among what a device owes.
		type Obligations: Obligations;

		/// Issues the position of an offer.
		type Positions: PositionIssuer<Self::AccountId>;

		/// The curve that a page is opened with; a pool without one takes no offers.
		type Market: LatchedMarket;

		/// Most weight that the hour roll takes of one block.
		#[pallet::constant]
		type RollWeight: Get<Weight>;

		/// Most pools.
		#[pallet::constant]
		type MaxPools: Get<u32>;

		/// An offer ends at most this many days from today, today included.
		#[pallet::constant]
		type MaxOfferDays: Get<u32>;

		/// What calls and roll cost.
		type WeightInfo: WeightInfo;

		/// Prepares the pallets behind the capabilities above for a benchmark.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::BenchmarkHelper<Self::AccountId>;
	}

	/// Offer -> what it promises. Written when it is made, shortened or over; never removed, because
	/// its position outlives it.
	#[pallet::storage]
	// Twox64Concat: offers are numbered by the chain.
	pub type Offers<T> = StorageMap<_, Twox64Concat, OfferId, Offer>;

	/// The number of the next offer.
	#[pallet::storage]
	pub type NextOfferId<T> = StorageValue<_, OfferId, ValueQuery>;

	/// Device -> its open offer.
	#[pallet::storage]
	// Twox64Concat: devices are numbered by the chain.
	pub type OpenOfferOf<T> = StorageMap<_, Twox64Concat, DeviceId, OfferId>;

	/// All pools, in the order of their first offers.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageValue<_, BoundedVec<PoolId, T::MaxPools>, ValueQuery>;

	/// Pool and index -> open offer: the dense list.
	#[pallet::storage]
	// Twox64Concat: pools are approved by governance, indices counted by the chain.
	pub type PoolOffers<T> = StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, u32, OfferId>;

	/// Pool -> length of its dense list.
	#[pallet::storage]
	pub type PoolOfferCounts<T> = StorageMap<_, Twox64Concat, PoolId, u32, ValueQuery>;

	/// Pool and day -> page. Opened once, when the day enters the horizon; kept.
	#[pallet::storage]
	pub type DayPages<T> = StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, Day, DayPage>;

	/// Offer and day -> units bound to contracts by hour of day. Days that are over are removed.
	#[pallet::storage]
	pub type BoundUnits<T> =
		StorageDoubleMap<_, Twox64Concat, OfferId, Twox64Concat, Day, Template, ValueQuery>;

	/// Pool -> running supply.
	#[pallet::storage]
	pub type Supplies<T> = StorageMap<_, Twox64Concat, PoolId, PoolSupply>;

	/// Pool and day -> how the running supply changes on that day. Taken when the page opens.
	#[pallet::storage]
	pub type SupplyDeltas<T> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, Day, SupplyDelta, ValueQuery>;

	/// Pool and hour -> length of the dense list when the sale of the hour closed. Removed when the
	/// hour starts.
	#[pallet::storage]
	pub type DrawCounts<T> = StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, Hour, u32>;

	/// Last day and open offer: which offers end when a day is over.
	#[pallet::storage]
	pub type OfferEnds<T> = StorageDoubleMap<_, Twox64Concat, Day, Twox64Concat, OfferId, ()>;

	/// How far the hour roll got; nothing before the first block.
	#[pallet::storage]
	pub type Cursor<T> = StorageValue<_, RollCursor>;

	/// What happened to supply.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A device promises capacity.
		OfferCreated {
			/// The offer, and the number of its position.
			offer: OfferId,
			/// Device that serves.
			device: DeviceId,
			/// Owner of the device, who got the position.
			owner: T::AccountId,
			/// Pool it joined.
			pool: PoolId,
			/// First day with an hour on sale.
			first_day: Day,
			/// Last day, included.
			last_day: Day,
		},
		/// An offer leaves early, after this day.
		OfferShortened {
			/// The offer.
			offer: OfferId,
			/// Its new last day.
			last_day: Day,
		},
		/// An offer is over and left the dense list.
		OfferEnded {
			/// The offer.
			offer: OfferId,
		},
		/// A day can be bought.
		PageOpened {
			/// The pool.
			pool: PoolId,
			/// The day.
			day: Day,
		},
		/// An hour started with units that nobody bought.
		HoursExpired {
			/// The pool.
			pool: PoolId,
			/// The hour.
			hour: Hour,
			/// Units that died.
			unsold: MilliGpu,
		},
	}

	/// Why supply stays as it is.
	#[pallet::error]
	pub enum Error<T> {
		/// No device has this number.
		DeviceNotFound,
		/// No offer has this number, or it has ended.
		OfferNotFound,
		/// The market has no curve for the pool of this device; governance sets it.
		PoolNotFound,
		/// Only the owner and the operator of the device may do this.
		NotAuthorized,
		/// The device has an open offer; end that one first.
		OfferAlreadyOpen,
		/// The template promises nothing in any hour.
		EmptyTemplate,
		/// The span starts before today, ends before it starts, or has no hour on sale.
		InvalidSpan,
		/// The span ends too many days from today.
		SpanTooLong,
		/// The device has not shown this much capacity, or its attestation result expires earlier.
		OfferLimitExceeded,
		/// The bond of the device is too small for this peak, or the rate behind it has expired.
		InsufficientBond,
		/// There are as many pools as the chain keeps.
		MaxPoolsExceeded,
		/// The hour roll has not opened all pages of the pool yet; try again in a later block.
		PagesBehind,
		/// The day has no page: it is over, beyond the horizon, or has no pool.
		PageNotOpen,
		/// An hour has left the window for this.
		OutsideWindow,
		/// Fewer units are left in one of the hours.
		InsufficientUnits,
		/// The offer ends by itself as early as it can.
		AlreadyEnding,
		/// Market time has not started.
		ClockNotSet,
		/// A counter or a sum is exhausted.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// The hour roll: here the timestamp of the block is known, and no transaction has run.
		fn on_poll(_: BlockNumberFor<T>, meter: &mut WeightMeter) {
			let limit = T::RollWeight::get().min(meter.remaining());
			let mut own = WeightMeter::with_limit(limit);
			Self::roll(&mut own);
			meter.consume(own.consumed());
		}

		fn integrity_test() {
			assert!(T::MaxPools::get() > 0, "no pool can exist");
			assert!(T::MaxOfferDays::get() > 0, "no offer can exist");
			let dearest = T::WeightInfo::roll_start(24)
				.max(T::WeightInfo::roll_open())
				.max(T::WeightInfo::roll_close())
				.max(T::WeightInfo::roll_end());
			let step = T::WeightInfo::roll_base().saturating_add(dearest);
			assert!(
				step.all_lte(T::RollWeight::get()),
				"the hour roll can't make a step"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Promises capacity of a device, hour by hour, over a span of days.
		///
		/// Signed by the owner or the operator. Hours whose sale has closed are left out. The peak
		/// must be within what the device has shown until the end of `last_day`, and covered by its
		/// bond. The owner gets the position that earns what the offer delivers.
		///
		/// - `device`: serves the offer; it can have one open offer.
		/// - `template`: units by hour of day (thousandths of a reference GPU).
		/// - `first_day`, `last_day`: both included.
		///
		/// Emits `OfferCreated`. The weight covers the end of an earlier offer of the device.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_offer().saturating_add(T::WeightInfo::roll_end()))]
		pub fn create_offer(
			origin: OriginFor<T>,
			device: DeviceId,
			template: Template,
			first_day: Day,
			last_day: Day,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let draft = Self::draft_offer(&who, device, template, first_day, last_day)?;
			Self::open_offer(draft)
		}

		/// Takes back the units of an offer that nobody bought, and ends it.
		///
		/// Signed by the owner or the operator of its device. Days with an hour whose sale has
		/// closed are still served; from every later hour the units must be unsold in the pool.
		///
		/// - `offer`: an open offer.
		///
		/// Emits `OfferShortened`, or `OfferEnded` when none of its days had a closed hour.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::end_offer())]
		pub fn end_offer(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let record = Self::open_offer_of_caller(&who, offer)?;
			let last_day = Self::last_obliged_day()?;
			ensure!(last_day < record.last_day, Error::<T>::AlreadyEnding);
			Self::shorten_offer(offer, record, last_day)
		}
	}
}
