"""Read what an eForms notice says of the outcome: which tender won which lot, for how much, and when.

The form spreads it over results, tenders, parties and contracts that refer to each other. A tender says
itself for which lot it was; a contract names the tenders it was concluded for. A winner is a tender of the
lot that the contract of the result names. Where they contradict each other, the winner is left open and told.

``TenderResult/AwardDate`` is not read: UBL demands it, and the form fills it with 1 January 2000.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from stuurbord.errors import N_
from stuurbord.exchange.notices.markup import Values, all_of, one_of, text_of, unique
from stuurbord.exchange.notices.model import Award, Money, Organisation

_STATUSES = {"selec-w": "awarded", "clos-nw": "not_awarded", "open-nw": "open"}


@dataclass(frozen=True, slots=True)
class Tendered:
    """What the reader of results needs beside them."""

    organisations: Mapping[str, Organisation]
    values: Values


def read_awards(result: etree._Element | None, given: Tendered) -> tuple[Award, ...]:
    """Return an award per result of a lot."""
    tenders = _by_id(result, "LotTender")
    parties = _by_id(result, "TenderingParty")
    contracts = _by_id(result, "SettledContract")
    return tuple(_award(one, tenders, parties, contracts, given) for one in all_of(result, "LotResult"))


def _by_id(result: etree._Element | None, name: str) -> dict[str, etree._Element]:
    return {text_of(one, "ID"): one for one in all_of(result, name)}


def _award(
    result: etree._Element,
    tenders: Mapping[str, etree._Element],
    parties: Mapping[str, etree._Element],
    contracts: Mapping[str, etree._Element],
    given: Tendered,
) -> Award:
    values = given.values
    lot = text_of(result, "TenderLot/ID")
    status = _STATUSES.get(text_of(result, "TenderResultCode"), "open")
    settled = [contracts[one] for one in _ids(result, "SettledContract/ID") if one in contracts]
    won = _winning(result, lot, settled, tenders) if status == "awarded" else []
    if status == "awarded" and not won:
        text = N_("Lot {lot}: the notice does not say clearly which tender won; the winner is left open.")
        values.report.tell("notice_winner_unclear", text, lot=lot)
    contract = settled[0] if len(settled) == 1 else None
    return Award(
        lots=(lot,) if lot else (),
        status=status,
        winners=tuple(_winners(won, parties, given.organisations)),
        value=_total(won, values),
        tenders_received=_received(result, values),
        decided_on=values.day(one_of(contract, "AwardDate")),  # BT-1451
        concluded_on=values.day(one_of(contract, "IssueDate")),  # BT-145
        contract=text_of(contract, "ContractReference/ID"),  # BT-150
        reason=text_of(result, "DecisionReason/DecisionReasonCode"),  # BT-144
    )


def _ids(element: etree._Element, path: str) -> tuple[str, ...]:
    return unique(text_of(one) for one in all_of(element, path))


def _winning(
    result: etree._Element,
    lot: str,
    settled: Iterable[etree._Element],
    tenders: Mapping[str, etree._Element],
) -> list[etree._Element]:
    """Return the tenders of this lot that its contracts name, else the only tender of the result."""
    of_lot = {name for name, one in tenders.items() if text_of(one, "TenderLot/ID") == lot}
    named = {name for contract in settled for name in _ids(contract, "LotTender/ID")}
    won = of_lot & named
    listed = set(_ids(result, "LotTender/ID"))
    if not won and len(listed) == 1 and listed <= of_lot:
        won = listed
    return [tenders[name] for name in tenders if name in won]


def _winners(
    won: Iterable[etree._Element],
    parties: Mapping[str, etree._Element],
    organisations: Mapping[str, Organisation],
) -> Iterable[Organisation]:
    for tender in won:
        party = parties.get(text_of(tender, "TenderingParty/ID"))
        for name in _ids(party, "Tenderer/ID") if party is not None else ():
            if name in organisations:
                yield organisations[name]


def _total(won: Iterable[etree._Element], values: Values) -> Money | None:
    """Return what the winning tenders come to (BT-720); unknown as soon as one of them is."""
    amounts = [values.money(one_of(one, "LegalMonetaryTotal/PayableAmount"), "currencyID") for one in won]
    known = [one for one in amounts if one is not None]
    if not known or len(known) < len(amounts) or len({one.currency for one in known}) > 1:
        return None
    return Money(sum((one.amount for one in known), Decimal(0)), known[0].currency)


def _received(result: etree._Element, values: Values) -> int | None:
    """Return how many tenders came in (BT-759); counts of one kind, such as electronic ones, are not it."""
    for one in all_of(result, "ReceivedSubmissionsStatistics"):
        if text_of(one, "StatisticsCode") in ("", "tenders"):  # BT-760
            return values.count(one_of(one, "StatisticsNumeric"))
    return None
