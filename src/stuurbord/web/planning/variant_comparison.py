"""The plan and its variants beside each other: each figure with its difference, in sign and word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.plan import moment
from stuurbord.plan.calendar import DAY
from stuurbord.web.forecasts.limits import Limits
from stuurbord.web.look import figures
from stuurbord.web.look.deviation import DeviationScale, deviation_axis
from stuurbord.web.look.forecast_band import forecast_band
from stuurbord.web.planning.models import PlanVariant
from stuurbord.web.reader import reader

BAND_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Column:
    """The plan, or a variant of it, with its figures; None where they are not known yet."""

    variant: PlanVariant | None
    name: str
    figures: dict[str, Any] | None

    def at(self, *path: str) -> Any:
        """Return a figure by its place; None where any part of the way is missing."""
        found: Any = self.figures
        for name in path:
            found = None if found is None else found.get(name)
        return found

    def certain(self, percent: int) -> int | None:
        """Return the instant by which the goal is reached with this certainty."""
        quantiles = self.at("spread", "quantiles")
        return None if quantiles is None else int(quantiles[percent])


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one column, its difference from the plan, and a remark."""

    value: SafeString | str
    difference: SafeString | str = ""
    note: SafeString | str = ""
    column: str = ""
    """What the column is called, for a page too narrow to have columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison: the plan, then each variant."""

    label: str
    cells: tuple[Cell, ...]
    detail: SafeString | str = ""

    @property
    def is_changed(self) -> bool:
        return any(one.difference for one in self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one title."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""


def groups(columns: Sequence[Column], goal: str, limits: Limits) -> list[Group]:
    """Return the comparison: dates and their certainty, money, people, risk.

    Parameters
    ----------
    goal
        How the goal of the project is called.
    """
    found = [
        Group(_("Dates"), (*_dates(columns, goal, limits), *_gates(columns))),
        Group(
            _("Cost"),
            _money(columns),
            _("Of the plan: without what may go wrong. Budget year: calendar year."),
        ),
        Group(_("People and scope"), _people(columns)),
    ]
    return [one for one in found if one.rows]


def _dates(columns: Sequence[Column], goal: str, limits: Limits) -> list[Row]:
    rows = [
        _row(
            _("Finish of the plan"), columns, lambda one: _day_cell(columns, one, one.at("finish"), "finish")
        ),
        _row(goal, columns, lambda one: _day_cell(columns, one, one.at("goal"), "goal"), _("as planned")),
    ]
    if any(one.certain(50) is not None for one in columns):
        rows += [
            _row(f"{goal}, P{percent}", columns, _certain(columns, percent, limits)) for percent in (50, 80)
        ]
        rows.append(_bands(columns, limits))
        if limits.limit is not None:
            detail = _("tolerance until {day}").format(day=reader().day(limits.limit))
            rows.append(_row(_("Chance within tolerance"), columns, _chance(columns), detail))
    return rows


def _certain(columns: Sequence[Column], percent: int, limits: Limits) -> Callable[[Column], Cell]:
    def cell(one: Column) -> Cell:
        at, before = one.certain(percent), columns[0].certain(percent)
        day, limit = _date(at), limits.limit
        is_beyond = percent == 80 and day is not None and limit is not None and day > limit
        value: SafeString | str = figures.day(day)
        note = ""
        if is_beyond and day is not None and limit is not None:
            value = format_html('<span class="beyond">{}</span>', value)
            note = _("{n} d beyond the tolerance").format(n=reader().number((day - limit).days))
        return Cell(value, _later(at, before) if one is not columns[0] else "", note)

    return cell


def _bands(columns: Sequence[Column], limits: Limits) -> Row:
    """Return P50–P80 of each on one axis, in days from the promise; without one, from the plan as it is."""
    zero = limits.promise or _date(columns[0].at("goal"))
    spans = [[_days(zero, _date(one.certain(percent))) for percent in (50, 80)] for one in columns]
    scale = DeviationScale.covering(
        [*(day for span in spans for day in span), limits.tolerance_days], BAND_WIDTH
    )
    cells = [
        Cell(forecast_band(scale, *span, limits.tolerance_days))
        if None not in span
        else Cell(figures.UNKNOWN)
        for span in spans
    ]
    told = _("days from the baseline") if limits.promise else _("days from the plan")
    detail = format_html("{}{}", told, deviation_axis(scale))
    return Row(_("P50–P80"), _named(columns, cells), detail)


def _chance(columns: Sequence[Column]) -> Callable[[Column], Cell]:
    def cell(one: Column) -> Cell:
        found, now = one.at("spread", "chance"), columns[0].at("spread", "chance")
        if found is None:
            return Cell(figures.UNKNOWN)
        points = 0 if now is None else round(found * 100) - round(now * 100)
        if not points:
            return Cell(figures.chance(found))
        # Translators: percentage points.
        told = figures.with_unit(reader().signed(points), _("pp"))
        word = _("surer") if points > 0 else _("less sure")
        return Cell(figures.chance(found), format_html("{} {}", told, word))

    return cell


def _gates(columns: Sequence[Column]) -> list[Row]:
    """Return the gates that are still to come, of the plan and of variants; the goal has its own row."""
    names: dict[int, str] = {}
    for one in columns:
        for gate in one.at("gates") or ():
            if not gate["is_done"] and gate["uid"] != one.at("goal_uid"):
                names.setdefault(gate["uid"], gate["name"] or gate["gate"])
    return [_row(name, columns, _gate(columns, uid)) for uid, name in names.items()]


def _gate(columns: Sequence[Column], uid: int) -> Callable[[Column], Cell]:
    def of(one: Column) -> dict[str, Any]:
        return next((gate for gate in one.at("gates") or () if gate["uid"] == uid), {})

    def cell(one: Column) -> Cell:
        found, now = of(one), of(columns[0])
        if one.figures is not None and not found:
            return Cell(_("not in this variant"))
        note = ""
        if found.get("p80") is not None:
            note = _("P80 {day}").format(day=figures.day(_date(found["p80"])))
        difference = "" if one is columns[0] else _later(found.get("finish"), now.get("finish"))
        return Cell(figures.day(_date(found.get("finish"))), difference, note)

    return cell


def _money(columns: Sequence[Column]) -> tuple[Row, ...]:
    rows = []
    if any(one.at("cost") for one in columns):
        rows.append(_row(_("Cost of the plan"), columns, _euro(columns, 100, "cost")))
    for percent in (50, 80):
        name = f"cost_p{percent}"
        if any(one.at("spread", name) is not None for one in columns):
            rows.append(_row(_("Cost P{p}").format(p=percent), columns, _euro(columns, 1, "spread", name)))
    years = sorted({year for one in columns for year in one.at("by_year") or ()})
    rows += [
        _row(year, columns, _euro(columns, 100, "by_year", year, missing=0), _("budget year"))
        for year in years
    ]
    return tuple(rows)


def _euro(
    columns: Sequence[Column], parts: int, *path: str, missing: int | None = None
) -> Callable[[Column], Cell]:
    def amount(one: Column) -> float | None:
        if one.figures is None:
            return None
        found = one.at(*path)
        return missing if found is None else found / parts

    def cell(one: Column) -> Cell:
        found, now = amount(one), amount(columns[0])
        if found is None:
            return Cell(figures.UNKNOWN)
        moved = 0 if now is None else round(found - now)
        word = _("more") if moved > 0 else _("less")
        difference = f"{reader().signed_euro(moved)} {word}" if moved else ""
        return Cell(reader().euro(round(found)), difference)

    return cell


def _people(columns: Sequence[Column]) -> tuple[Row, ...]:
    return (
        _row(_("People at the peak"), columns, _peak(columns), _("full-time units in what is to come")),
        _row(_("Most overloaded"), columns, _worst, _("more asked than there is")),
        _row(_("Overloaded resources"), columns, _count(columns, "peak", "n_over")),
        _row(_("Tasks after their deadline"), columns, _count(columns, "n_late")),
        _row(_("Changes"), columns, _changes),
    )


def _peak(columns: Sequence[Column]) -> Callable[[Column], Cell]:
    def cell(one: Column) -> Cell:
        people, now = one.at("peak", "people"), columns[0].at("peak", "people")
        if people is None:
            return Cell(figures.UNKNOWN)
        words, day = reader(), one.at("peak", "day")
        moved = 0.0 if now is None else round(people - now, 1)
        word = _("more") if moved > 0 else _("fewer")
        note = _("on {day}").format(day=figures.day(_date(day * DAY))) if day is not None else ""
        difference = f"{words.signed(moved, 1)} {word}" if moved else ""
        return Cell(words.number(people, 1), difference, note)

    return cell


def _worst(one: Column) -> Cell:
    if one.figures is None:
        return Cell(figures.UNKNOWN)
    found, words = one.at("peak", "worst"), reader()
    if found is None:
        return Cell(_("nobody"))
    text = _("{peak} of {most} on {day}; {n} working days too much")
    return Cell(
        found["name"],
        "",
        text.format(
            peak=words.number(found["peak"], 1),
            most=words.number(found["most"], 1),
            day=figures.day(_date(found["day"] * DAY)),
            n=words.number(found["days_over"]),
        ),
    )


def _count(columns: Sequence[Column], *path: str) -> Callable[[Column], Cell]:
    def cell(one: Column) -> Cell:
        found, now = one.at(*path), columns[0].at(*path)
        if found is None:
            return Cell(figures.UNKNOWN)
        moved = 0 if now is None else found - now
        word = _("more") if moved > 0 else _("fewer")
        return Cell(reader().number(found), f"{reader().signed(moved)} {word}" if moved else "")

    return cell


def _changes(one: Column) -> Cell:
    return Cell(reader().number(len(one.variant.edits)) if one.variant else figures.UNKNOWN)


def _row(label: str, columns: Sequence[Column], cell: Callable[[Column], Cell], detail: str = "") -> Row:
    return Row(label, _named(columns, [cell(one) for one in columns]), detail)


def _named(columns: Sequence[Column], cells: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell.value, cell.difference, cell.note, one.name)
        for one, cell in zip(columns, cells, strict=True)
    )


def _day_cell(columns: Sequence[Column], one: Column, at: int | None, name: str) -> Cell:
    difference = "" if one is columns[0] else _later(at, columns[0].at(name))
    return Cell(figures.day(_date(at)), difference)


def _later(at: int | None, before: int | None) -> SafeString | str:
    """Return ``+24 d later``: the sign for who scans, the word for who reads or listens."""
    days = _days(_date(before), _date(at))
    if not days:
        return ""
    return format_html("{} {}", figures.days(days), _("later") if days > 0 else _("earlier"))


def _days(first: date | None, then: date | None) -> int | None:
    return (then - first).days if first and then else None


def _date(instant: int | None) -> date | None:
    return None if instant is None else moment(instant).date()
