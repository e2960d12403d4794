//! Who is challenged: one owner in each block, through a random device.

use crate::{
	rules,
	types::{Challenge, Round, RoundCursors, MAX_OPEN_ROUNDS, MAX_ROUND},
	ActiveCount, ActiveDevices, Challenges, Config, Deferrals, Event, Listings, OwnerCounts,
	OwnerDevices, Pallet, ProductSizes, Rounds,
};
use alloc::vec::Vec;
use frame_support::{traits::Get, BoundedVec};
use greenhour_traits::{BlockSeed, HourClock};
use greenhour_types::{DeviceId, Hour, Moment};

/// When a round is drawn.
#[derive(Clone, Copy)]
struct DrawTime {
	moment: Moment,
	hour: Hour,
}

impl<T: Config> Pallet<T> {
	/// Writes: draws a device and up to 19 more of its owner, and challenges those that can be. Returns how many were
	/// looked at.
	pub(crate) fn draw_round(drawn: &BlockSeed, cursors: &RoundCursors) -> u32 {
		let block = Self::block();
		let Some(hour) = T::Clock::current_hour() else {
			return 0;
		};
		if block.saturating_sub(cursors.unclosed) >= MAX_OPEN_ROUNDS {
			return 0;
		}
		let candidates = Self::draw_candidates(&drawn.seed);
		let looked_at = u32::try_from(candidates.len()).unwrap_or(MAX_ROUND);
		let moment = T::Clock::now();
		let devices: Vec<DeviceId> = candidates
			.into_iter()
			.filter(|device| Self::challenge(*device, DrawTime { moment, hour }))
			.collect();
		if devices.is_empty() {
			return looked_at;
		}
		let round = Round {
			moment,
			hour,
			seed: drawn.seed,
			// There are no more candidates than fit.
			devices: BoundedVec::truncate_from(devices.clone()),
			opening: None,
		};
		Rounds::<T>::insert(block, round);
		Self::deposit_event(Event::RoundDrawn {
			round: block,
			seed: drawn.seed,
			devices,
		});
		looked_at
	}

	/// A random device, and of its owner's others those that follow a random one.
	fn draw_candidates(seed: &[u8; 32]) -> Vec<DeviceId> {
		let index = rules::pick(seed, b"greenhour/liveness", (), ActiveCount::<T>::get());
		let Some(drawn) = index.and_then(ActiveDevices::<T>::get) else {
			return Vec::new();
		};
		let Some(place) = Listings::<T>::get(drawn).place else {
			return Vec::new();
		};
		let owner = &place.terms.owner;
		let count = OwnerCounts::<T>::get(owner);
		let start = rules::pick(seed, b"greenhour/owner", (), count).unwrap_or_default();
		let others = (0..count.min(MAX_ROUND))
			.map(|step| rules::wrapped(start, step, count))
			.filter_map(|index| OwnerDevices::<T>::get(owner, index))
			.filter(|device| *device != drawn);
		let most = usize::try_from(MAX_ROUND).unwrap_or(usize::MAX);
		core::iter::once(drawn).chain(others).take(most).collect()
	}

	/// Writes: challenges a device unless it is challenged already, or has to serve this hour for an earlier
	/// challenge. One whose attestation result has expired leaves the lists.
	///
	/// The registry is not asked: what it says may be younger than the draw's inputs.
	fn challenge(device: DeviceId, time: DrawTime) -> bool {
		let Some(place) = Listings::<T>::get(device).place else {
			return false;
		};
		if place.terms.expires_at <= time.moment {
			Self::want_listing(device, None);
			return false;
		}
		let (day, of_day) = (time.hour.day(), time.hour.of_day().get());
		let is_deferred = || Deferrals::<T>::get(device, day).contains_key(&of_day);
		if Challenges::<T>::contains_key(device) || is_deferred() {
			return false;
		}
		let needed = rules::needed_up(place.terms.benchmark, T::ChallengedShare::get());
		let size = ProductSizes::<T>::get(place.terms.gpu_class);
		let size = size.unwrap_or_else(T::DefaultLeavesPerUnit::get);
		let challenge = Challenge {
			round: Self::block(),
			hour: time.hour,
			needed,
			leaves: rules::leaves_for(needed, size),
			commitment: None,
		};
		Challenges::<T>::insert(device, challenge);
		true
	}
}
