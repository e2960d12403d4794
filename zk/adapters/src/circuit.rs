//! The adapter that the registry keeps beside a key.

use crate::{Adapted, Adapter, AdapterError, RiscZero, Snarkjs, Sp1};
use greenhour_verifier::ReceiptKey;
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How the proofs of a registered circuit come in, with all that is pinned for it.
///
/// It belongs to the circuit, never to a submission: a submitter cannot choose how a proof is read.
// Deriving `Encode` for an enum with fields expands to a cast.
#[allow(clippy::cast_possible_truncation)]
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum CircuitAdapter {
	/// A circuit of this project; the chain packs its public inputs.
	#[codec(index = 0)]
	Native,
	/// A circom circuit proved by snarkjs or a compatible prover.
	#[codec(index = 1)]
	Snarkjs(Snarkjs),
	/// A program of the SP1 virtual machine.
	#[codec(index = 2)]
	Sp1(Sp1),
	/// A program of the RISC Zero virtual machine.
	#[codec(index = 3)]
	RiscZero(RiscZero),
}

/// Which adapter a circuit has, without what is pinned.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum AdapterKind {
	/// See [`CircuitAdapter::Native`].
	#[codec(index = 0)]
	Native,
	/// See [`CircuitAdapter::Snarkjs`].
	#[codec(index = 1)]
	Snarkjs,
	/// See [`CircuitAdapter::Sp1`].
	#[codec(index = 2)]
	Sp1,
	/// See [`CircuitAdapter::RiscZero`].
	#[codec(index = 3)]
	RiscZero,
}

impl CircuitAdapter {
	/// Which adapter this is.
	pub fn kind(&self) -> AdapterKind {
		match self {
			Self::Native => AdapterKind::Native,
			Self::Snarkjs(_) => AdapterKind::Snarkjs,
			Self::Sp1(_) => AdapterKind::Sp1,
			Self::RiscZero(_) => AdapterKind::RiscZero,
		}
	}
}

impl Adapter for CircuitAdapter {
	fn check_key(&self, key: &ReceiptKey) -> Result<(), AdapterError> {
		match self {
			Self::Native => Ok(()),
			Self::Snarkjs(adapter) => adapter.check_key(key),
			Self::Sp1(adapter) => adapter.check_key(key),
			Self::RiscZero(adapter) => adapter.check_key(key),
		}
	}

	fn adapt(&self, statement: &[u8], proof: &[u8]) -> Result<Adapted, AdapterError> {
		match self {
			Self::Native => Err(AdapterError::NotForeign),
			Self::Snarkjs(adapter) => adapter.adapt(statement, proof),
			Self::Sp1(adapter) => adapter.adapt(statement, proof),
			Self::RiscZero(adapter) => adapter.adapt(statement, proof),
		}
	}
}
