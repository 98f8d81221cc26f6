"""Read the older layout (R2.0.8), in which only the forms of defence and security, F16 to F19, lived on.

Its elements carry the name of their form; what a file needs of them stands under names they share.

References
----------
Directive 2009/81/EC, annex IV; TED XML R2.0.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from stuurbord.exchange.notices.codes import ACTIVITIES, BASES, LEGAL_TYPES
from stuurbord.exchange.notices.markup import Values, text_of, unique, web_address
from stuurbord.exchange.notices.model import (
    Award,
    Framework,
    Lot,
    Money,
    Notice,
    Organisation,
    Texts,
)
from stuurbord.exchange.notices.ted_versions import Versions, organisation, paragraphs

_PROCEDURES: Final = {"1": "open", "2": "restricted", "4": "neg-w-call", "C": "comp-dial", "T": "neg-wo-call"}
"""Code of the coded data section → ``procedure-type``."""
_CPV: Final = re.compile(r"\d{8}")


def read_defence(around: Notice, coded: etree._Element | None, forms: Versions, values: Values) -> Notice:
    """Return the notice on a form of defence and security, begun with what stands around the form."""
    first = forms.first
    lot = _whole(forms, values)
    return replace(
        around,
        previous=text_of(coded, "NOTICE_DATA/REF_NOTICE/NO_DOC_OJS"),
        legal_basis=_basis(coded),
        buyers=tuple(_buyers(forms)),
        titles=_texts(forms, "TITLE_CONTRACT"),
        descriptions=_texts(forms, "SHORT_CONTRACT_DESCRIPTION", "TOTAL_QUANTITY_OR_SCOPE"),
        reference=_text(first, "FILE_REFERENCE_NUMBER"),
        nature=lot.nature,
        procedure=_PROCEDURES.get(_code(coded, "PR_PROC"), ""),
        cpv=lot.cpv,
        places=lot.places,
        estimated_value=lot.value,
        estimated_range=_spread(first, values),
        lots=(lot,),
        awards=tuple(_awards(forms, values)),
    )


def _found(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    for name in names:
        if element is not None:
            yield from element.iter(f"{{*}}{name}")


def _first(element: etree._Element | None, *names: str) -> etree._Element | None:
    return next(_found(element, *names), None)


def _text(element: etree._Element | None, *names: str) -> str:
    return paragraphs(_first(element, *names))


def _texts(forms: Versions, *names: str) -> Texts:
    found = ((language, _text(element, *names)) for language, element in forms.elements)
    return {language: text for language, text in found if text}


def _code(coded: etree._Element | None, name: str) -> str:
    found = _first(coded, name)
    return "" if found is None else str(found.get("CODE") or "")


def _basis(coded: etree._Element | None) -> str:
    found = _first(coded, "DIRECTIVE")
    return "" if found is None else BASES.get(str(found.get("VALUE")), "")


def _buyers(forms: Versions) -> Iterator[Organisation]:
    profiles = tuple(
        (language, found)
        for language, element in forms.elements
        if (found := _first(element, "CA_CE_CONCESSIONAIRE_PROFILE")) is not None
    )
    if not profiles:
        return
    first = forms.first
    legal = _first(first, "TYPE_OF_CONTRACTING_AUTHORITY")
    activity = _first(first, "TYPE_OF_ACTIVITY")
    buyer = organisation(
        Versions(profiles),
        LEGAL_TYPES.get("" if legal is None else str(legal.get("VALUE")), ""),
        ACTIVITIES.get("" if activity is None else str(activity.get("VALUE")), ""),
    )
    names = _texts(forms, "OFFICIALNAME")
    yield replace(buyer, names=names, website=web_address(_text(first, "URL_GENERAL")))


def _whole(forms: Versions, values: Values) -> Lot:
    first = forms.first
    nature = _first(first, "TYPE_CONTRACT")
    cost = _first(first, "COSTS_RANGE_AND_CURRENCY")
    agreement = _first(first, "FRAMEWORK_AGREEMENT")
    return Lot(
        id="1",
        titles=_texts(forms, "TITLE_CONTRACT"),
        nature="" if nature is None else str(nature.get("VALUE") or "").lower(),
        value=_figure(cost, _first(cost, "VALUE_COST"), values),
        cpv=unique(
            code for one in _found(first, "CPV_CODE") if _CPV.fullmatch(code := str(one.get("CODE") or ""))
        ),
        places=unique(str(one.get("CODE") or "") for one in _found(first, "NUTS")),
        framework=Framework() if agreement is not None and agreement.get("VALUE") == "YES" else None,
    )


def _figure(cost: etree._Element | None, told: etree._Element | None, values: Values) -> Money | None:
    """Return an amount; its figure stands in an attribute, since the text is written as people do."""
    if cost is None or told is None:
        return None
    return values.money(cost, "CURRENCY", str(told.get("FMTVAL") or ""))


def _spread(first: etree._Element | None, values: Values) -> tuple[Money, Money] | None:
    """Return the amounts between which the value lies."""
    cost = _first(first, "COSTS_RANGE_AND_CURRENCY")
    low = _figure(cost, _first(cost, "LOW_VALUE"), values)
    high = _figure(cost, _first(cost, "HIGH_VALUE"), values)
    return (low, high) if low and high else None


def _awards(forms: Versions, values: Values) -> Iterator[Award]:
    for one in _found(forms.first, "AWARD_OF_CONTRACT_DEFENCE"):
        name, language = _text(one, "OFFICIALNAME"), forms.elements[0][0]
        received = _first(one, "OFFERS_RECEIVED_NUMBER")
        yield Award(
            lots=("1",),
            status="awarded" if name else "not_awarded",
            winners=(Organisation(names={language: name}),) if name else (),
            tenders_received=values.count(received),
            contract=_text(one, "CONTRACT_NUMBER"),
        )
