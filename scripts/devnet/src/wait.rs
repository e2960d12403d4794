//! Waits that end: at a deadline, or when somebody stops the run.

use crate::error::{Error, Result};
use std::{future::Future, time::Duration};
use tokio::signal::unix::{signal, SignalKind};

/// Returns at Ctrl-C or SIGTERM.
pub(crate) async fn interrupted() {
	let Ok(mut terminate) = signal(SignalKind::terminate()) else {
		return std::future::pending().await;
	};
	tokio::select! {
		_ = tokio::signal::ctrl_c() => {},
		_ = terminate.recv() => {},
	}
}

/// Runs `task` unless Ctrl-C or SIGTERM comes first.
pub(crate) async fn interruptible<T>(task: impl Future<Output = Result<T>>) -> Result<T> {
	tokio::select! {
		outcome = task => outcome,
		() = interrupted() => Err(Error::Interrupted),
	}
}

/// Runs `task`, but not longer than `limit`.
pub(crate) async fn within<T>(
	what: &str,
	limit: Duration,
	task: impl Future<Output = Result<T>>,
) -> Result<T> {
	match tokio::time::timeout(limit, task).await {
		Ok(outcome) => outcome,
		Err(_) => Err(Error::unexpected(format!(
			"{what}: not done within {} s",
			limit.as_secs()
		))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[tokio::test]
	async fn a_wait_ends_at_its_deadline_and_says_for_what() {
		let limit = Duration::from_millis(10);
		let late = within(
			"the end of time",
			limit,
			std::future::pending::<Result<()>>(),
		)
		.await;
		let message = late.expect_err("it never comes").to_string();
		assert!(message.contains("the end of time"), "{message}");
		let ready = within("now", limit, async { Ok(7) }).await;
		assert_eq!(ready.expect("it is there"), 7);
	}
}
