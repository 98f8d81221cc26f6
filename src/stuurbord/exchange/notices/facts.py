"""What a notice tells the rule book: facts for an advice, and the questions it leaves open.

Only what the notice says becomes a fact. The keys are those that `stuurbord procurement advise` reads.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from stuurbord.errors import N_, Finding, Severity
from stuurbord.exchange.code_lists import is_social
from stuurbord.exchange.notices.model import Lot, Money, Notice, NoticeKind

_SECTORS: Final = {"32014L0024": "classic", "32014L0025": "special"}
_CONCESSION: Final = "32014L0023"
_PROCEDURES: Final = {
    "classic": {
        "open": "OP",
        "restricted": "NOP",
        "neg-w-call": "MPO",
        "neg-wo-call": "VOPZB",
        "comp-dial": "CD",
        "innovation": "IP",
    },
    "special": {
        "open": "OP",
        "restricted": "NOP",
        "neg-w-call": "OMO",
        "neg-wo-call": "OZO",
        "comp-dial": "CD",
        "innovation": "IP",
    },
}
_AUTHORITIES: Final = ("ra", "la", "body-pl", "body-pl-cga", "body-pl-ra", "body-pl-la")
"""Contracting authorities other than central government."""
_MISSING: Final = {
    "buyer": N_("The notice does not settle what kind of buyer the law sees in it."),
    "sector": N_("The notice does not settle whether the classic or the special sectors apply."),
    "kind": N_("The notice does not say whether it is for works, supplies or services."),
    "estimate": N_("The notice gives no estimated value in euros."),
    "date": N_("The notice does not tell when the contract notice was published."),
    "chosen": N_("The notice does not name a procedure of Belgian law."),
}
_NOT_OF_CONCESSIONS: Final = ("sector", "chosen")
"""What the rule book does not ask of a concession, which has a law of its own."""


class NoticeFacts(NamedTuple):
    """Facts by the keys of the rule book, and a finding for each of the principal ones that is missing."""

    facts: dict[str, Any]
    missing: list[Finding]


def facts_of(notice: Notice) -> NoticeFacts:
    """Return the facts in a notice.

    Of a buyer abroad the kind stays open, since Belgian law may not apply to it.

    The date is that on which a call was published, else dispatched; an award notice or a plan has a date of
    its own, by which no threshold goes. The estimate is that of the notice, else the maximum
    of the framework agreement, else the sum of the lots where each has a value. Numbers are whole where they
    can be.
    """
    sector = _SECTORS.get(notice.legal_basis, "")
    told: dict[str, Any] = {
        "buyer": _buyer(notice, sector),
        "sector": sector,
        "kind": _kind(notice),
        "estimate": _number(_estimate(notice)),
        "award": _number(_award(notice)),
        "date": _date(notice),
        "chosen": _chosen(notice, sector),
        "urgency": _urgency(notice),
        "framework": _framework(notice),
        "grounds": list(notice.direct_award_grounds),
        "concession": notice.legal_basis == _CONCESSION,
    }
    facts = {name: value for name, value in told.items() if value}
    missing = [
        Finding("notice_fact_missing", text, Severity.INFO, fields={"fact": name})
        for name, text in _MISSING.items()
        if name not in facts and not (notice.legal_basis == _CONCESSION and name in _NOT_OF_CONCESSIONS)
    ]
    return NoticeFacts(facts, missing)


def _buyer(notice: Notice, sector: str) -> str:
    """Return the kind of buyer; of a public undertaking a notice does not say for which activity it buys."""
    if any(one.country not in ("BE", "") for one in notice.buyers):
        return ""
    kinds = {one.legal_type for one in notice.buyers}
    types = {part for told in kinds for part in told.split("/")}
    if types == {"spec-rights-entity"}:
        return "special_rights" if sector == "special" else ""
    if not types or not types <= {"cga", *_AUTHORITIES}:
        return ""
    if sector == "special":
        return "authority_special"
    if sector != "classic":
        return ""
    if "cga" not in types:
        return "subcentral"
    return "federal_central" if types == {"cga"} else ""


def _kind(notice: Notice) -> str:
    """Return the kind of contract; services of the light regime by form, or by their principal code."""
    if notice.is_light_regime:
        return "social"
    if notice.nature == "services" and notice.cpv and is_social(notice.cpv[0]):
        return "social"
    return notice.nature if notice.nature in ("works", "supplies", "services") else ""


def _estimate(notice: Notice) -> Decimal | None:
    for one in (notice.estimated_value, notice.framework_maximum):
        if one is not None:
            return _euros(one)
    if notice.estimated_range is not None:
        return None
    amounts = [_lot_value(one) for one in notice.lots]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def _award(notice: Notice) -> Decimal | None:
    """Return what was awarded in total, else the value of the only award."""
    if notice.kind is not NoticeKind.RESULT:
        return None
    told = notice.result_value or (notice.awards[0].value if len(notice.awards) == 1 else None)
    return None if told is None else _euros(told)


def _lot_value(lot: Lot) -> Decimal | None:
    told = lot.value or lot.framework_maximum
    return None if told is None else _euros(told)


def _euros(money: Money) -> Decimal | None:
    return money.amount if money.currency == "EUR" else None


def _number(amount: Decimal | None) -> int | float | None:
    """Return an amount as JSON has it: exact to the cent either way."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _date(notice: Notice) -> str:
    """Return the day whose thresholds count: that of the call, which no award notice and no plan tells.

    The thresholds go by the day of publication, or of the invitation where nothing is published. Terms run
    from the dispatch instead: that is `Notice.dispatched_on`, and no fact of the rules.
    """
    if notice.kind not in (NoticeKind.CALL, NoticeKind.CONTEST):
        return ""
    day = notice.published_on or notice.dispatched_on
    return day.isoformat() if day else ""


def _chosen(notice: Notice, sector: str) -> str:
    if any(one.has_purchasing_system for one in notice.lots):
        return "DAS"
    return _PROCEDURES.get(sector, {}).get(notice.procedure, "")


def _urgency(notice: Notice) -> str:
    if notice.is_accelerated is None:
        return ""
    return "accelerated" if notice.is_accelerated else "none"


def _framework(notice: Notice) -> dict[str, Any]:
    """Return the longest duration of the framework agreements, and the suppliers where all agree."""
    lots = [one for one in notice.lots if one.framework is not None]
    durations = [one.duration.in_years() if one.duration else None for one in lots]
    years = [one for one in durations if one is not None]
    if not lots or len(years) < len(lots):
        return {}
    suppliers = {one.framework.most_suppliers for one in lots if one.framework}
    found: dict[str, Any] = {"years": _number(max(years))}
    if len(suppliers) == 1 and (most := suppliers.pop()):
        found["suppliers"] = most
    return found
