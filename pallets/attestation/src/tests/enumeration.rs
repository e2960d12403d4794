//! What it costs to find out who stands at a place by trying addresses. Run it with `--nocapture` to
//! see the rate of this machine; the README has that of a release build.

use parity_scale_codec::Encode;
use sp_io::hashing::blake2_256;
use std::time::Instant;

/// Addresses that are tried.
const TRIED: u32 = 200_000;
/// Metering points of a large country.
const COUNTRY: f64 = 50_000_000.0;
/// One of those tried.
const SECRET: u32 = 123_456;

/// Metering points have 33 characters of which all but these digits are known.
fn point(number: u32) -> String {
	format!("DE00012345678000000000000{number:08}")
}

fn bare(number: u32) -> [u8; 32] {
	blake2_256(point(number).as_bytes())
}

fn keyed(key: &[u8; 32], number: u32) -> [u8; 32] {
	blake2_256(&(key, point(number)).encode())
}

fn found(nullifier: [u8; 32], hash: impl Fn(u32) -> [u8; 32]) -> Option<u32> {
	(0..TRIED).find(|number| hash(*number) == nullifier)
}

#[test]
fn a_bare_hash_of_an_address_is_found_by_trying() {
	let start = Instant::now();
	let last = TRIED - 1;
	assert_eq!(found(bare(last), bare), Some(last));
	let rate = f64::from(TRIED) / start.elapsed().as_secs_f64();
	println!(
		"{rate:.0} hashes/s on one core: all {COUNTRY:.0} metering points of a country in {:.0} s",
		COUNTRY / rate,
	);
	assert_eq!(found(bare(SECRET), bare), Some(SECRET));
}

#[test]
fn under_a_key_trying_addresses_finds_nothing_and_a_leaked_key_finds_all() {
	let (key, guess) = ([0x5a; 32], [0x5b; 32]);
	let nullifier = keyed(&key, SECRET);
	assert_eq!(found(nullifier, bare), None);
	assert_eq!(found(nullifier, |number| keyed(&guess, number)), None);
	// Who has the key can try as with a bare hash; the next key of the zone shuts him out.
	assert_eq!(found(nullifier, |number| keyed(&key, number)), Some(SECRET));
	let next = [0xa5; 32];
	assert_eq!(
		found(keyed(&next, SECRET), |number| keyed(&key, number)),
		None
	);
	let years = 2f64.powi(127) / 1e12 / 31_557_600.0;
	println!("half of all 128-bit keys, at 10^12 hashes/s, one try each: {years:.1e} years");
}
