//! What each call costs. The runtime brings the generated implementation.

use frame_support::weights::Weight;

/// Weights of the calls and hooks of this pallet.
pub trait WeightInfo {
	/// One bare verification of the `p256` crate: the measure of `enrol`. No call uses it.
	fn bare_p256() -> Weight;
	/// `add_endorser`.
	fn add_endorser() -> Weight;
	/// `pause_endorser`.
	fn pause_endorser() -> Weight;
	/// `revoke` or `reinstate` of `items` items.
	fn revoke(items: u32) -> Weight;
	/// `enrol` by a root.
	fn enrol() -> Weight;
	/// `enrol` by an intermediate.
	fn enrol_chained() -> Weight;
	/// `reappraise` that ends a result.
	fn reappraise() -> Weight;
	/// `claim_cell` after an audit has expired.
	fn claim_cell() -> Weight;
	/// `release_place` of a device that was convicted.
	fn release_place() -> Weight;
	/// `pardon`.
	fn pardon() -> Weight;
	/// `bond_auditor`.
	fn bond_auditor() -> Weight;
	/// `unbond_auditor`.
	fn unbond_auditor() -> Weight;
	/// `withdraw_unbonded`.
	fn withdraw_unbonded() -> Weight;
	/// `set_zone_auditor`.
	fn set_zone_auditor() -> Weight;
	/// `state_audit` that brings an audit into force in place of another.
	fn state_audit() -> Weight;
	/// `state_audit` that contradicts an audit in force.
	fn dissent() -> Weight;
	/// `resolve_audit` of an audit in force with the most statements, all but one of them wrong.
	fn resolve_audit() -> Weight;
	/// `close_audit` of one open and one in force, with the most statements.
	fn close_audit() -> Weight;
	/// `set_zone`.
	fn set_zone() -> Weight;
	/// `rotate_zone_key`.
	fn rotate_zone_key() -> Weight;
	/// `dispute_place` with a claimant.
	fn dispute_place() -> Weight;
	/// `resolve_place` against a pair whose auditors pay.
	fn resolve_place() -> Weight;
	/// `ChallengeOutcomes::answered` that lifts a device to tier 3.
	fn answered() -> Weight;
	/// `ChallengeOutcomes::missed` that suspends.
	fn missed() -> Weight;
	/// `ChallengeOutcomes::convicted`.
	fn convicted() -> Weight;
	/// `DeviceListener::result_changed` for a device that is retired.
	fn retired() -> Weight;

	/// `enrol` by a root or an intermediate.
	fn enrol_as(chained: bool) -> Weight {
		if chained {
			Self::enrol_chained()
		} else {
			Self::enrol()
		}
	}
}

/// For mocks only: a rough figure that no runtime uses.
#[cfg(test)]
fn rough() -> Weight {
	Weight::from_parts(100_000_000, 10_000)
}

#[cfg(test)]
impl WeightInfo for () {
	fn bare_p256() -> Weight {
		rough()
	}

	fn add_endorser() -> Weight {
		rough()
	}

	fn pause_endorser() -> Weight {
		rough()
	}

	fn revoke(items: u32) -> Weight {
		rough().saturating_mul(items.into())
	}

	fn enrol() -> Weight {
		rough().saturating_mul(2)
	}

	fn enrol_chained() -> Weight {
		rough().saturating_mul(3)
	}

	fn reappraise() -> Weight {
		rough()
	}

	fn claim_cell() -> Weight {
		rough()
	}

	fn release_place() -> Weight {
		rough()
	}

	fn pardon() -> Weight {
		rough()
	}

	fn bond_auditor() -> Weight {
		rough()
	}

	fn unbond_auditor() -> Weight {
		rough()
	}

	fn withdraw_unbonded() -> Weight {
		rough()
	}

	fn set_zone_auditor() -> Weight {
		rough()
	}

	fn state_audit() -> Weight {
		rough()
	}

	fn dissent() -> Weight {
		rough()
	}

	fn resolve_audit() -> Weight {
		rough()
	}

	fn close_audit() -> Weight {
		rough()
	}

	fn set_zone() -> Weight {
		rough()
	}

	fn rotate_zone_key() -> Weight {
		rough()
	}

	fn dispute_place() -> Weight {
		rough()
	}

	fn resolve_place() -> Weight {
		rough()
	}

	fn answered() -> Weight {
		rough()
	}

	fn missed() -> Weight {
		rough()
	}

	fn convicted() -> Weight {
		rough()
	}

	fn retired() -> Weight {
		rough()
	}
}
