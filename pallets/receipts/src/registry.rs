//! Circuits and their keys.

use crate::{
	Circuit, CircuitStatus, Circuits, Config, DevelopmentKeysAllowed, Error, Event, GenesisCircuit,
	Pallet, MAX_KEY_BYTES,
};
use frame_support::{
	ensure,
	traits::{ConstU32, Get},
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1_INPUTS},
	CircuitId, CircuitVersion,
};
use greenhour_verifier::{is_development_key, ReceiptKey};
use sp_runtime::{traits::Saturating, DispatchResult};

type KeyBytes = BoundedVec<u8, ConstU32<MAX_KEY_BYTES>>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		circuit: CircuitId,
		version: CircuitVersion,
		key: KeyBytes,
		activates_at: BlockNumberFor<T>,
	) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let earliest = now.saturating_add(T::ActivationDelay::get());
		ensure!(activates_at >= earliest, Error::<T>::ActivationTooEarly);
		let status = CircuitStatus::Pending { activates_at };
		let key_digest = Self::insert_circuit(circuit, version, key, status)?;
		let registered = Event::CircuitRegistered {
			circuit,
			version,
			key_digest,
			activates_at,
		};
		Self::deposit_event(registered);
		Ok(())
	}

	pub(crate) fn do_activate(circuit: CircuitId, version: CircuitVersion) -> DispatchResult {
		let mut entry = Self::circuit(circuit, version)?;
		let CircuitStatus::Pending { activates_at } = entry.status else {
			return Err(Error::<T>::CircuitStatusMismatch.into());
		};
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(now >= activates_at, Error::<T>::ActivationTooEarly);
		entry.status = CircuitStatus::Active;
		Circuits::<T>::insert((circuit, version), entry);
		Self::deposit_event(Event::CircuitActivated { circuit, version });
		Ok(())
	}

	pub(crate) fn do_retire(circuit: CircuitId, version: CircuitVersion) -> DispatchResult {
		let mut entry = Self::circuit(circuit, version)?;
		ensure!(
			entry.status != CircuitStatus::Retired,
			Error::<T>::CircuitStatusMismatch
		);
		entry.status = CircuitStatus::Retired;
		Circuits::<T>::insert((circuit, version), entry);
		Self::deposit_event(Event::CircuitRetired { circuit, version });
		Ok(())
	}

	/// Registers a circuit of the genesis as active.
	pub(crate) fn add_genesis_circuit(genesis: &GenesisCircuit) -> Result<(), Error<T>> {
		let key = KeyBytes::try_from(genesis.key.clone()).map_err(|_| Error::<T>::MalformedKey)?;
		let GenesisCircuit {
			circuit, version, ..
		} = *genesis;
		Self::insert_circuit(circuit, version, key, CircuitStatus::Active).map(drop)
	}

	/// The key under which receipts are verified.
	pub(crate) fn receipt_key(
		circuit: CircuitId,
		version: CircuitVersion,
	) -> Result<ReceiptKey, Error<T>> {
		let entry = Self::circuit(circuit, version)?;
		ensure!(
			entry.status == CircuitStatus::Active,
			Error::<T>::CircuitStatusMismatch
		);
		let key = ReceiptKey::decode_checked(&entry.key).map_err(|_| Error::MalformedKey)?;
		let pays = circuit == RECEIPT_CIRCUIT && key.arity() == RECEIPT_V1_INPUTS;
		ensure!(pays, Error::<T>::CircuitMismatch);
		Ok(key)
	}

	fn circuit(
		circuit: CircuitId,
		version: CircuitVersion,
	) -> Result<Circuit<BlockNumberFor<T>>, Error<T>> {
		Circuits::<T>::get((circuit, version)).ok_or(Error::CircuitNotFound)
	}

	/// Checks the key, writes the entry, returns the digest of the key.
	fn insert_circuit(
		circuit: CircuitId,
		version: CircuitVersion,
		key: KeyBytes,
		status: CircuitStatus<BlockNumberFor<T>>,
	) -> Result<[u8; 32], Error<T>> {
		let known = Circuits::<T>::contains_key((circuit, version));
		ensure!(!known, Error::<T>::CircuitAlreadyExists);
		let allowed = DevelopmentKeysAllowed::<T>::get() || !is_development_key(&key);
		ensure!(allowed, Error::<T>::DevelopmentKeyRefused);
		let checked = ReceiptKey::decode_checked(&key).map_err(|_| Error::MalformedKey)?;
		let arity = u32::try_from(checked.arity()).map_err(|_| Error::MalformedKey)?;
		Circuits::<T>::insert((circuit, version), Circuit { key, arity, status });
		Ok(checked.digest())
	}
}
