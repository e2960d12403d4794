//! The same results as `ark-bn254`, operation by operation.

use super::{
	combine,
	curve::{Fq12, Fq2, G1Affine, G2Affine, G1},
	decode,
	field::Fq,
	limbs, miller, subgroup, Bn254,
};
use crate::engine::{product_is_one, Engine, OutsideSubgroup};
use alloc::vec::Vec;
use ark_bn254::Fr;
use ark_ec::{
	pairing::Pairing, short_weierstrass::SWCurveConfig, AffineRepr, CurveConfig, CurveGroup,
	PrimeGroup,
};
use ark_ff::{BigInt, BigInteger, Field, Fp, One, PrimeField, UniformRand, Zero};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use num_bigint::BigInt as Integer;
use proptest::prelude::*;
use rand_chacha::{rand_core::SeedableRng, ChaCha20Rng};

type Theirs = ark_bn254::Bn254;
type G2 = <Bn254 as Pairing>::G2;

fn rng(seed: u64) -> ChaCha20Rng {
	ChaCha20Rng::seed_from_u64(seed)
}

fn element(words: [u64; 4]) -> Fq {
	Fp(BigInt(words), core::marker::PhantomData)
}

/// Any four words below the modulus: random, and the edges.
fn words() -> impl Strategy<Value = [u64; 4]> {
	let below = |words: &[u64; 4]| BigInt(*words) < Fq::MODULUS;
	let minus_one = (-Fq::from(1u64)).into_bigint().0;
	prop_oneof![
		8 => any::<[u64; 4]>().prop_map(|[a, b, c, d]| [a, b, c, d >> 3]).prop_filter("below p", below),
		1 => Just(minus_one),
		1 => Just([0; 4]),
		1 => Just([1, 0, 0, 0]),
		1 => Just([u64::MAX, u64::MAX, u64::MAX, 0x2fff_ffff_ffff_ffff]),
	]
}

/// A random point of the twist, almost never in G2.
fn on_twist(seed: u64) -> G2Affine {
	let mut rng = rng(seed);
	loop {
		if let Some(point) = G2Affine::get_point_from_x_unchecked(Fq2::rand(&mut rng), true) {
			return point;
		}
	}
}

/// A point of the order that is left when the order of the twist is divided by `factor r`, times
/// `factor`: its order divides `factor`.
fn of_small_order(seed: u64, factor: u64) -> G2Affine {
	let cofactor = Integer::from_bytes_le(
		num_bigint::Sign::Plus,
		&BigInt::<4>(
			super::curve::G2Config::COFACTOR
				.try_into()
				.expect("four words"),
		)
		.to_bytes_le(),
	);
	assert_eq!(&cofactor % factor, Integer::from(0));
	let quotient = cofactor / factor;
	let (_, scalar) = quotient.to_u64_digits();
	on_twist(seed)
		.mul_bigint(Fr::MODULUS)
		.mul_bigint(scalar)
		.into_affine()
}

fn has_order_r(point: &G2Affine) -> bool {
	point.mul_bigint(Fr::MODULUS).is_zero()
}

fn same<A: CanonicalSerialize, B: CanonicalDeserialize>(point: &A) -> B {
	let mut bytes = Vec::new();
	point.serialize_uncompressed(&mut bytes).expect("memory");
	B::deserialize_uncompressed(&bytes[..]).expect("the same curve")
}

fn g1(rng: &mut ChaCha20Rng) -> G1Affine {
	G1::rand(rng).into_affine()
}

