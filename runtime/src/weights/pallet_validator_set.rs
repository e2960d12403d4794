//! Stand-in until `scripts/bench-weights` has measured.
use frame_support::weights::Weight;
use core::marker::PhantomData;
/// The weights.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_validator_set::WeightInfo for WeightInfo<T> {
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
