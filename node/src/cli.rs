//! The command line.

use clap::{Parser, Subcommand};
use sc_cli::{
	ChainInfoCmd, CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd, ImportBlocksCmd,
	KeySubcommand, PurgeChainCmd, RevertCmd, RunCmd,
};

/// What the user asked for.
#[derive(Debug, Parser)]
pub(crate) struct Cli {
	/// Something else than running a node.
	#[command(subcommand)]
	pub(crate) task: Option<Task>,

	/// How to run a node.
	#[clap(flatten)]
	pub(crate) run: RunCmd,
}

/// The tasks besides running a node.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
	/// Make, inspect and insert keys.
	#[command(subcommand)]
	Key(KeySubcommand),

	/// Write the specification of a chain.
	ExportChainSpec(ExportChainSpecCmd),

	/// Verify a block of the database again.
	CheckBlock(CheckBlockCmd),

	/// Write blocks of the database to a file.
	ExportBlocks(ExportBlocksCmd),

	/// Read blocks from a file into the database.
	ImportBlocks(ImportBlocksCmd),

	/// Delete the database.
	PurgeChain(PurgeChainCmd),

	/// Take back blocks that are not finalized.
	Revert(RevertCmd),

	/// Say how far the database has come.
	ChainInfo(ChainInfoCmd),
}
