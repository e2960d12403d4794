//! An operator who joins: its node, its keys, its bond, its seat, and how it leaves.

use crate::{
	actors::{Actor, Call},
	amounts::ghr,
	calls,
	chain::{Chain, Encoded, State},
	error::{Error, Result},
	network::{self, Role},
	report::Finding,
	running::Running,
	steps::setup::agreed,
};
use parity_scale_codec::Encode;
use serde::Deserialize;
use std::time::Duration;
use subxt_rpcs::client::rpc_params;

type Account = [u8; 32];

/// The node of the operator, and the account for which it signs.
const NAME: &str = "erin";
/// Who gives weight and calls elections: the account of governance.
const GOVERNANCE: &str = "//Alice";
/// Who backs the operator: an account that owns devices elsewhere.
const BACKER: &str = "//Ferdie";
/// GHR that the operator bonds, and needs for deposits and fees.
const BOND: u128 = 50_000 * greenhour_types::units::GHR;
const FUNDS: u128 = BOND + 1_000 * greenhour_types::units::GHR;
/// What the backer's devices weigh.
const WEIGHT: u128 = 1_000 * greenhour_types::units::GHR;
/// Seats of the election, and the smallest set.
const SEATS: (u32, u32) = (5, 2);
/// How long a node may take to follow the chain, and a set to change: two sessions and a part.
const SYNC: Duration = Duration::from_secs(120);
const SESSIONS: Duration = Duration::from_secs(300);
/// Elections until the operator is gone: each lets a third of the seats change at most.
const ELECTIONS: u32 = 3;

/// What `author_rotateKeysWithOwner` answers.
#[derive(Deserialize)]
struct MadeKeys {
	keys: String,
	proof: String,
}

/// An operator with its node.
pub(crate) struct Operator {
	actor: Actor,
	url: String,
}

impl Operator {
	/// Starts the node with nothing but the chain specification.
	pub(crate) async fn start(running: &mut Running) -> Result<Self> {
		let validator = network::start_node(NAME, Role::Operator, &mut running.layout).await?;
		let url = validator.url.clone();
		running.validators.push(validator);
		Ok(Self {
			actor: Actor::from_uri(NAME, "//Erin")?,
			url,
		})
	}

	fn account(&self) -> Account {
		self.actor.account()
	}

	/// The node has what the others have finalized.
	pub(crate) async fn synced(&self, running: &Running, chain: &Chain) -> Result<Finding> {
		let target = chain.finalized().await?.number();
		let hash = agreed(&running.validators, target, SYNC).await?;
		let detail = format!("{NAME} and the others agree on block {target} ({hash})");
		Ok(Finding::new(target, detail))
	}

	/// The node makes keys, the account registers them with the proof that they are its own.
	pub(crate) async fn register_keys(&self, chain: &Chain) -> Result<Finding> {
		let funded = calls::transfer(self.account(), FUNDS);
		let governance = Actor::from_uri("governance", GOVERNANCE)?;
		governance.finalize(chain, &funded).await?.success()?;
		let node = Chain::connect(&self.url, SYNC).await?;
		let owner = format!("0x{}", hex::encode(self.account()));
		let made: MadeKeys = node
			.rpc
			.request("author_rotateKeysWithOwner", rpc_params![owner])
			.await?;
		let keys = from_hex(&made.keys)?;
		let proof = from_hex(&made.proof)?;
		// Keys of somebody else are refused.
		let thief = Actor::from_uri("a thief", BACKER)?;
		let stolen = thief.finalize(chain, &set_keys(&keys, &proof)).await?;
		let refusal = stolen
			.refusal
			.ok_or_else(|| Error::unexpected("another account could register the keys"))?;
		let outcome = self.actor.finalize(chain, &set_keys(&keys, &proof)).await?;
		let outcome = outcome.success()?;
		let detail = format!(
			"{} bytes of keys with a proof of {} bytes; to another account: {refusal}",
			keys.len(),
			proof.len()
		);
		Ok(Finding::new(outcome.block, detail))
	}

	/// The operator stands for election.
	pub(crate) async fn bond(&self, chain: &Chain) -> Result<Finding> {
		let args = vec![Encoded::of(BOND), Encoded::of(None::<Account>)];
		let call = Call::new("ValidatorSet", "become_candidate", args);
		let outcome = self.actor.finalize(chain, &call).await?.success()?;
		outcome.event("ValidatorSet", "CandidacyStarted")?;
		let detail = format!("{} on hold", ghr(BOND));
		Ok(Finding::new(outcome.block, detail))
	}

	/// An owner of devices backs the operator, and governance opens candidacy.
	///
	/// Devices weigh something after seven days of matured bond and paid work, which no test waits for: so
	/// governance writes the weight of the backer.
	pub(crate) async fn find_backing(&self, chain: &Chain) -> Result<Finding> {
		let backer = Actor::from_uri("a backer", BACKER)?;
		let state = chain.finalized().await?;
		let key = state.key("Pogcs", "OwnerWeights", &[Encoded::of(backer.account())])?;
		let items = vec![(key, WEIGHT.encode())];
		let weight = Call::new("System", "set_storage", vec![Encoded::of(items)]);
		govern(chain, &weight).await?;
		let call = Call::new("ValidatorSet", "back", vec![Encoded::of(self.account())]);
		let backed = backer.finalize(chain, &call).await?.success()?;
		backed.event("ValidatorSet", "Backed")?;
		let (seats, least) = SEATS;
		let args = vec![Encoded::of(seats), Encoded::of(least)];
		govern(chain, &Call::new("ValidatorSet", "set_seats", args)).await?;
		let open = Call::new("ValidatorSet", "set_mode", vec![Encoded::of(1u8)]);
		govern(chain, &open).await?;
		let detail = format!("backed with {} of weight; candidacy is open", ghr(WEIGHT));
		Ok(Finding::new(backed.block, detail))
	}

