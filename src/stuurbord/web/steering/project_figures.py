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
from stuurbord.rulebooks.tolerances import TARGETS
from stuurbord.web.look import figures
from stuurbord.web.projects.models import Project
from stuurbord.web.reader import reader
from stuurbord.web.steering.models import ProjectState
from stuurbord.web.tolerances.conclusions import amount, beside_in_short
from stuurbord.web.tolerances.models import Target
from stuurbord.web.tolerances.standing import Standing, TargetStanding

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
    """Empty where nothing was agreed."""
    used_text: SafeString | str
    used: float | None
    allowed: float | None
    allowed_text: str


def facts_row(project: Project, state: ProjectState) -> list[Fact]:
    """Return the six figures a project is followed by; what is not known is a dash with the reason.

    Where the risks were simulated, P50, P80 and the chance take the place of the one date of the plan.
    """
    if state.p80_finish is not None:
        return [
            _middle(state),
            _sure(project, state),
            _chance(state),
            _money(project, state) if state.p50_cost is None else _sure_money(state),
            _spent(state),
            _progress(state),
        ]
    return [
        _finish(project, state),
        _baseline(state),
        _room(project, state),
        _money(project, state),
        _spent(state),
        _progress(state),
    ]


def tolerance_rows(
    project: Project, state: ProjectState, standing: Standing | None = None
) -> list[Tolerance]:
    """Return time and cost, and with a standing all seven targets of the project as a whole."""
    rows = [_time_row(project, state), _cost_row(project, state)]
    if standing is None:
        return rows
    return rows + [_other_row(one) for target in TARGETS[2:] if (one := standing.of(target))]


def part_rows(standing: Standing) -> list[Tolerance]:
    """Return the targets of stages and work packages that were agreed on."""
    return [_other_row(one) for one in standing.targets if one.scope]


def _time_row(project: Project, state: ProjectState) -> Tolerance:
    words, days = reader(), project.time_tolerance_days
    used, text = state.deviation_days, figures.days(state.deviation_days, days)
    if state.p80_finish is not None and state.baseline_finish is not None:
        used = (state.p80_finish - state.baseline_finish).days
        text = format_html("P80 {}", figures.days(used, days))
    return Tolerance(
        label=_("Time"),
        status=state.status_time,
        used_text=text,
        used=used,
        allowed=days,
        allowed_text="" if days is None else f"±{words.number(days)} {_('d')}",
    )


def _cost_row(project: Project, state: ProjectState) -> Tolerance:
    share, used = project.cost_tolerance, cost_overrun(state)
    text: SafeString | str = _signed_percent(used, share)
    if state.p80_cost is not None and state.budget and state.budget > 0:
        sure = state.p80_cost / state.budget - 1
        if used is None or sure >= used:
            used, text = sure, format_html("P80 {}", _signed_percent(sure, share))
    return Tolerance(
        label=_("Cost"),
        status=state.status_cost,
        used_text=text,
        used=None if used is None else float(used),
        allowed=None if share is None else float(share),
        allowed_text="" if share is None else f"±{_percent(share)}",
    )


def _other_row(one: TargetStanding) -> Tolerance:
    name = str(Target(one.target).label)
    label = f"{name[:1].upper()}{name[1:]} {one.scope}".strip()
    used = amount(one.used, one.unit, is_signed=one.unit == "days")
    allowed = one.words
    if one.allowed is not None:
        allowed = _("max. {n}").format(n=amount(one.allowed, one.unit))
    told = figures.with_unit(used, "", "beyond" if one.is_beyond and not one.is_beyond_beside else "")
    if one.is_beyond_beside:
        told = format_html('{}<br><span class="second beyond">{}</span>', told, beside_in_short(one.target))
    return Tolerance(
        label=label,
        status=one.status if one.is_agreed else "",
        used_text=told,
        used=None if one.used is None else float(one.used),
        allowed=None if one.allowed is None else float(one.allowed),
        allowed_text=allowed,
    )


def missing_facts(names: Iterable[str]) -> list[str]:
    """Return in words what a verdict still lacks."""
    return [_(_MISSING[name]) for name in names if name in _MISSING]


def cost_overrun(state: ProjectState) -> Decimal | None:
    """Return the fraction by which the forecast exceeds the budget."""
    if state.budget is None or state.budget <= 0 or state.forecast_cost is None:
        return None
    return state.forecast_cost / state.budget - 1


def _middle(state: ProjectState) -> Fact:
    label = _("{goal}, P50").format(goal=state.goal_milestone or _("Finish"))
    if state.baseline_finish is None or state.p50_finish is None:
        return Fact(label, figures.day(state.p50_finish), _("cannot be compared with a baseline"))
    days = figures.days((state.p50_finish - state.baseline_finish).days)
    baseline = _("from the baseline {day}").format(day=figures.day(state.baseline_finish))
    return Fact(label, figures.day(state.p50_finish), format_html("<strong>{}</strong> {}", days, baseline))


def _sure(project: Project, state: ProjectState) -> Fact:
    label, tolerance = (
        _("{goal}, P80").format(goal=state.goal_milestone or _("Finish")),
        project.time_tolerance_days,
    )
    if state.baseline_finish is None or state.p80_finish is None or tolerance is None:
        return Fact(label, figures.day(state.p80_finish), _no_measure(state))
    beyond = (state.p80_finish - state.baseline_finish).days - tolerance
    of = _("the tolerance of {n} d").format(n=reader().number(tolerance))
    if beyond > 0:
        told = _("{n} d beyond").format(n=reader().number(beyond))
        note = format_html('<strong class="beyond">{}</strong> {}', told, of)
        return Fact(label, figures.day(state.p80_finish), note)
    note = _("{n} d left of the tolerance of {all} d").format(
        n=reader().number(-beyond), all=reader().number(tolerance)
    )
    return Fact(label, figures.day(state.p80_finish), note)


def _no_measure(state: ProjectState) -> str:
    """Say what is missing to hold the finish against: the day that was promised, or the room around it."""
    if state.baseline_finish is None:
        return _("cannot be compared with a baseline")
    return _("no tolerance in time agreed")


def _chance(state: ProjectState) -> Fact:
    label = _("Chance within tolerance")
    if state.chance_time is None:
        return Fact(label, figures.UNKNOWN, _no_measure(state))
    note = _("cost: {chance}").format(chance=figures.chance_words(state.chance_cost))
    return Fact(label, figures.chance(state.chance_time), note)


def _sure_money(state: ProjectState) -> Fact:
    value = figures.millions(state.p50_cost)
    sure = figures.euro_millions(state.p80_cost)
    if state.budget is None:
        return Fact(_("Final cost, P50"), value, _("P80 {sure} M€").format(sure=sure))
    note = _("budget {budget} · P80 {sure} M€").format(budget=figures.euro_millions(state.budget), sure=sure)
    return Fact(_("Final cost, P50"), value, note)


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
        return Fact(label, figures.UNKNOWN, _no_measure(state))
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
