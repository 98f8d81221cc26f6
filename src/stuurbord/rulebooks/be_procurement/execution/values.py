"""The dated figures of ``execution.toml``, and what every answer that rests on them carries."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from stuurbord.plan.legal_periods import legal_period
from stuurbord.rulebooks.rule_pack import shipped_packs

Text = Mapping[str, str]
"""Language → sentence; Dutch is always there."""

CENT: Final = Decimal("0.01")
HUNDRED: Final = Decimal(100)
_MOVING: Final = "1182/71"
_COUNTINGS: Final = ("", _MOVING, "calendar")
_RULES: Final = "be-procurement"
_UNITS: Final = {"dagen": "d"}
_TABLES: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    # table → keys it must have, keys it may have
    "value": (
        frozenset({"name", "value", "unit", "article", "source", "from", "verified", "label"}),
        frozenset({"until", "counting"}),
    ),
    "shared": (frozenset({"name"}), frozenset({"counting"})),
    "ground": (
        frozenset({"article", "name", "ceiling"}),
        frozenset({"eforms", "notice", "inspectorate_free"}),
    ),
    "fact": (frozenset({"name", "question"}), frozenset()),
}


@dataclass(frozen=True, slots=True)
class LawValue:
    """One figure of the law, from ``since`` up to, not including, ``until``; None leaves that side open.

    Attributes
    ----------
    article
        Source and article in one line.
    source
        The short name of the source.
    value
        A number in ``unit`` (EUR, %, d: calendar days, wd: working days, pp: percentage points), or a text.
    counting
        How a period ends: ``1182/71`` moves an end on a day that is no working day, ``calendar`` does not.
    """

    name: str
    value: Decimal | str
    unit: str
    article: str
    source: str
    since: date | None
    until: date | None
    is_verified: bool
    label: Text = field(hash=False)
    counting: str = ""

    @property
    def number(self) -> Decimal:
        assert isinstance(self.value, Decimal), self.name
        return self.value

    @property
    def share(self) -> Decimal:
        """The figure as a fraction: 5 % is 0.05."""
        assert self.unit == "%", self.name
        return self.number / HUNDRED

    @property
    def days(self) -> int:
        return int(self.number)

    def last_day(self, event: date, days: int | None = None) -> date:
        """Return the last day of this period after an event, or of another number of days counted alike."""
        length = self.days if days is None else days
        if self.counting == _MOVING and length > 0:
            return legal_period(event, length).last_day
        return event + timedelta(days=length)

    def holds_on(self, on: date) -> bool:
        """Return whether it is in force on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A fact that keeps an answer from being known.

    Attributes
    ----------
    detail
        Which one, where there are many: an index and its month, the first day of a half-year.
    """

    fact: str
    question: Text = field(hash=False)
    detail: str = ""


class Status(StrEnum):
    """Whether there is an answer."""

    DETERMINED = "determined"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What every answer carries.

    Attributes
    ----------
    because
        The figures that it rests on.
    missing
        The facts without which there is no answer.
    """

    because: tuple[LawValue, ...] = ()
    missing: tuple[Unanswered, ...] = ()

    @property
    def status(self) -> Status:
        return Status.UNDETERMINED if self.missing else Status.DETERMINED

    @property
    def is_verified(self) -> bool:
        """Whether every figure was verified; if not, the answer warns and never refuses."""
        return all(one.is_verified for one in self.because)


Law = Mapping[str, LawValue]


def law_value(name: str, on: date) -> LawValue | None:
    """Return a figure as it stands on a day; None before it came into force or after it ended.

    Raises
    ------
    KeyError
        For an unknown name.

    >>> law_value("bond_pct", date(2026, 6, 1)).number
    Decimal('5')
    """
    return next((one for one in _book()[name] if one.holds_on(on)), None)


def is_before_rules(name: str, on: date) -> bool:
    """Return whether a day lies before a figure first came into force: what it tells was no rule then."""
    starts = [one.since for one in _book()[name]]
    return None not in starts and on < min(one for one in starts if one is not None)


def law_values() -> tuple[LawValue, ...]:
    """Return every figure, in the order of the file."""
    return tuple(one for dated in _book().values() for one in dated)


def in_force(on: date, *names: str) -> Law | None:
    """Return the figures of these names on a day; None if one of them is not in force."""
    found = {name: one for name in names if (one := law_value(name, on)) is not None}
    return found if len(found) == len(names) else None


