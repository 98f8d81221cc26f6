"""The figures of a project's overview: the row of facts, the tolerances, what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.errors import N_
from stuurbord.web.look import figures
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.steering.models import ProjectState

_MISSING = {
    "promised_on": N_("A baseline of the goal: import a plan with a baseline."),
    "expected_on": N_("A forecast of the goal: import a plan, or give the milestone a forecast."),
    "time_tolerance_days": N_("The tolerance in time, in days."),
    "budget": N_("The budget: each budget line needs its budgeted payment."),
    "forecast_cost": N_("The forecast of the cost: each budget line needs its forecast."),
    "cost_tolerance": N_("The tolerance in cost, in percent."),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the row."""

    label: str
    value: SafeString | str
    note: SafeString | str


@dataclass(frozen=True, slots=True)
class Tolerance:
    """One tolerance: what was agreed, how much of it is used."""

    label: str
    status: str
    used_text: SafeString | str
    used: float | None
    allowed: float | None
    allowed_text: str


def facts_row(project: Project, state: ProjectState) -> list[Fact]:
    """Return the six figures a project is followed by; what is not known is a dash with the reason."""
    return [
        _finish(project, state),
        _baseline(state),
        _room(project, state),
        _money(project, state),
        _spent(state),
        _progress(state),
    ]


def tolerance_rows(project: Project, state: ProjectState) -> list[Tolerance]:
    """Return time and cost: the tolerances a project can be judged on today."""
    overrun = cost_overrun(state)
    words = reader()
    days, share = project.time_tolerance_days, project.cost_tolerance
    return [
        Tolerance(
            label=_("Time"),
            status=state.status_time,
            used_text=figures.days(state.deviation_days, days),
            used=state.deviation_days,
            allowed=days,
            allowed_text="" if days is None else f"±{words.number(days)} {_('d')}",
        ),
        Tolerance(
            label=_("Cost"),
            status=state.status_cost,
            used_text=_signed_percent(overrun, share),
            used=None if overrun is None else float(overrun),
            allowed=None if share is None else float(share),
            allowed_text="" if share is None else f"±{_percent(share)}",
        ),
    ]


def missing_facts(names: Iterable[str]) -> list[str]:
    """Return in words what a verdict still lacks."""
    return [_(_MISSING[name]) for name in names if name in _MISSING]


def cost_overrun(state: ProjectState) -> Decimal | None:
    """Return the fraction by which the forecast exceeds the budget."""
    if state.budget is None or state.budget <= 0 or state.forecast_cost is None:
        return None
    return state.forecast_cost / state.budget - 1


def _finish(project: Project, state: ProjectState) -> Fact:
    label = _("Finish expected")
    if state.goal_milestone:
        label = _("{goal} expected").format(goal=state.goal_milestone)
    if state.deviation_days is None:
        return Fact(label, figures.day(state.forecast_finish), _("cannot be compared with a baseline"))
    difference = figures.days(state.deviation_days, project.time_tolerance_days)
    note = format_html("<strong>{}</strong> {}", difference, _("from the baseline"))
    return Fact(label, figures.day(state.forecast_finish), note)


def _baseline(state: ProjectState) -> Fact:
    note = _("no baseline in the plan or the register") if state.baseline_finish is None else _("as promised")
    return Fact(_("Baseline"), figures.day(state.baseline_finish), note)


def _room(project: Project, state: ProjectState) -> Fact:
    label, tolerance = _("Room in the tolerance"), project.time_tolerance_days
    if tolerance is None:
        return Fact(label, figures.UNKNOWN, _("no tolerance in time agreed"))
    if state.deviation_days is None:
        return Fact(label, figures.UNKNOWN, _("of {n} days").format(n=reader().number(tolerance)))
    left = tolerance - max(state.deviation_days, 0)
    note = _("of {n} days").format(n=reader().number(tolerance))
    if left < 0:
        beyond = figures.with_unit(reader().number(-left), _("d"), "beyond")
        return Fact(_("Beyond the tolerance"), beyond, note)
    return Fact(label, figures.plain_days(left), note)


def _money(project: Project, state: ProjectState) -> Fact:
    label = _("Forecast / budget")
    if state.budget is None and state.forecast_cost is None:
        return Fact(label, figures.UNKNOWN, _("no complete budget lines"))
    value = figures.forecast_and_budget(state.forecast_cost, state.budget, project.cost_tolerance)
    overrun = cost_overrun(state)
    if overrun is None:
        return Fact(label, value, _("one of the two is missing"))
    difference = _signed_percent(overrun, project.cost_tolerance)
    return Fact(label, value, format_html("<strong>{}</strong> {}", difference, _("from the budget")))


def _spent(state: ProjectState) -> Fact:
    label = _("Committed / paid")
    if state.committed is None and state.paid is None:
        return Fact(label, figures.UNKNOWN, _("nothing written down yet"))
    words = reader()
    known = [figures.UNKNOWN if one is None else words.millions(one) for one in (state.committed, state.paid)]
    note = ""
    if state.budget and state.budget > 0 and state.paid is not None:
        note = _("{share} of the budget paid").format(share=words.percent(state.paid / state.budget))
    return Fact(label, figures.with_unit(" / ".join(known), "M€"), note)


def _progress(state: ProjectState) -> Fact:
    if not state.n_tasks:
        return Fact(_("Progress"), figures.UNKNOWN, _("no plan yet"))
    words = reader()
    note = ngettext(
        "{n} of {total} tasks is critical", "{n} of {total} tasks are critical", state.n_critical
    ).format(n=words.number(state.n_critical), total=words.number(state.n_tasks))
    return Fact(_("Progress"), figures.percent(state.progress), note)


def _signed_percent(fraction: Decimal | None, limit: Decimal | None) -> SafeString | str:
    """Return ``+3,9 %``, red beyond the limit."""
    if fraction is None:
        return figures.UNKNOWN
    is_beyond = limit is not None and fraction > limit
    figure = reader().signed(fraction * 100, 1)
    return figures.with_unit(figure, "%", "beyond" if is_beyond else "")


def _percent(fraction: Any) -> str:
    digits = 0 if round(float(fraction) * 100, 1) == round(float(fraction) * 100) else 1
    return reader().percent(float(fraction), digits)
