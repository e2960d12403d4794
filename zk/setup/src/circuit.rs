//! The circuits that can be set up, by name.

use crate::{r1cs::R1cs, statement, tiny::Tiny, Error};
use ark_bn254::Fr;
use ark_relations::gr1cs::{ConstraintSystem, OptimizationGoal, SynthesisMode};
use greenhour_circuits::{Receipt, Statement, Work};
use greenhour_prover::Keys;
use greenhour_types::receipt::{FieldBytes, PROOF_BYTES};
use rand::rngs::OsRng;
use std::{ops::ControlFlow, path::Path};

/// A circuit that can be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Circuit {
	/// Energy of 1 to 24 hours.
	#[value(name = "receipt-v1")]
	ReceiptV1,
	/// A receipt with a sampled block of a matrix product.
	#[value(name = "work-v1")]
	WorkV1,
	/// Two numbers with a sum and a product: for quick runs of the whole path.
	#[value(name = "tiny")]
	Tiny,
}

/// A statement of one of the circuits. A new circuit is added here, in [`Circuit::example`] and
/// [`Circuit::read`], and where the compiler then asks for it.
#[derive(Clone, Debug)]
pub enum AnyStatement {
	/// Of `receipt-v1`.
	Receipt(Box<Receipt>),
	/// Of `work-v1`.
	Work(Box<Work>),
	/// Of `tiny`.
	Tiny(Tiny),
}

impl Circuit {
	/// The name of its statement.
	pub fn name(self) -> &'static str {
		match self {
			Self::ReceiptV1 => Receipt::NAME,
			Self::WorkV1 => Work::NAME,
			Self::Tiny => Tiny::NAME,
		}
	}

	/// The example of its statement.
	pub fn example(self) -> AnyStatement {
		match self {
			Self::ReceiptV1 => AnyStatement::Receipt(Box::new(Receipt::example())),
			Self::WorkV1 => AnyStatement::Work(Box::new(Work::example())),
			Self::Tiny => AnyStatement::Tiny(Tiny::example()),
		}
	}

	/// The statement in a file, or the example.
	///
	/// **Errors**: `File`, `Json`, `Statement`.
	pub fn read(self, file: Option<&Path>) -> Result<AnyStatement, Error> {
		let Some(file) = file else {
			return Ok(self.example());
		};
		match self {
			Self::ReceiptV1 => {
				let receipt = statement::read_receipt(file)?;
				Ok(AnyStatement::Receipt(Box::new(receipt)))
			}
			Self::WorkV1 | Self::Tiny => Err(Error::Statement {
				path: file.to_path_buf(),
				reason: format!("`{}` has only its example", self.name()),
			}),
		}
	}

	/// Its constraints.
	///
	/// **Errors**: `Synthesis`.
	pub fn r1cs(self) -> Result<R1cs, Error> {
		match self.example() {
			AnyStatement::Receipt(receipt) => r1cs(*receipt),
			AnyStatement::Work(work) => r1cs(*work),
			AnyStatement::Tiny(tiny) => r1cs(tiny),
		}
	}
}

impl AnyStatement {
	/// The values of all variables.
	///
	/// **Errors**: `Prover`: the statement does not hold; `Synthesis`.
	pub fn assignment(&self) -> Result<Vec<Fr>, Error> {
		match self {
			Self::Receipt(receipt) => assignment(receipt.as_ref()),
			Self::Work(work) => assignment(work.as_ref()),
			Self::Tiny(tiny) => assignment(tiny),
		}
	}

	/// The public inputs.
	pub fn public_inputs(&self) -> Vec<FieldBytes> {
		match self {
			Self::Receipt(receipt) => Statement::public_inputs(receipt.as_ref()),
			Self::Work(work) => Statement::public_inputs(work.as_ref()),
			Self::Tiny(tiny) => tiny.public_inputs(),
		}
	}

	/// A proof with randomness of the system.
	///
	/// **Errors**: `Prover`.
	pub fn prove(&self, keys: &Keys) -> Result<[u8; PROOF_BYTES], Error> {
		let on_stage = &mut |_| ControlFlow::Continue(());
		Ok(match self {
			Self::Receipt(receipt) => {
				greenhour_prover::prove(keys, receipt.as_ref(), &mut OsRng, on_stage)?
			}
			Self::Work(work) => greenhour_prover::prove(keys, work.as_ref(), &mut OsRng, on_stage)?,
			Self::Tiny(tiny) => greenhour_prover::prove(keys, tiny, &mut OsRng, on_stage)?,
		})
	}
}

fn r1cs<S: Statement>(statement: S) -> Result<R1cs, Error> {
	let cs = ConstraintSystem::<Fr>::new_ref();
	cs.set_optimization_goal(OptimizationGoal::Constraints);
	cs.set_mode(SynthesisMode::Setup);
	statement.generate_constraints(cs.clone())?;
	cs.finalize();
	Ok(R1cs::new(&cs)?)
}

fn assignment<S: Statement>(statement: &S) -> Result<Vec<Fr>, Error> {
	statement
		.check()
		.map_err(|violation| greenhour_prover::Error::Violation(Box::new(violation)))?;
	let cs = ConstraintSystem::<Fr>::new_ref();
	cs.set_mode(SynthesisMode::Prove {
		construct_matrices: false,
		generate_lc_assignments: false,
	});
	statement.clone().generate_constraints(cs.clone())?;
	let mut values = cs.instance_assignment()?;
	values.extend(cs.witness_assignment()?);
	Ok(values)
}
