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

mod answering; // commitments, openings, deferrals
mod audits; // panels, verdicts, convictions
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking; // cost of calls, hooks and listeners
mod closing; // seeds of openings, deadlines of rounds and deferrals
mod drawing; // who is challenged
mod errors; // why calls are refused
mod events; // what happened
pub mod invariants; // what always holds
mod metering; // the physical bound
mod roster; // the dense lists of devices
mod rules; // draws, sizes and verdicts, as functions of values
mod settling; // paid hours
mod storage; // what is stored
mod tickets; // which paid hours are audited
			 // Deriving `Encode` for an enum with fields expands to such a cast.
#[allow(clippy::cast_possible_truncation)]
pub mod types; // stored and called types
pub mod weights; // cost of calls, hooks and listeners

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
use frame_support::pallet_macros::import_section;
pub use pallet::*;
pub use types::{
	Audit, AuditMethod, AuditOutcome, AuditStage, Challenge, Deferral, EnergyDay, Openings, Round,
	Ticket, Verdict,
};
pub use weights::WeightInfo;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[frame_support::pallet]
pub mod pallet {
	use crate::{types::*, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use greenhour_math::physical::Inconsistency;
	use greenhour_traits::{
		AttestationResults, Auditors, BlockSeeds, ChallengeOutcomes, Deliveries, DeviceRegistry,
		HourClock, Obligations, ProofIntake, Sites,
	};
	use greenhour_types::{
		Balance, ContractId, Day, DeviceId, GpuClassId, Hour, HourMask, MilliGpu, ZoneId,
	};
	use sp_runtime::Permill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Challenges and audits of devices.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the pallet asks of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// GHR, for the deposits of appeals.
		type Currency: fungible::hold::Mutate<
			Self::AccountId,
			Balance = Balance,
			Reason = Self::RuntimeHoldReason,
		>;

		/// The reasons of all holds of the runtime.
		type RuntimeHoldReason: From<HoldReason>;

		/// Devices, their bonds and what they still owe.
		type Devices: DeviceRegistry<Self::AccountId> + AttestationResults + Obligations + Sites;

		/// Who hears of answers, misses and convictions.
		type Outcomes: ChallengeOutcomes;

		/// Who audits.
		type Auditors: Auditors<Self::AccountId>;

		/// Contracts, for devices that answer by serving one.
		type Deliveries: Deliveries;

		/// Whether proofs could be brought to the chain.
		type Proofs: ProofIntake;

		/// Seeds of the draws.
		type Seeds: BlockSeeds;

		/// Market time.
		type Clock: HourClock;

		/// Who decides disputed audits and sets sizes.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What everything costs.
		type WeightInfo: WeightInfo;

		/// Blocks in which a challenged device commits to its product.
		#[pallet::constant]
		type CommitBlocks: Get<u32>;

		/// Blocks in which it opens the leaves that were drawn.
		#[pallet::constant]
		type OpenBlocks: Get<u32>;

		/// One in so many committed products is opened.
		#[pallet::constant]
		type OpenOneIn: Get<u32>;

		/// One block in so many draws audits. More than one, so that no author of a block can count on being the last
		/// before the draw of what he was paid.
		#[pallet::constant]
		type AuditBlockOneIn: Get<u32>;

		/// Part of the benchmarked units that an answer must show.
		#[pallet::constant]
		type ChallengedShare: Get<Permill>;

		/// Leaves for each unit of a GPU class without a governed size.
		#[pallet::constant]
		type DefaultLeavesPerUnit: Get<u32>;

		/// Blocks in which a panel judges.
		#[pallet::constant]
		type VerdictBlocks: Get<u32>;

		/// Blocks in which an accused device may appeal.
		#[pallet::constant]
		type AppealBlocks: Get<u32>;

		/// Blocks in which governance decides.
		#[pallet::constant]
		type DecisionBlocks: Get<u32>;

		/// Planck of GCD that an auditor pays who gives no verdict.
		#[pallet::constant]
		type IdleSlash: Get<Balance>;

		/// Planck of GCD that an auditor pays whose verdict governance found wrong.
		#[pallet::constant]
		type WrongVerdictSlash: Get<Balance>;

		/// Planck of GHR that an appeal holds.
		#[pallet::constant]
		type AppealDeposit: Get<Balance>;

		/// Puts other pallets into the state that a benchmark needs.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	/// Why GHR is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// An appeal against an accusation.
		Appeal,
	}

