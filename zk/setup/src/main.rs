//! The command line of the trusted setup.

mod cli; // commands and their output

fn main() -> std::process::ExitCode {
	cli::main()
}
