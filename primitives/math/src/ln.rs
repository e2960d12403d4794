//! The natural logarithm of an integer.
//!
//! With 2^k the largest power of two that x has, j / 32 the multiple of 1/32 nearest to x / 2^k, and
//! z = |x - 2^k j / 32| / (x + 2^k j / 32), which is at most 2^-7,
//!
//! ```text
//! ln x = k ln 2 + ln(j / 32) +- 2 atanh z         atanh z = z (1 + z^2/3 + z^4/5 + ...)
//! ```
//!
//! Seven terms leave a remainder below z^15 / 15 < 2^-108. The series runs in Q127 without a division, so
//! that a logarithm costs about forty 64-bit multiplications.

use crate::{
	fixed::{fraction_down, mul_high},
	MathError,
};

/// Fraction bits of the result of [`ln`].
pub const LN_FRACTION_BITS: u32 = 88;
/// Largest argument of [`ln`].
pub const MAX_ARGUMENT: u64 = 1 << 62;

/// One in Q127.
const ONE: u128 = 1 << 127;
/// ln 2 in Q127, rounded down.
const LN_2: u128 = 0x58b9_0bfb_e8e7_bcd5_e4f1_d9cc_01f9_7b57;
/// From Q127 to Q120, in which k ln 2 fits for k up to 63.
const TO_Q120: u32 = 7;
/// From Q120 to the format of the result.
const TO_RESULT: u32 = 120 - LN_FRACTION_BITS;

/// 1, 1/3, 1/5, ... in Q127: the coefficients of atanh z / z, smallest last.
const COEFFICIENTS: [u128; 7] = [ONE, ONE / 3, ONE / 5, ONE / 7, ONE / 9, ONE / 11, ONE / 13];

/// ln(j / 32) in Q120 for j from 32 to 64, rounded down.
const LN_OF_32THS: [u128; 33] = [
	0x0000_0000_0000_0000_0000_0000_0000_0000,
	0x0007_e0a6_c39e_0cc0_133e_3f04_f1ef_229f,
	0x000f_8518_6008_b153_30be_64b8_b775_9978,
	0x0016_f0d2_8ae5_6b4b_9be4_99b9_ed19_b640,
	0x001e_2707_6e2a_f2e5_e9ea_87ff_e1fe_9e15,
	0x0025_2aa5_f03f_ea46_980b_b8e2_03ed_f4d1,
	0x002b_fe60_e14f_27a7_90e7_c414_0e42_4775,
	0x0032_a4b5_39e8_ad68_ec82_60ea_7171_2cec,
	0x0039_1fef_8f35_3443_584b_b03d_e5ff_7344,
	0x003f_7230_dabc_7c55_1aaa_8cd8_6f29_a594,
	0x0045_9d72_aeae_9838_0e73_1f55_c41b_8b82,
	0x004b_a38a_eb84_74c2_70b3_246a_1420_6cf3,
	0x0051_862f_0871_7b09_f42d_ecde_ccf1_cd10,
	0x0057_46f6_fd60_2729_4236_383d_c7fe_1159,
	0x005c_e75f_daef_401a_7389_314f_eb4f_bde5,
	0x0062_68ce_1b05_096a_d69c_6204_40f0_55b3,
	0x0067_cc8f_b2fe_612f_cada_35d9_bd01_4886,
	0x006d_13dd_ef32_3d8a_32fb_b6ab_a638_78ef,
	0x0072_3fdf_1e6a_6886_b097_607b_cbfe_e689,
	0x0077_51a8_1307_1282_fb98_9a92_7476_e1fe,
	0x007c_4a3d_7ebc_1bb2_cd72_0ec4_4c73_d75c,
	0x0081_2a95_2d2e_87f6_34e3_4aeb_f73f_fe34,
	0x0085_f397_2129_5415_b4c4_bdd9_9eff_e69b,
	0x008a_a61e_97a6_af4d_4c79_9d1c_b2f1_4054,
	0x008f_42fa_f382_0681_ef62_cd2f_9f1e_35f2,
	0x0093_caf0_944d_88d7_5bc1_f9ed_cb43_8ffc,
	0x0098_3eb9_9a78_85f0_fdac_850f_ab36_cdee,
	0x009c_9f06_9ab1_50cd_4e22_1301_b6f8_c38f,
	0x00a0_ec7f_4233_9573_2325_e617_a300_bbca,
	0x00a5_27c2_ed81_f5d8_113d_fa3d_3761_b631,
	0x00a9_5169_32de_2d57_73be_4578_ad97_aea7,
	0x00ad_6a02_61ac_f967_d94d_552f_811c_d408,
	0x00b1_7217_f7d1_cf79_abc9_e3b3_9803_f2f6,
];
/// Arguments are shifted until this is their highest bit.
const HIGHEST_BIT: u32 = 62;
/// From a shifted argument to its 32ths.
const TO_32THS: u32 = HIGHEST_BIT - 5;

