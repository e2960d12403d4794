//! What each call and hook costs. The runtime brings the generated implementation.

use frame_support::weights::Weight;

/// Weights of the calls and hooks of this pallet.
pub trait WeightInfo {
	/// `become_candidate` while the list has room.
	fn become_candidate() -> Weight;
	/// `become_candidate` with a full list of `candidates`, the weakest of which is displaced.
	fn become_candidate_displacing(candidates: u32) -> Weight;
	/// `add_bond`.
	fn add_bond() -> Weight;
	/// `set_next`.
	fn set_next() -> Weight;
	/// `leave`.
	fn leave() -> Weight;
	/// `release_bond`.
	fn release_bond() -> Weight;
	/// `back`, with another candidate backed before.
	fn back() -> Weight;
	/// `stop_backing`.
	fn stop_backing() -> Weight;
	/// `set_mode`.
	fn set_mode() -> Weight;
	/// `approve` of a list of this length.
	fn approve(validators: u32) -> Weight;
	/// `set_seats`.
	fn set_seats() -> Weight;
	/// `set_reward`.
	fn set_reward() -> Weight;
	/// `pardon`.
	fn pardon() -> Weight;
	/// `call_election`.
	fn call_election() -> Weight;
	/// One change of the weight of a backer: what its cause pays for in addition.
	fn weight_changed() -> Weight;
	/// One offender.
	fn on_offence() -> Weight;
	/// The author of a block.
	fn note_author() -> Weight;
	/// The end of a session in which this many validators authored.
	fn end_session(validators: u32) -> Weight;
	/// The start of a session whose set was all replaced by this many.
	fn start_session(validators: u32) -> Weight;
	/// The plan of a session by an approved list of this length, all of whom are new.
	fn new_session_governed(validators: u32) -> Weight;
	/// The plan of a session by an election of a third of this many seats among this many candidates.
	fn new_session_open(candidates: u32, validators: u32) -> Weight;
}

/// For mocks only: rough figures that no runtime uses.
#[cfg(test)]
impl WeightInfo for () {
	fn become_candidate() -> Weight {
		Weight::from_parts(60_000_000, 10_000)
	}

	fn become_candidate_displacing(candidates: u32) -> Weight {
		Weight::from_parts(10_000_000, 5_000).saturating_mul(candidates.saturating_add(8).into())
	}

	fn add_bond() -> Weight {
		Weight::from_parts(40_000_000, 10_000)
	}

	fn set_next() -> Weight {
		Weight::from_parts(30_000_000, 10_000)
	}

	fn leave() -> Weight {
		Weight::from_parts(30_000_000, 10_000)
	}

	fn release_bond() -> Weight {
		Weight::from_parts(50_000_000, 10_000)
	}

	fn back() -> Weight {
		Weight::from_parts(50_000_000, 10_000)
	}

	fn stop_backing() -> Weight {
		Weight::from_parts(30_000_000, 10_000)
	}

	fn set_mode() -> Weight {
		Weight::from_parts(10_000_000, 1_000)
	}

	fn approve(validators: u32) -> Weight {
		Weight::from_parts(100_000, 100).saturating_mul(validators.saturating_add(100).into())
	}

	fn set_seats() -> Weight {
		Weight::from_parts(10_000_000, 1_000)
	}

	fn set_reward() -> Weight {
		Weight::from_parts(10_000_000, 1_000)
	}

	fn pardon() -> Weight {
		Weight::from_parts(20_000_000, 5_000)
	}

	fn call_election() -> Weight {
		Weight::from_parts(10_000_000, 1_000)
	}

	fn weight_changed() -> Weight {
		Weight::from_parts(30_000_000, 10_000)
	}

	fn on_offence() -> Weight {
		Weight::from_parts(80_000_000, 10_000)
	}

	fn note_author() -> Weight {
		Weight::from_parts(10_000_000, 5_000)
	}

	fn end_session(validators: u32) -> Weight {
		Weight::from_parts(60_000_000, 5_000).saturating_mul(validators.saturating_add(1).into())
	}

	fn start_session(validators: u32) -> Weight {
		Weight::from_parts(30_000_000, 5_000).saturating_mul(validators.saturating_add(1).into())
	}

	fn new_session_governed(validators: u32) -> Weight {
		Weight::from_parts(30_000_000, 5_000).saturating_mul(validators.saturating_add(1).into())
	}

	fn new_session_open(candidates: u32, validators: u32) -> Weight {
		Weight::from_parts(30_000_000, 5_000)
			.saturating_mul(candidates.saturating_add(validators).into())
	}
}