def unanswered(**facts: Any) -> tuple[Unanswered, ...]:
    """Return the facts that are None, with their questions."""
    return tuple(Unanswered(name, questions()[name]) for name, value in facts.items() if value is None)


def no_rules() -> tuple[Unanswered, ...]:
    """Return what is missing on a day for which the book holds no figures."""
    return unanswered(rule=None)


def cents(amount: Decimal) -> Decimal:
    """Return an amount in euros rounded to the cent, half a cent upwards."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def require_amount(name: str, amount: Decimal) -> None:
    """Refuse what is no amount of money.

    Raises
    ------
    ValueError
        If it is infinite, no number or < 0.
    """
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"{name} {amount} is not a finite amount >= 0")


@cache
def questions() -> Mapping[str, Text]:
    """Return fact → the question for it."""
    return MappingProxyType({row["name"]: MappingProxyType(row["question"]) for row in tables()["fact"]})


@cache
def tables() -> Mapping[str, list[dict[str, Any]]]:
    """Return the tables of the file.

    Raises
    ------
    ValueError
        If a table or key is unknown or missing.
    """
    folder = files("stuurbord.rulebooks.be_procurement.execution")
    return read_tables(folder.joinpath("execution.toml").read_text(encoding="utf-8"))


def read_tables(text: str) -> Mapping[str, list[dict[str, Any]]]:
    """Return the tables of a text, read strictly.

    Raises
    ------
    ValueError
        If a table or key is unknown or missing.
    """
    told = tomllib.loads(text, parse_float=Decimal)
    if wrong := sorted(told.keys() ^ _TABLES.keys()):
        raise ValueError(f"the table {wrong[0]!r} is unknown or missing")
    for table, rows in told.items():
        needed, allowed = _TABLES[table]
        for place, row in enumerate(rows, start=1):
            if wrong := sorted((row.keys() - needed - allowed) | (needed - row.keys())):
                raise ValueError(f"[[{table}]] {place}: the key {wrong[0]!r} is unknown or missing")
    return MappingProxyType(told)


@cache
def _book() -> Mapping[str, tuple[LawValue, ...]]:
    made: dict[str, list[LawValue]] = {}
    for one in (*_shared(), *map(_value, tables()["value"])):
        if any(_overlap(one, other) for other in made.get(one.name, ())):
            raise ValueError(f"{one.name} holds twice on the same day")
        made.setdefault(one.name, []).append(one)
    return MappingProxyType({name: tuple(dated) for name, dated in made.items()})


def _overlap(one: LawValue, other: LawValue) -> bool:
    starts = [it.since for it in (one, other) if it.since is not None]
    ends = [it.until for it in (one, other) if it.until is not None]
    return not starts or not ends or max(starts) < min(ends)


def _shared() -> Iterator[LawValue]:
    """Yield the figures that stand in the rules of the procedures.

    Raises
    ------
    ValueError
        If they do not hold one of them.
    """
    pack = shipped_packs()[_RULES]
    for row in tables()["shared"]:
        found = [one for one in pack.values if one.name == row["name"]]
        if not found:
            raise ValueError(f"{row['name']} stands in no rule of {_RULES}")
        for one in found:
            assert isinstance(one.value, Decimal | int), one.name
            yield LawValue(
                name=one.name,
                value=Decimal(one.value),
                unit=_UNITS.get(one.unit, one.unit),
                article=one.reference,
                source=one.reference.partition(",")[0],
                since=one.window.since,
                until=one.window.until,
                is_verified=one.is_verified,
                label=one.label,
                counting=_counting(row),
            )


def _counting(row: Mapping[str, Any]) -> str:
    found: str = row.get("counting", "")
    if found not in _COUNTINGS:
        raise ValueError(f"{row['name']}: a period is counted as one of {_COUNTINGS[1:]}, not {found!r}")
    return found


def _value(row: Mapping[str, Any]) -> LawValue:
    given = row["value"]
    return LawValue(
        name=row["name"],
        value=given if isinstance(given, str) else Decimal(given),
        unit=row["unit"],
        article=row["article"],
        source=row["source"],
        since=row["from"],
        until=row.get("until"),
        is_verified=row["verified"],
        label=MappingProxyType(row["label"]),
        counting=_counting(row),
    )
