"""What changed between two sets of facts, in words that a person who decides understands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stuurbord.language import NBSP
from stuurbord.rulebooks.gates.evidence import evidence_kinds
from stuurbord.rulebooks.rule_pack import Pack
from stuurbord.rulebooks.rule_pack.model import said
from stuurbord.web.reader import reader

MOST = 8


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the names of the facts that differ."""
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))


def in_words(pack: Pack, before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return one sentence that names what differs, with old and new values."""
    names = differences(before, now)
    if not names:
        return ""
    told = [
        f"{_called(pack, name)}: {fact_value(pack, name, before.get(name))}"
        f" → {fact_value(pack, name, now.get(name))}"
        for name in names[:MOST]
    ]
    rest = len(names) - MOST
    if rest > 0:
        told.append(_("and {n} more").format(n=reader().number(rest)))
    return _("What changed: {changes}.").format(changes="; ".join(told))


def _called(pack: Pack, name: str) -> str:
    label = fact_label(pack, name)
    return _("evidence “{kind}”").format(kind=label) if name.startswith("evidence.") else label


def fact_label(pack: Pack, name: str) -> str:
    """Return how people call a fact."""
    start, _dot, rest = name.partition(".")
    if start == "evidence":
        kind = evidence_kinds().get(rest)
        return said(kind.label, reader().code) if kind else rest
    if start == "attested":
        asked = next((one for one in pack.rules if one.id == rest), None)
        called = f"“{said(asked.title, reader().code)}”" if asked else rest
        return _("attestation {rule}").format(rule=called)
    found = pack.fact(name)
    label = said(found.label, reader().code) if found else ""
    return label or name


def fact_value(pack: Pack, name: str, value: Any) -> str:
    """Return the value of a fact as people write it: a day, a figure with its unit, or in words."""
    if name.startswith("evidence."):
        words = {True: _("approved and valid"), False: _("not there or not valid")}
        return words.get(value, _("not judged yet"))
    declared = pack.fact(name)
    if value is None or declared is None or isinstance(value, bool):
        return written(value)
    if declared.kind == "date":
        return reader().day(date.fromisoformat(value) if isinstance(value, str) else date.fromordinal(value))
    if declared.kind == "number":
        exact = Decimal(str(value)).normalize()
        digits = max(-int(exact.as_tuple().exponent), 0)
        return f"{reader().number(exact, min(digits, 4))}{NBSP}{declared.unit}".strip()
    return written(value)


def written(value: Any) -> str:
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
