//! Circuits and their keys.

use crate::{
	batch::PayingCircuit, foreign::adapter_error, paid_proof::PaidProof, Circuit,
	CircuitRegistration, CircuitStatus, Circuits, Config, DevelopmentKeysAllowed, Error, Event,
	GenesisCircuit, Intake, Intakes, Pallet,
};
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use greenhour_adapters::{Adapter, AdapterKind, CircuitAdapter};
use greenhour_types::{CircuitId, CircuitVersion};
use greenhour_verifier::{is_development_key, ReceiptKey};
use sp_runtime::{traits::Saturating, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		circuit: CircuitId,
		version: CircuitVersion,
		registration: CircuitRegistration,
		activates_at: BlockNumberFor<T>,
	) -> DispatchResult {
		let now = frame_system::Pallet::<T>::block_number();
		let earliest = now.saturating_add(T::ActivationDelay::get());
		ensure!(activates_at >= earliest, Error::<T>::ActivationTooEarly);
		let status = CircuitStatus::Pending { activates_at };
		let (adapter, schema, setup) = (
			registration.adapter.kind(),
			registration.schema,
			registration.setup,
		);
		let key_digest = Self::insert_circuit(circuit, version, registration, status)?;
		let registered = Event::CircuitRegistered {
			circuit,
			version,
			key_digest,
			adapter,
			schema,
			setup,
			activates_at,
		};
		Self::deposit_event(registered);
		Ok(())
	}

	pub(crate) fn do_activate(circuit: CircuitId, version: CircuitVersion) -> DispatchResult {
		let entry = Self::circuit(circuit, version)?;
		let CircuitStatus::Pending { activates_at } = entry.status else {
			return Err(Error::<T>::CircuitStatusMismatch.into());
		};
		let now = frame_system::Pallet::<T>::block_number();
		ensure!(now >= activates_at, Error::<T>::ActivationTooEarly);
		Self::note_intake(circuit, Intake::open);
		Self::set_status(circuit, version, entry, CircuitStatus::Active);
		Self::deposit_event(Event::CircuitActivated { circuit, version });
		Ok(())
	}

	pub(crate) fn do_pause(circuit: CircuitId, version: CircuitVersion) -> DispatchResult {
		let entry = Self::circuit(circuit, version)?;
		let active = entry.status == CircuitStatus::Active;
		ensure!(active, Error::<T>::CircuitStatusMismatch);
		Self::note_intake(circuit, Intake::pause);
		Self::set_status(circuit, version, entry, CircuitStatus::Paused);
		Self::deposit_event(Event::CircuitPaused { circuit, version });
		Ok(())
	}

	pub(crate) fn do_resume(circuit: CircuitId, version: CircuitVersion) -> DispatchResult {
		let entry = Self::circuit(circuit, version)?;
		let paused = entry.status == CircuitStatus::Paused;
		ensure!(paused, Error::<T>::CircuitStatusMismatch);
		Self::note_intake(circuit, Intake::open);
		Self::set_status(circuit, version, entry, CircuitStatus::Active);
		Self::deposit_event(Event::CircuitResumed { circuit, version });
		Ok(())
	}

	pub(crate) fn do_retire(circuit: CircuitId, version: CircuitVersion) -> DispatchResult {
		let entry = Self::circuit(circuit, version)?;
		let retired = entry.status == CircuitStatus::Retired;
		ensure!(!retired, Error::<T>::CircuitStatusMismatch);
		if entry.status == CircuitStatus::Active {
			Self::note_intake(circuit, Intake::close);
		}
		Self::set_status(circuit, version, entry, CircuitStatus::Retired);
		Self::deposit_event(Event::CircuitRetired { circuit, version });
		Ok(())
	}

	fn set_status(
		circuit: CircuitId,
		version: CircuitVersion,
		mut entry: Circuit<BlockNumberFor<T>>,
		status: CircuitStatus<BlockNumberFor<T>>,
	) {
		entry.status = status;
		Circuits::<T>::insert((circuit, version), entry);
	}

	/// Registers a circuit of the genesis as active.
	pub(crate) fn add_genesis_circuit(genesis: &GenesisCircuit) -> Result<(), Error<T>> {
		let GenesisCircuit {
			circuit,
			version,
			schema,
			setup,
			..
		} = *genesis;
		let registration = CircuitRegistration {
			key: genesis
				.key
				.clone()
				.try_into()
				.map_err(|_| Error::MalformedKey)?,
			adapter: CircuitAdapter::Native,
			schema,
			setup,
		};
		Self::insert_circuit(circuit, version, registration, CircuitStatus::Active)?;
		if PaidProof::of_circuit(circuit).is_some() {
			Intakes::<T>::mutate(circuit, |intake| {
				intake.active = intake.active.saturating_add(1);
			});
		}
		Ok(())
	}

	/// The key under which receipts are verified, for a circuit that pays.
	pub(crate) fn receipt_key(
		circuit: CircuitId,
		version: CircuitVersion,
	) -> Result<(PayingCircuit, ReceiptKey), Error<T>> {
		let entry = Self::circuit(circuit, version)?;
		ensure!(
			entry.status == CircuitStatus::Active,
			Error::<T>::CircuitStatusMismatch
		);
		let key = ReceiptKey::decode_checked(&entry.key).map_err(|_| Error::MalformedKey)?;
		let paid = PaidProof::of_circuit(circuit).ok_or(Error::CircuitMismatch)?;
		let pays = entry.adapter == CircuitAdapter::Native && key.arity() == paid.arity();
		ensure!(pays, Error::<T>::CircuitMismatch);
		let paying = PayingCircuit {
			circuit,
			version,
			paid,
		};
		Ok((paying, key))
	}

	pub(crate) fn circuit(
		circuit: CircuitId,
		version: CircuitVersion,
	) -> Result<Circuit<BlockNumberFor<T>>, Error<T>> {
		Circuits::<T>::get((circuit, version)).ok_or(Error::CircuitNotFound)
	}

	/// Checks the key, writes the entry, returns the digest of the key.
	fn insert_circuit(
		circuit: CircuitId,
		version: CircuitVersion,
		registration: CircuitRegistration,
		status: CircuitStatus<BlockNumberFor<T>>,
	) -> Result<[u8; 32], Error<T>> {
		let CircuitRegistration {
			key,
			adapter,
			schema,
			setup,
		} = registration;
		ensure!(schema != [0; 32], Error::<T>::SchemaMissing);
		ensure!(setup != [0; 32], Error::<T>::SetupMissing);
		let known = Circuits::<T>::contains_key((circuit, version));
		ensure!(!known, Error::<T>::CircuitAlreadyExists);
		let allowed = DevelopmentKeysAllowed::<T>::get() || !is_development_key(&key);
		ensure!(allowed, Error::<T>::DevelopmentKeyRefused);
		let checked = ReceiptKey::decode_checked(&key).map_err(|_| Error::MalformedKey)?;
		let arity = u32::try_from(checked.arity()).map_err(|_| Error::MalformedKey)?;
		// What stands under the id of a circuit that pays is that circuit.
		let pays = PaidProof::of_circuit(circuit).map(PaidProof::arity);
		let native = adapter.kind() == AdapterKind::Native;
		let fits = pays.is_none_or(|inputs| native && checked.arity() == inputs);
		ensure!(fits, Error::<T>::AdapterMismatch);
		adapter.check_key(&checked).map_err(adapter_error)?;
		let entry = Circuit {
			key,
			arity,
			adapter,
			schema,
			setup,
			status,
		};
		Circuits::<T>::insert((circuit, version), entry);
		Ok(checked.digest())
	}
}
