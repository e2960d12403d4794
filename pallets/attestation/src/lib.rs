#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
		clippy::cast_sign_loss,
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

use frame_support::pallet_macros::import_section;

// Deriving `Encode` for an enum with fields expands to a cast.
#[allow(clippy::cast_possible_truncation)]
pub mod appraisal; // the appraisal policy, a pure function
mod auditors; // their bonds and zones
mod audits; // statements of auditors
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking; // set-ups that the cost is measured on
pub mod challenge_history; // what answered challenges show
mod config; // what the runtime gives
mod endorsers; // roots and revocations
mod enrolment; // endorsements
mod errors; // why calls are refused
mod events; // what happened
mod granting; // from evidence to the registry
pub mod invariants; // what always holds
#[cfg(test)]
mod mock;
mod outcomes; // what others tell this pallet
mod payments; // the only code that moves money
mod place_disputes; // who is not where he says
mod places; // cells and metering points
pub mod signature; // P-256
pub mod statement; // what is signed
mod storage; // what is kept
#[cfg(test)]
mod tests;
// As above.
#[allow(clippy::cast_possible_truncation)]
pub mod types; // called and stored types
mod verdicts; // audits that contradict each other
pub mod weights; // cost of the calls

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

// FRAME's macros expand to casts, `expect` and `unreachable`; the code written here has none.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
#[import_section(config::config)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[import_section(storage::storage)]
#[frame_support::pallet]
pub mod pallet {
	use super::{
		appraisal::Shortfall, statement, types::*, weights::WeightInfo, P256Key, P256Signature,
	};
	use alloc::{boxed::Box, vec::Vec};
	use frame_support::{
		dispatch::DispatchResultWithPostInfo, pallet_prelude::*, traits::fungible,
	};
	use frame_system::pallet_prelude::*;
	use greenhour_traits::{AttestationResults, DeviceRegistry, HourClock, Obligations};
	use greenhour_types::{AttestationResult, Balance, DeviceId, Moment, SuspensionCause, ZoneId};
	use sp_runtime::Permill;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Appraises evidence about devices.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// An audit in this runtime.
	pub type AuditOf<T> = Audit<<T as frame_system::Config>::AccountId>;

