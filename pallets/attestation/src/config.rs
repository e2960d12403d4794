//! What the runtime gives.

use frame_support::pallet_macros::pallet_section;

/// The configuration of the pallet.
#[pallet_section]
mod config {
	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The hold reasons of the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// GHR.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Devices, their sites and bonds.
		type Devices: DeviceRegistry<Self::AccountId>;

		/// Who takes the attestation results: the registry.
		type Results: AttestationResults;

		/// What keeps a device from being retired: a dispute about its place does.
		type Obligations: Obligations;

		/// Market time.
		type Clock: HourClock;

		/// Who keeps the tables, judges and pardons.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Longest time for which an endorsement counts, ms from enrolment.
		#[pallet::constant]
		type MaxEndorsement: Get<Moment>;

		/// Longest time for which an audit counts, ms.
		#[pallet::constant]
		type MaxAudit: Get<Moment>;

		/// How long an audit can be contradicted, and how long it may collect statements, ms.
		#[pallet::constant]
		type ConflictWindow: Get<Moment>;

		/// How long governance may take to judge before the default applies, ms.
		#[pallet::constant]
		type DisputeWindow: Get<Moment>;

		/// How long a part of an auditor's bond takes to leave, ms.
		#[pallet::constant]
		type UnbondingDelay: Get<Moment>;

		/// Smallest bond of an auditor, planck of GHR.
		#[pallet::constant]
		type MinAuditorBond: Get<Balance>;

		/// Bond of who disputes a place, planck of GHR.
		#[pallet::constant]
		type PlaceBond: Get<Balance>;

		/// What the device bond of a holder pays who has no right to the place, as a part of it.
		#[pallet::constant]
		type PlaceSlash: Get<Permill>;

		/// What the winner gets of what the loser pays; the rest is burned. At most a half.
		#[pallet::constant]
		type WinnerShare: Get<Permill>;

		/// Length of a window in which answers to challenges are counted, ms.
		#[pallet::constant]
		type ChallengeWindow: Get<Moment>;

		/// Answers that tier 3 needs in two such windows.
		#[pallet::constant]
		type ChallengeAnswers: Get<u32>;

		/// How long tier 3 needs a device to have missed none, ms.
		#[pallet::constant]
		type ChallengePeriod: Get<Moment>;

		/// How long a miss suspends, ms.
		#[pallet::constant]
		type MissSuspension: Get<Moment>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up other pallets for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: super::BenchmarkHelper<Self::AccountId>;
	}
}
