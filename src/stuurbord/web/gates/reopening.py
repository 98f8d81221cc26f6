"""Gates re-open by themselves: a condition was missed, or evidence of a decision holds no longer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from stuurbord.web.accounts.permissions import Operator
from stuurbord.web.clock import today
from stuurbord.web.gates.changed_facts import fact_label
from stuurbord.web.gates.declarations import CONDITIONS
from stuurbord.web.gates.facts.proof import Proof, proofs
from stuurbord.web.gates.kept_dossiers import moved
from stuurbord.web.gates.models import (
    TO_MEET,
    DossierState,
    GateCondition,
    GateDecision,
    GateDossier,
)
from stuurbord.web.gates.packs import pack_for
from stuurbord.web.methods.queries import templates_of
from stuurbord.web.projects.events import projects_changed
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.reader import reader

EVERY_SIX_HOURS = timedelta(hours=6)
BATCH = 500
PASSED = (DossierState.DECIDED, DossierState.CLOSED)
OVER = (Stage.CLOSED, Stage.STOPPED)


def reopen_due(now: datetime | None = None) -> None:
    """Re-open what is due in all projects."""
    ids = _standing().filter(project__is_archived=False)
    listed = sorted(set(ids.values_list("project_id", flat=True)))
    for first in range(0, len(listed), BATCH):
        reopen_gates(listed[first : first + BATCH], today())


def _standing() -> QuerySet[GateDossier]:
    """Return the dossiers that were decided, in projects that are not over."""
    return GateDossier.objects.filter(state__in=PASSED).exclude(project__stage__in=OVER)


def reopen_gates(project_ids: Iterable[int], on: date) -> int:
    """Re-open the decided gates of these projects whose ground fell away; return how many there were.

    Most looks find nothing: they read, and write nothing.
    """
    ids = list(project_ids)
    due = _due(ids, on)
    if not due:
        return 0
    return sum(_reopened(number, reason, on) for number, reason in due.items())


@transaction.atomic
def _reopened(dossier_id: int, reason: str, on: date) -> bool:
    row = (
        GateDossier.objects.select_for_update(of=("self",))
        .select_related("project__portfolio")
        .get(pk=dossier_id)
    )
    if row.state not in PASSED:
        return False
    row.reason, row.submitted_by, row.submitted_at = reason[:500], None, None
    # The system itself, not the person whose click found it.
    moved(Operator("Stuurbord"), row, DossierState.REOPENED, "reopen", reason=reason)
    projects_changed.send(sender=Project, project_ids=[row.project_id])
    return True


def _due(ids: Sequence[int], on: date) -> dict[int, str]:
    """Return dossier → why it re-opens."""
    rows = list(_standing().filter(project__in=ids).select_related("project"))
    if not rows:
        return {}
    decisions: dict[tuple[int, str], GateDecision] = {}
    for one in GateDecision.objects.filter(project__in={row.project_id for row in rows}).order_by("number"):
        decisions[one.project_id, one.gate] = one
    late = _late_conditions(rows, on)
    proof = proofs({row.project_id for row in rows})
    templates: dict[int, Any] = {}
    made: dict[int, str] = {}
    for row in rows:
        decision = decisions.get((row.project_id, row.gate))
        if decision is None or not decision.lets_through:
            continue
        gone = _gone(decision, row, proof[row.project_id], on)
        missed = late.get((row.project_id, row.gate), [])
        if not gone and not missed:
            continue
        if row.project_id not in templates:
            templates[row.project_id] = templates_of([row.project])[row.project_id]
        pack = pack_for(templates[row.project_id]).pack
        with override("nl"):  # kept as it is told to everybody
            made[row.pk] = _reason(missed, [fact_label(pack, name) for name in gone])
    return made


def _late_conditions(rows: Iterable[GateDossier], on: date) -> dict[tuple[int, str], list[GateCondition]]:
    wanted = {(row.project_id, row.gate) for row in rows}
    late = GateCondition.objects.filter(
        project__in={pk for pk, _gate in wanted}, state__in=TO_MEET, due__lt=on, is_archived=False
    )
    made: dict[tuple[int, str], list[GateCondition]] = {}
    for one in late.order_by("due", "code"):
        if (one.project_id, one.gate) in wanted:
            made.setdefault((one.project_id, one.gate), []).append(one)
    return made


def _gone(decision: GateDecision, row: GateDossier, proof: Proof, on: date) -> list[str]:
    """Return the evidence that a decision rests on and that holds no longer."""
    relied = [
        name for name, value in decision.facts.items() if value is True and name.startswith("evidence.")
    ]
    return [name for name in relied if not _still_shown(proof, name.partition(".")[2], row, on)]


def _still_shown(proof: Proof, kind: str, row: GateDossier, on: date) -> bool:
    """Return whether evidence holds; at a closed gate what was brought for a later one replaces it."""
    if proof.shown(kind, row.gate, on):
        return True
    return row.state == DossierState.CLOSED and proof.holds_anywhere(kind, on)


def _reason(missed: Sequence[GateCondition], gone: Sequence[str]) -> str:
    told = []
    if missed:
        names = ", ".join(f"{one.code} ({reader().day(one.due)})" for one in missed if one.due is not None)
        told.append(_("Condition not met in time: {what}.").format(what=names))
    if gone:
        told.append(_("Evidence no longer valid: {what}.").format(what=", ".join(gone)))
    return " ".join(told)


def on_lines_changed(sender: Any, register: Any, lines: Iterable[Any], **kwargs: Any) -> None:
    """Listen to changed lines: evidence that was rejected or a condition that moved may re-open a gate."""
    if register.slug in ("bewijzen", CONDITIONS.slug):
        transaction.on_commit(_Look({one.project_id for one in lines}))


class _Look:
    """What is looked at once a change stands."""

    def __init__(self, project_ids: set[int]) -> None:
        self.project_ids = project_ids

    def __call__(self) -> None:
        reopen_gates(self.project_ids, today())
