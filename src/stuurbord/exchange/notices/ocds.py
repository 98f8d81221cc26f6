"""Write a notice as a release of the Open Contracting Data Standard: open data that anyone's tools read.

The same notice gives the same bytes. People are left out, whatever was read: no contact points, no names of
natural persons, no addresses in texts.

References
----------
OCDS 1.1, release schema and codelists: https://standard.open-contracting.org/1.1/en/schema/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from stuurbord.exchange.code_lists import label
from stuurbord.exchange.enterprise_number import enterprise_number
from stuurbord.exchange.notices.masking import masked
from stuurbord.exchange.notices.model import (
    MASK,
    Award,
    Lot,
    Moment,
    Money,
    Notice,
    NoticeKind,
    Organisation,
    said,
)

UNREGISTERED_PREFIX: Final = "ocds-000000"
"""Stands in where the publisher has not asked the Open Contracting Partnership for a prefix yet."""
LOTS_EXTENSION: Final = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
)
_PREFIX: Final = re.compile(r"ocds-[a-z0-9]{6}")
_ZONE: Final = ZoneInfo("Europe/Brussels")
_TAGS: Final = {
    NoticeKind.CONSULTATION: "planning",
    NoticeKind.PLANNING: "planning",
    NoticeKind.CALL: "tender",
    NoticeKind.CONTEST: "tender",
    NoticeKind.TRANSPARENCY: "award",
    NoticeKind.RESULT: "award",
    NoticeKind.CONTEST_RESULT: "award",
}
_STATUSES: Final = {"planning": "planned", "tender": "active", "award": "complete"}
_DOCUMENTS: Final = {"planning": "plannedProcurementNotice", "tender": "tenderNotice", "award": "awardNotice"}
_AWARD_STATUSES: Final = {"awarded": "active", "not_awarded": "unsuccessful", "open": "pending"}
_CATEGORIES: Final = {"works": "works", "supplies": "goods", "services": "services"}
_METHODS: Final = {
    "open": "open",
    "restricted": "selective",
    "neg-w-call": "selective",
    "comp-dial": "selective",
    "innovation": "selective",
    "neg-wo-call": "limited",
}
_LAST_SECOND: Final = time(23, 59, 59)


def makes_release(notice: Notice) -> bool:
    """Tell whether a notice is a stage of a contracting process: planning, tender or award."""
    return notice.kind in _TAGS and bool(notice.dispatched_on or notice.published_on)


def write_ocds(notice: Notice, *, prefix: str = UNREGISTERED_PREFIX, language: str = "nl") -> bytes:
    """Return a release package with one release, as JSON in UTF-8.

    Parameters
    ----------
    prefix
        The publisher's registered prefix of identifiers, such as ``ocds-213czf``.
    language
        In which texts are written where the notice has them.

    Raises
    ------
    ValueError
        If the prefix is of another form, or `makes_release` is false.
    """
    release = release_of(notice, prefix=prefix, language=language)
    package = {
        "version": "1.1",
        "uri": _address(notice) or f"urn:ocid:{release['id']}",
        "publishedDate": release["date"],
        "publisher": {"name": release.get("buyer", {}).get("name", MASK)},
        "extensions": [LOTS_EXTENSION] if "lots" in release["tender"] else [],
        "releases": [release],
    }
    text = json.dumps({name: value for name, value in package.items() if value}, ensure_ascii=False, indent=2)
    return (text + "\n").encode("utf-8")


def release_of(notice: Notice, *, prefix: str = UNREGISTERED_PREFIX, language: str = "nl") -> dict[str, Any]:
    """Return the release as plain data; see `write_ocds`."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"prefix {prefix!r} is not of the form ocds- and six letters or digits")
    day = notice.dispatched_on or notice.published_on
    tag = _TAGS.get(notice.kind)
    if tag is None or day is None:
        raise ValueError(f"a notice of kind {notice.kind.value} is no stage of a contracting process")
    shown = masked(notice)
    ocid = f"{prefix}-{notice.procedure_id or notice.publication_number or notice.id}"
    parties = _Parties(shown, language)
    contracts = list(_contracts(shown))
    made = {
        "ocid": ocid,
        "id": f"{ocid}-{notice.publication_number or notice.id}",
        "date": _at(Moment(day, time(0, 0))),
        "language": language,
        "tag": [tag, "contract"] if contracts else [tag],
        "initiationType": "tender",
        "parties": parties.listed(),
        "buyer": parties.buyer(),
        "tender": _tender(shown, tag, ocid, language),
        "awards": [_award(at, one, parties, language) for at, one in enumerate(shown.awards, start=1)],
        "contracts": contracts,
    }
    return _kept(made)


