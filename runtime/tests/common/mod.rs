//! A chain in process: the real runtime with its hooks, inherents, signatures and fees, without a
//! node.

#![allow(dead_code, reason = "each test binary uses its own part")]

pub(crate) mod sites;

use frame_support::traits::Get;
use greenhour_runtime::{
	genesis_presets, AccountId, Address, Balance, BlockNumber, Executive, Hash, Header, Nonce,
	Runtime, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, Signature, SignedPayload, System,
	TxExtension, UncheckedExtrinsic,
};
use greenhour_types::ContractId;
use parity_scale_codec::Encode;
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryVRFPreDigest},
	make_vrf_sign_data, BABE_ENGINE_ID,
};
use sp_core::{crypto::VrfSecret, sr25519, Pair as _};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::{BlakeTwo256, Header as _},
	ApplyExtrinsicResult, MultiAddress,
};
use sp_state_machine::{create_proof_check_backend, Ext, OverlayedChanges};
use std::{cell::RefCell, sync::LazyLock};

/// The pairs of the keyring, in its order: deriving one takes a millisecond.
static PAIRS: LazyLock<Vec<sr25519::Pair>> =
	LazyLock::new(|| Sr25519Keyring::iter().map(Sr25519Keyring::pair).collect());

thread_local! {
	/// The contracts that were opened on the chain of this test, in their order.
	static OPENED: RefCell<Vec<ContractId>> = const { RefCell::new(Vec::new()) };
}

/// The contracts that were opened on the chain of this test.
pub(crate) fn all_opened() -> Vec<ContractId> {
	OPENED.with_borrow(Clone::clone)
}

/// The contract that was opened after so many others on the chain of this test.
pub(crate) fn opened(before: usize) -> ContractId {
	all_opened()[before]
}

/// Where the wall clock of every chain in process starts: 2026-01-01T00:00:00Z.
pub(crate) const START_MS: u64 = 1_767_225_600_000;

/// The hash that the runtime gives to block zero when no node has made one.
pub(crate) const GENESIS_HASH: [u8; 32] = [69; 32];

/// The genesis state of a preset.
pub(crate) fn genesis(preset: &str) -> TestExternalities {
	let mut ext = TestExternalities::default();
	ext.execute_with(|| {
		let config = genesis_presets::whole(preset);
		frame_support::genesis_builder_helper::build_state::<RuntimeGenesisConfig>(config)
			.expect("the preset fits the runtime");
	});
	ext
}

/// A chain with its own clock. Blocks are authored as the runtime sees them from BABE.
pub(crate) struct Chain {
	ext: TestExternalities,
	slot: u64,
	slot_ms: u64,
	validators: Vec<Sr25519Keyring>,
	parent: Hash,
}

impl Chain {
	/// A chain at genesis.
	pub(crate) fn start(preset: &str) -> Self {
		OPENED.take();
		let mut ext = genesis(preset);
		let (slot_ms, accounts) = ext.execute_with(|| {
			let slot_ms = <Runtime as pallet_babe::Config>::ExpectedBlockTime::get();
			(slot_ms, pallet_session::Validators::<Runtime>::get())
		});
		let name = |account| Sr25519Keyring::from_account_id(account).expect("of the keyring");
		let validators = accounts.iter().map(name).collect();
		Self {
			ext,
			slot: START_MS / slot_ms,
			slot_ms,
			validators,
			parent: GENESIS_HASH.into(),
		}
	}

	/// Looks at, or changes, the state after the last block.
	pub(crate) fn state<R>(&mut self, run: impl FnOnce() -> R) -> R {
		self.ext.execute_with(run)
	}

	/// Lets the state after the last block be what later changes are compared with.
	pub(crate) fn commit(&mut self) {
		self.ext.commit_all().expect("no transaction is open");
	}

	/// What a runtime API answers on the last block, and the bytes of storage proof with which a light client
	/// gets the same answer from nothing but the state root.
	pub(crate) fn proved_answer(&mut self, api: &str, arguments: &[u8]) -> (Vec<u8>, usize) {
		let call = || greenhour_runtime::apis::api::dispatch(api, arguments).expect("it exists");
		self.commit();
		let root = *self.ext.backend.root();
		let (answer, proof) = self.ext.execute_and_prove(call);
		let bytes = proof.encoded_size();
		let light = create_proof_check_backend::<BlakeTwo256>(root, proof).expect("has the root");
		let mut overlay = OverlayedChanges::default();
		let mut ext = Ext::new(&mut overlay, &light, None);
		let proved = sp_externalities::set_and_run_with_externalities(&mut ext, call);
		assert_eq!(answer, proved, "{api} needs more than its proof");
		(answer, bytes)
	}

	/// The number of the last block.
	pub(crate) fn number(&mut self) -> BlockNumber {
		self.state(System::block_number)
	}

	/// The wall clock of the last block.
	pub(crate) fn now_ms(&mut self) -> u64 {
		self.slot * self.slot_ms
	}

