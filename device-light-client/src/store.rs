//! Durable state of a device: one file, every write synced to disk before it counts.
//!
//! Only one process can open it. What is acknowledged survives a power cut.
//!
//! | table | key -> value |
//! |---|---|
//! | `state` | name -> genesis hash, light-client database, latest finalized time |
//! | `work` | hour -> units that the machine worked on in it |
//! | `readings` | hour -> reading with sequence number and hash of the one before |
//! | `receipts` | (contract, day, hours) -> receipt waiting to be settled |
//!
//! Readings are written once for each hour, in order, and never changed: the chain of the meter follows
//! from them, and a second receipt for an hour must show the same link.

use std::{
	fs, io,
	path::{Path, PathBuf},
};

use greenhour_types::{
	receipt::{ReceiptInputs, PROOF_BYTES},
	ContractId, Day, Hour, HourMask, MilliGpu,
};
use parity_scale_codec::{Decode, DecodeAll, Encode};
use redb::{Database, DatabaseError, ReadableTable, TableDefinition};
use sp_crypto_hashing::blake2_256;

use crate::meters::SiteReading;

const STATE: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("state");
const WORK: TableDefinition<'_, u32, u32> = TableDefinition::new("work");
const READINGS: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("readings");
const RECEIPTS: TableDefinition<'_, (u64, u32, u32), &[u8]> = TableDefinition::new("receipts");

const GENESIS: &str = "genesis";
const LIGHT_CLIENT: &str = "light-client";
const LATEST_TIME: &str = "latest-time";
const SEQUENCE: &str = "sequence";
const CHAIN_HEAD: &str = "chain-head";

/// Name of the file in the data folder.
const FILE: &str = "device.redb";

/// Why the durable state can't be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
	/// Another process has it open.
	#[error(
		"{} is in use: another greenhour-device runs on this data folder; stop it first",
		.0.display()
	)]
	InUse(PathBuf),
	/// The folder can't be made.
	#[error("cannot use data folder {}: {cause}", path.display())]
	Folder {
		/// The folder.
		path: PathBuf,
		/// What the system says.
		cause: io::Error,
	},
	/// The file can't be read or written, or is damaged.
	#[error("durable state: {0}")]
	Database(#[from] Box<redb::Error>),
	/// A record has another shape than this program writes.
	#[error("durable state: damaged record in {table}: {cause}")]
	Damaged {
		/// The table.
		table: &'static str,
		/// What the decoder says.
		cause: parity_scale_codec::Error,
	},
}

/// One hour of the meter, as kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct ReadingRecord {
	/// Number of the reading, from 0, without gaps.
	pub sequence: u64,
	/// Hash of the record before, zero for the first.
	pub previous: [u8; 32],
	/// When it was taken, ms since the Unix epoch by the clock of this machine.
	pub taken_at: u64,
	/// What was read.
	pub site: SiteReading,
}

impl ReadingRecord {
	/// Total and green Wh, as far as 32 bits go: what the registers of the meter advance by.
	pub fn counted(&self) -> (u32, u32) {
		let word = |wh: u64| u32::try_from(wh).unwrap_or(u32::MAX);
		(word(self.site.drawn_wh), word(self.site.green_wh))
	}

	/// Hash that the next record carries.
	pub fn hash(&self) -> [u8; 32] {
		blake2_256(&self.encode())
	}
}

/// Which hours a queued receipt settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ReceiptKey {
	/// The contract.
	pub contract: ContractId,
	/// The day.
	pub day: Day,
	/// The hours.
	pub hours: HourMask,
}

impl ReceiptKey {
	fn raw(&self) -> (u64, u32, u32) {
		(self.contract.0, self.day.0, self.hours.bits())
	}
}

/// A receipt with its proof, waiting to be settled.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct QueuedReceipt {
	/// What it settles.
	pub key: ReceiptKey,
	/// When it was queued, ms since the Unix epoch by the clock of this machine.
	pub queued_at: u64,
	/// What it says in public.
	pub inputs: ReceiptInputs,
	/// Its proof.
	pub proof: [u8; PROOF_BYTES],
}

