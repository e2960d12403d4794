//! What evidence about a device leads to.

use greenhour_types::{AttestationResult, DeviceId, Moment, SuspensionCause};
use sp_runtime::DispatchError;

/// Takes the results of attestation: the registry.
pub trait AttestationResults {
	/// Writes: the result replaces the former one, and ends a suspension; not an owner's pause, after which it
	/// holds.
	fn attest(device: DeviceId, result: AttestationResult) -> Result<(), DispatchError>;

	/// Writes: the device can't offer until it is attested again. Suspending a suspended device changes the
	/// cause only.
	fn suspend(device: DeviceId, cause: SuspensionCause) -> Result<(), DispatchError>;

	/// Why the device is suspended now, so that no result is given that would end a suspension for which
	/// others must decide.
	///
	/// `None` when it is not suspended, and from a registry that does not say.
	fn suspension(_device: DeviceId) -> Option<SuspensionCause> {
		None
	}
}

/// Takes the outcomes of challenges and audits: what grants the tiers.
pub trait ChallengeOutcomes {
	/// Writes: the device answered a challenge, or a receipt of it was paid, at `at`.
	fn answered(device: DeviceId, at: Moment);

	/// Writes: the device let a challenge pass.
	fn missed(device: DeviceId);

	/// Writes: an audit has shown that the device was paid for work it did not do. The bond is burned by the
	/// caller.
	fn convicted(device: DeviceId);
}

impl ChallengeOutcomes for () {
	fn answered(_: DeviceId, _: Moment) {}
	fn missed(_: DeviceId) {}
	fn convicted(_: DeviceId) {}
}
