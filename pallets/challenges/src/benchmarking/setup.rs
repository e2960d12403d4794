//! States that the benchmarks start from.

use super::BenchmarkHelper as _;
use crate::{types::*, Audits, Challenges, Config, Cursors, NextAudit, Pallet, Rounds, Verdict};
use alloc::vec::Vec;
use frame_benchmarking::account;
use frame_support::{traits::Get, BoundedVec};
use greenhour_traits::HourClock;
use greenhour_types::{
	product::{leaf_hash, node_hash, CommittedProduct, Opening, MAX_DEPTH, MAX_LEAVES},
	ContractId, DeviceId, GpuClassId, Hour, HourMask, MilliGpu, Moment,
};

pub(super) type Helper<T> = <T as Config>::BenchmarkHelper;

/// The hour in which everything happens: 23 o'clock of day 100.
pub(super) const HOUR: Hour = Hour(2_423);
/// The block in which it happens.
pub(super) const BLOCK: u32 = 1_000;
pub(super) const SEED: [u8; 32] = [7; 32];

pub(super) fn owner<T: Config>() -> T::AccountId {
	account("owner", 0, 0)
}

pub(super) fn operator<T: Config>(index: u32) -> T::AccountId {
	account("operator", index, 0)
}

/// Starts at [`HOUR`] in [`BLOCK`].
pub(super) fn start<T: Config>() {
	Helper::<T>::set_clock(HOUR);
	frame_system::Pallet::<T>::set_block_number(BLOCK.into());
}

pub(super) fn device<T: Config>(index: u32) -> DeviceId {
	Helper::<T>::device(index, &owner::<T>(), &operator::<T>(index))
}

pub(super) fn devices<T: Config>(count: u32) -> Vec<DeviceId> {
	(0..count).map(device::<T>).collect()
}

/// Terms that challenge.
pub(super) fn terms<T: Config>(owner: T::AccountId) -> ListingTerms<T::AccountId> {
	ListingTerms {
		owner,
		gpu_class: GpuClassId(1),
		benchmark: MilliGpu(1_000),
		expires_at: Moment::MAX,
	}
}

/// A listed device.
pub(super) fn listed<T: Config>(index: u32) -> DeviceId {
	let device = device::<T>(index);
	Pallet::<T>::want_listing(device, Some(terms::<T>(owner::<T>())));
	while Pallet::<T>::apply_changes(u32::MAX) > 0 {}
	device
}

/// Challenges devices in a round of block `number`.
pub(super) fn challenge<T: Config>(
	number: u32,
	devices: &[DeviceId],
	opening: Option<OpeningSeed>,
) {
	for device in devices {
		let challenge = Challenge {
			round: number,
			hour: HOUR,
			needed: MilliGpu(1),
			leaves: 1,
			commitment: None,
		};
		Challenges::<T>::insert(device, challenge);
	}
	let round = Round {
		moment: T::Clock::now(),
		hour: HOUR,
		seed: SEED,
		devices: BoundedVec::truncate_from(devices.to_vec()),
		opening,
	};
	Rounds::<T>::insert(number, round);
}

pub(super) fn cursors<T: Config>(unseeded: u32, unclosed: u32) {
	Cursors::<T>::put(RoundCursors { unseeded, unclosed });
}

/// The first opening seed by which a device is drawn.
pub(super) fn drawing_seed<T: Config>(device: DeviceId) -> [u8; 32] {
	let seeds = (0u8..=u8::MAX).map(|byte| [byte; 32]);
	let mut drawing =
		seeds.filter(|seed| crate::rules::is_opened(seed, device, T::OpenOneIn::get()));
	drawing.next().unwrap_or(SEED)
}

/// The first seed whose block draws audits.
pub(super) fn drawing_block_seed<T: Config>() -> [u8; 32] {
	let seeds = (0u8..=u8::MAX).map(|byte| [byte; 32]);
	let draws = |seed: &[u8; 32]| {
		let one_in = T::AuditBlockOneIn::get();
		crate::rules::pick(seed, b"greenhour/audit-block", (), one_in) == Some(0)
	};
	seeds.into_iter().find(draws).unwrap_or(SEED)
}

/// The largest product of leaves that are all the same: the hashes beside any way to its root.
pub(super) fn deep_product() -> (CommittedProduct, Opening) {
	let entries = [1; 16];
	let mut hash = leaf_hash(&entries);
	let mut path = Vec::new();
	for _ in 0..MAX_DEPTH {
		path.push(hash);
		hash = node_hash(&hash, &hash);
	}
	let product = CommittedProduct {
		seed: SEED,
		leaves: MAX_LEAVES,
		root: hash,
	};
	let opening = Opening {
		entries,
		path: BoundedVec::truncate_from(path),
	};
	(product, opening)
}

/// An audit of a device by three auditors with these verdicts.
pub(super) fn audit<T: Config>(
	verdicts: [Option<Verdict>; 3],
	stage: AuditStage<T::AccountId>,
) -> Vec<T::AccountId> {
	let auditors = Helper::<T>::auditors(PANEL);
	let seats = auditors
		.iter()
		.zip(verdicts)
		.map(|(auditor, verdict)| PanelSeat {
			auditor: auditor.clone(),
			verdict,
		});
	let audit = Audit {
		device: listed::<T>(0),
		contract: ContractId(1),
		hour: HOUR,
		units: MilliGpu(1_000),
		seed: SEED,
		panel: BoundedVec::truncate_from(seats.collect::<Vec<_>>()),
		stage,
		obliged: true,
	};
	Audits::<T>::insert(0, audit);
	NextAudit::<T>::put(1);
	auditors
}

pub(super) fn ticket(device: DeviceId, hours: HourMask) -> Ticket {
	Ticket {
		block: 0,
		device,
		contract: ContractId(1),
		day: HOUR.day(),
		hours,
		units: [MilliGpu(1_000); 24],
		obliged: true,
	}
}

pub(super) fn deferral(round: u32) -> Deferral {
	Deferral {
		round,
		moment: 0,
		needed: MilliGpu(1),
		shown: MilliGpu(0),
		by_receipt: true,
		by_work: true,
	}
}
