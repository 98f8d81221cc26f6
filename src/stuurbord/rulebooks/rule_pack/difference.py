"""What holds on one day against another, in one text or in two: what begins, ends and changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

from stuurbord.language import Language, language
from stuurbord.rulebooks.rule_pack import difference_note
from stuurbord.rulebooks.rule_pack.condition_words import words_of
from stuurbord.rulebooks.rule_pack.facts import plain
from stuurbord.rulebooks.rule_pack.figures import figures_on, filled
from stuurbord.rulebooks.rule_pack.literals import Condition
from stuurbord.rulebooks.rule_pack.model import (
    Contradiction,
    Dated,
    Fact,
    NamedValue,
    Obligation,
    Pack,
    Rule,
    Severity,
    Text,
    VerdictRule,
)

BEGINS, ENDS, CHANGES = "begins", "ends", "changes"
Entry = Pack | VerdictRule | Rule | Obligation | NamedValue | Fact | Contradiction | Condition
TABLES: Final = ("pack", "class", "rule", "obligation", "value", "derive", "fact", "contradiction")
_TOLD_APART: Final = frozenset({"window", "lines", "key", "id", "code", "name", "version", "sha256"})
"""What names an entry, or is told as the day or the version of a change."""
_OF_PACK: Final = frozenset({"title", "source", "unknown_verdict", "default_verdict", "default_label"})
_WORDS: Final = frozenset(
    {"title", "message", "label", "what", "text", "question", "reference", "references", "source"}
    | {"default_label"}
)
"""What is said, and by whom: no verdict depends on it."""
_WEIGHTS: Final = {Severity.BLOCKING: 0, Severity.CONDITION: 1, Severity.NOTICE: 2}
_OF_TABLE: Final = {"class": 0, "contradiction": 0, "obligation": 1, "value": 1, "derive": 1}
_LIGHT: Final = 3
"""Facts and the head of the text: what they bring about is told with the rules that read them."""


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
    weight
        0 for what blocks or gives the verdict, then conditions, duties and limits, notices, facts.
    entry
        As it becomes, or as it was where it ends.
    words
        What the text of before and that of after call their facts.
    """

    kind: str
    table: str
    id: str
    on: date | None
    reference: str
    text: Text
    aspects: tuple[Aspect, ...] = ()
    weight: int = _LIGHT
    entry: Entry | None = None
    words: tuple[Mapping[str, Text], Mapping[str, Text]] = field(default=({}, {}), compare=False)

    @property
    def is_wording(self) -> bool:
        """Whether only what is said became something else: no verdict does."""
        return self.kind == CHANGES and all(one.name in _WORDS for one in self.aspects)

    def sentence(self, language: Language) -> str:
        """Return the change for people."""
        return difference_note.sentence(self, language)

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
                {"name": one.name, "before": _plain(one.before), "after": _plain(one.after)}
                for one in self.aspects
            ],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Two days of one rule book, or of two texts of it; what is only worded anew stands last."""

    before: Pack
    after: Pack
    since: date
    until: date
    changes: tuple[Change, ...]

    def note(self, language: Language) -> list[str]:
        """Return the note: what it compares, then a sentence per change."""
        return [*self.head(language), *(one.sentence(language) for one in self.changes)]

    def head(self, language: Language) -> list[str]:
        """Return what is compared, the title first, and how much changes."""
        return difference_note.head(self, language)

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
    """Return what holds on ``until`` against what held on ``since``: by day, what weighs most first.

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
    words = words_of(pack, since), words_of(after, until)
    found = [change for table in TABLES for change in _changes(table, pack, since, after, until, words)]
    ranked = sorted(
        found,
        key=lambda one: (one.is_wording, one.on or date.min, one.weight, TABLES.index(one.table)),
    )
    return Difference(pack, after, since, until, tuple(ranked))


def turning_days(pack: Pack) -> tuple[date, ...]:
    """Return the days on which something in a text begins or ends to hold, in order."""
    windows = [_window(entry) for table in TABLES for _name, entry in _rows(pack, table)]
    days = {day for one in windows for day in (one.since, one.until) if day is not None}
    return tuple(sorted(days))


