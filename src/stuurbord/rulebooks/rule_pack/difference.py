"""What holds on one day against another, in one text or in two: what begins, ends and changes, as a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from stuurbord.errors import N_
from stuurbord.language import Language
from stuurbord.rulebooks.rule_pack.facts import plain
from stuurbord.rulebooks.rule_pack.literals import ALWAYS, Condition, Literal, Term
from stuurbord.rulebooks.rule_pack.model import (
    Contradiction,
    Dated,
    Fact,
    NamedValue,
    Obligation,
    Pack,
    Rule,
    Text,
    VerdictRule,
    said,
)

BEGINS, ENDS, CHANGES = "begins", "ends", "changes"
Entry = Pack | VerdictRule | Rule | Obligation | NamedValue | Fact | Contradiction | Condition
_NOUNS: Final = {
    "pack": N_("rule book"),
    "class": N_("class"),
    "rule": N_("rule"),
    "obligation": N_("duty"),
    "value": N_("limit"),
    "derive": N_("notion"),
    "fact": N_("fact"),
    "contradiction": N_("contradiction"),
}
_SENTENCES: Final = {
    (BEGINS, True): N_("From {day} {noun} {id} applies: {text}."),
    (BEGINS, False): N_("New: {noun} {id}: {text}."),
    (ENDS, True): N_("From {day} {noun} {id} no longer applies: {text}."),
    (ENDS, False): N_("Gone: {noun} {id}: {text}."),
    (CHANGES, True): N_("From {day} {noun} {id} changes: {text}."),
    (CHANGES, False): N_("Changed: {noun} {id}: {text}."),
}
_TOGETHER: Final = {
    "met.blocking": (N_("every blocking rule is met"), N_("a blocking rule is not met")),
    "met.condition": (N_("every condition is met"), N_("a condition is not met")),
    "met.notice": (N_("no notice is due"), N_("a notice is due")),
}
"""What all rules of one severity together give: where it holds, where it is denied."""
_ASPECTS: Final = {
    "value": N_("value"),
    "unit": N_("unit"),
    "when": N_("condition"),
    "applies": N_("asked where"),
    "require": N_("requires"),
    "severity": N_("weight"),
    "at": N_("asked at"),
    "title": N_("title"),
    "message": N_("sentence"),
    "label": N_("label"),
    "what": N_("content"),
    "text": N_("sentence"),
    "since_legacy": N_("for what was in use before"),
    "by": N_("at the latest"),
    "reference": N_("source"),
    "references": N_("source"),
    "evidence": N_("evidence"),
    "question": N_("question"),
    "role": N_("who may attest"),
    "is_verified": N_("verified"),
    "kind": N_("kind"),
    "choices": N_("choices"),
    "source": N_("source"),
    "unknown_verdict": N_("verdict where facts are missing"),
    "default_verdict": N_("verdict where no class holds"),
    "default_label": N_("label"),
}
_WINDOW: Final = frozenset({"window"})


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing about an entry that changed."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that begins, ends or changes.

    Attributes
    ----------
    on
        The day of it, where the texts tell one; None where the text itself changed.
    """

    kind: str
    table: str
    id: str
    on: date | None
    reference: str
    text: Text
    aspects: tuple[Aspect, ...] = ()

    def sentence(self, language: Language) -> str:
        """Return the change for people."""
        translate = language.gettext
        if self.kind == CHANGES:
            text = "; ".join(_told(one, language) for one in self.aspects)
        else:
            text = said(self.text, language.code) or "–"
        told = translate(_SENTENCES[self.kind, self.on is not None]).format(
            day=language.long_day(self.on) if self.on else "",
            noun=translate(_NOUNS[self.table]),
            id=self.id,
            text=text.rstrip("."),
        )
        return f"{told.removesuffix('.')} ({self.reference})." if self.reference else told

    def record(self, language: Language) -> dict[str, Any]:
        """Return the change as plain data, with its sentence."""
        return {
            "kind": self.kind,
            "table": self.table,
            "id": self.id,
            "on": self.on.isoformat() if self.on else None,
            "reference": self.reference,
            "text": self.sentence(language),
            "changed": [
                {"name": one.name, "before": _shown(one.before), "after": _shown(one.after)}
                for one in self.aspects
            ],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Two days of one rule book, or of two texts of it."""

    before: Pack
    after: Pack
    since: date
    until: date
    changes: tuple[Change, ...]

    def note(self, language: Language) -> list[str]:
        """Return the note: what it compares, then a sentence per change, by day."""
        first = N_("{title}: what changes between {first} and {last}.")
        if self.since == self.until:
            first = N_("{title}: what changes on {first}.")
        title = said(self.after.title, language.code) or self.after.key
        days = {"first": language.long_day(self.since), "last": language.long_day(self.until)}
        made = [language.gettext(first).format(title=title, **days)]
        if self.before.sha256 != self.after.sha256:
            versions = language.gettext(N_("Version {before} against version {after}."))
            made.append(versions.format(before=self.before.version, after=self.after.version))
        if not self.changes:
            return [*made, language.gettext(N_("Nothing changes."))]
        return [*made, *(one.sentence(language) for one in self.changes)]

    def record(self, language: Language) -> dict[str, Any]:
        """Return the difference as plain data."""
        return {
            "pack": self.after.key,
            "from": {
                "on": self.since.isoformat(),
                "version": self.before.version,
                "hash": self.before.sha256,
            },
            "to": {"on": self.until.isoformat(), "version": self.after.version, "hash": self.after.sha256},
            "changes": [one.record(language) for one in self.changes],
            "note": self.note(language),
        }


def difference(pack: Pack, since: date, until: date, other: Pack | None = None) -> Difference:
    """Return what holds on ``until`` against what held on ``since``.

    Parameters
    ----------
    other
        The later text; without it, the same text on another day.

    Raises
    ------
    ValueError
        If the second day lies before the first.
    """
    if until < since:
        raise ValueError(f"{until} lies before {since}")
    after = other or pack
    found = [change for table in _NOUNS for change in _changes(table, pack, since, after, until)]
    ranked = sorted(found, key=lambda one: (one.on or date.min, list(_NOUNS).index(one.table)))
    return Difference(pack, after, since, until, tuple(ranked))


def _changes(table: str, pack: Pack, since: date, other: Pack, until: date) -> Iterator[Change]:
    held, holds = _in_force(pack, table, since), _in_force(other, table, until)
    for name in dict.fromkeys([*held, *holds]):
        before, after = held.get(name), holds.get(name)
        if before is None and after is not None:
            yield _change(BEGINS, table, name, after, _within(_window(after).since, since, until))
        elif after is None and before is not None:
            yield _change(ENDS, table, name, before, _within(_window(before).until, since, until))
        elif before is not None and after is not None and (aspects := _aspects(table, before, after)):
            day = _within(_window(after).since, since, until)
            yield _change(CHANGES, table, name, after, day, aspects)


def _change(
    kind: str, table: str, name: str, entry: Entry, on: date | None, aspects: tuple[Aspect, ...] = ()
) -> Change:
    return Change(kind, table, name, on, getattr(entry, "reference", ""), _text(entry), aspects)


def _within(day: date | None, since: date, until: date) -> date | None:
    return day if day and since < day <= until else None


def _in_force(pack: Pack, table: str, on: date) -> Mapping[str, Entry]:
    rows: Mapping[str, tuple[tuple[str, Entry], ...]] = {
        "pack": ((pack.key, pack),),
        "class": tuple((one.code, one) for one in pack.verdicts),
        "rule": tuple((one.id, one) for one in pack.rules),
        "obligation": tuple((one.id, one) for one in pack.obligations),
        "value": tuple((one.name, one) for one in pack.values),
        "derive": tuple(pack.derived.items()),
        "fact": tuple((one.name, one) for one in pack.facts),
        "contradiction": tuple((one.id, one) for one in pack.contradictions),
    }
    return {name: entry for name, entry in rows[table] if _window(entry).holds_on(on)}


def _window(entry: Entry) -> Dated:
    return getattr(entry, "window", Dated())


def _aspects(table: str, before: Entry, after: Entry) -> tuple[Aspect, ...]:
    if isinstance(before, tuple) or isinstance(after, tuple):
        return () if before == after else (Aspect("when", before, after),)
    names = [one.name for one in fields(before) if one.name in _ASPECTS and one.name not in _WINDOW]
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    found = [(name, old, new) for name, old, new in pairs if old != new]
    if table == "value" and before.kind == after.kind:  # type: ignore[union-attr]
        kind = before.kind  # type: ignore[union-attr]
        found = [(n, plain(kind, a), plain(kind, b)) if n == "value" else (n, a, b) for n, a, b in found]
    return tuple(Aspect(*one) for one in found)


def _text(entry: Entry) -> Text:
    """Return what people call an entry."""
    if isinstance(entry, tuple):
        return {"nl": condition_text(entry)}
    if isinstance(entry, NamedValue):
        figure = f"{plain(entry.kind, entry.value)} {entry.unit}".strip()
        return {code: f"{label}: {figure}" for code, label in entry.label.items()} or {"nl": figure}
    for name in ("what", "title", "label", "text", "question"):
        if made := getattr(entry, name, None):
            return dict(made)
    return {}


def _told(one: Aspect, language: Language) -> str:
    """Return ``limit: 450 → 300``; texts in the reader's language."""
    values = [_shown(value, language) or "–" for value in (one.before, one.after)]
    return f"{language.gettext(_ASPECTS[one.name])}: {values[0]} → {values[1]}"


def _shown(value: Any, language: Language | None = None) -> str:
    """Return a value of an entry as people and files can read it."""
    translate: Callable[[str], str] = language.gettext if language else str
    if isinstance(value, bool):
        return translate(N_("yes") if value else N_("no"))
    if isinstance(value, Mapping):
        return said(value, language.code if language else "nl")
    if isinstance(value, date):
        return language.long_day(value) if language else value.isoformat()
    if isinstance(value, Term):
        return _term(value)
    if isinstance(value, tuple):
        is_condition = all(isinstance(one, tuple) for one in value)
        return condition_text(value, translate) if is_condition and value else ", ".join(map(str, value))
    return "" if value is None else str(value)


def condition_text(condition: Condition, translate: Callable[[str], str] = str) -> str:
    """Return a condition on one line: ``a and not b, or c``."""
    if condition == ALWAYS:
        return translate(N_("always"))
    if not condition:
        return translate(N_("never"))
    both, either = f" {translate(N_('and'))} ", f", {translate(N_('or'))} "
    return either.join(
        both.join(_literal_text(literal, translate) for literal in conjunction) for conjunction in condition
    )


def _literal_text(literal: Literal, translate: Callable[[str], str]) -> str:
    if (words := _TOGETHER.get(literal.name)) is not None:
        return translate(words[literal.is_negated])
    return f"{translate(N_('not'))} {literal.name}" if literal.is_negated else literal.text


def _term(term: Term) -> str:
    if not term.fact:
        return (
            date.fromordinal(int(term.constant or 1)).isoformat()
            if term.kind == "date"
            else str(term.constant)
        )
    factor = "" if term.factor is None else f"{term.factor} * "
    offset = "" if term.offset is None else f" {'+' if term.offset >= 0 else '-'} {abs(term.offset)}"
    return f"{factor}{term.fact}{offset}"
