//! Why a file is refused or a command cannot do its work.

use greenhour_verifier::KeyRejection;
use std::path::{Path, PathBuf};

/// Why a file is refused or a command cannot do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// The system could not read or write a file.
	#[error("{path}: {source}")]
	File {
		/// File or folder.
		path: PathBuf,
		/// What the system said.
		source: std::io::Error,
	},
	/// The file does not have the structure of its format.
	#[error("{path} is malformed: {reason}")]
	Malformed {
		/// The file.
		path: PathBuf,
		/// What is wrong with it.
		reason: Malformed,
	},
	/// A JSON file has another structure.
	#[error("{path} has another structure than expected: {source}")]
	Json {
		/// The file.
		path: PathBuf,
		/// What the parser said.
		source: serde_json::Error,
	},
	/// A file of snarkjs is refused.
	#[error("{path}: {source}")]
	Snarkjs {
		/// The file.
		path: PathBuf,
		/// Why.
		source: greenhour_adapters::JsonError,
	},
	/// The setup is not the one of this circuit and this phase 1, or its transcript does not hold.
	#[error("the setup is refused: {0}")]
	Refused(#[from] Refusal),
	/// The statement in a file does not hold or says something impossible.
	#[error("the statement in {path} is invalid: {reason}")]
	Statement {
		/// The file.
		path: PathBuf,
		/// What is wrong with it.
		reason: String,
	},
	/// A file has another digest than the one that is pinned or was given.
	#[error("{path} has digest {found}, expected {pinned}")]
	DigestMismatch {
		/// The file.
		path: PathBuf,
		/// The expected digest, hexadecimal.
		pinned: String,
		/// The digest of the content, hexadecimal.
		found: String,
	},
	/// Two files have the same name, by which digests are pinned.
	#[error("two files are named {0}")]
	DuplicateName(String),
	/// A file is not in the list of pinned digests.
	#[error("no digest is pinned for {0}")]
	NotPinned(String),
	/// The verifier refuses the verifying key.
	#[error("the verifier refuses the verifying key: {0:?}")]
	Key(KeyRejection),
	/// The prover could not make or verify a proof.
	#[error(transparent)]
	Prover(#[from] greenhour_prover::Error),
	/// The constraints could not be built.
	#[error("the constraints could not be built: {0}")]
	Synthesis(#[from] ark_relations::gr1cs::SynthesisError),
	/// A key could not be encoded.
	#[error("a key could not be encoded: {0}")]
	Encoding(#[from] ark_serialize::SerializationError),
}

impl Error {
	/// The error of a file that the system could not read or write.
	pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
		move |source| {
			let path = path.to_path_buf();
			Self::File { path, source }
		}
	}

	/// The error of a file with a wrong structure.
	pub(crate) fn malformed(path: &Path, reason: Malformed) -> Self {
		let path = path.to_path_buf();
		Self::Malformed { path, reason }
	}
}

/// What is wrong with the structure of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
	/// It does not start with the letters of its format.
	#[error("it is of another format")]
	Magic,
	/// Its version is not known here.
	#[error("version {0} is not known")]
	Version(u32),
	/// It ends before what it announces, or goes on after it.
	#[error("its length is not what it announces")]
	Length,
	/// More sections than any file of its format has.
	#[error("it announces {0} sections")]
	TooManySections(u32),
	/// A section is there twice.
	#[error("section {0} is there twice")]
	DuplicateSection(u32),
	/// A section is missing.
	#[error("section {0} is missing")]
	MissingSection(u32),
	/// A section has another length than its content.
	#[error("section {0} has a wrong length")]
	SectionLength(u32),
	/// Another field than the scalar field of BN254, another curve, or another proof system.
	#[error("only Groth16 on BN254 is read")]
	Unsupported,
	/// A number is not below its modulus.
	#[error("a number in section {0} is not below its modulus")]
	Number(u32),
	/// A point is off its curve or outside its subgroup, or at infinity where none may be.
	#[error("a point in section {0} is invalid")]
	Point(u32),
	/// A variable, constraint or matrix that does not exist.
	#[error("an index in section {0} is out of range")]
	Index(u32),
	/// A size that cannot be: no variables, more inputs than variables, a domain that is no power of two.
	#[error("the sizes in the header contradict each other")]
	Sizes,
	/// The parameters of a contribution are unknown or not in order.
	#[error("the parameters of contribution {0} are not understood")]
	Parameters(usize),
	/// It uses custom gates.
	#[error("custom gates are not supported")]
	CustomGates,
}

/// Why a setup is refused.
///
/// Contributions count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
	/// The r1cs file is not the export of the named circuit.
	#[error("the r1cs file is not the export of the circuit")]
	R1csMismatch,
	/// The powers of tau are too few for the circuit.
	#[error("the powers of tau reach to 2^{power}, the circuit needs 2^{needed}")]
	PowerTooSmall {
		/// Power of the file.
		power: u32,
		/// Power that the circuit needs.
		needed: u32,
	},
	/// The powers of tau are not consistent among themselves.
	#[error("the powers of tau are not powers of one number: {0}")]
	Phase1(&'static str),
	/// Numbers of variables, inputs, or the domain differ from the circuit.
	#[error("the zkey is for a circuit of another size")]
	SizeMismatch,
	/// A point in the header is not the one of the powers of tau.
	#[error("{0} in the header of the zkey is not the one of the powers of tau")]
	HeaderMismatch(&'static str),
	/// The coefficients differ from the circuit.
	#[error("the coefficients of the zkey are not those of the circuit")]
	CoefficientMismatch,
	/// The points of a section are not those that circuit and powers of tau give.
	#[error("the points {0} of the zkey are not those of circuit, powers of tau and delta")]
	PointMismatch(&'static str),
	/// The circuit hash is not the one of this circuit and these powers of tau.
	#[error("the circuit hash of the zkey is not the one of this circuit and these powers of tau")]
	CircuitHashMismatch,
	/// A beacon is followed by another contribution.
	#[error("contribution {0}: a beacon must be the last one")]
	BeaconNotLast(usize),
	/// More contributions than are looked at.
	#[error("{0} contributions are more than are looked at here")]
	TooManyContributions(usize),
	/// The secrets of all contributions cancel out.
	#[error("delta is the generator: the secrets of all contributions cancel out")]
	DeltaIsGenerator,
	/// A contribution that was asked for is not there.
	#[error("there is no contribution with the hash {0}")]
	ContributionMissing(String),
	/// Phase 2 is finished.
	#[error("phase 2 is finished by a beacon")]
	Finished,
	/// Nobody contributed, or only a beacon, whose secret is public: whoever knows that can forge.
	#[error("nobody contributed to phase 2")]
	NoContributions,
	/// The transcript of a contribution does not follow from what came before.
	#[error("contribution {0}: its transcript does not follow from what came before")]
	TranscriptMismatch(usize),
	/// A contribution does not show knowledge of its secret.
	#[error("contribution {0}: its key does not show knowledge of its secret")]
	KnowledgeMismatch(usize),
	/// Delta after a contribution is not delta before it times its secret.
	#[error("contribution {0}: delta does not change by its secret")]
	DeltaMismatch(usize),
	/// The key of a beacon is not the one that its value gives.
	#[error("contribution {0}: the key is not the one of the beacon")]
	BeaconMismatch(usize),
	/// The beacon takes more iterations than are recomputed here.
	#[error("contribution {index}: a beacon of 2^{exponent} iterations is not recomputed here")]
	BeaconTooLong {
		/// Number of the contribution.
		index: usize,
		/// Binary logarithm of its iterations.
		exponent: u8,
	},
	/// Delta in the header is not the one after the last contribution.
	#[error("delta in the header is not the one after the last contribution")]
	FinalDeltaMismatch,
}
