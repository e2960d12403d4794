//! snarkjs: circom circuits over BN254.

#[cfg(feature = "std")]
pub mod json; // keys, proofs and signals as snarkjs writes them

use crate::{encoding::is_canonical, Adapted, Adapter, AdapterError};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use greenhour_types::receipt::FieldBytes;
use greenhour_verifier::{ReceiptKey, MAX_INPUTS};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Bits of a signal that may be any field element.
pub const FIELD_BITS: u16 = 254;

/// Most signals, as the type of a bound.
type MaxSignals = ConstU32<{ MAX_SIGNALS }>;
const MAX_SIGNALS: u32 = 64;
const _: () = assert!(MAX_INPUTS == 64);

/// The schema of a circom circuit: its public signals in the order of `public.json`, which is that
/// of the circuit's outputs, then of its public inputs.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Snarkjs {
	/// What each signal may be.
	pub signals: BoundedVec<Signal, MaxSignals>,
}

/// What a public signal may be.
// Deriving `Encode` for an enum with fields expands to a cast.
#[allow(clippy::cast_possible_truncation)]
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
pub enum Signal {
	/// Any integer of at most so many bits; [`FIELD_BITS`] for any field element.
	#[codec(index = 0)]
	Bits(u16),
	/// This value only, little-endian. A circuit that reports the outcome of a check in an output
	/// proves nothing unless that output is pinned.
	#[codec(index = 1)]
	Pinned(FieldBytes),
}

impl Signal {
	fn check(&self, index: usize, value: &FieldBytes) -> Result<(), AdapterError> {
		match self {
			Self::Bits(bits) if bit_length(value) > *bits => {
				Err(AdapterError::SignalTooWide(index))
			}
			Self::Pinned(pinned) if value != pinned => Err(AdapterError::SignalMismatch(index)),
			_ => Ok(()),
		}
	}

	fn is_canonical(&self) -> bool {
		match self {
			Self::Bits(bits) => *bits <= FIELD_BITS,
			Self::Pinned(value) => is_canonical(value),
		}
	}
}

impl Adapter for Snarkjs {
	fn check_key(&self, key: &ReceiptKey) -> Result<(), AdapterError> {
		if key.arity() != self.signals.len() {
			return Err(AdapterError::ArityMismatch);
		}
		let canonical = self.signals.iter().all(Signal::is_canonical);
		canonical
			.then_some(())
			.ok_or(AdapterError::PinnedNotCanonical)
	}

	/// `statement` is the public signals, 32 bytes each, little-endian; `proof` is compressed.
	fn adapt(&self, statement: &[u8], proof: &[u8]) -> Result<Adapted, AdapterError> {
		let (inputs, rest) = statement.as_chunks::<32>();
		if inputs.len() != self.signals.len() || !rest.is_empty() {
			return Err(AdapterError::StatementLength);
		}
		for (index, (signal, value)) in self.signals.iter().zip(inputs).enumerate() {
			signal.check(index, value)?;
		}
		let proof = proof.try_into().map_err(|_| AdapterError::ProofLength)?;
		let inputs = Vec::from(inputs);
		Ok(Adapted { proof, inputs })
	}
}

/// Bits of a little-endian integer without leading zeros.
fn bit_length(value: &FieldBytes) -> u16 {
	let zeros: u32 = match value.iter().rev().position(|byte| *byte != 0) {
		None => return 0,
		Some(bytes) => {
			let first = value
				.iter()
				.rev()
				.nth(bytes)
				.map_or(0, |byte| byte.leading_zeros());
			u32::try_from(bytes)
				.unwrap_or(32)
				.saturating_mul(8)
				.saturating_add(first)
		}
	};
	u16::try_from(256u32.saturating_sub(zeros)).unwrap_or(256)
}
