//! Units that no device served.

use crate::{open_day::unserved, split::fee_up, Config, Error, Event, Pallet};
use frame_support::{ensure, traits::Get};
use greenhour_types::{ContractId, Day, HourMask, HourPhase};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Refunds the unserved units of every hour of the day that has started, less the protocol fee
	/// of their price when they could be served by consent only. Returns whether the day is resolved.
	pub(crate) fn do_refund_unserved(
		who: &T::AccountId,
		contract: ContractId,
		day: Day,
	) -> Result<bool, DispatchError> {
		let mut open = Self::open_day(contract, day, HourMask::EMPTY)?;
		let hours = Self::from_phase_on(day, unserved(&open.page), HourPhase::Delivery);
		ensure!(!hours.is_empty(), Error::<T>::NothingDue);
		let share = open.unserved_share(hours).ok_or(Error::<T>::Overflow)?;
		let fee = if open.contract.terms.need_consent() {
			fee_up(share.price, T::ProtocolFee::get())
		} else {
			0
		};
		let total = share.total().ok_or(Error::<T>::Overflow)?;
		let refunded = total.saturating_sub(fee);
		Self::burn_fee(&mut open.contract, fee)?;
		Self::refund(contract, &mut open.contract, refunded)?;
		open.page.refunded = open.page.refunded.union(hours);
		Self::deposit_event(Event::UnservedRefunded {
			contract,
			day,
			hours,
			refunded,
			fee,
		});
		if unserved(&open.page).is_empty() {
			Self::reward(&mut open, who, share.price);
		}
		Self::resolve_or_write(open)
	}
}
