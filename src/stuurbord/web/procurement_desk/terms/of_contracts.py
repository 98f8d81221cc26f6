"""The terms of contracts, as `stuurbord.web.contracts` tells them, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from django.utils.translation import override

from stuurbord.errors import N_
from stuurbord.rulebooks.be_procurement.execution.values import LawValue, law_value
from stuurbord.web.contracts.queries import terms_of
from stuurbord.web.contracts.standing import ContractStanding
from stuurbord.web.procurement_desk.models import Certainty, TermKind
from stuurbord.web.procurement_desk.terms.term import LANGUAGES, MOST_ARTICLE, Term, texts

_KINDS: Final = {
    "bond": TermKind.BOND,
    "payment": TermKind.PAYMENT,
    "default": TermKind.DEFAULT,
    "end": TermKind.END,
    "provisional": TermKind.ACCEPTANCE,
    "final": TermKind.ACCEPTANCE,
}


def modification_terms(one: ContractStanding, done: Mapping[str, date]) -> Iterator[Term]:
    """Yield the notices of modifications that the law asks; it sets no number of days for them.

    Parameters
    ----------
    done
        When somebody published them, by the key of the term.
    """
    for entry in one.ledger.entries:
        if entry.is_notice_due is False:
            continue
        number = entry.modification.key
        key = f"contract-{one.contract.pk}-modification-{number}"
        rule = law_value("modification_notice", one.on) if one.on is not None else None
        yield Term(
            key=key,
            kind=TermKind.MODIFICATION,
            title=texts(N_("Publish the notice of modification {number} of the contract"), number=number),
            due=None,
            certainty=Certainty.LEGAL,
            article=rule.article if rule else "",
            is_verified=rule is not None and rule.is_verified,
            done_on=done.get(key),
            missing=texts(_what_is_missing(entry.is_notice_due, rule)),
        )


def _what_is_missing(is_due: bool | None, rule: LawValue | None) -> str:
    if rule is None:
        return N_("It is not known whether a notice is due: the rule book holds no law for this launch.")
    if is_due is None:
        return N_("It is not known whether a notice is due: say whether the contract is at EU level.")
    return N_("The law asks a notice but sets no number of days: publish it and write down the day.")


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
            passes=what == "default",  # a right of the contractor: nobody here is late with it
        )