def _changes(table: str, pack: Pack, since: date, other: Pack, until: date, words: Any) -> Iterator[Change]:
    held, holds = dict(_in_force(pack, table, since)), dict(_in_force(other, table, until))
    figures = figures_on(pack, since), figures_on(other, until)
    for name in dict.fromkeys([*held, *holds]):
        before, after = held.get(name), holds.get(name)
        aspects: tuple[Aspect, ...] = ()
        if before is None and after is not None:
            kind, entry, day = BEGINS, after, _window(after).since
        elif after is None and before is not None:
            # The later text tells the day, where it still has the entry.
            kind, entry, day = ENDS, before, _last_end(table, name, other) or _window(before).until
        elif before is not None and after is not None and (aspects := _aspects(table, before, after)):
            kind, entry, day = CHANGES, after, _window(after).since
        else:
            continue
        weight = min(_weight(table, one) for one in (before, after) if one is not None)
        on = day if day and since < day <= until else None
        reference = getattr(entry, "reference", "")
        text = filled(_text(entry), figures[kind != ENDS])
        told = tuple(_with_figures(one, *figures) for one in aspects)
        yield Change(kind, table, name, on, reference, text, told, weight, entry, words)


def _with_figures(one: Aspect, before: Mapping[str, NamedValue], after: Mapping[str, NamedValue]) -> Aspect:
    """Return what differs in a sentence, with the figures of its own day."""
    sides = ((one.before, before), (one.after, after))
    old, new = (filled(text, figures) if isinstance(text, Mapping) else text for text, figures in sides)
    return Aspect(one.name, old, new)


def _rows(pack: Pack, table: str) -> Iterable[tuple[str, Entry]]:
    """Yield the entries of a table, whatever day they hold."""
    rows: Mapping[str, Iterable[tuple[str, Entry]]] = {
        "pack": ((pack.key, pack),),
        "class": ((one.code, one) for one in pack.verdicts),
        "rule": ((one.id, one) for one in pack.rules),
        "obligation": ((one.id, one) for one in pack.obligations),
        "value": ((one.name, one) for one in pack.values),
        "derive": pack.derived.items(),
        "fact": ((one.name, one) for one in pack.facts),
        "contradiction": ((one.id, one) for one in pack.contradictions),
    }
    return rows[table]


def _in_force(pack: Pack, table: str, on: date) -> Iterator[tuple[str, Entry]]:
    return ((name, entry) for name, entry in _rows(pack, table) if _window(entry).holds_on(on))


def _last_end(table: str, name: str, pack: Pack) -> date | None:
    ends = [_window(entry).until for called, entry in _rows(pack, table) if called == name]
    return max((one for one in ends if one is not None), default=None)


def _window(entry: Entry) -> Dated:
    return getattr(entry, "window", Dated())


def _weight(table: str, entry: Entry) -> int:
    return _WEIGHTS[entry.weight] if isinstance(entry, Rule) else _OF_TABLE.get(table, _LIGHT)


def _aspects(table: str, before: Entry, after: Entry) -> tuple[Aspect, ...]:
    if isinstance(before, tuple) or isinstance(after, tuple):
        return () if before == after else (Aspect("when", before, after),)
    names = [one.name for one in fields(before) if one.name not in _TOLD_APART]
    if table == "pack":
        names = [name for name in names if name in _OF_PACK]
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    found = [(name, old, new) for name, old, new in pairs if old != new]
    if table == "value" and before.kind == after.kind:  # type: ignore[union-attr]
        kind = before.kind  # type: ignore[union-attr]
        found = [(n, plain(kind, a), plain(kind, b)) if n == "value" else (n, a, b) for n, a, b in found]
    return tuple(Aspect(*one) for one in found)


def _text(entry: Entry) -> Text:
    """Return what people call an entry."""
    if isinstance(entry, tuple):
        return {}
    if isinstance(entry, NamedValue):
        figure = plain(entry.kind, entry.value)
        codes = [*entry.label] or ["nl"]
        told = {code: difference_note.with_unit(figure, entry.unit, language(code)) for code in codes}
        return {code: f"{entry.label[code]}: {told[code]}" if entry.label else told[code] for code in codes}
    for name in ("what", "title", "label", "text", "question"):
        if made := getattr(entry, name, None):
            return dict(made)
    return {}


def _plain(value: Any) -> str:
    """Return a value of an entry as a program reads it."""
    return difference_note.shown(value)
