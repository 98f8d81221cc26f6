"""The two tables of a project's page: what was promised against what is expected, and its heaviest risks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stuurbord.reports.snapshot import ForecastFacts, ProjectFacts, RiskFacts
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import BETTER, WORSE
from stuurbord.reports.steering_pack.heat_map import trend_of
from stuurbord.reports.steering_pack.pack import DASH, Pack
from stuurbord.reports.steering_pack.rich_text import Run, bold, paragraph
from stuurbord.reports.steering_pack.simulated_table import chance_text
from stuurbord.reports.steering_pack.tables import (
    SIDE,
    Cell,
    Column,
    Table,
    cell,
    height_needed,
    lines_needed,
    status_cell,
)
from stuurbord.reports.steering_pack.text_fit import fitted, lines_of

_SIZE = 11
_TOLERANCE_WIDTHS = (1.78, 0.90, 0.84, 0.90, 0.81, 0.71, 1.09)
_SIMULATED_WIDTHS = (1.40, 0.84, 0.86, 0.84, 0.84, 0.60, 0.70, 0.95)
_RISK_WIDTHS = (4.06, 0.55, 0.58, 0.60, 1.24)
_RISK_SIZE = 10.5


def tolerance_table(pack: Pack, project: ProjectFacts) -> Table:
    """Return goal date and cost: promised, allowed, expected, difference, move, status."""
    gettext = pack.gettext
    if project.forecast is not None:
        return _simulated_table(pack, project, project.forecast)
    heads = (
        gettext("Goal"),
        gettext("Base"),
        gettext("Tolerance"),
        gettext("Forecast"),
        gettext("Deviation"),
        gettext("Δ last"),
        gettext("Status"),
    )
    aligns = ("l", "r", "r", "r", "r", "r", "ctr")
    columns = tuple(Column(*one) for one in zip(_TOLERANCE_WIDTHS, heads, aligns, strict=True))
    rows = (_time_row(pack, project), _cost_row(pack, project), _work_row(pack, project))
    table = Table(columns, rows, 0.325, 0.34, _SIZE, _SIZE)
    heights = tuple(0.325 if lines_needed(table, row) == 1 else height_needed(2, _SIZE) for row in rows)
    return replace(table, row_heights=heights)


def _simulated_table(pack: Pack, project: ProjectFacts, found: ForecastFacts) -> Table:
    """Return the same with P50, P80, how P80 moved, and the chance to stay within the tolerance."""
    gettext = pack.gettext
    heads = (
        gettext("Goal"),
        gettext("Base"),
        gettext("Tolerance"),
        "P50",
        "P80",
        gettext("Δ P80"),
        gettext("Chance"),
        gettext("Status"),
    )
    aligns = ("l", "r", "r", "r", "r", "r", "r", "ctr")
    columns = tuple(Column(*one) for one in zip(_SIMULATED_WIDTHS, heads, aligns, strict=True))
    rows = (
        _simulated_time(pack, project, found),
        _simulated_cost(pack, project, found),
        (
            cell(bold(gettext("Project as a whole"))),
            *(cell() for _ in range(6)),
            _whole_status(pack, project),
        ),
    )
    table = Table(columns, rows, 0.325, 0.34, _SIZE, _SIZE)
    heights = tuple(0.325 if lines_needed(table, row) == 1 else height_needed(2, _SIZE) for row in rows)
    return replace(table, row_heights=heights)


def _simulated_time(pack: Pack, project: ProjectFacts, found: ForecastFacts) -> tuple[Cell, ...]:
    finish, goal = project.finish, facts.goal(project)
    name = goal.name if goal else finish.milestone or pack.gettext("End of the plan")
    allowed = finish.tolerance_days
    return (
        cell(fitted(name, _SIMULATED_WIDTHS[0] - 2 * SIDE, _SIZE, 2)),
        cell(pack.short_day(finish.baseline)),
        cell(DASH if allowed is None else pack.ngettext("{n} day", "{n} days", allowed).format(n=allowed)),
        cell(bold(pack.short_day(found.p50_finish))),
        cell(bold(pack.short_day(found.p80_finish))),
        cell(_days(pack, facts.moved_sure_days(project))),
        cell(chance_text(pack, found.chance_time)),
        status_cell(project.status.time, pack.status_word(project.status.time)),
    )


def _simulated_cost(pack: Pack, project: ProjectFacts, found: ForecastFacts) -> tuple[Cell, ...]:
    """Return P50 and P80 of the cost; without costs in the plan the forecast of the budget lines alone."""
    money = project.money
    allowed = money.tolerance
    middle = money.forecast if found.p50_cost is None else found.p50_cost
    return (
        cell(pack.gettext("Final cost, M€")),
        cell(pack.millions(money.budget)),
        cell(DASH if allowed is None else f"+{pack.agreed_percent(allowed)}"),
        cell(bold(pack.millions(middle))),
        cell(bold(pack.millions(found.p80_cost))),
        cell(DASH),
        cell(chance_text(pack, found.chance_cost)),
        status_cell(project.status.cost, pack.status_word(project.status.cost)),
    )


def _whole_status(pack: Pack, project: ProjectFacts) -> Cell:
    word = pack.status_word(project.status.value) + ("°" if project.status.is_judged else "")
    return status_cell(project.status.value, word)


def _time_row(pack: Pack, project: ProjectFacts) -> tuple[Cell, ...]:
    finish, goal = project.finish, facts.goal(project)
    name = goal.name if goal else finish.milestone or pack.gettext("End of the plan")
    allowed = finish.tolerance_days
    moved = facts.moved_days(project)
    return (
        cell(fitted(name, _TOLERANCE_WIDTHS[0] - 2 * SIDE, _SIZE, 2)),
        cell(pack.day(finish.baseline)),
        cell(DASH if allowed is None else pack.ngettext("{n} day", "{n} days", allowed).format(n=allowed)),
        cell(bold(pack.day(finish.forecast))),
        cell(_days(pack, finish.deviation_days)),
        cell(_days(pack, moved)),
        status_cell(project.status.time, pack.status_word(project.status.time)),
    )


def _days(pack: Pack, days: int | None) -> str:
    return DASH if days is None else pack.gettext("{days} d").format(days=pack.signed_days(days))


def _cost_row(pack: Pack, project: ProjectFacts) -> tuple[Cell, ...]:
    money, share = project.money, facts.overrun(project)
    allowed = money.tolerance
    moved = facts.moved_cost(project)
    return (
        cell(pack.gettext("Final cost, M€")),
        cell(pack.millions(money.budget)),
        cell(DASH if allowed is None else f"+{pack.agreed_percent(allowed)}"),
        cell(bold(pack.millions(money.forecast))),
        cell(DASH if share is None else f"{pack.language.signed(share * 100, 1)} %"),
        cell(_money_move(pack, moved)),
        status_cell(project.status.cost, pack.status_word(project.status.cost)),
    )


def _money_move(pack: Pack, moved: object) -> Run:
    if moved is None:
        return Run(DASH)
    text = pack.signed_millions(moved)  # type: ignore[arg-type]
    return Run(text, colour=WORSE if text.startswith("+") else BETTER if text != "0,00" else None)


def _work_row(pack: Pack, project: ProjectFacts) -> tuple[Cell, ...]:
    """Return the whole: its status is the worst of both, or a person's own judgement."""
    word = pack.status_word(project.status.value) + ("°" if project.status.is_judged else "")
    empty = [cell() for _ in range(5)]
    return (cell(bold(pack.gettext("Project as a whole"))), *empty, status_cell(project.status.value, word))


