//! What calls, hooks and listeners cost. The runtime brings the generated implementation.

use frame_support::weights::Weight;

/// Weights of this pallet.
pub trait WeightInfo {
	/// `commit_product`.
	fn commit_product() -> Weight;
	/// `open_product` of the most and longest openings.
	fn open_product() -> Weight;
	/// `defer_challenge` by `contracts` contracts.
	fn defer_challenge(contracts: u32) -> Weight;
	/// `give_verdict` that accuses.
	fn give_verdict() -> Weight;
	/// `give_verdict` that clears.
	fn give_last_verdict() -> Weight;
	/// `close_audit` that convicts a device.
	fn close_audit() -> Weight;
	/// `appeal`.
	fn appeal() -> Weight;
	/// `resolve_audit` that convicts a device whose panel said it delivered.
	fn resolve_audit() -> Weight;
	/// `set_product_size`.
	fn set_product_size() -> Weight;
	/// `set_violation_share`.
	fn set_violation_share() -> Weight;
	/// `set_sun_ceiling`.
	fn set_sun_ceiling() -> Weight;
	/// Start of a block: closing rounds of `devices` devices, all of which miss, and seeding as many rounds as a block
	/// can.
	fn close_rounds(devices: u32) -> Weight;
	/// Start of a block: closing `deferrals` deferrals, all of which miss.
	fn close_deferrals(deferrals: u32) -> Weight;
	/// Start of a block: applying `changes` changes, each of which moves a device to another owner.
	fn apply_changes(changes: u32) -> Weight;
	/// Start of a block: drawing an owner of whom `devices` devices are challenged.
	fn draw_round(devices: u32) -> Weight;
	/// Start of a block: drawing `tickets` tickets of which none is audited.
	fn draw_tickets(tickets: u32) -> Weight;
	/// Start of a block: opening `audits` audits, each after the most picks.
	fn open_audits(audits: u32) -> Weight;
	/// `SettlementListener::settled` of 24 hours that answer as many deferrals.
	fn settled() -> Weight;
	/// `PhysicalBound::metered` that slashes.
	fn metered() -> Weight;
	/// `DeviceListener`: a change that is queued.
	fn queue_change() -> Weight;
}

/// For mocks only: rough figures that no runtime uses.
#[cfg(test)]
impl WeightInfo for () {
	fn commit_product() -> Weight {
		Weight::from_parts(30_000_000, 4_096)
	}

	fn open_product() -> Weight {
		Weight::from_parts(2_000_000_000, 4_096)
	}

	fn defer_challenge(contracts: u32) -> Weight {
		each(contracts)
	}

	fn give_verdict() -> Weight {
		each(1)
	}

	fn give_last_verdict() -> Weight {
		each(1)
	}

	fn close_audit() -> Weight {
		each(8)
	}

	fn appeal() -> Weight {
		each(2)
	}

	fn resolve_audit() -> Weight {
		each(8)
	}

	fn set_product_size() -> Weight {
		each(0)
	}

	fn set_violation_share() -> Weight {
		each(0)
	}

	fn set_sun_ceiling() -> Weight {
		each(0)
	}

	fn close_rounds(devices: u32) -> Weight {
		each(devices)
	}

	fn close_deferrals(deferrals: u32) -> Weight {
		each(deferrals)
	}

	fn apply_changes(changes: u32) -> Weight {
		each(changes)
	}

	fn draw_round(devices: u32) -> Weight {
		each(devices)
	}

	fn draw_tickets(tickets: u32) -> Weight {
		each(tickets)
	}

	fn open_audits(audits: u32) -> Weight {
		each(audits)
	}

	fn settled() -> Weight {
		each(24)
	}

	fn metered() -> Weight {
		each(4)
	}

	fn queue_change() -> Weight {
		each(1)
	}
}

#[cfg(test)]
fn each(count: u32) -> Weight {
	Weight::from_parts(50_000_000, 4_096).saturating_mul(u64::from(count).saturating_add(1))
}
