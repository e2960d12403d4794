//! What the node answers besides the defaults of the SDK (`system`, `chain`, `state`, `author` and
//! the new `chainHead`, `transaction` and `chainSpec` families).

use crate::service::{Backend, Client, Pool, SelectChain};
use greenhour_runtime::{BlockNumber, Hash, OpaqueBlock as Block};
use jsonrpsee::RpcModule;
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
use sp_keystore::KeystorePtr;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What the answers are made from.
pub(crate) struct Sources {
	pub(crate) client: Arc<Client>,
	pub(crate) pool: Arc<Pool>,
	pub(crate) select_chain: SelectChain,
	pub(crate) chain_spec: Box<dyn sc_service::ChainSpec>,
	pub(crate) keystore: KeystorePtr,
	pub(crate) babe: BabeWorkerHandle<Block>,
	pub(crate) authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	pub(crate) voter_state: SharedVoterState,
	pub(crate) justifications: GrandpaJustificationStream<Block>,
	pub(crate) finality_proofs: Arc<FinalityProofProvider<Backend, Block>>,
}

impl Sources {
	/// The methods, for a server that runs subscriptions on this executor.
	///
	/// # Errors
	///
	/// If two methods have the same name, or the spec has no place for a checkpoint.
	pub(crate) fn module(
		&self,
		executor: SubscriptionTaskExecutor,
	) -> Result<RpcModule<()>, sc_service::Error> {
		self.build(executor).map_err(sc_service::Error::Application)
	}

	fn build(
		&self,
		executor: SubscriptionTaskExecutor,
	) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
		let mut module = RpcModule::new(());
		module.merge(System::new(self.client.clone(), self.pool.clone()).into_rpc())?;
		module.merge(TransactionPayment::new(self.client.clone()).into_rpc())?;
		module.merge(
			Babe::new(
				self.client.clone(),
				self.babe.clone(),
				self.keystore.clone(),
				self.select_chain.clone(),
			)
			.into_rpc(),
		)?;
		module.merge(
			Grandpa::new(
				executor,
				self.authority_set.clone(),
				self.voter_state.clone(),
				self.justifications.clone(),
				self.finality_proofs.clone(),
			)
			.into_rpc(),
		)?;
		module.merge(
			SyncState::new(
				self.chain_spec.cloned_box(),
				self.client.clone(),
				self.authority_set.clone(),
				self.babe.clone(),
			)?
			.into_rpc(),
		)?;
		Ok(module)
	}
}
