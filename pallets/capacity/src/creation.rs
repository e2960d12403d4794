//! A device makes an offer.

use crate::{
	dense_list, pages,
	span::{offered_span, Span, SpanFault},
	supply, Config, Error, Event, NextOfferId, OfferEnds, Offers, OpenOfferOf, Pallet, PoolSupply,
	Pools, Supplies,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{DeviceRegistry, HourClock, LatchedMarket, Obligations, PositionIssuer};
use greenhour_types::{Day, DeviceId, HourOfDay, Offer, OfferId, OfferState, PoolId, Template};
use sp_runtime::{traits::UniqueSaturatedInto, DispatchError, DispatchResult};

/// An offer that passed all checks.
pub(crate) struct OfferDraft<AccountId> {
	device: DeviceId,
	owner: AccountId,
	pool: PoolId,
	template: Template,
	span: Span,
	/// An offer of the device whose days are over, still in the dense list.
	past: Option<OfferId>,
	/// Today, and the first day beyond the horizon.
	today: Day,
	beyond_horizon: Day,
}

impl<T: Config> Pallet<T> {
	/// Checks everything that an offer needs.
	pub(crate) fn draft_offer(
		who: &T::AccountId,
		device: DeviceId,
		template: Template,
		first_day: Day,
		last_day: Day,
	) -> Result<OfferDraft<T::AccountId>, DispatchError> {
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		ensure!(
			*who == record.owner || *who == record.operator,
			Error::<T>::NotAuthorized
		);
		ensure!(!template.peak().is_zero(), Error::<T>::EmptyTemplate);

		let (params, now) = (T::Clock::params(), T::Clock::now());
		let today = params.hour_at(now).ok_or(Error::<T>::ClockNotSet)?.day();
		let past = Self::past_offer_of(device, today)?;
		let closed = params
			.latest_closed_hour(now)
			.ok_or(Error::<T>::ClockNotSet)?;
		let span = offered_span(first_day, last_day, today, closed, T::MaxOfferDays::get())
			.map_err(Error::<T>::from)?;

		let end = HourOfDay::new(23).and_then(|hour| params.end_of(span.last_day.hour(hour)?));
		let limit = T::Devices::offer_limit(device, end.ok_or(Error::<T>::Overflow)?);
		ensure!(template.peak() <= limit, Error::<T>::OfferLimitExceeded);
		ensure!(
			T::Devices::bond_covers(device, template.peak()),
			Error::<T>::InsufficientBond
		);

		let pool = record.pool();
		let horizon = params.windows.horizon_days;
		let beyond_horizon = Day(today.0.checked_add(horizon).ok_or(Error::<T>::Overflow)?);
		Self::ensure_pool_takes_offers(pool, today, beyond_horizon)?;
		let owner = record.owner;
		Ok(OfferDraft {
			device,
			owner,
			pool,
			template,
			span,
			past,
			today,
			beyond_horizon,
		})
	}

	/// The open offer of a device whose days are over, if it has one; refuses one that is not over.
	fn past_offer_of(device: DeviceId, today: Day) -> Result<Option<OfferId>, Error<T>> {
		let Some(id) = OpenOfferOf::<T>::get(device) else {
			return Ok(None);
		};
		let offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		ensure!(offer.last_day < today, Error::<T>::OfferAlreadyOpen);
		Ok(Some(id))
	}

	/// Checks that the pages of a pool are open, or that the pool can be founded.
	fn ensure_pool_takes_offers(
		pool: PoolId,
		today: Day,
		beyond_horizon: Day,
	) -> Result<(), Error<T>> {
		if let Some(supply) = Supplies::<T>::get(pool) {
			ensure!(supply.next_day == beyond_horizon, Error::<T>::PagesBehind);
			return Ok(());
		}
		ensure!(
			T::Market::state_for(pool, today).is_some(),
			Error::<T>::PoolNotFound
		);
		let pools = Pools::<T>::decode_len().unwrap_or(0);
		let room = u32::try_from(pools).is_ok_and(|pools| pools < T::MaxPools::get());
		ensure!(room, Error::<T>::MaxPoolsExceeded);
		Ok(())
	}

	/// Writes: opens the offer, adds it to supply and pages, issues its position.
	pub(crate) fn open_offer(draft: OfferDraft<T::AccountId>) -> DispatchResult {
		if let Some(past) = draft.past {
			Self::retire_offer(past)?;
		}
		let id = NextOfferId::<T>::get();
		NextOfferId::<T>::put(id.next().ok_or(Error::<T>::Overflow)?);
		let block = frame_system::Pallet::<T>::block_number();
		let OfferDraft {
			device,
			owner,
			pool,
			template,
			span,
			..
		} = draft;
		let offer = Offer {
			device,
			pool,
			template,
			first_day: span.first_day,
			first_hour_of_day: span.first_hour_of_day,
			last_day: span.last_day,
			created_at: block.unique_saturated_into(),
			state: OfferState::Open {
				index: dense_list::push::<T>(pool, id)?,
			},
		};
		let mut supply = match Supplies::<T>::get(pool) {
			Some(supply) => supply,
			None => Self::found_pool(pool, draft.today, draft.beyond_horizon)?,
		};
		supply::join::<T>(&mut supply, &offer)?;
		pages::add_offer::<T>(&offer, supply.next_day)?;
		Supplies::<T>::insert(pool, supply);
		OpenOfferOf::<T>::insert(device, id);
		OfferEnds::<T>::insert(span.last_day, id, ());
		Offers::<T>::insert(id, offer);
		T::Obligations::add(device)?;
		T::Positions::issue(
			id,
			&owner,
			device,
			pool,
			&template,
			span.first_day,
			span.last_day,
		)?;
		let (first_day, last_day) = (span.first_day, span.last_day);
		Self::deposit_event(Event::OfferCreated {
			offer: id,
			device,
			owner,
			pool,
			first_day,
			last_day,
		});
		Ok(())
	}

	/// Writes: the first offer founds the pool and opens its pages. The caller stores the supply.
	fn found_pool(pool: PoolId, today: Day, beyond_horizon: Day) -> Result<PoolSupply, Error<T>> {
		Pools::<T>::try_append(pool).map_err(|()| Error::<T>::MaxPoolsExceeded)?;
		let mut supply = PoolSupply {
			next_day: today,
			..Default::default()
		};
		while supply.next_day < beyond_horizon {
			pages::open_next::<T>(pool, &mut supply, today);
		}
		Ok(supply)
	}
}

impl<T> From<SpanFault> for Error<T> {
	fn from(fault: SpanFault) -> Self {
		match fault {
			SpanFault::Invalid => Self::InvalidSpan,
			SpanFault::TooLong => Self::SpanTooLong,
		}
	}
}
