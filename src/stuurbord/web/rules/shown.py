"""A rule book as its page shows it: one row per entry, with its words, source, validity and verification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stuurbord.rulebooks.rule_pack import Pack, Severity
from stuurbord.rulebooks.rule_pack.condition_words import condition_text
from stuurbord.rulebooks.rule_pack.facts import plain
from stuurbord.rulebooks.rule_pack.figures import figures_on, filled
from stuurbord.rulebooks.rule_pack.literals import ALWAYS
from stuurbord.rulebooks.rule_pack.model import Dated, Text, said
from stuurbord.web.look import figures
from stuurbord.web.reader import reader

KINDS = ("class", "rule", "obligation", "value", "derive", "fact")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a rule book.

    Attributes
    ----------
    weight
        What it means that a rule is not met, in words; ``is_blocking`` marks the gravest.
    """

    kind: str
    kind_label: str
    id: str
    text: str
    condition: str
    reference: str
    since: date | None
    until: date | None
    is_verified: bool | None
    weight: str = ""
    is_blocking: bool = False
    at: str = ""
    line: int | None = None

    @property
    def valid(self) -> str:
        """From when until when, in words; empty for what always holds."""
        made = [_("from {day}").format(day=figures.day(self.since))] if self.since else []
        made += [_("until {day}").format(day=figures.day(self.until))] if self.until else []
        return ", ".join(made)

    def holds(self, words: str) -> bool:
        """Return whether each word stands somewhere in the row."""
        text = " ".join((self.id, self.text, self.condition, self.reference, self.at)).casefold()
        return all(word in text for word in words.casefold().split())


def kind_labels() -> dict[str, str]:
    """Return kind → its name, several of it."""
    return {
        "class": _("Classes"),
        "rule": _("Rules"),
        "obligation": _("Duties"),
        "value": _("Limits"),
        "derive": _("Notions"),
        "fact": _("Facts"),
    }


def rows(pack: Pack, on: date) -> list[Row]:
    """Return the entries in force on a day; a duty that is still to come is there too."""
    return [*_classes(pack, on), *_rules(pack, on), *_duties(pack, on), *_limits(pack, on), *_names(pack)]


def _classes(pack: Pack, on: date) -> Iterator[Row]:
    label = _("class")
    for one in pack.verdicts:
        if one.window.holds_on(on):
            told = (_words(one.label), condition_text(one.when, _), one.reference)
            line = pack.lines.get(f"class:{one.code}")
            yield Row("class", label, one.code, *told, *_days(one.window), one.is_verified, line=line)
    if pack.default_verdict:
        told = (_words(pack.default_label), _("where no other class holds"), "", None, None, None)
        yield Row("class", label, pack.default_verdict, *told)


def _rules(pack: Pack, on: date) -> Iterator[Row]:
    label, weights, figures_of = _("rule"), weight_labels(), figures_on(pack, on)
    for one in pack.rules:
        if not one.window.holds_on(on):
            continue
        condition = condition_text(one.require, _)
        if one.applies != ALWAYS:
            condition = _("if {applies}: {require}").format(
                applies=condition_text(one.applies, _), require=condition
            )
        yield Row(
            *("rule", label, one.id, _words(filled(one.title, figures_of)), condition, one.reference),
            *_days(one.window),
            one.is_verified,
            weight=weights[one.severity],
            is_blocking=one.weight is Severity.BLOCKING,
            at=", ".join(one.at),
            line=pack.lines.get(f"rule:{one.id}"),
        )


def _duties(pack: Pack, on: date) -> Iterator[Row]:
    label, figures_of = _("duty"), figures_on(pack, on)
    for one in pack.obligations:
        if one.window.until is None or on < one.window.until:
            told = (_words(filled(one.what, figures_of)), condition_text(one.when, _), one.reference)
            line = pack.lines.get(f"obligation:{one.id}")
            yield Row("obligation", label, one.id, *told, *_days(one.window), one.is_verified, line=line)


def _limits(pack: Pack, on: date) -> Iterator[Row]:
    label = _("limit")
    for one in pack.values:
        if one.window.holds_on(on):
            figure = f"{one.name} = {plain(one.kind, one.value)} {one.unit}".strip()
            told = (_words(one.label), figure, one.reference)
            line = pack.lines.get(f"value:{one.name}")
            yield Row("value", label, one.name, *told, *_days(one.window), one.is_verified, line=line)


def _names(pack: Pack) -> Iterator[Row]:
    for name, condition in pack.derived.items():
        told = ("", condition_text(condition, _), "", None, None, None)
        yield Row("derive", _("notion"), name, *told)
    kinds = {"flag": _("yes or no"), "number": _("number"), "date": _("day"), "text": _("text")}
    for fact in pack.facts:
        told = ", ".join(filter(None, [kinds[fact.kind], fact.unit, " / ".join(fact.choices)]))
        words = _words(fact.question or fact.label)
        line = pack.lines.get(f"fact:{fact.name}")
        yield Row("fact", _("fact"), fact.name, words, told, "", None, None, None, line=line)


def weight_labels() -> dict[Severity, str]:
    """Return severity → its word."""
    return {
        Severity.BLOCKING: _("blocking"),
        Severity.CONDITION: _("condition"),
        Severity.NOTICE: _("notice"),
    }


def conclusion_of(pack: Pack, shown: list[Row], on: date) -> str:
    """Return the sentence under the title."""
    judged = [one for one in shown if one.is_verified is not None]
    doubtful = sum(not one.is_verified for one in judged)
    holds = _("On {day} {count} entries hold or are to come.")
    checked = _("All of them were checked against their source.")
    if doubtful:
        checked = ngettext(
            "One of them nobody has checked against its source yet.",
            "{doubtful} of them nobody has checked against their source yet.",
            doubtful,
        )
    return f"{holds} {checked}".format(day=figures.day(on), count=len(judged), doubtful=doubtful)


def _words(text: Text) -> str:
    return said(text, reader().code)


def _days(window: Dated) -> tuple[date | None, date | None]:
    return window.since, window.until
