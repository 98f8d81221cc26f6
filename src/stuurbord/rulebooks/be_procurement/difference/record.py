"""The difference as plain data: codes for programs, sentences for people."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stuurbord.language import Language
from stuurbord.rulebooks.be_procurement.advice import number
from stuurbord.rulebooks.be_procurement.difference import note
from stuurbord.rulebooks.be_procurement.difference.answers import AnswerChange
from stuurbord.rulebooks.be_procurement.law import pack_of, split_reference
from stuurbord.rulebooks.rule_pack.model import NamedValue, Rule, as_plain

if TYPE_CHECKING:
    from stuurbord.rulebooks.be_procurement.difference.compare import LawDifference


def record(found: LawDifference, language: Language) -> dict[str, Any]:
    """Return the difference as JSON writes it."""
    made: dict[str, Any] = {"pack": pack_of(found.pack)[0].key}
    for side, day, name in (("from", found.since, ""), ("to", found.until, found.pack)):
        pack, sha256 = pack_of(name)
        made[side] = {"on": day.isoformat(), "version": pack.version, "hash": sha256}
    made["undetermined"] = [day.isoformat() for day in found.unknown_days]
    made["changes"] = [*_figures(found, language), *_duties(found, language)]
    made["consequences"] = [_answer(one) for one in found.answers]
    made["cases"] = [
        {
            "id": one.id,
            "changes": [
                {"topic": topic, "procedure": code or None, "before": _plain(old), "after": _plain(new)}
                for (topic, code), old, new in one.changes
            ],
        }
        for one in found.cases
    ]
    made["note"] = note.lines(found, language)
    return made


def _figures(found: LawDifference, language: Language) -> Iterator[dict[str, Any]]:
    for one in found.figures:
        source, article = split_reference(one.latest.reference)
        yield {
            "kind": one.kind,
            "table": "value",
            "id": one.name,
            "on": one.on.isoformat() if one.on else None,
            "source": source,
            "article": article,
            "reference": one.latest.reference,
            "verified": one.is_verified,
            "before": _value(one.before),
            "after": _value(one.after),
            "between": [_value(each) for each in one.between],
            "unit": one.latest.unit,
            "text": note.figure_sentence(one, found, language),
        }


def _value(one: NamedValue | None) -> Any:
    return None if one is None else _plain(one.value)


def _duties(found: LawDifference, language: Language) -> Iterator[dict[str, Any]]:
    for one in found.duties:
        source, article = split_reference(one.latest.reference)
        yield {
            "kind": one.kind,
            "table": "rule" if isinstance(one.latest, Rule) else "obligation",
            "id": one.latest.id,
            "on": one.on.isoformat() if one.on else None,
            "source": source,
            "article": article,
            "reference": one.latest.reference,
            "verified": one.is_verified,
            "text": note.duty_sentence(one, language),
        }


def _answer(one: AnswerChange) -> dict[str, Any]:
    source, article = split_reference(one.cause.reference)
    amounts, act = one.amounts, one.cause.act
    return {
        "topic": one.topic,
        "procedure": one.procedure or None,
        "before": _plain(one.before),
        "after": _plain(one.after),
        "on": one.on.isoformat() if one.on else None,
        "contracts": [
            {"sector": each.sector, "buyer": each.buyer, "kind": each.kind} for each in one.profiles
        ],
        "amount": {
            "of": one.cause.reads,
            "from": number(amounts.low),
            "from_included": amounts.has_low,
            "to": number(amounts.high),
            "to_included": amounts.has_high,
            "from_eu_threshold": amounts.is_from_eu,
            "below_eu_threshold": amounts.is_below_eu,
        },
        "figure": one.cause.figure or None,
        "figure_before": number(one.cause.before),
        "figure_after": number(one.cause.after),
        "source": source,
        "article": article,
        "act": act.reference if act else None,
        "verified": one.cause.is_verified,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return number(value) if isinstance(value, Decimal) else as_plain(value)
