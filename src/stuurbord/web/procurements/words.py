"""Codes of the rule book in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from stuurbord.errors import N_
from stuurbord.rulebooks.be_procurement.law import in_brackets
from stuurbord.web.reader import reader

_WITHIN_A_SENTENCE = {
    "LOW": N_("the contract of limited value"),
    "VOPZB": N_("the negotiated procedure without prior publication"),
    "VOPMB": N_("the simplified negotiated procedure with prior publication"),
    "MPO": N_("the competitive procedure with negotiation"),
    "OP": N_("the open procedure"),
    "NOP": N_("the restricted procedure"),
    "CD": N_("the competitive dialogue"),
    "IP": N_("the innovation partnership"),
    "OMO": N_("the negotiated procedure with prior call for competition"),
    "VOMO": N_("the simplified negotiated procedure with prior call for competition"),
    "OZO": N_("the negotiated procedure without prior call for competition"),
    "DAS": N_("the dynamic purchasing system"),
    "SUIG": N_("the sui generis procedure with prior publication"),
    "CALLOFF": N_("the contract under the framework agreement"),
    "HFB": N_("the order through the central purchasing body"),
}


def procedure_name(code: str) -> str:
    """Return what people call a procedure; the code itself where the rule book does not know it."""
    from stuurbord.rulebooks.be_procurement import procedure_labels

    if not code:
        return ""
    known = procedure_labels().get(code)
    return known[reader().code] if known else code


def the_procedure(code: str) -> str:
    """Return a procedure as a sentence names it, with its article."""
    return _(_WITHIN_A_SENTENCE[code]) if code in _WITHIN_A_SENTENCE else f"“{procedure_name(code)}”"


def cited(text: str, article: str) -> str:
    """Return a sentence with the article that it rests on, inside its full stop.

    >>> cited("De raming is niet lager dan € 216.000.", "art. 41")
    'De raming is niet lager dan € 216.000 (art. 41).'
    """
    if not article:
        return text
    article = in_brackets(article)
    return f"{text[:-1]} ({article})." if text.endswith(".") else f"{text} ({article})"


def in_one_line(texts: Iterable[str]) -> str:
    """Return sentences behind each other, and what is no sentence apart by a semicolon.

    >>> in_one_line(["De raming is te hoog.", "mag op een grond", "na advies"])
    'De raming is te hoog. Mag op een grond; na advies'
    """
    made = ""
    for one in texts:
        told = f"{one[:1].upper()}{one[1:]}" if made.endswith(".") else one
        made += told if not made else f" {told}" if made.endswith(".") else f"; {told}"
    return made
