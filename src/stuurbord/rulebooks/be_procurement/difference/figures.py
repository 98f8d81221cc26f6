"""What becomes of each figure, rule and duty of the law between two days, or in a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, TypeVar

from stuurbord.rulebooks.be_procurement.law import LAW_IS_KNOWN
from stuurbord.rulebooks.rule_pack.figures import duties_with_figures, figures_on, with_figures
from stuurbord.rulebooks.rule_pack.model import NamedValue, Obligation, Pack, Rule

BEGINS: Final = "begins"
ENDS: Final = "ends"
CHANGES: Final = "changes"
RETURNS: Final = "returns"
BASIS: Final = "basis"
UNREAD: Final = "unread"
ALWAYS_IN_LAW: Final = ("motivation_classic", "motivation_special")
"""Figures that the law has had on every day of this book: where the book has none, nobody read it."""
Entry = Obligation | Rule
_Dated = TypeVar("_Dated", Obligation, Rule)
_BEFORE_IT: Final = "-OLD"
"""Ends the id of a duty that another of the same name replaced."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure that is not the same on both days, or was not all the time between them.

    Attributes
    ----------
    kind
        ``changes``, ``begins``, ``ends``; ``returns`` where it is again what it was; ``basis`` where only the
        act behind it or its verification changed; ``unread`` where the law has a figure that nobody read.
    between
        What it was meanwhile, in order.
    nearest
        Where it is unread: the figures that are known, before and after the day that has none.
    on
        The first day of what holds on the second day; None where no text tells it.
    """

    name: str
    kind: str
    before: NamedValue | None
    after: NamedValue | None
    between: tuple[NamedValue, ...] = ()
    nearest: tuple[NamedValue, ...] = ()
    on: date | None = None
    gap: tuple[date, date] | None = None
    """The first and last day between both on which the book has no figure."""

    @property
    def latest(self) -> NamedValue:
        """The figure as it becomes, or as it was where it ends."""
        found = self.after or self.before or next(iter(self.nearest), None)
        assert found is not None
        return found

    @property
    def is_verified(self) -> bool:
        """Whether somebody read both sides; what nobody read is not."""
        sides = [one for one in (self.before, self.after, *self.between) if one is not None]
        return not self.is_unread and all(one.is_verified for one in sides)

    @property
    def is_unread(self) -> bool:
        """Whether the law has a figure on one of both days that this book does not know."""
        return self.kind == UNREAD


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One duty or rule that begins, ends, or reads otherwise."""

    kind: str
    before: Entry | None
    after: Entry | None
    on: date | None = None
    first: Entry | None = None
    """As it began, where that is another form than the last."""

    @property
    def latest(self) -> Entry:
        """As it becomes, or as it was where it ends."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def is_verified(self) -> bool:
        """Whether somebody read it in the source."""
        return all(one.is_verified for one in (self.before, self.first, self.after) if one is not None)


def figure_changes(before: Pack, since: date, after: Pack, until: date) -> Iterator[FigureChange]:
    """Yield what becomes of each figure, in the order of the rule book."""
    held, holds = figures_on(before, since), figures_on(after, until)
    for name in dict.fromkeys(one.name for one in (*after.values, *before.values)):
        if name == LAW_IS_KNOWN:
            continue
        found = _figure_change(name, held.get(name), holds.get(name), (after, since, until))
        if found is not None:
            yield found


def _figure_change(
    name: str, old: NamedValue | None, new: NamedValue | None, where: tuple[Pack, date, date]
) -> FigureChange | None:
    pack, since, until = where
    rows = sorted(
        (one for one in pack.values if one.name == name), key=lambda one: one.window.since or date.min
    )
    if name in ALWAYS_IN_LAW and (old is None or new is None):
        if old is None and new is None and not any(_lies_within(one, since, until) for one in rows):
            return None
        days = [day for day, one in ((since, old), (until, new)) if one is None]
        return FigureChange(
            name, UNREAD, old, new, nearest=_around(rows, days, (old, new)), on=_first_day(new, since)
        )
    between = tuple(one for one in rows if _lies_within(one, since, until))
    if old is None or new is None:
        if old is None and new is None:
            return None
        if new is not None:
            # one that was another figure at first holds from its own day; that one is told beside it
            first = next(iter((*between, new))) if all(one.value == new.value for one in between) else new
            return FigureChange(name, BEGINS, old, new, between, on=_first_day(first, since))
        assert old is not None
        last = next(reversed((old, *between)))
        return FigureChange(name, ENDS, old, new, between, on=last.window.until)
    day = _first_day(new, since)
    if old.value != new.value:
        return FigureChange(name, CHANGES, old, new, between, on=day, gap=_gap((old, *between, new)))
    if any(one.value != new.value for one in between):
        return FigureChange(name, RETURNS, old, new, between, on=day)
    if (old.reference, old.is_verified) != (new.reference, new.is_verified):
        return FigureChange(name, BASIS, old, new, on=day)
    return None


def _gap(rows: tuple[NamedValue, ...]) -> tuple[date, date] | None:
    """Return the first days between two figures on which there is none."""
    for one, other in pairwise(rows):
        ends, begins = one.window.until, other.window.since
        if ends and begins and ends < begins:
            return ends, begins - timedelta(days=1)
    return None


def _lies_within(one: NamedValue, since: date, until: date) -> bool:
    """Return whether a figure began and ended between two days."""
    begins, ends = one.window.since, one.window.until
    return begins is not None and ends is not None and since < begins and ends <= until


def _first_day(one: NamedValue | None, since: date) -> date | None:
    return one.window.since if one and one.window.since and one.window.since > since else None


def _around(
    rows: list[NamedValue], days: list[date], sides: tuple[NamedValue | None, NamedValue | None]
) -> tuple[NamedValue, ...]:
    """Return the last figure before and the first after each day that has none, and that of the other."""
    found = {one.window.since or date.min: one for one in sides if one is not None}
    for day in days:
        earlier = [one for one in rows if one.window.until and one.window.until <= day]
        later = [one for one in rows if one.window.since and one.window.since > day]
        for one in (*earlier[-1:], *later[:1]):
            found[one.window.since or date.min] = one
    return tuple(found[day] for day in sorted(found))


def duty_changes(before: Pack, since: date, after: Pack, until: date) -> Iterator[DutyChange]:
    """Yield each duty that begins, ends or reads otherwise, then each rule; figures filled in."""
    held, holds = figures_on(before, since), figures_on(after, until)
    yield from _pairs(
        {_stem(one.id): one for one in duties_with_figures(_in_force(before.obligations, since), held)},
        {_stem(one.id): one for one in duties_with_figures(_in_force(after.obligations, until), holds)},
        after.obligations,
        since,
    )
    for one in _pairs(
        {one.id: one for one in _in_force(before.rules, since)},
        {one.id: one for one in _in_force(after.rules, until)},
        after.rules,
        since,
    ):
        yield replace(one, before=_told(one.before, held), after=_told(one.after, holds))


def _told(one: Entry | None, figures: Mapping[str, NamedValue]) -> Entry | None:
    return with_figures((one,), figures)[0] if isinstance(one, Rule) else one


def _pairs(
    held: Mapping[str, Entry], holds: Mapping[str, Entry], rows: Sequence[Entry], since: date
) -> Iterator[DutyChange]:
    for name in dict.fromkeys((*held, *holds)):
        old, new = held.get(name), holds.get(name)
        if old == new or (old and new and _reads_alike(old, new)):
            continue
        kind = CHANGES if old and new else BEGINS if new else ENDS
        day = _begin(new, old, rows, since) if new else old.window.until if old else None
        first = next((one for one in rows if new and one.id == new.id and one.window.since == day), None)
        yield DutyChange(kind, old, new, day if day and day > since else None, None if old else first)


def _begin(new: Entry, old: Entry | None, rows: Sequence[Entry], since: date) -> date | None:
    """Return the day on which a duty or rule begins, in whatever form, or its last form."""
    days = [one.window.since for one in rows if one.id == new.id and one.window.since]
    return new.window.since if old else min((one for one in days if one > since), default=None)


def _reads_alike(old: Entry, new: Entry) -> bool:
    """Return whether only a day differs, or a figure that is told by itself."""
    if isinstance(old, Obligation) and isinstance(new, Obligation):
        return old.when == new.when and (old.id == new.id) and old.reference == new.reference
    return (
        isinstance(old, Rule)
        and isinstance(new, Rule)
        and (old.require, old.applies, old.at, old.severity)
        == (new.require, new.applies, new.at, new.severity)
    )


def _in_force(rows: tuple[_Dated, ...], on: date) -> tuple[_Dated, ...]:
    return tuple(one for one in rows if one.window.holds_on(on))


def _stem(name: str) -> str:
    return name.removesuffix(_BEFORE_IT)
