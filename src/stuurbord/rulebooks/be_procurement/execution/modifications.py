"""The modification ledger of a contract: what each legal ground has used and what room it leaves.

References
----------
Royal Decree of 14 January 2013 (AUR), articles 37 to 38/19; Directive 2014/24/EU, article 72.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from stuurbord.rulebooks.be_procurement.execution.values import (
    CENT,
    Law,
    LawValue,
    Outcome,
    Text,
    Unanswered,
    cents,
    in_force,
    no_rules,
    tables,
    unanswered,
)

_EACH: Final = "each"
_DE_MINIMIS: Final = "de_minimis"
_CEILINGS: Final = ("none", _EACH, _DE_MINIMIS)
_CLASSIC: Final = "classic"
SECTORS: Final = (_CLASSIC, "special")


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal ground on which a contract may change.

    Attributes
    ----------
    ceiling
        ``each``: every modification by itself; ``de_minimis``: all of them together; ``none``.
    eforms
        Code of the modification justification in eForms; empty if it has none.
    needs_notice
        Whether a modification notice is due for a contract at EU level.
    is_inspectorate_free
        Whether the Flemish Inspectorate of Finance need not advise on it, whatever the amount.
    """

    article: str
    name: Text = field(hash=False)
    ceiling: str
    eforms: str
    needs_notice: bool
    is_inspectorate_free: bool


@cache
def grounds() -> Mapping[str, Ground]:
    """Return article → ground, in the order of the decree."""
    made = {}
    for row in tables()["ground"]:
        if row["ceiling"] not in _CEILINGS:
            raise ValueError(f"{row['article']}: a ceiling is one of {_CEILINGS}, not {row['ceiling']!r}")
        made[row["article"]] = Ground(
            row["article"],
            MappingProxyType(row["name"]),
            row["ceiling"],
            row.get("eforms", ""),
            row.get("notice", False),
            row.get("inspectorate_free", False),
        )
    return MappingProxyType(made)


@dataclass(frozen=True, slots=True)
class Modification:
    """One change of a contract.

    Attributes
    ----------
    ground
        Article of the decree: ``38/1``.
    amount
        Euros without VAT, plus or minus.
    key
        By which the caller knows it.
    """

    ground: str
    amount: Decimal
    decided_on: date | None = None
    key: str = ""

    def __post_init__(self) -> None:
        if self.ground not in grounds():
            raise ValueError(f"ground {self.ground!r} is none of {tuple(grounds())}")
        if not self.amount.is_finite():
            raise ValueError(f"amount {self.amount} is no number")


@dataclass(frozen=True, slots=True)
class ModifiedContract:
    """What of a contract its modifications are measured by; None is not known.

    Attributes
    ----------
    on
        The day of publication, or of the invitation.
    kind
        ``works``, ``supplies``, ``services`` or ``social``.
    sector
        ``classic`` or ``special``.
    eu_threshold
        Euros: what holds for this kind and buyer.
    is_eu_level
        Whether the contract was published at EU level.
    """

    initial_amount: Decimal | None
    kind: str | None
    on: date | None
    sector: str | None = None
    eu_threshold: Decimal | None = None
    is_eu_level: bool | None = None

    def __post_init__(self) -> None:
        if self.initial_amount is not None and not (
            self.initial_amount.is_finite() and self.initial_amount > 0
        ):
            raise ValueError(f"initial amount {self.initial_amount} is not > 0")
        if self.sector is not None and self.sector not in SECTORS:
            raise ValueError(f"sector {self.sector!r} is none of {SECTORS}")


