//! Files that are not what they say are refused before anything is believed.

use greenhour_setup::{ptau::PowersOfTau, r1cs::R1cs, wtns, zkey::Zkey, Error, Malformed};
use std::{fs, path::Path};

type Read = fn(&Path) -> Result<(), Error>;

/// Each format: a good file, its reader, its version.
fn formats() -> [(&'static str, Read, u32); 4] {
	[
		("circuit.r1cs", |path| R1cs::read(path).map(drop), 1),
		("statement.wtns", |path| wtns::read(path).map(drop), 2),
		(
			"phase1.ptau",
			|path| PowersOfTau::read(path, 3).map(drop),
			1,
		),
		("phase2.zkey", |path| Zkey::read(path).map(drop), 1),
	]
}

fn good(name: &str) -> Vec<u8> {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/tiny");
	fs::read(folder.join(name)).expect("committed")
}

/// What the reader says to these bytes.
fn verdict(read: Read, bytes: &[u8]) -> Result<(), Malformed> {
	let file = tempfile::NamedTempFile::new().expect("a temporary file");
	fs::write(file.path(), bytes).expect("writable");
	match read(file.path()) {
		Ok(()) => Ok(()),
		Err(Error::Malformed { reason, .. }) => Err(reason),
		Err(error) => panic!("{error}"),
	}
}

/// Where the content of a section starts, and how long it is.
fn section(bytes: &[u8], wanted: u32) -> (usize, usize) {
	let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("4 bytes"));
	let mut at = 12;
	loop {
		let length = number(at + 4) as usize;
		if number(at) == wanted {
			return (at + 12, length);
		}
		at += 12 + length;
	}
}

