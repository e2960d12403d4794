//! What happened in the market.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod events {
	/// What happened in the market. Amounts are planck of GCD.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A tenant bought hours.
		HoursBought {
			/// The contract that holds the cost.
			contract: ContractId,
			/// Who bought.
			tenant: T::AccountId,
			/// Where.
			pool: PoolId,
			/// Units and cost of each hour.
			hours: Vec<HourTrade>,
			/// Cost over all hours.
			cost: Balance,
		},
		/// A tenant bought more hours, or units of hours, for an open contract.
		ContractExtended {
			/// The contract that holds the cost.
			contract: ContractId,
			/// Who bought.
			tenant: T::AccountId,
			/// Units and cost of each hour.
			hours: Vec<HourTrade>,
			/// Cost over all hours.
			cost: Balance,
		},
		/// A tenant gave units back.
		HoursSoldBack {
			/// The contract that held them.
			contract: ContractId,
			/// Who gave them back.
			tenant: T::AccountId,
			/// Units and refund of each hour.
			hours: Vec<HourTrade>,
			/// Refund over all hours.
			refund: Balance,
		},
		/// A pool has new parameters.
		PoolParamsSet {
			/// The pool.
			pool: PoolId,
			/// Parameters of pages that open from now on.
			params: PoolParams,
		},
		/// An hour whose money is final changed the scale of its hour of day.
		DemandLearned {
			/// The pool.
			pool: PoolId,
			/// The hour.
			hour: Hour,
			/// Learned demand over that of the parameters, in 2^-16ths, of pages that open from now
			/// on.
			scale: u32,
		},
		/// The prices of a day changed the price scale.
		PriceScaleLearned {
			/// The pool.
			pool: PoolId,
			/// Planck of GCD per unit, of pages that open from now on.
			unit_price: Balance,
		},
	}
}
