//! Storage keys, from the hashers that the chain's metadata names.

use parity_scale_codec::Decode;
use sp_crypto_hashing::{blake2_128, blake2_256, twox_128, twox_256, twox_64};
use subxt::metadata::StorageHasher;

/// The key under which all values of an entry lie.
pub(crate) fn prefix(pallet: &str, entry: &str) -> Vec<u8> {
	[twox_128(pallet.as_bytes()), twox_128(entry.as_bytes())].concat()
}

/// A key part as it stands in a storage key.
pub(crate) fn hashed(hasher: StorageHasher, part: &[u8]) -> Vec<u8> {
	match hasher {
		StorageHasher::Blake2_128 => blake2_128(part).to_vec(),
		StorageHasher::Blake2_256 => blake2_256(part).to_vec(),
		StorageHasher::Blake2_128Concat => [&blake2_128(part)[..], part].concat(),
		StorageHasher::Twox128 => twox_128(part).to_vec(),
		StorageHasher::Twox256 => twox_256(part).to_vec(),
		StorageHasher::Twox64Concat => [&twox_64(part)[..], part].concat(),
		StorageHasher::Identity => part.to_vec(),
	}
}

/// Bytes that the hash takes before the key part itself; `None` when the part can't be recovered.
pub(crate) fn hash_bytes(hasher: StorageHasher) -> Option<usize> {
	match hasher {
		StorageHasher::Blake2_128Concat => Some(16),
		StorageHasher::Twox64Concat => Some(8),
		StorageHasher::Identity => Some(0),
		_ => None,
	}
}

/// The parts of a key, read back from it.
pub(crate) trait KeyParts: Sized {
	/// Reads each part behind its hash; `None` when a hasher hides it or it does not decode.
	fn read<'a>(
		hashers: &mut impl Iterator<Item = &'a StorageHasher>,
		rest: &mut &[u8],
	) -> Option<Self>;
}

fn part<'a, T: Decode>(
	hashers: &mut impl Iterator<Item = &'a StorageHasher>,
	rest: &mut &[u8],
) -> Option<T> {
	*rest = rest.get(hash_bytes(*hashers.next()?)?..)?;
	T::decode(rest).ok()
}

macro_rules! key_parts {
	($($part:ident)+) => {
		impl<$($part: Decode),+> KeyParts for ($($part,)+) {
			fn read<'a>(
				hashers: &mut impl Iterator<Item = &'a StorageHasher>,
				rest: &mut &[u8],
			) -> Option<Self> {
				Some(($(part::<$part>(hashers, rest)?,)+))
			}
		}
	};
}

key_parts!(A);
key_parts!(A B);
key_parts!(A B C);

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_prefix_of_accounts_is_the_well_known_one() {
		assert_eq!(
			hex::encode(prefix("System", "Account")),
			"26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"
		);
	}

	#[test]
	fn a_concat_hasher_keeps_the_part_after_its_hash() {
		for hasher in [
			StorageHasher::Blake2_128Concat,
			StorageHasher::Twox64Concat,
			StorageHasher::Identity,
		] {
			let skip = hash_bytes(hasher).expect("recoverable");
			assert_eq!(hashed(hasher, b"part")[skip..], b"part"[..]);
		}
		assert_eq!(hash_bytes(StorageHasher::Blake2_128), None);
	}

	#[test]
	fn parts_are_read_back_from_a_key() {
		let hashers = [StorageHasher::Twox64Concat, StorageHasher::Blake2_128Concat];
		let key = [
			hashed(hashers[0], &7u32.to_le_bytes()),
			hashed(hashers[1], &[9]),
		]
		.concat();
		let mut rest = &key[..];
		let parts: Option<(u32, u8)> = KeyParts::read(&mut hashers.iter(), &mut rest);
		assert_eq!(parts, Some((7, 9)));
		assert!(rest.is_empty());
		let cut: Option<(u32, u8)> = KeyParts::read(&mut hashers.iter(), &mut &key[..20]);
		assert_eq!(cut, None);
	}
}
