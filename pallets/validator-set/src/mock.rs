//! A runtime of just this pallet, with room for four validators.

use crate as pallet_validator_set;
use frame_support::{derive_impl, traits::ConstU32};
use sp_runtime::BuildStorage;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		ValidatorSet: pallet_validator_set,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

impl pallet_validator_set::Config for Test {
	type MaxValidators = ConstU32<4>;
}

/// Builds a chain; every test ends in the invariants.
#[derive(Default)]
pub(crate) struct Ext {
	validators: Vec<u64>,
}

impl Ext {
	pub(crate) fn with_validators(mut self, validators: &[u64]) -> Self {
		self.validators = validators.to_vec();
		self
	}

	pub(crate) fn execute(self, test: impl FnOnce()) {
		let validator_set = pallet_validator_set::GenesisConfig {
			validators: self.validators,
		};
		let storage = RuntimeGenesisConfig {
			validator_set,
			..Default::default()
		}
		.build_storage()
		.expect("valid genesis");
		sp_io::TestExternalities::from(storage).execute_with(|| {
			test();
			crate::invariants::check::<Test>().expect("invariants hold");
		});
	}
}
