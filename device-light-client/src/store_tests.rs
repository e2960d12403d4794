use std::{
	io::{BufRead, BufReader},
	process::{Command, Stdio},
};

use greenhour_circuits::Statement;

use super::*;
use crate::meters::StorageState;

fn reading(drawn_wh: u64) -> SiteReading {
	SiteReading {
		produced_wh: 7,
		drawn_wh,
		green_wh: 3,
		storage: StorageState::default(),
	}
}

fn receipt(contract: u64, hours: u32) -> QueuedReceipt {
	let hours = HourMask::new(hours).unwrap();
	let key = ReceiptKey {
		contract: ContractId(contract),
		day: Day(2),
		hours,
	};
	let inputs = greenhour_circuits::Receipt::example().inputs;
	QueuedReceipt {
		key,
		queued_at: 1,
		inputs,
		proof: [3; PROOF_BYTES],
	}
}

#[test]
fn second_reading_of_an_hour_returns_the_first() {
	let folder = tempfile::tempdir().unwrap();
	let store = Store::open(folder.path()).unwrap();
	let first = store.keep_reading(Hour(5), 1, reading(10)).unwrap();
	let second = store.keep_reading(Hour(5), 2, reading(99)).unwrap();
	assert_eq!(first, second);
	assert_eq!(store.reading(Hour(5)).unwrap(), Some(first));
	assert_eq!(store.reading(Hour(6)).unwrap(), None);
}

#[test]
fn readings_are_numbered_and_chained() {
	let folder = tempfile::tempdir().unwrap();
	let store = Store::open(folder.path()).unwrap();
	let first = store.keep_reading(Hour(5), 1, reading(1)).unwrap();
	drop(store);
	let store = Store::open(folder.path()).unwrap();
	let second = store.keep_reading(Hour(9), 2, reading(2)).unwrap();
	assert_eq!((first.sequence, first.previous), (0, [0; 32]));
	assert_eq!((second.sequence, second.previous), (1, first.hash()));
	assert_eq!(
		store.reading_before(Hour(9)).unwrap(),
		Some((Hour(5), first))
	);
	assert_eq!(
		store.reading_before(Hour(100)).unwrap(),
		Some((Hour(9), second))
	);
	assert_eq!(store.reading_before(Hour(5)).unwrap(), None);
	assert_eq!(store.first_reading().unwrap(), Some(Hour(5)));
}

#[test]
fn first_note_of_work_counts() {
	let folder = tempfile::tempdir().unwrap();
	let store = Store::open(folder.path()).unwrap();
	assert_eq!(store.work(Hour(5)).unwrap(), None);
	store.start_work(Hour(5), MilliGpu(700)).unwrap();
	store.start_work(Hour(5), MilliGpu(0)).unwrap();
	assert_eq!(store.work(Hour(5)).unwrap(), Some(MilliGpu(700)));
}

#[test]
fn queue_survives_a_restart_and_keeps_one_of_each() {
	let folder = tempfile::tempdir().unwrap();
	let store = Store::open(folder.path()).unwrap();
	store.queue(&receipt(1, 1)).unwrap();
	store.queue(&receipt(1, 2)).unwrap();
	store.queue(&receipt(1, 2)).unwrap();
	drop(store);
	let store = Store::open(folder.path()).unwrap();
	assert_eq!(store.queued().unwrap(), [receipt(1, 1), receipt(1, 2)]);
	store.unqueue(&receipt(1, 1).key).unwrap();
	store.unqueue(&receipt(9, 9).key).unwrap();
	assert_eq!(store.queued().unwrap(), [receipt(1, 2)]);
}

#[test]
fn state_is_paired_once_and_time_only_rises() {
	let folder = tempfile::tempdir().unwrap();
	let store = Store::open(folder.path()).unwrap();
	assert_eq!(store.genesis().unwrap(), None);
	store.pair([1; 32]).unwrap();
	store.pair([2; 32]).unwrap();
	assert_eq!(store.genesis().unwrap(), Some([1; 32]));
	store.raise_latest_time(7).unwrap();
	store.raise_latest_time(3).unwrap();
	assert_eq!(store.latest_time().unwrap(), 7);
	assert_eq!(store.light_client().unwrap(), "");
	store.save_light_client("{}").unwrap();
	assert_eq!(store.light_client().unwrap(), "{}");
}

#[test]
fn folder_in_use_is_refused_with_its_name() {
	let folder = tempfile::tempdir().unwrap();
	let _open = Store::open(folder.path()).unwrap();
	let error = Store::open(folder.path()).err().unwrap();
	assert!(matches!(error, StoreError::InUse(_)));
	assert!(error.to_string().contains("device.redb"));
}

#[test]
fn file_of_something_else_is_refused() {
	let folder = tempfile::tempdir().unwrap();
	fs::write(folder.path().join(FILE), b"not a database at all").unwrap();
	assert!(matches!(
		Store::open(folder.path()),
		Err(StoreError::Database(_))
	));
}

/// Not a test of its own: the process that `nothing_acknowledged_is_lost_by_kill` kills.
#[test]
fn writes_until_killed() {
	let Some(folder) = std::env::var_os("GREENHOUR_STORE_TEST_FOLDER") else {
		return;
	};
	let store = Store::open(Path::new(&folder)).unwrap();
	let start = store
		.reading_before(Hour(u32::MAX))
		.unwrap()
		.map_or(0, |(hour, _)| hour.0 + 1);
	for hour in start.. {
		store
			.keep_reading(Hour(hour), 0, reading(u64::from(hour)))
			.unwrap();
		store.queue(&receipt(u64::from(hour), 1)).unwrap();
		println!("kept {hour}");
	}
}

#[test]
fn nothing_acknowledged_is_lost_by_kill() {
	let folder = tempfile::tempdir().unwrap();
	let mut acknowledged = Vec::new();
	for lines in [1, 4, 9] {
		let mut child = Command::new(std::env::current_exe().unwrap())
			.args([
				"--exact",
				"store::tests::writes_until_killed",
				"--nocapture",
			])
			.env("GREENHOUR_STORE_TEST_FOLDER", folder.path())
			.stdout(Stdio::piped())
			.spawn()
			.unwrap();
		let output = BufReader::new(child.stdout.take().unwrap());
		let kept = output
			.lines()
			.map_while(Result::ok)
			.filter_map(|line| line.rsplit_once("kept ")?.1.parse::<u32>().ok());
		acknowledged.extend(kept.take(lines));
		child.kill().unwrap();
		child.wait().unwrap();
	}
	assert_eq!(acknowledged.len(), 14);
	let store = Store::open(folder.path()).unwrap();
	let queued: Vec<u64> = store
		.queued()
		.unwrap()
		.into_iter()
		.map(|receipt| receipt.key.contract.0)
		.collect();
	for hour in &acknowledged {
		assert!(store.reading(Hour(*hour)).unwrap().is_some());
		assert!(queued.contains(&u64::from(*hour)), "receipt of hour {hour}");
	}
	// The chain of readings has no gap, whether they were acknowledged or not.
	let (last, _) = store.reading_before(Hour(u32::MAX)).unwrap().unwrap();
	let mut previous = [0; 32];
	for hour in 0..=last.0 {
		let record = store.reading(Hour(hour)).unwrap().expect("no gap");
		assert_eq!(
			(record.sequence, record.previous),
			(u64::from(hour), previous)
		);
		previous = record.hash();
	}
}
