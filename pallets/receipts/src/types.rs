//! Stored and shown types.

use alloc::vec::Vec;
use frame_support::{traits::ConstU32, BoundedVec};
use greenhour_adapters::{CircuitAdapter, MAX_STATEMENT_BYTES, SP1_PROOF_BYTES};
use greenhour_types::{
	receipt::{FieldBytes, HourFacts, Receipt, ReceiptRules},
	CircuitId, CircuitVersion, ContractId, Day, Hour, HourMask, MilliGpu, OfferId,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Bytes of the longest verifying key: four points of 448 bytes together, 65 of 64 bytes.
pub const MAX_KEY_BYTES: u32 = 448 + 65 * 64;

/// Bytes of the longest statement of a foreign circuit.
pub const MAX_STATEMENT: u32 = 4_096;

/// Bytes of the longest foreign proof: that of SP1.
pub const MAX_FOREIGN_PROOF: u32 = 356;

// `BoundedVec` wants a `u32`, the adapters count in `usize`.
const _: () = assert!(MAX_STATEMENT_BYTES == MAX_STATEMENT as usize);
const _: () = assert!(SP1_PROOF_BYTES == MAX_FOREIGN_PROOF as usize);

/// Most results of a device that wait for their receipts.
pub const MAX_RESULTS: u32 = 64;

/// Most closures of an intake that are remembered one by one.
pub const MAX_CLOSURES: u32 = 8;

/// A receipt as the call takes it.
pub type ReceiptOf = Receipt<BoundedVec<HourFacts, ConstU32<24>>>;

/// A circuit version of the registry. Everything but the status is fixed at its registration.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Circuit<BlockNumber> {
	/// Canonical bytes of the verifying key.
	pub key: BoundedVec<u8, ConstU32<MAX_KEY_BYTES>>,
	/// Public inputs of a proof.
	pub arity: u32,
	/// How proofs come in, with what is pinned for them.
	pub adapter: CircuitAdapter,
	/// Blake2-256 of the document that says what every public input means.
	pub schema: [u8; 32],
	/// Hash of the transcript of the trusted setup: constraints, powers of tau, contributions, beacon.
	pub setup: [u8; 32],
	/// Where it stands.
	pub status: CircuitStatus<BlockNumber>,
}

/// A circuit version as governance registers it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct CircuitRegistration {
	/// See [`Circuit::key`].
	pub key: BoundedVec<u8, ConstU32<MAX_KEY_BYTES>>,
	/// See [`Circuit::adapter`].
	pub adapter: CircuitAdapter,
	/// See [`Circuit::schema`]; not zero.
	pub schema: [u8; 32],
	/// See [`Circuit::setup`]; not zero.
	pub setup: [u8; 32],
}

/// Where a circuit version stands.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum CircuitStatus<BlockNumber> {
	/// Registered; proofs are refused.
	#[codec(index = 0)]
	Pending {
		/// First block in which it can be activated.
		activates_at: BlockNumber,
	},
	/// Proofs are accepted.
	#[codec(index = 1)]
	Active,
	/// Proofs are refused, for ever.
	#[codec(index = 2)]
	Retired,
	/// Proofs are refused until governance resumes the circuit.
	#[codec(index = 3)]
	Paused,
}

/// What a foreign circuit proves, and the proof; both in the form of the circuit's adapter.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ForeignProof {
	/// What is claimed.
	pub statement: BoundedVec<u8, ConstU32<MAX_STATEMENT>>,
	/// The proof.
	pub proof: BoundedVec<u8, ConstU32<MAX_FOREIGN_PROOF>>,
}

/// When a circuit that pays took no proofs.
#[derive(
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Intake {
	/// Versions that are active now.
	pub active: u32,
	/// Hour since when there is none; means nothing while there is one.
	pub closed_since: Hour,
	/// Hours up to this one count as closed: what the oldest closures became.
	pub closed_until: Option<Hour>,
	/// First and last hour of later closures, ascending.
	pub closures: BoundedVec<(Hour, Hour), ConstU32<MAX_CLOSURES>>,
}

/// A result that a device committed to before the challenge of its receipt was drawn.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct CommittedResult {
	/// Contract that the work was done for.
	pub contract: ContractId,
	/// Day of the hours.
	pub day: Day,
	/// Hours of the receipt to come.
	pub hours: HourMask,
	/// Commitment to the result.
	pub commitment: FieldBytes,
	/// Hour whose seed makes the challenge; its draw opened after the commitment.
	pub drawn_in: Hour,
}

/// Results of a device that wait for their receipts.
pub type ResultsOf = BoundedVec<CommittedResult, ConstU32<MAX_RESULTS>>;

/// A circuit of the genesis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisCircuit {
	/// Circuit.
	pub circuit: CircuitId,
	/// Version.
	pub version: CircuitVersion,
	/// Canonical bytes of the verifying key.
	pub key: Vec<u8>,
	/// See [`Circuit::schema`].
	pub schema: [u8; 32],
	/// See [`Circuit::setup`].
	pub setup: [u8; 32],
}

/// What the meter of a device showed in one hour, and how much of it is used.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct MeterHour {
	/// Salted commitment to the reading, fixed by the first receipt of the hour.
	pub reading_commitment: FieldBytes,
	/// Most units that the energy of the hour can have served.
	pub max_units: MilliGpu,
	/// Units paid so far, over all contracts.
	pub used_units: MilliGpu,
	/// Green watt-hours that no contract has used.
	pub green_wh_left: u32,
}

/// What a receipt must be made of, beside the readings.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ReceiptTerms {
	/// Position that earns.
	pub position: OfferId,
	/// Commitment of the device.
	pub device_commitment: FieldBytes,
	/// Challenge of the receipt.
	pub challenge: FieldBytes,
	/// Commitment to the result, when the device had to make one before the challenge was drawn.
	pub result_commitment: Option<FieldBytes>,
	/// Limits of class, contract and device.
	pub rules: ReceiptRules,
}
