//! What can be called. Each call does its work in the module of its subject.

use frame_support::pallet_macros::pallet_section;

/// The calls of the pallet.
#[pallet_section]
mod calls {
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a device of the signer and holds `bond` planck of GHR for it.
		///
		/// `operator` must speak for no device and have signed that it will for one of the signer. A
		/// meter key must not be that of an attested device; a compute-only device has none. The
		/// commitment is a field element of BN254, little-endian and reduced. The energy cap is in Wh per
		/// hour, at most 2^32 - 1.
		///
		/// Emits `DeviceRegistered`. **Errors** `KindMismatch`, `NameplateMissing`,
		/// `MeterKeyNotCanonical`, `CommitmentNotCanonical`, `MaxEnergyCapExceeded`,
		/// `MaxUnitsExceeded`, `InsufficientBond`, `NotCommissioned`, `GpuClassNotFound`,
		/// `MeterKeyUsed`, `OperatorUsed`, `Expired`, `MaxLifetimeExceeded`, `ConsentInvalid`,
		/// `MaxDevicesExceeded`, and those of the hold.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register())]
		pub fn register(
			origin: OriginFor<T>,
			operator: T::AccountId,
			consent: OperatorConsent<T::Signature>,
			facts: DeviceFacts,
			bond: Balance,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_register(owner, operator, &consent, facts, bond)
		}

		/// Records an attestation result by the word of the endorser: one of the two lowest tiers until
		/// `expires_at`. The first takes the meter key for ever, a later one replaces it. A suspension it
		/// can't end.
		///
		/// Emits `DeviceActivated`. **Errors** `NotAuthorized`, `NotFound`, `AlreadyWithdrawn`,
		/// `AlreadySuspended`, `MaxTierExceeded`, `Expired`, `MaxLifetimeExceeded`,
		/// `MaxBenchmarkExceeded`, `MeterKeyUsed`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::activate())]
		pub fn activate(
			origin: OriginFor<T>,
			device: DeviceId,
			tier: AttestationTier,
			expires_at: Moment,
			benchmark: MilliGpu,
		) -> DispatchResult {
			let signer = ensure_signed(origin)?;
			let result = AttestationResult {
				tier,
				expires_at,
				benchmark,
			};
			Self::do_activate(signer, device, result)
		}

