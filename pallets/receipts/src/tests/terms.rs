use crate::mock::*;

#[test]
fn terms_are_shown_once_everything_is_known() {
	Ext::default().execute_assigned(|| {
		let terms = || Receipts::receipt_terms(CONTRACT, DEVICE, DAY, hours(&[22]));
		let shown = terms().expect("assigned and seeded");
		assert_eq!(shown.position.0, 71);
		assert_eq!(shown.rules.max_wh_per_hour, 2_000);
		SeedsDrawn::set(false);
		assert_eq!(terms(), None);
	});
}

#[test]
fn there_are_no_terms_without_an_assignment() {
	Ext::default().execute_assigned(|| {
		let terms = Receipts::receipt_terms(OTHER_CONTRACT, DEVICE, DAY, hours(&[22]));
		assert_eq!(terms, None);
		assert_eq!(
			Receipts::receipt_terms(CONTRACT, DEVICE, DAY, hours(&[])),
			None
		);
	});
}
