//! A statement with its keys: what the provers of a device share.

use crate::{prove, verify, DevelopmentKeys, Error, Keys, OnStage};
use ark_std::rand::{CryptoRng, RngCore};
use core::{marker::PhantomData, ops::ControlFlow};
use greenhour_circuits::Statement;
use greenhour_types::receipt::{FieldBytes, PROOF_BYTES};
use rand::rngs::OsRng;
use std::{
	collections::BTreeMap,
	path::Path,
	sync::{Arc, Mutex, PoisonError},
};

/// Proves one statement.
///
/// Cheap to clone; all clones share the keys.
#[derive(Debug)]
pub struct Prover<S> {
	keys: Arc<Keys>,
	statement: PhantomData<fn(S)>,
}

impl<S> Clone for Prover<S> {
	fn clone(&self) -> Self {
		Self::new(self.keys.clone())
	}
}

impl<S> Prover<S> {
	fn new(keys: Arc<Keys>) -> Self {
		Self {
			keys,
			statement: PhantomData,
		}
	}

	/// The keys.
	pub fn keys(&self) -> &Keys {
		&self.keys
	}
}

impl<S: DevelopmentKeys> Prover<S> {
	/// A prover with the development keys, loaded or made once for the process.
	///
	/// `cache` is the folder in which the proving key is kept: about 6 MB for `receipt-v1`, 22 MB for
	/// `work-v1`.
	///
	/// **Errors**: those of [`Keys::development`].
	pub fn development(cache: &Path) -> Result<Self, Error> {
		static LOADED: Mutex<BTreeMap<&str, Arc<Keys>>> = Mutex::new(BTreeMap::new());
		let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
		if let Some(keys) = loaded.get(S::NAME) {
			return Ok(Self::new(keys.clone()));
		}
		let keys = Arc::new(Keys::development::<S>(cache)?);
		loaded.insert(S::NAME, keys.clone());
		Ok(Self::new(keys))
	}
}

impl<S: Statement> Prover<S> {
	/// A prover with the key of this digest, from a folder of keys.
	///
	/// **Errors**: those of [`Keys::by_digest`].
	pub fn by_digest(folder: &Path, digest: &[u8; 32]) -> Result<Self, Error> {
		Ok(Self::new(Arc::new(Keys::by_digest::<S>(folder, digest)?)))
	}

	/// A proof of the statement, verified before it is handed out.
	///
	/// **Errors**: those of [`prove`].
	pub fn prove(&self, statement: &S) -> Result<[u8; PROOF_BYTES], Error> {
		self.prove_watched(statement, &mut |_| ControlFlow::Continue(()))
	}

	/// As [`Self::prove`], telling how far it is; the caller may end it before each stage.
	///
	/// **Errors**: those of [`prove`].
	pub fn prove_watched(
		&self,
		statement: &S,
		on_stage: OnStage<'_>,
	) -> Result<[u8; PROOF_BYTES], Error> {
		prove(&self.keys, statement, &mut OsRng, on_stage)
	}

	/// As [`Self::prove`], with the randomness of the caller: for tests, which want the same proof again.
	///
	/// **Errors**: those of [`prove`].
	pub fn prove_with(
		&self,
		statement: &S,
		rng: &mut (impl RngCore + CryptoRng),
	) -> Result<[u8; PROOF_BYTES], Error> {
		prove(&self.keys, statement, rng, &mut |_| {
			ControlFlow::Continue(())
		})
	}

	/// Does the proof hold for these public inputs?
	///
	/// **Errors**: `Proof`.
	pub fn verify(&self, inputs: &[FieldBytes], proof: &[u8; PROOF_BYTES]) -> Result<(), Error> {
		verify(&self.keys, proof, inputs)
	}
}
