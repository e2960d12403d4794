//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened to claims, declarations and specifications. Amounts are planck of GCD unless
	/// they say GHR.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A device claims that it delivered hours.
		HoursClaimed {
			/// The contract.
			contract: ContractId,
			/// The device.
			device: DeviceId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// Who claims, and holds the deposits.
			claimant: T::AccountId,
			/// Hash of the result.
			result_hash: [u8; 32],
			/// Planck of GCD held for each hour.
			deposit: Balance,
		},
		/// The tenant objected to claimed hours; auditors are asked.
		HoursObjected {
			/// The contract.
			contract: ContractId,
			/// The device.
			device: DeviceId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// Who objected.
			tenant: T::AccountId,
			/// Planck of GCD that he holds for all of them.
			stake: Balance,
		},
		/// An auditor judged claimed hours undelivered. They leave the record now or, if they could be
		/// claimed again, later by `ClaimsEnded`.
		HoursRefused {
			/// The contract.
			contract: ContractId,
			/// The device.
			device: DeviceId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// Those of them that stay in the record.
			kept: HourMask,
			/// Who judged.
			auditor: T::AccountId,
			/// Planck of GHR burned from the bond.
			penalty: Balance,
		},
		/// Hours left the record of claims; deposits and stakes that are not lost went back.
		ClaimsEnded {
			/// The contract.
			contract: ContractId,
			/// The device.
			device: DeviceId,
			/// The day.
			day: Day,
			/// The hours.
			hours: HourMask,
			/// How.
			end: ClaimEnd,
		},
		/// The stake of an objection was lost.
		StakeLost {
			/// Who held it.
			who: T::AccountId,
			/// Planck of GCD burned.
			burned: Balance,
			/// Planck of GCD paid to `to`.
			paid: Balance,
			/// The owner of the device.
			to: T::AccountId,
		},
		/// A third party was paid for settling, out of what the record's opener held.
		SettlerRewarded {
			/// Who settled.
			settler: T::AccountId,
			/// Who paid.
			payer: T::AccountId,
			/// Planck of GCD.
			reward: Balance,
		},
		/// A device says that it can't fetch the job of an hour.
		CannotStartDeclared {
			/// The contract.
			contract: ContractId,
			/// The device.
			device: DeviceId,
			/// The hour.
			hour: Hour,
			/// Who declared.
			declarer: T::AccountId,
			/// Planck of GCD that he holds.
			stake: Balance,
			/// Until when it can be answered, ms since the Unix epoch, excluded.
			answer_until: Moment,
		},
		/// A declaration ended.
		DeclarationEnded {
			/// The contract.
			contract: ContractId,
			/// The device.
			device: DeviceId,
			/// The hour.
			hour: Hour,
			/// How.
			end: DeclarationEnd,
		},
		/// The specification of a contract is on the chain, in `Specs`.
		SpecPublished {
			/// The contract.
			contract: ContractId,
			/// Who published, and holds the deposit.
			publisher: T::AccountId,
			/// Planck of GCD held.
			deposit: Balance,
		},
		/// The specification of a closed contract was removed.
		SpecRemoved {
			/// The contract.
			contract: ContractId,
			/// Who had published.
			publisher: T::AccountId,
		},
		/// Contracts whose delivery is somebody's word are opened from now on, or no more.
		AuditingSet {
			/// Are they?
			open: bool,
		},
		/// An account could not receive what was held on it; it stays held.
		ReturnPostponed {
			/// Who is owed.
			who: T::AccountId,
			/// What it was held for.
			reason: HoldReason,
			/// Planck of GCD.
			amount: Balance,
		},
		/// What an account could not receive was returned to it.
		PostponedReleased {
			/// Who is owed no more.
			who: T::AccountId,
			/// What it was held for.
			reason: HoldReason,
			/// Planck of GCD.
			amount: Balance,
		},
	}
}
