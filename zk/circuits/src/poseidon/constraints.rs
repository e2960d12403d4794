//! Poseidon as constraints: three for each S-box, none for constants and mixing.

use super::parameters;
use ark_bn254::Fr;
use ark_r1cs_std::fields::{fp::FpVar, FieldVar};
use ark_relations::gr1cs::SynthesisError;

/// The hash of 1 to 12 field elements, as [`hash`](super::hash) computes it.
///
/// Costs `3 * (width * FULL_ROUNDS + partial rounds)` constraints, less three for element 0 of the
/// first round and for each constant input, whose first S-box is a constant.
pub fn hash_var<const N: usize>(inputs: &[FpVar<Fr>; N]) -> Result<FpVar<Fr>, SynthesisError> {
	let parameters = parameters::<N>();
	let mut state: Vec<FpVar<Fr>> = core::iter::once(FpVar::zero())
		.chain(inputs.iter().cloned())
		.collect();
	for round in 0..parameters.rounds() {
		let boxes = if parameters.is_full(round) {
			state.len()
		} else {
			1
		};
		for (index, constant) in parameters.round_constants(round).iter().enumerate() {
			state[index] += *constant;
			if index < boxes {
				state[index] = s_box(&state[index])?;
			}
		}
		state = parameters
			.mds()
			.map(|row| {
				let row: Vec<FpVar<Fr>> = row.iter().copied().map(FpVar::Constant).collect();
				FpVar::inner_product(&row, &state)
			})
			.collect::<Result<_, _>>()?;
	}
	Ok(state.swap_remove(0))
}

fn s_box(x: &FpVar<Fr>) -> Result<FpVar<Fr>, SynthesisError> {
	Ok(x.square()?.square()? * x)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::poseidon::hash;
	use ark_r1cs_std::{alloc::AllocVar, GR1CSVar};
	use ark_relations::gr1cs::ConstraintSystem;

	fn constraints_of<const N: usize>() -> usize {
		let cs = ConstraintSystem::<Fr>::new_ref();
		let inputs: [Fr; N] =
			core::array::from_fn(|i| Fr::from(u64::try_from(i).expect("small") + 7));
		let vars = inputs.map(|x| FpVar::new_witness(cs.clone(), || Ok(x)).expect("assigned"));
		let hashed = hash_var(&vars).expect("assigned");
		assert_eq!(hashed.value().expect("assigned"), hash(inputs));
		assert!(cs.is_satisfied().expect("assigned"));
		cs.num_constraints()
	}

	#[test]
	fn the_gadget_equals_the_hash_at_the_expected_cost() {
		// 3 * (t * 8 + R_P) - 3, because element 0 starts as a constant.
		assert_eq!(constraints_of::<1>(), 3 * (2 * 8 + 56) - 3);
		assert_eq!(constraints_of::<2>(), 3 * (3 * 8 + 57) - 3);
		assert_eq!(constraints_of::<3>(), 3 * (4 * 8 + 56) - 3);
		assert_eq!(constraints_of::<5>(), 3 * (6 * 8 + 60) - 3);
	}
}