fn g2(rng: &mut ChaCha20Rng) -> G2Affine {
	G2::rand(rng).into_affine()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn limbs_multiply_add_and_subtract_like_the_field(a in words(), b in words(), c in words(), d in words()) {
		let [x, y, z, t] = [a, b, c, d].map(element);
		prop_assert_eq!(element(limbs::product(&a, &b)), x * y);
		prop_assert_eq!(element(limbs::square(&a)), x * x);
		prop_assert_eq!(element(limbs::sum(&a, &b)), x + y);
		prop_assert_eq!(element(limbs::difference(&a, &b)), x - y);
		prop_assert_eq!(
			element(limbs::sum_of_two_products([&a, &c], [&b, &d])),
			x * y + z * t
		);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn a_point_is_in_the_subgroup_exactly_if_the_order_sends_it_to_infinity(seed: u64, inside: bool) {
		let point = if inside { g2(&mut rng(seed)) } else { on_twist(seed) };
		prop_assert_eq!(has_order_r(&point), inside);
		prop_assert_eq!(subgroup::contains(&point), inside);
		let generator = G1Affine::generator();
		let verdict = miller::product_is_one(&[(generator, G2Affine::generator()), (generator, point)]);
		prop_assert_eq!(verdict, if inside { Ok(false) } else { Err(OutsideSubgroup(1)) });
	}

	#[test]
	fn a_point_moved_by_one_of_small_order_is_found(seed: u64) {
		let small = of_small_order(seed, 10_069);
		prop_assume!(!small.is_zero());
		for point in [small, (small + g2(&mut rng(seed))).into_affine()] {
			prop_assert!(!has_order_r(&point));
			prop_assert!(!subgroup::contains(&point));
			prop_assert_eq!(
				miller::product_is_one(&[(G1Affine::generator(), point)]),
				Err(OutsideSubgroup(0))
			);
		}
	}

	#[test]
	fn compressed_points_are_read_like_arkworks_reads_them(seed: u64, flip in prop::option::of(0usize..512)) {
		let mut rng = rng(seed);
		let mut bytes = Vec::new();
		g1(&mut rng).serialize_compressed(&mut bytes).expect("memory");
		on_twist(seed).serialize_compressed(&mut bytes).expect("memory");
		if let Some(bit) = flip {
			bytes[bit / 8 % 96] ^= 1 << (bit % 8);
		}
		let first = G1Affine::deserialize_compressed(&bytes[..32]).ok().filter(|p| !p.is_zero());
		prop_assert_eq!(decode::g1(&mut &bytes[..32]), first);
		let second = G2Affine::deserialize_compressed_unchecked(&bytes[32..]).ok().filter(|p| !p.is_zero());
		prop_assert_eq!(decode::twist(&mut &bytes[32..]), second);
	}

	#[test]
	fn multiples_and_sums_are_those_of_the_coefficients(seed: u64, halves in prop::collection::vec(any::<[u64; 2]>(), 1..9)) {
		let mut rng = rng(seed);
		let points: Vec<G1Affine> = halves.iter().map(|_| g1(&mut rng)).collect();
		let expected: Vec<G1Affine> = points.iter().zip(&halves)
			.map(|(point, halves)| (*point * combine::coefficient(*halves)).into_affine())
			.collect();
		prop_assert_eq!(combine::multiples(&points, &halves), expected.as_slice());
		let sum: G1 = expected.iter().map(|point| point.into_group()).sum();
		prop_assert_eq!(combine::sum(&points, &halves), sum);
	}

	#[test]
	fn products_of_pairings_are_one_exactly_if_the_exponents_sum_to_zero(seed: u64, count in 1usize..6, balanced: bool) {
		let mut rng = rng(seed);
		let mut scalars: Vec<(Fr, Fr)> = (0..count).map(|_| (Fr::rand(&mut rng), Fr::rand(&mut rng))).collect();
		let sum: Fr = scalars.iter().map(|(a, b)| a * b).sum();
		if balanced {
			scalars.push((-sum, Fr::one()));
		}
		let pairs: Vec<_> = scalars.iter()
			.map(|(a, b)| ((G1::generator() * a).into_affine(), (G2::generator() * b).into_affine()))
			.collect();
		prop_assert_eq!(miller::product_is_one(&pairs), Ok(balanced));
		prop_assert_eq!(product_is_one::<Bn254>(&pairs), Ok(balanced));
		let theirs = Theirs::multi_pairing(
			pairs.iter().map(|(p, _)| same::<_, ark_bn254::G1Affine>(p)),
			pairs.iter().map(|(_, q)| same::<_, ark_bn254::G2Affine>(q)),
		);
		prop_assert_eq!(theirs.is_zero(), balanced);
	}
}

#[test]
fn the_pairing_is_that_of_arkworks() {
	let mut rng = rng(3);
	let (p, q) = (g1(&mut rng), g2(&mut rng));
	let ours = Bn254::pairing(p, q);
	let theirs = Theirs::pairing(
		same::<_, ark_bn254::G1Affine>(&p),
		same::<_, ark_bn254::G2Affine>(&q),
	);
	assert_eq!(ours.0, same::<_, Fq12>(&theirs.0));
}

fn gcd(mut a: Integer, mut b: Integer) -> Integer {
	while b != Integer::from(0) {
		(a, b) = (b.clone(), a % b);
	}
	a
}

#[test]
fn the_vector_of_the_subgroup_test_shares_only_r_with_the_order_of_the_twist() {
	let integer = |text: &str| text.parse::<Integer>().expect("decimal");
	let x = Integer::from(4_965_661_367_192_848_881u64);
	let p = integer(&Fq::MODULUS.to_string());
	let r = integer(&Fr::MODULUS.to_string());
	let trace: Integer = &x * &x * 6 + 1;
	assert_eq!(&p + 1 - &trace, r);
	let cofactor: Integer = &p - 1 + &trace;
	assert_eq!(
		BigInt::<4>(
			super::curve::G2Config::COFACTOR
				.try_into()
				.expect("four words")
		)
		.to_string(),
		cofactor.to_string()
	);
	let loop_count: Integer = &x * 6 + 2;
	let [low, high] = subgroup::LOOP_COUNT.map(Integer::from);
	assert_eq!(low + (high << 64), loop_count);
	// 6x + 2 + z - z^2 + z^3 modulo z^2 - t z + p is a + b z.
	let a = &loop_count + &p - &trace * &p;
	let b = Integer::from(1) - &trace + &trace * &trace - &p;
	// Its product with the conjugate: the resultant.
	let resultant = &a * &a + &a * &b * &trace + &b * &b * &p;
	assert_eq!(gcd(resultant, &cofactor * &r), r);
	assert_eq!(
		(loop_count + &p - &p * &p + &p * &p * &p) % &r,
		Integer::from(0)
	);
}

#[test]
fn psi_is_a_root_of_the_characteristic_polynomial_on_all_of_the_twist() {
	let q = on_twist(5);
	let psi = |point: G2Affine| {
		let (x, y) = subgroup::psi(point.x, point.y);
		G2Affine::new_unchecked(x, y)
	};
	let x = 4_965_661_367_192_848_881u64;
	let trace = u128::from(x) * u128::from(x) * 6 + 1;
	let words = [trace as u64, (trace >> 64) as u64];
	let zero = psi(psi(q)).into_group() - psi(q).mul_bigint(words) + q.mul_bigint(Fq::MODULUS);
	assert!(psi(q).is_on_curve());
	assert!(zero.is_zero());
}

#[test]
fn infinity_pairs_to_one() {
	let generators = (G1Affine::generator(), G2Affine::generator());
	let nothing = (G1Affine::identity(), G2Affine::generator());
	assert_eq!(Bn254::product_is_one(&[nothing]), Ok(true));
	assert_eq!(Bn254::product_is_one(&[generators, nothing]), Ok(false));
	assert_eq!(
		Bn254::product_is_one(&[nothing, (generators.0, on_twist(1))]),
		Err(OutsideSubgroup(1))
	);
}

#[test]
fn roots_of_edge_cases_are_found_like_arkworks_finds_them() {
	// y^2 = x^3 + B for x with one coordinate zero, and elements of the base field.
	for x in [
		Fq2::zero(),
		Fq2::one(),
		-Fq2::one(),
		Fq2::new(Fq::zero(), Fq::one()),
	] {
		for larger in [false, true] {
			let Some(point) = G2Affine::get_point_from_x_unchecked(x, larger) else {
				continue;
			};
			let mut bytes = Vec::new();
			point.serialize_compressed(&mut bytes).expect("memory");
			assert_eq!(decode::twist(&mut &bytes[..]), Some(point));
		}
	}
	for a in [0u64, 1, 2, 3, 4, 5, 9] {
		for b in [
			Fq2::new(Fq::from(a), Fq::zero()),
			Fq2::new(-Fq::from(a), Fq::zero()),
			Fq2::new(Fq::zero(), Fq::from(a)),
		] {
			let square = b.square();
			let found = decode::root_of_pair(&square).expect("a square");
			assert_eq!(found.square(), square);
			assert_eq!(decode::root_of_pair(&b).is_some(), b.sqrt().is_some());
		}
	}
}

#[test]
fn constants_are_those_of_arkworks() {
	assert_eq!(Fq::MODULUS, ark_bn254::Fq::MODULUS);
	assert_eq!(
		<G2Affine as AffineRepr>::Config::COEFF_B.c0.0,
		ark_bn254::g2::Config::COEFF_B.c0.0
	);
	let half: Fq = Fq::from(2u64).inverse().expect("odd");
	assert_eq!(half + half, Fq::one());
	// 1 + lambda + lambda^2 = 0, and lambda P = (beta x, y).
	let lambda = combine::coefficient([0, 1]);
	assert!((lambda * lambda + lambda + Fr::one()).is_zero());
}
