//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
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
			/// Units by hour of day.
			template: Template,
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
		/// An offer promises another template.
		OfferChanged {
			/// The offer.
			offer: OfferId,
			/// Units by hour of day.
			template: Template,
			/// The first day on which it does.
			from: Day,
		},
		/// An offer promises nothing, until it changes again.
		OfferPaused {
			/// The offer.
			offer: OfferId,
			/// The first day on which it does.
			from: Day,
		},
		/// A device takes part in the lottery of its pool.
		LotteryEntered {
			/// The device.
			device: DeviceId,
			/// The pool.
			pool: PoolId,
			/// The round: the hour whose seed decides.
			round: Hour,
			/// Units that it could offer.
			weight: MilliGpu,
		},
		/// A device that was admitted offers more.
		TicketUsed {
			/// The device.
			device: DeviceId,
			/// The round.
			round: Hour,
		},
		/// A ticket that admits nobody any more was removed.
		TicketDiscarded {
			/// The device.
			device: DeviceId,
			/// The round.
			round: Hour,
		},
		/// Governance set who may offer to a pool.
		PolicySet {
			/// The pool.
			pool: PoolId,
			/// The policy; none for any attested device.
			policy: Option<PoolPolicy>,
		},
		/// Governance set the cap of all pools of a GPU class.
		ClassCapSet {
			/// The class.
			gpu_class: GpuClassId,
			/// Most units; none for no cap.
			max: Option<MilliGpu>,
		},
		/// Governance set the cap of all pools of a zone.
		ZoneCapSet {
			/// The zone.
			zone: ZoneId,
			/// Most units; none for no cap.
			max: Option<MilliGpu>,
		},
	}
}
