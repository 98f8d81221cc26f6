"""Milestones, cost over time and budget by year, as picture and as table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from stuurbord.errors import N_
from stuurbord.reports.document import Bar, Block, Cell, Column, Curve, Paragraph, Series, Table, Timeline
from stuurbord.reports.project_reports.writing import DASH, Writing

MOST_MILESTONES = 12


def milestones(writing: Writing) -> list[Block]:
    """Return the gates, and other milestones as far as there is room, on a line of time."""
    facts = writing.facts
    dated = [one for one in facts.milestones if one.baseline or one.forecast or one.actual]
    if not dated:
        return [Paragraph(writing.gettext(N_("The plan has no milestones with a date.")), "missing")]
    gates = [one for one in dated if one.is_gate]
    others = sorted(
        (one for one in dated if not one.is_gate),
        key=lambda one: abs(((one.actual or one.forecast or one.baseline or facts.as_of) - facts.as_of).days),
    )
    shown = gates[:MOST_MILESTONES] + others[: max(0, MOST_MILESTONES - len(gates))]
    shown.sort(key=lambda one: one.actual or one.forecast or one.baseline or date.max)
    bars = []
    for one in shown:
        expected = one.actual or one.forecast
        late = bool(expected and one.baseline and expected > one.baseline) and not one.actual
        name = one.name if one.code in one.name else f"{one.code} {one.name}"
        bars.append(
            Bar(
                name,
                (one.baseline, one.baseline) if one.baseline else None,
                (expected, expected) if expected else None,
                bool(one.actual),
                late and _is_beyond(writing, one.baseline, expected),
            )
        )
    alt = "; ".join(f"{bar.name}: {writing.day(bar.expected[1])}" for bar in bars if bar.expected is not None)
    title = writing.gettext(N_("Milestones: promised (open), expected (blue), reached (black)"))
    return [Timeline(title, tuple(bars), alt or title, facts.as_of)]


def _is_beyond(writing: Writing, promised: date | None, expected: date | None) -> bool:
    if promised is None or expected is None:
        return False
    return (expected - promised).days > (writing.facts.forecast.tolerance_days or 0)


def cost_curve(writing: Writing) -> list[Block]:
    """Return cost over time in millions: promised, expected, earned, and the limit."""
    facts = writing.facts
    if not facts.curve:
        nothing = N_("The plan has no costs: there is no curve of cost over time.")
        return [Paragraph(writing.gettext(nothing), "missing")]

    def millions(values: list[Decimal | None]) -> tuple[float | None, ...]:
        return tuple(None if one is None else float(one) / 1_000_000 for one in values)

    labels = tuple(f"{writing.language.short_month(one.month)} {one.month:%y}" for one in facts.curve)
    series = [
        Series(writing.gettext(N_("planned")), millions([one.planned for one in facts.curve]), "before"),
        Series(writing.gettext(N_("forecast")), millions([one.forecast for one in facts.curve]), "forecast"),
        Series(writing.gettext(N_("earned")), millions([one.earned for one in facts.curve]), "actual"),
    ]
    today = next(
        (
            label
            for label, one in zip(labels, facts.curve, strict=True)
            if (one.month.year, one.month.month) == (facts.as_of.year, facts.as_of.month)
        ),
        "",
    )
    last = facts.curve[-1]
    alt = writing.say(
        N_("Cost over time: {planned} planned and {forecast} expected at the end, in million euro"),
        planned=DASH if last.planned is None else writing.language.millions(last.planned),
        forecast=DASH if last.forecast is None else writing.language.millions(last.forecast),
    )
    title = writing.gettext(N_("Cost over time, M€"))
    return [Curve(title, labels, tuple(series), "M€", alt, today)]


def budget(writing: Writing) -> list[Block]:
    """Return the money by year, with totals of what is known in every year."""
    lines = writing.facts.budget
    if not lines:
        nothing = N_("No budget line is known: what the project may cost cannot be shown.")
        return [Paragraph(writing.gettext(nothing), "missing")]
    columns = (
        Column(writing.gettext(N_("Year")), width=0.8),
        Column(writing.gettext(N_("Budgeted")), "right"),
        Column(writing.gettext(N_("Committed")), "right"),
        Column(writing.gettext(N_("Paid")), "right"),
        Column(writing.gettext(N_("Forecast")), "right"),
        Column(writing.gettext(N_("Difference")), "right"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(str(one.year)),
            Cell(writing.money(one.budgeted)),
            Cell(writing.money(one.committed)),
            Cell(writing.money(one.paid)),
            Cell(writing.money(one.forecast)),
            _difference(writing, one.budgeted, one.forecast),
        )
        for one in lines
    ]
    sums = [
        _sum([getattr(one, name) for one in lines]) for name in ("budgeted", "committed", "paid", "forecast")
    ]
    total = tuple(Cell(writing.money(one), is_bold=True) for one in sums)
    rows.append(
        (
            Cell(writing.gettext(N_("Total")), is_bold=True),
            *total,
            _difference(writing, sums[0], sums[3]),
        )
    )
    caption = writing.gettext(N_("Payments by year, in euro"))
    return [Table(columns, tuple(rows), caption, has_total=True)]


def _difference(writing: Writing, budgeted: Decimal | None, forecast: Decimal | None) -> Cell:
    if budgeted is None or forecast is None:
        return Cell(DASH)
    return Cell(writing.signed_money(forecast - budgeted))


def _sum(values: list[Decimal | None]) -> Decimal | None:
    """Return the sum; a sum that lacks a term is no sum."""
    known = [one for one in values if one is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
