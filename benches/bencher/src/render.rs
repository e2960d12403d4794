//! Writes measured costs as Rust.

use crate::{
	measure::{Cost, Effort},
	Error,
};
use frame_benchmarking::Analysis;
use std::fmt::Write as _;

/// The file that implements `WeightInfo` of this pallet with these costs.
///
/// **Errors** `Output`: the machine does not say what it is.
pub fn weights(pallet: &str, costs: &[Cost], effort: Effort) -> Result<String, Error> {
	let Effort { steps, repeat } = effort;
	let machine = machine()?;
	let date = time::OffsetDateTime::now_utc().date();
	let mut file = format!(
		"//! What the calls of `{pallet}` cost.\n\
		//!\n\
		//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.\n\
		//! Machine: {machine}.\n\
		//! Date: {date}. Steps: {steps}. Repeats: {repeat}.\n\
		\n\
		use core::marker::PhantomData;\n\
		use frame_support::{{traits::Get, weights::Weight}};\n\
		\n\
		/// The weights of `{pallet}`.\n\
		pub struct WeightInfo<T>(PhantomData<T>);\n\
		\n\
		impl<T: frame_system::Config> {pallet}::WeightInfo for WeightInfo<T> {{\n"
	);
	for cost in costs {
		function(&mut file, cost);
	}
	file.push_str("}\n");
	Ok(file)
}

fn function(file: &mut String, cost: &Cost) {
	let parameters: Vec<String> = cost
		.parameters
		.iter()
		.map(|(name, _, _)| format!("{name}: u32"))
		.collect();
	for (name, low, high) in &cost.parameters {
		line(file, 1, &format!("/// `{name}` is from {low} to {high}."));
	}
	line(
		file,
		1,
		&format!("fn {}({}) -> Weight {{", cost.name, parameters.join(", ")),
	);
	line(
		file,
		2,
		&format!("// Least time: {} ns.", grouped(cost.time.minimum)),
	);
	line(
		file,
		2,
		&format!("Weight::from_parts({}, 0)", grouped(cost.time.base)),
	);
	let db = format!("reads_writes({}, {})", cost.reads.base, cost.writes.base);
	line(
		file,
		3,
		&format!(".saturating_add(T::DbWeight::get().{db})"),
	);
	for (index, (name, _, _)) in cost.parameters.iter().enumerate() {
		let slope = |analysis: &Analysis| analysis.slopes.get(index).copied().unwrap_or(0);
		let (time, reads, writes) = (slope(&cost.time), slope(&cost.reads), slope(&cost.writes));
		let mut each = format!("Weight::from_parts({}, 0)", grouped(time));
		if (reads, writes) != (0, 0) {
			each += &format!(".saturating_add(T::DbWeight::get().reads_writes({reads}, {writes}))");
		}
		each += &format!(".saturating_mul({name}.into())");
		line(file, 3, &format!(".saturating_add({each})"));
	}
	line(file, 1, "}");
}

fn line(file: &mut String, depth: usize, text: &str) {
	// Writing to a string cannot fail.
	let _ = writeln!(file, "{}{text}", "\t".repeat(depth));
}

/// Digits in groups of three.
fn grouped(number: u128) -> String {
	let digits = number.to_string();
	let mut text = String::new();
	for (index, digit) in digits.chars().enumerate() {
		if index > 0 && (digits.len() - index).is_multiple_of(3) {
			text.push('_');
		}
		text.push(digit);
	}
	text
}

fn machine() -> Result<String, Error> {
	let cores = std::thread::available_parallelism()?;
	let description = std::fs::read_to_string("/proc/cpuinfo")?;
	let model = description
		.lines()
		.find_map(|line| line.strip_prefix("model name")?.split_once(": "))
		.map_or("unknown processor", |(_, model)| model);
	Ok(format!("{model}, {cores} cores"))
}
