//! The batch verifier, and arkworks' one by one, behind the calling convention of a runtime.
//!
//! Memory comes from the host, as in a runtime. The exports of the bench take the bytes of a [`Batch`] and
//! return one byte: do all proofs hold? `verdict` takes and returns what the fuzz targets compare.
#![no_std]

extern crate alloc;

use alloc::{boxed::Box, vec::Vec};
use ark_bn254::{Bn254, Fr};
use ark_groth16::{prepare_verifying_key, Groth16, Proof, VerifyingKey};
use ark_serialize::CanonicalDeserialize;
use core::alloc::{GlobalAlloc, Layout};
use greenhour_verifier::{verify_batch, BatchContext, Entry, ReceiptKey};

mod verdict; // every decoder, for the fuzz targets

mod host {
	extern "C" {
		pub fn ext_allocator_malloc_version_1(size: u32) -> *mut u8;
		pub fn ext_allocator_free_version_1(pointer: *mut u8);
	}
}

struct HostAllocator;

// The host aligns to eight bytes, and nothing here asks for more.
unsafe impl GlobalAlloc for HostAllocator {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		host::ext_allocator_malloc_version_1(layout.size() as u32)
	}

	unsafe fn dealloc(&self, pointer: *mut u8, _: Layout) {
		host::ext_allocator_free_version_1(pointer)
	}
}

#[global_allocator]
static ALLOCATOR: HostAllocator = HostAllocator;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
	core::arch::wasm32::unreachable()
}

/// Four bytes each, little-endian: length of a key in our encoding, length of the same key in that of
/// arkworks, number of inputs. Then both keys, then for each entry the proof and its inputs.
struct Batch<'a> {
	key: &'a [u8],
	arkworks_key: &'a [u8],
	entries: Vec<(&'a [u8], Vec<[u8; 32]>)>,
}

impl<'a> Batch<'a> {
	fn new(bytes: &'a [u8]) -> Self {
		let (lengths, rest) = bytes.split_at(12);
		let [key, arkworks_key, inputs] = [0, 4, 8].map(|place| {
			let four = lengths[place..place + 4].try_into().expect("four bytes");
			u32::from_le_bytes(four) as usize
		});
		let (key, rest) = rest.split_at(key);
		let (arkworks_key, rest) = rest.split_at(arkworks_key);
		let entries = rest
			.chunks_exact(128 + 32 * inputs)
			.map(|entry| {
				let (proof, inputs) = entry.split_at(128);
				let inputs = inputs
					.chunks_exact(32)
					.map(|i| i.try_into().expect("32 bytes"));
				(proof, inputs.collect())
			})
			.collect();
		Self {
			key,
			arkworks_key,
			entries,
		}
	}
}

fn answer(data: *const u8, length: u32, verify: fn(Batch<'_>) -> bool) -> u64 {
	// The executor owns the bytes for the whole call.
	let bytes = unsafe { core::slice::from_raw_parts(data, length as usize) };
	handed_out(Box::new([u8::from(verify(Batch::new(bytes)))]))
}

/// Length and place of bytes that the host reads.
fn handed_out(bytes: Box<[u8]>) -> u64 {
	let bytes = Box::leak(bytes);
	(bytes.len() as u64) << 32 | u64::from(bytes.as_ptr() as u32)
}

/// All that the verifier and the adapters say of these bytes.
#[no_mangle]
pub extern "C" fn verdict(data: *const u8, length: u32) -> u64 {
	// As above.
	let bytes = unsafe { core::slice::from_raw_parts(data, length as usize) };
	handed_out(verdict::verdict(bytes).into_bytes().into_boxed_slice())
}

/// One call of the batch verifier, the key decoded with every check.
#[no_mangle]
pub extern "C" fn batch(data: *const u8, length: u32) -> u64 {
	answer(data, length, |batch| {
		let context = BatchContext {
			circuit: 1,
			version: 1,
			context: [0; 32],
		};
		let key = ReceiptKey::decode_checked(batch.key).expect("a key");
		let entries: Vec<_> = batch
			.entries
			.iter()
			.map(|(proof, inputs)| Entry { proof, inputs })
			.collect();
		verify_batch(&key, &context, &entries).is_ok()
	})
}

/// One call of arkworks' verifier for each entry: the key not prepared, the proof decoded with every
/// check.
#[no_mangle]
pub extern "C" fn one_by_one(data: *const u8, length: u32) -> u64 {
	answer(data, length, |batch| {
		let key =
			VerifyingKey::<Bn254>::deserialize_uncompressed(batch.arkworks_key).expect("a key");
		batch.entries.iter().all(|(proof, inputs)| {
			let inputs: Vec<Fr> = inputs
				.iter()
				.map(|input| Fr::deserialize_compressed(&input[..]).expect("canonical"))
				.collect();
			let proof = Proof::deserialize_compressed(*proof).expect("well formed");
			Groth16::<Bn254>::verify_proof(&prepare_verifying_key(&key), &proof, &inputs)
				.expect("as many inputs as the key has")
		})
	})
}
