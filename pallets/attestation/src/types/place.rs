//! Zones, cells, metering points, and disputes about them.

use frame_support::pallet_prelude::*;
use greenhour_types::{Balance, DeviceId, Moment};
use parity_scale_codec::DecodeWithMemTracking;
use serde::{Deserialize, Serialize};

/// A slot in a cell of a zone.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Cell {
	/// Under which key of the zone the cells are numbered.
	pub key_epoch: u32,
	/// Number of the cell.
	pub number: u16,
}

/// Who stands at a metering point.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Place {
	/// Came first.
	pub first: DeviceId,
	/// The other one of a site.
	pub second: Option<DeviceId>,
}

impl Place {
	/// Does `device` stand here?
	pub fn holds(&self, device: DeviceId) -> bool {
		self.first == device || self.second == Some(device)
	}

	/// Who is left when `device` goes.
	pub fn without(self, device: DeviceId) -> Option<Self> {
		let left = match (self.first == device, self.second) {
			(true, second) => second?,
			(false, Some(second)) if second != device => return Some(self),
			(false, _) => self.first,
		};
		Some(Self {
			first: left,
			second: None,
		})
	}
}

/// The rule of a zone and its auditors.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct Zone {
	/// Equal statements that make an audit pass.
	pub statements_needed: u32,
	/// How many auditors the zone has.
	pub auditors: u32,
	/// Cells of the zone; they are numbered from 0.
	pub cells: u16,
	/// Devices for which a cell has a slot.
	pub devices_per_cell: u32,
	/// Which key names the places.
	pub key_epoch: u32,
	/// Since when, ms since the Unix epoch.
	pub key_since: Moment,
}

/// Somebody says that a device is not where it says it is.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PlaceDispute<AccountId> {
	/// Who, with a bond.
	pub challenger: AccountId,
	/// His device whose audit waits for the place.
	pub claimant: Option<DeviceId>,
	/// Planck of GHR on hold.
	pub bond: Balance,
	/// Since when, ms since the Unix epoch.
	pub opened_at: Moment,
}

/// A side of a dispute about a place.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum PlaceParty {
	/// Who holds the place.
	Holder,
	/// Who disputes it.
	Challenger,
}

/// How a dispute about a place ends.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct PlaceVerdict {
	/// Who is right.
	pub winner: PlaceParty,
	/// Do the auditors who vouched for the other side lose what they committed?
	pub auditors_pay: bool,
}
