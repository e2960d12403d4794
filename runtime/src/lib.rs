#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
#![allow(
	missing_docs,
	reason = "the macros of FRAME generate items without documentation"
)]
#![allow(
	clippy::use_self,
	reason = "in an `impl Config for Runtime` the name says more than `Self`"
)]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod apis; // The runtime APIs that nodes and light clients call.
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks; // Which pallets the benchmarking tool can measure.
pub mod configs; // How each pallet is wired: SDK pallets by theme, one file for each of ours.
pub mod currency; // The units of GHR and GCD.
pub mod exchange_api; // What wallets, devices and nodes ask of the exchange.
pub mod genesis_presets; // The named genesis states: development, local, local3, local4.
pub mod migrations; // What a runtime upgrade changes in storage.
pub mod weights; // What the calls of our pallets cost.

use alloc::{borrow::Cow, vec::Vec};
use frame_support::weights::Weight;
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

/// The signature of a transaction: ed25519, sr25519 or ECDSA.
pub type Signature = MultiSignature;
/// The account that a public key stands for.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// An account as a transaction names it.
pub type Address = MultiAddress<AccountId, ()>;
/// An amount of GHR (12 decimals) or GCD (6 decimals).
pub type Balance = u128;
/// The number of transactions that an account has sent.
pub type Nonce = u32;
/// A block number. 32 bits, because light clients assume it.
pub type BlockNumber = u32;
/// A BLAKE2-256 hash, because light clients assume it.
pub type Hash = sp_core::H256;
/// The id of a fungible asset; [`currency::GCD_ASSET`] is the stablecoin.
pub type AssetId = u32;
/// The header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block as the runtime reads it.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A block as the node keeps it: it passes transactions on without looking inside.
pub type OpaqueBlock = generic::Block<Header, sp_runtime::OpaqueExtrinsic>;
/// A transaction as it travels.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a transaction's signature covers.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
/// What is checked and charged around a call. The order is part of the transaction format.
pub type TxExtension = (
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);
/// Applies blocks: hooks, inherents, transactions.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

impl_opaque_keys! {
	/// The consensus keys of a validator.
	pub struct SessionKeys {
		/// Authors blocks.
		pub babe: Babe,
		/// Finalizes blocks.
		pub grandpa: Grandpa,
	}
}

/// Which runtime this is. `spec_version` rises with every change of behaviour,
/// `transaction_version` with every change of a call or of [`TxExtension`].
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("greenhour"),
	impl_name: Cow::Borrowed("greenhour-node"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

// `legacy_ordering`: pallets run their hooks and build their genesis in the order of this list, not
// of their indices, which are part of the transaction format and are never reused. So: `Clock` before
// `Babe`, which asks it for the length of an epoch, and `Randomness` after `Babe`, whose VRF output it
// mixes in; `Balances` before `ValidatorSet`, whose genesis holds bonds, and `ValidatorSet` before `Session`,
// which asks it for the genesis validators; `Authorship` after `Session`, or the first block of a session would
// be credited to the former set; `Positions` after `Assets` and `Nfts`, in which its genesis makes the pot and
// the collection; `Pogcs` after `Clock`, which it asks whether an hour counted.
#[frame_support::runtime(legacy_ordering)]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(41)]
	pub type Clock = pallet_clock;

	#[runtime::pallet_index(2)]
	pub type Babe = pallet_babe;

	#[runtime::pallet_index(42)]
	pub type Randomness = pallet_randomness;

	#[runtime::pallet_index(8)]
	pub type Balances = pallet_balances;

	#[runtime::pallet_index(4)]
	pub type Offences = pallet_offences;

	#[runtime::pallet_index(5)]
	pub type Historical = pallet_session::historical;

	#[runtime::pallet_index(40)]
	pub type ValidatorSet = pallet_validator_set;

	#[runtime::pallet_index(6)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(3)]
	pub type Authorship = pallet_authorship;

	#[runtime::pallet_index(7)]
	pub type Grandpa = pallet_grandpa;

	#[runtime::pallet_index(9)]
	pub type TransactionPayment = pallet_transaction_payment;

	#[runtime::pallet_index(10)]
	pub type Assets = pallet_assets;

	#[runtime::pallet_index(11)]
	pub type AssetsHolder = pallet_assets_holder;

	#[runtime::pallet_index(12)]
	pub type Nfts = pallet_nfts;

	#[runtime::pallet_index(13)]
	pub type Utility = pallet_utility;

	#[runtime::pallet_index(14)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(15)]
	pub type Sudo = pallet_sudo;

	#[runtime::pallet_index(16)]
	pub type Migrations = pallet_migrations;

	#[runtime::pallet_index(43)]
	pub type Devices = pallet_devices;

	#[runtime::pallet_index(44)]
	pub type Capacity = pallet_capacity;

	#[runtime::pallet_index(45)]
	pub type HourMarket = pallet_hour_market;

	#[runtime::pallet_index(46)]
	pub type Contracts = pallet_contracts;

	#[runtime::pallet_index(47)]
	pub type Positions = pallet_positions;

	#[runtime::pallet_index(48)]
	pub type Receipts = pallet_receipts;

	#[runtime::pallet_index(49)]
	pub type Disputes = pallet_disputes;

	#[runtime::pallet_index(52)]
	pub type Pogcs = pallet_pogcs;
}
