"""How far a benefit has come: from what was measured before to what was promised."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.web.reader import reader
from stuurbord.web.registers.models import Benefit, Measurement


def realised(before: Decimal | None, target: Decimal | None, measured: Decimal | None) -> float | None:
    """Return which part of the way to the target was gone; None if that cannot be said.

    Also for a target below the start: fewer minutes, fewer faults. Less than nothing is possible.

    >>> realised(Decimal(40), Decimal(20), Decimal(25)), realised(Decimal(5), Decimal(5), Decimal(5))
    (0.75, None)
    """
    if before is None or target is None or measured is None or before == target:
        return None
    return float((measured - before) / (target - before))


def benefit_sentence(benefit: Benefit) -> str:
    """Say which part of the target was reached at the last measurement."""
    if benefit.baseline_value is None:
        return _("Nothing was measured before: measure now, or the benefit can never be shown.")
    if benefit.target_value is None:
        return _("There is no target value yet.")
    measured, day = _latest(benefit)
    share = realised(benefit.baseline_value, benefit.target_value, measured)
    if share is None or measured is None:
        return _("Not measured since the start yet.")
    told = _("On {day} {value} {unit} was measured: {share} of the way to the target.")
    return told.format(
        day=reader().day(day), value=_number(measured), unit=benefit.unit, share=reader().percent(share)
    ).replace("  ", " ")


def measurement_sentence(measurement: Measurement) -> str:
    """Say which part of the target was reached on that day."""
    benefit = measurement.benefit
    share = realised(benefit.baseline_value, benefit.target_value, measurement.value)
    if share is None:
        return _("This benefit has no start and target to compare with yet.")
    told = _("{share} of the way from {before} to {target} {unit}.")
    fields = {"before": _number(benefit.baseline_value), "target": _number(benefit.target_value)}
    return told.format(share=reader().percent(share), unit=benefit.unit, **fields).replace(" .", ".")


def _latest(benefit: Benefit) -> tuple[Any, Any]:
    """Return value and day of the last measurement; lists have read it already."""
    if hasattr(benefit, "last_value"):
        return benefit.last_value, benefit.last_on
    found = Measurement.objects.filter(benefit=benefit, is_archived=False)
    last = found.order_by("-measured_on", "-pk").first()
    return (last.value, last.measured_on) if last else (None, None)


def _number(value: Any) -> str:
    return reader().number(value, 0 if value == int(value) else 2)
