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

mod admission; // what an offer must fulfil
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // cost of calls and roll
mod changing; // an offer changes or pauses
mod creation; // a device makes an offer
mod dense_list; // open offers of a pool, by index
mod ending; // something of an offer is over
mod errors; // why calls are refused
mod events; // what happened
mod governing; // policies and caps
pub mod invariants; // what holds after every block
mod leaving; // an offer leaves early
pub mod lottery; // who gets in by lot
pub mod owners; // what one owner offers and delivered
mod pages; // what offers promise for each hour
pub mod policy; // who may offer
mod pools; // the capability that other pallets use
mod promise; // what one offer promises
pub mod proven; // what a device has shown
pub mod recent; // days whose money is not final
mod roll; // the hour roll
mod selling; // hours are sold and taken back
mod serving; // units are bound, released, delivered
mod span; // which days and hours an offer covers
mod supply; // the running supply of a pool
pub mod types; // stored types of supply and roll
pub mod views; // what view functions answer
pub mod weights; // what calls and roll cost

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use frame_support::pallet_macros::import_section;
pub use lottery::{LotteryRound, LotteryTicket, PoolLottery};
pub use owners::OwnerRecord;
pub use pallet::*;
pub use policy::{Entry, PoolPolicy, UnitCap};
pub use proven::ProvenCapacity;
pub use types::{HoursCursor, PoolSupply, RollCursor, SupplyDelta};
pub use views::{DeviceHour, OfferHour, PoolHour};
pub use weights::WeightInfo;

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
		DeviceHour, LotteryTicket, OfferHour, OwnerRecord, PoolHour, PoolLottery, PoolPolicy,
		PoolSupply, ProvenCapacity, RollCursor, SupplyDelta, UnitCap, WeightInfo,
	};
	use frame_support::{pallet_prelude::*, weights::WeightMeter};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{
		DeviceRegistry, HourClock, LatchedMarket, Obligations, PositionConsent, PositionIssuer,
		SeedSource,
	};
	use greenhour_types::{
		Day, DayPage, DeviceId, GpuClassId, Hour, MilliGpu, Offer, OfferId, PoolId, Template,
		ZoneId,
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

		/// Issues the position of an offer, and tells whether its holder lets the offer shrink.
		type Positions: PositionIssuer<Self::AccountId> + PositionConsent<Self::AccountId>;

		/// The curve that a page is opened with; a pool without one takes no offers. Learns from hours
		/// whose money is final.
		type Market: LatchedMarket;

		/// Decides the lottery of a pool.
		type Seeds: SeedSource;

		/// Sets policies and caps.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

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

	/// Offer -> what it promises. Written when it is made, shortened or over; removed only with
	/// the position of one that never started: any other outlives it.
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

	/// Pool and day -> page. Opened once, when the day enters the horizon; kept.
	#[pallet::storage]
	pub type DayPages<T> = StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, Day, DayPage>;

	/// Offer and day -> units bound to contracts by hour of day. Days that are over are removed.
	#[pallet::storage]
	pub type BoundUnits<T> =
		StorageDoubleMap<_, Twox64Concat, OfferId, Twox64Concat, Day, Template, ValueQuery>;

	/// Offer and day -> units of them that the device dropped. They stay bound; removed with them.
	#[pallet::storage]
	pub type ReleasedUnits<T> =
		StorageDoubleMap<_, Twox64Concat, OfferId, Twox64Concat, Day, Template, ValueQuery>;

	/// Pool and device owner -> what he offers and delivered there. Removed when nothing is left of it.
	#[pallet::storage]
	// Blake2_128Concat: anybody can choose an account.
	pub type Owners<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PoolId,
		Blake2_128Concat,
		T::AccountId,
		OwnerRecord,
		ValueQuery,
	>;

	/// Device -> what it has proved lately. One per device that delivered.
	#[pallet::storage]
	pub type ProvenPeaks<T> = StorageMap<_, Twox64Concat, DeviceId, ProvenCapacity, ValueQuery>;

	/// Pool -> who may offer to it. Set by governance.
	#[pallet::storage]
	pub type Policies<T> = StorageMap<_, Twox64Concat, PoolId, PoolPolicy>;

	/// GPU class -> cap over all of its pools. Set by governance.
	#[pallet::storage]
	pub type ClassCaps<T> = StorageMap<_, Twox64Concat, GpuClassId, UnitCap>;

	/// Zone -> cap over all of its pools. Set by governance.
	#[pallet::storage]
	pub type ZoneCaps<T> = StorageMap<_, Twox64Concat, ZoneId, UnitCap>;

	/// Pool -> the latest two rounds of its lottery.
	#[pallet::storage]
	pub type Lotteries<T> = StorageMap<_, Twox64Concat, PoolId, PoolLottery, ValueQuery>;

	/// Device -> its latest ticket. An obligation of the device until it is used or discarded.
	#[pallet::storage]
	pub type Tickets<T> = StorageMap<_, Twox64Concat, DeviceId, LotteryTicket>;

	/// Pool -> running supply.
	#[pallet::storage]
	pub type Supplies<T> = StorageMap<_, Twox64Concat, PoolId, PoolSupply>;

	/// Pool and day -> how the running supply changes on that day. Taken when the page opens.
	#[pallet::storage]
	pub type SupplyDeltas<T> =
		StorageDoubleMap<_, Twox64Concat, PoolId, Twox64Concat, Day, SupplyDelta, ValueQuery>;

	/// Day and offer: what of offers is over with a day, namely an earlier template, the offer itself,
	/// or once it has ended the money of its last hours.
	#[pallet::storage]
	pub type OfferEnds<T> = StorageDoubleMap<_, Twox64Concat, Day, Twox64Concat, OfferId, ()>;

	/// How far the hour roll got; nothing before the first block.
	#[pallet::storage]
	pub type Cursor<T> = StorageValue<_, RollCursor>;

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
				.max(T::WeightInfo::roll_learn(24))
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

		/// Ends an offer as early as it can.
		///
		/// Signed by the owner or the operator of its device. Days with an hour whose sale has
		/// closed, and days with sold hours that need its units, are still served: the offer ends
		/// the day after the last of them. Needs the consent of the position's holder.
		///
		/// - `offer`: an open offer.
		///
		/// Emits `OfferShortened`, or `OfferEnded` when it never started.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::end_offer())]
		pub fn end_offer(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_end_offer(&who, offer)
		}

		/// Promises another template, as early as it can.
		///
		/// Signed by the owner or the operator of its device. Takes effect on the first day from
		/// which on no hour has closed and no sold hour needs what is taken away: at most the first
		/// beyond the horizon. Until then no other change is taken. More units are checked like
		/// those of a new offer; fewer in any hour need the consent of the position's holder.
		///
		/// - `offer`: an open offer, paused or not.
		/// - `template`: units by hour of day (thousandths of a reference GPU).
		///
		/// Emits `OfferChanged`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::change_offer())]
		pub fn change_offer(
			origin: OriginFor<T>,
			offer: OfferId,
			template: Template,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_template(&template)?;
			let from = Self::do_change_offer(&who, offer, template)?;
			Self::deposit_event(Event::OfferChanged {
				offer,
				template,
				from,
			});
			Ok(())
		}

		/// Promises nothing, as early as it can, until `change_offer` resumes.
		///
		/// Signed by the owner or the operator of its device. A change to an empty template.
		///
		/// Emits `OfferPaused`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::change_offer())]
		pub fn pause_offer(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let from = Self::do_change_offer(&who, offer, Template::default())?;
			Self::deposit_event(Event::OfferPaused { offer, from });
			Ok(())
		}

		/// Enters the round of tomorrow of the lottery of a device's pool.
		///
		/// Signed by the owner or the operator, before the sale of hour 0 of tomorrow closes. It weighs
		/// what the device could offer and its owner may, with his other tickets of the round. The
		/// ticket is an obligation of the device until it is used or discarded, and replaces one of
		/// an earlier round, even if that has won and was not used.
		///
		/// Emits `LotteryEntered`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::enter_lottery())]
		pub fn enter_lottery(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_enter_lottery(&who, device)
		}

		/// Removes a ticket that has lost, or whose day is over.
		///
		/// Signed by anybody; free when it removes one.
		///
		/// Emits `TicketDiscarded`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::discard_ticket())]
		pub fn discard_ticket(
			origin: OriginFor<T>,
			device: DeviceId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_discard_ticket(device)?;
			Ok(Pays::No.into())
		}

		/// Sets who may offer to a pool, from now on; `None` for any attested device.
		///
		/// Origin: governance. Offers that are open stay.
		///
		/// Emits `PolicySet`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_policy())]
		pub fn set_policy(
			origin: OriginFor<T>,
			pool: PoolId,
			policy: Option<PoolPolicy>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Policies::<T>::set(pool, policy);
			Self::deposit_event(Event::PolicySet { pool, policy });
			Ok(())
		}

		/// Sets the cap over all pools of a GPU class, from now on; `None` for no cap.
		///
		/// Origin: governance. Offers that are open stay. The weight depends on the number of pools.
		///
		/// Emits `ClassCapSet`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_cap(T::MaxPools::get()))]
		pub fn set_class_cap(
			origin: OriginFor<T>,
			gpu_class: GpuClassId,
			max: Option<MilliGpu>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let cap = Self::cap_over(max, |pool| pool.gpu_class == gpu_class);
			ClassCaps::<T>::set(gpu_class, cap);
			Self::deposit_event(Event::ClassCapSet { gpu_class, max });
			Ok(())
		}

		/// Sets the cap over all pools of a zone, from now on; `None` for no cap.
		///
		/// Origin: governance. Offers that are open stay. The weight depends on the number of pools.
		///
		/// Emits `ZoneCapSet`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_cap(T::MaxPools::get()))]
		pub fn set_zone_cap(
			origin: OriginFor<T>,
			zone: ZoneId,
			max: Option<MilliGpu>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let cap = Self::cap_over(max, |pool| pool.zone == zone);
			ZoneCaps::<T>::set(zone, cap);
			Self::deposit_event(Event::ZoneCapSet { zone, max });
			Ok(())
		}

		/// Ends an offer that nothing backs any more, as early as it can.
		///
		/// Signed by anybody; free when it ends one. The device could not promise its peak until its
		/// last day any more, or its bond covers less than 8 tenths of it while rates are valid. Sold
		/// hours stay promised, as in `end_offer`; the position's holder is not asked.
		///
		/// Emits `OfferShortened`, or `OfferEnded` when it never started.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::withdraw_unbacked())]
		pub fn withdraw_unbacked(
			origin: OriginFor<T>,
			offer: OfferId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_withdraw_unbacked(offer)?;
			Ok(Pays::No.into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The hours of an offer on one day. What was assigned is known until the day after.
		pub fn offer_hours(offer: OfferId, day: Day) -> Option<[OfferHour; 24]> {
			Self::view_offer_hours(offer, day)
		}

		/// What a device with an open offer has to do in the current hour and the 23 after it.
		pub fn next_hours(device: DeviceId) -> Option<[DeviceHour; 24]> {
			Self::view_next_hours(device)
		}

		/// The hours of a pool on a day that has a page.
		pub fn pool_day(pool: PoolId, day: Day) -> Option<[PoolHour; 24]> {
			Self::view_pool_day(pool, day)
		}

		/// Units that can still be bought in each hour of a day that has a page.
		pub fn remaining(pool: PoolId, day: Day) -> Option<[MilliGpu; 24]> {
			Self::view_remaining(pool, day)
		}

		/// Was the latest ticket of a device admitted? `None` without one, and before its seed is known.
		pub fn admitted(device: DeviceId) -> Option<bool> {
			Self::view_admitted(device)
		}
	}
}
