//! Attacks by name, and what each of them gets.

use super::{
	answering::{commit, compute, openings, TO_SEED},
	auditing::{assert_over, audited, bond, judge, slashed, DELIVERED, FRAUD},
};
use crate::{mock::*, ActiveCount, Challenges as Open, Error, Event, Openings, Rounds, Tickets};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{BlockSeed, BlockSeeds, DeviceListener};
use greenhour_types::{
	product::ProductTree, ContractId, Day, DeviceId, HourMask, VerificationMode,
};
use std::collections::BTreeMap;

fn open(
	device: DeviceId,
	openings: Openings,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Challenges::open_product(RuntimeOrigin::signed(operator_of(device)), device, openings)
}

/// 20 devices of one owner who has one GPU: it computes two products while commitments are taken. Returns how many
/// miss.
fn farm_of_twenty_with_one_gpu(open_one_in: u32) -> usize {
	let mut missed = 0;
	Ext::execute(|| {
		OpenOneIn::set(open_one_in);
		let devices = fleet(7, 0..20);
		next_block();
		assert_eq!(
			Open::<Test>::iter().count(),
			20,
			"all of them at the same moment"
		);
		let made_up = ProductTree::of_leaves(vec![[3; 16]; 2]);
		let mut products = BTreeMap::new();
		for (number, device) in devices.iter().enumerate() {
			let tree = match number < 2 {
				true => compute(*device),
				false => made_up.clone(),
			};
			assert_ok!(commit(*device, tree.root()));
			products.insert(*device, tree);
		}
		blocks(TO_SEED);
		for (number, device) in devices.iter().enumerate() {
			let opened = open(*device, openings(*device, &products[device]));
			match number < 2 {
				true => assert!(opened.is_ok() || opened == Err(Error::<Test>::NotDrawn.into())),
				false => assert!(opened.is_err()),
			}
		}
		blocks(OPEN + 1);
		missed = world(|world| world.missed.len());
		assert_eq!(world(|world| world.answered.len()), 20 - missed);
	});
	missed
}

#[test]
fn virtual_gpu_farm_behind_one_key() {
	// Every device beyond the one GPU is found, where all products are opened.
	assert_eq!(farm_of_twenty_with_one_gpu(1), 18);
	// Where one in four is, each made-up answer is found with a chance of 1/4: here 18/4 = 4.5 on average.
	let found = farm_of_twenty_with_one_gpu(4);
	assert!((1..=12).contains(&found), "{found}");
}

#[test]
fn relay_of_challenges_to_a_rented_gpu() {
	Ext::execute(|| {
		let devices = fleet(7, 0..2);
		next_block();
		// The rented machine can't answer in its own name.
		let tree = compute(devices[0]);
		assert_noop!(
			Challenges::commit_product(RuntimeOrigin::signed(99), devices[0], tree.root()),
			Error::<Test>::NotOperator
		);
		// What it computes for one device is worth nothing for another.
		assert_ok!(commit(devices[0], tree.root()));
		assert_ok!(commit(devices[1], tree.root()));
		blocks(TO_SEED);
		assert_ok!(open(devices[0], openings(devices[0], &tree)));
		let relayed = openings(devices[1], &tree);
		assert_noop!(open(devices[1], relayed), Error::<Test>::EntryMismatch);
		// What remains: the operator of a device without a GPU passes on what he rents, at the price of a product
		// for each device and challenge. Nothing here tells where it was computed.
		assert_eq!(world(|world| world.answered.len()), 1);
	});
}

/// The devices challenged in block 20 by a seed that the author of block 19 knew, if he does `last` in his block.
fn challenged_after(last: impl FnOnce()) -> Vec<DeviceId> {
	let mut devices = Vec::new();
	Ext::execute(|| {
		fleet(7, 0..3);
		fleet(8, 3..12);
		System::set_block_number(18);
		SeedsReady::set(false);
		next_block();
		SeedsReady::set(true);
		ForcedSeed::set(Some([77; 32]));
		last();
		next_block();
		let round = Rounds::<Test>::get(20).expect("drawn");
		devices = round.devices.into_inner();
	});
	devices
}

#[test]
fn draw_grinding_by_a_block_author() {
	let undisturbed = challenged_after(|| {});
	// He sees the seed, and who will be drawn with it. He adds devices, sells some, and pauses all.
	let added = challenged_after(|| {
		(100..130).for_each(|id| {
			enrol(7, id);
		});
	});
	let sold = challenged_after(|| {
		Challenges::owner_changed(DeviceId(4), &8, &7);
		Challenges::owner_changed(DeviceId(0), &7, &8);
	});
	let paused = challenged_after(|| {
		(0..12).for_each(|id| Challenges::result_changed(DeviceId(id), None));
		world(|world| world.devices.clear());
	});
	for ground in [added, sold, paused] {
		assert_eq!(ground, undisturbed);
	}
	// What remains is to leave the block out: one more seed for the price of a block.
	let hit_once = 0.25f64;
	println!(
		"an owner of {hit_once} of all devices is drawn with {hit_once}; with {} after one block withheld",
		hit_once * hit_once
	);
}

#[test]
fn draw_grinding_of_audits_by_paying_late() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		blocks(10);
		ForcedSeed::set(Some([77; 32]));
		// The author of this block knows the next seed, and that it spares this ticket.
		settle(device, Day(1), HourMask::FULL, 4);
		next_block();
		assert_eq!(
			Tickets::<Test>::iter().count(),
			1,
			"the known seed draws nothing of this"
		);
		ForcedSeed::set(None);
		blocks(DELAY);
		assert_eq!(Tickets::<Test>::iter().count(), 0);
	});
}