	/// Makes a block in the next slot and says what became of each call.
	pub(crate) fn block(
		&mut self,
		calls: impl IntoIterator<Item = (Sr25519Keyring, RuntimeCall)>,
	) -> Vec<ApplyExtrinsicResult> {
		self.slot += 1;
		let (slot, now) = (self.slot, self.now_ms());
		let (digest, parent) = (self.pre_digest(slot), self.parent);
		let (results, header) = self.ext.execute_with(|| {
			let number = System::block_number() + 1;
			let header = Header::new(number, Hash::zero(), Hash::zero(), parent, digest);
			Executive::initialize_block(&header);
			let set = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now });
			Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(set))
				.expect("the timestamp is valid")
				.expect("the timestamp is accepted");
			let results = calls
				.into_iter()
				.map(|(who, call)| Executive::apply_extrinsic(sign(who, call)))
				.collect();
			let header = Executive::finalize_block();
			check_invariants();
			(results, header)
		});
		self.parent = header.hash();
		for event in self.events() {
			if let RuntimeEvent::Contracts(pallet_contracts::Event::ContractOpened {
				contract,
				..
			}) = event
			{
				OPENED.with_borrow_mut(|opened| opened.push(contract));
			}
		}
		results
	}

	/// Lets no block be made for this long.
	pub(crate) fn stand_still(&mut self, ms: u64) {
		self.slot += ms / self.slot_ms;
	}

	/// Makes empty blocks until a condition on the state holds.
	pub(crate) fn until(&mut self, limit: u32, mut reached: impl FnMut() -> bool) {
		for _ in 0..limit {
			if self.state(&mut reached) {
				return;
			}
			self.block([]);
		}
		panic!("not reached within {limit} blocks");
	}

	/// The events of the last block.
	pub(crate) fn events(&mut self) -> Vec<RuntimeEvent> {
		self.state(|| {
			System::read_events_no_consensus()
				.map(|record| record.event)
				.collect()
		})
	}

	/// What an account owns in GHR and can spend.
	pub(crate) fn ghr(&mut self, who: Sr25519Keyring) -> Balance {
		self.state(|| greenhour_runtime::Balances::free_balance(who.to_account_id()))
	}

	/// What an account owns in GCD and can spend.
	pub(crate) fn gcd(&mut self, who: Sr25519Keyring) -> Balance {
		self.state(|| {
			greenhour_runtime::Assets::balance(
				greenhour_runtime::currency::GCD_ASSET,
				who.to_account_id(),
			)
		})
	}

	fn pre_digest(&mut self, slot: u64) -> Digest {
		let authority_index = slot as usize % self.validators.len();
		let pair = pair(self.validators[authority_index]);
		let (randomness, epoch) = self.ext.execute_with(|| {
			(
				pallet_babe::Randomness::<Runtime>::get(),
				pallet_babe::EpochIndex::<Runtime>::get(),
			)
		});
		let vrf_signature = pair.vrf_sign(&make_vrf_sign_data(&randomness, slot.into(), epoch));
		let pre_digest = PreDigest::SecondaryVRF(SecondaryVRFPreDigest {
			authority_index: authority_index as u32,
			slot: slot.into(),
			vrf_signature,
		});
		Digest {
			logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, pre_digest.encode())],
		}
	}
}

fn pair(who: Sr25519Keyring) -> &'static sr25519::Pair {
	let index = Sr25519Keyring::iter().position(|key| key == who);
	&PAIRS[index.expect("it is in the keyring")]
}

/// A transaction of this account with its next nonce, as a wallet would make it.
///
/// Runs inside the state of the chain.
pub(crate) fn sign(who: Sr25519Keyring, call: RuntimeCall) -> UncheckedExtrinsic {
	let account: AccountId = who.to_account_id();
	let nonce: Nonce = System::account_nonce(&account);
	let extension: TxExtension = (
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_transaction_payment::ChargeTransactionPayment::from(0),
		frame_system::WeightReclaim::new(),
	);
	let payload = SignedPayload::new(call, extension).expect("the implicit data is on the chain");
	let signature = payload.using_encoded(|bytes| pair(who).sign(bytes));
	let (call, extension, _) = payload.deconstruct();
	let address: Address = MultiAddress::Id(account);
	UncheckedExtrinsic::new_signed(call, address, Signature::Sr25519(signature), extension)
}

/// What must hold after every block, in every pallet of ours.
fn check_invariants() {
	let checks = [
		(
			"validator-set",
			pallet_validator_set::invariants::check::<Runtime>(),
		),
		("clock", pallet_clock::invariants::check::<Runtime>()),
		(
			"randomness",
			pallet_randomness::invariants::check::<Runtime>(),
		),
		("devices", pallet_devices::invariants::check::<Runtime>()),
		("capacity", pallet_capacity::invariants::check::<Runtime>()),
		(
			"hour-market",
			pallet_hour_market::invariants::check::<Runtime>(),
		),
		(
			"contracts",
			pallet_contracts::invariants::check::<Runtime>(),
		),
		(
			"positions",
			pallet_positions::invariants::check::<Runtime>(),
		),
		("receipts", pallet_receipts::invariants::check::<Runtime>()),
		("disputes", pallet_disputes::invariants::check::<Runtime>()),
	];
	for (pallet, result) in checks {
		assert_eq!(
			result,
			Ok(()),
			"{pallet} in block {}",
			System::block_number()
		);
	}
}
