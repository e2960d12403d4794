//! The calls that the device signs.
//!
//! Arguments are encoded here from the chain's own types; names and types are compared with the
//! metadata by a test, and by [`Runtime`](super::Runtime) whenever the runtime changes.

use greenhour_types::{
	receipt::{HourFacts, Receipt},
	CircuitId, CircuitVersion, ContractId, Day, DeviceId, HourMask, MilliGpu, Template,
};
use parity_scale_codec::Encode;
use subxt::{
	ext::{
		scale_encode::{EncodeAsFields, Error as EncodeError, FieldIter},
		scale_type_resolver::TypeResolver,
	},
	tx::Payload,
};

/// Pallet, call and names of the arguments of each call used.
pub const USED_CALLS: &[(&str, &str, &[&str])] = &[
	("System", "remark", &["remark"]),
	(
		"Capacity",
		"create_offer",
		&["device", "template", "first_day", "last_day"],
	),
	(
		"Contracts",
		"accept",
		&["contract", "device", "day", "hours", "units"],
	),
	(
		"Receipts",
		"submit_receipts",
		&["circuit", "version", "receipts"],
	),
];

/// A call with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
	pallet: &'static str,
	name: &'static str,
	arguments: Encoded,
}

/// Arguments that are encoded already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded(Vec<u8>);

impl Call {
	/// `System.remark`: bytes that change nothing.
	pub fn remark(remark: &[u8]) -> Self {
		Self::new("System", "remark", remark)
	}

	/// `Capacity.create_offer`: a standing offer from `first_day` to `last_day`, both included.
	pub fn create_offer(
		device: DeviceId,
		template: Template,
		first_day: Day,
		last_day: Day,
	) -> Self {
		Self::new(
			"Capacity",
			"create_offer",
			(device, template, first_day, last_day),
		)
	}

	/// `Contracts.accept`: binds `units` in each of `hours` to the device.
	pub fn accept(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
		units: MilliGpu,
	) -> Self {
		Self::new("Contracts", "accept", (contract, device, day, hours, units))
	}

	/// `Receipts.submit_receipts`: a batch of receipts of one circuit version.
	pub fn submit_receipts(
		circuit: CircuitId,
		version: CircuitVersion,
		receipts: &[Receipt<Vec<HourFacts>>],
	) -> Self {
		Self::new("Receipts", "submit_receipts", (circuit, version, receipts))
	}

	fn new(pallet: &'static str, name: &'static str, arguments: impl Encode) -> Self {
		Self {
			pallet,
			name,
			arguments: Encoded(arguments.encode()),
		}
	}
}

impl Payload for Call {
	type CallData = Encoded;

	fn pallet_name(&self) -> &str {
		self.pallet
	}

	fn call_name(&self) -> &str {
		self.name
	}

	fn call_data(&self) -> &Encoded {
		&self.arguments
	}
}

impl EncodeAsFields for Encoded {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		_fields: &mut dyn FieldIter<'_, R::TypeId>,
		_types: &R,
		out: &mut Vec<u8>,
	) -> Result<(), EncodeError> {
		out.extend_from_slice(&self.0);
		Ok(())
	}
}
