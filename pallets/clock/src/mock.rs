//! A runtime of just this pallet, and time that passes only through [`block_at`].

use crate as pallet_clock;
use frame_support::{
	derive_impl, parameter_types,
	traits::{Hooks, Time},
};
use greenhour_types::{ClockParams, Moment};
use sp_runtime::BuildStorage;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Clock: pallet_clock,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	static Now: Moment = 0;
}

/// The timestamp that the current block has set.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockTime;

impl Time for MockTime {
	type Moment = Moment;

	fn now() -> Moment {
		Now::get()
	}
}

impl pallet_clock::Config for Test {
	type Time = MockTime;
	type WeightInfo = ();
}

/// When block 1 stands in tests.
pub(crate) const FIRST: Moment = 1_700_000_000_000;

/// Builds a chain; every test ends in the invariants.
pub(crate) struct Ext {
	params: ClockParams,
}

impl Default for Ext {
	fn default() -> Self {
		Self {
			params: ClockParams::DEVELOPMENT,
		}
	}
}

impl Ext {
	pub(crate) fn with_params(mut self, params: ClockParams) -> Self {
		self.params = params;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		Now::set(0);
		let clock = pallet_clock::GenesisConfig {
			params: self.params,
			..Default::default()
		};
		RuntimeGenesisConfig {
			clock,
			..Default::default()
		}
		.build_storage()
		.expect("valid genesis")
		.into()
	}

	pub(crate) fn execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
	}
}

/// Starts the next block and sets its timestamp, as its first extrinsic would.
pub(crate) fn open_block_at(now: Moment) {
	let number = System::block_number() + 1;
	System::reset_events();
	System::set_block_number(number);
	Clock::on_initialize(number);
	Now::set(now);
}

/// Ends the current block.
pub(crate) fn end_block() {
	Clock::on_finalize(System::block_number());
}

/// One whole block with this timestamp.
pub(crate) fn block_at(now: Moment) {
	open_block_at(now);
	end_block();
}

/// `count` blocks, one slot apart, the first at `from`.
pub(crate) fn blocks_from(from: Moment, count: u32) {
	let slot = pallet_clock::Params::<Test>::get().slot_length_ms;
	for block in 0..u64::from(count) {
		block_at(from + block * slot);
	}
}