/// ln `x` with [`LN_FRACTION_BITS`] fraction bits.
///
/// **Units**: Q88. The result differs from ln x by less than 2^-87 and never falls when `x` rises.
///
/// **Errors** `ArgumentOutOfRange`: `x` is zero or above [`MAX_ARGUMENT`].
pub fn ln(x: u64) -> Result<u128, MathError> {
	if x > MAX_ARGUMENT {
		return Err(MathError::ArgumentOutOfRange);
	}
	let exponent = x.checked_ilog2().ok_or(MathError::ArgumentOutOfRange)?;
	// In [2^62, 2^63).
	let x = u128::from(x)
		.checked_shl(HIGHEST_BIT.saturating_sub(exponent))
		.ok_or(MathError::Overflow)?;
	// To the nearest 32th, of which there are 32 to 64; their sum with x is below 2^64.
	let nearest = (x >> (TO_32THS - 1)).saturating_add(1) >> 1;
	let of_nearest = usize::try_from(nearest)
		.ok()
		.and_then(|nearest| LN_OF_32THS.get(nearest.checked_sub(32)?))
		.ok_or(MathError::Overflow)?;
	let nearest = nearest << TO_32THS;
	let z = fraction_down(x.abs_diff(nearest), x.saturating_add(nearest))?;
	// 2 atanh z: the product of z (Q128) and the sum (Q127) is below 0.01 in Q127.
	let half = mul_high(z, atanh_series(mul_high(z, z)));
	let correction = half.checked_mul(2).ok_or(MathError::Overflow)? >> TO_Q120;
	let whole = (LN_2 >> TO_Q120)
		.checked_mul(u128::from(exponent))
		.and_then(|whole| whole.checked_add(*of_nearest))
		.ok_or(MathError::Overflow)?;
	let sum = if nearest > x {
		whole.checked_sub(correction)
	} else {
		whole.checked_add(correction)
	};
	sum.map(|sum| sum >> TO_RESULT).ok_or(MathError::Overflow)
}

/// atanh(z) / z in Q127 from z^2 in Q128, which is at most 2^-14.
///
/// The sum is below 1.02, so that it does not wrap in Q127.
fn atanh_series(z_squared: u128) -> u128 {
	COEFFICIENTS.iter().rev().fold(0, |sum, coefficient| {
		mul_high(z_squared, sum).wrapping_add(*coefficient)
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ln_of_one_is_zero() {
		assert_eq!(ln(1), Ok(0));
	}

	#[test]
	fn ln_of_two_is_the_constant() {
		assert_eq!(ln(2), Ok(LN_2 >> (127 - LN_FRACTION_BITS)));
	}

	#[test]
	fn the_parts_meet_at_every_32th() {
		// Half way between two 32ths the nearest one changes; the logarithm goes on rising.
		for exponent in [5, 6, 7, 20, 40, 55] {
			for half in 65..=127u64 {
				let x = half << (exponent - 5);
				let around = [x - 1, x, x + 1].map(|x| ln(x).expect("in range"));
				assert!(around.is_sorted_by(|a, b| a < b), "{x}");
			}
		}
	}

	#[test]
	fn arguments_out_of_range_are_refused() {
		assert_eq!(ln(0), Err(MathError::ArgumentOutOfRange));
		assert_eq!(ln(MAX_ARGUMENT + 1), Err(MathError::ArgumentOutOfRange));
		assert!(ln(MAX_ARGUMENT).is_ok());
	}
}
