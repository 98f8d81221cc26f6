"""What the page with the plans of a portfolio shows first, with and without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stuurbord.engine.plan_network import Dated
from stuurbord.plan import NONE, instant, moment
from stuurbord.web.accounts.permissions import Permission, may
from stuurbord.web.clock import today
from stuurbord.web.planning.models import Proposal, ProposalState
from stuurbord.web.planning.plan_words import words
from stuurbord.web.planning.portfolio_columns import block, key_rows
from stuurbord.web.planning.portfolio_links import RegisteredLink
from stuurbord.web.planning.portfolio_network import PortfolioNetwork
from stuurbord.web.projects.models import Portfolio, Project
from stuurbord.web.reader import reader

_SECONDS_PER_DAY: Final = 86_400
_DAYS_PER_MONTH_SCALE: Final = 900
"""A longer plan starts at the scale of quarters."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate of a plan as the table shows it."""

    code: str
    name: str
    day: date
    days: int | None
    """Calendar days after its baseline; None without one."""
    is_passed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A project as the table shows it: its dates with the links, and how many days these cost it."""

    project: Project
    start: date
    finish: date
    days_by_links: int
    next_gate: Gate | None
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """What a project waits for, as the table shows it; names only of projects that the reader may see."""

    receiver: str
    task: str
    giver: str
    what: str
    day: date | None
    is_late: bool
    pk: int | None
    """Number of the line in the register, None for a link of the plan itself."""


def page_context(
    user: Any, portfolio: Portfolio, projects: Mapping[str, Project], made: PortfolioNetwork, chosen: str
) -> dict[str, Any]:
    """Return the context of the page; ``chosen`` is the number of a programme, or empty."""
    programmes = {one.programme_id: one.programme for one in projects.values() if one.programme_id}
    chosen = chosen if any(str(pk) == chosen for pk in programmes) else ""
    shown = in_programme(projects, made, chosen)
    lines = [_line(projects[code], made) for code in shown]
    waits = waits_of(shown, projects, made)
    is_whole = projects.keys() >= made.projects.keys()
    may_propose = any(may(user, Permission.EDIT_REGISTER, projects[code].scopes) for code in shown)
    proposals = Proposal.objects.filter(
        project__in=[one.pk for one in projects.values()], state=ProposalState.OPEN
    )
    return {
        "portfolio": portfolio,
        "breadcrumbs": [
            (portfolio.name, reverse("portfolio", args=[portfolio.key])),
            (pgettext("of a portfolio", "Plans"), ""),
        ],
        "programmes": sorted(programmes.values(), key=lambda one: one.name),
        "chosen": chosen,
        "lines": lines,
        "waits": waits,
        # A circle names tasks of all projects on it.
        "circles": [one.as_json(_)["message"] for one in made.network.findings] if is_whole else [],
        "without_plan": [one for code, one in sorted(projects.items()) if code not in made.projects],
        "proposals": proposals.select_related("project", "author").order_by("-pk")[:20],
        "n_tasks": sum(len(made.network.plans[code].plan.tasks) for code in shown),
        "conclusion": _conclusion(lines, waits),
        "may_propose": may_propose,
        "settings": _settings(portfolio, lines, chosen, may_propose=may_propose),
    }


def _settings(portfolio: Portfolio, lines: list[Line], chosen: str, *, may_propose: bool) -> dict[str, Any]:
    """Return what the page's script has to know."""
    names = {"data": "portfolio_plan_data", "preview": "portfolio_plan_preview"}
    urls = {name: reverse(view, args=[portfolio.key]) for name, view in names.items()}
    project = reverse("project_plan", args=[portfolio.key, "CODE"])
    urls |= {"propose": reverse("portfolio_plan_propose", args=[portfolio.key]), "project": project}
    days = max((one.finish - one.start).days for one in lines) if lines else 0
    return {
        "urls": urls,
        "query": f"programma={chosen}" if chosen else "",
        "zoom": "month" if days <= _DAYS_PER_MONTH_SCALE else "quarter",
        "mayEdit": may_propose,
        "key": f"planning:{portfolio.key}",
        "days": {"today": instant(datetime.combine(today(), time(12))), "status": None},
        "closures": [],
        "words": words() | _own_words(),
    }


