"""Whether a risk rises or falls: its weight now beside that of its last version that weighed differently."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.fields.json import KeyTextTransform

from stuurbord.web.clock import today
from stuurbord.web.lists.models import LineRevision
from stuurbord.web.lists.register import Register
from stuurbord.web.registers.models import Risk, Trend

Weight = tuple[float, float]
"""Probability × days and probability × euro."""


def on_lines_changed(sender: Any, register: Register, lines: Iterable[Any], **kwargs: Any) -> None:
    """Listen to `lines_changed`; one read and at most two writes, however many lines there are."""
    if sender is not Risk:
        return
    known = {line.pk: line for line in lines}
    before = _last_weights(register, known)
    for trend in (Trend.UP, Trend.DOWN):
        moved = [pk for pk, weight in before.items() if direction(weight, weight_of(known[pk])) == trend]
        if moved:
            Risk.objects.filter(pk__in=moved).update(trend=trend, trend_since=today())


def weight_of(risk: Any) -> Weight:
    """Return what a risk weighs in days and in euro."""
    return _weight(risk.probability, risk.impact_days, risk.impact_cost)


def direction(before: Weight, after: Weight) -> Trend:
    """Return whether the weight rose or fell: the days decide, the euros where the days are the same.

    >>> direction((8.0, 0.0), (11.0, 0.0)).value, direction((8.0, 900.0), (8.0, 400.0)).value
    ('up', 'down')
    """
    for was, now in zip(before, after, strict=True):
        if was != now:
            return Trend.UP if now > was else Trend.DOWN
    return Trend.STEADY


def _last_weights(register: Register, known: dict[int, Any]) -> dict[int, Weight]:
    """Return line → its weight in the version just before this one."""
    names = ("probability", "impact_days", "impact_cost")
    rows = (
        LineRevision.objects.filter(register=register.slug, line_id__in=list(known))
        .annotate(**{f"told_{name}": KeyTextTransform(name, "values") for name in names})
        .order_by("line_id", "version")
        .values_list("line_id", "version", *(f"told_{name}" for name in names))
    )
    # In order of version: what stays is the latest one before the present.
    return {pk: _weight(*told) for pk, version, *told in rows if version < known[pk].version}


def _weight(probability: Any, days: Any, cost: Any) -> Weight:
    chance = _number(probability)
    return chance * _number(days), chance * _number(cost)


def _number(value: Any) -> float:
    # SQLite writes an empty value out of JSON as the word.
    return 0.0 if value in (None, "", "null") else float(value)
