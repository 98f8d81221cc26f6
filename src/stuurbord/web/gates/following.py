"""What a decision at a gate brings about: the stage, the milestone, the lines of its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F
from django.utils import timezone

from stuurbord.web.audit.chain import record
from stuurbord.web.gates.declarations import CONDITIONS
from stuurbord.web.gates.kept_dossiers import moved
from stuurbord.web.gates.models import (
    HELD_BY_PROJECT,
    ConditionState,
    DossierState,
    GateCondition,
    GateDecision,
    GateDossier,
    GateVerdict,
)
from stuurbord.web.gates.naming import order
from stuurbord.web.gates.numbering import next_code
from stuurbord.web.lists.actions import Sent, save_lines
from stuurbord.web.lists.changing import changed_form, new_form
from stuurbord.web.lists.register import register_of
from stuurbord.web.projects.models import Project, Stage
from stuurbord.web.registers.models import Milestone

if TYPE_CHECKING:
    from stuurbord.web.gates.deciding import NewCondition
    from stuurbord.web.gates.judging import Dossier

STAGES: Final = (
    "",
    Stage.IDEA,
    Stage.STARTUP,
    Stage.PLANNING,
    Stage.AWARD,
    Stage.EXECUTION,
    Stage.CLOSING,
    Stage.AFTERCARE,
    Stage.CLOSED,
)
"""In their order; a gate that was re-opened and passed again leads no project back."""


def follow(actor: Any, found: Dossier, decision: GateDecision, conditions: Sequence[NewCondition]) -> None:
    """Do what follows from a decision, within its transaction."""
    if not decision.lets_through:
        return
    mark_passed(actor, found, decision)
    move_stage(actor, found.project, found.gate.opens, decision)
    if decision.verdict == GateVerdict.GO_WITH_CONDITIONS:
        write_conditions(actor, found, conditions)
    close_earlier(actor, found.project, found.gate.code)


def mark_passed(actor: Any, found: Dossier, decision: GateDecision) -> None:
    """Write the day of the decision as the actual date of the milestone; the first day stands."""
    register, milestone = register_of(Milestone), found.gate.milestone
    if milestone is not None and milestone.actual is not None:
        return
    if milestone is None:
        values = {
            "project": found.project.pk,
            "code": found.gate.code,
            "name": found.gate.name[:300],
            "is_gate": True,
            "actual": decision.on,
        }
        form = new_form(register, actor, values)
    else:
        form = changed_form(register, actor, milestone, {"actual": decision.on})
    _save(actor, register, form, milestone.version if milestone else None)


def move_stage(actor: Any, project: Project, opens: str, decision: GateDecision) -> None:
    """Bring the project into the stage that a gate opens."""
    stored = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if not opens or opens not in STAGES or stored.stage not in STAGES:
        return  # what is suspended or stopped stays so
    if STAGES.index(Stage(opens)) <= STAGES.index(stored.stage):
        return
    before = stored.stage
    Project.objects.filter(pk=project.pk).update(
        stage=opens, version=F("version") + 1, changed_at=timezone.now()
    )
    project.stage = opens
    record(
        actor,
        "project.stage",
        project.subject,
        {"stage": [before, str(opens)], "gate": decision.gate, "decision": decision.number},
        portfolio_id=project.portfolio_id,
        project_id=project.pk,
        version=stored.version + 1,
    )


def write_conditions(actor: Any, found: Dossier, conditions: Sequence[NewCondition]) -> None:
    """Write the conditions of a decision into their register.

    Where the project closes they are handed over at once: nobody is left in it to meet them.
    """
    state = ConditionState.HANDED_OVER if found.closes_project else ConditionState.OPEN
    for one in conditions:
        code = next_code(CONDITIONS, found.project)
        values = {
            "project": found.project.pk,
            "code": code,
            "title": one.text.strip(),
            "gate": found.gate.code,
            "owner": one.owner.pk if one.owner else None,
            "due": one.due,
            "state": state,
        }
        _save(actor, CONDITIONS, new_form(CONDITIONS, actor, values), None)


def close_earlier(actor: Any, project: Project, gate: str) -> None:
    """Close the earlier gates that were decided and of which the project holds no condition."""
    waiting = set(
        GateCondition.objects.filter(
            project=project, is_archived=False, state__in=HELD_BY_PROJECT
        ).values_list("gate", flat=True)
    )
    decided = GateDossier.objects.select_for_update().filter(project=project, state=DossierState.DECIDED)
    for row in decided:
        if order(row.gate) < order(gate) and row.gate not in waiting:
            row.project = project
            moved(actor, row, DossierState.CLOSED, "close", by=gate)


def _save(actor: Any, register: Any, form: Any, version: int | None) -> Any:
    if not form.is_valid():
        raise ValueError(f"{register.slug}: {form.errors.as_json()}")
    return save_lines(actor, register, [Sent(form, version)])[0]