def _own_words() -> dict[str, str]:
    return {
        "isProject": pgettext("row of the plan", "project"),
        "isProgramme": pgettext("row of the plan", "programme"),
        "noProgramme": _("No programme"),
        "waitsFor": _("waits for {giver}"),
        "elsewhere": _("Other projects that feel it: {codes}."),
        "notHere": _("Tasks of this project cannot be changed here."),
    }


def in_programme(projects: Mapping[str, Project], made: PortfolioNetwork, chosen: str) -> list[str]:
    """Return the codes of the projects to show: with a plan, of the programme, in the order of programmes."""
    codes = [
        code
        for code, one in projects.items()
        if code in made.projects and (not chosen or str(one.programme_id or "") == chosen)
    ]
    return sorted(codes, key=lambda code: (_programme_name(projects[code]) or "\uffff", code))


def _programme_name(project: Project) -> str:
    return project.programme.name if project.programme else ""


def first_data(
    user: Any, projects: Mapping[str, Project], made: PortfolioNetwork, chosen: str
) -> dict[str, Any]:
    """Return projects with the rows to show before they unfold, and the links across them."""
    codes = in_programme(projects, made, chosen)
    return {
        "projects": [_first(user, projects[code], made.network.plans[code], made) for code in codes],
        "links": _links(codes, projects, made),
    }


def _first(user: Any, project: Project, one: Dated, made: PortfolioNetwork) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.short_name or project.name,
        "programme": _programme_name(project),
        "base": made.projects[project.code].number,
        "n_tasks": len(one.plan.tasks),
        "may_edit": may(user, Permission.EDIT_REGISTER, project.scopes),
        "columns": block(one, key_rows(one, made.linked[project.code])),
    }


def _links(codes: list[str], projects: Mapping[str, Project], made: PortfolioNetwork) -> list[dict[str, Any]]:
    """Return links as the page draws them: from a task, a project or nothing, to a task or a project.

    Of a giver that the reader may not see, only the code and the day are told.
    """
    shown = set(codes)
    found = []
    for link in made.network.links:
        if link.before and link.after in shown:
            is_open = link.before in projects
            found.append(
                {
                    "after": f"{link.after}:{link.after_uid}",
                    "before": f"{link.before}:{link.before_uid}" if link.before in shown else None,
                    "giver": link.before,
                    "day": _finish(made.network.plans[link.before], link.before_uid),
                    "what": _name(made.network.plans[link.before], link.before_uid) if is_open else "",
                    "is_late": False,
                }
            )
    for one in made.registered:
        if one.receiver in shown and not (one.uid >= 0 and _is_in_plan(one, made)):
            found.append(
                {
                    "after": f"{one.receiver}:{one.uid}" if one.uid >= 0 else one.receiver,
                    "before": one.giver if one.giver in shown else None,
                    "giver": one.giver or one.outsider,
                    "day": None if one.day == NONE else one.day,
                    "what": one.title,
                    "is_late": one.is_late,
                }
            )
    return found


def _is_in_plan(one: RegisteredLink, made: PortfolioNetwork) -> bool:
    """Tell whether the plan itself says that it waits for that project."""
    return any(link.after == one.receiver and link.before == one.giver for link in made.network.links)


