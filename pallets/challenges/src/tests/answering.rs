//! Commitments and openings.

use crate::{mock::*, Challenges as Open, Error, Event, Openings, Rounds};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use greenhour_types::{
	product::{product_seed, samples, CommittedProduct, ProductTree},
	DeviceId,
};

/// Computes the product that a device is asked for.
pub(super) fn compute(device: DeviceId) -> ProductTree {
	let challenge = Open::<Test>::get(device).expect("challenged");
	let round = Rounds::<Test>::get(challenge.round).expect("open");
	ProductTree::compute(&product_seed(&round.seed, device), challenge.leaves)
}

/// Commits to a product.
pub(super) fn commit(
	device: DeviceId,
	root: [u8; 32],
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Challenges::commit_product(RuntimeOrigin::signed(operator_of(device)), device, root)
}

/// Opens what the round asks for, from any tree.
pub(super) fn openings(device: DeviceId, tree: &ProductTree) -> Openings {
	let challenge = Open::<Test>::get(device).expect("challenged");
	let round = Rounds::<Test>::get(challenge.round).expect("open");
	let product = CommittedProduct {
		seed: product_seed(&round.seed, device),
		leaves: challenge.leaves,
		root: challenge.commitment.expect("committed"),
	};
	let seed = round.opening.expect("seeded").seed;
	let opened: Vec<_> = samples(&product, &seed, 4)
		.map(|sample| tree.open(sample.leaf).expect("there"))
		.collect();
	opened.try_into().expect("four")
}

fn open(
	device: DeviceId,
	openings: Openings,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Challenges::open_product(RuntimeOrigin::signed(operator_of(device)), device, openings)
}

/// Blocks from a draw until its openings are seeded.
pub(super) const TO_SEED: u32 = COMMIT + DELAY + 1;

fn one_challenged() -> DeviceId {
	let device = fleet(7, 3..4)[0];
	next_block();
	device
}

#[test]
fn a_committed_and_opened_product_answers() {
	Ext::execute(|| {
		let device = one_challenged();
		let moment = Now::get() - 6_000;
		let tree = compute(device);
		let committed = commit(device, tree.root()).expect("in time");
		assert_eq!(committed.pays_fee, Pays::No);
		blocks(TO_SEED - 1);
		assert!(Rounds::<Test>::get(1).expect("open").opening.is_none());
		next_block();
		let answered = open(device, openings(device, &tree)).expect("right");
		assert_eq!(answered.pays_fee, Pays::No);
		System::assert_last_event(Event::ChallengeAnswered { device, round: 1 }.into());
		assert_eq!(world(|world| world.answered.clone()), [(device, moment)]);
		blocks(OPEN + 2);
		assert_eq!(world(|world| world.missed.clone()), []);
	});
}

#[test]
fn a_product_that_is_not_drawn_is_answered_by_its_commitment() {
	Ext::execute(|| {
		OpenOneIn::set(u32::MAX);
		let device = one_challenged();
		assert_ok!(commit(device, [5; 32]));
		blocks(TO_SEED);
		assert_noop!(open(device, Openings::default()), Error::<Test>::NotDrawn);
		assert_eq!(world(|world| world.answered.len()), 0);
		blocks(OPEN + 1);
		assert_eq!(world(|world| world.answered.len()), 1);
	});
}

#[test]
fn silence_is_a_miss() {
	Ext::execute(|| {
		let device = one_challenged();
		blocks(TO_SEED + OPEN);
		assert_eq!(world(|world| world.missed.len()), 0);
		next_block();
		assert_eq!(world(|world| world.missed.clone()), [device]);
		assert!(events().contains(&Event::ChallengeMissed { device, round: 1 }));
	});
}

#[test]
fn a_commitment_that_is_not_opened_is_a_miss() {
	Ext::execute(|| {
		let device = one_challenged();
		assert_ok!(commit(device, [5; 32]));
		blocks(TO_SEED + OPEN + 1);
		assert_eq!(world(|world| world.missed.clone()), [device]);
	});
}

#[test]
fn only_the_operator_commits_once_and_in_time() {
	Ext::execute(|| {
		let device = one_challenged();
		let signed = RuntimeOrigin::signed;
		assert_noop!(
			Challenges::commit_product(signed(7), device, [1; 32]),
			Error::<Test>::NotOperator
		);
		assert_noop!(
			Challenges::commit_product(signed(7), DeviceId(99), [1; 32]),
			Error::<Test>::DeviceNotFound
		);
		blocks(COMMIT);
		assert_ok!(commit(device, [1; 32]));
		assert_noop!(commit(device, [2; 32]), Error::<Test>::AlreadyCommitted);
	});
}

#[test]
fn a_commitment_after_its_window_is_refused() {
	Ext::execute(|| {
		let device = one_challenged();
		blocks(COMMIT + 1);
		assert_noop!(commit(device, [1; 32]), Error::<Test>::Expired);
	});
}

#[test]
fn an_unchallenged_device_has_nothing_to_answer() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		assert_noop!(commit(device, [1; 32]), Error::<Test>::ChallengeNotFound);
		assert_noop!(
			open(device, Openings::default()),
			Error::<Test>::ChallengeNotFound
		);
	});
}

#[test]
fn openings_wait_for_commitment_and_seed_and_end_in_time() {
	Ext::execute(|| {
		let device = one_challenged();
		assert_noop!(
			open(device, Openings::default()),
			Error::<Test>::NotCommitted
		);
		let tree = compute(device);
		assert_ok!(commit(device, tree.root()));
		assert_noop!(
			open(device, Openings::default()),
			Error::<Test>::SeedNotReady
		);
		blocks(TO_SEED);
		let right = openings(device, &tree);
		blocks(OPEN);
		assert_ok!(open(device, right));
	});
}

#[test]
fn wrong_openings_say_what_is_wrong() {
	Ext::execute(|| {
		let device = one_challenged();
		let tree = compute(device);
		assert_ok!(commit(device, tree.root()));
		blocks(TO_SEED);
		let right = openings(device, &tree);
		assert_noop!(
			open(device, Openings::default()),
			Error::<Test>::OpeningCountMismatch
		);
		let mut wrong = right.clone();
		wrong[0].entries[0] ^= 1;
		assert_noop!(open(device, wrong), Error::<Test>::RootMismatch);
		assert_ok!(open(device, right));
	});
}

#[test]
fn a_made_up_product_does_not_open() {
	Ext::execute(|| {
		let device = one_challenged();
		let made_up = ProductTree::of_leaves(vec![[1; 16]; 2]);
		assert_ok!(commit(device, made_up.root()));
		blocks(TO_SEED);
		let openings = openings(device, &made_up);
		assert_noop!(open(device, openings), Error::<Test>::EntryMismatch);
	});
}

#[test]
fn a_round_of_twenty_closes_in_one_block() {
	Ext::execute(|| {
		fleet(7, 0..40);
		next_block();
		next_block();
		assert_eq!(
			Open::<Test>::iter().filter(|(_, it)| it.round == 1).count(),
			20
		);
		blocks(TO_SEED + OPEN - 1);
		assert_eq!(world(|world| world.missed.len()), 0);
		next_block();
		assert_eq!(world(|world| world.missed.len()), 20);
		next_block();
		let second = world(|world| world.missed.len());
		assert!(second <= 40, "at most 20 are closed in a block");
	});
}
