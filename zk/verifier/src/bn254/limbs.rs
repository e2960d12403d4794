//! Montgomery multiplication for a machine without a wide multiplication.
//!
//! Wasm has no 64 by 64 to 128 bit product: what is one instruction natively becomes a call there.
//! Here a field element is nine limbs of 29 bits, each in a 64-bit word. Products have at most 58
//! bits, so a column of them is summed without carries.
//!
//! # Bounds
//! `p < 2^254`, limbs are below `2^29`. A column takes at most 9 products for each pair of factors
//! and 9 of the reduction, so with two pairs at most `27 * 2^58 < 2^63`, and a carry below `2^35`:
//! no word overflows, and the wrapping operators never wrap.
//!
//! # Radix
//! Nine limbs reduce by `2^261`, while elements are kept with the factor `2^256`. One factor is
//! multiplied by `2^5` when it is cut into limbs, and `32 a < 2^259` still fits:
//! `(32 a) b / 2^261 = a b / 2^256`.
//!
//! # Size of the result
//! `(32 * sum a b + q p) / 2^261` with `q < 2^261` is below `p + 32 n p^2 / 2^261 < 2 p` for `n = 1, 2`
//! pairs, because `32 p / 2^261 < 0.19`. One conditional subtraction makes it canonical.
//!
//! **Source**: Montgomery reduction with postponed carries, as in Gueron and Krasnov,
//! "Software implementation of modular exponentiation, using advanced vector instructions".

/// Bits of a limb.
const BITS: u32 = 29;
const MASK: u64 = (1 << BITS) - 1;

/// The modulus, lowest limb first.
const MODULUS: [u64; 9] = [
	0x187c_fd47,
	0x0104_60b6,
	0x1c72_a34f,
	0x02d5_22d0,
	0x1585_d978,
	0x02db_40c0,
	0x00a6_e141,
	0x0e5c_2634,
	0x0030_644e,
];

/// The modulus in words, lowest first.
const WORDS: [u64; 4] = [
	0x3c20_8c16_d87c_fd47,
	0x9781_6a91_6871_ca8d,
	0xb850_45b6_8181_585d,
	0x3064_4e72_e131_a029,
];

/// `-1 / p` modulo `2^29`.
const NEGATIVE_INVERSE: u64 = 0x0486_6389;

/// `a b / 2^256` modulo `p`, below `p`, for `a` and `b` below `p`. Words are lowest first.
#[inline]
pub(crate) fn product(a: &[u64; 4], b: &[u64; 4]) -> [u64; 4] {
	let (a, b) = (cut_times_32(a), cut(b));
	let mut columns = [0; 9];
	macro_rules! rows {
		($($limb:literal)*) => { $( columns = reduce(add_row(columns, &a, b[$limb])); )* };
	}
	rows!(0 1 2 3 4 5 6 7 8);
	canonical(columns)
}

/// `(a b + c d) / 2^256` modulo `p`, below `p`, for factors below `p`.
#[inline]
pub(crate) fn sum_of_two_products([a, c]: [&[u64; 4]; 2], [b, d]: [&[u64; 4]; 2]) -> [u64; 4] {
	let (a, b, c, d) = (cut_times_32(a), cut(b), cut_times_32(c), cut(d));
	let mut columns = [0; 9];
	macro_rules! rows {
		($($limb:literal)*) => { $(
			columns = reduce(add_row(add_row(columns, &a, b[$limb]), &c, d[$limb]));
		)* };
	}
	rows!(0 1 2 3 4 5 6 7 8);
	canonical(columns)
}

/// `a^2 / 2^256` modulo `p`, below `p`, for `a` below `p`.
#[inline]
pub(crate) fn square(a: &[u64; 4]) -> [u64; 4] {
	product(a, a)
}

/// `a + b` modulo `p`, for `a` and `b` below `p`.
#[inline(always)]
pub(crate) fn sum([a0, a1, a2, a3]: &[u64; 4], [b0, b1, b2, b3]: &[u64; 4]) -> [u64; 4] {
	let (s0, carry) = a0.overflowing_add(*b0);
	let (s1, carry) = add_with_carry(*a1, *b1, carry);
	let (s2, carry) = add_with_carry(*a2, *b2, carry);
	let (s3, _) = add_with_carry(*a3, *b3, carry);
	below_modulus([s0, s1, s2, s3])
}

/// `a - b` modulo `p`, for `a` and `b` below `p`.
#[inline(always)]
pub(crate) fn difference(a: &[u64; 4], b: &[u64; 4]) -> [u64; 4] {
	let ([d0, d1, d2, d3], borrow) = subtract(a, b);
	// All ones if there was a borrow.
	let mask = 0u64.wrapping_sub(u64::from(borrow));
	let [p0, p1, p2, p3] = WORDS.map(|word| word & mask);
	let (d0, carry) = d0.overflowing_add(p0);
	let (d1, carry) = add_with_carry(d1, p1, carry);
	let (d2, carry) = add_with_carry(d2, p2, carry);
	let (d3, _) = add_with_carry(d3, p3, carry);
	[d0, d1, d2, d3]
}

