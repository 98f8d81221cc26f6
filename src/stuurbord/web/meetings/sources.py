"""The sources of this product: gates, exceptions, decisions, changes, escalated issues and late actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from stuurbord.web.gates.queries import AskedDecision, gates_asking_decision
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.look import figures
from stuurbord.web.meetings.models import ItemKind, Purpose
from stuurbord.web.meetings.proposals import AgendaSource, Asked, Proposal, declare, presenter_of
from stuurbord.web.meetings.queries import actions_carried
from stuurbord.web.registers.models import ActionItem, ChangeRequest, Decision, Issue, Milestone

GATE_AHEAD: Final = timedelta(days=14)
"""A gate within so many days after the meeting is prepared by it."""
MOST_ACTIONS: Final = 10
"""Late actions that are proposed one by one; a longer list is a matter for the register."""
EXCEPTIONS: Final = "afwijkingen"


def declare_all() -> None:
    """Make the sources known, in the order in which a body takes them."""
    declare(AgendaSource("gates", 10, _gates))
    declare(AgendaSource("exceptions", 20, _exceptions))
    declare(AgendaSource("decisions", 30, _decisions))
    declare(AgendaSource("changes", 40, _changes))
    declare(AgendaSource("escalations", 50, _escalations))
    declare(AgendaSource("actions", 60, _late_actions))


def _lines(model: Any, asked: Asked, condition: Q) -> Iterator[tuple[Any, Any]]:
    """Yield each line with its project, in one query."""
    projects = {one.pk: one for one in asked.projects}
    for line in model.objects.filter(condition, project__in=list(projects), is_archived=False):
        yield line, projects[line.project_id]


def _of_line(slug: str, kind: ItemKind, line: Any, project: Any, **told: Any) -> Proposal:
    register = REGISTERS[slug]
    title = f"{register.called(line)} {register.title_of(line)}"[:300]
    return Proposal(
        kind=kind,
        title=title,
        project=project,
        source=slug,
        line_id=line.pk,
        due=getattr(line, "due", None),
        presenter_id=presenter_of(line, project),
        **told,
    )


def _decisions(asked: Asked) -> Iterator[Proposal]:
    about_exceptions = _decisions_of_exceptions(asked)
    for line, project in _lines(Decision, asked, Q(state="requested")):
        if line.pk in about_exceptions:
            continue
        why = _("last useful date {day}").format(day=figures.day(line.due)) if line.due else ""
        yield _of_line(
            "beslissingen", ItemKind.DECISION, line, project, purpose=Purpose.DECIDE, minutes=15, why=why
        )


def _changes(asked: Asked) -> Iterator[Proposal]:
    for line, project in _lines(ChangeRequest, asked, Q(state__in=("assessed", "postponed"))):
        yield _of_line(
            "wijzigingen",
            ItemKind.CHANGE,
            line,
            project,
            purpose=Purpose.DECIDE,
            minutes=10,
            why=_("impact assessed, awaits a decision"),
        )


def _escalations(asked: Asked) -> Iterator[Proposal]:
    """Yield issues beyond their project: critical, or of high priority and past their date."""
    escalated = Q(severity="critical") | Q(priority="high", due__lt=asked.on)
    for line, project in _lines(Issue, asked, escalated & Q(state__in=("registered", "assessed"))):
        why = _("critical") if line.severity == "critical" else _("high priority and past its date")
        yield _of_line(
            "issues", ItemKind.ESCALATION, line, project, purpose=Purpose.DISCUSS, minutes=10, why=why
        )


def _late_actions(asked: Asked) -> Iterator[Proposal]:
    # What this body agreed itself stands on the page of its next meetings already.
    own = {one.action_id for one in actions_carried(asked.meeting)}
    late = Q(due__lt=asked.on) & ~Q(state__in=ActionItem.closed) & ~Q(pk__in=own)
    found = sorted(_lines(ActionItem, asked, late), key=lambda pair: pair[0].due)
    for line, project in found[:MOST_ACTIONS]:
        why = _("due {day}").format(day=figures.day(line.due))
        yield _of_line("acties", ItemKind.ACTION, line, project, purpose=Purpose.INFORM, minutes=5, why=why)


def _exceptions(asked: Asked) -> Iterator[Proposal]:
    for line, project in _open_exceptions(asked):
        yield _of_line(
            EXCEPTIONS,
            ItemKind.EXCEPTION,
            line,
            project,
            purpose=Purpose.DECIDE,
            minutes=20,
            why=_("beyond tolerance, a decision is asked"),
        )


def _open_exceptions(asked: Asked) -> Iterable[tuple[Any, Any]]:
    register = REGISTERS.get(EXCEPTIONS)
    return _lines(register.model, asked, Q(state="decision_asked")) if register else ()


def _decisions_of_exceptions(asked: Asked) -> set[int]:
    """Return the decisions that are asked through an exception: it stands on the agenda for both."""
    return {getattr(line, "decision_id", None) for line, _project in _open_exceptions(asked)} - {None}


def _gates(asked: Asked) -> Iterator[Proposal]:
    """Yield gates of which the dossier was submitted, and those that are expected before the next meeting."""
    here = {one.pk: one for one in asked.projects}
    told = set()
    for one in gates_asking_decision(asked.meeting.portfolio):
        if one.project.pk in here:
            told.add((one.project.pk, one.gate.code))
            yield _submitted(here[one.project.pk], one, asked)
    soon = asked.on + GATE_AHEAD
    gates = Milestone.objects.filter(
        project__in=list(here), is_archived=False, is_gate=True, actual=None, planned_actual=None
    )
    for gate in gates:
        is_near = gate.expected_on is not None and gate.expected_on <= soon
        if is_near and (gate.project_id, gate.code) not in told:
            yield _expected(here[gate.project_id], gate)


def _submitted(project: Any, one: AskedDecision, asked: Asked) -> Proposal:
    """A gate is decided by its own body; the other one hears of it."""
    is_own = one.gate.body == ("project" if asked.meeting.project_id else "portfolio")
    return Proposal(
        kind=ItemKind.GATE,
        title=_gate_title(project, one.gate.code, str(one.gate.name)),
        purpose=Purpose.DECIDE if is_own else Purpose.INFORM,
        minutes=20 if is_own else 5,
        project=project,
        gate=one.gate.code,
        due=one.due,
        why=_("dossier submitted for a decision"),
        presenter_id=project.manager_id,
    )


def _expected(project: Any, gate: Milestone) -> Proposal:
    return Proposal(
        kind=ItemKind.GATE,
        title=_gate_title(project, gate.code, gate.name),
        purpose=Purpose.DISCUSS,
        minutes=10,
        project=project,
        gate=gate.code,
        due=gate.expected_on,
        why=_("gate expected {day}").format(day=figures.day(gate.expected_on)),
        presenter_id=project.manager_id,
    )


def _gate_title(project: Any, code: str, name: str) -> str:
    return f"{project.code} {project.name}: {code} {name.removeprefix(code).strip()}".strip()[:300]
