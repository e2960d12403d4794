//! Why calls are refused.

use frame_support::pallet_macros::pallet_section;

/// The errors of the pallet.
#[pallet_section]
mod errors {
	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such circuit and version.
		CircuitNotFound,
		/// The circuit and version are registered; register another version.
		CircuitAlreadyExists,
		/// The circuit is not in the state that this needs: active for proofs and pausing, pending for
		/// activation, paused for resuming, not retired for retiring.
		CircuitStatusMismatch,
		/// This circuit pays nobody, or the contract asks for another.
		CircuitMismatch,
		/// The circuit is the project's own; its receipts go to `submit_receipts`.
		CircuitNotForeign,
		/// Key and adapter don't fit, or the id belongs to another circuit of the project.
		AdapterMismatch,
		/// The registration names no schema.
		SchemaMissing,
		/// The registration names no setup.
		SetupMissing,
		/// The bytes are not a canonical, sound verifying key.
		MalformedKey,
		/// The secrets of this key are public and the genesis does not allow such keys.
		DevelopmentKeyRefused,
		/// The activation delay has not passed.
		ActivationTooEarly,
		/// A reference GPU that needs no energy would allow any number of units.
		EnergyZero,
		/// Hours of the day may be sold already, for devices that know the present energy.
		EnergyTooEarly,
		/// Hours under the value before the newest may still be proved; try later.
		EnergyChangedRecently,
		/// No energy is set for the GPU class of the device.
		ClassEnergyNotFound,
		/// A batch or a receipt without hours.
		NothingToSettle,
		/// Two receipts of the batch share an hour of a contract and device.
		DuplicateReceipt,
		/// There are more or fewer facts than hours.
		FactsMismatch,
		/// The device is not registered.
		DeviceNotFound,
		/// Only the operating key of the device may do this.
		NotOperator,
		/// The device serves no units of this contract in one of the hours.
		NotAssigned,
		/// One of the hours is delivered; a receipt counts once.
		AlreadyDelivered,
		/// One of the hours is settled as missed or void.
		AlreadyMissed,
		/// One of the hours is not over yet.
		HourNotOver,
		/// The money window of one of the hours has closed, or closes before the draw that a result
		/// waits for.
		WindowClosed,
		/// Too few blocks of one of the hours reached the chain; it is refunded, not paid.
		HourVoid,
		/// The seed of the challenge is not drawn yet or pruned.
		SeedNotFound,
		/// No result was committed for exactly these hours.
		ResultNotCommitted,
		/// The receipt carries another result than the one committed.
		ResultMismatch,
		/// The draw for the committed result has opened; it stands.
		ResultCommitted,
		/// A result can only be replaced by one for all its hours, or more.
		ResultNotCovered,
		/// The device has 64 results that wait for their receipts.
		TooManyResults,
		/// An earlier receipt of the hour committed to another reading.
		ReadingMismatch,
		/// The energy of the hour does not allow as many units.
		InsufficientEnergy,
		/// The green energy of the hours is used up.
		InsufficientGreen,
		/// More green energy than the solar array can give in an hour.
		GreenAboveNameplate,
		/// A commitment is not a canonical field element.
		NotCanonical,
		/// A statement does not have the form, or not a value, that the circuit's adapter asks for.
		MalformedStatement,
		/// The proof is for another program, verifier or exit code than governance pinned.
		WrapperRefused,
		/// A proof is not three sound points.
		MalformedProof,
		/// At least one proof of the batch does not prove its receipt.
		InvalidProof,
	}
}
