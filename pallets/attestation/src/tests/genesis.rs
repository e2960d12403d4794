//! The genesis.

use crate::{mock::*, Endorsers, GenesisConfig, GenesisEndorser, Zone, Zones};
use greenhour_types::ZoneId;
use sp_runtime::BuildStorage;

fn config() -> GenesisConfig<Test> {
	let zone = Zone {
		statements_needed: 2,
		auditors: 77,
		cells: 9,
		devices_per_cell: 1,
		..Zone::default()
	};
	GenesisConfig {
		endorsers: vec![GenesisEndorser {
			key: sp_core::Bytes(key(9).0.to_vec()),
			valid_from: 1,
			valid_until: 2,
		}],
		zones: vec![(ZoneId(7), zone)],
		zone_auditors: vec![(ZoneId(7), 5), (ZoneId(7), 6)],
	}
}

fn build(config: GenesisConfig<Test>) {
	let storage = config.build_storage().expect("builds");
	sp_io::TestExternalities::from(storage).execute_with(|| {
		assert_eq!(
			Endorsers::<Test>::get(crate::EndorserId(0)).map(|it| it.key),
			Some(key(9))
		);
		assert_eq!(Zones::<Test>::get(ZoneId(7)).map(|it| it.auditors), Some(2));
		check();
	});
}

#[test]
fn roots_zones_and_auditors_are_there_from_the_start() {
	build(config());
}

#[test]
#[should_panic(expected = "the roots and zones of the genesis are valid")]
fn a_root_that_is_no_key_stops_the_chain() {
	let mut config = config();
	config.endorsers[0].key = sp_core::Bytes(vec![2; 32]);
	build(config);
}

#[test]
#[should_panic(expected = "the roots and zones of the genesis are valid")]
fn an_auditor_named_twice_stops_the_chain() {
	let mut config = config();
	config.zone_auditors.push((ZoneId(7), 5));
	build(config);
}

#[test]
fn the_constants_of_the_mock_are_sound() {
	use frame_support::traits::Hooks;
	<Attestation as Hooks<u64>>::integrity_test();
}