class _Parties:
    """Everyone in the process once, by an identifier that says the same each time."""

    def __init__(self, notice: Notice, language: str) -> None:
        self.language = language
        self._roles: dict[str, list[str]] = {}
        self._known: dict[str, Organisation] = {}
        self._buyers = [self._put(one, "buyer", "procuringEntity") for one in notice.buyers if one.name]
        for award in notice.awards:
            for one in award.winners:
                self._put(one, "supplier")

    def _put(self, one: Organisation, *roles: str) -> str:
        name = self.id_of(one)
        self._known.setdefault(name, one)
        listed = self._roles.setdefault(name, [])
        listed.extend(role for role in roles if role not in listed)
        return name

    def id_of(self, one: Organisation) -> str:
        """Return the enterprise number with its register, else the name as an identifier."""
        if number := enterprise_number(one.identifier):
            return f"BE-BCE_KBO-{number}"
        words = re.findall(r"\w+", said(one.names).casefold())
        return "-".join(words) or "unnamed"

    def reference(self, one: Organisation) -> dict[str, Any]:
        return {"id": self.id_of(one), "name": said(one.names, self.language)}

    def buyer(self) -> dict[str, Any]:
        return self.reference(self._known[self._buyers[0]]) if self._buyers else {}

    def listed(self) -> list[dict[str, Any]]:
        return [self._party(name, one) for name, one in self._known.items()]

    def _party(self, name: str, one: Organisation) -> dict[str, Any]:
        number = enterprise_number(one.identifier)
        identifier = {"scheme": "BE-BCE_KBO", "id": number, "legalName": said(one.names)} if number else {}
        country = label("nuts-be", one.country, self.language)
        address = {"locality": one.town, "region": one.nuts, "countryName": country}
        told = {"id": name, "name": said(one.names, self.language), "identifier": identifier}
        return _kept({**told, "address": _kept(address), "roles": self._roles[name]})


def _tender(notice: Notice, tag: str, ocid: str, language: str) -> dict[str, Any]:
    is_stopped = bool(notice.awards) and all(one.status == "not_awarded" for one in notice.awards)
    received = [one.tenders_received for one in notice.awards]
    made = {
        "id": f"{ocid}-tender",
        "title": said(notice.titles, language),
        "description": said(notice.descriptions, language),
        "status": "unsuccessful" if is_stopped else _STATUSES[tag],
        "value": _money(notice.estimated_value or notice.framework_maximum),
        "minValue": _money(notice.estimated_range[0] if notice.estimated_range else None),
        "mainProcurementCategory": _CATEGORIES.get(notice.nature, ""),
        "procurementMethod": _METHODS.get(notice.procedure, ""),
        "procurementMethodDetails": label("procedure-type", notice.procedure, language)
        if notice.procedure
        else "",
        "awardCriteria": _criteria(notice),
        "tenderPeriod": {"endDate": _at(notice.tenders_due)} if notice.tenders_due else {},
        "numberOfTenderers": received[0] if len(received) == 1 else None,
        "items": list(_items(notice, language)),
        "lots": [_lot(one, language) for one in notice.lots] if len(notice.lots) > 1 else [],
        "documents": _documents(notice, tag, language),
    }
    return _kept(made)