	/// Why GHR is on hold.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of an auditor.
		AuditorBond,
		/// The bond of who disputes a place.
		PlaceDispute,
	}

	/// Roots, zones and auditors at the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Roots, numbered from 0 in this order.
		pub endorsers: Vec<GenesisEndorser>,
		/// Rules of zones; how many auditors they have is counted.
		pub zones: Vec<(ZoneId, Zone)>,
		/// Who may audit where; each has to bond.
		pub zone_auditors: Vec<(ZoneId, T::AccountId)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis(self).expect("the roots and zones of the genesis are valid");
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			let (audit, dispute) = (T::MaxAudit::get(), T::DisputeWindow::get());
			assert!(
				T::UnbondingDelay::get() > audit.saturating_add(dispute),
				"a bond could leave before what it vouched for is beyond dispute"
			);
			assert!(
				T::ConflictWindow::get() < audit && T::ConflictWindow::get() > 0,
				"nobody could contradict an audit, or nobody renew it"
			);
			assert!(dispute > 0, "governance could not judge");
			assert!(T::MaxEndorsement::get() > 0, "no endorsement could count");
			assert!(
				T::WinnerShare::get() <= Permill::from_percent(50),
				"who loses to himself must burn a half"
			);
			assert!(
				T::MinAuditorBond::get() > 0 && T::PlaceBond::get() > 0,
				"statements and disputes must cost something"
			);
			assert!(
				T::ChallengeWindow::get() > 0 && T::ChallengeAnswers::get() > 0,
				"tier 3 would need no answers"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			crate::invariants::check::<T>()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The evidence about a device; `None` when it is not enrolled.
		pub fn evidence_of(device: DeviceId) -> Option<Evidence> {
			Evidences::<T>::get(device)
		}

		/// What its evidence leads to now.
		pub fn appraisal_of(device: DeviceId) -> Option<Result<AttestationResult, Shortfall>> {
			Some(Self::appraisal(&Evidences::<T>::get(device)?))
		}

		/// The audit of a device that collects statements, and the one in force.
		pub fn audits_of(device: DeviceId) -> (Option<AuditOf<T>>, Option<AuditOf<T>>) {
			(OpenAudits::<T>::get(device), Audits::<T>::get(device))
		}

		/// What a statement on a device commits of its auditor's bond, planck of GHR; `None` while the
		/// device is not enrolled or a rate is missing.
		pub fn stake_of(device: DeviceId) -> Option<Balance> {
			Self::stake_for(device, &Evidences::<T>::get(device)?).ok()
		}

		/// The digests that endorser and identity key sign for a registered device.
		pub fn digests_of(
			device: DeviceId,
			endorsement: Endorsement,
			cell: Option<u16>,
		) -> Option<([u8; 32], [u8; 32])> {
			let meter_key = T::Devices::device(device)?.meter_key;
			let genesis = Self::genesis_hash();
			let endorsed = statement::endorsement_digest(genesis, device, meter_key, &endorsement);
			let possession = statement::possession_digest(genesis, device, endorsed, cell);
			Some((endorsed, possession))
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Puts a root into the table of endorsers. Governance only.
		///
		/// Emits `EndorserAdded`. **Errors** `KeyNotCanonical`, `WindowEmpty`, `MaxEndorsersExceeded`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::add_endorser())]
		pub fn add_endorser(
			origin: OriginFor<T>,
			key: P256Key,
			valid_from: Moment,
			valid_until: Moment,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_add_endorser(key, valid_from, valid_until)
		}

		/// Lets a root enrol nobody for now, or enrol again; what it endorsed goes on. Governance only.
		///
		/// Emits `EndorserPauseSet`. **Errors** `EndorserNotFound`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::pause_endorser())]
		pub fn pause_endorser(
			origin: OriginFor<T>,
			endorser: EndorserId,
			paused: bool,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_pause_endorser(endorser, paused)
		}

		/// Revokes roots, intermediates, identity keys or models, at most 64. Governance only. Devices
		/// that rest on them lose their result when anyone calls `reappraise`, which is then free.
		///
		/// Emits `Revoked` for each that was not. The weight depends on how many.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::revoke(u32::try_from(items.len()).unwrap_or(u32::MAX)))]
		pub fn revoke(origin: OriginFor<T>, items: Revocables) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_revoke(items);
			Ok(())
		}

		/// Takes revocations back, at most 64. Governance only.
		///
		/// Emits `Reinstated` for each that was revoked. The weight depends on how many.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::revoke(u32::try_from(items.len()).unwrap_or(u32::MAX)))]
		pub fn reinstate(origin: OriginFor<T>, items: Revocables) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_reinstate(items);
			Ok(())
		}

		/// Enrols a device by an endorsement, or renews its enrolment by one with a higher number.
		///
		/// **Origin**: any signed account. The endorsement is signed for this chain, the device and its
		/// meter key; `possession` by the identity key for the endorsement and `cell`. A device without a
		/// place names a cell of its zone, which needs a slot. Emits `DeviceEnrolled`, `CellTaken`,
		/// `ResultGranted`. The weight depends on whether there is an intermediate.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::enrol_as(endorsement.intermediate.is_some()))]
		pub fn enrol(
			origin: OriginFor<T>,
			device: DeviceId,
			endorsement: Box<Endorsement>,
			possession: P256Signature,
			cell: Option<u16>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_enrol(device, *endorsement, possession, cell)
		}

		/// Appraises the evidence of a device again: after a suspension, a revocation, the expiry of an
		/// audit.
		///
		/// **Origin**: any signed account; no fee when it changed something. Emits `ResultGranted` or
		/// `ResultWithdrawn`. **Errors** `NotEnrolled`, `NothingDue`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::reappraise().max(T::WeightInfo::pardon()))]
		pub fn reappraise(origin: OriginFor<T>, device: DeviceId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_reappraise(device)?;
			Ok(Pays::No.into())
		}

		/// Moves a device to a slot in a cell of its zone, or back to one after its audit expired.
		///
		/// **Origin**: owner or operator. Emits `CellTaken`, `ResultGranted`. **Errors** `PlaceHeld`: an
		/// audit names its metering point; `CellNotFound`, `MaxDevicesPerCellExceeded`, `Disputed`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::claim_cell())]
		pub fn claim_cell(origin: OriginFor<T>, device: DeviceId, cell: u16) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim_cell(&who, device, cell)
		}

		/// Frees the place of a device that is withdrawn or convicted, whose endorsement expired a dispute
		/// window ago, or which stands at a metering point beside a device that it is not bound to any
		/// more.
		///
		/// **Origin**: any signed account; no fee when it freed something. Emits `CellReleased`,
		/// `PlaceReleased`. **Errors** `NotEnrolled`, `Disputed`, `NothingDue`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::release_place())]
		pub fn release_place(origin: OriginFor<T>, device: DeviceId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_release_place(device)?;
			Ok(Pays::No.into())
		}

		/// Lets a convicted device go on. Governance only.
		///
		/// Emits `DevicePardoned`. **Errors** `NotEnrolled`, `NothingDue`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::pardon())]
		pub fn pardon(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_pardon(device)
		}

		/// Holds `amount` planck of GHR more as the signer's bond as an auditor.
		///
		/// Emits `AuditorBonded`. **Errors** `ZeroAmount`, `InsufficientBond`, and those of the hold.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::bond_auditor())]
		pub fn bond_auditor(origin: OriginFor<T>, amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bond_auditor(&who, amount)
		}

		/// Lets `amount` of the signer's bond leave after `UnbondingDelay`: what backs no statement, and
		/// all or so much that `MinAuditorBond` is left.
		///
		/// Emits `AuditorUnbonding`. **Errors** `ZeroAmount`, `AuditorNotFound`, `AlreadyUnbonding`,
		/// `InsufficientBond`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::unbond_auditor())]
		pub fn unbond_auditor(origin: OriginFor<T>, amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unbond_auditor(&who, amount)
		}

		/// Releases what has unbonded.
		///
		/// Emits `AuditorUnbonded`. **Errors** `AuditorNotFound`, `NothingDue`, `TooEarly`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::withdraw_unbonded())]
		pub fn withdraw_unbonded(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_unbonded(&who)
		}

		/// Lets an account audit in a zone, or no more; what it stated stays. Governance only.
		///
		/// Emits `ZoneAuditorSet`. **Errors** `ZoneNotFound`, `AlreadyExists`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::set_zone_auditor())]
		pub fn set_zone_auditor(
			origin: OriginFor<T>,
			zone: ZoneId,
			auditor: T::AccountId,
			member: bool,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_zone_auditor(zone, auditor, member)
		}

		/// States facts about a device.
		///
		/// **Origin**: an auditor of its zone who neither owns nor operates it, with `stake_of` planck of
		/// his bond free. With `dissent` false they equal what others state in an open audit, or open one.
		/// With `dissent` true they contradict an open audit, or one that passed within the conflict
		/// window: what all of them committed is then frozen until `resolve_audit`. Emits `FactsStated`,
		/// and `AuditPassed`, `AuditWaits` or `AuditDisputed`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::state_audit().max(T::WeightInfo::dissent()))]
		pub fn state_audit(
			origin: OriginFor<T>,
			device: DeviceId,
			facts: AuditFacts,
			dissent: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_state_audit(who, device, facts, dissent)
		}

		/// Lets an audit pass that waited for its place.
		///
		/// **Origin**: any signed account. Emits `AuditPassed`. **Errors** `AuditNotFound`, `PlaceTaken`,
		/// `NothingDue`: statements are missing.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::state_audit())]
		pub fn complete_audit(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_complete_audit(device)
		}

		/// Judges a disputed audit: `upheld` is the hash (blake2-256 of the SCALE form) of the facts that
		/// are true, `None` when none are. Governance only.
		///
		/// Who stated others loses what the statement committed: a part to those who were right, the rest
		/// is burned. Emits `AuditResolved`, `AuditorSlashed` for each. **Errors** `AuditNotFound`: no
		/// audit is disputed, or nobody stated such facts.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::resolve_audit().saturating_add(T::WeightInfo::state_audit()))]
		pub fn resolve_audit(
			origin: OriginFor<T>,
			device: DeviceId,
			upheld: Option<[u8; 32]>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_resolve_audit(device, upheld)
		}

		/// Ends what is over: a disputed audit that nobody judged in time (void, nobody pays), an open one
		/// that found too few statements, one that ended a dispute window ago.
		///
		/// **Origin**: any signed account; no fee when something ended. Emits `AuditClosed`. **Errors**
		/// `NothingDue`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::close_audit())]
		pub fn close_audit(origin: OriginFor<T>, device: DeviceId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_close_audit(device)?;
			Ok(Pays::No.into())
		}

		/// Sets the rule of a zone: equal statements that an audit needs (1 to 7), cells, and slots in
		/// each. Governance only.
		///
		/// Emits `ZoneSet`. **Errors** `MaxStatementsExceeded`.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::set_zone())]
		pub fn set_zone(
			origin: OriginFor<T>,
			zone: ZoneId,
			statements_needed: u32,
			cells: u16,
			devices_per_cell: u32,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_zone(zone, statements_needed, cells, devices_per_cell)
		}

		/// Declares that the auditors of a zone name places and number cells under a new key. Until the
		/// longest audit of the old key has expired, each statement names its place under both; no other
		/// key can follow before. Governance only.
		///
		/// Emits `ZoneSet`. **Errors** `ZoneNotFound`, `TooEarly`, `Overflow`.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::rotate_zone_key())]
		pub fn rotate_zone_key(origin: OriginFor<T>, zone: ZoneId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_rotate_zone_key(zone)
		}

		/// Disputes that a device is where it says.
		///
		/// **Origin**: any account but owner and operator, who holds `PlaceBond`. `claimant` is a device of
		/// the signer whose audit waits for the very metering point. Nothing changes until the verdict;
		/// without one, after the dispute window, the side with the higher tier is right, the holder when
		/// there is none. Emits `PlaceDisputed`. **Errors** `Disputed`, `ConflictOfInterest`,
		/// `PlaceMissing`, `NotAuthorized`, `AuditNotFound`.
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::dispute_place())]
		pub fn dispute_place(
			origin: OriginFor<T>,
			device: DeviceId,
			claimant: Option<DeviceId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_dispute_place(who, device, claimant)
		}

		/// Judges a dispute about a place. Governance only.
		///
		/// A holder who is wrong loses place and result, and `PlaceSlash` of the device's bond; a challenger
		/// who is wrong loses his bond. With `auditors_pay`, who vouched for the loser loses what he
		/// committed. The winner gets `WinnerShare`, the rest is burned. Emits `PlaceResolved`. **Errors**
		/// `DisputeNotFound`.
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::resolve_place())]
		pub fn resolve_place(
			origin: OriginFor<T>,
			device: DeviceId,
			verdict: PlaceVerdict,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_resolve_place(device, verdict)
		}

		/// Ends a dispute about a place that nobody judged in time, or whose device has left it.
		///
		/// **Origin**: any signed account. Emits `PlaceResolved`. **Errors** `DisputeNotFound`, `TooEarly`.
		#[pallet::call_index(27)]
		#[pallet::weight(T::WeightInfo::resolve_place())]
		pub fn settle_place(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_settle_place(device)
		}
	}
}
