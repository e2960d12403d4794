//! Proofs of circuits that the project did not write. They pay nobody.

use crate::{
	batch::refusal_of, CircuitStatus, Config, Error, Event, ForeignProof, Pallet, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{ensure, weights::Weight};
use greenhour_adapters::{verify, AdapterError, AdapterKind, CircuitAdapter, Refusal, Submission};
use greenhour_types::{CircuitId, CircuitVersion};
use greenhour_verifier::{BatchContext, ReceiptKey};
use parity_scale_codec::Encode;
use sp_runtime::{traits::Hash, DispatchResult};

/// Under which name a verified statement is announced: the hash of circuit, version and statement.
///
/// Never of the proof: anyone can write a proof anew.
pub fn statement_hash(circuit: CircuitId, version: CircuitVersion, statement: &[u8]) -> [u8; 32] {
	sp_runtime::traits::BlakeTwo256::hash(&(circuit, version, statement).encode()).into()
}

impl<T: Config> Pallet<T> {
	/// Weight of verifying proofs whose statements are as long as they can be.
	pub(crate) fn weight_of_foreign(proofs: &[ForeignProof]) -> Weight {
		let count = u32::try_from(proofs.len()).unwrap_or(u32::MAX);
		let hashing = T::WeightInfo::hash_statement().saturating_mul(count.into());
		T::WeightInfo::verify_foreign(count).saturating_add(hashing)
	}

	/// Verifies proofs of one foreign circuit together, and announces what they prove.
	pub(crate) fn do_verify_foreign(
		circuit: CircuitId,
		version: CircuitVersion,
		proofs: &[ForeignProof],
	) -> DispatchResult {
		ensure!(!proofs.is_empty(), Error::<T>::NothingToSettle);
		let entry = Self::circuit(circuit, version)?;
		ensure!(
			entry.status == CircuitStatus::Active,
			Error::<T>::CircuitStatusMismatch
		);
		let foreign = entry.adapter.kind() != AdapterKind::Native;
		ensure!(foreign, Error::<T>::CircuitNotForeign);
		let key = ReceiptKey::decode_checked(&entry.key).map_err(|_| Error::<T>::MalformedKey)?;
		Self::verify_statements(&entry.adapter, &key, circuit, version, proofs)?;
		for one in proofs {
			Self::deposit_event(Event::StatementVerified {
				circuit,
				version,
				statement: statement_hash(circuit, version, &one.statement),
			});
		}
		Ok(())
	}

	fn verify_statements(
		adapter: &CircuitAdapter,
		key: &ReceiptKey,
		circuit: CircuitId,
		version: CircuitVersion,
		proofs: &[ForeignProof],
	) -> Result<(), Error<T>> {
		let context = BatchContext {
			circuit: circuit.0,
			version: version.0,
			context: Self::genesis_hash(),
		};
		let submissions: Vec<Submission<'_>> = proofs
			.iter()
			.map(|one| Submission {
				statement: &one.statement,
				proof: &one.proof,
			})
			.collect();
		verify(adapter, key, &context, &submissions).map_err(|refusal| match refusal {
			Refusal::Adapter(_, error) => adapter_error(error),
			Refusal::Verifier(rejection) => refusal_of(rejection),
		})
	}
}

/// The error of this pallet for that of an adapter.
pub(crate) fn adapter_error<T>(error: AdapterError) -> Error<T> {
	match error {
		AdapterError::NotForeign => Error::CircuitNotForeign,
		AdapterError::StatementLength
		| AdapterError::SignalTooWide(_)
		| AdapterError::SignalMismatch(_) => Error::MalformedStatement,
		AdapterError::ProofLength | AdapterError::InvalidPoint => Error::MalformedProof,
		AdapterError::SelectorMismatch | AdapterError::ExitCode | AdapterError::VkRootMismatch => {
			Error::WrapperRefused
		}
		AdapterError::ArityMismatch
		| AdapterError::MalformedKey
		| AdapterError::KeyRefused(_)
		| AdapterError::PinnedNotCanonical
		| AdapterError::SelectorNotOfKey => Error::AdapterMismatch,
	}
}
