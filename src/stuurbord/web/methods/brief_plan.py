"""What the project brief tells of time: how long it takes, its stages and gates as a picture and a table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.engine.critical_path import Schedule
from stuurbord.plan import NONE, Plan, moment
from stuurbord.reports.document import Bar, Block, Cell, Column, Heading, Paragraph, Table, Timeline
from stuurbord.web.clock import today
from stuurbord.web.methods.models import ProjectBrief
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Milestone

MOST_BARS: Final = 24
"""Bars of the picture of the plan; it then stands on a page together with its heading."""
_PLAN_AGREED: Final = "G2"
_DAYS_PER_MONTH: Final = 30.44


def months_of(project: Project, brief: ProjectBrief) -> Decimal | None:
    """Return the duration in months: of the brief, else from the plan."""
    if brief.months:
        return brief.months
    if project.current_revision_id is None:
        return None
    schedule = schedule_of(project.current_revision_id)
    starts = [int(one) for one in schedule.start if one != NONE]
    if not starts:
        return None
    days = (moment(schedule.project_finish).date() - moment(min(starts)).date()).days
    return Decimal(max(1, round(days / _DAYS_PER_MONTH)))


def planning(project: Project, gates: Sequence[Milestone]) -> list[Block]:
    """Return the section on time: a picture of stages and gates, and the gates with their day."""
    heading = Heading(_("When"))
    if project.current_revision_id is None:
        return [heading, Paragraph(_("There is no plan yet."), "missing")]
    # The table first: it stands under the heading on any page; the picture may need the next one.
    made: list[Block] = [heading, _gate_table(gates), _timeline(project)]
    if not any(one.code == _PLAN_AGREED and one.passed_on for one in gates):
        note = _("First plan. Durations are estimates, not measured; the plan is agreed at gate G2.")
        made.append(Paragraph(note, "quiet"))
    return made


def _timeline(project: Project) -> Timeline:
    revision = project.current_revision_id
    plan, schedule = plan_of(revision), schedule_of(revision)
    bars = [
        Bar(
            plan.tasks.name[idx],
            None,
            (moment(schedule.start[idx]).date(), moment(schedule.finish[idx]).date()),
        )
        for idx in _shown_tasks(plan, schedule)
    ]
    text = ngettext(
        "{n} stage or gate from {start} to {finish}.",
        "{n} stages and gates from {start} to {finish}.",
        len(bars),
    )
    ends = [one.expected for one in bars if one.expected]
    alt = (
        text.format(
            n=len(bars),
            start=reader().day(min(one[0] for one in ends)),
            finish=reader().day(max(one[1] for one in ends)),
        )
        if ends
        else ""
    )
    return Timeline(_("Stages and gates"), tuple(bars), alt, today())


def _shown_tasks(plan: Plan, schedule: Schedule) -> list[int]:
    """Return stages and gates in the order of the plan, as deep in its outline as there is room for."""
    dated = [idx for idx in range(len(plan.tasks.name)) if schedule.start[idx] != NONE]
    stages = [idx for idx in dated if plan.tasks.is_summary[idx]]
    gates = [idx for idx in dated if plan.tasks.gate[idx] and not plan.tasks.is_summary[idx]]
    levels = sorted({int(plan.tasks.outline_level[idx]) for idx in stages})
    deepest = 0
    for level in levels:
        if sum(plan.tasks.outline_level[idx] <= level for idx in stages) + len(gates) > MOST_BARS:
            break
        deepest = level
    return sorted([idx for idx in stages if plan.tasks.outline_level[idx] <= deepest] + gates)


def _gate_table(gates: Sequence[Milestone]) -> Table:
    columns = (Column(_("Gate"), width=4), Column(_("Planned"), "right"))
    rows = tuple(
        (
            Cell(one.name if one.code in one.name else f"{one.code} {one.name}"),
            Cell(reader().day(one.expected_on) if one.expected_on else "–"),
        )
        for one in gates
    )
    return Table(columns, rows, _("Gates with their planned day"))