	/// The next election seats the operator.
	pub(crate) async fn elected(&self, chain: &Chain) -> Result<Finding> {
		govern(chain, &call_election()).await?;
		let account = self.account();
		let state = chain
			.when("the operator in the set", SESSIONS, async |state| {
				Ok(active(state).await?.contains(&account))
			})
			.await?;
		let detail = format!("one of {} validators", active(&state).await?.len());
		Ok(Finding::new(state.number(), detail))
	}

	/// The operator has made blocks of its own.
	pub(crate) async fn authors(&self, chain: &Chain) -> Result<Finding> {
		let account = self.account();
		let blocks = async |state: &State| {
			let keys = vec![Encoded::of(account)];
			let blocks = state
				.get::<u32>("ValidatorSet", "AuthoredBlocks", keys)
				.await?;
			Ok::<_, Error>(blocks.unwrap_or_default())
		};
		let state = chain
			.when("a block of the operator", SESSIONS, async |state| {
				Ok(blocks(state).await? > 0)
			})
			.await?;
		let detail = format!("{} blocks in this session so far", blocks(&state).await?);
		Ok(Finding::new(state.number(), detail))
	}

	/// No round of finality misses the vote of the operator.
	pub(crate) async fn votes(&self, chain: &Chain) -> Result<Finding> {
		let state = chain.finalized().await?;
		let keys: (Account, Account) = state
			.expect("Session", "NextKeys", vec![Encoded::of(self.account())])
			.await?;
		let deadline = tokio::time::Instant::now() + SESSIONS;
		loop {
			let rounds: Rounds = chain
				.rpc
				.request("grandpa_roundState", rpc_params![])
				.await?;
			if let Some(round) = rounds.with_vote_of(&keys.1) {
				let detail = format!(
					"its precommit is in round {} of set {}, of {} of {} votes",
					round.round, rounds.set_id, round.precommits.current_weight, round.total_weight
				);
				return Ok(Finding::new(state.number(), detail));
			}
			if tokio::time::Instant::now() > deadline {
				return Err(Error::unexpected("no round has a vote of the operator"));
			}
			tokio::time::sleep(Duration::from_millis(200)).await;
		}
	}

	/// The operator leaves: out of the set, without keys, its bond still there for 28 days.
	pub(crate) async fn leave(&self, chain: &Chain) -> Result<Finding> {
		let leave = Call::new("ValidatorSet", "leave", vec![]);
		self.actor.finalize(chain, &leave).await?.success()?;
		let account = self.account();
		let mut left = Err(Error::unexpected("never asked"));
		for _ in 0..ELECTIONS {
			govern(chain, &call_election()).await?;
			left = chain
				.when("a set without the operator", SESSIONS, async |state| {
					Ok(!active(state).await?.contains(&account))
				})
				.await;
			if left.is_ok() {
				break;
			}
		}
		let state = left?;
		let purge = Call::new("Session", "purge_keys", vec![]);
		let purged = self.actor.finalize(chain, &purge).await?.success()?;
		let release = Call::new("ValidatorSet", "release_bond", vec![]);
		let early = self.actor.finalize(chain, &release).await?.refusal;
		let refusal = early.ok_or_else(|| Error::unexpected("the bond was released at once"))?;
		let detail = format!(
			"{} validators are left; the bond too early: {refusal}",
			active(&state).await?.len()
		);
		Ok(Finding::new(purged.block, detail))
	}
}

/// The validators of the running session.
pub(crate) async fn active(state: &State) -> Result<Vec<Account>> {
	state.expect("Session", "Validators", vec![]).await
}

/// Signs a call for governance and waits until it has succeeded.
pub(crate) async fn govern(chain: &Chain, call: &Call) -> Result<()> {
	let governance = Actor::from_uri("governance", GOVERNANCE)?;
	let state = chain.finalized().await?;
	let sudo = Call::new("Sudo", "sudo", vec![Encoded(call.bytes(&state)?)]);
	let outcome = governance.finalize(chain, &sudo).await?.success()?;
	let result = outcome.event("Sudo", "Sudid")?;
	if result.is_variant("sudo_result", "Ok") {
		Ok(())
	} else {
		Err(Error::unexpected(format!(
			"governance was refused: {result:?}"
		)))
	}
}

/// One more election with the next session.
pub(crate) fn call_election() -> Call {
	Call::new("ValidatorSet", "call_election", vec![])
}

fn set_keys(keys: &[u8], proof: &[u8]) -> Call {
	let args = vec![Encoded(keys.to_vec()), Encoded::of(proof.to_vec())];
	Call::new("Session", "set_keys", args)
}

fn from_hex(text: &str) -> Result<Vec<u8>> {
	let digits = text.strip_prefix("0x").unwrap_or(text);
	hex::decode(digits).map_err(|error| Error::unexpected(format!("{text}: {error}")))
}

/// What `grandpa_roundState` answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rounds {
	set_id: u32,
	best: Round,
	background: Vec<Round>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Round {
	round: u32,
	total_weight: u32,
	precommits: Votes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Votes {
	current_weight: u32,
	missing: Vec<String>,
}

impl Rounds {
	/// A round with votes, that of this key among them.
	fn with_vote_of(&self, key: &Account) -> Option<&Round> {
		let key = subxt::utils::AccountId32(*key).to_string();
		let mut rounds = self.background.iter().chain([&self.best]);
		rounds.find(|round| {
			round.precommits.current_weight > 0 && !round.precommits.missing.contains(&key)
		})
	}
}