/// The open durable state.
pub struct Store {
	database: Database,
}

impl Store {
	/// Opens the state in `folder`, making both where they are missing.
	///
	/// **Errors**: `InUse` while another process has it open.
	pub fn open(folder: &Path) -> Result<Self, StoreError> {
		fs::create_dir_all(folder).map_err(|cause| StoreError::Folder {
			path: folder.to_owned(),
			cause,
		})?;
		let database = match Database::create(folder.join(FILE)) {
			Ok(database) => database,
			Err(DatabaseError::DatabaseAlreadyOpen) => {
				return Err(StoreError::InUse(folder.join(FILE)))
			}
			Err(error) => return Err(boxed(error)),
		};
		let store = Self { database };
		store.write(|tables| {
			tables.open_table(STATE)?;
			tables.open_table(WORK)?;
			tables.open_table(READINGS)?;
			tables.open_table(RECEIPTS)?;
			Ok(())
		})?;
		Ok(store)
	}

	/// Genesis hash of the chain that this state belongs to.
	pub fn genesis(&self) -> Result<Option<[u8; 32]>, StoreError> {
		self.state(GENESIS)
	}

	/// Binds this state to a chain for ever; a second call changes nothing.
	pub fn pair(&self, genesis: [u8; 32]) -> Result<(), StoreError> {
		match self.genesis()? {
			Some(_) => Ok(()),
			None => self.set_state(GENESIS, &genesis),
		}
	}

	/// State of the light client at the last save, empty at first.
	pub fn light_client(&self) -> Result<String, StoreError> {
		Ok(self.state(LIGHT_CLIENT)?.unwrap_or_default())
	}

	/// Saves the state of the light client.
	pub fn save_light_client(&self, database: &str) -> Result<(), StoreError> {
		self.set_state(LIGHT_CLIENT, &database)
	}

	/// Latest time of a finalized block ever seen: a lower bound of the true time.
	pub fn latest_time(&self) -> Result<u64, StoreError> {
		Ok(self.state(LATEST_TIME)?.unwrap_or(0))
	}

	/// Raises the lower bound of the true time.
	pub fn raise_latest_time(&self, time: u64) -> Result<(), StoreError> {
		if time > self.latest_time()? {
			self.set_state(LATEST_TIME, &time)?;
		}
		Ok(())
	}

	/// Notes that the machine works on `units` in `hour`. Only the first note of an hour counts.
	pub fn start_work(&self, hour: Hour, units: MilliGpu) -> Result<(), StoreError> {
		if self.work(hour)?.is_some() {
			return Ok(());
		}
		self.write(|tables| {
			tables.open_table(WORK)?.insert(hour.0, units.0)?;
			Ok(())
		})
	}

	/// Units that the machine worked on in `hour`; `None` when it did not work.
	pub fn work(&self, hour: Hour) -> Result<Option<MilliGpu>, StoreError> {
		let read = self.database.begin_read().map_err(boxed)?;
		let table = read.open_table(WORK).map_err(boxed)?;
		Ok(table
			.get(hour.0)
			.map_err(boxed)?
			.map(|units| MilliGpu(units.value())))
	}

	/// The reading of `hour`, if it was taken.
	pub fn reading(&self, hour: Hour) -> Result<Option<ReadingRecord>, StoreError> {
		let read = self.database.begin_read().map_err(boxed)?;
		let table = read.open_table(READINGS).map_err(boxed)?;
		let value = table.get(hour.0).map_err(boxed)?;
		value
			.map(|bytes| decode("readings", bytes.value()))
			.transpose()
	}

	/// The hour of the first reading.
	pub fn first_reading(&self) -> Result<Option<Hour>, StoreError> {
		let read = self.database.begin_read().map_err(boxed)?;
		let table = read.open_table(READINGS).map_err(boxed)?;
		let first = table.first().map_err(boxed)?;
		Ok(first.map(|(hour, _)| Hour(hour.value())))
	}

