//! The appraisal policy: which attestation result evidence leads to (RFC 9334).

use crate::{challenge_history::ChallengeRule, types::Evidence};
use frame_support::pallet_prelude::*;
use greenhour_types::{AttestationResult, AttestationTier, Moment, SuspensionCause};
use parity_scale_codec::DecodeWithMemTracking;

/// Why evidence leads to no attestation result.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Shortfall {
	/// An audit showed that the device was paid for work it did not do.
	Convicted,
	/// Its endorser, a key of the chain, its own key or its model is revoked.
	Revoked,
	/// Auditors contradict each other about it.
	Disputed,
	/// It let a challenge pass.
	ChallengeMissed,
	/// The endorsement has expired, or the audit of a device without a slot in a cell.
	Expired,
	/// It has no place: no slot in a cell, and no metering point that an audit names.
	NoPlace,
}

impl Shortfall {
	/// What the registry is told; `None` for expiry, which it sees for itself.
	pub fn cause(self) -> Option<SuspensionCause> {
		match self {
			Self::Convicted => Some(SuspensionCause::Convicted),
			Self::Revoked => Some(SuspensionCause::Revoked),
			Self::Disputed | Self::NoPlace => Some(SuspensionCause::Disputed),
			Self::ChallengeMissed => Some(SuspensionCause::ChallengeMissed),
			Self::Expired => None,
		}
	}
}

