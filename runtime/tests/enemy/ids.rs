//! What exists in the world and belongs to somebody else than a stranger.

use crate::common::all_opened;
use greenhour_runtime::{
	configs::gcd_team,
	currency::{GCD, GCD_ASSET, GHR},
	AccountId, Balance, Positions,
};
use greenhour_types::{HourMask, HourOfDay, Moment};
use sp_keyring::Sr25519Keyring::{
	Alice, AliceStash, Bob, BobStash, Charlie, Dave, DaveStash, Eve, Ferdie, One, Two,
};

/// Numbers that look random and are the same in every run.
pub(crate) struct Draws(u64);

impl Draws {
	pub(crate) fn new(seed: u64) -> Self {
		Self(seed)
	}

	/// SplitMix64.
	pub(crate) fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^ (mixed >> 31)
	}

	/// A number below `limit`.
	pub(crate) fn below(&mut self, limit: usize) -> usize {
		let limit = u64::try_from(limit).expect("64 bits");
		usize::try_from(self.next() % limit).expect("below the limit")
	}

	fn pick<T: Clone>(&mut self, from: &[T]) -> T {
		from[self.below(from.len())].clone()
	}
}

/// Ids to draw from.
pub(crate) struct Ids {
	accounts: Vec<AccountId>,
	contracts: Vec<u128>,
	now: Moment,
}

impl Ids {
	/// At this moment.
	pub(crate) fn at(now: Moment) -> Self {
		let keys = [
			Alice, AliceStash, Bob, BobStash, Charlie, Dave, DaveStash, Eve, Ferdie, One, Two,
		];
		let mut accounts: Vec<_> = keys.map(|key| key.to_account_id()).into();
		accounts.extend([Positions::pot_account(), gcd_team()]);
		let contracts = all_opened().into_iter().map(|id| id.0.into()).collect();
		Self {
			accounts,
			contracts,
			now,
		}
	}

	pub(crate) fn account(&self, draws: &mut Draws) -> AccountId {
		draws.pick(&self.accounts)
	}

	/// Keys, commitments, nullifiers and hashes: those of devices and free ones.
	pub(crate) fn bytes(&self, draws: &mut Draws) -> [u8; 32] {
		[draws.pick(&[0, 1, 2, 3, 4, 9]); 32]
	}

	/// One or two of the hours that were sold.
	pub(crate) fn hours(&self, draws: &mut Draws) -> HourMask {
		let mut one = || {
			let hour = draws.pick(&HOURS).try_into().expect("an hour of the day");
			HourMask::single(HourOfDay::new(hour).expect("an hour of the day"))
		};
		one().union(one())
	}

	/// A number of this many bytes for an argument of this name, or of a type of this name.
	pub(crate) fn number(&self, name: &str, bytes: usize, draws: &mut Draws) -> u128 {
		let now = Balance::from(self.now);
		let from: &[u128] = match name {
			"DeviceId" | "OfferId" => &[0, 1],
			"ContractId" if !self.contracts.is_empty() => &self.contracts,
			"Day" => &[0, 1, 2],
			"hour" => &HOURS,
			"GpuClassId" | "ZoneId" | "CircuitId" | "CircuitVersion" => &[1],
			"MilliGpu" => &[1, 100, 500, 1_000],
			"WattHours" => &[0, 700, 5_000],
			"id" => &[GCD_ASSET as u128],
			"expires_at" => &[now + 60_000, now + 24 * 3_600_000],
			_ if name.contains("collection") => &[0, 1],
			_ if name.contains("item") => &[0, 1, 7],
			_ if name.contains("uri") => &[u128::from(b'x')],
			_ => match bytes {
				0 => &[0, 1],
				1 => &[0, 1, 2, 5, 24, 255],
				2 => &[0, 1, 42, 5_000, 10_000, 65_535],
				4 => &[0, 1, 2, 10, 100, 1_000],
				8 => &[0, 1, 100, now, now + 60_000],
				_ => &[1, 1_000, GCD, 100 * GCD, GHR, 10 * GHR, 500 * GHR],
			},
		};
		draws.pick(from)
	}
}

/// Hours of the day that were sold.
const HOURS: [u128; 8] = [23, 0, 1, 2, 3, 4, 5, 6];
