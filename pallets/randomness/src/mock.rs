//! A runtime of just this pallet; time, authors and VRF outputs come from the test.

use crate as pallet_randomness;
use frame_support::{
	derive_impl, parameter_types,
	traits::{FindAuthor, Get, Hooks},
	ConsensusEngineId,
};
use greenhour_traits::HourClock;
use greenhour_types::{ClockParams, Hour, Moment};
use sp_runtime::BuildStorage;

type Block = frame_system::mocking::MockBlockU32<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Randomness: pallet_randomness,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	static Params: ClockParams = ClockParams::DEVELOPMENT;
	static Now: Moment = 0;
	static Author: Option<u64> = None;
	static AuthorVrf: Option<[u8; 32]> = None;
	pub static AuthorityCount: u32 = 4;
}

/// The clock of the test.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockClock;

impl HourClock for MockClock {
	fn now() -> Moment {
		Now::get()
	}

	fn params() -> ClockParams {
		Params::get()
	}

	fn is_void(_: Hour) -> bool {
		unreachable!("draws do not ask whether an hour is void")
	}
}

/// Knows the author of the current block without a digest.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockAuthor;

impl FindAuthor<u64> for MockAuthor {
	fn find_author<'a, I>(_: I) -> Option<u64>
	where
		I: 'a + IntoIterator<Item = (ConsensusEngineId, &'a [u8])>,
	{
		Author::get()
	}
}

/// The VRF output of the current block.
#[allow(
	unreachable_pub,
	reason = "associated types of a public trait must be public"
)]
pub struct MockVrf;

impl Get<Option<[u8; 32]>> for MockVrf {
	fn get() -> Option<[u8; 32]> {
		AuthorVrf::get()
	}
}

impl pallet_randomness::Config for Test {
	type Clock = MockClock;
	type AuthorVrf = MockVrf;
	type FindAuthor = MockAuthor;
	type AuthorityCount = AuthorityCount;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = MockClock;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_randomness::BenchmarkHelper for MockClock {
	fn set_clock(params: ClockParams, now: Moment) {
		Params::set(params);
		Now::set(now);
	}
}

/// When hour 0 starts in tests.
pub(crate) const ZERO: Moment = 1_700_000_000_000;

/// Builds a chain; every test ends in the invariants.
pub(crate) struct Ext {
	params: ClockParams,
}

impl Default for Ext {
	fn default() -> Self {
		Self {
			params: ClockParams {
				hour_zero_ms: Some(ZERO),
				..ClockParams::DEVELOPMENT
			},
		}
	}
}

impl Ext {
	pub(crate) fn with_authorities(self, count: u32) -> Self {
		AuthorityCount::set(count);
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		Params::set(self.params);
		Now::set(ZERO);
		Author::set(None);
		AuthorVrf::set(None);
		RuntimeGenesisConfig::default()
			.build_storage()
			.expect("valid genesis")
			.into()
	}

	pub(crate) fn execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
		AuthorityCount::set(4);
	}
}

/// One block at `now` with this author and VRF output.
pub(crate) fn block_with(now: Moment, author: u64, output: Option<[u8; 32]>) {
	let number = System::block_number() + 1;
	System::reset_events();
	System::set_block_number(number);
	Randomness::on_initialize(number);
	Now::set(now);
	Author::set(Some(author));
	AuthorVrf::set(output);
	Randomness::on_finalize(number);
}

/// One block at `now`; the output follows from author and block.
pub(crate) fn block_at(now: Moment, author: u64) {
	let [low, high, ..] = System::block_number().to_le_bytes();
	let [who, ..] = author.to_le_bytes();
	block_with(now, author, Some([low ^ who; 32].map(|byte| byte ^ high)));
}

/// Blocks by these authors, one second apart, the first at `from`. Slower than hours pass.
pub(crate) fn blocks_by(from: Moment, authors: &[u64]) {
	for (second, author) in (0u64..).zip(authors) {
		block_at(from + second * 1_000, *author);
	}
}

/// When the sale of `hour` closes.
pub(crate) fn close_of(hour: u32) -> Moment {
	Params::get()
		.sale_close_of(Hour(hour))
		.expect("hour zero is known")
}
