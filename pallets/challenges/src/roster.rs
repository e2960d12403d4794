//! The dense lists of devices: of all, and of each owner.
//!
//! What is asked for waits in a queue until it is older than the inputs of a draw may be, so that nobody who
//! sees a seed coming can still move a device under it or away from it.

use crate::{
	types::{Change, ListingTerms, Place, CHANGES_PER_BLOCK},
	ActiveCount, ActiveDevices, ChangeQueue, Changes, Config, Event, Listings, OwnerCounts,
	OwnerDevices, Pallet,
};
use greenhour_traits::{DeviceListener, DeviceRegistry};
use greenhour_types::{AttestationResult, Balance, DeviceId};
use sp_runtime::traits::UniqueSaturatedInto;

impl<T: Config> Pallet<T> {
	/// The number of the current block.
	pub(crate) fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	/// Writes: has a device listed on `terms`, or nowhere, once the change is old enough.
	pub(crate) fn want_listing(device: DeviceId, terms: Option<ListingTerms<T::AccountId>>) {
		let mut listing = Listings::<T>::get(device);
		if listing.wanted == terms {
			return;
		}
		listing.wanted.clone_from(&terms);
		Listings::<T>::insert(device, listing);
		let mut queue = ChangeQueue::<T>::get();
		let number = queue.next;
		let change = Change {
			device,
			terms: terms.clone(),
			block: Self::block(),
		};
		Changes::<T>::insert(number, change);
		queue.next = number.saturating_add(1);
		ChangeQueue::<T>::put(queue);
		Self::deposit_event(Event::ChangeQueued {
			number,
			device,
			terms,
		});
	}

	/// Writes: applies changes that were asked for in block `inputs_until` or before, the oldest first. Returns how
	/// many.
	pub(crate) fn apply_changes(inputs_until: u32) -> u32 {
		let mut queue = ChangeQueue::<T>::get();
		let mut applied = 0u32;
		while applied < CHANGES_PER_BLOCK && !queue.is_empty() {
			match Changes::<T>::get(queue.first) {
				Some(change) if change.block > inputs_until => break,
				Some(change) => Self::apply_change(change),
				None => {}
			}
			Changes::<T>::remove(queue.first);
			queue.first = queue.first.saturating_add(1);
			applied = applied.saturating_add(1);
		}
		if applied > 0 {
			ChangeQueue::<T>::put(queue);
			Self::deposit_event(Event::ChangesApplied { until: queue.first });
		}
		applied
	}

	fn apply_change(change: Change<T::AccountId>) {
		let Change { device, terms, .. } = change;
		let mut listing = Listings::<T>::get(device);
		listing.place = match (listing.place.take(), terms) {
			(Some(place), Some(terms)) if place.terms.owner == terms.owner => {
				Some(Place { terms, ..place })
			}
			(place, terms) => {
				if let Some(place) = place {
					Self::unlist(device, &place);
				}
				terms.map(|terms| Self::list(device, terms))
			}
		};
		match listing.place.is_none() && listing.wanted.is_none() {
			true => Listings::<T>::remove(device),
			false => Listings::<T>::insert(device, listing),
		}
	}

	/// Writes: appends a device to both lists. There are fewer devices than indices: ids have 32 bits too.
	fn list(device: DeviceId, terms: ListingTerms<T::AccountId>) -> Place<T::AccountId> {
		let owner = &terms.owner;
		let (index, owner_index) = (ActiveCount::<T>::get(), OwnerCounts::<T>::get(owner));
		ActiveDevices::<T>::insert(index, device);
		ActiveCount::<T>::put(index.saturating_add(1));
		OwnerDevices::<T>::insert(owner, owner_index, device);
		OwnerCounts::<T>::insert(owner, owner_index.saturating_add(1));
		Place {
			terms,
			index,
			owner_index,
		}
	}

	/// Writes: removes a device from both lists; the last ones take its place.
	fn unlist(device: DeviceId, place: &Place<T::AccountId>) {
		let Place {
			terms: ListingTerms { owner, .. },
			index,
			owner_index,
		} = place;
		let last = ActiveCount::<T>::get().saturating_sub(1);
		let moved = ActiveDevices::<T>::take(last).filter(|moved| *moved != device);
		ActiveCount::<T>::put(last);
		if let Some(moved) = moved {
			ActiveDevices::<T>::insert(index, moved);
			Self::move_place(moved, |place| place.index = *index);
		}
		let last = OwnerCounts::<T>::get(owner).saturating_sub(1);
		let moved = OwnerDevices::<T>::take(owner, last).filter(|moved| *moved != device);
		match last {
			0 => OwnerCounts::<T>::remove(owner),
			last => OwnerCounts::<T>::insert(owner, last),
		}
		if let Some(moved) = moved {
			OwnerDevices::<T>::insert(owner, owner_index, moved);
			Self::move_place(moved, |place| place.owner_index = *owner_index);
		}
	}

	fn move_place(device: DeviceId, change: impl FnOnce(&mut Place<T::AccountId>)) {
		Listings::<T>::mutate(device, |listing| listing.place.as_mut().map(change));
	}
}

impl<T: Config> DeviceListener<T::AccountId> for Pallet<T> {
	fn bond_changed(_: DeviceId, _: &T::AccountId, _: Balance) {}

	/// Writes: a device that is listed, or will be, moves to the list of its new owner.
	fn owner_changed(device: DeviceId, _: &T::AccountId, to: &T::AccountId) {
		if let Some(terms) = Listings::<T>::get(device).wanted {
			let owner = to.clone();
			Self::want_listing(device, Some(ListingTerms { owner, ..terms }));
		}
	}

	/// Writes: a device with benchmarked units can be drawn, one without can't.
	fn result_changed(device: DeviceId, result: Option<AttestationResult>) {
		let terms = result
			.filter(|result| !result.benchmark.is_zero())
			.zip(T::Devices::device(device))
			.map(|(result, record)| ListingTerms {
				owner: record.owner,
				gpu_class: record.gpu_class,
				benchmark: result.benchmark,
				expires_at: result.expires_at,
			});
		Self::want_listing(device, terms);
	}
}