	/// The latest reading before `hour`.
	pub fn reading_before(&self, hour: Hour) -> Result<Option<(Hour, ReadingRecord)>, StoreError> {
		let read = self.database.begin_read().map_err(boxed)?;
		let table = read.open_table(READINGS).map_err(boxed)?;
		let mut earlier = table.range(..hour.0).map_err(boxed)?;
		let Some(entry) = earlier.next_back() else {
			return Ok(None);
		};
		let (key, value) = entry.map_err(boxed)?;
		Ok(Some((
			Hour(key.value()),
			decode("readings", value.value())?,
		)))
	}

	/// Keeps the reading of `hour` and returns it; if one was kept before, returns that one.
	pub fn keep_reading(
		&self,
		hour: Hour,
		taken_at: u64,
		site: SiteReading,
	) -> Result<ReadingRecord, StoreError> {
		if let Some(kept) = self.reading(hour)? {
			return Ok(kept);
		}
		let sequence = self.state(SEQUENCE)?.unwrap_or(0);
		let previous = self.state(CHAIN_HEAD)?.unwrap_or_default();
		let record = ReadingRecord {
			sequence,
			previous,
			taken_at,
			site,
		};
		self.write(|tables| {
			tables
				.open_table(READINGS)?
				.insert(hour.0, record.encode().as_slice())?;
			let mut state = tables.open_table(STATE)?;
			state.insert(SEQUENCE, (sequence + 1).encode().as_slice())?;
			state.insert(CHAIN_HEAD, record.hash().encode().as_slice())?;
			Ok(())
		})?;
		Ok(record)
	}

	/// Adds a receipt to the queue; one with the same key is replaced.
	pub fn queue(&self, receipt: &QueuedReceipt) -> Result<(), StoreError> {
		self.write(|tables| {
			let bytes = receipt.encode();
			tables
				.open_table(RECEIPTS)?
				.insert(receipt.key.raw(), bytes.as_slice())?;
			Ok(())
		})
	}

	/// All queued receipts, in order of contract, day and hours.
	pub fn queued(&self) -> Result<Vec<QueuedReceipt>, StoreError> {
		let read = self.database.begin_read().map_err(boxed)?;
		let table = read.open_table(RECEIPTS).map_err(boxed)?;
		let mut receipts = Vec::new();
		for entry in table.iter().map_err(boxed)? {
			let (_, value) = entry.map_err(boxed)?;
			receipts.push(decode("receipts", value.value())?);
		}
		Ok(receipts)
	}

	/// Takes a receipt off the queue.
	pub fn unqueue(&self, key: &ReceiptKey) -> Result<(), StoreError> {
		self.write(|tables| {
			tables.open_table(RECEIPTS)?.remove(key.raw())?;
			Ok(())
		})
	}

	fn state<V: Decode>(&self, name: &str) -> Result<Option<V>, StoreError> {
		let read = self.database.begin_read().map_err(boxed)?;
		let table = read.open_table(STATE).map_err(boxed)?;
		let value = table.get(name).map_err(boxed)?;
		value
			.map(|bytes| decode("state", bytes.value()))
			.transpose()
	}

	fn set_state(&self, name: &str, value: &impl Encode) -> Result<(), StoreError> {
		self.write(|tables| {
			tables
				.open_table(STATE)?
				.insert(name, value.encode().as_slice())?;
			Ok(())
		})
	}

	/// Writes all or nothing, and returns when it is on the disk.
	fn write(
		&self,
		changes: impl FnOnce(&redb::WriteTransaction) -> Result<(), StoreError>,
	) -> Result<(), StoreError> {
		let transaction = self.database.begin_write().map_err(boxed)?;
		changes(&transaction)?;
		transaction.commit().map_err(boxed)
	}
}

impl From<redb::TableError> for StoreError {
	fn from(error: redb::TableError) -> Self {
		boxed(error)
	}
}

impl From<redb::StorageError> for StoreError {
	fn from(error: redb::StorageError) -> Self {
		boxed(error)
	}
}

fn boxed(error: impl Into<redb::Error>) -> StoreError {
	StoreError::Database(Box::new(error.into()))
}

fn decode<V: Decode>(table: &'static str, bytes: &[u8]) -> Result<V, StoreError> {
	V::decode_all(&mut &bytes[..]).map_err(|cause| StoreError::Damaged { table, cause })
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