		/// Holds `amount` planck of GHR more for a device of the signer.
		///
		/// Emits `BondAdded`. **Errors** `ZeroAmount`, `NotFound`, `NotAuthorized`,
		/// `AlreadyWithdrawn`, `Overflow`, and those of the hold.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::add_bond())]
		pub fn add_bond(origin: OriginFor<T>, device: DeviceId, amount: Balance) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_add_bond(owner, device, amount)
		}

		/// Ends a device of the signer for ever. Its operator is free; its meter key never serves again if
		/// it was ever attested; its bond answers until `release_bond` frees it.
		///
		/// Emits `DeviceWithdrawn`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `AlreadyBound`, `ObligationsOpen`, `Overflow`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_withdraw(owner, device)
		}

		/// Names the account whose word gives devices the lowest tiers. Governance only.
		///
		/// Emits `EndorserSet`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_endorser())]
		pub fn set_endorser(origin: OriginFor<T>, endorser: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Endorser::<T>::put(&endorser);
			Self::deposit_event(Event::EndorserSet { endorser });
			Ok(())
		}

		/// Lets another account speak for a device of the signer, which must have signed that it will. The
		/// former one is free.
		///
		/// Emits `OperatorSet`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `OperatorUsed`, `Expired`, `MaxLifetimeExceeded`, `ConsentInvalid`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_operator())]
		pub fn set_operator(
			origin: OriginFor<T>,
			device: DeviceId,
			operator: T::AccountId,
			consent: OperatorConsent<T::Signature>,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_set_operator(owner, device, operator, &consent)
		}

		/// Sets how many planck of GCD one GHR is worth, until `expires_at`. Governance only.
		///
		/// Emits `GhrRateSet`. **Errors** `ZeroAmount`, `Expired`, `MaxLifetimeExceeded`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_ghr_rate())]
		pub fn set_ghr_rate(
			origin: OriginFor<T>,
			planck_gcd_per_ghr: Balance,
			expires_at: Moment,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			GhrRate::<T>::put(Self::governed(planck_gcd_per_ghr, expires_at)?);
			Self::deposit_event(Event::GhrRateSet {
				planck_gcd_per_ghr,
				expires_at,
			});
			Ok(())
		}

		/// Sets how many planck of GCD one GPU-hour of class index 1,000 is worth when bonds are sized,
		/// until `expires_at`. Governance only.
		///
		/// Emits `UnitValueSet`. **Errors** `ZeroAmount`, `Expired`, `MaxLifetimeExceeded`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_unit_value())]
		pub fn set_unit_value(
			origin: OriginFor<T>,
			planck_gcd_per_gpu_hour: Balance,
			expires_at: Moment,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			UnitValue::<T>::put(Self::governed(planck_gcd_per_gpu_hour, expires_at)?);
			Self::deposit_event(Event::UnitValueSet {
				planck_gcd_per_gpu_hour,
				expires_at,
			});
			Ok(())
		}

		/// Asks `amount` planck of GHR of the bond of a device of the signer back. It counts for nothing
		/// from now on, and answers until `release_bond` frees it. What was asked back before waits anew.
		///
		/// Emits `BondUnbonding`. **Errors** `ZeroAmount`, `NotFound`, `NotAuthorized`,
		/// `AlreadyWithdrawn`, `ObligationsOpen`, `InsufficientBond`, `Overflow`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::unbond())]
		pub fn unbond(origin: OriginFor<T>, device: DeviceId, amount: Balance) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_unbond(owner, device, amount)
		}

		/// Frees what the signer asked back of the bond of his device, once it has answered for
		/// `BondRelease`.
		///
		/// Emits `BondReleased`. **Errors** `NotFound`, `NotAuthorized`, `UnbondingNotFound`,
		/// `UnbondingTooEarly`, `ObligationsOpen`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::release_bond())]
		pub fn release_bond(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_release_bond(owner, device)
		}

		/// Replaces the commitment of a device of the signer while it owes nothing.
		///
		/// Emits `CommitmentSet`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `CommitmentNotCanonical`, `ObligationsOpen`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::set_commitment())]
		pub fn set_commitment(
			origin: OriginFor<T>,
			device: DeviceId,
			commitment: [u8; 32],
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_set_commitment(owner, device, commitment)
		}

		/// Suspends an active device of the signer: it offers no more. What is sold stays promised.
		///
		/// Emits `DeviceSuspended`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `NotActive`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::pause())]
		pub fn pause(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_pause(owner, device)
		}

		/// Ends a pause of the signer: the result that his device had is back, if it has not expired.
		///
		/// Emits `DeviceResumed`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `NotPaused`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_resume(owner, device)
		}

		/// Agrees to bind a device of the signer to `partner`: one of them energy-only, the other
		/// compute-only, both of one zone. They are bound at once if the partner is his too, or its owner
		/// has agreed already.
		///
		/// Emits `BindingProposed` or `DevicesBound`. **Errors** `NotFound`, `NotAuthorized`,
		/// `AlreadyWithdrawn`, `KindMismatch`, `ZoneMismatch`, `AlreadyBound`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::bind())]
		pub fn bind(origin: OriginFor<T>, device: DeviceId, partner: DeviceId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_bind(owner, device, partner)
		}

		/// Dissolves the pair of a device of the signer while neither half owes anything.
		///
		/// Emits `DevicesUnbound`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `NotBound`, `ObligationsOpen`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::unbind())]
		pub fn unbind(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_unbind(owner, device)
		}

		/// Offers a device of the signer to `to`, for `price` planck of GHR or as a gift. Replaces an
		/// earlier offer.
		///
		/// Emits `TransferOffered`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `NothingChanges`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::offer_transfer())]
		pub fn offer_transfer(
			origin: OriginFor<T>,
			device: DeviceId,
			to: T::AccountId,
			price: Option<Balance>,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_offer_transfer(owner, device, to, price)
		}

		/// Takes back the offer of a device of the signer.
		///
		/// Emits `TransferCancelled`. **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`,
		/// `TransferNotFound`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::cancel_transfer())]
		pub fn cancel_transfer(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_cancel_transfer(owner, device)
		}

		/// Takes a device that is offered to the signer: he pays `price` planck of GHR, holds the bond, and
		/// the seller's bond is free. Positions of its offers stay with their holders.
		///
		/// `expected` is what the signer saw (`device_state`); it may name more obligations than there are.
		///
		/// Emits `DeviceTransferred`. **Errors** `NotFound`, `AlreadyWithdrawn`, `TransferNotFound`,
		/// `NotAuthorized`, `StateMismatch`, `UnbondingOpen`, and those of the hold and the payment.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::accept_transfer())]
		pub fn accept_transfer(
			origin: OriginFor<T>,
			device: DeviceId,
			price: Balance,
			expected: DeviceState<T::AccountId>,
		) -> DispatchResult {
			let buyer = ensure_signed(origin)?;
			Self::do_accept_transfer(buyer, device, price, &expected)
		}

		/// Registers the devices of a manufacturer, the signer: each with `bond` planck of GHR, and
		/// `endowment` planck of GHR for the fees of each operator. Who has the secret of a claim key can
		/// take over its device.
		///
		/// Emits `DeviceRegistered` and `DeviceClaimable` for each. **Errors** `BatchEmpty`, those of
		/// `register` for any of them, and those of the payments. The weight grows with the devices.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::register_batch(u32::try_from(batch.len()).unwrap_or(u32::MAX)))]
		pub fn register_batch(
			origin: OriginFor<T>,
			batch: BoundedBatch<T::AccountId, T::Signature>,
			bond: Balance,
			endowment: Balance,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_register_batch(owner, batch, bond, endowment)
		}

		/// Takes over a device of a batch: the signer holds its bond, at most `max_bond` planck of GHR, and
		/// the manufacturer's is free. The claim key of the device signs for the account of the signer.
		///
		/// Emits `DeviceTransferred`. **Errors** `NotFound`, `AlreadyWithdrawn`, `ClaimNotFound`,
		/// `NothingChanges`, `AlreadyBound`, `ObligationsOpen`, `StateMismatch`, `ClaimInvalid`,
		/// `UnbondingOpen`, and those of the hold.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(
			origin: OriginFor<T>,
			device: DeviceId,
			max_bond: Balance,
			signature: T::Signature,
		) -> DispatchResult {
			let claimer = ensure_signed(origin)?;
			Self::do_claim(claimer, device, max_bond, &signature)
		}

		/// Sets what a class of devices must fulfil. Devices that are registered stay. Governance only.
		///
		/// Emits `DeviceClassSet`. **Errors** `InsufficientBond`: below `MinBond`; `ZeroAmount`: no units
		/// or no energy.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::set_device_class())]
		pub fn set_device_class(
			origin: OriginFor<T>,
			class: DeviceClass,
			terms: ClassTerms,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_device_class(class, terms)
		}

		/// Adds a class of GPUs, or sets what it weighs and whether new devices of it register. Governance
		/// only.
		///
		/// Emits `GpuClassSet`. **Errors** `ZeroAmount`: the class index is zero.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::set_gpu_class())]
		pub fn set_gpu_class(
			origin: OriginFor<T>,
			gpu_class: GpuClassId,
			class: GpuClass,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_gpu_class(gpu_class, class)
		}
	}
}
