"""What changed between two sets of facts, in words that a person who decides understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

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
        f"{fact_label(pack, name)} {written(before.get(name))} → {written(now.get(name))}"
        for name in names[:MOST]
    ]
    rest = len(names) - MOST
    if rest > 0:
        told.append(_("and {n} more").format(n=reader().number(rest)))
    return _("What changed: {changes}.").format(changes="; ".join(told))


def fact_label(pack: Pack, name: str) -> str:
    """Return how people call a fact."""
    start, _dot, rest = name.partition(".")
    if start == "evidence":
        kind = evidence_kinds().get(rest)
        return said(kind.label, reader().code) if kind else rest
    if start == "attested":
        return _("attestation {rule}").format(rule=rest)
    found = pack.fact(name)
    label = said(found.label, reader().code) if found else ""
    return label or name


def written(value: Any) -> str:
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
