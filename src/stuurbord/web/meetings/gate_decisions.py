"""What an agenda knows of gates: the version of the dossier, its address, and the decision itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from stuurbord.web.gates.deciding import Judgement, NotReady, decide_gate
from stuurbord.web.gates.forms import seal
from stuurbord.web.gates.hashing import stored
from stuurbord.web.gates.judging import Group
from stuurbord.web.gates.models import GateDossier
from stuurbord.web.gates.queries import dossier
from stuurbord.web.gates.sentences import criterion_sentence, proposal_word
from stuurbord.web.meetings.given import CannotDecide, Given
from stuurbord.web.meetings.models import AgendaItem


def decide_at_gate(actor: Any, item: AgendaItem, verdict: str, given: Given) -> None:
    """Decide at the gate of an item's project: mandate, four eyes and rules are those of the gate itself.

    Raises
    ------
    NotPermitted, VersionConflict, CannotDecide
        As the gate says.
    """
    judgement = Judgement(
        verdict=verdict,
        reason=given.outcome,
        conditions=tuple(given.conditions),
        version=given.seen.line or 0,
        seen=given.seen.facts,
    )
    try:
        decide_gate(actor, item.project, item.gate, judgement)
    except NotReady as refused:
        raise CannotDecide([str(refused)]) from refused


@dataclass(frozen=True, slots=True)
class GateShown:
    """What the table sees of a dossier today; ``seal`` are its facts, to hold the decision against."""

    proposal: str
    n_met: int
    n_asked: int
    lacking: tuple[str, ...]
    seal: str


def shown_gate(item: AgendaItem) -> GateShown | None:
    """Return the dossier of an item's gate as it stands now; None if the method has no such gate."""
    found = dossier(item.project, item.gate)
    if found is None:
        return None
    lacking = [*found.of(Group.BLOCKING), *found.of(Group.CONDITION)]
    n_met = len(found.of(Group.MET))
    return GateShown(
        proposal=str(proposal_word(found.proposal)),
        n_met=n_met,
        n_asked=n_met + len(lacking),
        lacking=tuple(criterion_sentence(one) for one in lacking),
        seal=seal(stored(found.in_force.pack, found.facts)),
    )


def dossier_of(item: AgendaItem) -> GateDossier | None:
    """Return the dossier of an item's gate; None if nothing happened to it yet."""
    return GateDossier.objects.filter(project=item.project, gate=item.gate).first()


def gate_url(item: AgendaItem) -> str:
    """Return where the dossier of a gate is read."""
    return reverse("gate", args=[item.project.portfolio.key, item.project.code, item.gate])
