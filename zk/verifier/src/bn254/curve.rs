//! BN254 over our base field: the constants of `ark-bn254`, taken from there.

use super::field::{ours, Fq};
use ark_bn254::Fr;
use ark_ec::{
	bn::{self, Bn, BnConfig, TwistType},
	short_weierstrass::SWCurveConfig,
	CurveConfig,
};
use ark_ff::{
	fields::{Fp12, Fp12Config, Fp2, Fp2Config, Fp6, Fp6Config},
	AdditiveGroup, Field, Zero,
};

/// The curve with its pairing.
pub type Bn254 = Bn<Config>;

pub(super) type Fq2 = Fp2<Fq2Config>;
pub(super) type Fq6 = Fp6<Fq6Config>;
pub(super) type Fq12 = Fp12<Fq12Config>;
pub(super) type G1Affine = bn::G1Affine<Config>;
pub(super) type G1 = bn::G1Projective<Config>;
pub(super) type G2Affine = bn::G2Affine<Config>;

/// Parameters of the pairing.
pub struct Config;

type Theirs = ark_bn254::Config;

impl BnConfig for Config {
	const X: &'static [u64] = Theirs::X;
	const X_IS_NEGATIVE: bool = Theirs::X_IS_NEGATIVE;
	const ATE_LOOP_COUNT: &'static [i8] = Theirs::ATE_LOOP_COUNT;
	const TWIST_TYPE: TwistType = Theirs::TWIST_TYPE;
	const TWIST_MUL_BY_Q_X: Fq2 = ours2(Theirs::TWIST_MUL_BY_Q_X);
	const TWIST_MUL_BY_Q_Y: Fq2 = ours2(Theirs::TWIST_MUL_BY_Q_Y);
	type Fp = Fq;
	type Fp2Config = Fq2Config;
	type Fp6Config = Fq6Config;
	type Fp12Config = Fq12Config;
	type G1Config = G1Config;
	type G2Config = G2Config;
}

/// Parameters of G1.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct G1Config;

impl CurveConfig for G1Config {
	type BaseField = Fq;
	type ScalarField = Fr;
	const COFACTOR: &'static [u64] = ark_bn254::g1::Config::COFACTOR;
	const COFACTOR_INV: Fr = ark_bn254::g1::Config::COFACTOR_INV;
}

impl SWCurveConfig for G1Config {
	const COEFF_A: Fq = Fq::ZERO;
	const COEFF_B: Fq = ours(ark_bn254::g1::Config::COEFF_B);
	const GENERATOR: G1Affine = G1Affine::new_unchecked(
		ours(ark_bn254::g1::Config::GENERATOR.x),
		ours(ark_bn254::g1::Config::GENERATOR.y),
	);
	// (0, 0) is on neither curve.
	type ZeroFlag = ();

	#[inline(always)]
	fn mul_by_a(_: Fq) -> Fq {
		Fq::zero()
	}

	/// The order of the curve is prime.
	#[inline]
	fn is_in_correct_subgroup_assuming_on_curve(_: &G1Affine) -> bool {
		true
	}
}

/// Parameters of G2.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct G2Config;

impl CurveConfig for G2Config {
	type BaseField = Fq2;
	type ScalarField = Fr;
	const COFACTOR: &'static [u64] = ark_bn254::g2::Config::COFACTOR;
	const COFACTOR_INV: Fr = ark_bn254::g2::Config::COFACTOR_INV;
}

impl SWCurveConfig for G2Config {
	const COEFF_A: Fq2 = Fq2::ZERO;
	const COEFF_B: Fq2 = ours2(ark_bn254::g2::Config::COEFF_B);
	const GENERATOR: G2Affine = G2Affine::new_unchecked(
		ours2(ark_bn254::g2::Config::GENERATOR.x),
		ours2(ark_bn254::g2::Config::GENERATOR.y),
	);
	type ZeroFlag = ();

	#[inline(always)]
	fn mul_by_a(_: Fq2) -> Fq2 {
		Fq2::zero()
	}

	fn is_in_correct_subgroup_assuming_on_curve(point: &G2Affine) -> bool {
		super::subgroup::contains(point)
	}
}

/// Parameters of the quadratic extension.
pub struct Fq2Config;

impl Fp2Config for Fq2Config {
	type Fp = Fq;
	const NONRESIDUE: Fq = ours(ark_bn254::Fq2Config::NONRESIDUE);
	const FROBENIUS_COEFF_FP2_C1: &'static [Fq] = &[Fq::ONE, Self::NONRESIDUE];

	#[inline(always)]
	fn mul_fp_by_nonresidue_in_place(element: &mut Fq) -> &mut Fq {
		element.neg_in_place()
	}
}

/// Parameters of the sextic extension.
#[derive(Clone, Copy)]
pub struct Fq6Config;

impl Fp6Config for Fq6Config {
	type Fp2Config = Fq2Config;
	const NONRESIDUE: Fq2 = ours2(ark_bn254::Fq6Config::NONRESIDUE);
	const FROBENIUS_COEFF_FP6_C1: &'static [Fq2] =
		&table::<6>(ark_bn254::Fq6Config::FROBENIUS_COEFF_FP6_C1);
	const FROBENIUS_COEFF_FP6_C2: &'static [Fq2] =
		&table::<6>(ark_bn254::Fq6Config::FROBENIUS_COEFF_FP6_C2);

	/// (9 + u)(a + b u) = (9 a - b) + (9 b + a) u
	#[inline(always)]
	#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
	fn mul_fp2_by_nonresidue_in_place(element: &mut Fq2) -> &mut Fq2 {
		let Fq2 { c0, c1 } = *element;
		let mut nine = *element;
		nine.double_in_place().double_in_place().double_in_place();
		*element = Fq2::new(nine.c0 + c0 - c1, nine.c1 + c1 + c0);
		element
	}
}

/// Parameters of the extension of degree twelve.
#[derive(Clone, Copy)]
pub struct Fq12Config;

impl Fp12Config for Fq12Config {
	type Fp6Config = Fq6Config;
	const NONRESIDUE: Fq6 = Fq6::new(Fq2::ZERO, Fq2::ONE, Fq2::ZERO);
	const FROBENIUS_COEFF_FP12_C1: &'static [Fq2] =
		&table::<12>(ark_bn254::Fq12Config::FROBENIUS_COEFF_FP12_C1);
}

const fn ours2(element: ark_bn254::Fq2) -> Fq2 {
	Fq2::new(ours(element.c0), ours(element.c1))
}

/// Evaluated by the compiler, which refuses a place outside.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
const fn table<const N: usize>(from: &[ark_bn254::Fq2]) -> [Fq2; N] {
	let mut table = [Fq2::ZERO; N];
	let mut place = 0;
	while place < N {
		table[place] = ours2(from[place]);
		place += 1;
	}
	table
}