fn set(bytes: &mut [u8], at: usize, value: u32) {
	bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn good_files_are_read() {
	for (name, read, _) in formats() {
		assert_eq!(verdict(read, &good(name)), Ok(()), "{name}");
	}
}

#[test]
fn every_shorter_and_longer_file_is_refused() {
	for (name, read, _) in formats() {
		let bytes = good(name);
		let step = (bytes.len() / 300).max(1);
		for length in (0..bytes.len()).step_by(step) {
			assert!(
				verdict(read, &bytes[..length]).is_err(),
				"{name} cut at {length}"
			);
		}
		let longer = [&bytes[..], &[0]].concat();
		assert_eq!(verdict(read, &longer), Err(Malformed::Length), "{name}");
	}
}

#[test]
fn other_formats_and_versions_are_refused() {
	for (name, read, version) in formats() {
		let mut bytes = good(name);
		bytes[0] ^= 1;
		assert_eq!(verdict(read, &bytes), Err(Malformed::Magic), "{name}");
		for wrong in [0, version + 1] {
			let mut bytes = good(name);
			set(&mut bytes, 4, wrong);
			assert_eq!(
				verdict(read, &bytes),
				Err(Malformed::Version(wrong)),
				"{name}"
			);
		}
		let mut bytes = good(name);
		set(&mut bytes, 8, u32::MAX);
		let many = Malformed::TooManySections(u32::MAX);
		assert_eq!(verdict(read, &bytes), Err(many), "{name}");
	}
}

#[test]
fn sections_of_impossible_length_or_number_are_refused() {
	for (name, read, _) in formats() {
		let mut bytes = good(name);
		bytes[16..24].copy_from_slice(&u64::MAX.to_le_bytes());
		assert_eq!(verdict(read, &bytes), Err(Malformed::Length), "{name}");
		let mut bytes = good(name);
		bytes[16..24].copy_from_slice(&(1u64 << 40).to_le_bytes());
		assert_eq!(verdict(read, &bytes), Err(Malformed::Length), "{name}");
		// The first section gets the number of the second.
		let mut bytes = good(name);
		set(&mut bytes, 12, 2);
		let twice = Malformed::DuplicateSection(2);
		assert_eq!(verdict(read, &bytes), Err(twice), "{name}");
		let mut bytes = good(name);
		set(&mut bytes, 12, 30);
		assert_eq!(
			verdict(read, &bytes),
			Err(Malformed::MissingSection(1)),
			"{name}"
		);
	}
}

/// A count of four billion in a file of some thousand bytes.
#[test]
fn announced_counts_are_not_believed() {
	let of = |name: &str, id: u32, at: usize| {
		let mut bytes = good(name);
		let (start, _) = section(&bytes, id);
		set(&mut bytes, start + at, u32::MAX);
		let (_, read, _) = formats()
			.into_iter()
			.find(|(format, ..)| *format == name)
			.expect("one of them");
		verdict(read, &bytes).expect_err("too many")
	};
	// Constraints in the header; terms of the first sum.
	assert_eq!(of("circuit.r1cs", 1, 60), Malformed::SectionLength(2));
	assert_eq!(of("circuit.r1cs", 2, 0), Malformed::SectionLength(2));
	assert_eq!(of("statement.wtns", 1, 36), Malformed::SectionLength(2));
	// Variables, and the domain, which is no power of two.
	assert_eq!(of("phase2.zkey", 2, 72), Malformed::SectionLength(5));
	assert_eq!(of("phase2.zkey", 2, 80), Malformed::Sizes);
	assert_eq!(of("phase2.zkey", 4, 0), Malformed::SectionLength(4));
	assert_eq!(of("phase2.zkey", 10, 64), Malformed::SectionLength(10));
	assert_eq!(of("phase1.ptau", 1, 36), Malformed::Sizes);
}

#[test]
fn powers_that_are_announced_but_not_there_are_refused() {
	let mut bytes = good("phase1.ptau");
	let (start, _) = section(&bytes, 1);
	set(&mut bytes, start + 36, 20);
	let read: Read = |path| PowersOfTau::read(path, 20).map(drop);
	assert_eq!(verdict(read, &bytes), Err(Malformed::SectionLength(2)));
}

#[test]
fn invalid_points_numbers_and_indices_are_refused() {
	let changed = |name: &str, id: u32, at: usize, with: &[u8]| {
		let mut bytes = good(name);
		let start = section(&bytes, id).0 + at;
		bytes[start..start + with.len()].copy_from_slice(with);
		let (_, read, _) = formats()
			.into_iter()
			.find(|(format, ..)| *format == name)
			.expect("one of them");
		verdict(read, &bytes)
	};
	for id in [5, 6, 7, 8, 9, 3] {
		// (1, 1) is on no curve, and all ones are above the modulus.
		let point = Err(Malformed::Point(id));
		assert_eq!(changed("phase2.zkey", id, 64 * 2, &[1; 64]), point);
		assert_eq!(changed("phase2.zkey", id, 64 * 2, &[0xff; 64]), point);
	}
	// Infinity, where none may be.
	assert_eq!(
		changed("phase2.zkey", 2, 84, &[0; 64]),
		Err(Malformed::Point(2))
	);
	assert_eq!(
		changed("phase2.zkey", 10, 68, &[0; 64]),
		Err(Malformed::Point(10))
	);
	assert_eq!(
		changed("phase2.zkey", 4, 16, &[0xff; 32]),
		Err(Malformed::Number(4))
	);
	assert_eq!(
		changed("circuit.r1cs", 2, 4, &[0xff; 4]),
		Err(Malformed::Index(2))
	);
	assert_eq!(
		changed("circuit.r1cs", 2, 8, &[0xff; 32]),
		Err(Malformed::Number(2))
	);
	assert_eq!(
		changed("statement.wtns", 2, 32, &[0xff; 32]),
		Err(Malformed::Number(2))
	);
	// Another field, another curve, another proof system.
	assert_eq!(
		changed("circuit.r1cs", 1, 4, &[0]),
		Err(Malformed::Unsupported)
	);
	assert_eq!(
		changed("phase2.zkey", 2, 4, &[0]),
		Err(Malformed::Unsupported)
	);
	assert_eq!(
		changed("phase2.zkey", 1, 0, &[2]),
		Err(Malformed::Unsupported)
	);
	assert_eq!(
		changed("phase1.ptau", 1, 4, &[0]),
		Err(Malformed::Unsupported)
	);
}

#[test]
fn contributions_with_unknown_parameters_are_refused() {
	let bytes = good("phase2.zkey");
	let start = section(&bytes, 10).0;
	// Circuit hash, number of contributions, four points, transcript.
	let kind = start + 64 + 4 + 3 * 64 + 128 + 64;
	let (parameter, read) = (kind + 8, formats()[3].1);
	let refused = |at: usize, with: u8| {
		let mut bytes = bytes.clone();
		bytes[at] = with;
		verdict(read, &bytes)
	};
	let unknown = Err(Malformed::Parameters(1));
	assert_eq!(bytes[parameter], 1, "a name");
	assert_eq!(refused(parameter, 4), unknown);
	assert_eq!(refused(parameter, 0), unknown);
	// A beacon without a value, and a kind that nobody knows.
	assert_eq!(refused(kind, 1), unknown);
	assert_eq!(refused(kind, 2), unknown);
	// A name that is no text, and one that is longer than its parameters.
	assert_eq!(refused(parameter + 2, 0xff), unknown);
	assert_eq!(
		refused(parameter + 1, 200),
		Err(Malformed::SectionLength(10))
	);
}
