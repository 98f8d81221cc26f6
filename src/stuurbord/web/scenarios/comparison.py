"""Columns beside each other as a page shows them: each figure with its signed difference from now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stuurbord.web.look import figures
from stuurbord.web.reader import reader
from stuurbord.web.scenarios.columns import Column
from stuurbord.web.scenarios.effects import Conflict
from stuurbord.web.scenarios.models import ScenarioChange
from stuurbord.web.scenarios.sentences import changes_sentence


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one scenario, its difference from now below it, and a remark."""

    value: SafeString | str
    difference: SafeString | str = ""
    note: str = ""
    column: str = ""
    """What the column is called, for a page too narrow to have columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison: as it stands, then each scenario."""

    label: str
    detail: str
    cells: tuple[Cell, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one title."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""


def groups(columns: Sequence[Column]) -> list[Group]:
    """Return the comparison from the whole to the parts."""
    found = [
        Group(_("Whole"), _whole(columns)),
        Group(_("Go-live per project"), _projects(columns)),
        Group(_("Spending per budget year against the credit"), _years(columns), _years_note(columns)),
        Group(_("Benefits, risks and dependencies"), _others(columns)),
    ]
    return [one for one in found if one.rows]


def _whole(columns: Sequence[Column]) -> tuple[Row, ...]:
    return (
        _row(_("Cost P50, joint"), columns, [_euro(columns, "cost_p50", at) for at in range(len(columns))]),
        _row(
            _("Cost P80, joint"),
            columns,
            [_euro(columns, "cost_p80", at) for at in range(len(columns))],
            _("of the sum per simulation, not the sum of the P80s"),
        ),
        _row(_("Budget"), columns, [_euro(columns, "budget", at) for at in range(len(columns))]),
        _row(
            _("All within tolerance in time"),
            columns,
            [_chance(columns[0].chance_time, one.chance_time) for one in columns],
        ),
        _row(
            _("All within tolerance in cost"),
            columns,
            [_chance(columns[0].chance_cost, one.chance_cost) for one in columns],
        ),
    )


def _projects(columns: Sequence[Column]) -> tuple[Row, ...]:
    """Return the projects that a scenario touches or moves; all others stand as they stood."""
    now, rows = columns[0], []
    for code, before in now.projects.items():
        touched = [one.projects[code] for one in columns[1:]]
        if columns[1:] and not any(one.is_touched for one in touched):
            continue
        cells = [_project(now, one, code) for one in columns]
        project = before.subject.project
        detail = project.name if before.is_simulated else f"{project.name} · {_('without a simulation')}"
        rows.append(_row(code, columns, cells, detail))
    return tuple(rows)


def _project(now: Column, one: Column, code: str) -> Cell:
    before, found = now.projects[code], one.projects[code]
    note = changes_sentence(_changes(one, code))
    if found.is_waiting:
        note = _("{changes}; not counted yet: the forecast is being computed anew").format(changes=note)
    if found.is_stopped:
        return Cell(_("stopped"), "", note)
    if found.p50 is None:
        return Cell(figures.UNKNOWN, "", note)
    value: SafeString | str = format_html("{} · {}", figures.day(found.p50), figures.day(found.p80))
    if not found.is_simulated:
        value = figures.day(found.p50)
    days = _days(before.p80, found.p80)
    return Cell(value, figures.days(days) if days else "", note)


def _changes(one: Column, code: str) -> list[ScenarioChange]:
    if one.scenario is None:
        return []
    return [change for change in one.scenario.changes.all() if change.project.code == code]


def _years(columns: Sequence[Column]) -> tuple[Row, ...]:
    rows = []
    for at, year in enumerate(columns[0].years):
        cells = [_year(columns[0].years[at], one.years[at], is_now=one is columns[0]) for one in columns]
        rows.append(_row(str(year.year), columns, cells, _("P80 / credit, M€")))
    return tuple(rows)


def _year(before: Any, found: Any, *, is_now: bool) -> Cell:
    words = reader()
    credit = figures.UNKNOWN if found.credit is None else words.millions(round(found.credit))
    is_over = found.left is not None and found.left < 0
    value = format_html(
        '<span class="{}">{}</span> / {}',
        "beyond" if is_over else "",
        words.millions(round(found.p80)),
        credit,
    )
    note = ""
    if found.left is not None:
        text = _("{euro} short") if is_over else _("{euro} left")
        note = text.format(euro=words.euro(abs(round(found.left))))
    if found.postponed:
        note += " · " + _("falls on {projects}").format(projects=", ".join(found.postponed))
    difference = "" if is_now else _signed(found.p80 - before.p80)
    return Cell(value, difference, note)


def _years_note(columns: Sequence[Column]) -> str:
    """Say what is held against what, and how many projects count with one amount."""
    told = _("Spending by the costs in the plans, credit by the payments budgeted.")
    n_fixed = len(columns[0].projects) - columns[0].n_simulated
    if not n_fixed:
        return told
    more = _("Without a simulation, at the forecast of their budget lines: {n}.")
    return f"{told} {more.format(n=reader().number(n_fixed))}"


def _others(columns: Sequence[Column]) -> tuple[Row, ...]:
    now = columns[0]
    return (
        _row(_("Benefits that come later"), columns, [_benefits(one) for one in columns]),
        _row(
            _("Exposure to open threats"),
            columns,
            [
                Cell(
                    reader().euro(round(one.exposure.euro)),
                    "" if one is now else _signed(one.exposure.euro - now.exposure.euro),
                    _("{n} d expected").format(n=reader().number(one.exposure.days)),
                )
                for one in columns
            ],
            _("probability times impact"),
        ),
        _row(_("Dependencies that give too late"), columns, [_conflicts(now, one) for one in columns]),
        _row(
            _("Peaks of teams"),
            columns,
            [Cell(figures.UNKNOWN) for _one in columns],
            _("no capacity of teams is written down over the portfolio"),
        ),
    )


def _benefits(one: Column) -> Cell:
    lost = [shift for shift in one.benefits if shift.is_lost]
    later = [shift for shift in one.benefits if not shift.is_lost and shift.days > 0]
    words = reader()
    if not lost and not later:
        return Cell(words.number(0))
    notes = [
        f"{shift.benefit.project.code} {shift.benefit.code} {figures.day(shift.until)}" for shift in later
    ]
    notes += [f"{shift.benefit.project.code} {shift.benefit.code} {_('lost')}" for shift in lost]
    value = words.number(len(later))
    if lost:
        value = _("{later}, lost {lost}").format(later=value, lost=words.number(len(lost)))
    return Cell(value, "", "; ".join(notes))


def _conflicts(now: Column, one: Column) -> Cell:
    """Return how many give too late; of a scenario only those that it brings, moves or solves."""
    words = reader()
    before = {conflict.dependency.pk: conflict for conflict in now.conflicts}
    after = {conflict.dependency.pk for conflict in one.conflicts}
    is_now = one is now
    notes = [
        _conflict(conflict)
        for conflict in one.conflicts
        if is_now or _days_of(before.get(conflict.dependency.pk)) != (conflict.days,)
    ]
    notes += [
        _("solved: {dependency}").format(dependency=_link(conflict))
        for pk, conflict in before.items()
        if pk not in after
    ]
    moved = len(one.conflicts) - len(now.conflicts)
    return Cell(words.number(len(one.conflicts)), words.signed(moved) if moved else "", "; ".join(notes))


def _days_of(conflict: Conflict | None) -> tuple[int | None, ...]:
    return () if conflict is None else (conflict.days,)


def _conflict(conflict: Conflict) -> str:
    told = _("never given")
    if conflict.days is not None:
        told = _("{n} d late").format(n=reader().number(conflict.days))
    return f"{_link(conflict)} {told}"


def _link(conflict: Conflict) -> str:
    line = conflict.dependency
    return f"{line.giver_name} → {line.project.code} ({line.code})"


def _row(label: str, columns: Sequence[Column], cells: Sequence[Cell], detail: str = "") -> Row:
    changed = any(str(one.value) != str(cells[0].value) for one in cells[1:])
    names = [one.scenario.name if one.scenario else _("As it stands") for one in columns]
    named = (replace(cell, column=name) for cell, name in zip(cells, names, strict=True))
    return Row(label, detail, tuple(named), changed)


def _euro(columns: Sequence[Column], name: str, at: int) -> Cell:
    now, found = getattr(columns[0], name), getattr(columns[at], name)
    if found is None:
        return Cell(figures.UNKNOWN)
    value = figures.with_unit(reader().millions(round(found)), "M€")
    return Cell(value, "" if at == 0 or now is None else _signed(found - now))


def _signed(euro: float) -> str:
    """Return a difference in euro; of what stays as it is nothing, so that the eye finds what moves."""
    return reader().signed_euro(round(euro)) if round(euro) else ""


def _chance(now: float | None, found: float | None) -> Cell:
    if found is None:
        return Cell(figures.UNKNOWN)
    difference: SafeString | str = ""
    if now is not None and (points := round(found * 100) - round(now * 100)):
        difference = figures.with_unit(reader().signed(points), _("pp"))
    return Cell(figures.chance(found), difference)


def _days(before: date | None, after: date | None) -> int | None:
    return (after - before).days if before and after else None
