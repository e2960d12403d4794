//! The base field of BN254, the same elements in memory as those of `ark-bn254`.
//!
//! Natively all arithmetic is that of `ark-bn254`. In Wasm multiplication is [`limbs`]', additions
//! have no branch. Both are tested against each other natively.

#[cfg(target_arch = "wasm32")]
use super::limbs;
use ark_ff::{BigInt, Fp, Fp256, MontBackend, MontConfig};
use core::marker::PhantomData;

/// Parameters of the base field.
pub struct FqConfig;

/// Element of the base field.
pub(crate) type Fq = Fp256<MontBackend<FqConfig, 4>>;

type Theirs = ark_bn254::FqConfig;

/// The same element, from `ark-bn254`.
pub(super) const fn ours(element: ark_bn254::Fq) -> Fq {
	Fp(element.0, PhantomData)
}

#[cfg(not(target_arch = "wasm32"))]
const fn theirs(element: &Fq) -> ark_bn254::Fq {
	Fp(element.0, PhantomData)
}

#[cfg(not(target_arch = "wasm32"))]
impl MontConfig<4> for FqConfig {
	const MODULUS: BigInt<4> = Theirs::MODULUS;
	const GENERATOR: Fq = ours(Theirs::GENERATOR);
	const TWO_ADIC_ROOT_OF_UNITY: Fq = ours(Theirs::TWO_ADIC_ROOT_OF_UNITY);

	#[inline(always)]
	fn add_assign(a: &mut Fq, b: &Fq) {
		let mut sum = theirs(a);
		Theirs::add_assign(&mut sum, &theirs(b));
		a.0 = sum.0;
	}

	#[inline(always)]
	fn sub_assign(a: &mut Fq, b: &Fq) {
		let mut difference = theirs(a);
		Theirs::sub_assign(&mut difference, &theirs(b));
		a.0 = difference.0;
	}

	#[inline(always)]
	fn double_in_place(a: &mut Fq) {
		let mut double = theirs(a);
		Theirs::double_in_place(&mut double);
		a.0 = double.0;
	}

	#[inline(always)]
	fn mul_assign(a: &mut Fq, b: &Fq) {
		let mut product = theirs(a);
		Theirs::mul_assign(&mut product, &theirs(b));
		a.0 = product.0;
	}

	#[inline(always)]
	fn square_in_place(a: &mut Fq) {
		let mut square = theirs(a);
		Theirs::square_in_place(&mut square);
		a.0 = square.0;
	}

	#[inline(always)]
	fn sum_of_products<const M: usize>(a: &[Fq; M], b: &[Fq; M]) -> Fq {
		ours(Theirs::sum_of_products(
			&a.each_ref().map(theirs),
			&b.each_ref().map(theirs),
		))
	}
}

#[cfg(target_arch = "wasm32")]
impl MontConfig<4> for FqConfig {
	const MODULUS: BigInt<4> = Theirs::MODULUS;
	const GENERATOR: Fq = ours(Theirs::GENERATOR);
	const TWO_ADIC_ROOT_OF_UNITY: Fq = ours(Theirs::TWO_ADIC_ROOT_OF_UNITY);

	#[inline(always)]
	fn add_assign(a: &mut Fq, b: &Fq) {
		a.0 .0 = limbs::sum(&a.0 .0, &b.0 .0);
	}

	#[inline(always)]
	fn sub_assign(a: &mut Fq, b: &Fq) {
		a.0 .0 = limbs::difference(&a.0 .0, &b.0 .0);
	}

	#[inline(always)]
	fn double_in_place(a: &mut Fq) {
		a.0 .0 = limbs::sum(&a.0 .0, &a.0 .0);
	}

	#[inline(always)]
	fn mul_assign(a: &mut Fq, b: &Fq) {
		a.0 .0 = limbs::product(&a.0 .0, &b.0 .0);
	}

	#[inline(always)]
	fn square_in_place(a: &mut Fq) {
		a.0 .0 = limbs::square(&a.0 .0);
	}

	#[inline(always)]
	#[allow(clippy::arithmetic_side_effects, reason = "field arithmetic is total")]
	fn sum_of_products<const M: usize>(a: &[Fq; M], b: &[Fq; M]) -> Fq {
		match (a.as_slice(), b.as_slice()) {
			([a, c], [b, d]) => Fp(
				BigInt(limbs::sum_of_two_products(
					[&a.0 .0, &c.0 .0],
					[&b.0 .0, &d.0 .0],
				)),
				PhantomData,
			),
			_ => a.iter().zip(b).map(|(a, b)| *a * b).sum(),
		}
	}
}
