"""Award decisions and what they rest on as canonical text, and their hashes."""

from __future__ import annotations

from stuurbord.web.gates.hashing import NO_HASH, sha256_of
from stuurbord.web.tenders.models import AwardDecision

__all__ = ["NO_HASH", "decision_hash", "is_chain_intact", "sha256_of"]


def decision_hash(one: AwardDecision) -> str:
    """Return the hash of a decision, that of the one before it in the file included."""
    return sha256_of(
        {
            "file": one.file_id,
            "lot": one.lot_id,
            "number": one.number,
            "kind": str(one.kind),
            "on": one.on.isoformat(),
            "tender": one.tender_id,
            "amount": None if one.amount is None else f"{one.amount:.2f}",
            "report": one.report_id,
            "ranking_sha256": one.ranking_sha256,
            "reason": one.reason,
            "alarms": one.alarms,
            "alarm_reason": one.alarm_reason,
            "rules_hash": one.rules_hash,
            "by": one.by_id,
            "by_name": one.by_name,
            "previous_hash": one.previous_hash,
        }
    )


def is_chain_intact(decisions: list[AwardDecision]) -> bool:
    """Return whether each decision of a file has its hash and follows the one before it."""
    previous = NO_HASH
    for one in sorted(decisions, key=lambda decision: decision.number):
        if one.previous_hash != previous or decision_hash(one) != one.hash:
            return False
        previous = one.hash
    return True
