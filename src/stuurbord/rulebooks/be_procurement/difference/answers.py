"""What the same contract is answered on both days, for every kind of contract and every amount.

Between two figures of the law no answer changes. So each kind of contract is asked once at every figure that
is in force from one day to the other, and once between each two of them: together these are all amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any, Final

from stuurbord.rulebooks.be_procurement.advice import REFUSED, UNKNOWN
from stuurbord.rulebooks.be_procurement.catalogue import catalogue
from stuurbord.rulebooks.be_procurement.difference.aspects import Aspect, aspects, differences
from stuurbord.rulebooks.be_procurement.difference.causes import Cause, cause_of, eu_figure
from stuurbord.rulebooks.be_procurement.difference.figures import ALWAYS_IN_LAW
from stuurbord.rulebooks.be_procurement.duties import CHECK
from stuurbord.rulebooks.be_procurement.evaluate import Advice, advise
from stuurbord.rulebooks.be_procurement.law import Law

BUYERS: Final[Mapping[str, tuple[str, ...]]] = {
    "classic": ("federal_central", "subcentral"),
    "special": ("authority_special", "undertaking_public_task", "undertaking_commercial", "special_rights"),
}
KINDS: Final = ("works", "supplies", "services", "social")
TOPICS: Final = (
    *("procedure", "level", "award_notice", "term", "standstill", "reasons", "lots"),
    *("bond", "advance", "payment", "e_invoice", "yearly"),
)
"""What is compared, in the order in which the note tells it."""
_NO_THRESHOLD: Final = frozenset({"advance_cap", "eu_concessions"})
_ABOVE_ALL: Final = Decimal(1_000_000)
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """One kind of contract: who buys what, in which sector."""

    sector: str
    buyer: str
    kind: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts in euro without VAT; an open side is None, a closed one belongs to them.

    Attributes
    ----------
    is_from_eu, is_below_eu
        Whether that side is the European threshold of the contract, the same on both days.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    has_low: bool = True
    has_high: bool = False
    is_from_eu: bool = False
    is_below_eu: bool = False

    def with_threshold(self, eu: Decimal | None) -> Amounts:
        """Return the same amounts with a side that is the European threshold called by that name."""
        made = self
        if eu is not None and made.low == eu and made.has_low:
            made = replace(made, low=None, is_from_eu=True)
        if eu is not None and made.high == eu and not made.has_high:
            made = replace(made, high=None, is_below_eu=True)
        return made


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One thing that is answered otherwise, for some kinds of contract and some amounts."""

    topic: str
    procedure: str
    before: Any
    after: Any
    on: date | None
    """The first day on which it is answered so; None in a draft."""
    cause: Cause
    amounts: Amounts
    profiles: tuple[Profile, ...] = ()
    gap: tuple[date, date] | None = None
    """The first and last day between both answers on which it is not known."""


@lru_cache(maxsize=64)
def answer_changes(laws: tuple[Law, ...], pack: str) -> tuple[AnswerChange, ...]:
    """Return what is answered otherwise under the last of some laws than under the first.

    Parameters
    ----------
    laws
        The law of each period from the first day to the second, in order.
    pack
        The text that lies over the last one; empty without.
    """
    if len(laws) == 1 or not all(one.is_known for one in (laws[0], laws[-1])):
        return ()
    cells = tuple(_cells(_figures(laws)))
    found: dict[AnswerChange, list[Profile]] = {}
    for profile in profiles():
        for one in _of_profile(profile, cells, laws, pack):
            found.setdefault(one, []).append(profile)
    made = [replace(one, profiles=tuple(rows)) for one, rows in found.items()]
    codes = [one.code for one in catalogue().procedures]
    return tuple(
        sorted(
            made,
            key=lambda one: (
                TOPICS.index(one.topic),
                codes.index(one.procedure) if one.procedure else -1,
                one.amounts.low or 0,
            ),
        )
    )


def profiles() -> Iterator[Profile]:
    """Yield every kind of contract that is asked."""
    for sector, buyers in BUYERS.items():
        yield from (Profile(sector, buyer, kind) for buyer in buyers for kind in KINDS)


def _figures(laws: Sequence[Law]) -> list[Decimal]:
    """Return the amounts at which an answer of one of these days may change, in order."""
    found: set[Decimal] = set()
    for law in laws:
        for name, one in law.values.items():
            if one.unit == "EUR" and name not in _NO_THRESHOLD:
                found.add(law.amounts[name])
        if law.works_half is not None:
            found.add(law.works_half)
    found |= {Decimal(str(one.value)) for one in laws[-1].pack.values if one.name in ALWAYS_IN_LAW}
    return sorted(found)