def waits_of(codes: list[str], projects: Mapping[str, Project], made: PortfolioNetwork) -> list[Wait]:
    """Return what the shown projects wait for, late ones first."""
    shown = set(codes)
    found = []
    for link in made.network.links:
        if link.before and link.after in shown:
            plan = made.network.plans[link.before]
            what = _name(plan, link.before_uid) if link.before in projects else ""
            day = _day(_finish(plan, link.before_uid))
            task = ", ".join(_waiting(made.network.plans[link.after], link.after_uid))
            found.append(Wait(link.after, task, link.before, what, day, False, None))
    for one in made.registered:
        if one.receiver in shown:
            task = _name(made.network.plans[one.receiver], one.uid) if one.uid >= 0 else ""
            day = None if one.day == NONE else _day(one.day)
            found.append(
                Wait(one.receiver, task, one.giver or one.outsider, one.title, day, one.is_late, one.pk)
            )
    return sorted(found, key=lambda one: (not one.is_late, one.day or date.max, one.receiver))


def _line(project: Project, made: PortfolioNetwork) -> Line:
    one, alone = made.network.plans[project.code], made.network.alone[project.code]
    gates = tuple(_gates(one))
    finish = one.schedule.project_finish
    return Line(
        project,
        moment(one.schedule.project_start).date(),
        moment(finish).date(),
        finish // _SECONDS_PER_DAY - alone.project_finish // _SECONDS_PER_DAY,
        next((gate for gate in gates if not gate.is_passed), None),
        gates,
    )


def _gates(one: Dated) -> list[Gate]:
    plan, schedule = one.pair
    baseline = plan.baselines.get(0)
    found = []
    for row, code in enumerate(plan.tasks.gate):
        finish = int(schedule.finish[row])
        if not code or finish == NONE:
            continue
        promised = NONE if baseline is None else int(baseline.finish[row])
        days = None if promised == NONE else finish // _SECONDS_PER_DAY - promised // _SECONDS_PER_DAY
        is_passed = plan.tasks.percent_complete[row] >= 1 or plan.tasks.actual_finish[row] != NONE
        found.append(Gate(code, plan.tasks.name[row], moment(finish).date(), days, bool(is_passed)))
    return sorted(found, key=lambda gate: (gate.day, gate.code))


def _waiting(one: Dated, uid: int) -> list[str]:
    """Return the names of the tasks that wait for an external one, at most three."""
    links = one.plan.dependencies
    rows = (one.plan.tasks.uid == uid).nonzero()[0]
    after = links.successor_idx[links.predecessor_idx == rows[0]].tolist() if len(rows) else []
    return [one.plan.tasks.name[row] for row in after[:3]]


def _name(one: Dated, uid: int) -> str:
    rows = (one.plan.tasks.uid == uid).nonzero()[0]
    return one.plan.tasks.name[rows[0]] if len(rows) else ""


def _finish(one: Dated, uid: int) -> int | None:
    rows = (one.plan.tasks.uid == uid).nonzero()[0]
    finish = int(one.schedule.finish[rows[0]]) if len(rows) else NONE
    return None if finish == NONE else finish


def _day(at: int | None) -> date | None:
    return None if at is None else moment(at).date()


def _conclusion(lines: list[Line], waits: list[Wait]) -> str:
    numbers = reader()
    if not lines:
        return _("No project has a plan yet.")
    held = [one for one in lines if one.days_by_links > 0]
    if held:
        told = ngettext(
            "{n} project ends later than its own plan says, because it waits for another one.",
            "{n} projects end later than their own plans say, because they wait for others.",
            len(held),
        )
        return told.format(n=numbers.number(len(held)))
    late = sum(one.is_late for one in waits)
    if late:
        told = ngettext(
            "{n} delivery between projects comes too late.",
            "{n} deliveries between projects come too late.",
            late,
        )
        return told.format(n=numbers.number(late))
    soon = today() + timedelta(days=91)
    n = sum(1 for one in lines for gate in one.gates if not gate.is_passed and gate.day <= soon)
    told = ngettext("{n} gate comes in the next three months.", "{n} gates come in the next three months.", n)
    return told.format(n=numbers.number(n))
