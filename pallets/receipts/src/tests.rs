//! One file for each call, one for cheats, one for laws of the ledger.

mod ceremony;
mod cheats;
mod class_energy;
mod faults;
mod foreign;
mod intake;
mod properties;
mod registry;
mod results;
mod submit_receipts;
mod terms;
mod work;

use crate::mock::{Receipts, RuntimeOrigin};
use crate::ReceiptOf;
use frame_support::dispatch::DispatchResultWithPostInfo;
use greenhour_types::receipt::{RECEIPT_CIRCUIT, RECEIPT_V1};

/// Submits to `receipt-v1`.
fn submit(who: u64, receipts: &[ReceiptOf]) -> DispatchResultWithPostInfo {
	Receipts::submit_receipts(
		RuntimeOrigin::signed(who),
		RECEIPT_CIRCUIT,
		RECEIPT_V1,
		receipts.to_vec().try_into().expect("at most MaxBatch"),
	)
}

/// Submits a single receipt to `receipt-v1`.
fn submit_one(who: u64, receipt: &ReceiptOf) -> DispatchResultWithPostInfo {
	submit(who, core::slice::from_ref(receipt))
}
