"""Keep people back: contact persons, winners who are a person, addresses and numbers in texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stuurbord.exchange.notices.model import MASK, Contact, Criterion, Lot, Notice, Organisation

_REACHED: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+\d{2}[\d ()./-]{6,16}\d")
"""An e-mail address, or a telephone number in its international form."""


def masked(notice: Notice) -> Notice:
    """Return the notice without its people; organisations stay."""
    awards = tuple(
        replace(one, winners=tuple(_organisation(each) for each in one.winners), titles=_texts(one.titles))
        for one in notice.awards
    )
    buyers = tuple(_organisation(one) for one in notice.buyers)
    lots = tuple(_lot(one) for one in notice.lots)
    return replace(
        notice,
        awards=awards,
        buyers=buyers,
        lots=lots,
        titles=_texts(notice.titles),
        descriptions=_texts(notice.descriptions),
    )


def _organisation(one: Organisation) -> Organisation:
    hidden = replace(one, contact=_contact(one.contact))
    if not one.is_person:
        return hidden
    return replace(
        hidden, names=dict.fromkeys(one.names, MASK), identifier="", town="", website="", contact=None
    )


def _contact(one: Contact | None) -> Contact | None:
    if one is None:
        return None
    return Contact(*(MASK if told else "" for told in (one.name, one.email, one.telephone)))


def _lot(one: Lot) -> Lot:
    return replace(
        one,
        titles=_texts(one.titles),
        descriptions=_texts(one.descriptions),
        options=_texts(one.options),
        renewals=_texts(one.renewals),
        criteria=tuple(_criterion(each) for each in one.criteria),
    )


def _criterion(one: Criterion) -> Criterion:
    return replace(one, names=_texts(one.names))


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: _REACHED.sub(MASK, text) for language, text in texts.items()}
