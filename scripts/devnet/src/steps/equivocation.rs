//! A validator that runs twice with the same keys.

use crate::{
	amounts::ghr,
	chain::Chain,
	error::{Error, Result},
	network::{self, Role},
	report::Finding,
	running::Running,
	steps::candidacy::active,
};
use std::time::Duration;
use subxt_signer::sr25519::dev;

/// The validator that runs twice: the last one of four.
const NAME: &str = "dave";
/// How long it may take until both author in one slot and the report is in a block.
const PATIENCE: Duration = Duration::from_secs(300);

/// A second node with the keys of a validator.
pub(crate) struct Twin {
	account: [u8; 32],
}

impl Twin {
	/// Starts it beside the first, with a database of its own.
	pub(crate) fn start(running: &mut Running) -> Result<Self> {
		let role = Role::Twin(NAME);
		let twin = network::spawn_node("dave-again", role, &mut running.layout)?;
		running.validators.push(twin);
		Ok(Self {
			account: dev::dave().public_key().0,
		})
	}

	/// Others have reported it, and a part of its bond is burned.
	pub(crate) async fn slashed(&self, chain: &Chain) -> Result<Finding> {
		let mut seen = chain.finalized().await?.number();
		let deadline = tokio::time::Instant::now() + PATIENCE;
		loop {
			let last = chain.finalized().await?.number();
			for number in seen..=last {
				for event in chain.block(number).await?.events().await? {
					let slashed = event.is("ValidatorSet", "OffenderSlashed");
					if slashed && event.bytes32("offender")? == self.account {
						let amount = ghr(event.number("amount")?);
						let detail =
							format!("{amount} of {NAME} burned for signing one slot twice");
						return Ok(Finding::new(number, detail));
					}
				}
			}
			seen = last.saturating_add(1);
			if tokio::time::Instant::now() > deadline {
				return Err(Error::unexpected("nobody was slashed"));
			}
			tokio::time::sleep(Duration::from_secs(1)).await;
		}
	}

	/// The running session does without it.
	pub(crate) async fn disabled(&self, chain: &Chain) -> Result<Finding> {
		let state = chain.finalized().await?;
		let all = active(&state).await?;
		// Index and severity.
		let disabled: Vec<(u32, u32)> = state
			.expect("Session", "DisabledValidators", vec![])
			.await?;
		let accounts = disabled
			.iter()
			.filter_map(|(index, _)| all.get(usize::try_from(*index).ok()?));
		if !accounts.into_iter().any(|account| *account == self.account) {
			return Err(Error::unexpected(format!("disabled are {disabled:?}")));
		}
		let detail = format!(
			"{NAME} is one of {} disabled of {}",
			disabled.len(),
			all.len()
		);
		Ok(Finding::new(state.number(), detail))
	}

	/// The next set does without it.
	pub(crate) async fn out_of_the_set(&self, chain: &Chain) -> Result<Finding> {
		let state = chain
			.when("a set without the offender", PATIENCE, async |state| {
				Ok(!active(state).await?.contains(&self.account))
			})
			.await?;
		let detail = format!("{} validators go on", active(&state).await?.len());
		Ok(Finding::new(state.number(), detail))
	}
}
