"""The columns of the portfolio table once there are simulations: chances, P50, P80 and how P80 moved.

A project without a simulation stands among them with its forecast, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from stuurbord.reports.snapshot import ProjectFacts
from stuurbord.reports.steering_pack import facts
from stuurbord.reports.steering_pack.colours import ADJUST_TEXT, BETTER, SECONDARY, WORSE
from stuurbord.reports.steering_pack.pack import DASH, Pack
from stuurbord.reports.steering_pack.rich_text import Run, bold
from stuurbord.reports.steering_pack.tables import SIDE, Cell, Column, Table, cell, status_cell
from stuurbord.reports.steering_pack.text_fit import fitted

_SIZE = 11
_HEAD = 0.50
WIDTHS = (2.58, 0.60, 1.10, 0.62, 0.62, 2.48, 0.84, 0.84, 0.64, 0.66, 0.84, 0.51)
BAND = 5


def simulated_table(
    pack: Pack, projects: Sequence[ProjectFacts], names: Sequence[Cell], height: float, *, has_total: bool
) -> Table:
    """Return the rows of these projects, and the total line under the last."""
    gettext = pack.gettext
    heads = (
        gettext("Project"),
        gettext("Gate"),
        gettext("Status"),
        gettext("Chance\ntime"),
        gettext("Chance\ncost"),
        "",
        gettext("Goal\nP50"),
        gettext("Goal\nP80"),
        gettext("Δ P80\ndays"),
        gettext("Budget\nM€"),
        gettext("Forecast\nP50, M€"),
        "Δ",
    )
    aligns = ("l", "l", "ctr", "r", "r", "l", "r", "r", "r", "r", "r", "r")
    columns = tuple(Column(*one) for one in zip(WIDTHS, heads, aligns, strict=True))
    rows = [_row(pack, one, name) for one, name in zip(projects, names, strict=True)]
    if has_total:
        rows.append(_total_row(pack))
    return Table(columns, tuple(rows), height, _HEAD, _SIZE, _SIZE, n_total_rows=int(has_total))


def simulated_source(pack: Pack) -> str:
    """Return what the figures are, and how many projects are not simulated."""
    gettext = pack.gettext
    text = gettext(
        "Chance = chance to stay within baseline + tolerance. P50, P80 = not exceeded in 50, 80 % of the "
        "simulations. Band in days from the baseline. M€ including VAT."
    )
    n_without = sum(one.forecast is None for one in pack.snapshot.projects)
    if n_without:
        more = pack.ngettext(
            "{n} project is not simulated: its single forecast stands under P50.",
            "{n} projects are not simulated: their single forecast stands under P50.",
            n_without,
        )
        text += " " + more.format(n=n_without)
    return text


def _row(pack: Pack, one: ProjectFacts, name: Cell) -> tuple[Cell, ...]:
    found, money = one.forecast, one.money
    word = pack.status_word(one.status.value) + ("°" if one.status.is_judged else "")
    reached = facts.goal(one)
    is_live = reached is not None and reached.actual is not None
    finish = reached.actual if reached is not None and reached.actual else facts.shown_finish(one)
    cost = shown_cost(one)
    return (
        name,
        cell(fitted(one.next_gate or DASH, WIDTHS[1] - 2 * SIDE, _SIZE)),
        status_cell(one.status.value, word),
        cell(_chance(pack, found.chance_time if found else None, one.status.time)),
        cell(_chance(pack, found.chance_cost if found else None, one.status.cost)),
        cell(),
        cell(bold(pack.short_day(finish)) if is_live else pack.short_day(finish)),
        cell(_sure(pack, one, is_live)),
        cell(_moved(pack, facts.moved_sure_days(one))),
        cell(pack.millions(money.budget)),
        cell(_judged(pack.millions(cost), one.status.cost)),
        cell(_cost_move(pack, moved_shown_cost(one))),
    )


def shown_cost(one: ProjectFacts) -> Decimal | None:
    """Return P50 of the cost where it is simulated, else the forecast of the budget lines."""
    if one.forecast is not None and one.forecast.p50_cost is not None:
        return one.forecast.p50_cost
    return one.money.forecast


def moved_shown_cost(one: ProjectFacts) -> Decimal | None:
    """Return how that moved since the previous report, like for like."""
    if one.forecast is None or one.forecast.p50_cost is None:
        return facts.moved_cost(one)
    before = one.previous.p50_cost if one.previous else None
    return None if before is None else one.forecast.p50_cost - before


def chance_text(pack: Pack, chance: float | None) -> str:
    """Return a chance in whole percents, never 0 or 100."""
    if chance is None:
        return DASH
    if chance < 0.005:
        return "< 1 %"
    if chance >= 0.995:
        return "> 99 %"
    return pack.language.percent(chance)


def _chance(pack: Pack, chance: float | None, status: str) -> Run:
    return _judged(chance_text(pack, chance), status) if chance is not None else Run(DASH, colour=SECONDARY)


def _sure(pack: Pack, one: ProjectFacts, is_live: bool) -> Run:
    if is_live:
        return Run(pack.gettext("live"))
    if one.forecast is None:
        return Run(DASH, colour=SECONDARY)
    return Run(pack.short_day(one.forecast.p80_finish))


def _judged(text: str, status: str) -> Run:
    """Return a figure in the colour of its own judgement."""
    if status == "intervene":
        return bold(text, WORSE)
    return bold(text, ADJUST_TEXT) if status == "adjust" else Run(text)


def _moved(pack: Pack, days: int | None) -> Run:
    text = pack.signed_days(days)
    if days is None or abs(days) < facts.CHANGE_DAYS:
        return Run(text)
    return bold(text, WORSE if days > 0 else BETTER)


def _cost_move(pack: Pack, moved: Decimal | None) -> Run:
    text = pack.signed_millions(moved)
    if moved is None or abs(moved) < facts.CHANGE_COST:
        return Run(text)
    return bold(text, WORSE if moved > 0 else BETTER)


def _total_row(pack: Pack) -> tuple[Cell, ...]:
    """Return budget and P50 over the projects that know both; a sum of P50s, as people add up the column."""
    known = [
        (one.money.budget, cost)
        for one in pack.snapshot.projects
        if (cost := shown_cost(one)) is not None and one.money.budget is not None
    ]
    moves = [move for one in pack.snapshot.projects if (move := moved_shown_cost(one)) is not None]
    budget = sum((one[0] for one in known), Decimal(0)) if known else None
    cost = sum((one[1] for one in known), Decimal(0)) if known else None
    empty = [cell() for _ in range(8)]
    return (
        cell(bold(pack.gettext("Portfolio"))),
        *empty,
        cell(bold(pack.millions(budget))),
        cell(bold(pack.millions(cost))),
        cell(bold(pack.signed_millions(sum(moves, Decimal(0)) if moves else None))),
    )
