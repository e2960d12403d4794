//! A network while it runs: its validators, its devices and the folder of their data.

use crate::{
	cli::NetworkOptions,
	error::Result,
	network::{self, Layout, Validator},
	processes::{end_all, Process},
	sites::Site,
};

/// What runs; all of it ends with this value.
pub(crate) struct Running {
	/// Where everything lies.
	pub(crate) layout: Layout,
	/// The validators.
	pub(crate) validators: Vec<Validator>,
	/// The devices.
	pub(crate) devices: Vec<Process>,
}

impl Running {
	/// Starts validators, and the devices of `sites` in the same order.
	pub(crate) async fn start(
		options: &NetworkOptions,
		mut layout: Layout,
		sites: &[Site],
	) -> Result<Self> {
		let validators = network::start(options, &mut layout).await?;
		let mut running = Self {
			layout,
			validators,
			devices: Vec::new(),
		};
		for site in sites {
			running.devices.push(site.start(&running.layout)?);
		}
		Ok(running)
	}

	/// Every process, validators first.
	pub(crate) fn processes(&mut self) -> impl Iterator<Item = &mut Process> {
		let validators = self
			.validators
			.iter_mut()
			.map(|validator| &mut validator.process);
		validators.chain(&mut self.devices)
	}

	/// Ends every process. Returns the names of those that did not end by themselves when they were
	/// asked to, and so were killed.
	pub(crate) fn end(&mut self) -> Vec<String> {
		let mut all: Vec<Process> = std::mem::take(&mut self.devices);
		all.extend(
			std::mem::take(&mut self.validators)
				.into_iter()
				.map(|known| known.process),
		);
		end_all(all)
	}
}

impl Drop for Running {
	fn drop(&mut self) {
		self.end();
	}
}
