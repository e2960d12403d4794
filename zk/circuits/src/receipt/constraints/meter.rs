//! Meter key, device commitment, readings, registers, chain, signed head.

use super::{group, subject::SubjectVar, value_or_zero, Cs, Var};
use crate::{
	curve::{enforce_at_most, PointVar},
	integer::{bits_of, packed, sum_of_bits, IntegerVar},
	meter::{head_tag, link_tag, HOURS},
	poseidon::{domain_tag, hash_var},
	receipt::{Receipt, DEVICE_TAG},
};
use ark_bn254::Fr;
use ark_ff::{BigInt, PrimeField};
use ark_r1cs_std::{
	alloc::AllocVar,
	eq::EqGadget,
	fields::{fp::FpVar, FieldVar},
};
use ark_relations::{gr1cs::SynthesisError, ns};

/// Bits of half the modulus.
const HALF_BITS: usize = 253;

pub(super) struct ReadingVar {
	pub(super) green: IntegerVar<32>,
	pub(super) total: Var,
}

/// Registers when the day starts and at the end of each hour.
pub(super) struct RegistersVar {
	total: Vec<Var>,
	green: Vec<Var>,
}

impl Receipt {
	pub(super) fn meter_key(
		&self,
		cs: &Cs,
		subject: &SubjectVar,
		coordinate: &Var,
	) -> Result<PointVar, SynthesisError> {
		let _group = ns!(cs, group::METER_KEY);
		let key = &self.witness.keys.meter_key;
		let key = PointVar {
			x: FpVar::new_witness(cs.clone(), || Ok(key.x))?,
			y: FpVar::new_witness(cs.clone(), || Ok(key.y))?,
		};
		key.y.enforce_equal(coordinate)?;
		key.enforce_on_curve()?;
		// x or -x, whichever the sign says, is at most half the modulus.
		let sign = FpVar::one() - subject.key_is_negative.value() * Fr::from(2u64);
		let smaller = &key.x * sign;
		let bits = bits_of(cs, value_or_zero(&smaller).into_bigint(), HALF_BITS)?;
		sum_of_bits(&bits)?.enforce_equal(&smaller)?;
		enforce_at_most(&bits, BigInt::new(Fr::MODULUS_MINUS_ONE_DIV_TWO.0))?;
		Ok(key)
	}

	pub(super) fn device_commitment(
		&self,
		cs: &Cs,
		meter_key: &PointVar,
		commitment: &Var,
	) -> Result<(), SynthesisError> {
		let _group = ns!(cs, group::DEVICE_COMMITMENT);
		let keys = &self.witness.keys;
		let secret = FpVar::new_witness(cs.clone(), || Ok(keys.secret))?;
		let salt = FpVar::new_witness(cs.clone(), || Ok(Fr::from(keys.salt)))?;
		let tag = FpVar::Constant(domain_tag(DEVICE_TAG));
		let (x, y) = (meter_key.x.clone(), meter_key.y.clone());
		hash_var(&[tag, secret, x, y, salt])?.enforce_equal(commitment)
	}

	pub(super) fn readings(&self, cs: &Cs) -> Result<Vec<ReadingVar>, SynthesisError> {
		let _group = ns!(cs, group::READINGS);
		let allocate = |reading: &crate::HourReading| {
			let green = IntegerVar::<32>::new_witness(cs, reading.green_wh)?;
			let total = FpVar::new_witness(cs.clone(), || Ok(Fr::from(reading.total_wh)))?;
			let grid = &total - green.value();
			let assigned = value_or_zero(&grid);
			IntegerVar::<32>::enforce(cs, &grid, assigned)?;
			Ok(ReadingVar { green, total })
		};
		self.witness.metered.readings.iter().map(allocate).collect()
	}

	pub(super) fn registers(
		&self,
		cs: &Cs,
		readings: &[ReadingVar],
	) -> Result<RegistersVar, SynthesisError> {
		let _group = ns!(cs, group::REGISTERS);
		let start = &self.witness.metered.start.registers;
		let advance = |start: u64, of: fn(&ReadingVar) -> &Var| {
			let first = IntegerVar::<64>::new_witness(cs, start)?;
			let mut register = vec![first.value().clone()];
			for reading in readings {
				let next = &register[register.len() - 1] + of(reading);
				register.push(next);
			}
			let last = &register[HOURS];
			// None in between is greater, because readings are not negative.
			IntegerVar::<64>::enforce(cs, last, value_or_zero(last))?;
			Ok::<_, SynthesisError>(register)
		};
		Ok(RegistersVar {
			total: advance(start.total_wh, |reading| &reading.total)?,
			green: advance(start.green_wh, |reading| reading.green.value())?,
		})
	}

	/// The links when the day starts and at the end of each hour.
	pub(super) fn chain(
		&self,
		cs: &Cs,
		subject: &SubjectVar,
		registers: &RegistersVar,
	) -> Result<Vec<Var>, SynthesisError> {
		let _group = ns!(cs, group::CHAIN);
		let metered = &self.witness.metered;
		let element = |value: Fr| FpVar::new_witness(cs.clone(), || Ok(value));
		let salts = metered.readings.iter().map(|reading| reading.salt);
		let mut previous = element(metered.start.previous)?;
		let mut hour = subject.day.value() * Fr::from(24u64);
		let mut links = Vec::new();
		for (index, salt) in core::iter::once(metered.salt).chain(salts).enumerate() {
			let (total, green) = (&registers.total[index], &registers.green[index]);
			let word = packed(&[(total, 0), (green, 64), (&hour, 128)])? + link_tag();
			previous = hash_var(&[previous, word, element(Fr::from(salt))?])?;
			links.push(previous.clone());
			hour += Fr::from(1u64);
		}
		Ok(links)
	}
}

/// Each public commitment is the link at the end of its hour, or zero outside the mask.
pub(super) fn reading_commitments(
	cs: &Cs,
	subject: &SubjectVar,
	links: &[Var],
	commitments: &[Var],
) -> Result<(), SynthesisError> {
	let _group = ns!(cs, group::READING_COMMITMENTS);
	for ((hour, link), commitment) in subject.hours.iter().zip(&links[1..]).zip(commitments) {
		link.mul_equals(&FpVar::from(hour.clone()), commitment)?;
	}
	Ok(())
}

/// What the meter signs: the link at the end of the last hour, for this chain and device.
pub(super) fn signed_head(
	cs: &Cs,
	genesis: &Var,
	subject: &SubjectVar,
	is_last: &[Var],
	links: &[Var],
) -> Result<Var, SynthesisError> {
	let _group = ns!(cs, group::SIGNED_HEAD);
	let head: Var = is_last
		.iter()
		.zip(&links[1..])
		.map(|(at, link)| at * link)
		.sum();
	let word = subject.device.value() + head_tag();
	hash_var(&[genesis.clone(), word, head])
}
