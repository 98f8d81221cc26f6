"""An element of a form in each language of its notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from stuurbord.exchange.notices.codes import country_of
from stuurbord.exchange.notices.markup import all_of, attribute, one_of, text_of, web_address
from stuurbord.exchange.notices.model import Contact, Organisation, Texts


@dataclass(frozen=True, slots=True)
class Versions:
    """The same element in each language of the notice, the language of its original first."""

    elements: tuple[tuple[str, etree._Element], ...]

    @property
    def first(self) -> etree._Element | None:
        """The element that figures are read from."""
        return self.elements[0][1] if self.elements else None

    def below(self, path: str) -> Versions:
        """Return the first element at a path, per language."""
        found = ((language, one_of(element, path)) for language, element in self.elements)
        return Versions(tuple((language, one) for language, one in found if one is not None))

    def each(self, path: str) -> Iterator[Versions]:
        """Yield the elements at a path, those in the same place of each language together."""
        lists = [(language, all_of(element, path)) for language, element in self.elements]
        for at in range(len(lists[0][1]) if lists else 0):
            yield Versions(tuple((language, found[at]) for language, found in lists if at < len(found)))

    def texts(self, path: str) -> Texts:
        """Return the text at a path, per language; its paragraphs become lines."""
        found = ((language, paragraphs(one_of(element, path))) for language, element in self.elements)
        return {language: text for language, text in found if text}


def paragraphs(element: etree._Element | None) -> str:
    """Return the text of an element, a line per paragraph."""
    if element is None:
        return ""
    parts = all_of(element, "P") or [element]
    lines = (" ".join("".join(str(text) for text in one.itertext()).split()) for one in parts)
    return "\n".join(line for line in lines if line)


def organisation(address: Versions, legal_type: str = "", activity: str = "") -> Organisation:
    """Return who stands at an address."""
    first = address.first
    contact = Contact(*(text_of(first, name) for name in ("CONTACT_POINT", "E_MAIL", "PHONE")))
    return Organisation(
        names=address.texts("OFFICIALNAME"),
        identifier=text_of(first, "NATIONALID"),
        country=country_of(attribute(first, "COUNTRY", "VALUE")),
        town=text_of(first, "TOWN"),
        nuts=attribute(first, "NUTS", "CODE"),
        website=web_address(text_of(first, "URL_GENERAL") or text_of(first, "URL")),
        legal_type=legal_type,
        activity=activity,
        contact=contact if contact != Contact() else None,
    )
