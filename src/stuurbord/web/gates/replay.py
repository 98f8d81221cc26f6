"""Work a stored decision out again, from its stored facts and its stored rule books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stuurbord.rulebooks.rule_pack import Answer, Truth, decide
from stuurbord.web.gates.hashing import decision_hash, facts_hash, restored
from stuurbord.web.gates.judging import proposal_of
from stuurbord.web.gates.models import GateDecision
from stuurbord.web.gates.naming import family
from stuurbord.web.gates.packs import pack_of


@dataclass(frozen=True)
class Replay:
    """What working a decision out again gives.

    Attributes
    ----------
    can_compute
        Its facts and rule books are there; a decision from before has neither.
    differing
        Ids of the rules that give something else.
    is_intact
        Facts and decision still have the hashes they were stored with.
    """

    decision: GateDecision
    can_compute: bool
    proposal: str = ""
    differing: tuple[str, ...] = ()
    is_intact: bool = True
    answer: Answer | None = None

    @property
    def is_same(self) -> bool:
        """Whether the rules propose what they proposed then, rule by rule."""
        return (
            self.can_compute
            and self.is_intact
            and self.proposal == self.decision.proposal
            and not self.differing
        )


def replay(decision: GateDecision) -> Replay:
    """Return what the rules give today on the facts of a decision, as of its day."""
    is_intact = decision_hash(decision) == decision.hash
    pack = None if decision.is_imported else pack_of(decision.packs)
    if pack is None:
        return Replay(decision, can_compute=False, is_intact=is_intact)
    is_intact = is_intact and facts_hash(decision.facts) == decision.facts_sha256
    facts = restored(pack, decision.facts)
    answer = decide(pack, facts, decision.on, family(decision.gate))
    return Replay(
        decision,
        can_compute=True,
        proposal=proposal_of(answer.rules, decision.waived),
        differing=_differing(decision.results, results_of(answer)),
        is_intact=is_intact,
        answer=answer,
    )


def results_of(answer: Answer) -> list[dict[str, Any]]:
    """Return what each rule gave as plain data, to keep with a decision."""
    word = {Truth.TRUE: "met", Truth.FALSE: "not_met", Truth.UNKNOWN: "unknown"}
    return [
        {"rule": one.rule.id, "met": word[one.met], "severity": one.severity.value} for one in answer.rules
    ]


def _differing(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> tuple[str, ...]:
    then = {one["rule"]: one for one in before}
    again = {one["rule"]: one for one in now}
    return tuple(sorted(name for name in then | again if then.get(name) != again.get(name)))
