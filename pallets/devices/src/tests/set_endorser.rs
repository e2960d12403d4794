//! Who may attest.

use crate::{mock::*, Endorser, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{AttestationTier, MilliGpu};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn set_endorser_replaces_the_account() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::set_endorser(RuntimeOrigin::root(), OTHER));
		assert_eq!(Endorser::<Test>::get(), Some(OTHER));
		System::assert_last_event(Event::<Test>::EndorserSet { endorser: OTHER }.into());
		let by_the_former = Devices::activate(
			RuntimeOrigin::signed(ENDORSER),
			device,
			AttestationTier::Tier0,
			START + 1,
			MilliGpu(1),
		);
		assert_noop!(by_the_former, Error::<Test>::NotAuthorized);
	});
}

#[test]
fn set_endorser_fails_without_governance() {
	Ext::default().execute(|| {
		for signer in [OWNER, ENDORSER] {
			let origin = RuntimeOrigin::signed(signer);
			assert_noop!(Devices::set_endorser(origin, signer), BadOrigin);
		}
		assert_noop!(
			Devices::set_endorser(RuntimeOrigin::none(), OWNER),
			BadOrigin
		);
	});
}
