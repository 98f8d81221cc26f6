"""The project brief: why, what, how large, how steered, when, with whom; what is asked of gate G0 and G1."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.reports.document import (
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
)
from stuurbord.rulebooks.methods.model import Template, said
from stuurbord.web.clock import today
from stuurbord.web.lists.register import REGISTERS
from stuurbord.web.methods.brief_plan import months_of, planning
from stuurbord.web.methods.models import ProjectBrief
from stuurbord.web.methods.queries import language, roles_of, template_of
from stuurbord.web.methods.sizing import SIZE_NAMES
from stuurbord.web.methods.start_forms import TARGET_NAMES
from stuurbord.web.projects.models import Project, ProjectKind
from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Milestone, Product, Risk, Stakeholder

MOST_RISKS: Final = 8
_GO_LIVE: Final = "G4"


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
        *planning(project, gates),
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
            subject=project.code,
            as_of=today(),
            version=_("method {version}").format(version=template.version),
        ),
        subtitle=_("{kind} · size: {size}").format(
            kind=project.get_kind_display() or "–", size=SIZE_NAMES[brief.size]
        ),
        author=project.manager.name if project.manager else "",
    )


def _title(project: Project, brief: ProjectBrief, gates: Sequence[Milestone]) -> str:
    """Say in a sentence what the project delivers by when, and for how much."""
    words, budget = reader(), _budget(project, brief)
    goal = next((one for one in gates if one.code == project.goal_gate and one.expected_on), None)
    if goal is None:
        return _("{name}: the date is not planned yet.").format(name=project.name)
    # Only the gate of going live says that something is in use; a framework contract opens for orders there.
    goes_live = goal.code == _GO_LIVE and project.kind != ProjectKind.FRAMEWORK_CONTRACT
    if goes_live and budget:
        text = _("{name} is in use by {day} and takes {amount}.")
    elif goes_live:
        text = _("{name} is in use by {day}.")
    elif budget:
        text = _("{name} reaches gate {gate} by {day} and takes {amount}.")
    else:
        text = _("{name} reaches gate {gate} by {day}.")
    return text.format(
        name=project.name,
        gate=goal.code,
        day=words.long_day(goal.expected_on),
        amount=words.euro(budget) if budget else "",
    )


def _budget(project: Project, brief: ProjectBrief) -> Decimal | None:
    """Return the budget in euro: of the brief, else of the budget lines; None if it is not whole."""
    if brief.budget:
        return brief.budget
    lines = [one.budgeted_payment for one in project.budget_lines.filter(is_archived=False)]
    known = [one for one in lines if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(lines) else None


def _asked(project: Project, brief: ProjectBrief, gates: Sequence[Milestone]) -> Box:
    first = next((one for one in gates if not one.passed_on), None)
    asked = _("Decide at gate {gate} whether the project may go on.").format(
        gate=first.code if first else "G0"
    )
    items = []
    if brief.person_days:
        text = _("Time of people: {n} person-days.")
        items.append(text.format(n=reader().number(brief.person_days)))
    if budget := _budget(project, brief):
        items.append(_("Budget: {amount}.").format(amount=reader().euro(budget)))
    return Box(pgettext("of a document", "Asked"), (asked,), tuple(items), "asked")


def _facts(project: Project, brief: ProjectBrief, gates: Sequence[Milestone]) -> Facts:
    words, months, budget = reader(), months_of(project, brief), _budget(project, brief)
    goal = next((one.expected_on for one in gates if one.code == project.goal_gate), None)
    return Facts(
        (
            Fact(_("Project owner"), str(project.owner or "–")),
            Fact(_("Project manager"), str(project.manager or "–")),
            Fact(_("Size"), str(SIZE_NAMES[brief.size]).capitalize()),
            Fact(_("Duration"), f"{words.number(months, 0)} {_('months')}" if months else "–"),
            Fact(_("Budget"), words.euro(budget) if budget else "–"),
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
    credit = said(template.credit, language()) if template.credit else ""
    return [Paragraph(text), Bullets(gates), *([Paragraph(credit, "quiet")] if credit else [])]


def _signatures(project: Project) -> Signatures:
    return Signatures(
        (
            Signature(_("Project owner"), str(project.owner or "")),
            Signature(_("Project manager"), str(project.manager or "")),
        )
    )
