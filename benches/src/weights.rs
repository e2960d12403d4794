//! Reads a generated weight file as the runtime does, without linking the runtime.

/// What the runtime charges for its database.
#[derive(Clone, Copy, Debug)]
pub struct DbWeight {
	/// One read, in picoseconds.
	pub read: u64,
	/// One write, in picoseconds.
	pub write: u64,
}

/// Why a weight file cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
	/// The file has no such function.
	#[error("no function {0}")]
	NotFound(String),
	/// The function holds something else than the generator writes.
	#[error("not what the generator writes: {0}")]
	Unexpected(String),
}

/// What `function` of the file says for this argument; functions without one ignore it.
///
/// **Units**: picoseconds.
///
/// **Errors**: see [`Error`].
pub fn ref_time(file: &str, function: &str, argument: u64, db: DbWeight) -> Result<u64, Error> {
	let code = file.lines().map(|line| line.split("//").next());
	let code: String = code.flatten().flat_map(str::split_whitespace).collect();
	// Without white space a name ends where its parameters begin.
	let missing = || Error::NotFound(function.into());
	let (_, rest) = code
		.split_once(&format!("fn{function}("))
		.ok_or_else(missing)?;
	let (_, body) = rest.split_once("->Weight{").ok_or_else(missing)?;
	let mut reader = Reader {
		rest: body,
		argument,
		db,
	};
	let weight = reader.weight()?;
	reader.expect("}")?;
	Ok(weight)
}

struct Reader<'a> {
	rest: &'a str,
	argument: u64,
	db: DbWeight,
}

impl Reader<'_> {
	fn weight(&mut self) -> Result<u64, Error> {
		let mut weight = if self.takes("Weight::from_parts(") {
			let (time, _proof) = self.pair()?;
			time
		} else {
			self.expect("T::DbWeight::get().reads_writes(")?;
			let (reads, writes) = self.pair()?;
			let writes = writes.saturating_mul(self.db.write);
			reads.saturating_mul(self.db.read).saturating_add(writes)
		};
		loop {
			if self.takes(".saturating_add(") {
				weight = weight.saturating_add(self.weight()?);
				self.takes(",");
				self.expect(")")?;
			} else if self.takes(".saturating_mul(") {
				self.rest = self
					.rest
					.trim_start_matches(|c: char| c.is_ascii_lowercase());
				self.expect(".into())")?;
				weight = weight.saturating_mul(self.argument);
			} else {
				return Ok(weight);
			}
		}
	}

	/// Two numbers and the end of their list.
	fn pair(&mut self) -> Result<(u64, u64), Error> {
		let first = self.number()?;
		self.expect(",")?;
		let second = self.number()?;
		self.expect(")")?;
		Ok((first, second))
	}

	fn number(&mut self) -> Result<u64, Error> {
		let rest = self
			.rest
			.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
		let (digits, _) = self.rest.split_at(self.rest.len() - rest.len());
		let number = digits.replace('_', "").parse();
		let number = number.map_err(|_| self.unexpected())?;
		self.rest = rest;
		Ok(number)
	}

	fn takes(&mut self, text: &str) -> bool {
		let rest = self.rest.strip_prefix(text);
		self.rest = rest.unwrap_or(self.rest);
		rest.is_some()
	}

	fn expect(&mut self, text: &str) -> Result<(), Error> {
		if self.takes(text) {
			return Ok(());
		}
		Err(self.unexpected())
	}

	fn unexpected(&self) -> Error {
		Error::Unexpected(self.rest.chars().take(40).collect())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const DB: DbWeight = DbWeight {
		read: 10,
		write: 100,
	};

	const FILE: &str = "
		fn plain() -> Weight {
			// Least time: 5 ns.
			Weight::from_parts(1_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
		}
		/// `h` is from 1 to 24.
		fn sloped(h: u32) -> Weight {
			Weight::from_parts(3_000, 0)
				.saturating_add(T::DbWeight::get().reads_writes(1, 0))
				.saturating_add(
					Weight::from_parts(7, 0)
						.saturating_add(T::DbWeight::get().reads_writes(0, 1))
						.saturating_mul(h.into()),
				)
		}
		fn other() -> Weight {
			Weight::from_parts(1, 0).max(Weight::zero())
		}
	";

	#[test]
	fn weights_are_what_the_runtime_computes() {
		assert_eq!(ref_time(FILE, "plain", 9, DB), Ok(1_000 + 20 + 100));
		assert_eq!(
			ref_time(FILE, "sloped", 3, DB),
			Ok(3_000 + 10 + 3 * (7 + 100))
		);
	}

	#[test]
	fn what_is_not_understood_is_an_error() {
		let missing = Error::NotFound("absent".into());
		assert_eq!(ref_time(FILE, "absent", 0, DB), Err(missing));
		let unexpected = ref_time(FILE, "other", 0, DB);
		assert!(matches!(unexpected, Err(Error::Unexpected(text)) if text.starts_with(".max(")));
	}

	#[test]
	fn the_weights_of_the_runtime_are_read() {
		let file = include_str!("../../runtime/src/weights/pallet_receipts.rs");
		let one = ref_time(file, "verify_proofs", 1, DB).expect("a generated file");
		let two = ref_time(file, "verify_proofs", 2, DB).expect("a generated file");
		assert!(0 < one && one < two);
	}
}
