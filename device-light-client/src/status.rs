//! What the device is doing, as a file that other programs and people can read.
//!
//! `status.json` in the data folder is replaced as a whole at every finalized block.

use std::{
	fs, io,
	path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::chain::Lifecycle;

/// Name of the file in the data folder.
const FILE: &str = "status.json";

/// Why the status can't be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StatusError {
	/// The file can't be read or written.
	#[error("cannot use {}: {cause}", path.display())]
	File {
		/// The file.
		path: PathBuf,
		/// What the system says.
		cause: io::Error,
	},
	/// The file is not a status.
	#[error("{} is not a status: {cause}", path.display())]
	Invalid {
		/// The file.
		path: PathBuf,
		/// What the parser says.
		cause: serde_json::Error,
	},
}

/// What the device is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
	/// Looking for peers, or checking finality proofs.
	Connecting,
	/// The clock and the chain disagree: following, not acting.
	ClockFault,
	/// No device is registered for the operating key.
	NotRegistered,
	/// Following the chain and acting.
	Working,
}

/// A finalized block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockStatus {
	/// Height.
	pub number: u64,
	/// Hash.
	pub hash: String,
	/// Time, ms since the Unix epoch.
	pub time_ms: u64,
}

/// The status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
	/// When it was written, ms since the Unix epoch by the clock of this machine.
	pub updated_at_ms: u64,
	/// What the device is doing.
	pub activity: Activity,
	/// Name of the network.
	pub network: String,
	/// Genesis hash.
	pub genesis: String,
	/// Account of the operating key.
	pub operator: String,
	/// Id of the device, once registered.
	pub device: Option<u32>,
	/// State of the light client.
	pub light_client: Option<Lifecycle>,
	/// Newest finalized block.
	pub finalized: Option<BlockStatus>,
	/// Market hour of that block.
	pub market_hour: Option<String>,
	/// Open offer.
	pub offer: Option<u32>,
	/// Contracts with hours of this device that are not settled.
	pub open_assignments: usize,
	/// Receipts waiting to be settled.
	pub queued_receipts: usize,
	/// Receipts seen settled since the start.
	pub settled_receipts: u64,
	/// The latest error, until a block goes by without one.
	pub last_error: Option<String>,
}

impl Status {
	/// Replaces the status in `folder`.
	pub fn write(&self, folder: &Path) -> Result<(), StatusError> {
		let path = folder.join(FILE);
		let part = folder.join("status.json.part");
		let text = serde_json::to_vec_pretty(self).map_err(|cause| StatusError::Invalid {
			path: path.clone(),
			cause,
		})?;
		fs::write(&part, text)
			.and_then(|()| fs::rename(&part, &path))
			.map_err(|cause| StatusError::File { path, cause })
	}

	/// Reads the status in `folder`.
	pub fn read(folder: &Path) -> Result<Self, StatusError> {
		let path = folder.join(FILE);
		let text = fs::read(&path).map_err(|cause| StatusError::File {
			path: path.clone(),
			cause,
		})?;
		serde_json::from_slice(&text).map_err(|cause| StatusError::Invalid { path, cause })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn status_is_read_as_it_was_written() {
		let folder = tempfile::tempdir().unwrap();
		let status = Status {
			updated_at_ms: 1,
			activity: Activity::Working,
			network: "x".into(),
			genesis: "0x".into(),
			operator: "0x".into(),
			device: Some(3),
			light_client: None,
			finalized: None,
			market_hour: None,
			offer: None,
			open_assignments: 0,
			queued_receipts: 2,
			settled_receipts: 3,
			last_error: Some("no".into()),
		};
		status.write(folder.path()).unwrap();
		assert_eq!(Status::read(folder.path()).unwrap(), status);
		assert!(matches!(
			Status::read(Path::new("/nowhere")),
			Err(StatusError::File { .. })
		));
	}
}
