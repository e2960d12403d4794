//! What happened.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened to a device or a governed value.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A device is registered.
		DeviceRegistered {
			/// The device.
			device: DeviceId,
			/// Who owns it.
			owner: T::AccountId,
			/// Who speaks for it.
			operator: T::AccountId,
			/// Where it will offer.
			pool: PoolId,
			/// Planck of GHR held.
			bond: Balance,
		},
		/// A device has an attestation result.
		DeviceActivated {
			/// The device.
			device: DeviceId,
			/// Tier of the result.
			tier: AttestationTier,
			/// When the result expires, ms since the Unix epoch.
			expires_at: Moment,
			/// Capacity that was shown.
			benchmark: MilliGpu,
		},
		/// A bond has grown.
		BondAdded {
			/// The device.
			device: DeviceId,
			/// Planck of GHR more.
			amount: Balance,
			/// Planck of GHR now.
			bond: Balance,
		},
		/// A device is withdrawn.
		DeviceWithdrawn {
			/// The device.
			device: DeviceId,
			/// Who owned it.
			owner: T::AccountId,
			/// Planck of GHR that can be released, all that was asked back.
			unbonding: Balance,
			/// When it can be released, ms since the Unix epoch.
			releasable_at: Moment,
		},
		/// A bond has paid for a miss.
		BondSlashed {
			/// The device.
			device: DeviceId,
			/// Who is compensated.
			beneficiary: T::AccountId,
			/// Planck of GHR paid to the beneficiary.
			compensation: Balance,
			/// Planck of GHR burned.
			burned: Balance,
		},
		/// Another account attests devices from now on.
		EndorserSet {
			/// The account.
			endorser: T::AccountId,
		},
		/// Another account speaks for a device from now on.
		OperatorSet {
			/// The device.
			device: DeviceId,
			/// The account.
			operator: T::AccountId,
		},
		/// GHR has a new rate.
		GhrRateSet {
			/// Planck of GCD for one GHR.
			planck_gcd_per_ghr: Balance,
			/// When it expires, ms since the Unix epoch.
			expires_at: Moment,
		},
		/// Bonds are sized by a new value.
		UnitValueSet {
			/// Planck of GCD for one GPU-hour.
			planck_gcd_per_gpu_hour: Balance,
			/// When it expires, ms since the Unix epoch.
			expires_at: Moment,
		},
		/// The owner has asked a part of a bond back.
		BondUnbonding {
			/// The device.
			device: DeviceId,
			/// Planck of GHR asked back now.
			amount: Balance,
			/// Planck of GHR that stay bonded.
			bond: Balance,
			/// When it can be released, ms since the Unix epoch.
			releasable_at: Moment,
		},
		/// What was asked back is free.
		BondReleased {
			/// The device.
			device: DeviceId,
			/// Who has it.
			owner: T::AccountId,
			/// Planck of GHR.
			amount: Balance,
		},
		/// A device has another commitment from now on.
		CommitmentSet {
			/// The device.
			device: DeviceId,
			/// The commitment.
			commitment: [u8; 32],
		},
		/// A device can't offer until the cause is gone.
		DeviceSuspended {
			/// The device.
			device: DeviceId,
			/// Why.
			cause: SuspensionCause,
		},
		/// The owner has ended his pause.
		DeviceResumed {
			/// The device.
			device: DeviceId,
		},
		/// The owner of one half of a site has agreed to bind it.
		BindingProposed {
			/// His half.
			device: DeviceId,
			/// The other half.
			partner: DeviceId,
		},
		/// Two devices serve as one site.
		DevicesBound {
			/// The half with the meter.
			energy: DeviceId,
			/// The half with the GPUs.
			compute: DeviceId,
		},
		/// Two devices serve as one site no more.
		DevicesUnbound {
			/// The half whose owner wanted it.
			device: DeviceId,
			/// The other half.
			partner: DeviceId,
		},
		/// An owner offers a device.
		TransferOffered {
			/// The device.
			device: DeviceId,
			/// To whom.
			to: T::AccountId,
			/// Planck of GHR that he must pay.
			price: Balance,
		},
		/// An owner offers a device no more.
		TransferCancelled {
			/// The device.
			device: DeviceId,
		},
		/// A device has another owner.
		DeviceTransferred {
			/// The device.
			device: DeviceId,
			/// Who had it.
			from: T::AccountId,
			/// Who has it.
			to: T::AccountId,
			/// Planck of GHR paid for it.
			price: Balance,
			/// Planck of GHR that the new owner has bonded, and the former one has back.
			bond: Balance,
		},
		/// A device of a batch can be claimed. Comes right after its registration.
		DeviceClaimable {
			/// The device.
			device: DeviceId,
			/// The key that gives it away.
			claim_key: T::AccountId,
		},
		/// A class of devices has other terms.
		DeviceClassSet {
			/// The class.
			class: DeviceClass,
			/// Its terms.
			terms: ClassTerms,
		},
		/// A GPU class weighs something else, or takes new devices or none.
		GpuClassSet {
			/// The class.
			gpu_class: GpuClassId,
			/// What it is from now on.
			class: GpuClass,
		},
	}
}