#[test]
fn draw_grinding_of_openings_by_committing_late() {
	Ext::execute(|| {
		let device = fleet(7, 0..1)[0];
		next_block();
		blocks(COMMIT);
		// The last block for a commitment; the seed of the openings is drawn later than any that is known here.
		let last = System::block_number();
		assert_ok!(commit(device, [1; 32]));
		while Rounds::<Test>::get(1).expect("open").opening.is_none() {
			assert!(commit(device, [2; 32]).is_err());
			next_block();
		}
		let BlockSeed { inputs_until, .. } = Fakes::block_seed().expect("there are seeds");
		assert!(inputs_until >= last);
		assert_eq!(
			Open::<Test>::get(device).and_then(|it| it.commitment),
			Some([1; 32])
		);
	});
}

#[test]
fn refusing_to_answer_selectively() {
	Ext::execute(|| {
		let devices = fleet(7, 0..4);
		next_block();
		// One answers; one is paused by its owner; one is sold; one just waits.
		let tree = compute(devices[0]);
		assert_ok!(commit(devices[0], tree.root()));
		Challenges::result_changed(devices[1], None);
		Challenges::owner_changed(devices[2], &7, &8);
		blocks(TO_SEED);
		assert_ok!(open(devices[0], openings(devices[0], &tree)));
		blocks(OPEN + 1);
		// Nobody gets away by leaving: the miss is told, whoever owns it now.
		let mut missed = world(|world| world.missed.clone());
		missed.sort_unstable();
		assert_eq!(missed, devices[1..]);
	});
}

#[test]
fn flooding_answers() {
	Ext::execute(|| {
		let device = fleet(7, 0..1)[0];
		next_block();
		assert_ok!(commit(device, [1; 32]));
		blocks(TO_SEED);
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		let wrong = openings(device, &ProductTree::of_leaves(vec![[3; 16]; 2]));
		for _ in 0..50 {
			// Refused calls write nothing and pay their fee: only success is free, and that happens once.
			let refused = commit(device, [2; 32]).expect_err("the first one stands");
			assert_ne!(
				refused.post_info.pays_fee,
				frame_support::dispatch::Pays::No
			);
			assert!(open(device, wrong.clone()).is_err());
		}
		assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
	});
}

#[test]
fn deferral_as_a_shield() {
	Ext::execute(|| {
		let device = fleet(7, 0..1)[0];
		// A contract with himself, for more than he needs, that he does not serve.
		assign(ContractId(1), device, HOUR, 4, VerificationMode::Receipt);
		next_block();
		let contracts = vec![ContractId(1)].try_into().expect("one");
		let operator = RuntimeOrigin::signed(operator_of(device));
		assert_ok!(Challenges::defer_challenge(operator, device, contracts));
		// In the next hour he is challenged again, with the first one still open.
		Now::mutate(|now| *now += 3_600_000);
		blocks(2);
		assert!(Open::<Test>::contains_key(device));
		Now::mutate(|now| *now += 50 * 3_600_000);
		blocks(2);
		assert_eq!(world(|world| world.missed.first().copied()), Some(device));
	});
}

#[test]
fn self_audits() {
	Ext::execute(|| {
		// The owner is an auditor himself, as is his operator: neither sits on his panel.
		world(|world| {
			world.auditors = vec![7, operator_of(DeviceId(1)), 901, 902, 903];
		});
		let (device, panel) = audited();
		assert!(panel
			.iter()
			.all(|auditor| *auditor > 900 && *auditor < 1_000));
		// Two of the others are friends of his. The third is enough.
		assert_ok!(judge(panel[0], DELIVERED));
		assert_ok!(judge(panel[1], DELIVERED));
		assert_ok!(judge(panel[2], FRAUD));
		assert_ok!(Challenges::resolve_audit(RuntimeOrigin::root(), 0, true));
		assert_eq!(
			(bond(device), slashed(panel[0]), slashed(panel[1])),
			(0, WRONG, WRONG)
		);
		assert_over(device);
	});
}

#[test]
fn convicting_oneself_gains_nothing() {
	Ext::execute(|| {
		// All auditors are his: the bond still burns, and nobody receives any of it. The fake registry refuses
		// any compensation.
		let (device, panel) = audited();
		let before = Balances::total_issuance();
		for auditor in &panel {
			assert_ok!(judge(*auditor, FRAUD));
		}
		blocks(APPEAL + 1);
		assert_ok!(Challenges::close_audit(RuntimeOrigin::signed(panel[0]), 0));
		assert_eq!((bond(device), Balances::total_issuance()), (0, before));
		assert_over(device);
	});
}

#[test]
fn leaving_with_the_bond_before_the_audit() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		blocks(1);
		settle(device, HOUR.day(), HourMask::FULL, 4);
		// From the settlement to the end of the audit the device owes something, without a gap.
		for _ in 0..DELAY + 1 {
			assert_eq!(world(|world| world.obligations[&device]), 1);
			next_block();
		}
		blocks(VERDICT + 1);
		assert_eq!(world(|world| world.obligations[&device]), 1);
		assert_ok!(Challenges::close_audit(RuntimeOrigin::signed(1), 0));
		assert_over(device);
	});
}

#[test]
fn flooding_the_lists_to_enter_late() {
	Ext::execute(|| {
		blocks(1);
		// Somebody has 200 devices enter and leave; the changes of others wait behind them, but all are applied.
		for id in 0..200 {
			let device = enrol(8, id);
			Challenges::result_changed(device, None);
		}
		enrol(7, 1_000);
		blocks(DELAY + 401u32.div_ceil(16));
		assert_eq!(ActiveCount::<Test>::get(), 1);
		assert!(events()
			.iter()
			.any(|event| matches!(event, Event::ChangesApplied { until: 401 })));
	});
}