/// A number below `2 p`, less `p` if it is not below `p`.
#[inline(always)]
fn below_modulus(number: [u64; 4]) -> [u64; 4] {
	let ([d0, d1, d2, d3], borrow) = subtract(&number, &WORDS);
	let mask = 0u64.wrapping_sub(u64::from(borrow));
	let [n0, n1, n2, n3] = number;
	let select = |less: u64, same: u64| less ^ ((less ^ same) & mask);
	[
		select(d0, n0),
		select(d1, n1),
		select(d2, n2),
		select(d3, n3),
	]
}

/// `a - b` modulo `2^256`, and whether that is negative.
#[inline(always)]
fn subtract([a0, a1, a2, a3]: &[u64; 4], [b0, b1, b2, b3]: &[u64; 4]) -> ([u64; 4], bool) {
	let (d0, borrow) = a0.overflowing_sub(*b0);
	let (d1, borrow) = subtract_with_borrow(*a1, *b1, borrow);
	let (d2, borrow) = subtract_with_borrow(*a2, *b2, borrow);
	let (d3, borrow) = subtract_with_borrow(*a3, *b3, borrow);
	([d0, d1, d2, d3], borrow)
}

#[inline(always)]
fn add_with_carry(a: u64, b: u64, carry: bool) -> (u64, bool) {
	let (sum, first) = a.overflowing_add(b);
	let (sum, second) = sum.overflowing_add(u64::from(carry));
	(sum, first | second)
}

#[inline(always)]
fn subtract_with_borrow(a: u64, b: u64, borrow: bool) -> (u64, bool) {
	let (difference, first) = a.overflowing_sub(b);
	let (difference, second) = difference.overflowing_sub(u64::from(borrow));
	(difference, first | second)
}

/// Adds one limb times nine to the columns.
#[inline(always)]
fn add_row(columns: [u64; 9], a: &[u64; 9], b: u64) -> [u64; 9] {
	let [c0, c1, c2, c3, c4, c5, c6, c7, c8] = columns;
	let [a0, a1, a2, a3, a4, a5, a6, a7, a8] = *a;
	let add = |column: u64, limb: u64| column.wrapping_add(limb.wrapping_mul(b));
	[
		add(c0, a0),
		add(c1, a1),
		add(c2, a2),
		add(c3, a3),
		add(c4, a4),
		add(c5, a5),
		add(c6, a6),
		add(c7, a7),
		add(c8, a8),
	]
}

/// Adds the multiple of the modulus that clears the lowest limb, and drops that limb.
#[inline(always)]
fn reduce(columns: [u64; 9]) -> [u64; 9] {
	let quotient = columns[0].wrapping_mul(NEGATIVE_INVERSE) & MASK;
	let [c0, c1, c2, c3, c4, c5, c6, c7, c8] = add_row(columns, &MODULUS, quotient);
	[c1.wrapping_add(c0 >> BITS), c2, c3, c4, c5, c6, c7, c8, 0]
}

/// Nine limbs of a number below `2^256`.
#[inline(always)]
fn cut([w0, w1, w2, w3]: &[u64; 4]) -> [u64; 9] {
	[
		w0 & MASK,
		(w0 >> 29) & MASK,
		(w0 >> 58 | w1 << 6) & MASK,
		(w1 >> 23) & MASK,
		(w1 >> 52 | w2 << 12) & MASK,
		(w2 >> 17) & MASK,
		(w2 >> 46 | w3 << 18) & MASK,
		(w3 >> 11) & MASK,
		w3 >> 40,
	]
}

/// Nine limbs of 32 times a number below `2^254`.
#[inline(always)]
fn cut_times_32([w0, w1, w2, w3]: &[u64; 4]) -> [u64; 9] {
	[
		(w0 << 5) & MASK,
		(w0 >> 24) & MASK,
		(w0 >> 53 | w1 << 11) & MASK,
		(w1 >> 18) & MASK,
		(w1 >> 47 | w2 << 17) & MASK,
		(w2 >> 12) & MASK,
		(w2 >> 41 | w3 << 23) & MASK,
		(w3 >> 6) & MASK,
		w3 >> 35,
	]
}

/// The words of a number below `2 p` in columns, less `p` if it is not below `p`.
#[inline(always)]
fn canonical(columns: [u64; 9]) -> [u64; 4] {
	let [c0, c1, c2, c3, c4, c5, c6, c7, c8] = columns;
	let c1 = c1.wrapping_add(c0 >> BITS);
	let c2 = c2.wrapping_add(c1 >> BITS);
	let c3 = c3.wrapping_add(c2 >> BITS);
	let c4 = c4.wrapping_add(c3 >> BITS);
	let c5 = c5.wrapping_add(c4 >> BITS);
	let c6 = c6.wrapping_add(c5 >> BITS);
	let c7 = c7.wrapping_add(c6 >> BITS);
	let c8 = c8.wrapping_add(c7 >> BITS);
	let low = |column: u64| column & MASK;
	below_modulus([
		low(c0) | low(c1) << 29 | c2 << 58,
		low(c2) >> 6 | low(c3) << 23 | c4 << 52,
		low(c4) >> 12 | low(c5) << 17 | c6 << 46,
		low(c6) >> 18 | low(c7) << 11 | c8 << 40,
	])
}
