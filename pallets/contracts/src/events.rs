//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened to contracts. Amounts are planck of GCD unless they say GHR.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A tenant bought hours; the payment is held on his account.
		ContractOpened {
			/// The contract.
			contract: ContractId,
			/// Who bought.
			tenant: T::AccountId,
			/// Where.
			pool: PoolId,
			/// Planck of GCD held.
			held: Balance,
			/// Of it, the settlement deposit.
			deposit: Balance,
		},
		/// A tenant bought more hours or units for an open contract.
		ContractExtended {
			/// The contract.
			contract: ContractId,
			/// Planck of GCD held in addition.
			held: Balance,
			/// Of it, the settlement deposit of new days.
			deposit: Balance,
		},
		/// A tenant gave units of hours on sale back.
		HoursGivenBack {
			/// The contract.
			contract: ContractId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// Planck of GCD released to the tenant, with their incentive.
			released: Balance,
			/// Planck of GCD burned.
			fee: Balance,
		},
		/// A tenant raised the incentive of some hours.
		IncentiveAdded {
			/// The contract.
			contract: ContractId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// Planck of GCD more on hold for each of them.
			amount: Balance,
		},
		/// A tenant changed where the job specification is.
		SpecSet {
			/// The contract.
			contract: ContractId,
			/// The address.
			spec_uri: SpecUri,
		},
		/// A device accepted hours of a contract.
		HoursAccepted {
			/// The contract.
			contract: ContractId,
			/// The device that serves.
			device: DeviceId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// Units in each of them.
			units: MilliGpu,
			/// The offer, and so position, that earns.
			offer: OfferId,
		},
		/// Units of an hour that nobody accepted were given to a device.
		HoursAssigned {
			/// The contract.
			contract: ContractId,
			/// The device that must serve.
			device: DeviceId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// Units in each of them.
			units: MilliGpu,
			/// The offer, and so position, that earns.
			offer: OfferId,
		},
		/// A device gave hours up before they started; others can serve them.
		HoursDropped {
			/// The contract.
			contract: ContractId,
			/// The device.
			device: DeviceId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// The offer that keeps these units locked.
			offer: OfferId,
			/// Planck of GHR paid to the tenant from the bond.
			compensation: Balance,
			/// Planck of GHR burned from the bond.
			burned: Balance,
		},
		/// Offers were picked for an hour; the next call goes on after them.
		AssignTried {
			/// The contract.
			contract: ContractId,
			/// The hour.
			hour: Hour,
			/// Offers picked so far.
			attempts: u32,
			/// Units that still nobody serves.
			unassigned: MilliGpu,
		},
		/// An hour was proved and paid.
		HourDelivered {
			/// The contract.
			contract: ContractId,
			/// The device that delivered.
			device: DeviceId,
			/// The hour.
			hour: Hour,
			/// Planck of GCD of the price that fell to its units.
			share: Balance,
			/// Planck of GCD of the incentive that fell to them.
			incentive: Balance,
			/// Planck of GCD credited to the position.
			earned: Balance,
			/// Planck of GCD burned as protocol fee.
			fee: Balance,
		},
		/// An hour was not proved in time: refunded, compensated, slashed.
		HourMissed {
			/// The contract.
			contract: ContractId,
			/// The device that missed.
			device: DeviceId,
			/// The hour.
			hour: Hour,
			/// Planck of GCD refunded to the tenant.
			refunded: Balance,
			/// Planck of GHR paid to the tenant from the bond.
			compensation: Balance,
			/// Planck of GHR burned from the bond.
			burned: Balance,
		},
		/// An hour that had too few blocks, or whose proofs the chain did not take, was not proved:
		/// refunded, nobody slashed.
		HourVoided {
			/// The contract.
			contract: ContractId,
			/// The device that was bound.
			device: DeviceId,
			/// The hour.
			hour: Hour,
			/// Planck of GCD refunded to the tenant.
			refunded: Balance,
		},
		/// Nobody is to blame for an hour that was not delivered: refunded, nobody slashed.
		HourExcused {
			/// The contract.
			contract: ContractId,
			/// The device that was bound.
			device: DeviceId,
			/// The hour.
			hour: Hour,
			/// Planck of GCD refunded to the tenant.
			refunded: Balance,
			/// Planck of GCD burned as protocol fee.
			fee: Balance,
		},
		/// Units that no device served were refunded.
		UnservedRefunded {
			/// The contract.
			contract: ContractId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// Planck of GCD refunded to the tenant.
			refunded: Balance,
			/// Planck of GCD burned as protocol fee, if only consenting devices could serve.
			fee: Balance,
		},
		/// The tenant's account could not receive a refund; it stays held until the contract closes.
		RefundPostponed {
			/// The contract.
			contract: ContractId,
			/// Who is owed.
			tenant: T::AccountId,
			/// Planck of GCD that stay held.
			amount: Balance,
		},
		/// Who settled for others was paid from the settlement deposit.
		SettlementRewarded {
			/// The contract.
			contract: ContractId,
			/// Who called.
			who: T::AccountId,
			/// Planck of GCD.
			amount: Balance,
		},
		/// Everything of a day is settled, and its record is gone.
		DayResolved {
			/// The contract.
			contract: ContractId,
			/// The day.
			day: Day,
		},
		/// Every day of a contract is resolved, but the tenant's account could not receive the rest.
		ClosePostponed {
			/// The contract.
			contract: ContractId,
			/// Who is owed.
			tenant: T::AccountId,
			/// Planck of GCD that stay held.
			held: Balance,
		},
		/// A contract ended; what was still held went back to the tenant.
		ContractClosed {
			/// The contract.
			contract: ContractId,
			/// Who had bought.
			tenant: T::AccountId,
			/// Planck of GCD released.
			released: Balance,
		},
		/// Nothing of an assignment is unsettled, and its record is gone.
		AssignmentRemoved {
			/// The contract.
			contract: ContractId,
			/// The device that had served.
			device: DeviceId,
			/// The day.
			day: Day,
		},
	}
}