/// The attestation result of `evidence` at `now`.
///
/// The tier is the highest whose evidence is there; the result expires with the first piece of evidence
/// that it rests on; its benchmark is the smallest that was stated. `revoked` says whether anything that
/// the endorsement rests on is revoked.
pub fn appraise(
	evidence: &Evidence,
	revoked: bool,
	rule: &ChallengeRule,
	now: Moment,
) -> Result<AttestationResult, Shortfall> {
	if evidence.convicted {
		return Err(Shortfall::Convicted);
	}
	if revoked {
		return Err(Shortfall::Revoked);
	}
	if evidence.disputed {
		return Err(Shortfall::Disputed);
	}
	if now < evidence.challenges.suspended_until {
		return Err(Shortfall::ChallengeMissed);
	}
	let endorsed = &evidence.enrolment;
	if now >= endorsed.expires_at {
		return Err(Shortfall::Expired);
	}
	let Some(audit) = evidence.audit.filter(|audit| now < audit.expires_at) else {
		return match (evidence.cell, evidence.audit) {
			(Some(_), _) => Ok(AttestationResult {
				tier: AttestationTier::Tier1,
				expires_at: endorsed.expires_at,
				benchmark: endorsed.benchmark,
			}),
			(None, Some(_)) => Err(Shortfall::Expired),
			(None, None) => Err(Shortfall::NoPlace),
		};
	};
	let audited = AttestationResult {
		tier: AttestationTier::Tier2,
		expires_at: endorsed.expires_at.min(audit.expires_at),
		benchmark: endorsed.benchmark.min(audit.benchmark),
	};
	let answers = evidence.challenges.suffices_until(now, rule);
	match answers.filter(|_| audit.tier >= AttestationTier::Tier3) {
		None => Ok(audited),
		Some(until) => Ok(AttestationResult {
			tier: AttestationTier::Tier3,
			expires_at: audited.expires_at.min(until),
			..audited
		}),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		challenge_history::ChallengeHistory,
		types::{AuditEvidence, Cell, EndorserId, Enrolment, ModelId, P256Key},
	};
	use greenhour_types::{MilliGpu, ZoneId};
	use proptest::prelude::*;

	const RULE: ChallengeRule = ChallengeRule {
		window: 100,
		answers: 2,
		period: 150,
		suspension: 50,
	};
	const NOW: Moment = 1_000;

	fn tier() -> impl Strategy<Value = AttestationTier> {
		prop_oneof![Just(AttestationTier::Tier2), Just(AttestationTier::Tier3)]
	}

	fn audit() -> impl Strategy<Value = AuditEvidence> {
		(tier(), 900..1_200u64, 0..100u32).prop_map(|(tier, expires_at, benchmark)| AuditEvidence {
			place: [1; 32],
			tier,
			benchmark: MilliGpu(benchmark),
			expires_at,
		})
	}

	prop_compose! {
		fn challenges()(
			since in 700..1_000u64, window in 7..11u64, current in 0..3u32, previous in 0..3u32,
			suspended_until in prop_oneof![4 => Just(0), 1 => 990..1_010u64],
		) -> ChallengeHistory {
			ChallengeHistory { since, window, current, previous, missed_at: 0, suspended_until }
		}
	}

	prop_compose! {
		fn evidence()(
			expires_at in 900..1_200u64, benchmark in 0..100u32,
			audit in prop::option::weighted(0.7, audit()), challenges in challenges(),
			cell in any::<bool>(), flags in 0..12u8,
		) -> Evidence {
			Evidence {
				zone: ZoneId(1),
				enrolment: Enrolment {
					endorser: EndorserId(0),
					intermediate: None,
					identity_key: P256Key([2; 33]),
					model: ModelId(0),
					benchmark: MilliGpu(benchmark),
					number: 1,
					expires_at,
				},
				audit,
				challenges,
				cell: cell.then_some(Cell { key_epoch: 0, number: 0 }),
				disputed: flags == 0,
				convicted: flags == 1,
				result: None,
			}
		}
	}

	/// The tier, one above for each kind of evidence; nothing is below tier 0.
	fn rank(evidence: &Evidence, revoked: bool) -> u8 {
		appraise(evidence, revoked, &RULE, NOW).map_or(0, |result| 1 + result.tier as u8)
	}

	/// One more piece of evidence, or one that is worth more.
	fn richer(evidence: Evidence, which: u8, audit: AuditEvidence) -> Evidence {
		let mut more = evidence;
		match which {
			0 => more.enrolment.expires_at += 50,
			1 => more.enrolment.benchmark.0 += 1,
			2 => more.audit = Some(more.audit.unwrap_or(audit)),
			3 => {
				more.cell = Some(Cell {
					key_epoch: 0,
					number: 0,
				})
			}
			4 => more.disputed = false,
			5 => more.convicted = false,
			6 => more.challenges.suspended_until = 0,
			7 => more.challenges.current += 1,
			8 => more.challenges.since -= 100,
			9 => {
				if let Some(audit) = more.audit.as_mut() {
					audit.tier = AttestationTier::Tier3;
				}
			}
			_ => {
				if let Some(audit) = more.audit.as_mut() {
					audit.expires_at += 50;
				}
			}
		}
		more
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(2_000))]

		#[test]
		fn more_evidence_never_lowers_the_tier(
			evidence in evidence(), which in 0..11u8, audit in audit(), revoked: bool,
		) {
			let more = richer(evidence, which, audit);
			prop_assert!(rank(&more, revoked) >= rank(&evidence, revoked));
			prop_assert!(rank(&evidence, false) >= rank(&evidence, revoked));
		}

		#[test]
		fn no_result_is_above_its_evidence(evidence in evidence(), revoked: bool) {
			let Ok(result) = appraise(&evidence, revoked, &RULE, NOW) else {
				return Ok(());
			};
			let endorsed = &evidence.enrolment;
			prop_assert!(!revoked && !evidence.convicted && !evidence.disputed);
			prop_assert!(NOW < result.expires_at && result.expires_at <= endorsed.expires_at);
			prop_assert!(result.benchmark <= endorsed.benchmark);
			prop_assert!(evidence.cell.is_some() || evidence.audit.is_some());
			if result.tier >= AttestationTier::Tier2 {
				let audit = evidence.audit.expect("an audit");
				prop_assert!(result.tier <= audit.tier);
				prop_assert!(result.expires_at <= audit.expires_at);
				prop_assert!(result.benchmark <= audit.benchmark);
			}
			if result.tier == AttestationTier::Tier3 {
				let history = evidence.challenges;
				prop_assert!(history.current + history.previous >= RULE.answers);
				prop_assert!(history.since + RULE.period <= NOW);
				prop_assert!(result.expires_at <= (history.window + 2) * RULE.window);
			}
		}

		#[test]
		fn a_result_stands_until_it_expires(evidence in evidence(), later in 0..200u64) {
			let Ok(result) = appraise(&evidence, false, &RULE, NOW) else {
				return Ok(());
			};
			prop_assume!(NOW + later < result.expires_at);
			let then = appraise(&evidence, false, &RULE, NOW + later);
			prop_assert!(then.is_ok_and(|then| then.tier >= result.tier));
		}
	}
}