class Verdict(StrEnum):
    """Whether a ground carries what rests on it."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, kw_only=True)
class LedgerEntry(Outcome):
    """One modification as the ledger reads it.

    Attributes
    ----------
    cumulative
        Euros on the same ground, this one and those before it.
    share
        Of ``cumulative`` in the initial amount, as a fraction.
    ceiling
        Euros; None where there is none, or it is not known.
    is_notice_due
        Whether a modification notice must be sent; None where it is not known.
    may_need_inspectorate
        Whether the Inspectorate of Finance advises on it above its thresholds.
    """

    modification: Modification
    cumulative: Decimal
    share: Decimal | None
    verdict: Verdict
    ceiling: Decimal | None
    is_notice_due: bool | None
    may_need_inspectorate: bool

    @property
    def only_warns(self) -> bool:
        """Whether a refusal rests on a figure that nobody verified."""
        return self.verdict is Verdict.REFUSED and not self.is_verified


@dataclass(frozen=True, kw_only=True)
class GroundTotal(Outcome):
    """What one ground has used.

    Attributes
    ----------
    net
        Euros of all modifications on it together.
    ceiling
        Euros; None where there is none, or it is not known.
    room
        Euros that may still be added, at once where every modification counts by itself; None as ``ceiling``.
    """

    ground: Ground
    count: int
    net: Decimal
    share: Decimal | None
    ceiling: Decimal | None
    room: Decimal | None
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Ledger(Outcome):
    """All modifications of a contract.

    Attributes
    ----------
    entries
        In the order given.
    totals
        One per ground used, in the order of the decree.
    net, amount
        Euros: all modifications together, and the contract with them.
    """

    entries: tuple[LedgerEntry, ...]
    totals: tuple[GroundTotal, ...]
    net: Decimal
    amount: Decimal | None


def modification_ledger(contract: ModifiedContract, modifications: Iterable[Modification]) -> Ledger:
    """Return the ledger of a contract.

    Increases on grounds with a ceiling for each modification are compared one by one (not above it). The net
    total on the de minimis ground, upwards or downwards, stays strictly below both the EU threshold and its
    share of the initial amount.
    """
    listed = tuple(modifications)
    ceilings = {article: _Ceiling.of(contract, article) for article in {one.ground for one in listed}}
    running = dict.fromkeys(ceilings, Decimal())
    entries = []
    for one in listed:
        running[one.ground] += one.amount
        entries.append(_entry(contract, one, running[one.ground], ceilings[one.ground]))
    totals = tuple(
        _total(contract, ground, [one.amount for one in listed if one.ground == ground.article])
        for ground in grounds().values()
        if ground.article in ceilings
    )
    net = sum((one.amount for one in listed), Decimal())
    return Ledger(
        entries=tuple(entries),
        totals=totals,
        net=net,
        amount=None if contract.initial_amount is None else contract.initial_amount + net,
        missing=tuple(dict.fromkeys(gap for one in totals for gap in one.missing)),
        because=tuple(dict.fromkeys(figure for one in totals for figure in one.because)),
    )


def room_left(
    contract: ModifiedContract, ground: str, modifications: Iterable[Modification] = ()
) -> GroundTotal:
    """Return what a ground has used and the room that it leaves, also where nothing rests on it yet.

    Raises
    ------
    ValueError
        If there is no such ground.
    """
    if ground not in grounds():
        raise ValueError(f"ground {ground!r} is none of {tuple(grounds())}")
    return _total(contract, grounds()[ground], [one.amount for one in modifications if one.ground == ground])


@dataclass(frozen=True, slots=True)
class _Ceiling:
    """The ceiling of a ground for a contract: ``amount`` None without missing facts means none."""

    rule: str
    amount: Decimal | None = None
    because: tuple[LawValue, ...] = ()
    missing: tuple[Unanswered, ...] = ()

    @classmethod
    def of(cls, contract: ModifiedContract, article: str) -> _Ceiling:
        rule = grounds()[article].ceiling
        if rule == "none":
            return cls(rule)
        if rule == _EACH and contract.sector not in (None, _CLASSIC):
            return cls("none")
        gaps = unanswered(date=contract.on, initial_amount=contract.initial_amount)
        gaps += unanswered(sector=contract.sector) if rule == _EACH else _de_minimis_gaps(contract)
        if gaps or contract.on is None or contract.initial_amount is None:
            return cls(rule, missing=gaps)
        law = in_force(contract.on, "modification_cap_pct", "de_minimis_pct", "de_minimis_works_pct")
        if law is None:
            return cls(rule, missing=no_rules())
        return cls._counted(contract, contract.initial_amount, rule, law)

    @classmethod
    def _counted(cls, contract: ModifiedContract, initial: Decimal, rule: str, law: Law) -> _Ceiling:
        if rule == _EACH:
            figure = law["modification_cap_pct"]
            return cls(rule, initial * figure.share, (figure,))
        figure = law["de_minimis_works_pct" if contract.kind == "works" else "de_minimis_pct"]
        assert contract.eu_threshold is not None
        return cls(rule, min(initial * figure.share, contract.eu_threshold), (figure,))

    def verdict(self, amounts: Iterable[Decimal]) -> Verdict:
        """Return whether amounts, each or together, stay within it."""
        if self.missing:
            return Verdict.UNDETERMINED
        if self.amount is None:
            return Verdict.ALLOWED
        listed = list(amounts)
        if self.rule == _EACH:
            is_within = all(one <= self.amount for one in listed)
        else:
            is_within = abs(sum(listed, Decimal())) < self.amount
        return Verdict.ALLOWED if is_within else Verdict.REFUSED

    def room(self, net: Decimal) -> Decimal | None:
        """Return what may still be added after so much, to the cent."""
        if self.amount is None:
            return None
        if self.rule == _EACH:
            return cents(self.amount)
        # the last cent below the ceiling: what is added must stay strictly below it
        return max(Decimal("0.00"), cents(self.amount) - CENT - net)


def _de_minimis_gaps(contract: ModifiedContract) -> tuple[Unanswered, ...]:
    return unanswered(kind=contract.kind, eu_threshold=contract.eu_threshold)


def _entry(
    contract: ModifiedContract, one: Modification, cumulative: Decimal, ceiling: _Ceiling
) -> LedgerEntry:
    ground = grounds()[one.ground]
    counted = [one.amount] if ceiling.rule == _EACH else [cumulative]
    return LedgerEntry(
        modification=one,
        cumulative=cumulative,
        share=_share(cumulative, contract),
        verdict=ceiling.verdict(counted),
        ceiling=None if ceiling.amount is None else cents(ceiling.amount),
        is_notice_due=contract.is_eu_level if ground.needs_notice else False,
        may_need_inspectorate=not ground.is_inspectorate_free,
        because=ceiling.because,
        missing=ceiling.missing,
    )


def _total(contract: ModifiedContract, ground: Ground, amounts: list[Decimal]) -> GroundTotal:
    ceiling = _Ceiling.of(contract, ground.article)
    net = sum(amounts, Decimal())
    return GroundTotal(
        ground=ground,
        count=len(amounts),
        net=net,
        share=_share(net, contract),
        ceiling=None if ceiling.amount is None else cents(ceiling.amount),
        room=ceiling.room(net),
        verdict=ceiling.verdict(amounts),
        because=ceiling.because,
        missing=ceiling.missing,
    )


def _share(amount: Decimal, contract: ModifiedContract) -> Decimal | None:
    return None if contract.initial_amount is None else amount / contract.initial_amount
