//! What contracts ask of devices.

use super::*;

/// Assigns hours of [`DAY`], with half of the energy green.
pub(crate) fn assign(contract: ContractId, device: DeviceId, hours: HourMask, units: u32) {
	let mut per_hour = [MilliGpu(0); 24];
	hours
		.hours()
		.for_each(|hour| per_hour[hour.index()] = MilliGpu(units));
	let facts = AssignmentFacts {
		pool: PoolId {
			gpu_class: GPU_CLASS,
			zone: ZoneId(1),
		},
		offer: OfferId(70 + device.0),
		units: per_hour,
		shares: [0; 24],
		unsettled: hours,
		delivered: HourMask::EMPTY,
		terms: ContractTerms {
			kind: JobKind::Training,
			spec_hash: [0; 32],
			min_green_share: 5_000,
			verification: VerificationMode::Receipt,
		},
	};
	Assignments::mutate(|all| all.insert((contract, device, DAY), facts));
}

/// Changes how a contract wants its delivery shown, and its job.
pub(crate) fn ask_for(contract: ContractId, mode: VerificationMode, job: [u8; 32]) {
	Assignments::mutate(|all| {
		for ((of, ..), facts) in all.iter_mut().filter(|((of, ..), _)| *of == contract) {
			debug_assert_eq!(*of, contract);
			facts.terms.verification = mode;
			facts.terms.spec_hash = job;
		}
	});
}
