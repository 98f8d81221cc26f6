"""The shortest periods that the law allows, in calendar days."""

from __future__ import annotations

from decimal import Decimal

from stuurbord.rulebooks.be_procurement.catalogue import Procedure
from stuurbord.rulebooks.be_procurement.law import Law
from stuurbord.rulebooks.be_procurement.told import Told

REQUESTS = "requests"
TENDERS = "tenders"
_OPEN, _CERTAIN = 1, 2
LEVELS = ("eu", "national")
"""Levels by which a period may differ."""


def min_days(
    law: Law, one: Procedure, sector: str, level: str, situation: Situation
) -> int | tuple[int, int] | None:
    """Return the shortest period for tenders, or for requests to take part and tenders.

    Only for requests where the law fixes no period for tenders; None where it fixes none at all.
    """
    key = ("days", one.code, sector, level, situation)
    return law.keep(key, lambda: (_min_days(law, one, sector, level, situation),))[0]


def is_minimum_known(law: Law, code: str, sector: str, level: str, situation: Situation) -> bool:
    """Return whether the facts tell which shortest period counts.

    Where the law sets one, that takes the sector; where it differs by level, the level as well.
    """
    key = ("days known", code, sector, level, situation)
    return law.keep(key, lambda: (_is_minimum_known(law, code, sector, level, situation),))[0]


def _is_minimum_known(law: Law, code: str, sector: str, level: str, situation: Situation) -> bool:
    names = (name.split(".") for name in law.amounts)
    own = [one for one in names if one[0] == "days" and one[2:3] == [code]]
    if not sector:
        return not own
    variants = ("base", "urgent") if situation[0] else ("base",)
    by_level = [one for one in own if one[1] == sector and one[4] in LEVELS and one[5] in variants]
    return level in LEVELS or not by_level


class Situation(tuple[bool, bool, bool, int]):
    """What shortens or lengthens a period: urgent, prior information notice, electronic, causes of delay."""

    __slots__ = ()

    @classmethod
    def of(cls, told: Told) -> Situation:
        """Return the situation that facts tell."""
        is_urgent = told.known.get("urgency") == "accelerated"
        return cls((is_urgent, told.is_pin, told.is_electronic, told.n_delays))


def _min_days(
    law: Law, one: Procedure, sector: str, level: str, situation: Situation
) -> int | tuple[int, int] | None:
    tenders = _period(law, one.code, sector, TENDERS, level, situation)
    requests = _period(law, one.code, sector, REQUESTS, level, situation)
    is_urgent, _, _, n_causes = situation
    if tenders is not None and n_causes and not is_urgent:
        tenders += n_causes * int(law.amounts["days_documents"])
    if one.n_phases == 1:
        return tenders
    if requests is None or tenders is None:
        return requests
    return requests, tenders


def _period(law: Law, code: str, sector: str, phase: str, level: str, situation: Situation) -> int | None:
    def days(variant: str) -> Decimal | None:
        start = f"days.{sector}.{code}.{phase}"
        return law.amounts.get(f"{start}.{level}.{variant}", law.amounts.get(f"{start}.{variant}"))

    base = days("base")
    if base is None:
        return None
    is_urgent, is_pin, is_electronic, _ = situation
    shorter = [is_urgent and days("urgent"), is_pin and days("pin"), is_electronic and days("electronic")]
    return int(min([base, *(one for one in shorter if one)]))


def standstill_days(
    law: Law, one: Procedure, truths: tuple[int, int, int], *, asks_notice: bool | None = None
) -> int | None:
    """Return the standstill of a procedure; 0 where none is due, None where that is not known.

    Parameters
    ----------
    truths
        Of EU level, of a works tender above half the EU threshold, of one single tenderer concerned.
    asks_notice
        Whether a notice is mandatory; None: as for the procedure.
    """
    if not (one.publishes if asks_notice is None else asks_notice):
        return 0
    is_eu, is_over_half, is_only = truths
    # Half of the threshold for works counts below EU level only: art. 30 beside art. 11 and 12.
    found = {2 - is_only} if is_eu else set()
    found |= {is_over_half} if is_eu != _CERTAIN else set()
    due = found.pop() if len(found) == 1 else _OPEN
    return (0, None, int(law.amounts["standstill_days"]))[due]
