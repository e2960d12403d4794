//! Which sets a genesis may have.

use crate::{mock::*, Validators};

#[test]
fn the_set_keeps_the_order_of_the_genesis() {
	Ext::default().with_validators(&[3, 1, 2]).execute(|| {
		assert_eq!(Validators::<Test>::get().into_inner(), [3, 1, 2]);
	});
}

#[test]
#[should_panic(expected = "a validator is named twice")]
fn a_validator_named_twice_is_refused() {
	Ext::default().with_validators(&[1, 2, 1]).execute(|| ());
}

#[test]
#[should_panic(expected = "more than MaxValidators")]
fn too_many_validators_are_refused() {
	Ext::default()
		.with_validators(&[1, 2, 3, 4, 5])
		.execute(|| ());
}
