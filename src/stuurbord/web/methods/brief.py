"""The project brief: why, what, how large, how steered, when, with whom; what is asked of gate G0 and G1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.plan import NONE, moment
from stuurbord.reports.document import (
    Bar,
    Block,
    Box,
    Bullets,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Provenance,
    Signature,
    Signatures,
    Table,
    Timeline,
)
from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.web.clock import today
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.methods.models import ProjectBrief
from stuurbord.web.methods.queries import language, roles_of, template_of
from stuurbord.web.methods.sizing import SIZE_NAMES
from stuurbord.web.methods.start_forms import TARGET_NAMES
from stuurbord.web.projects.models import Project
from stuurbord.web.projects.plans import plan_of, schedule_of
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Milestone, Product, Risk, Stakeholder

MOST_RISKS: Final = 8


def brief_document(project: Project) -> Document:
    """Return the brief of a project from its facts today; what is missing is named."""
    template = template_of(project)
    brief = ProjectBrief.objects.filter(project=project).first() or ProjectBrief(
        project=project, goal=project.description
    )
    gates = list(Milestone.objects.filter(project=project, is_gate=True, is_archived=False).order_by("code"))
    blocks: list[Block] = [
        _asked(project, brief, gates),
        _facts(project, brief, gates),
        *_why(brief),
        *_products(project),
        *_planning(project, gates),
        *_tolerances(project),
        *_people(project, template),
        *_risks(project),
        Heading(_("Approach")),
        *_approach(template),
        _signatures(project),
    ]
    return Document(
        title=_title(project, brief, gates),
        rubric=f"{_('Project brief')}  ·  {project.code} {project.name}",
        blocks=tuple(blocks),
        provenance=Provenance(
            organisation=project.portfolio.organisation or project.portfolio.name,
            subject=f"{project.code} {project.name}",
            as_of=today(),
            sha256=template.sha256,
            version=f"{template.key} {template.version}",
        ),
        subtitle=_("{kind} · size: {size}").format(
            kind=project.get_kind_display() or "–", size=SIZE_NAMES[brief.size]
        ),
        author=project.manager.name if project.manager else "",
    )


def _title(project: Project, brief: ProjectBrief, gates: Sequence[Milestone]) -> str:
    """Say in a sentence what the project delivers by when, and for how much."""
    words = reader()
    goal = next((one for one in gates if one.code == project.goal_gate and one.expected_on), None)
    if goal and brief.budget:
        text = _("{name} is in use by {day} and takes {amount}.")
        return text.format(
            name=project.name, day=words.long_day(goal.expected_on), amount=words.euro(brief.budget)
        )
    if goal:
        return _("{name} is in use by {day}.").format(name=project.name, day=words.long_day(goal.expected_on))
    return _("{name}: the date is not planned yet.").format(name=project.name)


def _asked(project: Project, brief: ProjectBrief, gates: Sequence[Milestone]) -> Box:
    first = next((one for one in gates if not one.passed_on), None)
    asked = _("Decide at gate {gate} whether the project may go on.").format(
        gate=first.code if first else "G0"
    )
    items = []
    if brief.person_days:
        text = _("Time of people: {n} person-days.")
        items.append(text.format(n=reader().number(brief.person_days)))
    if brief.budget:
        items.append(_("Budget: {amount}.").format(amount=reader().euro(brief.budget)))
    return Box(pgettext("of a document", "Asked"), (asked,), tuple(items), "asked")


def _facts(project: Project, brief: ProjectBrief, gates: Sequence[Milestone]) -> Facts:
    words = reader()
    goal = next((one.expected_on for one in gates if one.code == project.goal_gate), None)
    return Facts(
        (
            Fact(_("Project owner"), str(project.owner or "–")),
            Fact(_("Project manager"), str(project.manager or "–")),
            Fact(_("Size"), str(SIZE_NAMES[brief.size]).capitalize()),
            Fact(_("Duration"), f"{words.number(brief.months, 0)} {_('months')}" if brief.months else "–"),
            Fact(_("Budget"), words.euro(brief.budget) if brief.budget else "–"),
            Fact(project.goal_gate, words.day(goal) if goal else "–", _("as planned now")),
        )
    )


def _why(brief: ProjectBrief) -> list[Block]:
    return [
        Heading(_("Why")),
        _text(brief.goal, _("The goal is not written down yet.")),
        Heading(_("Why now"), 2),
        _text(brief.why_now, _("Why it cannot wait is not written down yet.")),
    ]


def _text(text: str, missing: str) -> Paragraph:
    return Paragraph(text) if text.strip() else Paragraph(missing, "missing")


def _products(project: Project) -> list[Block]:
    lines = list(
        Product.objects.filter(project=project, is_archived=False)
        .select_related("owner")
        .order_by("due", "code")
    )
    heading = Heading(_("What is delivered"))
    if not lines:
        return [heading, Paragraph(_("No products are described yet."), "missing")]
    rows = tuple(
        (
            Cell(one.title, note=one.purpose, is_bold=True),
            Cell(str(one.owner or "–")),
            Cell(reader().day(one.due) if one.due else "–"),
        )
        for one in lines
    )
    columns = (Column(_("Product"), width=4), Column(_("Owner"), width=2), Column(_("Due"), "right", 1))
    return [heading, Table(columns, rows, _("Products with who makes them and when they are due"))]


def _planning(project: Project, gates: Sequence[Milestone]) -> list[Block]:
    heading = Heading(_("When"))
    if project.current_revision_id is None:
        return [heading, Paragraph(_("There is no plan yet."), "missing")]
    note = _("First plan. Durations are estimates, not measured; the plan is agreed at gate G2.")
    return [heading, _timeline(project), Paragraph(note, "quiet"), _gate_table(gates)]


def _timeline(project: Project) -> Timeline:
    revision = project.current_revision_id
    plan, schedule = plan_of(revision), schedule_of(revision)
    bars = []
    for idx, name in enumerate(plan.tasks.name):
        if schedule.start[idx] == NONE:
            continue
        if plan.tasks.is_summary[idx] or plan.tasks.gate[idx]:
            days = moment(schedule.start[idx]).date(), moment(schedule.finish[idx]).date()
            bars.append(Bar(name, None, days))
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


def _tolerances(project: Project) -> list[Block]:
    words = reader()
    rows = []
    if project.time_tolerance_days is not None:
        text = ngettext("{n} day", "{n} days", project.time_tolerance_days)
        rows.append((str(TARGET_NAMES["time"]), text.format(n=project.time_tolerance_days), ""))
    if project.cost_tolerance is not None:
        rows.append((str(TARGET_NAMES["cost"]), words.percent(project.cost_tolerance), ""))
    if register := REGISTERS.get("toleranties"):
        for one in register.model._default_manager.filter(
            project=project, is_archived=False, level="project"
        ):
            limit = one.limit
            shown = "–" if limit is None else _limit(one.unit, limit)
            rows.append((str(one.get_target_display()), shown, one.criterion))
    heading = Heading(_("Within which limits"))
    if not rows:
        return [heading, Paragraph(_("No tolerances are agreed yet."), "missing")]
    columns = (
        Column(pgettext("of a tolerance", "Target"), width=2),
        Column(_("Tolerance"), "right"),
        Column(_("In words"), width=4),
    )
    cells = tuple(
        (Cell(name.capitalize(), is_bold=True), Cell(limit), Cell(note)) for name, limit, note in rows
    )
    return [heading, Table(columns, cells, _("Tolerances by target"))]


def _limit(unit: str, limit) -> str:  # type: ignore[no-untyped-def]
    if unit == "fraction":
        return reader().percent(limit)
    return reader().euro(limit) if unit == "euro" else reader().number(limit)


def _people(project: Project, template: Template) -> list[Block]:
    named = roles_of(project)
    rows = tuple(
        (Cell(said(one.title, language()), is_bold=True), Cell(str(named[one.key])))
        for one in template.roles
        if one.key in named
    )
    blocks: list[Block] = [Heading(_("With whom"))]
    if rows:
        columns = (Column(_("Role"), width=2), Column(_("Person"), width=3))
        blocks.append(Table(columns, rows, _("Roles and who has them")))
    else:
        blocks.append(Paragraph(_("Nobody has a role yet."), "missing"))
    lines = Stakeholder.objects.filter(project=project, is_archived=False).order_by("-influence", "code")
    items = tuple(f"{one.name}: {one.expectation}" if one.expectation else one.name for one in lines)
    if items:
        blocks += [Heading(_("Stakeholders"), 2), Bullets(items)]
    return blocks


def _risks(project: Project) -> list[Block]:
    lines = list(Risk.objects.filter(project=project, is_archived=False).order_by("code")[:MOST_RISKS])
    heading = Heading(_("Risks"))
    if not lines:
        return [heading, Paragraph(_("No risks are written down yet; they are due at gate G2."), "missing")]
    return [heading, Bullets(tuple(f"{one.code} {one.title}" for one in lines))]


def _approach(template: Template) -> list[Block]:
    summary = said(template.summary, language()) if template.summary else ""
    gates = tuple(
        f"{one.code} {said(one.title, language())} ({said(one.body_title, language())}): "
        f"{said(one.decides, language()) if one.decides else ''}"
        for one in template.gates
    )
    text = f"{said(template.title, language())}. {summary}"
    return [Paragraph(text), Bullets(gates), Paragraph(template.credit, "quiet")]


def _signatures(project: Project) -> Signatures:
    return Signatures(
        (
            Signature(_("Project owner"), str(project.owner or "")),
            Signature(_("Project manager"), str(project.manager or "")),
        )
    )