def _criteria(notice: Notice) -> str:
    kinds = {one.kind for lot in notice.lots for one in lot.criteria}
    if not kinds or "" in kinds:
        return ""
    only = {"price": "priceOnly", "cost": "costOnly", "quality": "qualityOnly"}
    return only[kinds.pop()] if len(kinds) == 1 else "ratedCriteria"


def _items(notice: Notice, language: str) -> Iterator[dict[str, Any]]:
    if len(notice.lots) > 1:
        for at, lot in enumerate(notice.lots, start=1):
            if codes := lot.cpv or notice.cpv:
                yield {**_item(at, codes, language), "relatedLot": lot.id}
    elif notice.cpv:
        yield _item(1, notice.cpv, language)


def _item(at: int, codes: tuple[str, ...], language: str) -> dict[str, Any]:
    main, *further = (_classification(code, language) for code in codes)
    made = {"id": str(at), "description": main["description"], "classification": main}
    return _kept({**made, "additionalClassifications": further})


def _classification(code: str, language: str) -> dict[str, str]:
    return {"scheme": "CPV", "id": code, "description": label("cpv", code, language)}


def _lot(lot: Lot, language: str) -> dict[str, Any]:
    period = {"startDate": _day(lot.starts_on), "endDate": _day(lot.ends_on, is_end=True)}
    return _kept(
        {
            "id": lot.id,
            "title": said(lot.titles, language),
            "description": said(lot.descriptions, language),
            "value": _money(lot.value or lot.framework_maximum),
            "contractPeriod": _kept(period),
        }
    )


def _documents(notice: Notice, tag: str, language: str) -> list[dict[str, Any]]:
    address = _address(notice)
    if not address:
        return []
    told = {
        "id": notice.publication_number,
        "documentType": _DOCUMENTS[tag],
        "url": address,
        "language": language,
    }
    return [_kept({**told, "datePublished": _day(notice.published_on)})]


def _address(notice: Notice) -> str:
    number = notice.publication_number
    return f"https://ted.europa.eu/en/notice/-/detail/{number}" if re.fullmatch(r"\d+-\d{4}", number) else ""


def _award(at: int, one: Award, parties: _Parties, language: str) -> dict[str, Any]:
    return _kept(
        {
            "id": str(at),
            "title": said(one.titles, language),
            "status": _AWARD_STATUSES[one.status],
            "date": _day(one.decided_on),
            "value": _money(one.value),
            "suppliers": [parties.reference(each) for each in one.winners],
            "relatedLots": list(one.lots),
        }
    )


def _contracts(notice: Notice) -> Iterator[dict[str, Any]]:
    """Yield the contracts that were concluded, each on its award."""
    for at, one in enumerate(notice.awards, start=1):
        if one.status == "awarded" and one.concluded_on:
            signed = _day(one.concluded_on)
            made = {"id": str(at), "awardID": str(at), "title": one.contract, "dateSigned": signed}
            yield _kept({**made, "status": "active", "value": _money(one.value)})


def _money(money: Money | None) -> dict[str, Any]:
    if money is None:
        return {}
    amount = money.amount
    number = int(amount) if amount == amount.to_integral_value() else float(amount)
    return {"amount": number, "currency": money.currency}


def _day(day: date | None, *, is_end: bool = False) -> str:
    if day is None:
        return ""
    return _at(Moment(day, _LAST_SECOND if is_end else time(0, 0)))


def _at(moment: Moment | None) -> str:
    """Return a moment as the standard wants it; a term without a time of day ends with its day."""
    if moment is None:
        return ""
    found = moment.instant(_ZONE) or Moment(moment.day, _LAST_SECOND).instant(_ZONE)
    return found.isoformat() if found else ""


def _kept(made: dict[str, Any]) -> dict[str, Any]:
    """Return a record without what is empty; a zero stays."""
    return {name: value for name, value in made.items() if value not in (None, "", [], {})}
