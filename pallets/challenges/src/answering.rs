//! How a device answers a challenge: it commits to a product and opens it, or serves.

use crate::{
	rules,
	types::{Challenge, Deferral, SAMPLES},
	Challenges, Config, DeferralOrder, DeferralQueue, Deferrals, Error, Event, Openings, Pallet,
	Rounds,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{Deliveries, DeviceRegistry};
use greenhour_types::{
	product::{check_openings, product_seed, CommittedProduct, OpeningFault},
	ContractId, DeviceId, Hour, MilliGpu, VerificationMode,
};
use sp_runtime::DispatchResult;

/// What contracts of one hour can show.
#[derive(Default)]
struct Promised {
	units: MilliGpu,
	by_receipt: bool,
	by_work: bool,
}

impl<T: Config> Pallet<T> {
	/// Stores the commitment of a challenged device.
	pub(crate) fn do_commit_product(
		signer: &T::AccountId,
		device: DeviceId,
		root: [u8; 32],
	) -> DispatchResult {
		let mut challenge = Self::challenge_of(signer, device)?;
		Self::ensure_commit_window(&challenge)?;
		ensure!(challenge.commitment.is_none(), Error::<T>::AlreadyCommitted);
		challenge.commitment = Some(root);
		Challenges::<T>::insert(device, challenge);
		Self::deposit_event(Event::ProductCommitted {
			device,
			round: challenge.round,
			root,
		});
		Ok(())
	}

	/// Checks the drawn leaves of a committed product.
	pub(crate) fn do_open_product(
		signer: &T::AccountId,
		device: DeviceId,
		openings: &Openings,
	) -> DispatchResult {
		let challenge = Self::challenge_of(signer, device)?;
		let root = challenge.commitment.ok_or(Error::<T>::NotCommitted)?;
		let round = Rounds::<T>::get(challenge.round).ok_or(Error::<T>::ChallengeNotFound)?;
		let opening = round.opening.ok_or(Error::<T>::SeedNotReady)?;
		ensure!(Self::block() <= opening.until, Error::<T>::Expired);
		ensure!(
			rules::is_opened(&opening.seed, device, T::OpenOneIn::get()),
			Error::<T>::NotDrawn
		);
		let product = CommittedProduct {
			seed: product_seed(&round.seed, device),
			leaves: challenge.leaves,
			root,
		};
		check_openings(&product, &opening.seed, SAMPLES, openings).map_err(Error::<T>::from)?;
		Challenges::<T>::remove(device);
		Self::note_answer(device, challenge.round, round.moment);
		Ok(())
	}

	/// Turns a challenge into one that receipts answer.
	pub(crate) fn do_defer_challenge(
		signer: &T::AccountId,
		device: DeviceId,
		contracts: &[ContractId],
	) -> DispatchResult {
		let challenge = Self::challenge_of(signer, device)?;
		Self::ensure_commit_window(&challenge)?;
		let ascending = contracts.windows(2).all(|pair| match pair {
			[before, after] => before < after,
			_ => false,
		});
		ensure!(ascending, Error::<T>::ContractsUnordered);
		let Challenge {
			round,
			hour,
			needed,
			..
		} = challenge;
		let promised = Self::promised_units(device, hour, contracts)?;
		ensure!(promised.units >= needed, Error::<T>::InsufficientUnits);
		let moment = Rounds::<T>::get(round)
			.ok_or(Error::<T>::ChallengeNotFound)?
			.moment;
		let deferral = Deferral {
			round,
			moment,
			needed,
			shown: MilliGpu::ZERO,
			by_receipt: promised.by_receipt,
			by_work: promised.by_work,
		};
		Self::store_deferral(device, hour, deferral);
		Challenges::<T>::remove(device);
		Self::deposit_event(Event::ChallengeDeferred {
			device,
			round,
			hour,
			needed,
		});
		Ok(())
	}

	pub(crate) fn store_deferral(device: DeviceId, hour: Hour, deferral: Deferral) {
		Deferrals::<T>::mutate(device, hour.day(), |hours| {
			// A day has as many hours as fit.
			let _ = hours.try_insert(hour.of_day().get(), deferral);
		});
		let mut queue = DeferralQueue::<T>::get();
		DeferralOrder::<T>::insert(queue.next, (device, hour));
		queue.next = queue.next.saturating_add(1);
		DeferralQueue::<T>::put(queue);
	}

	/// Units that the device serves under `contracts` in `hour`, and how they are proved.
	///
	/// **Errors** `NotAssigned`: one of them can't show any.
	fn promised_units(
		device: DeviceId,
		hour: Hour,
		contracts: &[ContractId],
	) -> Result<Promised, Error<T>> {
		let mut promised = Promised::default();
		for contract in contracts {
			let facts = T::Deliveries::assignment(*contract, device, hour.day())
				.filter(|facts| facts.unsettled.contains(hour.of_day()))
				.ok_or(Error::<T>::NotAssigned)?;
			match facts.terms.verification {
				VerificationMode::Receipt => promised.by_receipt = true,
				VerificationMode::Work => promised.by_work = true,
				_ => return Err(Error::<T>::NotAssigned),
			}
			let units = facts.units.get(hour.of_day().index()).copied();
			promised.units = promised
				.units
				.checked_add(units.unwrap_or_default())
				.unwrap_or(MilliGpu(u32::MAX));
		}
		Ok(promised)
	}

	/// The open challenge of a device that `signer` operates.
	fn challenge_of(signer: &T::AccountId, device: DeviceId) -> Result<Challenge, Error<T>> {
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		ensure!(record.operator == *signer, Error::<T>::NotOperator);
		Challenges::<T>::get(device).ok_or(Error::<T>::ChallengeNotFound)
	}

	fn ensure_commit_window(challenge: &Challenge) -> Result<(), Error<T>> {
		let until = challenge.round.saturating_add(T::CommitBlocks::get());
		ensure!(Self::block() <= until, Error::<T>::Expired);
		Ok(())
	}
}

impl<T> From<OpeningFault> for Error<T> {
	fn from(fault: OpeningFault) -> Self {
		match fault {
			OpeningFault::CountMismatch => Self::OpeningCountMismatch,
			OpeningFault::RootMismatch => Self::RootMismatch,
			OpeningFault::EntryMismatch => Self::EntryMismatch,
		}
	}
}
