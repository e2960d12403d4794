//! State in the shape in which a node keeps it: a trie behind the cache of the node.

use sp_runtime::{traits::BlakeTwo256, StateVersion};
use sp_state_machine::{
	BasicExternalities, Ext, OverlayedChanges, TestExternalities, TrieBackendBuilder,
};
use sp_trie::cache::{CacheSize, SharedTrieCache};

/// More than any state here needs, as the default of the node is more than a young chain needs.
const CACHE: CacheSize = CacheSize::new(1 << 30);

/// The state after a block, and what the node remembers of reading it.
pub(crate) struct NodeState {
	state: TestExternalities<BlakeTwo256>,
	cache: SharedTrieCache<BlakeTwo256>,
}

impl NodeState {
	/// The state that this writes.
	pub(crate) fn new(found: impl FnOnce()) -> Self {
		// Millions of keys are written much faster to a map than through an overlay.
		let mut map = BasicExternalities::default();
		map.execute_with(found);
		let version = StateVersion::V1;
		let state = TestExternalities::new_with_code_and_state(&[], map.into_storages(), version);
		Self {
			state,
			cache: SharedTrieCache::new(CACHE, None),
		}
	}

	/// Makes a block and keeps what it wrote.
	pub(crate) fn commit<R>(&mut self, run: impl FnOnce() -> R) -> R {
		let result = self.state.execute_with(run);
		self.state.commit_all().expect("no transaction is open");
		result
	}

	/// Makes a block and forgets what it wrote: each of them finds the same state, and what was read before in
	/// the cache.
	pub(crate) fn block<R>(&self, run: impl FnOnce() -> R) -> R {
		let backend = TrieBackendBuilder::wrap(&self.state.backend)
			.with_cache(self.cache.local_cache_trusted())
			.build();
		let mut overlay = OverlayedChanges::default();
		let mut ext = Ext::new(&mut overlay, &backend, None);
		sp_externalities::set_and_run_with_externalities(&mut ext, run)
	}
}
