#![doc = include_str!("../README.md")]
#![allow(clippy::result_large_err, reason = "the SDK's own error type is large")]

mod chain_spec; // Which networks the node knows.
mod cli; // The command line.
mod command; // What each subcommand does.
mod rpc; // What the node answers besides the defaults of the SDK.
mod service; // How the parts of a node are put together.

fn main() -> sc_cli::Result<()> {
	command::run()
}