def risk_table(pack: Pack, risks: Sequence[RiskFacts]) -> Table:
    """Return at most three risks, each with its measure under it."""
    gettext = pack.gettext
    heads = (
        gettext("Risk and measure"),
        gettext("Prob."),
        gettext("Days"),
        gettext("k€"),
        gettext("Owner, date"),
    )
    aligns = ("l", "r", "r", "r", "l")
    columns = tuple(Column(*one) for one in zip(_RISK_WIDTHS, heads, aligns, strict=True))
    n_lines = 2 if len(risks) > 2 else 3
    rows = tuple(_risk_row(pack, one, n_lines) for one in risks)
    return Table(columns, rows, 0.385 if n_lines == 2 else 0.55, 0.29, _RISK_SIZE, _SIZE)


def _risk_text(name: str, measure: str, room: float, n_lines: int) -> Cell:
    """Return name and measure on so many lines: the name whole if it can be, the measure in the rest."""
    name = fitted(name, room, _RISK_SIZE, 2, is_bold=True)
    if len(lines_of(name, room, _RISK_SIZE, is_bold=True)) == 1:
        return Cell((paragraph(bold(name)), paragraph(fitted(measure, room, _RISK_SIZE, n_lines - 1))))
    both = fitted(f"{name}. {measure}", room, _RISK_SIZE, n_lines, is_bold=True)
    if len(both) < len(name) + 12:
        return Cell((paragraph(bold(name)),))
    return Cell((paragraph(bold(name), both[len(name) :]),))


def _risk_row(pack: Pack, one: RiskFacts, n_lines: int) -> tuple[Cell, ...]:
    arrow = {1: " ↑", -1: " ↓", 0: ""}[trend_of(one)]
    room, last = _RISK_WIDTHS[0] - 2 * SIDE, _RISK_WIDTHS[4] - 2 * SIDE
    measure = one.measure or pack.gettext("No measure recorded")
    owner = fitted(one.owner or pack.gettext("no owner"), last, _RISK_SIZE)
    return (
        _risk_text(f"{one.code} {one.title}{arrow}", measure, room, n_lines),
        cell(DASH if one.probability is None else pack.language.percent(one.probability)),
        cell(bold(DASH if one.impact_days is None else pack.language.signed(one.impact_days))),
        cell(bold(DASH if one.impact_cost is None else pack.language.signed(one.impact_cost / 1000))),
        Cell((paragraph(owner), paragraph(pack.day(one.due)))),
    )
