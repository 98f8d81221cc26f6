"""Judge what was measured of one target against what was agreed; the rules stand in ``rules.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from stuurbord.rulebooks.project_status.check import Status, used_share
from stuurbord.rulebooks.rule_pack import Pack, decide_many, shipped_packs
from stuurbord.rulebooks.rule_pack.literals import Value
from stuurbord.rulebooks.rule_pack.truth import Truth

KEY: Final = "tolerances"
TARGETS: Final = ("time", "cost", "scope", "quality", "benefits", "risk", "sustainability")


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of one target: used and allowed in the same unit, None where not known.

    Attributes
    ----------
    others
        Further facts that the rules of this target read: ``musts_not_met``.
    """

    target: str
    used: Decimal | None = None
    allowed: Decimal | None = None
    others: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """The status of one target, the rule that gives it, and what is missing."""

    status: Status
    rule: str = ""
    missing: tuple[str, ...] = ()

    @property
    def is_beyond(self) -> bool:
        """Whether the tolerance is exceeded: what raises an exception."""
        return self.status is Status.INTERVENE


def judge(measured: Iterable[Measured], on: date, pack: Pack | None = None) -> list[Judged]:
    """Return the verdict on each, in the order given; the rules of a target are looked up once."""
    book, listed = pack or shipped_packs()[KEY], list(measured)
    first = min((one.window.since or on for one in book.values), default=on)
    made: dict[int, Judged] = {}
    for target in TARGETS:
        places = [place for place, one in enumerate(listed) if one.target == target]
        facts = (_facts(listed[place]) for place in places)
        for place, answer in zip(places, decide_many(book, facts, max(on, first), at=target), strict=True):
            status = Status(answer.verdict if answer.is_decided else answer.at_least or Status.UNDETERMINED)
            wanted = Truth.UNKNOWN if status is Status.UNDETERMINED else Truth.FALSE
            broken = next((one for one in answer.rules if one.met is wanted), None)
            missing = broken.unknown if broken and wanted is Truth.UNKNOWN else ()
            made[place] = Judged(status, broken.rule.id if broken else "", missing)
    return [made[place] for place in range(len(listed))]


def _facts(one: Measured) -> dict[str, Value]:
    others: dict[str, Value] = {name: Decimal(number) for name, number in one.others.items()}
    others |= {name: Decimal(0) for name in _ALSO.get(one.target, ()) if name not in others}
    return others | {
        f"{one.target}_used": one.used,
        f"{one.target}_allowed": one.allowed,
        f"{one.target}_share": used_share(one.used, one.allowed),
    }


_ALSO: Final = {"scope": ("musts_not_met",), "quality": ("refused_reviews",)}
