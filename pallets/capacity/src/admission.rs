//! What an offer, or more of one, must fulfil.

use crate::{
	ClassCaps, Config, Error, Owners, Pallet, Policies, PoolPolicy, PoolSupply, Supplies, ZoneCaps,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{DeviceRegistry, HourClock, LatchedMarket};
use greenhour_types::{
	units::MIN_ORDER, Day, Device, DeviceId, Hour, HourOfDay, MilliGpu, Moment, PoolId, Template,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Where market time stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Present {
	/// The day of the current hour.
	pub(crate) today: Day,
	/// The latest hour whose sale has closed.
	pub(crate) closed: Hour,
	/// The first day beyond the horizon.
	pub(crate) beyond_horizon: Day,
}

impl Present {
	pub(crate) fn now<T: Config>() -> Result<Self, Error<T>> {
		let (params, now) = (T::Clock::params(), T::Clock::now());
		let today = params.hour_at(now).ok_or(Error::<T>::ClockNotSet)?.day();
		let closed = params
			.latest_closed_hour(now)
			.ok_or(Error::<T>::ClockNotSet)?;
		let horizon = params.windows.horizon_days;
		let beyond_horizon = Day(today.0.checked_add(horizon).ok_or(Error::<T>::Overflow)?);
		Ok(Self {
			today,
			closed,
			beyond_horizon,
		})
	}

	/// The first day without an hour whose sale has closed: the earliest on which an offer can
	/// change.
	pub(crate) fn first_free_day(&self) -> Day {
		self.closed.day().next()
	}
}

/// A larger promise.
pub(crate) struct Growth<'a, AccountId> {
	/// The device that makes it.
	pub(crate) device: DeviceId,
	/// Who that is.
	pub(crate) record: &'a Device<AccountId>,
	/// Its last day.
	pub(crate) last_day: Day,
	/// The peak so far: nothing for a new offer.
	pub(crate) from: MilliGpu,
	/// The peak from now on.
	pub(crate) to: MilliGpu,
	/// What sums of peaks hold for the device, which can be more than `from` while the roll is behind.
	pub(crate) counted: MilliGpu,
}

impl<T: Config> Pallet<T> {
	/// The device, if the caller is its owner or operator.
	pub(crate) fn device_of_caller(
		who: &T::AccountId,
		device: DeviceId,
	) -> Result<Device<T::AccountId>, Error<T>> {
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		ensure!(
			*who == record.owner || *who == record.operator,
			Error::<T>::NotAuthorized
		);
		Ok(record)
	}

	/// Checks that a template promises something, and nothing too small to be sold.
	pub(crate) fn ensure_template(template: &Template) -> Result<(), Error<T>> {
		ensure!(!template.peak().is_zero(), Error::<T>::EmptyTemplate);
		let dust = |units: &MilliGpu| !units.is_zero() && *units < MIN_ORDER;
		ensure!(!template.0.iter().any(dust), Error::<T>::UnitsBelowMinimum);
		Ok(())
	}

	/// When a day is over.
	pub(crate) fn end_of(day: Day) -> Result<Moment, Error<T>> {
		let last = HourOfDay::new(23).and_then(|hour| day.hour(hour));
		last.and_then(|hour| T::Clock::params().end_of(hour))
			.ok_or(Error::<T>::Overflow)
	}

	/// Checks tier and bond of a device against the policy of its pool, and gives that.
	pub(crate) fn ensure_eligible(
		device: DeviceId,
		record: &Device<T::AccountId>,
	) -> Result<PoolPolicy, Error<T>> {
		let policy = Policies::<T>::get(record.pool()).unwrap_or_default();
		if policy.min_tier > PoolPolicy::default().min_tier {
			let result = T::Devices::site_of(device).and_then(|site| site.status.result());
			let reached = result.is_some_and(|result| result.tier >= policy.min_tier);
			ensure!(reached, Error::<T>::TierTooLow);
		}
		let has_bond = policy.min_bond_value == 0
			|| T::Devices::bond_value_down(device) >= policy.min_bond_value;
		ensure!(has_bond, Error::<T>::InsufficientBond);
		Ok(policy)
	}

	/// Checks everything that a larger promise needs. Gives whether it uses up a ticket.
	pub(crate) fn ensure_may_grow(
		growth: &Growth<'_, T::AccountId>,
		supply: &PoolSupply,
		today: Day,
	) -> Result<bool, DispatchError> {
		let Growth {
			device,
			record,
			from,
			to,
			counted,
			..
		} = *growth;
		let policy = Self::ensure_eligible(device, record)?;
		let limit = Self::limit_of(device, record, Self::end_of(growth.last_day)?, today);
		ensure!(to <= limit, Error::<T>::OfferLimitExceeded);
		ensure!(
			T::Devices::bond_covers(device, to),
			Error::<T>::InsufficientBond
		);
		if to <= from {
			return Ok(false);
		}
		let pool = record.pool();
		if let Some((per_owner, of_pool)) = policy.entry.limits() {
			let owned = Owners::<T>::get(pool, &record.owner).peaks;
			Self::ensure_room(owned, counted, to, per_owner)
				.map_err(|_| Error::<T>::MaxUnitsPerOwnerExceeded)?;
			Self::ensure_room(supply.peaks, counted, to, of_pool)?;
		}
		for cap in [
			ClassCaps::<T>::get(pool.gpu_class),
			ZoneCaps::<T>::get(pool.zone),
		]
		.into_iter()
		.flatten()
		{
			let used = cap
				.used
				.saturating_sub(u64::from(counted.0))
				.saturating_add(u64::from(to.0));
			ensure!(used <= u64::from(cap.max.0), Error::<T>::MaxUnitsExceeded);
		}
		if policy.entry.is_lottery() {
			Self::ensure_ticket(pool, device, to.saturating_sub(from), today)?;
		}
		Ok(policy.entry.is_lottery())
	}

	/// Checks that `sum` with `to` in place of `counted` stays within `max`.
	fn ensure_room(
		sum: MilliGpu,
		counted: MilliGpu,
		to: MilliGpu,
		max: MilliGpu,
	) -> Result<(), Error<T>> {
		let others = sum.saturating_sub(counted);
		let fits = others.checked_add(to).is_some_and(|sum| sum <= max);
		ensure!(fits, Error::<T>::MaxUnitsExceeded);
		Ok(())
	}

	/// The supply of a pool whose pages are open, as far as the horizon reaches.
	pub(crate) fn supply_up_to_date(
		pool: PoolId,
		present: &Present,
	) -> Result<PoolSupply, Error<T>> {
		let supply = Supplies::<T>::get(pool).ok_or(Error::<T>::PoolNotFound)?;
		ensure!(
			supply.next_day >= present.beyond_horizon,
			Error::<T>::PagesBehind
		);
		Ok(supply)
	}

	/// Checks that a pool can be founded.
	pub(crate) fn ensure_can_found(pool: PoolId, today: Day) -> DispatchResult {
		ensure!(
			T::Market::state_for(pool, today).is_some(),
			Error::<T>::PoolNotFound
		);
		let pools = crate::Pools::<T>::decode_len().unwrap_or(0);
		let room = u32::try_from(pools).is_ok_and(|pools| pools < T::MaxPools::get());
		ensure!(room, Error::<T>::MaxPoolsExceeded);
		Ok(())
	}
}
