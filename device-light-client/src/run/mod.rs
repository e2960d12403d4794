//! The loop: at each finalized block find out what is due, and do it.
//!
//! One task, woken by finalized blocks, proofs that are done, news of transactions and of the light
//! client. A step that fails is logged and tried again at the next block; only what can't mend
//! itself (settings, keys, another network, a damaged store) ends the loop.

mod device;
mod step;

use std::{future::Future, time::Duration};

use tokio::time::sleep;

use crate::{settings::Settings, Error};
use device::Device;

/// Wait before the light client is started again.
const RESTART_WAIT: Duration = Duration::from_secs(5);

/// Runs the device until `shutdown` completes.
///
/// **Errors**: only those that a new start would not mend; see [`Error`].
pub async fn run(settings: Settings, shutdown: impl Future<Output = ()>) -> Result<(), Error> {
	let mut device = Device::open(settings)?;
	tokio::pin!(shutdown);
	loop {
		let ended = tokio::select! {
			() = &mut shutdown => break,
			ended = device.follow() => ended,
		};
		match ended {
			Err(error) if error.is_passing() => {
				tracing::warn!(%error, "lost the chain, starting the light client again");
			}
			Err(error) => return Err(error),
			Ok(()) => {}
		}
		tokio::select! {
			() = &mut shutdown => break,
			() = sleep(RESTART_WAIT) => {},
		}
	}
	device.close().await;
	tracing::info!("stopped");
	Ok(())
}
