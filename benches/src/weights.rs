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

/// What a call may cost: its time without the database, and what it does to that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
	/// Picoseconds.
	pub time: u64,
	/// Entries read.
	pub reads: u64,
	/// Entries written.
	pub writes: u64,
}

impl Cost {
	/// Both parts together, in picoseconds.
	pub fn ref_time(self, db: DbWeight) -> u64 {
		let reads = self.reads.saturating_mul(db.read);
		let writes = self.writes.saturating_mul(db.write);
		self.time.saturating_add(reads).saturating_add(writes)
	}

	fn plus(self, other: Self) -> Self {
		Self {
			time: self.time.saturating_add(other.time),
			reads: self.reads.saturating_add(other.reads),
			writes: self.writes.saturating_add(other.writes),
		}
	}

	fn times(self, factor: u64) -> Self {
		Self {
			time: self.time.saturating_mul(factor),
			reads: self.reads.saturating_mul(factor),
			writes: self.writes.saturating_mul(factor),
		}
	}
}

/// What `function` of the file says for these arguments, by the names of its parameters.
///
/// **Errors**: see [`Error`].
pub fn cost(file: &str, function: &str, arguments: &[(&str, u64)]) -> Result<Cost, Error> {
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
		arguments,
	};
	let weight = reader.weight()?;
	reader.expect("}")?;
	Ok(weight)
}

struct Reader<'a> {
	rest: &'a str,
	arguments: &'a [(&'a str, u64)],
}

impl Reader<'_> {
	fn weight(&mut self) -> Result<Cost, Error> {
		let mut weight = if self.takes("Weight::from_parts(") {
			let (time, _proof) = self.pair()?;
			Cost {
				time,
				..Default::default()
			}
		} else {
			self.expect("T::DbWeight::get().reads_writes(")?;
			let (reads, writes) = self.pair()?;
			Cost {
				reads,
				writes,
				..Default::default()
			}
		};
		loop {
			if self.takes(".saturating_add(") {
				weight = weight.plus(self.weight()?);
				self.takes(",");
				self.expect(")")?;
			} else if self.takes(".saturating_mul(") {
				let factor = self.argument()?;
				self.expect(".into())")?;
				weight = weight.times(factor);
			} else {
				return Ok(weight);
			}
		}
	}

	/// The value of the parameter that stands here.
	fn argument(&mut self) -> Result<u64, Error> {
		let rest = self
			.rest
			.trim_start_matches(|c: char| c.is_ascii_lowercase());
		let (name, _) = self.rest.split_at(self.rest.len() - rest.len());
		let known = self.arguments.iter().find(|(known, _)| *known == name);
		let (_, value) = known.ok_or_else(|| self.unexpected())?;
		self.rest = rest;
		Ok(*value)
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
		fn twice(d: u32, h: u32) -> Weight {
			Weight::from_parts(10, 0)
				.saturating_add(Weight::from_parts(5, 0).saturating_mul(d.into()))
				.saturating_add(Weight::from_parts(2, 0).saturating_mul(h.into()))
		}
		fn other() -> Weight {
			Weight::from_parts(1, 0).max(Weight::zero())
		}
	";

	#[test]
	fn weights_are_what_the_runtime_computes() {
		let plain = Cost {
			time: 1_000,
			reads: 2,
			writes: 1,
		};
		assert_eq!(cost(FILE, "plain", &[]), Ok(plain));
		assert_eq!(plain.ref_time(DB), 1_000 + 20 + 100);
		let sloped = Cost {
			time: 3_000 + 3 * 7,
			reads: 1,
			writes: 3,
		};
		assert_eq!(cost(FILE, "sloped", &[("h", 3)]), Ok(sloped));
		let twice = cost(FILE, "twice", &[("h", 3), ("d", 7)]);
		assert_eq!(twice.map(|cost| cost.time), Ok(10 + 7 * 5 + 3 * 2));
	}

	#[test]
	fn what_is_not_understood_is_an_error() {
		let missing = Error::NotFound("absent".into());
		assert_eq!(cost(FILE, "absent", &[]), Err(missing));
		let unexpected = cost(FILE, "other", &[]);
		assert!(matches!(unexpected, Err(Error::Unexpected(text)) if text.starts_with(".max(")));
		assert!(cost(FILE, "sloped", &[("d", 1)]).is_err(), "no value for h");
	}

	#[test]
	fn the_weights_of_the_runtime_are_read() {
		let file = include_str!("../../runtime/src/weights/pallet_receipts.rs");
		let of = |receipts| cost(file, "verify_proofs", &[("n", receipts)]);
		let (one, two) = (of(1).expect("a generated file"), of(2).expect("again"));
		assert!(0 < one.time && one.time < two.time);
	}
}
