"""What a notice says, in the reader's words: kind, buyer, place, days, amounts, lots and awards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stuurbord.exchange.code_lists import label, with_label
from stuurbord.exchange.notices import Award, Lot, Moment, Money, Notice, Organisation, facts_of, said
from stuurbord.web.procurements.moments import in_two_phases
from stuurbord.web.reader import reader

_MOST_ROWS: Final = 100
"""Lots and awards shown; the file has them all."""
_MOST_CODES: Final = 3
_WORD: Final = 40


def notice_lines(notice: Notice) -> list[tuple[str, str]]:
    """Return what it is called and what the notice says of it; what it does not say is left out."""
    return [one for one in _lines(notice) if one[1]]


def lot_rows(notice: Notice) -> list[dict[str, str]]:
    """Return the lots of a notice that has several, as the page shows them."""
    return [_lot(one) for one in notice.lots[:_MOST_ROWS]] if len(notice.lots) > 1 else []


def award_rows(notice: Notice) -> list[dict[str, str]]:
    """Return what became of the lots: to whom, for how much, out of how many tenders, concluded when."""
    return [_award(one) for one in notice.awards[:_MOST_ROWS]]


def award_text(notice: Notice) -> str:
    """Return what became of the lots as lines of text; empty where the notice tells of no award."""
    lines = []
    for one in award_rows(notice):
        concluded = _("concluded on {day}").format(day=one["concluded"]) if one["concluded"] else ""
        told = (one["lots"], one["outcome"], one["winner"], one["value"], concluded)
        lines.append(" · ".join(filter(None, told)))
    head = _("What became of it according to the notice:")
    return "\n".join([head, *lines]) if lines else ""


def shortened(text: str, most: int) -> str:
    """Return a text within so many characters, cut between words where it can be.

    >>> shortened("Onderhoud van sluisdeuren en puntdeuren", 24)
    'Onderhoud van…'
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    whole = cut if text[most - 1].isspace() else cut.rpartition(" ")[0]
    if len(cut) - len(whole) > _WORD:  # one endless word
        whole = cut
    return whole.rstrip(" ,;:–-") + "…"


def _lines(notice: Notice) -> Iterator[tuple[str, str]]:
    code = reader().code
    number = notice.publication_number or notice.id
    kind = label("notice-type", notice.notice_type, code) if notice.notice_type else ""
    form = notice.subtype or notice.form
    told = ", ".join(filter(None, (kind, form)))
    yield pgettext("procurement", "Notice"), f"{number} ({told})" if told else number
    yield pgettext("procurement", "Buyer"), _names(notice.buyers)
    yield pgettext("procurement", "Reference of the buyer"), notice.reference
    nature = label("contract-nature", notice.nature, code) if notice.nature else ""
    yield pgettext("contract", "Kind"), nature
    procedure = label("procedure-type", notice.procedure, code) if notice.procedure else ""
    yield pgettext("notice", "Procedure according to the notice"), procedure
    yield pgettext("procurement", "CPV code"), _codes("cpv", notice.cpv)
    yield pgettext("notice", "Place"), _codes("nuts-be", notice.places)
    yield pgettext("notice", "Framework agreement"), _framework(notice.lots)
    yield pgettext("notice", "Estimated value"), _money(notice.estimated_value)
    yield pgettext("notice", "Maximum of the framework agreement"), _money(notice.framework_maximum)
    yield pgettext("notice", "Awarded in total"), _money(notice.result_value)
    yield pgettext("notice", "Dispatched"), reader().day(notice.dispatched_on) if notice.dispatched_on else ""
    yield pgettext("notice", "Published"), reader().day(notice.published_on) if notice.published_on else ""
    is_request = in_two_phases(str(facts_of(notice).facts.get("chosen", "")))
    due = pgettext("procurement", "Tenders due by")
    if is_request:
        due = pgettext("procurement", "Requests to take part due by")
    yield due, _moment(notice.tenders_due)


def _lot(one: Lot) -> dict[str, str]:
    return {
        "id": one.id,
        "title": said(one.titles, reader().code),
        "cpv": _codes("cpv", one.cpv),
        "value": _money(one.value or one.framework_maximum),
    }


def _award(one: Award) -> dict[str, str]:
    outcomes = {
        "awarded": pgettext("notice", "awarded"),
        "not_awarded": pgettext("notice", "not awarded"),
        "open": pgettext("notice", "no decision yet"),
    }
    received = one.tenders_received
    return {
        "lots": ", ".join(one.lots),
        "outcome": outcomes[one.status],
        "winner": _names(one.winners),
        "value": _money(one.value),
        "received": "" if received is None else reader().number(received),
        "concluded": reader().day(one.concluded_on) if one.concluded_on else "",
    }


def _names(found: Sequence[Organisation]) -> str:
    """Return the names; that of a natural person stays out."""
    return ", ".join(
        pgettext("notice", "a natural person") if one.is_person else said(one.names, reader().code)
        for one in found
    )


def _codes(name: str, codes: Sequence[str]) -> str:
    """Return the first codes with what they mean, and how many more there are."""
    made = [with_label(name, one, reader().code) for one in codes[:_MOST_CODES]]
    if len(codes) > _MOST_CODES:
        made.append(_("and {n} more").format(n=reader().number(len(codes) - _MOST_CODES)))
    return "; ".join(made)


def _framework(lots: Sequence[Lot]) -> str:
    found = [one.framework for one in lots if one.framework is not None]
    if not found:
        return ""
    if all(one.most_suppliers == 1 for one in found):
        return pgettext("framework", "yes, with a single contractor")
    if any(one.has_several_suppliers or (one.most_suppliers or 0) > 1 for one in found):
        return pgettext("framework", "yes, with several contractors")
    return pgettext("framework", "yes")


def _money(money: Money | None) -> str:
    if money is None:
        return ""
    if money.currency == "EUR":
        return reader().exact_euro(money.amount)
    return f"{reader().number(money.amount, 2)} {money.currency}"


def _moment(due: Moment | None) -> str:
    if due is None:
        return ""
    clock = f" {due.at:%H:%M}" if due.at else ""
    return f"{reader().day(due.day)}{clock}"
