//! What an owner says about a device when he registers it.

use super::DeviceClass;
use crate::{GpuClassId, Hour, MilliGpu, WattHours, ZoneId};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What a device is made of.
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
pub enum DeviceKind {
	/// Energy, a meter and GPUs in one: it serves by itself.
	#[default]
	Combined,
	/// Energy and a meter: it serves with a compute-only device that it is bound to.
	EnergyOnly,
	/// GPUs: it serves with an energy-only device that it is bound to.
	ComputeOnly,
}

/// Where energy comes from.
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
pub enum EnergySource {
	/// A solar array.
	#[default]
	Solar,
	/// A wind turbine.
	Wind,
	/// A water turbine.
	Hydro,
	/// Biogas or another fuel that grows back.
	Biogas,
	/// Nothing of its own: the grid.
	Grid,
}

/// Is a site tied to the grid?
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
pub enum GridConnection {
	/// It can draw from the grid and feed it.
	#[default]
	OnGrid,
	/// It stands alone.
	OffGrid,
}

/// The energy of a site.
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
pub struct SiteFacts {
	/// Where its energy comes from.
	pub source: EnergySource,
	/// What its storage holds.
	pub storage: WattHours,
	/// The hour in which it went into service; zero for any hour before hour zero.
	pub commissioned: Hour,
	/// Is it tied to the grid?
	pub grid: GridConnection,
}

/// What an owner says about a device when he registers it. Only the commitment can change later.
#[derive(
	Clone,
	Debug,
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
pub struct DeviceFacts {
	/// What it is made of.
	pub kind: DeviceKind,
	/// Kind of site.
	pub class: DeviceClass,
	/// Class of its GPUs; says nothing about an energy-only device.
	pub gpu_class: GpuClassId,
	/// Grid area.
	pub zone: ZoneId,
	/// Meter public key: circomlib Baby Jubjub point, compressed. Zero for a compute-only device.
	pub meter_key: [u8; 32],
	/// Poseidon commitment to the device secret and meter key, a canonical field element
	/// (little-endian).
	pub commitment: [u8; 32],
	/// Nameplate of the GPUs; zero for an energy-only device.
	pub gpu_nameplate: MilliGpu,
	/// Peak power of its own generation in W: of the solar array, where it has one.
	pub solar_nameplate_w: u32,
	/// Most energy the site can feed to compute in one hour; zero for a compute-only device.
	pub energy_cap: WattHours,
	/// Where its energy comes from; empty for a compute-only device.
	pub site: SiteFacts,
}
