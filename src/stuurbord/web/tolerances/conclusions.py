"""What exceptions say as a whole, and each by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.web.reader import reader
from stuurbord.web.tolerances.models import Basis, ExceptionState, Level, Target, Unit

_LARGE = 100_000
"""Euro from which a figure is written in millions."""


def exceptions_conclusion(lines: QuerySet[Any]) -> str:
    """Say how many exceptions are open, how many lack a report and how many wait for a decision."""
    found = lines.order_by().aggregate(
        n=Count("pk"),
        n_raised=Count("pk", filter=Q(state=ExceptionState.RAISED)),
        n_asked=Count("pk", filter=Q(state=ExceptionState.DECISION_ASKED)),
    )
    if not found["n"]:
        return ""
    words = reader()
    told = ngettext("{n} exception is open.", "{n} exceptions are open.", found["n"])
    parts = [told.format(n=words.count_at_start(found["n"]))]
    if found["n_raised"]:
        told = ngettext("{n} waits for a report.", "{n} wait for a report.", found["n_raised"])
        parts.append(told.format(n=words.count_at_start(found["n_raised"])))
    if found["n_asked"]:
        told = ngettext("{n} waits for a decision.", "{n} wait for a decision.", found["n_asked"])
        parts.append(told.format(n=words.count_at_start(found["n_asked"])))
    return " ".join(parts)


def exception_sentence(line: Any) -> str:
    """Say what was measured against what was allowed."""
    if line.measured is None or line.allowed is None:
        return ""
    if line.measured <= line.allowed and line.is_beyond:
        return ""  # the title says what lies beyond: it is not the figure
    text = _("{measured} measured ({basis}), {allowed} allowed.")
    return text.format(
        measured=amount(line.measured, line.unit),
        allowed=amount(line.allowed, line.unit),
        basis=line.get_basis_display(),
    )


def amount(value: Decimal | None, unit: str, *, is_signed: bool = False) -> str:
    """Return a figure of a target as people write it: ``96 d``, ``10,4 %``, ``0,92 M€``, ``3``."""
    if value is None:
        return "–"
    words, space = reader(), "\N{NO-BREAK SPACE}"
    if unit == Unit.DAYS:
        return f"{words.signed(int(value)) if is_signed else words.number(int(value))}{space}{_('d')}"
    if unit == Unit.FRACTION:
        digits = 0 if (value * 100) == (value * 100).to_integral_value() else 1
        figure = words.signed(value * 100, digits) if is_signed else words.number(value * 100, digits)
        return f"{figure}{space}%"
    if unit == Unit.EURO and abs(value) >= _LARGE:
        return f"{words.millions(value)}{space}M€"
    if unit == Unit.EURO:
        return str(words.euro(round(value)))
    return words.number(int(value))


def beside_the_figure(target: str) -> str:
    """Return what lies beyond although the figure itself is within: what the rules ask beside it."""
    if target == Target.SCOPE:
        return _("{name}: a must criterion is not met")
    if target == Target.QUALITY:
        return _("{name}: a review was refused")
    return _("{name}: beyond what was agreed")


def beside_in_short(target: str) -> str:
    """Return the same in a few words, for a cell of a table."""
    texts = {Target.SCOPE: _("a must not met"), Target.QUALITY: _("a review refused")}
    return texts.get(Target(target), _("beyond what was agreed"))


def title_of(
    target: str, level: str, scope: str, used: Decimal, allowed: Decimal, unit: str, basis: str
) -> str:
    """Return what an exception is called: ``Tijd: P80 36 d voorbij de tolerantie van 60 d``."""
    name = str(Target(target).label)
    if level != Level.PROJECT:
        name = f"{name} {scope}"
    fields = {"name": name[:1].upper() + name[1:], "allowed": amount(allowed, unit)}
    if used <= allowed:
        return beside_the_figure(target).format(**fields)
    fields["beyond"] = amount(used - allowed, unit)
    text = _("{name}: {beyond} beyond the tolerance of {allowed}")
    if basis == Basis.SIMULATION:
        text = _("{name}: P80 {beyond} beyond the tolerance of {allowed}")
    return text.format(**fields)
