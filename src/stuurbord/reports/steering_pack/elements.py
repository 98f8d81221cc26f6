"""Elements of our own writing as parts of a presentation's tree."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text without what XML cannot hold: names come from people's files."""
    return _NOT_IN_XML.sub("", text)


def content(text: str) -> str:
    """Return a text as the content of an element."""
    return escape(clean(text))


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes."""
    return quoteattr(clean(text))


def element(xml: str) -> Any:
    """Return the one element that the text holds; its prefixes are declared here."""
    return parse_xml(f"<p:part {NAMESPACES}>{xml}</p:part>")[0]
