//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened to weights and incentives. Amounts are planck of GHR unless they say GCD.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The bond of a device is another.
		BondSet {
			/// The device.
			device: DeviceId,
			/// Who owns it.
			owner: T::AccountId,
			/// What counts.
			matured: Balance,
			/// What does not count yet.
			maturing: Balance,
			/// The first hour in which that counts.
			matures_in: Hour,
		},
		/// A device has no bond left: what it had delivered counts no more.
		GreenForfeited {
			/// The device.
			device: DeviceId,
		},
		/// Hours that were paid count.
		GreenCounted {
			/// The device.
			device: DeviceId,
			/// What they were bought with.
			contract: ContractId,
			/// Planck of GCD for which they count.
			value: Balance,
			/// What incentives may pay in addition for the fee of these hours.
			credit: Balance,
		},
		/// A device weighs something else.
		WeightChanged {
			/// The device.
			device: DeviceId,
			/// Who owns it.
			owner: T::AccountId,
			/// What it weighs.
			weight: Balance,
			/// What all devices of the owner weigh.
			owner_weight: Balance,
			/// What all devices weigh.
			total_weight: Balance,
		},
		/// A device, and its weight, has another owner.
		WeightMoved {
			/// The device.
			device: DeviceId,
			/// Who owned it.
			from: T::AccountId,
			/// Who owns it.
			to: T::AccountId,
			/// What it weighs.
			weight: Balance,
		},
		/// The pot pays another budget.
		BudgetSet {
			/// For each hour.
			per_hour: Balance,
			/// The first hour without it.
			until: Hour,
		},
		/// An hour is closed, and its budget shared.
		BudgetAllotted {
			/// The hour.
			hour: Hour,
			/// What was shared.
			amount: Balance,
			/// The weight that shared it.
			weight: Balance,
		},
		/// An owner can claim more.
		IncentiveCredited {
			/// The device that earned it.
			device: DeviceId,
			/// The owner.
			owner: T::AccountId,
			/// How much more.
			amount: Balance,
		},
		/// An owner took what he was owed.
		IncentiveClaimed {
			/// The owner.
			owner: T::AccountId,
			/// How much.
			amount: Balance,
		},
	}
}
