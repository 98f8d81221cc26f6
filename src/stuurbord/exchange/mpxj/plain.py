"""Values of MPXJ as plain ones, in the child process: texts, numbers and ``[amount, unit]`` for durations."""

from __future__ import annotations

from typing import Any


def text(value: Any) -> str:
    """Return a text; what is missing is empty, dates are ISO texts."""
    return "" if value is None else str(value)


def whole(value: Any) -> int | None:
    """Return a whole number."""
    return None if value is None else int(value)


def number(value: Any) -> float | None:
    """Return any of Java's numbers."""
    return None if value is None else float(value.doubleValue())


def amount(value: Any) -> list[Any] | None:
    """Return a duration as [amount, unit]."""
    return None if value is None else [float(value.getDuration()), str(value.getUnits())]


def name(value: Any) -> str:
    """Return the name of a member of an enumeration."""
    return "" if value is None else str(value.name())
