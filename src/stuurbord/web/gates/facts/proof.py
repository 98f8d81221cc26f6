"""What people showed and attested: approved evidence that is valid, and the last answer to each question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from stuurbord.rulebooks.gates.evidence import evidence_kinds
from stuurbord.web.gates.facts.subject import Facts
from stuurbord.web.gates.models import Attestation, AttestedAnswer, Evidence, EvidenceState
from stuurbord.web.gates.naming import family

_WAITING = (EvidenceState.DRAFT, EvidenceState.FOR_REVIEW)


@dataclass
class Proof:
    """The evidence and the attestations of one project."""

    evidence: list[Evidence] = field(default_factory=list)
    answers: dict[tuple[str, str], Attestation] = field(default_factory=dict)
    """Gate and rule → the last answer; no gate for a fact of the project."""

    def of_kind(self, kind: str, gate: str) -> list[Evidence]:
        """Return the evidence of a kind, or of a kind that belongs to it, that counts at a gate."""
        here = ("", gate, family(gate))
        return [one for one in self.evidence if one.gate in here and _is_of(one, kind)]

    def shown(self, kind: str, gate: str, on: date) -> bool | None:
        """Return whether evidence of a kind holds on a day; None while some is still looked at."""
        found = self.of_kind(kind, gate)
        if any(one.holds_on(on) for one in found):
            return True
        return None if any(one.state in _WAITING for one in found) else False

    def holds_anywhere(self, kind: str, on: date) -> bool:
        """Return whether evidence of a kind holds on a day, at whichever gate it was brought."""
        return any(one.holds_on(on) for one in self.evidence if _is_of(one, kind))

    def facts(self, gate: str, on: date, kinds: Iterable[str]) -> Facts:
        """Return the facts of a gate."""
        made: Facts = {f"evidence.{kind}": self.shown(kind, gate, on) for kind in kinds}
        for (of, rule), one in self.answers.items():
            if one.answer == AttestedAnswer.WITHDRAWN:
                continue
            if not of:
                made[rule] = one.answer == AttestedAnswer.YES
            elif of == gate:
                made[f"attested.{rule}"] = one.answer == AttestedAnswer.YES
        return made


def _is_of(one: Evidence, kind: str) -> bool:
    known = evidence_kinds().get(one.kind)
    return one.kind == kind or (known is not None and known.of == kind)


def proofs(project_ids: Iterable[int]) -> Mapping[int, Proof]:
    """Return the proof of each project, in two queries."""
    made: defaultdict[int, Proof] = defaultdict(Proof)
    ids = list(project_ids)
    lines = Evidence.objects.filter(project__in=ids, is_archived=False).filter(~Q(state="rejected"))
    for one in lines.select_related("owner", "reviewer").order_by("code"):
        made[one.project_id].evidence.append(one)
    for answer in Attestation.objects.filter(project__in=ids).order_by("pk"):
        made[answer.project_id].answers[answer.gate, answer.rule] = answer
    return made
