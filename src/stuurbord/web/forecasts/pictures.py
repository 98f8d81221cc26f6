"""The charts of a forecast, each with the table that says the same in figures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from stuurbord.engine.schedule_risk.percentiles import rank_of
from stuurbord.plan import NONE
from stuurbord.web.forecasts.answers import DAY, Answers, StoredDriver, StoredSpending
from stuurbord.web.forecasts.conclusions import driver_name
from stuurbord.web.forecasts.figures_row import day_of
from stuurbord.web.forecasts.limits import Limits, end_of
from stuurbord.web.look import figures
from stuurbord.web.look.charts import EndLabel, Histogram, Marker, Spending, Tornado, TornadoRow
from stuurbord.web.look.charts.axes import number_of
from stuurbord.web.reader import reader

MOST_DRIVERS: Final = 7
_WEEK: Final = 7
_MONDAY: Final = 4
"""Day number of the first Monday after 1 January 1970."""
_MOST_BARS: Final = 66
_SHOWN: Final = (0.001, 0.99)
"""What is drawn: the last hundredth of a fat tail would press the rest into a corner."""
_SHARES: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_MILLION: Final = 1e6
_NOTHING: Final = 0.003
"""Part of the final cost below which a month is not worth drawing."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, the heads of its table and the rows; the first column of a row names it."""

    chart: SafeString
    heads: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def finish_picture(found: Answers, limits: Limits) -> Picture:
    """Return how the finishes are spread, against promise and tolerance."""
    words, days = reader(), found.finish / DAY
    promise, limit = _number(end_of(limits.promise)), _number(end_of(limits.limit))
    edges, unit = _day_edges(days, [one for one in (promise, limit) if one is not None])
    p50, p80 = found.finish_at(0.5), found.finish_at(0.8)
    markers = [
        Marker(p50 / DAY, "P50", figures.short_day(day_of(p50)), "middle"),
        Marker(p80 / DAY, "P80", figures.short_day(day_of(p80)), "sure"),
    ]
    for instant, name, kind in (
        (end_of(limits.promise), _("baseline"), "promise"),
        (end_of(limits.limit), _("tolerance"), "limit"),
    ):
        if instant != NONE:
            chance = figures.chance_words(found.chance_by(instant))
            detail = f"{figures.short_day(day_of(instant))} · {chance}"
            markers.append(Marker(instant / DAY, name, detail, kind))
    label = _("Spread of the finish: half by {p50}, four in five by {p80}.").format(
        p50=words.day(day_of(p50)), p80=words.day(day_of(p80))
    )
    chart = Histogram(
        edges=edges,
        shares=_shares(days, edges),
        unit=unit.format(n=words.number(len(days))),
        markers=tuple(markers),
        promise=promise,
        limit=limit,
        label=label,
    )
    rows = [
        (f"P{round(share * 100)}", figures.day(day_of(at)), _from(at, limits))
        for share in _SHARES
        for at in (found.finish_at(share),)
    ]
    heads = (_("Certainty"), _("Finish"), _("From the baseline"))
    return Picture(chart.svg(), heads, rows)


def cost_picture(
    values: NDArray[np.float64], budget: float | None, most: float | None, title: str
) -> Picture:
    """Return how the costs of a project or a portfolio are spread, in millions of euro."""
    words, amounts = reader(), values / _MILLION
    ordered = np.sort(values)
    p50, p80 = (float(ordered[rank_of(len(ordered), p)]) for p in (0.5, 0.8))
    limits = [one / _MILLION for one in (budget, most) if one is not None]
    edges = _amount_edges(amounts, limits)
    markers = [
        Marker(p50 / _MILLION, "P50", figures.euro_millions(p50), "middle"),
        Marker(p80 / _MILLION, "P80", figures.euro_millions(p80), "sure"),
    ]
    for amount, name, kind in ((budget, _("budget"), "promise"), (most, _("tolerance"), "limit")):
        if amount is not None:
            chance = figures.chance_words(float(np.mean(values <= amount)))
            markers.append(
                Marker(amount / _MILLION, name, f"{figures.euro_millions(amount)} · {chance}", kind)
            )
    label = _("{title}: half below {p50} million euro, four in five below {p80}.").format(
        title=title, p50=figures.euro_millions(p50), p80=figures.euro_millions(p80)
    )
    chart = Histogram(
        edges=edges,
        shares=_shares(amounts, edges),
        unit=_("% of {n} simulations, cost in M€").format(n=words.number(len(values))),
        markers=tuple(markers),
        promise=None if budget is None else budget / _MILLION,
        limit=None if most is None else most / _MILLION,
        is_in_days=False,
        label=label,
    )
    rows = [
        (words.euro(round(amount)), figures.chance(1 - share))
        for share in _SHARES
        for amount in (float(ordered[rank_of(len(ordered), share)]),)
    ]
    return Picture(chart.svg(), (_("Amount"), _("Chance to exceed it")), rows)


class Costed(Protocol):
    """A project or several that know their cost."""

    def cost_at(self, share: float, /) -> float: ...