	/// What governance starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Part of the bond that a contradiction of meter and claims costs.
		pub violation_share: Permill,
		#[serde(skip)]
		#[allow(missing_docs)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			ViolationShare::<T>::put(self.violation_share);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Closes what is due, applies changes, and draws. Here, so that no call of this block can react to the
		/// draw, or choose which seed something is drawn with.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::advance()
		}

		fn integrity_test() {
			assert!(T::CommitBlocks::get() > 0, "nobody could commit in time");
			assert!(T::OpenBlocks::get() > 0, "nobody could open in time");
			assert!(T::OpenOneIn::get() > 0, "no product would be opened");
			assert!(T::AuditBlockOneIn::get() > 0, "no hour would be audited");
			assert!(
				!T::ChallengedShare::get().is_zero(),
				"challenges ask for nothing"
			);
			assert!(T::DefaultLeavesPerUnit::get() > 0, "products are empty");
			assert!(
				T::CommitBlocks::get().saturating_add(T::OpenBlocks::get()) < MAX_OPEN_ROUNDS / 2,
				"rounds last so long that draws pause"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Commits to the product that a challenge asks for, by the root of the tree over its leaves.
		///
		/// Operator of the device, in the first `CommitBlocks` blocks after the draw. The first commitment stands. Free
		/// when it succeeds.
		///
		/// **Event** `ProductCommitted`. **Errors** `DeviceNotFound`, `NotOperator`, `ChallengeNotFound`, `Expired`,
		/// `AlreadyCommitted`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::commit_product())]
		pub fn commit_product(
			origin: OriginFor<T>,
			device: DeviceId,
			root: [u8; 32],
		) -> DispatchResultWithPostInfo {
			let signer = ensure_signed(origin)?;
			Self::do_commit_product(&signer, device, root)?;
			Ok(Pays::No.into())
		}

		/// Opens the leaves of a committed product that the seed of the round names.
		///
		/// Operator of the device, until the block that the seed came with. Free when it succeeds. The weight is that
		/// of the most and longest openings.
		///
		/// **Event** `ChallengeAnswered`. **Errors** `DeviceNotFound`, `NotOperator`, `ChallengeNotFound`,
		/// `NotCommitted`, `SeedNotReady`, `Expired`, `NotDrawn`, `OpeningCountMismatch`, `RootMismatch`,
		/// `EntryMismatch`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::open_product())]
		pub fn open_product(
			origin: OriginFor<T>,
			device: DeviceId,
			openings: Openings,
		) -> DispatchResultWithPostInfo {
			let signer = ensure_signed(origin)?;
			Self::do_open_product(&signer, device, &openings)?;
			Ok(Pays::No.into())
		}

		/// Has receipts answer a challenge: those of `contracts` for the hour of the challenge must show as many units
		/// as it needs, while their money settles.
		///
		/// Operator of the device, in the first `CommitBlocks` blocks after the draw. `contracts` ascend. Free when it
		/// succeeds. The weight depends on their number.
		///
		/// **Event** `ChallengeDeferred`. **Errors** `DeviceNotFound`, `NotOperator`, `ChallengeNotFound`, `Expired`,
		/// `ContractsUnordered`, `NotAssigned`, `InsufficientUnits`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::defer_challenge(contracts.len().try_into().unwrap_or(u32::MAX)))]
		pub fn defer_challenge(
			origin: OriginFor<T>,
			device: DeviceId,
			contracts: BoundedVec<ContractId, ConstU32<MAX_DEFER_CONTRACTS>>,
		) -> DispatchResultWithPostInfo {
			let signer = ensure_signed(origin)?;
			Self::do_defer_challenge(&signer, device, &contracts)?;
			Ok(Pays::No.into())
		}

		/// Says what an audit has found. The last verdict of the panel decides.
		///
		/// Auditor on the panel, once, in the verdict window. `evidence` is the hash of what he can show. Free when it
		/// succeeds.
		///
		/// **Events** `VerdictGiven`; with the last one `AuditClosed`, `DeviceAccused` or `AuditDisputed`.
		/// **Errors** `AuditNotFound`, `StageMismatch`, `Expired`, `NotOnPanel`, `AlreadyJudged`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::give_verdict().max(T::WeightInfo::give_last_verdict()))]
		pub fn give_verdict(
			origin: OriginFor<T>,
			audit: u64,
			verdict: Verdict,
			method: AuditMethod,
			evidence: [u8; 32],
		) -> DispatchResultWithPostInfo {
			let signer = ensure_signed(origin)?;
			Self::do_give_verdict(signer, audit, verdict, method, evidence)?;
			Ok(Pays::No.into())
		}

		/// Ends a window of an audit that has passed: of the verdicts, of the appeal, which convicts, or of the decision,
		/// which dismisses.
		///
		/// Anyone. Free when it succeeds.
		///
		/// **Events** `AuditClosed`, `DeviceAccused` or `AuditDisputed`; `AuditorSlashed`. **Errors** `AuditNotFound`,
		/// `NothingDue`, and those of the bond.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::close_audit())]
		pub fn close_audit(origin: OriginFor<T>, audit: u64) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_close_audit(audit)?;
			Ok(Pays::No.into())
		}

		/// Appeals against an accusation: governance decides. The deposit is burned with a conviction.
		///
		/// Owner or operator of the device, in the appeal window.
		///
		/// **Event** `AuditAppealed`. **Errors** `AuditNotFound`, `StageMismatch`, `Expired`, `DeviceNotFound`,
		/// `NotAuthorized`, and those of the hold.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::appeal())]
		pub fn appeal(origin: OriginFor<T>, audit: u64) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			Self::do_appeal(signer, audit)
		}

		/// Decides an audit that is disputed, appealed, or past its verdicts.
		///
		/// Governance, while the audit is open. Auditors on the wrong side pay.
		///
		/// **Events** `AuditClosed`, `AuditorSlashed`. **Errors** `AuditNotFound`, `StageMismatch`, and those of the
		/// bond.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::resolve_audit())]
		pub fn resolve_audit(origin: OriginFor<T>, audit: u64, fraud: bool) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_resolve_audit(audit, fraud)
		}

		/// Sets the size of products for a GPU class, from the next draw on.
		///
		/// Governance. **Event** `ProductSizeSet`. **Errors** `SizeZero`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_product_size())]
		pub fn set_product_size(
			origin: OriginFor<T>,
			gpu_class: GpuClassId,
			leaves_per_unit: u32,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ensure!(leaves_per_unit > 0, Error::<T>::SizeZero);
			ProductSizes::<T>::insert(gpu_class, leaves_per_unit);
			Self::deposit_event(Event::ProductSizeSet {
				gpu_class,
				leaves_per_unit,
			});
			Ok(())
		}

		/// Sets which part of the bond a contradiction of meter and claims costs.
		///
		/// Governance. **Event** `ViolationShareSet`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_violation_share())]
		pub fn set_violation_share(origin: OriginFor<T>, share: Permill) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ViolationShare::<T>::put(share);
			Self::deposit_event(Event::ViolationShareSet { share });
			Ok(())
		}

		/// Sets the most sun that a day of a zone has, in thousandths of an hour of full sun; `None` for no ceiling.
		///
		/// Governance. **Event** `SunCeilingSet`. **Errors** `MaxSunExceeded`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::set_sun_ceiling())]
		pub fn set_sun_ceiling(
			origin: OriginFor<T>,
			zone: ZoneId,
			milli_hours: Option<u32>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ensure!(
				milli_hours.is_none_or(|sun| sun <= 24_000),
				Error::<T>::MaxSunExceeded
			);
			SunCeilings::<T>::set(zone, milli_hours);
			Self::deposit_event(Event::SunCeilingSet { zone, milli_hours });
			Ok(())
		}
	}
}