def _cells(figures: Sequence[Decimal]) -> Iterator[tuple[Decimal, Amounts]]:
    """Yield an amount to ask for each figure and for what lies between, with the amounts it stands for."""
    low: Decimal | None = None
    for one in figures:
        yield ((low or Decimal(0)) + one) / 2, Amounts(low, one, has_low=False, has_high=False)
        yield one, Amounts(one, one, has_low=True, has_high=True)
        low = one
    yield (low or Decimal(0)) + _ABOVE_ALL, Amounts(low, None, has_low=False)


def _of_profile(
    profile: Profile, cells: Sequence[tuple[Decimal, Amounts]], laws: Sequence[Law], pack: str
) -> Iterator[AnswerChange]:
    """Yield what differs for one kind of contract, not yet saying for which."""
    rows: dict[Aspect, list[tuple[int, tuple[Any, ...]]]] = {}
    thresholds: set[Decimal | None] = set()
    for index, (amount, _) in enumerate(cells):
        old, new = _asked(profile, amount, laws[0], ""), _asked(profile, amount, laws[-1], pack)
        thresholds = thresholds or {one.law.amounts.get(eu_figure(one)) for one in (old, new)}
        changed = list(differences(old, new))
        if not changed:
            continue
        between = [_asked(profile, amount, law, "") for law in laws[1:-1]]
        asked = [old, *between, new]
        answered = [aspects(one) for one in asked]
        for aspect, was, becomes in changed:
            turned = _turned(aspect, answered)
            day = None if pack and turned == len(laws) - 1 else laws[turned].validity.valid_from
            if day is None and is_left_open(aspect, was, becomes):
                continue
            cause = cause_of(aspect, asked[_before(aspect, answered, turned)], asked[turned])
            if day is None:  # what rests on a draft was read in no law
                cause = replace(cause, is_verified=False)
            gap = _gap(laws[_before(aspect, answered, turned) + 1 : turned])
            rows.setdefault(aspect, []).append((index, (was, becomes, day, cause, gap)))
    eu = next(iter(thresholds)) if len(thresholds) == 1 else None
    for (topic, procedure), found in rows.items():
        for (was, becomes, day, cause, gap), amounts in _runs(found, cells):
            amounts = amounts.with_threshold(eu)
            yield AnswerChange(topic, procedure, was, becomes, day, cause, amounts, gap=gap)


def is_left_open(aspect: Aspect, was: Any, becomes: Any) -> bool:
    """Return whether a draft, which nobody verified, only no longer refuses a procedure: nothing follows."""
    return aspect[0] == "procedure" and (was, becomes) == (REFUSED, UNKNOWN)


def _turned(aspect: Aspect, told: Sequence[Mapping[Aspect, Any]]) -> int:
    """Return the first of some answers from which an aspect stays as it becomes."""
    index = len(told) - 1
    while index > 1 and told[index - 1].get(aspect) == told[-1].get(aspect):
        index -= 1
    return index


def _gap(laws: Sequence[Law]) -> tuple[date, date] | None:
    """Return the first and last day of the law of some periods; None without any."""
    days = [(one.validity.valid_from, one.validity.valid_to) for one in laws]
    if not days or days[0][0] is None or days[-1][1] is None:
        return None
    return days[0][0], days[-1][1]


def _before(aspect: Aspect, told: Sequence[Mapping[Aspect, Any]], turned: int) -> int:
    """Return the last answer before the one at ``turned`` that is known; without any, the one before it."""
    known = [index for index in range(turned) if told[index].get(aspect) not in (None, CHECK)]
    return known[-1] if known else turned - 1


def _asked(profile: Profile, amount: Decimal, law: Law, pack: str) -> Advice:
    amount = amount.quantize(_CENT)
    facts = {"buyer": profile.buyer, "sector": profile.sector, "kind": profile.kind}
    return advise({**facts, "estimate": amount, "award": amount, "urgency": "none", "date": law.on}, pack)


def _runs(
    found: Sequence[tuple[int, tuple[Any, ...]]], cells: Sequence[tuple[Decimal, Amounts]]
) -> Iterator[tuple[tuple[Any, ...], Amounts]]:
    """Yield amounts that follow each other and change alike, as one."""
    numbered = list(enumerate(found))
    for _, group in groupby(numbered, key=lambda one: (one[1][0] - one[0], one[1][1])):
        rows = [row for _, row in group]
        first, last = cells[rows[0][0]][1], cells[rows[-1][0]][1]
        yield rows[0][1], Amounts(first.low, last.high, first.has_low, last.has_high)