def spending_picture(found: StoredSpending, answers: Costed, status_day: float | None) -> Picture:
    """Return the curve of what was, was planned and may be spent."""
    words = reader()
    begin = _first_spent(found, answers.cost_at(0.8))
    names = ("actual", "planned", "middle", "low", "high")
    curves = {name: _points(found, name, begin) for name in names}
    ends = [
        EndLabel(points[-1][1], f"P{percent} {figures.euro_millions(answers.cost_at(percent / 100))}", kind)
        for percent, points, kind in (
            (80, curves["high"], "chart-name"),
            (50, curves["middle"], "marker-name"),
            (20, curves["low"], "axis"),
        )
        if points
    ]
    if curves["planned"] and curves["planned"][-1][1] > 0:
        value = curves["planned"][-1][1]
        ends.append(EndLabel(value, f"{_('planned')} {words.number(value, 2)}", "axis"))
    label = _("Cumulative spending in millions of euro, with the band of P20 to P80.")
    chart = Spending(
        **curves,
        today=status_day,
        today_name=_("status date"),
        unit=_("M€, cumulative"),
        ends=tuple(ends),
        label=label,
    )
    heads = (_("Month"), _("Actual"), _("Planned"), "P20", "P50", "P80")
    columns = (found.actual, found.planned, found.low, found.middle, found.high)
    rows = [
        (figures.day(day_of(math.ceil(day) * DAY - 1)), *(_euro(one) for one in amounts))
        for day, *amounts in zip(found.days, *columns, strict=True)
    ]
    return Picture(chart.svg(), heads, rows)


def tornado_picture(drivers: list[StoredDriver], found: Answers) -> Picture:
    """Return what moves the finish, the heaviest first."""
    words, shown = reader(), [one for one in drivers if one.moves_finish][:MOST_DRIVERS]
    rows = tuple(TornadoRow(driver_name(one), one.days_low, one.days_high, one.share) for one in shown)
    middle = figures.short_day(day_of(found.finish_at(0.5)))
    label = _("Days that each cause takes off or adds: {names}.").format(
        names=", ".join(f"{row.name} {words.signed(row.low)} / {words.signed(row.high)}" for row in rows)
    )
    chart = Tornado(rows, middle, _("share"), label).svg() if rows else SafeString("")
    heads = (
        _("Cause"),
        _("Favourable, days"),
        _("Unfavourable, days"),
        _("Favourable, euro"),
        _("Unfavourable, euro"),
        _("Share of the spread"),
        _("On the longest path"),
    )
    table = [
        (
            driver_name(one),
            *(_known(one.moves_finish, words.signed(days, 1)) for days in (one.days_low, one.days_high)),
            *(_known(one.moves_cost, words.signed(round(euro))) for euro in (one.eur_low, one.eur_high)),
            words.percent(one.share),
            figures.UNKNOWN if one.criticality is None else words.percent(one.criticality),
        )
        for one in drivers
    ]
    return Picture(chart, heads, table)


def _first_spent(found: StoredSpending, most: float) -> float:
    """Return the day from which the curve is drawn: years of next to nothing tell nothing."""
    rows = zip(found.days, found.actual, found.planned, found.middle, strict=True)
    spent = (day for day, *amounts in rows if max(one or 0.0 for one in amounts) > most * _NOTHING)
    first = next(spent, found.days[0])
    return max((day for day in found.days if day < first), default=first)


def _points(found: StoredSpending, name: str, begin: float) -> tuple[tuple[float, float], ...]:
    values: Iterable[float | None] = getattr(found, name)
    known = zip(found.days, values, strict=True)
    return tuple((day, value / _MILLION) for day, value in known if value is not None and day >= begin)


def _day_edges(days: NDArray[np.float64], held: list[float]) -> tuple[tuple[float, ...], str]:
    """Return the edges of days, weeks or more, and what the axis counts."""
    low, high = np.quantile(days, _SHOWN)
    low, high = _reaching(float(low), float(high), held)
    for width, unit in (
        (1, _("% of {n} simulations per day")),
        (_WEEK, _("% of {n} simulations per week")),
        (4 * _WEEK, _("% of {n} simulations per four weeks")),
        (13 * _WEEK, _("% of {n} simulations per thirteen weeks")),
        (52 * _WEEK, _("% of {n} simulations per year")),
    ):
        if (high - low) / width <= _MOST_BARS or width == 52 * _WEEK:
            first = np.floor((low - _MONDAY) / width) * width + _MONDAY
            count = max(int(np.ceil((high - first) / width)), 1)
            return tuple(float(first + one * width) for one in range(count + 1)), unit
    raise AssertionError("the widest step holds everything")


def _amount_edges(amounts: NDArray[np.float64], held: list[float]) -> tuple[float, ...]:
    low, high = np.quantile(amounts, _SHOWN)
    low, high = _reaching(float(low), float(high), held)
    if high - low < 1e-6:
        high = low + 1e-6
    power = 10.0 ** np.floor(np.log10((high - low) / 40))
    width = next(one * power for one in (1, 2, 5, 10) if (high - low) / (one * power) <= 40)
    first = np.floor(low / width) * width
    count = max(int(np.ceil((high - first) / width)), 1)
    return tuple(float(first + one * width) for one in range(count + 1))


def _reaching(low: float, high: float, held: list[float]) -> tuple[float, float]:
    """Return a range that reaches the promises and limits, unless they lie so far that bars become specks."""
    room = max(high - low, 1e-9) * 1.5
    near = [one for one in held if low - room <= one <= high + room]
    return min([low, *near]), max([high, *near])


def _shares(values: NDArray[np.float64], edges: tuple[float, ...]) -> tuple[float, ...]:
    counts, _edges = np.histogram(values, np.array(edges))
    return tuple((counts / len(values)).tolist())


def _number(instant: int) -> float | None:
    return None if instant == NONE else instant / DAY


def _from(instant: int, limits: Limits) -> Any:
    on = day_of(instant)
    if on is None or limits.promise is None:
        return figures.UNKNOWN
    return figures.days((on - limits.promise).days, limits.tolerance_days)


def _known(is_known: bool, told: str) -> Any:
    """Return a figure, or a dash where it would be chance."""
    return told if is_known else figures.UNKNOWN


def _euro(amount: float | None) -> str:
    return figures.UNKNOWN if amount is None else reader().euro(round(amount))


def day_number(day: Any) -> float | None:
    """Return a date as the day since 1970 that charts count in."""
    return None if day is None else number_of(day)
