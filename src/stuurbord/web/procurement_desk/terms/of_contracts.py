"""The terms of contracts, as `stuurbord.web.contracts` tells them, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import override

from stuurbord.web.contracts.queries import terms_of
from stuurbord.web.contracts.standing import ContractStanding
from stuurbord.web.procurement_desk.models import Certainty, TermKind
from stuurbord.web.procurement_desk.terms.term import LANGUAGES, MOST_ARTICLE, Term

_KINDS: Final = {
    "bond": TermKind.BOND,
    "payment": TermKind.PAYMENT,
    "default": TermKind.DEFAULT,
    "end": TermKind.END,
    "provisional": TermKind.ACCEPTANCE,
    "final": TermKind.ACCEPTANCE,
}


def contract_terms(one: ContractStanding) -> Iterator[Term]:
    """Yield the terms of one contract."""
    told = {}
    for code in LANGUAGES:
        with override(code):
            told[code] = terms_of(one)
    for same in zip(*told.values(), strict=True):
        term = same[0]
        _contract, _number, what, *_rest = term.key.split("-")
        yield Term(
            key=term.key,
            kind=_KINDS[what],
            title=dict(zip(told, (each.title for each in same), strict=True)),
            due=term.due,
            certainty=Certainty.LEGAL if term.article else Certainty.NORM,
            article=term.article[:MOST_ARTICLE],
            is_verified=term.verified,
            done_on=term.done_on,
        )
