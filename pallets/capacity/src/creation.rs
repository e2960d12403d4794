//! A device makes an offer.

use crate::{
	admission::{Growth, Present},
	dense_list, pages, promise,
	span::{offered_span, Span, SpanFault},
	supply, Config, Error, Event, NextOfferId, OfferEnds, Offers, OpenOfferOf, Pallet, PoolSupply,
	Pools, Supplies,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{Obligations, PositionIssuer};
use greenhour_types::{Day, DeviceId, Offer, OfferId, OfferState, PoolId, Template};
use sp_runtime::{traits::UniqueSaturatedInto, DispatchError, DispatchResult};

/// An offer that passed all checks.
pub(crate) struct OfferDraft<AccountId> {
	device: DeviceId,
	owner: AccountId,
	pool: PoolId,
	/// What it promises.
	pub(crate) template: Template,
	span: Span,
	/// An offer of the device whose days are over, still in the dense list.
	past: Option<OfferId>,
	/// Does it use up a ticket of the lottery?
	by_ticket: bool,
	present: Present,
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
		let record = Self::device_of_caller(who, device)?;
		Self::ensure_template(&template)?;
		let present = Present::now::<T>()?;
		let past = Self::past_offer_of(device, present.today)?;
		let span = offered_span(
			first_day,
			last_day,
			present.today,
			present.closed,
			T::MaxOfferDays::get(),
		)
		.map_err(Error::<T>::from)?;

		let pool = record.pool();
		let supply = if Supplies::<T>::contains_key(pool) {
			Self::supply_up_to_date(pool, &present)?
		} else {
			Self::ensure_can_found(pool, present.today)?;
			PoolSupply::default()
		};
		let counted = past.as_ref().map(|(_, offer)| promise::peak(offer));
		let growth = Growth {
			device,
			record: &record,
			last_day: span.last_day,
			from: Default::default(),
			to: template.peak(),
			counted: counted.unwrap_or_default(),
		};
		let by_ticket = Self::ensure_may_grow(&growth, &supply, present.today)?;
		let owner = record.owner;
		Ok(OfferDraft {
			device,
			owner,
			pool,
			template,
			span,
			past: past.map(|(id, _)| id),
			by_ticket,
			present,
		})
	}

	/// The open offer of a device whose days are over, if it has one; refuses one that is not over.
	fn past_offer_of(device: DeviceId, today: Day) -> Result<Option<(OfferId, Offer)>, Error<T>> {
		let Some(id) = OpenOfferOf::<T>::get(device) else {
			return Ok(None);
		};
		let offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		ensure!(offer.last_day < today, Error::<T>::OfferAlreadyOpen);
		Ok(Some((id, offer)))
	}

	/// Writes: opens the offer, adds it to supply and pages, issues its position.
	pub(crate) fn open_offer(draft: OfferDraft<T::AccountId>) -> DispatchResult {
		if let Some(past) = draft.past {
			Self::retire_offer(past)?;
		}
		let id = NextOfferId::<T>::get();
		NextOfferId::<T>::put(id.next().ok_or(Error::<T>::Overflow)?);
		let OfferDraft {
			device,
			owner,
			pool,
			template,
			span,
			..
		} = draft;
		let mut supply = match Supplies::<T>::get(pool) {
			Some(supply) => supply,
			None => Self::found_pool(pool, &draft.present)?,
		};
		let block = frame_system::Pallet::<T>::block_number();
		let offer = Offer {
			device,
			pool,
			template,
			before: None,
			first_day: span.first_day,
			first_hour_of_day: span.first_hour_of_day,
			last_day: span.last_day,
			created_at: block.unique_saturated_into(),
			state: OfferState::Open {
				index: dense_list::push::<T>(&mut supply, pool, id)?,
			},
		};
		supply::join::<T>(&mut supply, &offer)?;
		pages::add_offer::<T>(&offer, supply.next_day)?;
		Self::count_peak(
			&mut supply,
			pool,
			&owner,
			Default::default(),
			template.peak(),
		)?;
		Supplies::<T>::insert(pool, supply);
		OpenOfferOf::<T>::insert(device, id);
		OfferEnds::<T>::insert(span.last_day, id, ());
		Offers::<T>::insert(id, offer);
		if draft.by_ticket {
			Self::use_ticket(device)?;
		}
		T::Obligations::add(device)?;
		let (first_day, last_day) = (span.first_day, span.last_day);
		T::Positions::issue(id, &owner, device, pool, &template, first_day, last_day)?;
		Self::deposit_event(Event::OfferCreated {
			offer: id,
			device,
			owner,
			pool,
			first_day,
			last_day,
			template,
		});
		Ok(())
	}

	/// Writes: the first offer founds the pool and opens its pages. The caller stores the supply.
	fn found_pool(pool: PoolId, present: &Present) -> Result<PoolSupply, Error<T>> {
		Pools::<T>::try_append(pool).map_err(|()| Error::<T>::MaxPoolsExceeded)?;
		let mut supply = PoolSupply {
			next_day: present.today,
			..Default::default()
		};
		while supply.next_day < present.beyond_horizon {
			pages::open_next::<T>(pool, &mut supply, present.today);
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
